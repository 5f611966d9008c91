package solve

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// tight is the overlap, in metres, that rounding may leave between objects
// that touch. The search keeps well inside the tolerances of the rules.
const tight = 1e-6

// penalty is what every conflict costs beside its depth in metres, so that few
// deep conflicts are preferred to many shallow ones.
const penalty = 0.25

func fault(depth float64) float64 {
	if depth <= tight {
		return 0
	}
	return penalty + depth
}

// cost returns the conflicts of i, placed as b, with everything placed. It
// stops counting once the cost exceeds limit.
func (s *search) cost(i int, b *body, limit float64) float64 {
	c := s.alone(i, b)
	for j := range s.at {
		if c > limit {
			return c
		}
		if j != i && s.at[j].placed {
			c += s.pair(i, b, j, &s.at[j])
		}
	}
	for _, d := range s.items[i].dependents {
		if c > limit {
			return c
		}
		if s.at[d].placed {
			c += s.links(d, &s.at[d], i, b)
		}
	}
	return c + s.links(i, b, -1, nil)
}

// crowd is from how many objects on the cost of a whole layout counts as tried
// positions: each looks at every object, all of them at every pair.
const crowd = 100

// total returns the cost of the whole layout, and marks the objects in conflict.
// What locked objects do to each other and to the room is not the search's to
// mend, and costs nothing.
func (s *search) total(marks []bool) float64 {
	if n := len(s.items); n > crowd {
		s.spend(n / 2)
	}
	sum := 0.0
	mark := func(i int, c float64) {
		if c > 0 {
			marks[i] = true
			sum += c
		}
	}
	clear(marks)
	for i := range s.at {
		locked := s.items[i].lock != nil
		if !locked {
			mark(i, s.alone(i, &s.at[i])+s.links(i, &s.at[i], -1, nil))
		}
		for j := range i {
			if locked && s.items[j].lock != nil {
				continue
			}
			if c := s.pair(i, &s.at[i], j, &s.at[j]); c > 0 {
				mark(i, c)
				marks[j] = true
			}
		}
	}
	return sum
}

// alone returns the conflicts of i with the room.
func (s *search) alone(i int, b *body) float64 {
	outside, _ := s.space.Outside(b.box)
	c := fault(max(outside, b.box.Top()-s.space.Extent[2], -b.box.Bottom()))
	if s.items[i].o.Support == scenes.OnWall && !s.space.TouchesWall(b.box, geom.Tolerance/2) {
		c += penalty
	}
	if s.items[i].roomy() {
		c += s.cramped(i, b)
	}
	if s.items[i].o.Flat {
		return c
	}
	for k := range s.zones {
		depth, _ := s.zones[k].Overlap(b.box)
		c += fault(depth)
	}
	return c
}

// pair returns the collision of two objects, and how far each is in the other's
// declared clearance.
func (s *search) pair(i int, a *body, j int, b *body) float64 {
	c := 0.0
	if s.roomy {
		c = s.intrusion(i, a, j, b) + s.intrusion(j, b, i, a)
	}
	for k := range 3 {
		if math.Abs(a.box.Center[k]-b.box.Center[k]) >= a.extent[k]+b.extent[k]-tight {
			return c
		}
	}
	depth, _ := geom.Overlap(s.items[i].o, s.items[j].o, a.box, b.box)
	return c + fault(depth)
}

// links returns how far i, placed as b, is from obeying its relations, facing
// and carrier, as far as their targets are placed. Where moved is not negative
// that object is taken to stand at its new place, and only links to it count.
func (s *search) links(i int, b *body, moved int, to *body) float64 {
	it := &s.items[i]
	target := func(j int) *body {
		switch {
		case j == moved:
			return to
		case moved >= 0 || !s.at[j].placed:
			return nil
		}
		return &s.at[j]
	}
	c := 0.0
	for k := range it.rules {
		r := &it.rules[k]
		if r.object >= 0 {
			if t := target(r.object); t != nil {
				c += fault(s.space.ObjectRange(b.extent, r.Kind, r.Adjacent, t.box).Distance(b.box.Center))
			}
		} else if moved < 0 {
			c += fault(s.space.ElementRange(b.extent, r.Target).Distance(b.box.Center))
		}
	}
	if it.parent >= 0 {
		if t := target(it.parent); t != nil {
			c += fault(math.Abs(b.box.Bottom() - t.box.Top()))
			if !t.box.ContainsXY(b.box.Center.Vec2(), tight) {
				c += penalty
			}
		}
	}
	return c + s.facing(it, b, moved, target)
}

// facing costs a metre per quarter turn.
func (s *search) facing(it *item, b *body, moved int, target func(int) *body) float64 {
	at := scenes.Placement{Position: b.box.Center, Yaw: b.box.Yaw}
	if it.point != nil && moved < 0 {
		return fault(geom.PointFacingError(at, *it.point) / 90)
	}
	if it.face < 0 {
		return 0
	}
	if t := target(it.face); t != nil {
		return fault(geom.PointFacingError(at, t.box.Center.Vec2()) / 90)
	}
	return 0
}
