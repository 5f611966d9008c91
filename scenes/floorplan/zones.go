package floorplan

import (
	"math"
	"slices"
)

// sketch draws one plan of the footprint into d.
func (m *maker) sketch(d *draft) bool {
	list := m.pieces
	public, private := m.zones()
	switch f := d.g.Float64(); {
	case f < 0.3 || len(list) == 1:
		return d.squarify(m.footprint, m.angled(d, list))
	case f < 0.38:
		return m.alcove(d, list)
	case f < 0.5 && len(public) > 0 && len(private) > 0:
		if m.hall >= 0 {
			public = append(public, m.pieces[m.hall])
		}
		a, b, ok := d.split(m.footprint, d.g.IntN(2), public, private)
		return ok && d.squarify(a, m.angled(d, public)) && d.squarify(b, private)
	case f < 0.75 && len(public) > 0 && len(private) > 1:
		axis := d.g.IntN(2)
		a, b, ok := d.split(m.footprint, axis, public, private)
		return ok && d.squarify(a, m.angled(d, public)) && m.corridor(d, b, private, axis, a)
	case f < 0.9 || len(m.asks) < 7:
		return m.corridor(d, m.footprint, slices.Concat(public, private), d.g.IntN(2), nil)
	}
	return m.comb(d, slices.Concat(public, private))
}

// zones parts the rooms other than the corridor into those for visitors and
// those that are private.
func (m *maker) zones() (public, private []piece) {
	for _, p := range m.pieces {
		switch k := m.kinds[p.room]; {
		case p.room == m.hall:
		case k.private:
			private = append(private, p)
		default:
			public = append(public, p)
		}
	}
	return public, private
}

// angled sometimes makes two pieces of a room that others lead off, which may
// come to lie beside each other as an L.
func (m *maker) angled(d *draft, list []piece) []piece {
	if len(list) < 3 || d.g.Float64() > 0.4 {
		return list
	}
	hub := -1
	for i, p := range list {
		if k := m.kinds[p.room]; k.hub > 0 && (hub < 0 || k.hub > m.kinds[list[hub].room].hub) {
			hub = i
		}
	}
	if hub < 0 {
		return list
	}
	list = slices.Clone(list)
	part := list[hub]
	part.area *= 0.25 + 0.2*d.g.Float64()
	list[hub].area -= part.area
	return append(list, part)
}

// alcove puts the rooms that are much smaller than the others into a strip along
// one side, as deep as suits them; what is left of the strip belongs to the
// largest room, which becomes an L round them.
func (m *maker) alcove(d *draft, list []piece) bool {
	var small, large []piece
	for _, p := range list {
		if p.area < 0.12*total(list) {
			small = append(small, p)
		} else {
			large = append(large, p)
		}
	}
	if len(small) == 0 || len(large) == 0 {
		return false
	}
	deep, axis := 0.0, d.g.IntN(2)
	for _, p := range small {
		deep = max(deep, d.widths[p.room], math.Sqrt(p.area)*(0.8+0.5*d.g.Float64()))
	}
	lo, hi := bounds(m.footprint)
	strip := deep * (hi[1-axis] - lo[1-axis])
	big := 0
	for i, p := range large {
		if p.area > large[big].area {
			big = i
		}
	}
	rest := piece{large[big].room, strip - total(small)}
	if large[big].area -= rest.area; rest.area < 1 || large[big].area < 1 {
		return false
	}
	first := append(slices.Clone(small), rest)
	a, b, ok := d.split(m.footprint, axis, first, large)
	// The small ones lie beside each other at either end.
	if !ok || !d.stack(a, first, 1-axis) {
		return false
	}
	return d.squarify(b, large)
}

// corridor puts rooms on both sides of a corridor along the axis through the
// region, and sometimes one at its end, away from the zone that it begins at.
func (m *maker) corridor(d *draft, region polygon, list []piece, axis int, zone polygon) bool {
	list = slices.Clone(list)
	d.g.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	if len(list) > 2 && d.g.IntN(2) == 0 {
		end, ok := d.end(region, list, axis, zone)
		if !ok {
			return false
		}
		region, list = end, list[1:]
	}
	return m.spine(d, region, list, axis)
}

// end gives the first room of the list the end of a region, and returns the
// rest.
func (d *draft) end(region polygon, list []piece, axis int, zone polygon) (polygon, bool) {
	whole := area2(region) / 2
	share := whole * list[0].area / total(list)
	lo, _ := bounds(region)
	high := d.g.IntN(2) == 0
	if zone != nil {
		z, _ := bounds(zone)
		high = z[axis] < lo[axis]
	}
	if high {
		rest, end, ok := cutArea(region, axis, whole-share, reach)
		d.give(list[0].room, end)
		return rest, ok
	}
	end, rest, ok := cutArea(region, axis, share, reach)
	d.give(list[0].room, end)
	return rest, ok
}

// spine puts the rooms on both sides of a corridor along the axis.
func (m *maker) spine(d *draft, region polygon, list []piece, axis int) bool {
	var sides [2][]piece
	for _, p := range list {
		s := 0
		if total(sides[1]) < total(sides[0]) {
			s = 1
		}
		sides[s] = append(sides[s], p)
	}
	lo, hi := bounds(region)
	whole := area2(region)/2 - m.broad*(hi[axis]-lo[axis])
	if whole <= 0 {
		return false
	}
	way, across, ok := region, 1-axis, true
	share := whole * total(sides[0]) / total(list)
	if d.g.IntN(2) == 0 {
		sides[0], sides[1] = sides[1], sides[0]
		share = whole - share
	}
	if len(sides[0]) > 0 {
		var low polygon
		if low, way, ok = cutArea(region, across, share, reach); !ok || !d.stack(low, sides[0], axis) {
			return false
		}
	}
	if len(sides[1]) > 0 {
		lo, _ := bounds(way)
		at := math.Round((lo[across]+m.broad)*steps) / steps
		var high polygon
		if way, high, ok = cut(way, across, at); !ok || !d.stack(high, sides[1], axis) {
			return false
		}
	}
	d.give(m.way(), way)
	return true
}

// comb puts the rooms along several corridors that begin at a common one.
func (m *maker) comb(d *draft, list []piece) bool {
	axis := d.g.IntN(2)
	lo, hi := bounds(m.footprint)
	first, rest, ok := cut(m.footprint, axis, math.Round((lo[axis]+m.broad)*steps)/steps)
	if d.g.IntN(2) == 0 {
		rest, first, ok = cut(m.footprint, axis, math.Round((hi[axis]-m.broad)*steps)/steps)
	}
	if !ok {
		return false
	}
	d.give(m.way(), first)
	list = slices.Clone(list)
	d.g.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	bands := 2 + d.g.IntN(2)
	for b := bands; b > 0; b-- {
		n := len(list) / b
		if n == 0 {
			return false
		}
		band := rest
		if b > 1 {
			share := area2(rest) / 2 * total(list[:n]) / total(list)
			if band, rest, ok = cutArea(rest, 1-axis, share, reach); !ok {
				return false
			}
		}
		if !m.spine(d, band, list[:n], axis) {
			return false
		}
		list = list[n:]
	}
	return true
}

// way is the room that corridors belong to: the hall that was asked for, or the
// one that the plan adds.
func (m *maker) way() int {
	if m.hall >= 0 {
		return m.hall
	}
	return len(m.asks)
}
