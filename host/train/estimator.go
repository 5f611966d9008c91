package train

import (
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/host/config"
)

// epsilon keeps groups of nearly equal rewards from exploding; the value of
// verl and EasyR1. whitening is what verl adds to a batch's variance.
const (
	epsilon   = 1e-6
	whitening = 1e-8
)

// Estimates are advantages of the same shape as the rewards they are made of.
type Estimates struct {
	// Values are [group][member].
	Values [][]float64
	// Slopes are what one more reward would add to an advantage of each group,
	// with the mean and the deviation left as they are.
	Slopes []float64
}

// Estimate turns rewards[group][member] into advantages by one of the values of
// [config.Run.Advantage]. actions[group][member] is the number of actions of the
// response, by which the batch-wide kinds weigh it; nil weighs all alike.
//
// Rewards that are equal among those they are compared with have advantages of
// exactly 0. A group of one has nothing to
// compare with: its advantage is 0, but for GRPO, where it is the reward, and
// ReinforcePP, which compares over the batch.
func Estimate(kind string, rewards, actions [][]float64) Estimates {
	out := Estimates{Slopes: make([]float64, len(rewards))}
	slope := func(of func(g []float64) float64) {
		for g := range rewards {
			out.Slopes[g] = of(rewards[g])
		}
	}
	less := func(g []float64) []float64 { return centre(g, 1) }
	switch kind {
	case config.DrGRPO:
		out.Values = perGroup(rewards, less)
		slope(func([]float64) float64 { return 1 })
	case config.RLOO:
		out.Values = perGroup(rewards, leaveOneOut)
		slope(func([]float64) float64 { return 1 })
	case config.BatchScale:
		by := spread(rewards) + epsilon
		out.Values = scaled(perGroup(rewards, less), by)
		slope(func([]float64) float64 { return 1 / by })
	case config.ReinforcePP, config.ReinforcePPBaseline:
		if kind == config.ReinforcePPBaseline {
			rewards = perGroup(rewards, less)
		}
		var by float64
		out.Values, by = whiten(rewards, actions)
		slope(func([]float64) float64 { return 1 / by })
	default:
		out.Values = perGroup(rewards, Normalise)
		slope(func(g []float64) float64 { return 1 / (deviation(g) + epsilon) })
	}
	return out
}

// deviation is the sample standard deviation of a group, 1 for a group of one,
// as in the reference.
func deviation(group []float64) float64 {
	if len(group) == 1 {
		return 1
	}
	return spread([][]float64{group})
}

// Normalise returns the group-relative advantages of GRPO (arXiv 2402.03300,
// section 4.1.2): rewards less their mean, over their sample standard
// deviation (n-1) plus epsilon. A group of one has mean 0 and deviation 1, as
// in the reference.
func Normalise(rewards []float64) []float64 {
	if len(rewards) == 1 {
		return []float64{rewards[0] / (1 + epsilon)}
	}
	return centre(rewards, 1/(deviation(rewards)+epsilon))
}

// centre returns the rewards less their mean, times a factor: with factor 1 the
// advantage of Dr. GRPO (arXiv 2503.20783, section 3.2). Of equal rewards nothing
// is left, not even what rounding makes of large ones.
func centre(rewards []float64, factor float64) []float64 {
	out := make([]float64, len(rewards))
	if len(rewards) == 0 || slices.Min(rewards) == slices.Max(rewards) {
		return out
	}
	mean := 0.0
	for _, r := range rewards {
		mean += r / float64(len(rewards))
	}
	for i, r := range rewards {
		out[i] = (r - mean) * factor
	}
	return out
}

// leaveOneOut returns each reward less the mean of the others, which is the
// centred reward times n/(n-1) (RLOO, arXiv 2402.14740, section 3.3). A group of
// one has no others, and no advantage.
func leaveOneOut(rewards []float64) []float64 {
	n := float64(len(rewards))
	if n < 2 {
		return make([]float64, len(rewards))
	}
	return centre(rewards, n/(n-1))
}

// spread is the sample standard deviation of all rewards, 0 for fewer than two.
func spread(rewards [][]float64) float64 {
	n, mean, sum := 0.0, 0.0, 0.0
	for _, g := range rewards {
		n += float64(len(g))
	}
	if n < 2 {
		return 0
	}
	for _, g := range rewards {
		for _, r := range g {
			mean += r / n
		}
	}
	for _, g := range rewards {
		for _, r := range g {
			sum += (r - mean) * (r - mean) / (n - 1)
		}
	}
	return math.Sqrt(sum)
}

// whiten gives the values mean 0 and deviation 1 over all actions of the batch,
// each value counting once per action (REINFORCE++, arXiv 2501.03262, section
// 3.2), and returns the deviation they had.
func whiten(values, actions [][]float64) ([][]float64, float64) {
	count := func(g, m int) float64 {
		if actions == nil {
			return 1
		}
		return actions[g][m]
	}
	n, sum, squares := 0.0, 0.0, 0.0
	for g := range values {
		for m, v := range values[g] {
			n += count(g, m)
			sum += count(g, m) * v
		}
	}
	mean := sum / max(1, n)
	if all := slices.Concat(values...); len(all) > 0 && slices.Min(all) == slices.Max(all) {
		mean = all[0] // without what rounding adds
	}
	for g := range values {
		for m, v := range values[g] {
			squares += count(g, m) * (v - mean) * (v - mean)
		}
	}
	out := perGroup(values, func(g []float64) []float64 { return append([]float64(nil), g...) })
	for _, g := range out {
		for m := range g {
			g[m] -= mean
		}
	}
	by := math.Sqrt(squares/max(1, n-1) + whitening)
	return scaled(out, by), by
}

func perGroup(rewards [][]float64, of func([]float64) []float64) [][]float64 {
	out := make([][]float64, len(rewards))
	for g := range rewards {
		out[g] = of(rewards[g])
	}
	return out
}

// scaled divides in place.
func scaled(values [][]float64, by float64) [][]float64 {
	for _, g := range values {
		for m := range g {
			g[m] /= by
		}
	}
	return values
}
