package reference

import "github.com/metaspatial/metaspatial/scenes"

// side says how the original lays out a range beside a parent of one yaw: the
// axis and direction of the side, and whether it writes the two bounds of the
// side or of the lateral axis in descending order before sorting them, which
// shows when a coordinate is not finite.
type side struct {
	axis          int
	sign          float64
	descending    bool
	lateralSwitch bool
}

// sides by relation and by the parent's yaw over 90.
var sides = map[scenes.RelationKind][4]side{
	scenes.LeftOf:  {{axis: 0, sign: -1}, {axis: 1, sign: +1}, {axis: 0, sign: +1}, {axis: 1, sign: -1}},
	scenes.RightOf: {{axis: 0, sign: +1}, {axis: 1, sign: -1, descending: true}, {axis: 0, sign: -1, lateralSwitch: true}, {axis: 1, sign: +1, lateralSwitch: true}},
	scenes.InFront: {{axis: 1, sign: +1}, {axis: 0, sign: +1}, {axis: 1, sign: -1}, {axis: 0, sign: -1}},
	scenes.Behind:  {{axis: 1, sign: -1}, {axis: 0, sign: -1}, {axis: 1, sign: +1}, {axis: 0, sign: +1, lateralSwitch: true}},
}

// wallSigns are the signs of the parent's and the child's half sizes in x min,
// x max, y min and y max for an object on a wall.
var wallSigns = map[string][4][2]float64{
	scenes.WestWall:  {{+1, +1}, {+1, +1}, {-1, +1}, {+1, -1}},
	scenes.EastWall:  {{-1, -1}, {-1, -1}, {-1, +1}, {+1, -1}},
	scenes.NorthWall: {{-1, +1}, {+1, -1}, {-1, -1}, {-1, -1}},
	scenes.SouthWall: {{-1, +1}, {+1, -1}, {+1, +1}, {+1, +1}},
}

var axisNames = [3]string{"x", "y", "z"}

// spanner works out one range: a is the object, b its parent. aKeys and bKeys
// are the size keys along x and y after the yaw is taken into account.
type spanner struct {
	eval
	room         [3]float64
	a, b         *value
	pos          *value
	sizeA, sizeB *value
	aKeys, bKeys [2]string
	lo, hi       [3]float64
}

// span returns the range that one constraint allows.
func (c *checker) span(i, j int, kind scenes.RelationKind, adjacent *value, floor bool) (Range, *Error) {
	s := &spanner{room: c.room, a: &c.entries[i], b: &c.entries[j]}
	switch kind {
	case scenes.On, scenes.InMiddleOf, scenes.Under:
		s.stacked(c, i, j, kind, floor)
	case scenes.Above, scenes.InCorner, scenes.LeftOf, scenes.RightOf, scenes.InFront, scenes.Behind:
		s.beside(c, i, j, kind, adjacent, floor)
	default:
		return Range{}, fail(UnknownPreposition, "unknown preposition %q", string(kind))
	}
	return Range{s.lo[0], s.hi[0], s.lo[1], s.hi[1], s.lo[2], s.hi[2]}, s.err
}

// keys returns the size keys along x and y; a quarter turn exchanges them,
// which reads both.
func (s *spanner) keys(size *value, c *checker, i int) [2]string {
	if s.err != nil {
		return [2]string{}
	}
	var yaw *value
	if yaw, s.err = c.yaw(i); s.err != nil {
		return [2]string{}
	}
	if yaw.numeric() && (yaw.num == 90 || yaw.num == 270) {
		s.err = swappable(size)
		return [2]string{"width", "length"}
	}
	return [2]string{"length", "width"}
}

// edge returns pos[axis] ± b/2 ± a/2 along one axis.
func (s *spanner) edge(axis int, signB float64, bKey string, signA float64, aKey string) float64 {
	v := s.sum(s.pos, axisNames[axis], signB, s.sizeB, bKey)
	return v + signA*s.half(s.sizeA, aKey)
}

// level returns a floor object's height, or pos z ± b/2 ± a/2.
func (s *spanner) level(floor bool, signB, signA float64) float64 {
	if floor {
		return s.half(s.sizeA, "height")
	}
	return s.edge(2, signB, "height", signA, "height")
}

// stacked covers "on", "in the middle of" and "under": both boxes turn, all
// three axes are sorted and clamped.
func (s *spanner) stacked(c *checker, i, j int, kind scenes.RelationKind, floor bool) {
	s.sizeA = s.load(s.a, "size_in_meters")
	s.pos = s.load(s.b, "position")
	s.sizeB = s.load(s.b, "size_in_meters")
	s.aKeys = s.keys(s.sizeA, c, i)
	s.bKeys = s.keys(s.sizeB, c, j)
	// The signs of b and a at the lower bound; the upper one mirrors them.
	lower := [2]float64{-1, +1}
	if kind == scenes.Under {
		lower = [2]float64{-1, -1}
		s.lo[2] = s.half(s.sizeA, "height")
		s.hi[2] = s.level(floor, -1, -1)
	} else {
		id := s.load(s.b, "new_object_id")
		if s.err != nil {
			return
		}
		if signs, wall := wallSigns[id.str]; wall && id.kind == kindString {
			s.onWall(signs, floor)
			s.sort(3)
			s.clamp(3)
			return
		}
		if id.kind == kindString && id.str == scenes.Ceiling {
			s.lo[2] = s.level(false, -1, -1)
		} else {
			s.lo[2] = s.level(floor, +1, +1)
		}
		s.hi[2] = s.lo[2]
	}
	for k := range 2 {
		s.lo[k] = s.edge(k, lower[0], s.bKeys[k], lower[1], s.aKeys[k])
		s.hi[k] = s.edge(k, -lower[0], s.bKeys[k], -lower[1], s.aKeys[k])
	}
	s.sort(3)
	s.clamp(3)
}

func (s *spanner) onWall(signs [4][2]float64, floor bool) {
	s.lo[2] = s.level(floor, -1, +1)
	s.hi[2] = s.level(floor, +1, -1)
	for k := range 2 {
		s.lo[k] = s.edge(k, signs[2*k][0], s.bKeys[k], signs[2*k][1], s.aKeys[k])
		s.hi[k] = s.edge(k, signs[2*k+1][0], s.bKeys[k], signs[2*k+1][1], s.aKeys[k])
	}
}

// sort puts the first n axes in ascending order.
func (s *spanner) sort(n int) {
	for k := range n {
		if s.lo[k] > s.hi[k] {
			s.lo[k], s.hi[k] = s.hi[k], s.lo[k]
		}
	}
}

// clamp keeps the first n axes in the room. The lower bound has no upper
// clamp, so that it may end above the upper one.
func (s *spanner) clamp(n int) {
	for k := range n {
		h := s.half(s.sizeA, [3]string{s.aKeys[0], s.aKeys[1], "height"}[k])
		s.hi[k] = larger(h, smaller(s.hi[k], s.room[k]-h))
		s.lo[k] = larger(s.lo[k], 0.0+h)
	}
}
