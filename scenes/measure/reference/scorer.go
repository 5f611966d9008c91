package reference

import (
	"cmp"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// Scorer scores many layouts of one graph in one room; many goroutines may use
// it at once. A scene of 15 objects takes a few microseconds.
type Scorer struct {
	graph *Graph
	room  [3]float64
}

// Scorer prepares the graph for layouts in a room of the given extents.
func (g *Graph) Scorer(room [3]float64) *Scorer { return &Scorer{graph: g, room: room} }

// Score is the score of the graph with the layout's positions (see
// [Graph.Placed]), without the ranges.
func (s *Scorer) Score(l *scenes.Layout) Result {
	if s.graph.fast != nil {
		if r, ok := s.graph.fast.score(l, s.room, false); ok {
			return r
		}
	}
	r := s.graph.Placed(l).Score(s.room)
	r.Ranges = nil
	return r
}

// few is how many entries are scored without allocating room for their boxes,
// and many how many are worth sorting to find the pairs that meet.
const (
	few  = 32
	many = 64
)

// spot is where an entry stands: its box in collisions, and its half sizes
// along x, y and z in constraints, which turn by another rule.
type spot struct {
	placed, turned bool
	position, half [3]float64
	yaw            float64
	box            bounds
}

// score returns false for an entry with a position and without a rotation, or
// for a parent between the four headings, where the original may raise.
func (p *prepared) score(l *scenes.Layout, room [3]float64, ranges bool) (Result, bool) {
	var store [few]spot
	spots := store[:]
	if len(p.entries) > few {
		spots = make([]spot, len(p.entries))
	}
	spots = spots[:len(p.entries)]
	if !p.place(spots, l) {
		return Result{}, false
	}
	var r Result
	n := len(spots)
	if n > 1 {
		if n > many && p.upright {
			r.CollidingPairs = p.sweep(spots)
		} else {
			r.CollidingPairs = p.pairs(spots)
		}
		r.CollisionRatio = float64(len(r.CollidingPairs)) / (float64(n*(n-1)) / 2)
	}
	return r, p.constrain(spots, room, &r, ranges)
}

func (p *prepared) place(spots []spot, l *scenes.Layout) bool {
	for i := range p.entries {
		e, s := &p.entries[i], &spots[i]
		s.placed, s.turned, s.position, s.yaw = e.placed, e.turned, e.position, e.yaw
	}
	if l != nil {
		p.adopt(spots, l)
	}
	for i := range p.entries {
		e, s := &p.entries[i], &spots[i]
		if !s.placed {
			continue
		}
		if !s.turned {
			return false
		}
		wide, exact := e.half, e.half
		if near(s.yaw, 90) || near(s.yaw, 270) {
			wide[0], wide[1] = wide[1], wide[0]
		}
		if s.yaw == 90 || s.yaw == 270 {
			exact[0], exact[1] = exact[1], exact[0]
		}
		s.half = exact
		for k := range 3 {
			s.box.hi[k] = s.position[k] + wide[k]
			s.box.lo[k] = s.position[k] - wide[k]
		}
	}
	return true
}

// adopt takes the layout's positions, and its headings where the graph leaves
// them open. The first placement of an id counts.
func (p *prepared) adopt(spots []spot, l *scenes.Layout) {
	var store [few]bool
	used := store[:]
	if len(spots) > few {
		used = make([]bool, len(spots))
	}
	for k := range l.Placements {
		at := &l.Placements[k]
		i, known := k, true
		// Layouts mostly keep the graph's order, which spares the look-up.
		if k >= len(p.entries) || p.entries[k].id != at.ID {
			i, known = p.index[at.ID]
		}
		if !known || used[i] {
			continue
		}
		used[i] = true
		s := &spots[i]
		s.placed, s.position = true, at.Position
		if !s.turned {
			s.turned, s.yaw = true, at.Yaw
		}
	}
}

func (p *prepared) meet(spots []spot, i, j int) bool {
	a, b := &spots[i], &spots[j]
	if !a.placed || !b.placed || p.entries[i].thin || p.entries[j].thin {
		return false
	}
	for k := range 3 {
		if !overlap(a.box.lo[k], a.box.hi[k], b.box.lo[k], b.box.hi[k]) {
			return false
		}
	}
	return true
}

func (p *prepared) pairs(spots []spot) []Pair {
	var out []Pair
	for i := range spots {
		for j := i + 1; j < len(spots); j++ {
			if !p.meet(spots, i, j) {
				continue
			}
			if out == nil {
				out = make([]Pair, 0, len(spots))
			}
			out = append(out, Pair{p.entries[i].id, p.entries[j].id})
		}
	}
	return out
}

// sweep finds the pairs that meet along x, and returns them in the graph's
// order. A box with a bound that is no number meets none.
func (p *prepared) sweep(spots []spot) []Pair {
	type start struct {
		at    float64
		entry int
	}
	order := make([]start, 0, len(spots))
	for i := range spots {
		if s := &spots[i]; s.placed && s.box.lo[0] <= s.box.hi[0] {
			order = append(order, start{s.box.lo[0], i})
		}
	}
	slices.SortFunc(order, func(a, b start) int { return cmp.Compare(a.at, b.at) })
	var hits [][2]int
	for k, a := range order {
		for _, b := range order[k+1:] {
			if b.at >= spots[a.entry].box.hi[0] {
				break
			}
			if p.meet(spots, a.entry, b.entry) {
				hits = append(hits, [2]int{min(a.entry, b.entry), max(a.entry, b.entry)})
			}
		}
	}
	slices.SortFunc(hits, func(a, b [2]int) int { return cmp.Or(a[0]-b[0], a[1]-b[1]) })
	var pairs []Pair
	for _, h := range hits {
		pairs = append(pairs, Pair{p.entries[h[0]].id, p.entries[h[1]].id})
	}
	return pairs
}

// constrain examines all but the last six entries.
func (p *prepared) constrain(spots []spot, room [3]float64, r *Result, ranges bool) bool {
	count := len(p.entries) - layoutCount
	var f fastSpan
	f.room = room
	for i := range max(count, 0) {
		e, s := &p.entries[i], &spots[i]
		if !s.placed {
			continue
		}
		var listed []Range
		satisfied := false
		for k := e.rules; k < e.after; k++ {
			rule := &p.rules[k]
			if !spots[rule.parent].placed {
				continue
			}
			// A parent's heading counts even after a range is satisfied: the
			// original works all of them out first.
			if !f.span(e, s, &p.entries[rule.parent], &spots[rule.parent], rule) {
				return false
			}
			satisfied = satisfied || f.holds(&s.position)
			if ranges {
				listed = append(listed, Range{f.lo[0], f.hi[0], f.lo[1], f.hi[1], f.lo[2], f.hi[2]})
			}
		}
		if ranges {
			r.Ranges = append(r.Ranges, ObjectRanges{ID: e.id, Ranges: listed})
		}
		if !satisfied {
			if r.Violating == nil {
				r.Violating = make([]string, 0, count)
			}
			r.Violating = append(r.Violating, e.id)
		}
	}
	if count > 0 {
		r.ConstraintRatio = float64(len(r.Violating)) / float64(count)
	}
	return true
}
