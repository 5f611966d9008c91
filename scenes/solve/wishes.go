package solve

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/predicate"
	"github.com/metaspatial/metaspatial/scenes/preference"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// asking is how many tried positions it costs to ask which wishes a layout
// fulfils, about in proportion to the time.
const asking = 30

// The annealing temperatures of wishes, in shares of all wishes.
const (
	warm = 0.08
	cool = 0.005
)

// wishes are what the task's specs and preference ask for beside its rules.
type wishes struct {
	task *scenes.Task
	set  *predicate.Set
}

// wishesOf reads the task, and is false where it wishes for nothing that can be
// checked.
func wishesOf(t *scenes.Task) (*wishes, bool) {
	specs := append([]scenes.Spec(nil), t.Specs...)
	specs = append(specs, preference.Parse(t.Preference, t).Specs...)
	return &wishes{task: t, set: predicate.Compile(t, specs)}, len(specs) > 0
}

// score is the share of wishes that a layout fulfils, those nearly fulfilled
// counting up to a half. It adds the objects at fault to faults.
func (w *wishes) score(l *scenes.Layout, faults []int) (float64, []int) {
	results := w.set.Evaluate(world.New(w.task, l, nil))
	sum := 0.0
	for i := range results {
		if r := &results[i]; r.Holds {
			sum++
		} else {
			sum += r.Score / 2
			faults = append(faults, r.AtFault...)
		}
	}
	return sum / float64(len(results)), faults
}

// pleased moves the objects towards the task's wishes, and is false where it
// has none.
func (s *search) pleased() bool {
	w, ok := wishesOf(s.task)
	if ok {
		s.please(w)
	}
	return ok
}

// please moves the objects of a layout without conflict so that more wishes
// come true, and leaves the best such layout. Mostly it takes an object at
// fault out, with all that depends on it, and puts it back elsewhere.
func (s *search) please(w *wishes) {
	now, faults := w.score(s.layout(), nil)
	best, most := append([]body(nil), s.at...), now
	before := make([]body, len(s.at))
	budget := float64(max(1, s.left))
	for most < 1 && !s.done {
		copy(before, s.at)
		i := s.rng.IntN(len(s.at))
		if len(faults) > 0 && s.rng.IntN(4) > 0 {
			i = faults[s.rng.IntN(len(faults))]
		}
		s.remove(i)
		if s.rng.IntN(3) == 0 {
			s.remove(s.rng.IntN(len(s.at)))
		}
		if !s.refill() {
			copy(s.at, before)
			continue
		}
		s.spend(asking)
		next, culprits := w.score(s.layout(), nil)
		heat := cool + (warm-cool)*max(0, float64(s.left)/budget)
		if next < now && s.rng.Float64() >= math.Exp((next-now)/heat) {
			copy(s.at, before)
			continue
		}
		if now, faults = next, culprits; now > most {
			most = now
			copy(best, s.at)
		}
	}
	copy(s.at, best)
}

// refill puts back what is not placed, and is false where that conflicts.
func (s *search) refill() bool {
	for _, i := range s.order {
		if s.at[i].placed {
			continue
		}
		b := s.insert(i)
		if s.cost(i, &b, 0) > 0 {
			return false
		}
		s.at[i] = b
	}
	return true
}
