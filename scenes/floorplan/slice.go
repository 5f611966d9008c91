package floorplan

import (
	"math"
	"math/rand/v2"
	"slices"
)

// piece is a part of the footprint that goes to a room.
type piece struct {
	room int
	area float64
}

func total(list []piece) float64 {
	a := 0.0
	for _, p := range list {
		a += p.area
	}
	return a
}

// draft is a plan being drawn.
type draft struct {
	g *rand.Rand
	// cells are the pieces of every room.
	cells [][]polygon
	// widths are how wide the cell of every room must be.
	widths []float64
}

func (d *draft) give(room int, p polygon) { d.cells[room] = append(d.cells[room], p) }

// squarify divides a region among rooms in rows across its longer side, each of
// as many rooms as come nearest to squares (Bruls et al. 2000, the procedure
// squarify). The order by size, the side that rows begin at and the order within
// a row are drawn.
func (d *draft) squarify(region polygon, list []piece) bool {
	list = slices.Clone(list)
	order := make(map[piece]float64, len(list))
	for _, p := range list {
		order[p] = p.area * math.Exp(0.8*d.g.Float64())
	}
	slices.SortStableFunc(list, func(a, b piece) int {
		switch {
		case order[a] > order[b]:
			return -1
		case order[a] < order[b]:
			return 1
		}
		return 0
	})
	for len(list) > 0 {
		lo, hi := bounds(region)
		axis := 0
		if f := (hi[1] - lo[1]) / (hi[0] - lo[0]); f > 1.1 || f > 0.9 && d.g.IntN(2) == 0 {
			axis = 1
		}
		scale := area2(region) / 2 / total(list)
		k := row(list, scale, hi[1-axis]-lo[1-axis])
		if k == len(list) {
			return d.stack(region, list, 1-axis)
		}
		strip, rest, ok := d.split(region, axis, list[:k], list[k:])
		if !ok || !d.stack(strip, list[:k], 1-axis) {
			return false
		}
		region, list = rest, list[k:]
	}
	return true
}

// row is how many pieces of the list make the best first row along a side of the
// given length.
func row(list []piece, scale, side float64) int {
	best, worst, sum := 1, math.Inf(1), 0.0
	for k, p := range list {
		sum += p.area * scale
		depth := sum / side
		w := 0.0
		for _, q := range list[:k+1] {
			r := q.area * scale / (depth * depth)
			w = max(w, r, 1/r)
		}
		if w > worst {
			break
		}
		best, worst = k+1, w
	}
	return best
}

// reach is how far a cut may be from its place to end at a corner.
const reach = 0.7

// split cuts a region across an axis between two lists; the first gets either
// end.
func (d *draft) split(region polygon, axis int, first, second []piece) (a, b polygon, ok bool) {
	whole := area2(region) / 2
	share := whole * total(first) / (total(first) + total(second))
	if d.g.IntN(2) == 0 {
		return cutArea(region, axis, share, reach)
	}
	b, a, ok = cutArea(region, axis, whole-share, reach)
	return a, b, ok
}

// stack gives the pieces slices of a strip, one after the other along the axis,
// from either end: by area, but none thinner than its room may be.
func (d *draft) stack(strip polygon, list []piece, axis int) bool {
	list = slices.Clone(list)
	if d.g.IntN(2) == 0 {
		slices.Reverse(list)
	}
	lo, hi := bounds(strip)
	d.widen(list, hi[axis]-lo[axis])
	for len(list) > 1 {
		share := area2(strip) / 2 * list[0].area / total(list)
		low, high, ok := cutArea(strip, axis, share, reach)
		if !ok {
			return false
		}
		d.give(list[0].room, low)
		strip, list = high, list[1:]
	}
	if len(list) == 1 {
		d.give(list[0].room, strip)
	}
	return true
}

// widen changes the areas of pieces that share a strip of the given length so
// that each is as long as its room must be wide, at the cost of the longer ones.
func (d *draft) widen(list []piece, length float64) {
	fixed := make([]bool, len(list))
	for range list {
		free, left := 0.0, length
		for i, p := range list {
			if fixed[i] {
				left -= d.widths[p.room]
			} else {
				free += p.area
			}
		}
		again := false
		for i, p := range list {
			if !fixed[i] && p.area/free*left < d.widths[p.room] {
				fixed[i], again = true, true
			}
		}
		if again {
			continue
		}
		for i, p := range list {
			if list[i].area = d.widths[p.room]; !fixed[i] {
				list[i].area = p.area / free * left
			}
		}
		return
	}
}
