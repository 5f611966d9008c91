package geom

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// Inside reports whether p lies on the floor or within margin of it; a
// negative margin asks for that much distance from every edge, those of holes
// included. A point in a hole is not on the floor.
func (s *Space) Inside(p scenes.Vec2, margin float64) bool {
	d, _ := s.nearest(p)
	return d <= margin
}

// InsideFloor reports whether p lies on the room's floor or within margin of
// it; a negative margin asks for that much distance from every edge.
func InsideFloor(room *scenes.Room, p scenes.Vec2, margin float64) bool {
	d, _ := signed(nearestOn(room.Floor, p))
	for _, ring := range room.Holes {
		e, _ := holeDistance(ring, p)
		d = max(d, e)
	}
	return d <= margin
}

// nearest returns the signed distance from p to the floor's outline, negative
// inside, and the nearest point of the outline. Where p is in several holes, or
// in one and beyond the floor, it is the one that p is deepest in.
func (s *Space) nearest(p scenes.Vec2) (float64, scenes.Vec2) {
	d, at := signed(nearestOn(s.floor, p))
	for i := range s.holes {
		h := &s.holes[i]
		// A hole whose bounding box is further away than the outline is no nearer.
		if away := max(h.lo[0]-p[0], p[0]-h.hi[0], h.lo[1]-p[1], p[1]-h.hi[1]); -away <= d {
			continue
		}
		if e, c := holeDistance(h.ring, p); e > d {
			d, at = e, c
		}
	}
	return d, at
}

// signed turns the distance to an outline negative inside it.
func signed(d float64, at scenes.Vec2, in bool) (float64, scenes.Vec2) {
	if in {
		return -d, at
	}
	return d, at
}

// holeDistance is the distance from p to the floor round a hole: positive in
// the hole.
func holeDistance(ring []scenes.Vec2, p scenes.Vec2) (float64, scenes.Vec2) {
	d, at, in := nearestOn(ring, p)
	if in {
		return d, at
	}
	return -d, at
}

// Outside returns how far the footprint of b reaches beyond the floor or into a
// hole, and the unit vector that brings it back. Inside gives 0, and so does a
// box with numbers that are not finite, which is nowhere.
//
// Beyond the outline the depth is the distance of the furthest corner, or how
// deep an edge runs through the footprint. A convex hole is measured as another
// box would be: by the shortest way out of it ([Penetration]); of the convex
// pieces of another hole the deepest counts, which is never more than the way
// out of the whole.
func (s *Space) Outside(b Box) (depth float64, dir scenes.Vec2) {
	if !b.usable() {
		return 0, scenes.Vec2{}
	}
	if s.rect {
		depth, dir = s.outsideRect(b)
	} else {
		depth, dir = s.outsideOutline(b)
	}
	for i := range s.holes {
		if d, way := s.holes[i].penetration(&b); d > depth {
			depth, dir = d, way
		}
	}
	return depth, dir
}

func (s *Space) outsideOutline(b Box) (depth float64, dir scenes.Vec2) {
	// Most boxes are further inside than they are large.
	if d, _, in := nearestOn(s.floor, b.Center.Vec2()); in && d*d >= b.Half[0]*b.Half[0]+b.Half[1]*b.Half[1] {
		return 0, scenes.Vec2{}
	}
	for _, c := range b.Corners() {
		if d, at, in := nearestOn(s.floor, c); !in && d > depth {
			depth = d
			dir, _ = unit(at.Sub(c))
		}
	}
	if s.convex {
		return depth, dir
	}
	// An edge may run through a footprint whose corners all lie inside.
	right, front := scenes.Axes(b.Yaw)
	reach := radius(&b)
	for i, p := range s.floor {
		q := s.floor[(i+1)%len(s.floor)]
		if b.Center[0]+reach < min(p[0], q[0]) || b.Center[0]-reach > max(p[0], q[0]) ||
			b.Center[1]+reach < min(p[1], q[1]) || b.Center[1]-reach > max(p[1], q[1]) {
			continue
		}
		d, way := edgeThrough(&b, right, front, p, q)
		if d > depth {
			depth, dir = d, way
		}
	}
	return depth, dir
}

func (s *Space) outsideRect(b Box) (depth float64, dir scenes.Vec2) {
	hx, hy := halfExtents(b.Half, b.Yaw)
	for axis, h := range [2]float64{hx, hy} {
		if d := h - b.Center[axis]; d > depth {
			depth, dir = d, scenes.Vec2{}
			dir[axis] = 1
		}
		if d := b.Center[axis] + h - s.Extent[axis]; d > depth {
			depth, dir = d, scenes.Vec2{}
			dir[axis] = -1
		}
	}
	return depth, dir
}

// penetration returns how deep b lies over the hole and the way out.
func (h *hole) penetration(b *Box) (depth float64, dir scenes.Vec2) {
	reach := radius(b)
	for k := range 2 {
		if b.Center[k]+reach <= h.lo[k] || b.Center[k]-reach >= h.hi[k] {
			return 0, scenes.Vec2{}
		}
	}
	for _, p := range h.pieces {
		if d, way := polygonPenetration(b, p); d > depth {
			depth, dir = d, way
		}
	}
	if len(h.pieces) == 1 {
		return depth, dir
	}
	// A corner deep in the hole may be in a small piece of it.
	for _, c := range b.Corners() {
		if d, at := holeDistance(h.ring, c); d > depth {
			depth = d
			dir, _ = unit(at.Sub(c))
		}
	}
	return depth, dir
}

// edgeThrough returns how deep the segment from p to q runs inside the
// footprint of b, measured at the middle of the part inside, and the way for b
// to the inner side of the edge.
func edgeThrough(b *Box, right, front, p, q scenes.Vec2) (float64, scenes.Vec2) {
	c := b.Center.Vec2()
	u, v := p.Sub(c), q.Sub(c)
	from := scenes.Vec2{u.Dot(right), u.Dot(front)}
	to := scenes.Vec2{v.Dot(right), v.Dot(front)}
	t0, t1 := 0.0, 1.0
	for axis := range 2 {
		d := to[axis] - from[axis]
		if d == 0 {
			if math.Abs(from[axis]) >= b.Half[axis] {
				return 0, scenes.Vec2{}
			}
			continue
		}
		lo, hi := (-b.Half[axis]-from[axis])/d, (b.Half[axis]-from[axis])/d
		t0, t1 = max(t0, min(lo, hi)), min(t1, max(lo, hi))
	}
	if t0 >= t1 {
		return 0, scenes.Vec2{}
	}
	mid := from.Add(to.Sub(from).Mul((t0 + t1) / 2))
	depth := min(b.Half[0]-math.Abs(mid[0]), b.Half[1]-math.Abs(mid[1]))
	edge := q.Sub(p)
	way, ok := unit(scenes.Vec2{-edge[1], edge[0]})
	if !ok {
		return 0, scenes.Vec2{}
	}
	return depth, way
}
