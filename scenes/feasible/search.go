package feasible

import (
	"context"
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/solve"
)

// starts is how many searches share the budget.
const starts = 4

// Verdict is how near a search came to a valid layout.
type Verdict struct {
	// Layout is the best layout found, and Valid says that it is fully valid.
	Layout *scenes.Layout `json:"layout"`
	Valid  bool           `json:"valid"`
	// Worst is the worst fault of a layout that is not: probably, but not
	// certainly, no layout is better.
	Worst *Obstacle `json:"worst,omitempty"`
}

// Search looks for a valid layout with package solve, from several starts that
// share a budget of tried positions (0 means [solve.DefaultBudget]). Of layouts
// with faults the one whose faults are least in sum is kept. The same seed gives
// the same verdict unless the context ends the search.
func Search(ctx context.Context, t *scenes.Task, budget int, seed uint64) (Verdict, error) {
	if err := t.Validate(); err != nil {
		return Verdict{}, err
	}
	if budget <= 0 {
		budget = solve.DefaultBudget
	}
	checker := measure.NewChecker(t)
	var best Verdict
	least := math.Inf(1)
	for k := range starts {
		l, ok := solve.Solve(ctx, t, solve.Options{Seed: seed + uint64(k), Budget: max(1, budget/starts)})
		if ok {
			return Verdict{Layout: l, Valid: true}, nil
		}
		report := checker.Check(l)
		sum := 0.0
		for i := range report.Findings {
			if f := &report.Findings[i]; !window(t, f) {
				sum += depth(f)
			}
		}
		if sum < least {
			least, best = sum, Verdict{Layout: l, Worst: Worst(t, report.Findings)}
		}
		if ctx.Err() != nil {
			break
		}
	}
	return best, ctx.Err()
}

// depth is a fault's depth in metres; a facing off by a quarter turn counts as
// one, and a fault without a depth, such as nothing below an object, as a tenth.
func depth(f *scenes.Finding) float64 {
	switch {
	case f.Rule == scenes.RuleFacing:
		return f.Depth / 90
	case f.Depth == 0:
		return 0.1
	}
	return f.Depth
}

// Worst returns the deepest of a layout's faults as what its object lacks, or
// nil where there is none. Windows that are hidden are no faults.
func Worst(t *scenes.Task, findings []scenes.Finding) *Obstacle {
	var worst *scenes.Finding
	for i := range findings {
		f := &findings[i]
		if f.Object != "" && !window(t, f) && (worst == nil || depth(f) > depth(worst)) {
			worst = f
		}
	}
	if worst == nil {
		return nil
	}
	o := &Obstacle{Object: worst.Object, Sentence: worst.Message}
	if worst.Rule != scenes.RuleFacing {
		o.By = worst.Depth
	}
	if worst.Other != "" {
		o.Others = []string{worst.Other}
	}
	switch side := geom.Compass(worst.Direction.Mul(-1)); {
	case side == "":
	case worst.Rule == scenes.RuleOutOfBounds:
		o.Sentence = fmt.Sprintf("%s lacks %s at the %s edge of the floor", worst.Object, metres(o.By), side)
	case worst.Rule == scenes.RuleCollision || worst.Rule == scenes.RuleOpening:
		o.Sentence = fmt.Sprintf("%s lacks %s to the %s, where %s is", worst.Object, metres(o.By), side, worst.Other)
	}
	return o
}

// window reports whether a finding is about a window, which no layout must keep
// free.
func window(t *scenes.Task, f *scenes.Finding) bool {
	for _, o := range t.Room.Openings {
		if o.ID == f.Other {
			return f.Rule == scenes.RuleOpening && o.Kind == scenes.Window
		}
	}
	return false
}
