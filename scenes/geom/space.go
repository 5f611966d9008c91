package geom

import (
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// Space is a room prepared for many questions. It does not change after
// [NewSpace] and may be read by many goroutines.
//
// It answers for any polygon: corners that are not finite numbers are left out,
// a floor that crosses itself is filled by the even-odd rule, one without area
// contains nothing, one without corners is the origin alone, and a clockwise
// one is turned round. [CheckFloor] says what is wrong with such a floor. Holes
// without area are left out.
type Space struct {
	// Extent is the size of the floor's bounding box and the height.
	Extent scenes.Vec3
	floor  []scenes.Vec2
	holes  []hole
	edges  []Wall
	rect   bool
	convex bool
	walls  [4]wall
}

// hole is a part of the floor where nothing can stand.
type hole struct {
	ring   []scenes.Vec2
	lo, hi scenes.Vec2
	pieces [][]scenes.Vec2
}

// Wall is an edge of the floor. The edges of holes are no walls: they are
// banisters and the sides of pillars.
type Wall struct {
	// Index is the edge's number in the room: Floor[Index] to Floor[Index+1].
	Index    int
	From, To scenes.Vec2
	// Inward is the unit normal that points into the room.
	Inward scenes.Vec2
	// Yaw is the heading of Inward: that of an object with its back to the wall.
	Yaw    float64
	Length float64
}

// NewSpace prepares the room. The room is read, not kept.
func NewSpace(room *scenes.Room) *Space {
	s := &Space{Extent: room.Extent(), floor: cleaned(room.Floor)}
	if len(s.floor) == 0 {
		s.floor = []scenes.Vec2{{}}
	}
	clockwise := area(s.floor) < 0
	s.edges = edgesOf(room.Floor, clockwise)
	if clockwise {
		slices.Reverse(s.floor)
	}
	if !usable(s.Extent[0]) || !usable(s.Extent[1]) {
		_, hi := boundsOf(s.floor)
		s.Extent[0], s.Extent[1] = max(0, hi[0]), max(0, hi[1])
	}
	for _, ring := range room.Holes {
		h := hole{ring: cleaned(ring)}
		if h.pieces = pieces(h.ring); len(h.pieces) > 0 {
			h.lo, h.hi = boundsOf(h.ring)
			s.holes = append(s.holes, h)
		}
	}
	s.rect, s.convex = s.shape()
	for i := range s.walls {
		s.walls[i] = s.wall(i)
	}
	return s
}

// edgesOf lists the edges that have a length.
func edgesOf(floor []scenes.Vec2, clockwise bool) []Wall {
	out := make([]Wall, 0, len(floor))
	for i, p := range floor {
		q := floor[(i+1)%len(floor)]
		along, ok := unit(q.Sub(p))
		if !ok || !usablePoint(p) || !usablePoint(q) {
			continue
		}
		in := scenes.Vec2{0 - along[1], along[0]}
		if clockwise {
			in = scenes.Vec2{along[1], 0 - along[0]}
		}
		out = append(out, Wall{Index: i, From: p, To: q, Inward: in, Yaw: heading(in), Length: q.Sub(p).Len()})
	}
	return out
}

// Walls lists every edge of the floor that has a length, in the room's order,
// slanted ones too. The slice is the space's own and must not be changed.
func (s *Space) Walls() []Wall { return s.edges }

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

// wall is the line an object touches when it stands on a wall: the axis that
// crosses it, its place on that axis, and its span on the other one.
type wall struct {
	axis   int
	sign   float64
	at     float64
	lo, hi float64
}

// shape finds out whether the floor is a rectangle along the axes from the
// origin, and whether it is convex.
func (s *Space) shape() (rect, convex bool) {
	n := len(s.floor)
	rect, convex = n == 4, n >= 3
	turned := 0.0
	for i, p := range s.floor {
		q, r := s.floor[(i+1)%n], s.floor[(i+2)%n]
		u, v := q.Sub(p), r.Sub(q)
		cross := u[0]*v[1] - u[1]*v[0]
		if cross < -1e-12 {
			convex = false
		}
		if n > 4 && convex {
			turned += math.Atan2(cross, u.Dot(v))
		}
		if u[0] != 0 && u[1] != 0 || u == (scenes.Vec2{}) {
			rect = false
		}
		if p[0] != 0 && p[0] != s.Extent[0] || p[1] != 0 && p[1] != s.Extent[1] {
			rect = false
		}
	}
	// A pentagram only turns left, but does so twice; four corners cannot.
	convex = convex && turned < 3*math.Pi
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

// TouchesWall reports whether a side of b lies along an edge of the floor, both
// its ends within margin of the edge. The edges of holes are no walls.
func (s *Space) TouchesWall(b Box, margin float64) bool {
	corners := b.Corners()
	for i, p := range s.floor {
		q := s.floor[(i+1)%len(s.floor)]
		near := [4]bool{}
		for k, c := range corners {
			at := closest(p, q, c)
			near[k] = margin >= 0 && squared(c, at) <= margin*margin
		}
		for k := range near {
			if near[k] && near[(k+1)%4] {
				return true
			}
		}
	}
	return false
}
