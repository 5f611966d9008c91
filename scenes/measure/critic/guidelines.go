package critic

import (
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
	var remarks map[about]*guideline.Remark
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
		if g.kind == guideline.Symmetry {
			// A lamp is not at fault for being the only one.
			continue
		}
		for i, part := range costs.Objects(g.kind) {
			amount := times * part
			if !(amount > told*Table[g.id].scale) {
				continue
			}
			if remarks == nil {
				remarks = byObject(guideline.ExplainWith(w, guideline.Options{SkipCirculation: true}))
			}
			b := Blame{Measure: g.id, Object: i, Amount: amount}
			if r := remarks[about{g.kind, w.Task.Objects[i].ID}]; r != nil {
				b.Message, b.Other = r.Text, r.Other
				if r.Object != w.Task.Objects[i].ID {
					b.Other = r.Object
				}
			}
			m.Blames = append(m.Blames, b)
		}
	}
}

// about is what a remark says something of.
type about struct {
	kind   guideline.Kind
	object string
}

// byObject finds the worst that is said of each object under each kind: the
// first of its remarks.
func byObject(remarks []guideline.Remark) map[about]*guideline.Remark {
	out := map[about]*guideline.Remark{}
	for i := range remarks {
		r := &remarks[i]
		for _, id := range [2]string{r.Object, r.Other} {
			if a := (about{r.Kind, id}); out[a] == nil {
				out[a] = r
			}
		}
	}
	return out
}
