package train

import (
	"math"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/rollout"
)

// epsilon keeps groups of nearly equal rewards from exploding; the value
// of verl and EasyR1.
const epsilon = 1e-6

// Normalise returns the group-relative advantages of GRPO (arXiv 2402.03300,
// section 4.1.2): rewards less their mean, over their sample standard
// deviation (n-1) plus epsilon. A group of one has mean 0 and deviation 1, as
// in the reference.
func Normalise(rewards []float64) []float64 {
	out := make([]float64, len(rewards))
	mean, std := 0.0, 1.0
	if n := float64(len(rewards)); n > 1 {
		for _, r := range rewards {
			mean += r / n
		}
		std = 0
		for _, r := range rewards {
			std += (r - mean) * (r - mean) / (n - 1)
		}
		std = math.Sqrt(std)
	}
	for i, r := range rewards {
		out[i] = (r - mean) / (std + epsilon)
	}
	return out
}

// DiscountedReturn is the reference's return of an episode, Σγ^i·r_i / Σγ^i:
// the first turn weighs most.
func DiscountedReturn(rewards []float64, gamma float64) float64 {
	sum, weight, g := 0.0, 0.0, 1.0
	for _, r := range rewards {
		sum += g * r
		weight += g
		g *= gamma
	}
	return sum / weight
}

// AdvantageOptions say how rewards become advantages.
type AdvantageOptions struct {
	// Returns is config.Mixed or config.Discounted; empty means Mixed.
	Returns string
	// Gamma is the discount of config.Discounted.
	Gamma float64
	// Object is the weight w of object-level credit: an action that decides an
	// object gets (1-w/2)·trajectory + w·object. The advantage of an object is
	// normalised over the group like that of a trajectory (3D-SPO, arXiv
	// 2503.18470 v2; its penalty function is not published, so the values per
	// object of the terms take its place, which handles either sign).
	Object float64
}

// Advantages holds one advantage per action: [member][turn][action].
type Advantages [][][]float64

// Assign returns the advantages of a group's actions. A sample without actions
// gets a single one, so that a policy that cannot tell its decisions apart can
// still learn.
func Assign(g *rollout.Group, o AdvantageOptions) Advantages {
	turns := len(g.Trajectories[0].Turns)
	whole := trajectoryAdvantages(g, o)
	out := make(Advantages, len(g.Trajectories))
	for m := range out {
		out[m] = make([][]float64, turns)
	}
	for t := range turns {
		objects := objectAdvantages(g, t)
		for m := range out {
			out[m][t] = actionAdvantages(&g.Trajectories[m].Turns[t], whole[m][t], objects[m], o.Object)
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

// trajectoryAdvantages returns one advantage per member and turn.
func trajectoryAdvantages(g *rollout.Group, o AdvantageOptions) [][]float64 {
	n, turns := len(g.Trajectories), len(g.Trajectories[0].Turns)
	out := make([][]float64, n)
	rewards := make([][]float64, n)
	for m := range out {
		out[m], rewards[m] = make([]float64, turns), make([]float64, turns)
		for t := range turns {
			rewards[m][t] = g.Trajectories[m].Turns[t].Score.Total
		}
	}
	column := make([]float64, n)
	if o.Returns == config.Discounted {
		for m := range column {
			column[m] = DiscountedReturn(rewards[m], o.Gamma)
		}
		for m, a := range Normalise(column) {
			for t := range turns {
				out[m][t] = a
			}
		}
		return out
	}
	own := func(t int) []float64 {
		for m := range column {
			column[m] = rewards[m][t]
		}
		return Normalise(column)
	}
	final := own(turns - 1)
	for t := range turns {
		for m, a := range own(t) {
			out[m][t] = 0.5*a + 0.5*final[m]
		}
	}
	return out
}

// objectAdvantages returns one advantage per member and object of a turn;
// nil for members when no term tells objects apart.
func objectAdvantages(g *rollout.Group, turn int) [][]float64 {
	n := len(g.Trajectories)
	out := make([][]float64, n)
	values := make([][]float64, n)
	for m := range values {
		values[m] = g.Trajectories[m].Turns[turn].Score.Objects
		if values[m] == nil {
			return out
		}
	}
	column := make([]float64, n)
	for m := range out {
		out[m] = make([]float64, len(values[0]))
	}
	for k := range values[0] {
		for m := range column {
			column[m] = values[m][k]
		}
		for m, a := range Normalise(column) {
			out[m][k] = a
		}
	}
	return out
}
