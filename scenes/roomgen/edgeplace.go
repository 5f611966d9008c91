package roomgen

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// edgeSpots is how many positions are tried per variant and pass in a polygon
// room, where more of them lie outside.
const edgeSpots = 12

// slack is what rounding may do to a place against a wall, in metres.
const slack = 1e-6

// tryPolygon is [builder.try] for rooms that are no rectangles: positions may
// run along any wall, or in the frame of an anchor that stands askew, and have
// to be looked up in the floor.
func (b *builder) tryPolygon(p *planned, v *variant, strict bool) bool {
	hx, hy := geom.HalfExtents(p.size, v.yaw)
	h := scenes.Vec3{hx, hy, p.size[2] / 2}
	o := scenes.Object{Size: p.size, Support: p.slot.put.support(), Relations: v.rels[:v.n]}
	if o.Support == scenes.OnObject {
		o.Parent = b.task.Objects[v.anchor].ID
	}
	z, ok := geom.SupportZ(&b.task, &o, &b.layout)
	if !ok || z-h[2] < -1e-9 || z+h[2] > b.space.Extent[2]+1e-9 {
		return false
	}
	var r geom.Range
	if !v.back && v.local.where == elsewhere {
		if r, ok = b.ranges(v, h, o.Support); !ok {
			return false
		}
	}
	for k := range edgeSpots {
		var xy scenes.Vec2
		switch {
		case v.back:
			xy, ok = b.spotAlong(p, v, k)
		case v.local.where != elsewhere:
			xy, ok = b.spotBeside(p, v, k)
		default:
			xy, ok = b.spot(p, v, &r, h, k)
		}
		if !ok {
			return false
		}
		box := geom.Box{Center: scenes.Vec3{xy[0], xy[1], z}, Half: p.size.Mul(0.5), Yaw: v.yaw}
		if out, _ := b.space.Outside(box); out > slack {
			continue
		}
		if b.holds(v, box) && b.free(p, v, box, strict) && b.looks(v, box) {
			b.commit(p, v, box)
			return true
		}
	}
	return false
}

// holds says whether the box obeys the variant's relations.
func (b *builder) holds(v *variant, box geom.Box) bool {
	h := box.Extents()
	for _, rel := range v.rels[:v.n] {
		var r geom.Range
		if scenes.IsLayoutElement(rel.Target) {
			r = b.space.ElementRange(h, rel.Target)
		} else {
			r = b.space.ObjectRange(h, rel.Kind, rel.Adjacent, b.bodies[v.anchor].box)
		}
		if r.Distance(box.Center) > slack {
			return false
		}
	}
	return true
}

// spotAlong draws the k-th place to try with the back to a wall.
func (b *builder) spotAlong(p *planned, v *variant, k int) (scenes.Vec2, bool) {
	e := &b.edges[v.wall]
	half, depth := p.size[0]/2, p.size[1]
	lo, hi := half+e.start*depth, e.length-half-e.end*depth
	if hi < lo-1e-9 {
		return scenes.Vec2{}, false
	}
	at := lo + b.g.Float64()*max(0, hi-lo)
	snap := 0.35
	if !b.roomy {
		snap = 0.8
	}
	switch f := b.g.Float64(); {
	case k == 0 && v.anchor >= 0:
		at = b.bodies[v.anchor].box.Center.Vec2().Sub(e.from).Dot(e.along)
	case k == 0 && v.bias == centred:
		at = (lo + hi) / 2
	case f < snap/2:
		at = [2]float64{lo, hi}[b.g.IntN(2)]
	case f < snap && len(b.bodies) > 0:
		at = b.flushAlong(e, half, lo, hi, at)
	}
	at = min(max(at, lo), hi)
	return e.from.Add(e.along.Mul(at)).Add(e.inward.Mul(depth / 2)), true
}

// flushAlong is the place right beside something that stands at the wall, or
// the given one.
func (b *builder) flushAlong(e *edge, half, lo, hi, at float64) float64 {
	q := &b.bodies[b.g.IntN(len(b.bodies))]
	first, last := math.Inf(1), math.Inf(-1)
	for _, c := range q.box.Corners() {
		s := c.Sub(e.from).Dot(e.along)
		first, last = min(first, s), max(last, s)
	}
	s := last + half
	if b.g.IntN(2) == 0 {
		s = first - half
	}
	if s >= lo && s <= hi {
		return s
	}
	return at
}

// spotBeside draws the k-th place to try in the frame of the anchor.
func (b *builder) spotBeside(p *planned, v *variant, k int) (scenes.Vec2, bool) {
	a := &b.bodies[v.anchor].box
	right, front := scenes.Axes(a.Yaw)
	// The child's half sizes along the anchor's axes.
	c := scenes.Vec2{p.size[0] / 2, p.size[1] / 2}
	if int(math.Round(math.Abs(v.yaw-a.Yaw)/90))%2 == 1 {
		c[0], c[1] = c[1], c[0]
	}
	room := scenes.Vec2{math.Abs(a.Half[0] - c[0]), math.Abs(a.Half[1] - c[1])}
	in := func(limit float64) float64 {
		if k == 0 && v.bias != anywhere {
			return 0
		}
		return (2*b.g.Float64() - 1) * limit
	}
	var d scenes.Vec2
	if v.local.where == atSide {
		axis, sign := 1-v.local.quarter%2, 1.0
		if v.local.quarter >= 2 {
			sign = -1
		}
		away := a.Half[axis] + c[axis]
		if v.local.gap {
			away += 0.3 + 0.3*b.g.Float64()
		}
		d[axis] = sign * away
		if d[1-axis] = in(room[1-axis]); v.bias == flush && k == 0 {
			// Backs in line.
			d[1] = c[1] - a.Half[1]
		}
	} else {
		if v.local.where == onAnchor && (c[0] > a.Half[0]+1e-9 || c[1] > a.Half[1]+1e-9) {
			return scenes.Vec2{}, false
		}
		d = scenes.Vec2{in(room[0]), in(room[1])}
	}
	return a.Center.Vec2().Add(right.Mul(d[0])).Add(front.Mul(d[1])), true
}
