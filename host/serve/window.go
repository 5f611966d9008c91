package serve

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

// window is what is known of the episodes since the last line of the record.
type window struct {
	episodes int
	// rewards and counts are sums by turn.
	rewards, counts []float64
	final, parsed   float64
	// scores are those of all turns, without what they say in words.
	scores []reward.Score
	tally  measure.Tally
	// samples are the newest layouts, the oldest of them first.
	samples []sample
}

// sample is a layout with its picture.
type sample struct {
	session.SampleLayout
	picture []byte
}

// add takes an episode in; most is the number of samples that are kept.
func (w *window) add(task *scenes.Task, turns []moved, most, iteration int) {
	w.episodes++
	for t, m := range turns {
		if t == len(w.rewards) {
			w.rewards, w.counts = append(w.rewards, 0), append(w.counts, 0)
		}
		w.rewards[t] += m.reward
		w.counts[t]++
		w.scores = append(w.scores, reward.Score{Values: m.outcome.Score.Values, Invalid: m.outcome.Score.Invalid})
		if m.outcome.Layout != nil {
			w.parsed++
		}
	}
	last := &turns[len(turns)-1]
	w.final += last.reward
	layout := last.outcome.Layout
	if layout == nil {
		w.tally.Add(measure.NewChecker(task).Measure(&scenes.Layout{}))
		return
	}
	w.tally.Add(measure.NewChecker(task).Measure(layout))
	if len(w.samples) == most {
		w.samples = append(w.samples[:0], w.samples[1:]...)
	}
	s := session.SampleLayout{
		Iteration: iteration, Turn: len(turns) - 1, Task: task, Layout: layout,
		Reward: last.reward, Findings: findings(last.outcome.Score.Findings),
	}
	for t, m := range turns[:len(turns)-1] {
		s.Earlier = append(s.Earlier, session.TurnLayout{Turn: t, Layout: m.outcome.Layout, Reward: m.reward, Findings: findings(m.outcome.Score.Findings)})
	}
	w.samples = append(w.samples, sample{s, last.picture})
}

// layouts are the samples for viewers.
func (w *window) layouts() []session.SampleLayout {
	out := make([]session.SampleLayout, len(w.samples))
	for i, s := range w.samples {
		out[i] = s.SampleLayout
	}
	return out
}

// metrics are those of the window, under the names of a training run. Rewards
// are as clients see them.
func (w *window) metrics(terms []reward.Term) map[string]float64 {
	m := map[string]float64{}
	turns := float64(len(w.scores))
	for t := range w.rewards {
		m[fmt.Sprintf("reward/turn_%d", t)] = w.rewards[t] / w.counts[t]
		m["reward/mean"] += w.rewards[t] / turns
	}
	m["reward/final"], m["layout/parsed"] = w.final/float64(w.episodes), w.parsed/turns
	for i, s := range reward.Summarise(len(terms), w.scores) {
		name := "term/" + terms[i].Name
		m[name], m[name+"/std"], m[name+"/invalid"], m[name+"/weight"] = s.Mean, s.Std, s.Invalid, terms[i].Weight
	}
	for _, c := range w.tally.Summary().Columns() {
		m["layout/"+c.Name] = c.Value
	}
	for name, v := range m {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			delete(m, name) // JSON cannot hold it
		}
	}
	return m
}
