package train

import (
	"math"

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
	// Credit is one of the values of [config.Credit.Kind]; empty means
	// CreditMixed.
	Credit string
	// Object is the weight w of object-level credit, which reaches the actions
	// that decide an object.
	//
	// CreditMixed gives them (1-w/2)·trajectory + w·object, where the advantage
	// of an object is estimated over the group like that of a trajectory.
	//
	// CreditModulated is 3D-SPO (arXiv 2503.18470 v2): their advantage is that of
	// the reward R̂ = R − w·(1−penalty)·|R|, with the mean and the deviation of
	// the unchanged rewards. The paper's R·penalty would raise a negative reward;
	// this is the same for a positive one and lowers either. Its penalty function
	// is not published: here it is exp(v) for an object of value v < 0, such as
	// minus the number of its faults, and 1 for others.
	Object float64
}

// Advantages holds one advantage per action: [member][turn][action].
type Advantages [][][]float64

// differ reports whether there is an advantage that is not 0.
func (a Advantages) differ() bool {
	for _, member := range a {
		for _, turn := range member {
			for _, x := range turn {
				if x != 0 {
					return true
				}
			}
		}
	}
	return false
}

// Assign returns the advantages of the actions of every group. A sample without
// actions gets a single one, so that a policy that cannot tell its decisions
// apart can still learn. All episodes have the same number of turns.
func Assign(groups []rollout.Group, o AdvantageOptions) []Advantages {
	out := make([]Advantages, len(groups))
	if len(groups) == 0 {
		return out
	}
	turns := len(groups[0].Trajectories[0].Turns)
	whole, slopes := trajectoryAdvantages(groups, turns, o)
	objects := make([][][][]float64, turns)
	for t := range objects {
		objects[t] = objectAdvantages(groups, t, o)
	}
	for g := range groups {
		group := &groups[g]
		out[g] = make(Advantages, len(group.Trajectories))
		for m := range out[g] {
			out[g][m] = make([][]float64, turns)
		}
		for t := range turns {
			if o.Credit == config.CreditModulated {
				for m := range out[g] {
					out[g][m][t] = modulated(&group.Trajectories[m].Turns[t], whole[t][g][m], slopes[t][g], o.Object)
				}
				continue
			}
			for m := range out[g] {
				out[g][m][t] = mixed(&group.Trajectories[m].Turns[t], whole[t][g][m], objects[t][g][m], o.Object)
			}
		}
	}
	return out
}

// alike gives every action of a response the same advantage.
func alike(turn *rollout.Turn, whole float64) []float64 {
	out := make([]float64, max(1, len(turn.Actions)))
	for i := range out {
		out[i] = whole
	}
	return out
}

func mixed(turn *rollout.Turn, whole float64, objects []float64, weight float64) []float64 {
	out := alike(turn, whole)
	for i, a := range turn.Actions {
		if objects != nil && a.Object >= 0 && a.Object < len(objects) {
			out[i] = (1-weight/2)*whole + weight*objects[a.Object]
		}
	}
	return out
}

func modulated(turn *rollout.Turn, whole, slope, weight float64) []float64 {
	out := alike(turn, whole)
	for i, a := range turn.Actions {
		if a.Object < 0 || a.Object >= len(turn.Score.Objects) {
			continue
		}
		penalty := math.Exp(min(0, turn.Score.Objects[a.Object]))
		out[i] = whole - slope*weight*(1-penalty)*math.Abs(turn.Score.Total)
	}
	return out
}

// trajectoryAdvantages returns [turn][group][member], and what one more reward in
// a turn would add, [turn][group].
func trajectoryAdvantages(groups []rollout.Group, turns int, o AdvantageOptions) (out [][][]float64, slopes [][]float64) {
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
	out, slopes = make([][][]float64, turns), make([][]float64, turns)
	for t := range out {
		e := Estimate(o.Kind, values[t], actions[t])
		out[t], slopes[t] = e.Values, e.Slopes
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
				if t < turns-1 {
					slopes[t][g] *= 0.5
				}
			}
		}
	}
	return out, slopes
}

// objectAdvantages returns [group][member][object], one advantage per object of a
// turn; nil for members when no term tells objects apart, or there is no other
// member to compare with. Every object is compared with itself in the other
// answers; the batch-wide kinds divide by the deviation of all objects' values, so
// that an object on which the answers hardly differ weighs little.
func objectAdvantages(groups []rollout.Group, turn int, o AdvantageOptions) [][][]float64 {
	kind := o.Kind
	out := make([][][]float64, len(groups))
	var columns [][]float64 // one per group and object
	for g := range groups {
		out[g] = make([][]float64, len(groups[g].Trajectories))
		values := make([][]float64, len(out[g]))
		for m := range values {
			values[m] = groups[g].Trajectories[m].Turns[turn].Score.Objects
			if o.Returns == config.Gain && turn > 0 {
				values[m] = gained(values[m], groups[g].Trajectories[m].Turns[turn-1].Score.Objects)
			}
		}
		for k := range objectsOf(&groups[g], turn) {
			column := make([]float64, len(out[g]))
			for m := range column {
				column[m] = values[m][k]
			}
			columns = append(columns, column)
		}
	}
	switch kind {
	case config.ReinforcePP, config.ReinforcePPBaseline:
		kind = config.BatchScale
	}
	if kind != config.BatchScale {
		for i, column := range columns {
			columns[i] = Estimate(kind, [][]float64{column}, nil).Values[0]
		}
	} else if len(columns) > 0 {
		columns = Estimate(kind, columns, nil).Values
	}
	for g := range groups {
		n := len(objectsOf(&groups[g], turn))
		for m := range out[g] {
			for _, column := range columns[:n] {
				out[g][m] = append(out[g][m], column[m])
			}
		}
		columns = columns[n:]
	}
	return out
}

// gained takes off what objects were worth in the turn before, where that is known.
func gained(values, before []float64) []float64 {
	if len(before) != len(values) {
		return values
	}
	out := make([]float64, len(values))
	for k, v := range values {
		out[k] = v - before[k]
	}
	return out
}

// objectsOf are the values of the objects in the first answer of a group; none when
// there is an answer without, or no other to compare with.
func objectsOf(g *rollout.Group, turn int) []float64 {
	if len(g.Trajectories) == 1 {
		return nil
	}
	for m := range g.Trajectories {
		if g.Trajectories[m].Turns[turn].Score.Objects == nil {
			return nil
		}
	}
	return g.Trajectories[0].Turns[turn].Score.Objects
}
