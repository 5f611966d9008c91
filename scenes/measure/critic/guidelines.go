package critic

import (
	"fmt"

	"github.com/metaspatial/metaspatial/scenes/measure/guideline"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// guides pairs the guidelines' costs with the measures. Counted ones are the
// sum of their terms' losses, the others the mean.
var guides = []struct {
	kind    guideline.Kind
	id      ID
	counted bool
}{
	{guideline.PairDistance, PairDistance, true},
	{guideline.PairAngle, PairAngle, true},
	{guideline.TalkDistance, TalkDistance, true},
	{guideline.TalkAngle, TalkAngle, true},
	{guideline.Balance, Balance, false},
	{guideline.MutualAlignment, MutualAlignment, false},
	{guideline.WallAlignment, WallAlignment, true},
	{guideline.Emphasis, Emphasis, true},
	{guideline.Symmetry, Symmetry, false},
	{guideline.Circulation, Circulation, false},
	{guideline.Clearance, Clearances, false},
	{guideline.Accessibility, Spaces, false},
	{guideline.Visibility, Visibility, false},
}

// told is the share of a measure's scale that an object must cost before it is
// named.
const told = 0.02

// guidelines takes over the costs of the design guidelines.
func guidelines(m *Measures, w *world.World) {
	costs := guideline.Measure(w)
	for _, g := range guides {
		c := costs.Of[g.kind]
		if !c.Applicable {
			continue
		}
		times := 1.0
		if g.counted {
			times = float64(c.Terms)
		}
		m.Set(g.id, times*c.Loss)
		for i, part := range costs.Objects(g.kind) {
			if amount := times * part; amount > told*Table[g.id].scale {
				m.Blames = append(m.Blames, Blame{Measure: g.id, Object: i, Amount: amount,
					Message: fmt.Sprintf("%s has a part in this: %s (%s)", w.Task.Objects[i].ID, Table[g.id].Bad, Table[g.id].Name)})
			}
		}
	}
}
