package geom

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// Range is an axis-aligned box of allowed centres. An axis that is left free
// runs from −∞ to +∞.
type Range struct {
	Min, Max scenes.Vec3
}

// Distance returns how far p is outside the range: the greatest distance on
// any axis, 0 inside.
func (r Range) Distance(p scenes.Vec3) float64 {
	d := 0.0
	for k := range 3 {
		d = max(d, r.Min[k]-p[k], p[k]-r.Max[k])
	}
	return d
}

// Clamp returns the point of the range nearest to p.
func (r Range) Clamp(p scenes.Vec3) scenes.Vec3 {
	for k := range 3 {
		p[k] = min(max(p[k], r.Min[k]), r.Max[k])
	}
	return p
}

// Intersect returns what r and q share. Where they share nothing on an axis,
// the result is empty there.
func (r Range) Intersect(q Range) Range {
	for k := range 3 {
		r.Min[k], r.Max[k] = max(r.Min[k], q.Min[k]), min(r.Max[k], q.Max[k])
	}
	return r
}

// Empty reports whether no point is in the range. Rounding up to a nanometre
// is forgiven, so that ranges which touch share their border.
func (r Range) Empty() bool {
	for k := range 3 {
		if r.Min[k] > r.Max[k]+1e-9 {
			return true
		}
	}
	return false
}

// free is the range of the vertical axis where only the support decides.
var free = [2]float64{math.Inf(-1), math.Inf(1)}

// Within returns the centres that keep a box of the given axis-aligned half
// sizes inside the room's bounding box. On an axis that is too short for it,
// only the middle is left.
func (s *Space) Within(h scenes.Vec3) Range {
	var r Range
	for k := range 3 {
		r.Min[k], r.Max[k] = h[k], s.Extent[k]-h[k]
		if r.Min[k] > r.Max[k] {
			r.Min[k], r.Max[k] = s.Extent[k]/2, s.Extent[k]/2
		}
	}
	return r
}

// RoomRange returns the centres at which o, at the given heading, lies inside
// the room's bounding box.
func RoomRange(room *scenes.Room, o *scenes.Object, yaw float64) Range {
	s := Space{Extent: room.Extent()}
	hx, hy := HalfExtents(o.Size, yaw)
	return s.Within(scenes.Vec3{hx, hy, o.Size[2] / 2})
}

// RelationRange returns the centres at which o, at the given heading, stands
// in relation r, given the placements in l. It is false when r's target is an
// object that is not placed or not known.
//
// The ranges lie inside those of MetaSpatial's public reward (which follow
// I-Design), with two changes: touching means touching for every size, and
// "above" asks for the object's underside to be no lower than its target's top.
func RelationRange(t *scenes.Task, o *scenes.Object, yaw float64, r scenes.Relation, l *scenes.Layout) (Range, bool) {
	s := NewSpace(&t.Room)
	hx, hy := HalfExtents(o.Size, yaw)
	h := scenes.Vec3{hx, hy, o.Size[2] / 2}
	if scenes.IsLayoutElement(r.Target) {
		return s.ElementRange(h, r.Target), true
	}
	target, _ := t.Find(r.Target)
	if target == nil {
		return Range{}, false
	}
	p := l.Find(r.Target)
	if p == nil {
		return Range{}, false
	}
	return s.ObjectRange(h, r.Kind, r.Adjacent, BoxOf(target, *p)), true
}

// ElementRange returns the centres at which a box of the given axis-aligned
// half sizes touches the named wall along its length, or lies anywhere in the
// room for the middle of the room and the ceiling. Every relation to a wall
// means touching it: two of them make a corner.
func (s *Space) ElementRange(h scenes.Vec3, element string) Range {
	r := s.Within(h)
	r.Min[2], r.Max[2] = free[0], free[1]
	i := wallIndex(element)
	if i < 0 {
		return r
	}
	w := s.walls[i]
	at := w.at - w.sign*h[w.axis]
	r.Min[w.axis], r.Max[w.axis] = at, at
	o := 1 - w.axis
	r.Min[o], r.Max[o] = w.lo+h[o], w.hi-h[o]
	if r.Min[o] > r.Max[o] {
		r.Min[o], r.Max[o] = (w.lo+w.hi)/2, (w.lo+w.hi)/2
	}
	return r
}

// ObjectRange returns the centres at which a box of the given axis-aligned half
// sizes stands in the given relation to the target. A target between the four
// headings counts as turned to the nearest one.
func (s *Space) ObjectRange(h scenes.Vec3, kind scenes.RelationKind, adjacent bool, target Box) Range {
	b, q := target.Extents(), target.Center
	var r Range
	r.Min[2], r.Max[2] = free[0], free[1]
	span := func(axis int, half float64) {
		r.Min[axis], r.Max[axis] = q[axis]-half, q[axis]+half
	}
	quarter := 0
	switch kind {
	case scenes.On, scenes.InMiddleOf:
		span(0, math.Abs(b[0]-h[0]))
		span(1, math.Abs(b[1]-h[1]))
		return r
	case scenes.Above, scenes.Under:
		span(0, b[0]+h[0])
		span(1, b[1]+h[1])
		if kind == scenes.Above {
			r.Min[2] = q[2] + b[2] + h[2]
		}
		return r
	case scenes.InCorner:
		adjacent = true
	case scenes.RightOf:
		quarter = 1
	case scenes.Behind:
		quarter = 2
	case scenes.LeftOf:
		quarter = 3
	}
	axis, sign := side(target.Yaw, quarter)
	across := 1 - axis
	at := q[axis] + sign*(b[axis]+h[axis])
	r.Min[axis], r.Max[axis] = at, at
	if adjacent {
		span(across, math.Abs(b[across]-h[across]))
		return r
	}
	if sign > 0 {
		r.Max[axis] = max(at, s.Extent[axis]-h[axis])
	} else {
		r.Min[axis] = min(at, h[axis])
	}
	lo := max(q[across]-b[across]-NonAdjacentSlack, h[across])
	hi := min(q[across]+b[across]+NonAdjacentSlack, s.Extent[across]-h[across])
	// An object wider than the slack allows beside a wall would have an empty
	// range; the reference swaps its ends.
	r.Min[across], r.Max[across] = min(lo, hi), max(lo, hi)
	return r
}

// side returns the floor axis and sign of the given number of clockwise quarter
// turns from a heading, the heading taken to the nearest of the four.
func side(yaw float64, quarters int) (axis int, sign float64) {
	turn := (int(math.Round(yaw/90))%4 + 4 + quarters) % 4
	axis, sign = 1-turn%2, 1
	if turn >= 2 {
		sign = -1
	}
	return axis, sign
}
