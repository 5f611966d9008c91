package reference

import "github.com/metaspatial/metaspatial/scenes"

// fastSpan works out one range of a prepared graph. Every method is the
// counterpart of the spanner's of the same name and keeps its sums.
type fastSpan struct {
	room   [3]float64
	a      [3]float64 // half sizes of the object along x, y, z
	b      [3]float64 // and of its parent
	sizes  [3]float64 // whole sizes of the object along x, y, z
	pos    [3]float64 // of the parent
	lo, hi [3]float64
}

// span returns false for a parent between the four headings in a relation that
// needs one of them.
func (f *fastSpan) span(e *entry, s *spot, parent *entry, at *spot, r *rule) bool {
	f.a, f.b, f.pos, f.sizes = s.half, at.half, at.position, e.size
	if s.yaw == 90 || s.yaw == 270 {
		f.sizes[0], f.sizes[1] = f.sizes[1], f.sizes[0]
	}
	switch r.kind {
	case scenes.On, scenes.InMiddleOf, scenes.Under:
		f.stacked(r.kind, parent, e.floor)
		return true
	}
	turn := -1
	for k := range 4 {
		if at.yaw == float64(90*k) {
			turn = k
		}
	}
	if turn < 0 {
		return false
	}
	f.height(r.kind, e.floor)
	switch r.kind {
	case scenes.Above:
		for k := range 2 {
			f.lo[k], f.hi[k] = f.edge(k, -1, -1), f.edge(k, +1, +1)
		}
		f.sort(2)
		f.clamp(2)
		h := f.a[2]
		f.lo[2] = larger(h, smaller(f.lo[2], f.room[2]-h))
		f.lo[2] = larger(f.lo[2], 0.0+h)
	case scenes.InCorner:
		f.corner(&inFront[turn])
	default:
		f.around(&r.sides[turn], r)
		f.sort(2)
		f.clamp(2)
	}
	return true
}

// inFront are the sides that "in the corner" uses.
var inFront = sides[scenes.InFront]

func (f *fastSpan) holds(p *[3]float64) bool {
	for k := range 3 {
		if !(f.lo[k] <= p[k] && p[k] <= f.hi[k]) {
			return false
		}
	}
	return true
}

func (f *fastSpan) edge(axis int, signB, signA float64) float64 {
	v := f.pos[axis] + signB*f.b[axis]
	return v + signA*f.a[axis]
}

func (f *fastSpan) level(floor bool, signB, signA float64) float64 {
	if floor {
		return f.a[2]
	}
	return f.edge(2, signB, signA)
}

func (f *fastSpan) stacked(kind scenes.RelationKind, parent *entry, floor bool) {
	lower := [2]float64{-1, +1}
	switch {
	case kind == scenes.Under:
		lower = [2]float64{-1, -1}
		f.lo[2], f.hi[2] = f.a[2], f.level(floor, -1, -1)
	case parent.wall != nil:
		f.lo[2], f.hi[2] = f.level(floor, -1, +1), f.level(floor, +1, -1)
		for k := range 2 {
			f.lo[k] = f.edge(k, parent.wall[2*k][0], parent.wall[2*k][1])
			f.hi[k] = f.edge(k, parent.wall[2*k+1][0], parent.wall[2*k+1][1])
		}
		f.sort(3)
		f.clamp(3)
		return
	case parent.ceiling:
		f.lo[2] = f.level(false, -1, -1)
		f.hi[2] = f.lo[2]
	default:
		f.lo[2] = f.level(floor, +1, +1)
		f.hi[2] = f.lo[2]
	}
	for k := range 2 {
		f.lo[k] = f.edge(k, lower[0], lower[1])
		f.hi[k] = f.edge(k, -lower[0], -lower[1])
	}
	f.sort(3)
	f.clamp(3)
}

func (f *fastSpan) height(kind scenes.RelationKind, floor bool) {
	if kind == scenes.Above {
		f.lo[2], f.hi[2] = f.level(floor, +1, +1), f.room[2]
		if floor {
			f.hi[2] = f.a[2]
		}
		return
	}
	f.lo[2] = f.level(floor, -1, +1)
	if f.hi[2] = f.lo[2]; kind != scenes.InCorner && !floor {
		f.hi[2] = f.room[2] - f.a[2]
	}
}

func (f *fastSpan) corner(d *side) {
	for k := range 2 {
		if k == d.axis {
			f.lo[k] = f.edge(k, d.sign, d.sign)
			f.hi[k] = f.lo[k]
			continue
		}
		f.lo[k], f.hi[k] = f.edge(k, -1, +1), f.edge(k, +1, -1)
	}
}

func (f *fastSpan) around(d *side, r *rule) {
	for k := range 2 {
		if k != d.axis {
			first, second := f.lateral(k, -1, r.factor), f.lateral(k, +1, r.factor)
			if d.lateralSwitch {
				first, second = second, first
			}
			f.lo[k], f.hi[k] = first, second
			continue
		}
		touching := f.edge(k, d.sign, d.sign)
		far := touching
		if !r.adjacent {
			far = f.a[k]
			if d.sign > 0 {
				far = f.room[k] - far
			}
		}
		if d.sign > 0 || d.descending {
			f.lo[k], f.hi[k] = touching, far
		} else {
			f.lo[k], f.hi[k] = far, touching
		}
	}
}

func (f *fastSpan) lateral(axis int, sign, factor float64) float64 {
	v := f.pos[axis] + sign*f.b[axis]
	slack := float64(factor * f.sizes[axis])
	if slack == 0 {
		slack--
	}
	return v - sign*(slack/2)
}

func (f *fastSpan) sort(n int) {
	for k := range n {
		if f.lo[k] > f.hi[k] {
			f.lo[k], f.hi[k] = f.hi[k], f.lo[k]
		}
	}
}

func (f *fastSpan) clamp(n int) {
	for k := range n {
		h := f.a[k]
		f.hi[k] = larger(h, smaller(f.hi[k], f.room[k]-h))
		f.lo[k] = larger(f.lo[k], 0.0+h)
	}
}
