package train

import (
	"context"
	"fmt"

	"github.com/metaspatial/metaspatial/host/rollout"
)

// explore plays a group of episodes for every task of the iteration. With
// [config.Run.Resample], groups that are flat are replaced by groups of other
// tasks while further rollouts are allowed (dynamic sampling, DAPO, arXiv
// 2503.14476, section 3.2); what is still flat then stays, so that a batch always
// has its full size.
func (r *run) explore(ctx context.Context, seed uint64, m record) ([]rollout.Group, rollout.Timing, error) {
	o := rollout.Options{Policy: r.policy, Env: r.env, Group: r.cfg.GroupSize, Temperature: r.cfg.Temperature, Keep: true, Reference: r.klInReward()}
	var groups []rollout.Group
	var timing rollout.Timing
	flats := 0
	for draw := 0; ; draw++ {
		tasks, err := r.o.Tasks(r.iteration, draw)
		if err != nil {
			return nil, timing, fmt.Errorf("making tasks: %w", err)
		}
		drawn := rollout.Derive(seed, 0)
		if draw > 0 {
			drawn = rollout.Derive(drawn, uint64(draw))
		}
		if len(tasks) == 0 {
			return nil, timing, fmt.Errorf("there are no tasks to train on")
		}
		fresh, took, err := rollout.Run(ctx, o, tasks, drawn)
		if err != nil {
			return nil, timing, err
		}
		timing.Sample += took.Sample
		timing.Environment += took.Environment
		for _, g := range fresh {
			if flat(&g) {
				flats++
			}
		}
		groups = replaceFlat(groups, fresh)
		left := 0
		for i := range groups {
			if flat(&groups[i]) {
				left++
			}
		}
		if draw == r.cfg.Resample || left == 0 {
			m["rollout/flat"] = float64(flats) / float64((draw+1)*len(tasks))
			m["rollout/draws"] = float64(draw + 1)
			return groups, timing, nil
		}
	}
}

// replaceFlat puts fresh groups that are not flat in the places of flat ones.
func replaceFlat(groups, fresh []rollout.Group) []rollout.Group {
	if groups == nil {
		return fresh
	}
	at := 0
	for _, g := range fresh {
		if flat(&g) {
			continue
		}
		for at < len(groups) && !flat(&groups[at]) {
			at++
		}
		if at == len(groups) {
			break
		}
		groups[at] = g
		at++
	}
	return groups
}

// flat reports whether all episodes of a group got the same rewards.
func flat(g *rollout.Group) bool {
	first := &g.Trajectories[0]
	for m := range g.Trajectories {
		for t := range first.Turns {
			if g.Trajectories[m].Turns[t].Score.Total != first.Turns[t].Score.Total {
				return false
			}
		}
	}
	return true
}
