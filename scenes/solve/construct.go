package solve

// branching is how many free places are tried for one object before going
// back, and misses how many occupied ones may be drawn meanwhile.
const (
	branching = 4
	misses    = 24
)

// construct places the objects in order, going back where one finds no room,
// and starts again now and then. It leaves the attempt that came furthest in
// place, and is true when that is complete. It uses up to budget positions.
func (s *search) construct(budget int) bool {
	end := s.left - budget
	best, most := append([]body(nil), s.at...), -1
	for patience := 40 * len(s.items); s.left > end && !s.done; patience += patience / 2 {
		clear(s.at)
		a := attempt{search: s, end: max(end, s.left-patience)}
		if a.place(0) {
			return true
		}
		if a.deepest > most {
			most = a.deepest
			copy(best, a.furthest)
		}
	}
	copy(s.at, best)
	return false
}

// attempt is one descent with going back.
type attempt struct {
	*search
	end      int
	deepest  int
	furthest []body
}

// place puts the objects from the given position of the order on.
func (a *attempt) place(depth int) bool {
	if depth > a.deepest || a.furthest == nil {
		a.deepest = depth
		a.furthest = append(a.furthest[:0], a.at...)
	}
	if depth == len(a.order) {
		return true
	}
	i := a.order[depth]
	if a.items[i].lock != nil {
		a.at[i] = a.locked(i)
		return a.place(depth + 1)
	}
	defer func() {
		if a.deepest < len(a.order) {
			a.at[i].placed = false
		}
	}()
	found := 0
	for miss := 0; miss < misses && found < branching; miss++ {
		if a.left <= a.end || a.spent() {
			return false
		}
		a.at[i].placed = false
		b, ok := a.draw(i)
		if !ok {
			return false
		}
		if a.cost(i, &b, 0) > 0 {
			continue
		}
		a.at[i] = b
		if !a.leavesRoom(i) {
			continue
		}
		found++
		if a.place(depth + 1) {
			return true
		}
	}
	return false
}

// leavesRoom reports whether everything that is placed relative to i still has
// some range in the room.
func (a *attempt) leavesRoom(i int) bool {
	for _, d := range a.items[i].dependents {
		if a.at[d].placed {
			continue
		}
		some := false
		for _, yaw := range a.items[d].headings {
			if _, _, ok := a.allowed(d, yaw); ok {
				some = true
				break
			}
		}
		if !some {
			return false
		}
	}
	return true
}
