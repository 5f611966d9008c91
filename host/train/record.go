package train

import (
	"fmt"
	"math"
	"time"

	"github.com/metaspatial/metaspatial/host/eval"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/rollout"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// record gathers the metrics of one iteration; their names are explained in
// host/metrics.
type record map[string]float64

// policy takes over the update's statistics. Those that are not finite mean that
// the weights are spoilt: it leaves them out and returns what it has found.
func (m record) policy(stats []policy.Statistic) (spoilt string) {
	for _, s := range stats {
		switch {
		case !math.IsNaN(s.Value) && !math.IsInf(s.Value, 0):
			m["policy/"+s.Name] = s.Value
		case spoilt == "":
			spoilt = fmt.Sprintf("policy/%s is %v", s.Name, s.Value)
		}
	}
	return spoilt
}

// rewards summarises totals per turn and raw values per term.
func (m record) rewards(terms []reward.Term, groups []rollout.Group) {
	turns := len(groups[0].Trajectories[0].Turns)
	var all []reward.Score
	parsed := 0.0
	spread := 0.0
	for t := range turns {
		var totals []float64
		for g := range groups {
			var group []float64
			for i := range groups[g].Trajectories {
				turn := &groups[g].Trajectories[i].Turns[t]
				group = append(group, turn.Score.Total)
				all = append(all, turn.Score)
				if turn.Layout != nil {
					parsed++
				}
			}
			_, s := meanStd(group)
			spread += s / float64(len(groups)*turns)
			totals = append(totals, group...)
		}
		mean, _ := meanStd(totals)
		m[fmt.Sprintf("reward/turn_%d", t)] = mean
		m["reward/mean"] += mean / float64(turns)
		m["reward/final"] = mean
	}
	m["reward/group_std"] = spread
	m["layout/parsed"] = parsed / float64(len(all))
	for i, s := range reward.Summarise(len(terms), all) {
		name := "term/" + terms[i].Name
		if terms[i].Lost {
			m[name+"/missing"] = 1
			continue
		}
		m[name], m[name+"/std"], m[name+"/invalid"] = s.Mean, s.Std, s.Invalid
		m[name+"/weight"] = terms[i].Weight
	}
	for _, s := range all {
		for _, term := range s.Held {
			m["term/"+term+"/held"] += 1 / float64(len(all))
		}
	}
	m.parts(all)
}

// parts are the means of the numbers behind the terms' values, each over the
// responses that have it.
func (m record) parts(all []reward.Score) {
	n := map[string]float64{}
	for _, s := range all {
		for _, p := range s.Parts {
			name := "part/" + p.Term + "." + p.Name
			n[name]++
			m[name] += p.Value
		}
	}
	for name, n := range n {
		m[name] /= n
	}
}

// layouts measures the final layouts by the rules of scenes/measure.
func (m record) layouts(groups []rollout.Group) {
	var tally measure.Tally
	for g := range groups {
		checker := measure.NewChecker(groups[g].Task)
		for i := range groups[g].Trajectories {
			l := groups[g].Trajectories[i].Last().Layout
			if l == nil {
				l = &scenes.Layout{}
			}
			tally.Add(checker.Measure(l))
		}
	}
	for _, c := range tally.Summary().Columns() {
		m["layout/"+c.Name] = c.Value
	}
}

func (m record) advantages(items []policy.Item) {
	var all []float64
	for i := range items {
		all = append(all, items[i].Advantages...)
	}
	mean, std := meanStd(all)
	m["advantage/mean"], m["advantage/std"] = mean, std
	m["advantage/actions"] = float64(len(all))
}

func (m record) timing(t rollout.Timing, update, whole time.Duration) {
	m["time/sample_s"] = t.Sample.Seconds()
	m["time/environment_s"] = t.Environment.Seconds()
	m["time/update_s"] = update.Seconds()
	m["time/iteration_s"] = whole.Seconds()
}

func (m record) eval(s eval.Summary) {
	for _, c := range s.Columns() {
		m["eval/"+c.Name] = c.Value
	}
	m["eval/reward"] = s.Reward
}

// summary reads back what eval wrote, or returns nil when nothing was.
func (m record) summary(rooms int) *eval.Summary {
	if _, ok := m["eval/fully_valid"]; !ok {
		return nil
	}
	return &eval.Summary{Reward: m["eval/reward"], Summary: measure.Summary{
		Rooms:          rooms,
		FullyValid:     m["eval/fully_valid"],
		CollisionFree:  m["eval/collision_free"],
		CollidingPairs: m["eval/colliding_pairs"],
		Violating2cm:   m["eval/violating_2cm"],
		Violating10cm:  m["eval/violating_10cm"],
		OutOfBounds:    m["eval/out_of_bounds"],
		Unsupported:    m["eval/unsupported"],
	}}
}

// meanStd returns the mean and the population standard deviation.
func meanStd(v []float64) (mean, std float64) {
	n := float64(max(1, len(v)))
	for _, x := range v {
		mean += x / n
	}
	for _, x := range v {
		std += (x - mean) * (x - mean) / n
	}
	return mean, math.Sqrt(std)
}
