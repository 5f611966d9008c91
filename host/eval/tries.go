package eval

import (
	"slices"

	"github.com/metaspatial/metaspatial/host/rollout"
	"github.com/metaspatial/metaspatial/scenes"
)

// TermMean is what a reward term says of the rooms.
type TermMean struct {
	Name string `json:"name"`
	// Mean is the mean value over the rooms, Best that of the highest value in
	// each room, whichever answer had it: with one try the same.
	Mean float64 `json:"mean"`
	Best float64 `json:"best"`
}

// choose returns the answer that counts, the first of the greatest reward among
// those that parse, and the highest value of every term in any answer.
func choose(g *rollout.Group) (*rollout.Turn, []float64) {
	chosen := g.Trajectories[0].Last()
	best := slices.Clone(chosen.Score.Values)
	for i := range g.Trajectories {
		t := g.Trajectories[i].Last()
		switch parses := t.Layout != nil; {
		case parses && chosen.Layout == nil, parses && t.Score.Total > chosen.Score.Total:
			chosen = t
		}
		for k, v := range t.Score.Values {
			best[k] = max(best[k], v)
		}
	}
	return chosen, best
}

// shown are the tasks as the policy sees them.
func (o *Options) shown(tasks []*scenes.Task) []*scenes.Task {
	if !o.Mute {
		return tasks
	}
	out := make([]*scenes.Task, len(tasks))
	for i, t := range tasks {
		mute := *t
		mute.Preference = ""
		out[i] = &mute
	}
	return out
}

// means are the terms' means over the rooms.
func (o *Options) means(rows []Row) []TermMean {
	if o.Terms == nil || len(rows) == 0 {
		return nil
	}
	terms := o.Terms.Terms()
	out := make([]TermMean, len(terms))
	for k, t := range terms {
		out[k].Name = t.Name
		for i := range rows {
			out[k].Mean += rows[i].Values[k] / float64(len(rows))
			out[k].Best += rows[i].Best[k] / float64(len(rows))
		}
	}
	return out
}
