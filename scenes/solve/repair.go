package solve

import "math"

// tries is how many places are compared when an object is put back.
const tries = 24

// The annealing temperatures, in units of cost.
const (
	hot  = 0.4
	cold = 0.02
)

// repair completes the layout, with conflicts where need be, and anneals them
// away until none is left or the budget is spent. It leaves the best layout.
func (s *search) repair() {
	for _, i := range s.order {
		if !s.at[i].placed {
			s.at[i] = s.insert(i)
		}
	}
	marks := make([]bool, len(s.at))
	now := s.total(marks)
	best, least := append([]body(nil), s.at...), now
	before := make([]body, len(s.at))
	budget := float64(max(1, s.left))
	for least > 0 && !s.done {
		copy(before, s.at)
		s.removeSome(marks)
		for _, i := range s.order {
			if !s.at[i].placed {
				s.at[i] = s.insert(i)
			}
		}
		next := s.total(marks)
		heat := cold + (hot-cold)*float64(s.left)/budget
		if next > now && s.rng.Float64() >= math.Exp((now-next)/heat) {
			copy(s.at, before)
			s.total(marks)
			continue
		}
		if now = next; now < least {
			least = now
			copy(best, s.at)
		}
	}
	copy(s.at, best)
}

// removeSome takes an object in conflict out, now and then a second object,
// and all that is placed relative to them.
func (s *search) removeSome(marks []bool) {
	bad := make([]int, 0, len(marks))
	for i, m := range marks {
		if m && s.items[i].lock == nil {
			bad = append(bad, i)
		}
	}
	if len(bad) == 0 {
		return
	}
	i := bad[s.rng.IntN(len(bad))]
	// The fault may lie with what the object was placed by.
	for on := s.needs(i, true); len(on) > 0 && s.rng.IntN(3) == 0; on = s.needs(i, true) {
		i = on[s.rng.IntN(len(on))]
	}
	s.remove(i)
	if s.rng.IntN(2) == 0 {
		s.remove(s.rng.IntN(len(s.at)))
	}
}

// remove takes an object out, unless it is locked, and all that is placed
// relative to it.
func (s *search) remove(i int) {
	if !s.at[i].placed || s.items[i].lock != nil {
		return
	}
	s.at[i].placed = false
	for _, d := range s.items[i].dependents {
		s.remove(d)
	}
}

// insert returns the drawn place of least cost, or the one it is locked at.
func (s *search) insert(i int) body {
	if s.items[i].lock != nil {
		return s.locked(i)
	}
	var best body
	least := math.Inf(1)
	for range tries {
		b, _ := s.draw(i)
		if c := s.cost(i, &b, least); c < least || !best.placed {
			best, least = b, c
		}
		if least == 0 || s.spent() {
			break
		}
	}
	return best
}
