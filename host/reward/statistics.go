package reward

import "math"

// Statistics summarises the raw values of one term over many candidates.
type Statistics struct {
	Mean, Std, Min, Max float64
	// Invalid is the share of candidates the term could not score.
	Invalid float64
}

// Summarise returns one [Statistics] per term, in the order of the scores'
// values. Scores of several groups may be mixed.
func Summarise(terms int, scores []Score) []Statistics {
	out := make([]Statistics, terms)
	n := float64(len(scores))
	if n == 0 {
		return out
	}
	for k := range out {
		s := Statistics{Min: math.Inf(1), Max: math.Inf(-1)}
		for i := range scores {
			v := scores[i].Values[k]
			s.Mean += v / n
			s.Min, s.Max = min(s.Min, v), max(s.Max, v)
			if scores[i].Invalid[k] {
				s.Invalid += 1 / n
			}
		}
		for i := range scores {
			d := scores[i].Values[k] - s.Mean
			s.Std += d * d / n
		}
		s.Std = math.Sqrt(s.Std)
		out[k] = s
	}
	return out
}
