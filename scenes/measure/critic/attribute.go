package critic

import (
	"sort"

	"github.com/metaspatial/metaspatial/scenes"
)

// costs returns what each blame costs the score: what the score would gain if
// its measure were at its best, split by the blames' amounts.
func (m *Measures) costs() []float64 {
	out := make([]float64, len(m.Blames))
	var total [Count]float64
	for i := range m.Blames {
		total[m.Blames[i].Measure] += m.Blames[i].Amount
	}
	now := Score(m)
	var gain [Count]float64
	for id := range Count {
		if total[id] > 0 {
			mended := *m
			mended.Value[id] = Table[id].best
			gain[id] = Score(&mended) - now
		}
	}
	for i := range m.Blames {
		b := &m.Blames[i]
		share := b.Amount / total[b.Measure]
		if !(share >= 0 && share <= 1) {
			continue // the measure is not finite, or has no blame
		}
		out[i] = max(0, float64(gain[b.Measure]*share))
	}
	return out
}

// Objects shares the loss of score out among n objects: minus what the score
// would gain if a measure were at its best, summed over the measures and split
// by what each object has to do with it. Objects that nothing is held against
// have 0.
func (m *Measures) Objects(n int) []float64 {
	out := make([]float64, n)
	for i, cost := range m.costs() {
		if k := m.Blames[i].Object; k >= 0 && k < n {
			out[k] -= cost
		}
	}
	return out
}

// rules are what findings under each measure are filed as, where the project
// has a rule for it; the others go by the measure's name.
var rules = map[ID]scenes.Rule{
	Unplaced: scenes.RuleUnplaced, Collisions: scenes.RuleCollision, Outside: scenes.RuleOutOfBounds,
	Unsupported: scenes.RuleSupport, Blocked: scenes.RuleOpening, Relations: scenes.RuleRelation,
	Facings: scenes.RuleFacing, Clearances: scenes.RuleClearance, Windows: scenes.RuleOpening,
}

// What a fault must cost to be told, in points of the score, and how many are.
const (
	worthTelling = 0.003
	mostFindings = 16
)

// Findings says which objects cost the score most, the worst first: each with
// the sentence that the grades' reasons would give. What costs less than 0.003
// of the score is not told, and of the rest no more than 16.
func (m *Measures) Findings(t *scenes.Task) []scenes.Finding {
	costs := m.costs()
	order := make([]int, 0, len(costs))
	for i, c := range costs {
		if b := &m.Blames[i]; c >= worthTelling && b.Message != "" && b.Object >= 0 && b.Object < len(t.Objects) {
			order = append(order, i)
		}
	}
	sort.SliceStable(order, func(i, j int) bool { return costs[order[i]] > costs[order[j]] })
	out := make([]scenes.Finding, 0, min(len(order), mostFindings))
	said := map[string]bool{}
	for _, i := range order {
		b := &m.Blames[i]
		if len(out) == mostFindings || said[b.Message] {
			continue
		}
		said[b.Message] = true
		rule, ok := rules[b.Measure]
		if !ok {
			rule = scenes.Rule(Table[b.Measure].Name)
		}
		out = append(out, scenes.Finding{Rule: rule, Object: t.Objects[b.Object].ID, Other: b.Other,
			Depth: b.Depth, Direction: b.Direction, Message: b.Message})
	}
	return out
}
