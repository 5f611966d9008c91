package critic

import "github.com/metaspatial/metaspatial/scenes"

// Objects shares the loss of score out among n objects: minus what the score
// would gain if a measure were at its best, summed over the measures and split
// by what each object has to do with it. Objects that nothing is held against
// have 0.
func (m *Measures) Objects(n int) []float64 {
	out := make([]float64, n)
	var total [Count]float64
	for i := range m.Blames {
		total[m.Blames[i].Measure] += m.Blames[i].Amount
	}
	now := Score(m)
	for id := range Count {
		if !(total[id] > 0) {
			continue
		}
		mended := *m
		mended.Value[id] = Table[id].best
		gain := Score(&mended) - now
		for i := range m.Blames {
			if b := &m.Blames[i]; b.Measure == id && b.Object >= 0 && b.Object < n {
				out[b.Object] -= float64(gain * (b.Amount / total[id]))
			}
		}
	}
	return out
}

// rules are what findings under each measure are filed as, where the project
// has a rule for it; the others go by the measure's name.
var rules = map[ID]scenes.Rule{
	Unplaced: scenes.RuleUnplaced, Collisions: scenes.RuleCollision, Outside: scenes.RuleOutOfBounds,
	Unsupported: scenes.RuleSupport, Blocked: scenes.RuleOpening, Relations: scenes.RuleRelation,
	Facings: scenes.RuleFacing, Clearances: scenes.RuleClearance,
}

// Findings are the blames as findings of the task's objects.
func (m *Measures) Findings(t *scenes.Task) []scenes.Finding {
	out := make([]scenes.Finding, 0, len(m.Blames))
	for i := range m.Blames {
		b := &m.Blames[i]
		if b.Object < 0 || b.Object >= len(t.Objects) {
			continue
		}
		rule, ok := rules[b.Measure]
		if !ok {
			rule = scenes.Rule(Table[b.Measure].Name)
		}
		out = append(out, scenes.Finding{Rule: rule, Object: t.Objects[b.Object].ID, Other: b.Other,
			Depth: b.Depth, Direction: b.Direction, Message: b.Message})
	}
	return out
}
