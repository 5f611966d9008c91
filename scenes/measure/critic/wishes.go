package critic

import (
	"fmt"
	"slices"

	"github.com/metaspatial/metaspatial/scenes/predicate"
	"github.com/metaspatial/metaspatial/scenes/preference"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// wishes counts the task's specs, and those that its preference asks for, that
// do not hold, each between ½ and 1 by how near it is to holding. What cannot
// be understood does not count.
func wishes(m *Measures, w *world.World) {
	specs := w.Task.Specs
	if w.Task.Preference != "" {
		specs = append(slices.Clip(specs), preference.Parse(w.Task.Preference, w.Task).Specs...)
	}
	for _, r := range predicate.Compile(w.Task, specs).Evaluate(w) {
		if r.Unknown != "" {
			continue
		}
		m.Known[Wishes] = true
		if r.Holds {
			continue
		}
		amount := fault(1-r.Score, 1)
		m.Value[Wishes] += amount
		for _, i := range r.AtFault {
			b := Blame{Measure: Wishes, Object: i, Amount: amount / float64(len(r.AtFault)), Depth: 1 - r.Score}
			b.Message = fmt.Sprintf("%s: the wish for %s does not hold", w.Task.Objects[i].ID, r.Spec.Predicate)
			if len(r.Findings) > 0 {
				b.Message, b.Other = r.Findings[0].Message, r.Findings[0].Other
			}
			m.Blames = append(m.Blames, b)
		}
	}
}
