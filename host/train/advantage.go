package train

import (
	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/rollout"
)

// AdvantageOptions say how rewards become advantages.
type AdvantageOptions struct {
	// Kind is one of the values of [config.Run.Advantage]; empty means GRPO.
	Kind string
	// Returns is one of the values of [config.Run.Returns]; empty means Mixed.
	Returns string
	// Gamma is the discount of the returns.
	Gamma float64
	// Object is the weight w of object-level credit: an action that decides an
	// object gets (1-w/2)·trajectory + w·object. The advantage of an object is
	// estimated over the group like that of a trajectory (3D-SPO, arXiv
	// 2503.18470 v2; its penalty function is not published, so the values per
	// object of the terms take its place, which handles either sign).
	Object float64
}

// Advantages holds one advantage per action: [member][turn][action].
type Advantages [][][]float64

// Assign returns the advantages of the actions of every group. A sample without
// actions gets a single one, so that a policy that cannot tell its decisions
// apart can still learn. All episodes have the same number of turns.
func Assign(groups []rollout.Group, o AdvantageOptions) []Advantages {
	out := make([]Advantages, len(groups))
	if len(groups) == 0 {
		return out
	}
	turns := len(groups[0].Trajectories[0].Turns)
	whole := trajectoryAdvantages(groups, turns, o)
	for g := range groups {
		group := &groups[g]
		out[g] = make(Advantages, len(group.Trajectories))
		for m := range out[g] {
			out[g][m] = make([][]float64, turns)
		}
		for t := range turns {
			objects := objectAdvantages(group, t, o.Kind)
			for m := range out[g] {
				out[g][m][t] = actionAdvantages(&group.Trajectories[m].Turns[t], whole[t][g][m], objects[m], o.Object)
			}
		}
	}
	return out
}

func actionAdvantages(turn *rollout.Turn, whole float64, objects []float64, weight float64) []float64 {
	out := make([]float64, max(1, len(turn.Actions)))
	for i := range out {
		out[i] = whole
	}
	for i, a := range turn.Actions {
		if objects != nil && a.Object >= 0 && a.Object < len(objects) {
			out[i] = (1-weight/2)*whole + weight*objects[a.Object]
		}
	}
	return out
}

// trajectoryAdvantages returns [turn][group][member].
func trajectoryAdvantages(groups []rollout.Group, turns int, o AdvantageOptions) [][][]float64 {
	values, actions := make([][][]float64, turns), make([][][]float64, turns)
	for t := range turns {
		values[t], actions[t] = make([][]float64, len(groups)), make([][]float64, len(groups))
	}
	rewards := make([]float64, turns)
	for g := range groups {
		for m := range groups[g].Trajectories {
			played := groups[g].Trajectories[m].Turns
			for t := range turns {
				rewards[t] = played[t].Score.Total
			}
			for t, v := range returns(o.Returns, rewards, o.Gamma) {
				values[t][g] = append(values[t][g], v)
				actions[t][g] = append(actions[t][g], float64(max(1, len(played[t].Actions))))
			}
		}
	}
	out := make([][][]float64, turns)
	for t := range out {
		out[t] = Estimate(o.Kind, values[t], actions[t])
	}
	if o.Returns == config.Mixed || o.Returns == "" {
		final := out[turns-1]
		for t := range out {
			own := out[t]
			out[t] = perGroup(own, func(g []float64) []float64 { return append([]float64(nil), g...) })
			for g := range own {
				for m := range own[g] {
					out[t][g][m] = 0.5*own[g][m] + 0.5*final[g][m]
				}
			}
		}
	}
	return out
}

// objectAdvantages returns one advantage per member and object of a turn;
// nil for members when no term tells objects apart.
func objectAdvantages(g *rollout.Group, turn int, kind string) [][]float64 {
	n := len(g.Trajectories)
	out := make([][]float64, n)
	values := make([][]float64, n)
	for m := range values {
		values[m] = g.Trajectories[m].Turns[turn].Score.Objects
		if values[m] == nil {
			return out
		}
	}
	for m := range out {
		out[m] = make([]float64, len(values[0]))
	}
	// An object is compared with itself only, so that the batch-wide kinds are
	// GRPO here.
	switch kind {
	case config.BatchScale, config.ReinforcePP, config.ReinforcePPBaseline:
		kind = config.GRPO
	}
	column := make([]float64, n)
	for k := range values[0] {
		for m := range column {
			column[m] = values[m][k]
		}
		for m, a := range Estimate(kind, [][]float64{column}, nil)[0] {
			out[m][k] = a
		}
	}
	return out
}
