package train

import (
	"math"

	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/session"
)

// termValues names the raw values of a score.
func termValues(terms []reward.Term, s *reward.Score) []session.Value {
	var out []session.Value
	for i, t := range terms {
		if i < len(s.Values) {
			out = append(out, session.Value{Term: t.Name, Value: s.Values[i]})
		}
	}
	return out
}

// termScores takes a score apart by its terms.
func termScores(terms []reward.Term, s *reward.Score) []session.TermScore {
	out := make([]session.TermScore, 0, len(terms))
	for i, t := range terms {
		if i >= len(s.Values) {
			break
		}
		one := session.TermScore{Term: t.Name, Weight: t.Weight, Value: s.Values[i], Invalid: s.Invalid[i], Lost: t.Lost}
		if i < len(s.ByTerm) {
			one.Objects = s.ByTerm[i]
		}
		for _, p := range s.Parts {
			// A term's parts are not checked as its values are, and JSON holds no NaN.
			if p.Term == t.Name && !math.IsNaN(p.Value) && !math.IsInf(p.Value, 0) {
				one.Parts = append(one.Parts, session.Part{Name: p.Name, Value: p.Value})
			}
		}
		out = append(out, one)
	}
	return out
}
