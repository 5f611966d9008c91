package geom

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// Space is a room prepared for many questions. It does not change after
// [NewSpace] and may be read by many goroutines.
type Space struct {
	// Extent is the size of the floor's bounding box and the height.
	Extent scenes.Vec3
	floor  []scenes.Vec2
	rect   bool
	convex bool
	walls  [4]wall
}

// wall is the line an object touches when it stands on a wall: the axis that
// crosses it, its place on that axis, and its span on the other one.
type wall struct {
	axis   int
	sign   float64
	at     float64
	lo, hi float64
}

// NewSpace prepares the room. The room is read, not kept.
func NewSpace(room *scenes.Room) *Space {
	s := &Space{Extent: room.Extent(), floor: append([]scenes.Vec2(nil), room.Floor...)}
	s.rect, s.convex = s.shape()
	for i := range s.walls {
		s.walls[i] = s.wall(i)
	}
	return s
}

// wallIndex orders the walls by heading: north, east, south, west.
func wallIndex(id string) int {
	switch id {
	case scenes.NorthWall:
		return 0
	case scenes.EastWall:
		return 1
	case scenes.SouthWall:
		return 2
	case scenes.WestWall:
		return 3
	}
	return -1
}

func (s *Space) shape() (rect, convex bool) {
	n := len(s.floor)
	rect, convex = n == 4, true
	for i, p := range s.floor {
		q, r := s.floor[(i+1)%n], s.floor[(i+2)%n]
		u, v := q.Sub(p), r.Sub(q)
		if u[0]*v[1]-u[1]*v[0] < -1e-12 {
			convex = false
		}
		if u[0] != 0 && u[1] != 0 {
			rect = false
		}
	}
	return rect && convex, convex
}

// wall picks the axis-parallel edge that faces outward to the given heading;
// of several the outermost, then the longest. A floor without one uses its
// bounding box.
func (s *Space) wall(heading int) wall {
	w := wall{axis: 1 - heading%2, sign: 1}
	if heading >= 2 {
		w.sign = -1
	}
	if w.sign > 0 {
		w.at = s.Extent[w.axis]
	}
	w.hi = s.Extent[1-w.axis]
	found, longest := false, 0.0
	for i, p := range s.floor {
		q := s.floor[(i+1)%len(s.floor)]
		d := q.Sub(p)
		// The outward normal of a counter-clockwise edge.
		out := scenes.Vec2{d[1], -d[0]}
		length := out[w.axis] * w.sign
		if d[w.axis] != 0 || length <= 0 {
			continue
		}
		if further := (p[w.axis] - w.at) * w.sign; found && (further < 0 || further == 0 && length <= longest) {
			continue
		}
		found, longest, w.at = true, length, p[w.axis]
		w.lo, w.hi = min(p[1-w.axis], q[1-w.axis]), max(p[1-w.axis], q[1-w.axis])
	}
	return w
}

// Inside reports whether p lies on the floor or within margin of it; a
// negative margin asks for that much distance from every edge.
func (s *Space) Inside(p scenes.Vec2, margin float64) bool {
	return s.depth(p) <= margin
}

// depth is the distance from p to the floor, negative inside.
func (s *Space) depth(p scenes.Vec2) float64 {
	d, _ := s.nearest(p)
	return d
}

// nearest returns the signed distance from p to the floor's outline, negative
// inside, and the nearest point of the outline.
func (s *Space) nearest(p scenes.Vec2) (float64, scenes.Vec2) {
	best, at, in := math.Inf(1), scenes.Vec2{}, false
	for i, a := range s.floor {
		b := s.floor[(i+1)%len(s.floor)]
		if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(b[0]-a[0])*(p[1]-a[1])/(b[1]-a[1]) {
			in = !in
		}
		c := closest(a, b, p)
		if d := math.Hypot(p[0]-c[0], p[1]-c[1]); d < best {
			best, at = d, c
		}
	}
	if in {
		return -best, at
	}
	return best, at
}

func closest(a, b, p scenes.Vec2) scenes.Vec2 {
	d := b.Sub(a)
	t := p.Sub(a).Dot(d) / max(d.Dot(d), 1e-300)
	return a.Add(d.Mul(min(max(t, 0), 1)))
}

// Outside returns how far the footprint of b reaches beyond the floor, and the
// unit vector that brings it back. Inside gives 0.
func (s *Space) Outside(b Box) (depth float64, dir scenes.Vec2) {
	if s.rect {
		return s.outsideRect(b)
	}
	for _, c := range b.Corners() {
		if d, at := s.nearest(c); d > depth {
			depth, dir = d, at.Sub(c).Mul(1/d)
		}
	}
	if s.convex {
		return depth, dir
	}
	// An edge may run through a footprint whose corners all lie inside.
	for i, p := range s.floor {
		d, way := edgeThrough(b, p, s.floor[(i+1)%len(s.floor)])
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

// edgeThrough returns how deep the segment from p to q runs inside the
// footprint of b, measured at the middle of the part inside, and the way for b
// to the inner side of the edge.
func edgeThrough(b Box, p, q scenes.Vec2) (float64, scenes.Vec2) {
	right, front := scenes.Axes(b.Yaw)
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
	return depth, scenes.Vec2{-edge[1], edge[0]}.Normalize()
}

// TouchesWall reports whether a side of b lies along an edge of the floor, both
// its ends within margin of the edge.
func (s *Space) TouchesWall(b Box, margin float64) bool {
	corners := b.Corners()
	for i, p := range s.floor {
		q := s.floor[(i+1)%len(s.floor)]
		near := [4]bool{}
		for k, c := range corners {
			at := closest(p, q, c)
			near[k] = math.Hypot(c[0]-at[0], c[1]-at[1]) <= margin
		}
		for k := range near {
			if near[k] && near[(k+1)%4] {
				return true
			}
		}
	}
	return false
}

// InsideFloor reports whether p lies on the room's floor or within margin of
// it; a negative margin asks for that much distance from every edge.
func InsideFloor(room *scenes.Room, p scenes.Vec2, margin float64) bool {
	s := Space{floor: room.Floor}
	return s.Inside(p, margin)
}

// DoorZone returns the box in front of an opening on the room's side that must
// stay free: as wide and as deep as the opening is wide, from the floor to the
// opening's upper edge.
func DoorZone(room *scenes.Room, o scenes.Opening) Box {
	a, b := room.Floor[o.Wall], room.Floor[(o.Wall+1)%len(room.Floor)]
	along := b.Sub(a).Normalize()
	inward := scenes.Vec2{-along[1], along[0]}
	c := a.Add(along.Mul(o.Offset)).Add(inward.Mul(o.Width / 2))
	top := o.Sill + o.Height
	return Box{
		Center: scenes.Vec3{c[0], c[1], top / 2},
		Half:   scenes.Vec3{o.Width / 2, o.Width / 2, top / 2},
		Yaw:    heading(inward),
	}
}

// heading returns the compass heading of a vector on the floor, from 0 up to
// but not including 360.
func heading(v scenes.Vec2) float64 {
	h := math.Atan2(v[0], v[1]) * 180 / math.Pi
	if h < 0 {
		h += 360
	}
	return h
}
