package reference

import "github.com/metaspatial/metaspatial/scenes"

// beside covers the sides, "above" and "in the corner": only the object's own
// box turns with its yaw, the parent's by one of the four headings.
func (s *spanner) beside(c *checker, i, j int, kind scenes.RelationKind, adjacent *value, floor bool) {
	s.sizeA = s.load(s.a, "size_in_meters")
	s.sizeB = s.load(s.b, "size_in_meters")
	s.aKeys = s.keys(s.sizeA, c, i)
	s.height(kind, floor)
	if s.err != nil {
		return
	}
	var yaw *value
	if yaw, s.err = c.yaw(j); s.err != nil {
		return
	}
	turn := turns(yaw)
	if turn < 0 {
		s.err = fail(UnsupportedRotation, "%q needs a parent that is turned by 0, 90, 180 or 270 degrees, not %s", string(kind), yaw.appendJSON(nil))
		return
	}
	s.bKeys = [2]string{"length", "width"}
	if turn%2 == 1 {
		s.bKeys = [2]string{"width", "length"}
	}
	s.pos = s.load(s.b, "position")
	switch kind {
	case scenes.Above:
		for k := range 2 {
			s.lo[k] = s.edge(k, -1, s.bKeys[k], -1, s.aKeys[k])
			s.hi[k] = s.edge(k, +1, s.bKeys[k], +1, s.aKeys[k])
		}
		s.sort(2)
		s.clamp(2)
		h := s.half(s.sizeA, "height")
		s.lo[2] = larger(h, smaller(s.lo[2], s.room[2]-h))
		s.lo[2] = larger(s.lo[2], 0.0+h)
	case scenes.InCorner:
		s.corner(sides[scenes.InFront][turn])
	default:
		s.around(sides[kind][turn], adjacent)
		s.sort(2)
		s.clamp(2)
	}
}

// turns returns an exact yaw over 90, or -1.
func turns(yaw *value) int {
	if yaw.numeric() {
		for k := range 4 {
			if yaw.num == float64(90*k) {
				return k
			}
		}
	}
	return -1
}

// height sets the z bounds, which these relations never sort.
func (s *spanner) height(kind scenes.RelationKind, floor bool) {
	if !floor {
		s.pos = s.load(s.b, "position")
	}
	if kind == scenes.Above {
		s.lo[2] = s.level(floor, +1, +1)
		s.hi[2] = s.room[2]
		if floor {
			s.hi[2] = s.half(s.sizeA, "height")
		}
		return
	}
	s.lo[2] = s.level(floor, -1, +1)
	if s.hi[2] = s.lo[2]; kind != scenes.InCorner && !floor {
		s.hi[2] = s.room[2] - s.half(s.sizeA, "height")
	}
}

// corner is an adjacent "in front" without sorting and clamping.
func (s *spanner) corner(d side) {
	for k := range 2 {
		if k == d.axis {
			s.lo[k] = s.edge(k, d.sign, s.bKeys[k], d.sign, s.aKeys[k])
			s.hi[k] = s.lo[k]
			continue
		}
		s.lo[k] = s.edge(k, -1, s.bKeys[k], +1, s.aKeys[k])
		s.hi[k] = s.edge(k, +1, s.bKeys[k], -1, s.aKeys[k])
	}
}

// around sets the bounds on both axes in the order x, y.
func (s *spanner) around(d side, adjacent *value) {
	for k := range 2 {
		if k != d.axis {
			first := s.lateral(k, -1, adjacent)
			second := s.lateral(k, +1, adjacent)
			if d.lateralSwitch {
				first, second = second, first
			}
			s.lo[k], s.hi[k] = first, second
			continue
		}
		touching := s.edge(k, d.sign, s.bKeys[k], d.sign, s.aKeys[k])
		far := touching
		if !adjacent.truth() {
			far = s.half(s.sizeA, s.aKeys[k])
			if d.sign > 0 {
				far = s.room[k] - far
			}
		}
		if d.sign > 0 || d.descending {
			s.lo[k], s.hi[k] = touching, far
		} else {
			s.lo[k], s.hi[k] = far, touching
		}
	}
}

// lateral returns pos ± b/2 ∓ slack, where the slack is half of adjacent·a
// minus one if that product is zero: half the object's size when adjacent, and
// minus half a metre when not.
func (s *spanner) lateral(axis int, sign float64, adjacent *value) float64 {
	v := s.sum(s.pos, axisNames[axis], sign, s.sizeB, s.bKeys[axis])
	factor := s.number(adjacent)
	slack := float64(factor * s.number(s.load(s.sizeA, s.aKeys[axis])))
	if slack == 0 {
		slack--
	}
	return v - sign*(slack/2)
}
