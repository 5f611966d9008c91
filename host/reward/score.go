package reward

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	sdkreward "github.com/metaspatial/metaspatial/sdk/reward"
)

// Score is what all terms together say of one candidate.
type Score struct {
	// Total is the weighted sum that training sees.
	Total float64
	// Values are the raw values and Invalid the terms that could not score the
	// candidate, both in the order of [Manager.Terms].
	Values  []float64
	Invalid []bool
	// Held names the terms with a value beyond [Limit], which stands for it.
	Held []string
	// Objects is the weighted sum per object of those terms that tell objects
	// apart, or nil when none does.
	Objects []float64
	// ByTerm are the raw values per object of every term, in the order of
	// [Manager.Terms], nil for a term that does not tell objects apart; nil when
	// none does.
	ByTerm [][]float64
	// Findings are those of the terms with a weight, without repetitions: a
	// term that is only reported does not change what the policy sees.
	Findings []scenes.Finding
	// Parts are the named numbers behind the values.
	Parts []Part
}

// Part is one named number behind a term's value.
type Part struct {
	Term, Name string
	Value      float64
}

// combine folds the responses, one per term, into one score per candidate.
//
// What cannot be scored gets the worst: an invalid result counts as the worst
// of its term within the group, and a response that does not parse never
// totals more than one that does. A lost term scores nothing and counts for
// nothing.
func combine(task *scenes.Task, terms []Term, candidates []sdkreward.Candidate, responses []sdkreward.EvaluateResponse) Scores {
	out := Scores{Candidates: make([]Score, len(candidates))}
	for i := range candidates {
		out.Candidates[i] = Score{Values: make([]float64, len(terms)), Invalid: make([]bool, len(terms))}
	}
	for k, t := range terms {
		if t.Lost {
			for i := range out.Candidates {
				out.Candidates[i].Invalid[k] = true
			}
			continue
		}
		out.Diagnostics = append(out.Diagnostics, responses[k].Diagnostics...)
		worst := math.Inf(1)
		for _, r := range responses[k].Results {
			worst = min(worst, t.Weight*held(r.Value))
		}
		for i, r := range responses[k].Results {
			s := &out.Candidates[i]
			value := held(r.Value)
			if value != r.Value {
				s.Held = append(s.Held, t.Name)
			}
			s.Values[k], s.Invalid[k] = value, r.Invalid
			if r.Objects != nil {
				if s.ByTerm == nil {
					s.ByTerm = make([][]float64, len(terms))
				}
				s.ByTerm[k] = r.Objects
			}
			for _, p := range r.Parts {
				s.Parts = append(s.Parts, Part{Term: t.Name, Name: p.Name, Value: p.Value})
			}
			if t.Weight == 0 {
				continue
			}
			if r.Invalid {
				s.Total += worst
			} else {
				s.Total += t.Weight * value
			}
			s.addObjects(t.Weight, r.Objects)
			s.addFindings(r.Findings)
		}
	}
	gate(task, candidates, out.Candidates)
	return out
}

// held keeps a value within [Limit].
func held(v float64) float64 { return min(max(v, -Limit), Limit) }

func (s *Score) addObjects(weight float64, values []float64) {
	if values == nil {
		return
	}
	if s.Objects == nil {
		s.Objects = make([]float64, len(values))
	}
	for i, v := range values {
		s.Objects[i] += weight * held(v)
	}
}

func (s *Score) addFindings(fs []scenes.Finding) {
next:
	for _, f := range fs {
		for _, g := range s.Findings {
			same := f.Rule == g.Rule && f.Object == g.Object && f.Other == g.Other
			if same && (f.Rule != scenes.RuleNote || f.Message == g.Message) {
				continue next
			}
		}
		s.Findings = append(s.Findings, f)
	}
}

// gate caps candidates without a layout at the worst of those with one, for
// the total and for every object.
func gate(task *scenes.Task, candidates []sdkreward.Candidate, scores []Score) {
	floor, objects := math.Inf(1), make([]float64, len(task.Objects))
	parsed := false
	for i := range objects {
		objects[i] = math.Inf(1)
	}
	for i, c := range candidates {
		if c.Layout == nil {
			continue
		}
		floor = min(floor, scores[i].Total)
		if scores[i].Objects != nil {
			parsed = true
			for k, v := range scores[i].Objects {
				objects[k] = min(objects[k], v)
			}
		}
	}
	for i, c := range candidates {
		if c.Layout != nil {
			continue
		}
		s := &scores[i]
		s.Total = min(s.Total, floor)
		if !parsed {
			continue
		}
		if s.Objects == nil {
			s.Objects = append([]float64(nil), objects...)
			continue
		}
		for k := range s.Objects {
			s.Objects[k] = min(s.Objects[k], objects[k])
		}
	}
}
