package anneal

import (
	"context"
	"math"
	"math/rand/v2"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/measure/critic"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// The temperatures, in units of energy, and what each faulty object costs beside
// the depth of its faults. Of nine pairs of temperatures from 0.01 to 0.3 and from
// 0.0005 to 0.005 these were among the best at 50 ms on rooms without relations;
// most differ by less than chance does.
const (
	hot     = 0.05
	cold    = 0.003
	penalty = 0.1
)

// energy is what a layout costs.
type energy struct {
	rules, taste float64
	valid        bool
}

func (e energy) total() float64 { return e.rules + e.taste }

// kept is the best layout so far.
type kept struct {
	energy
	layout scenes.Layout
}

// annealing is one search.
type annealing struct {
	task    *scenes.Task
	space   *geom.Space
	checker *measure.Checker
	rng     *rand.Rand
	items   []item
	free    []int
	at      scenes.Layout
	best    kept
}

// run anneals until fraction, which is asked before each step for the share of
// the budget that is spent, is 1, and returns the number of steps.
func (a *annealing) run(ctx context.Context, fraction func(step int) float64) int {
	now := a.weigh(math.Inf(1))
	a.keep(now)
	before := make([]scenes.Placement, len(a.at.Placements))
	for step := 0; ; step++ {
		done := fraction(step)
		if done >= 1 || len(a.free) == 0 || ctx.Err() != nil {
			return step
		}
		copy(before, a.at.Placements)
		a.move(done)
		heat := hot * math.Pow(cold/hot, done)
		// Metropolis: taken iff exp(−d/T) is above an even draw. Drawn first, the
		// draw says up to which energy the step will be taken.
		limit := now.total() - heat*math.Log(1-a.rng.Float64())
		next := a.weigh(limit)
		if next.total() > limit {
			copy(a.at.Placements, before)
			continue
		}
		now = next
		a.keep(now)
	}
}

func (a *annealing) keep(e energy) {
	if a.best.layout.Placements == nil || e.valid && !a.best.valid || e.valid == a.best.valid && e.total() < a.best.total() {
		a.best.energy = e
		a.best.layout.Placements = append(a.best.layout.Placements[:0], a.at.Placements...)
	}
}

// weigh returns the energy of the layout in hand. The critic, which takes a hundred
// times as long as the rules, is only asked about a layout that breaks none and
// whose rules' part alone is within the limit; its own lies between 0 and 1, and
// is 1 elsewhere.
func (a *annealing) weigh(limit float64) energy {
	report := a.checker.Measure(&a.at)
	e := energy{valid: report.FullyValid(), taste: 1}
	for i := range report.Objects {
		e.rules += faults(&report.Objects[i])
	}
	if !e.valid || e.rules > limit {
		return e
	}
	m := critic.Gather(world.New(a.task, &a.at, nil), nil)
	e.taste = 1 - critic.Score(&m)
	return e
}

// faults is what an object does wrong: in metres, a quarter turn counting as one.
func faults(o *measure.ObjectReport) float64 {
	e := o.Depth + o.Outside + o.Overhang + o.Blocking + o.Intrusion + o.Violation + o.Facing/90 + o.Off
	if o.Floats || o.Sinks {
		e += math.Abs(o.Gap)
	}
	if !o.Valid() {
		e += penalty
	}
	return e
}
