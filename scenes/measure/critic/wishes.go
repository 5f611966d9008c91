package critic

import (
	"fmt"

	"github.com/metaspatial/metaspatial/scenes/predicate"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// wishes counts the task's specs that do not hold, each between ½ and 1 by how
// near it is to holding. Specs that cannot be understood do not count.
func wishes(m *Measures, w *world.World) {
	for _, spec := range w.Task.Specs {
		r := predicate.Evaluate(w, spec)
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
			b.Message = fmt.Sprintf("%s: the wish for %s does not hold", w.Task.Objects[i].ID, spec.Predicate)
			if len(r.Findings) > 0 {
				b.Message, b.Other = r.Findings[0].Message, r.Findings[0].Other
			}
			m.Blames = append(m.Blames, b)
		}
	}
}
