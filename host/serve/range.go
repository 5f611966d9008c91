package serve

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/host/reward"
)

// Range is where the values of a term lie. The reward of a step is
//
//	Σ |w|·u / Σ |w|,  u = (value − Low) / (High − Low), held within 0 and 1
//
// over the terms with a weight w, where 1 − u stands for u under a negative
// weight. It rises with the weighted sum that metaspatial train uses, and lies
// between 0 and 1 whatever the terms say, as OpenEnv has rewards declared. A
// term that cannot score a response counts 0, under either sign.
type Range struct{ Low, High float64 }

// unit is the range of terms that are not known.
var unit = Range{0, 1}

// ranges are those of the terms that come with the program, by plugin, in
// their default modes.
var ranges = map[string]Range{
	"reward/format":    unit,
	"reward/physics":   {-1, 0},
	"reward/critic":    unit,
	"reward/function":  unit,
	"reward/relations": unit,
	"reward/judge":     unit,
}

// scale turns scores into rewards.
type scale struct {
	terms  *reward.Manager
	ranges []Range
}

func newScale(m *reward.Manager, given map[string]Range) (*scale, error) {
	s := &scale{terms: m}
	names := map[string]bool{}
	sum := 0.0
	for _, t := range m.Terms() {
		names[t.Name] = true
		sum += math.Abs(t.Weight)
		r, ok := given[t.Name]
		if !ok {
			if r, ok = ranges[t.Plugin.Describe().ID]; !ok {
				r = unit
			}
		}
		if !(r.High > r.Low) || math.IsInf(r.High-r.Low, 0) {
			return nil, fmt.Errorf("the range of reward term %q is %v to %v; give two finite numbers, the lower first", t.Name, r.Low, r.High)
		}
		s.ranges = append(s.ranges, r)
	}
	for name := range given {
		if !names[name] {
			return nil, fmt.Errorf("a range is given for the reward term %q, which there is not", name)
		}
	}
	if sum == 0 {
		return nil, fmt.Errorf("no reward term has a weight; give one of them a weight")
	}
	return s, nil
}

// reward is what a learner gets for a score.
func (s *scale) reward(score *reward.Score) float64 {
	total, weights := 0.0, 0.0
	for i, t := range s.terms.Terms() {
		if t.Lost || t.Weight == 0 {
			continue
		}
		w := math.Abs(t.Weight)
		weights += w
		if score.Invalid[i] {
			continue
		}
		u := min(max((score.Values[i]-s.ranges[i].Low)/(s.ranges[i].High-s.ranges[i].Low), 0), 1)
		if t.Weight < 0 {
			u = 1 - u
		}
		total += w * u
	}
	if weights == 0 {
		return 0
	}
	return min(total/weights, 1)
}

// parts are the terms' own values by name.
func (s *scale) parts(score *reward.Score) map[string]float64 {
	out := make(map[string]float64, len(score.Values))
	for i, t := range s.terms.Terms() {
		if !t.Lost {
			out[t.Name] = score.Values[i]
		}
	}
	return out
}

// scored tells whether every term could score.
func scored(score *reward.Score) bool {
	for _, bad := range score.Invalid {
		if bad {
			return false
		}
	}
	return true
}
