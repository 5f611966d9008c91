package train

import "github.com/metaspatial/metaspatial/host/config"

// returns gives every turn of an episode the number that its responses are
// compared by, by one of the values of [config.Run.Returns]; for config.Mixed,
// which mixes advantages rather than rewards, the turn's own reward.
func returns(kind string, rewards []float64, gamma float64) []float64 {
	out := make([]float64, len(rewards))
	switch kind {
	case config.Reference:
		whole := DiscountedReturn(rewards, gamma)
		for t := range out {
			out[t] = whole
		}
	case config.Discounted:
		sum := 0.0
		for t := len(rewards) - 1; t >= 0; t-- {
			sum = rewards[t] + gamma*sum
			out[t] = sum
		}
	default:
		copy(out, rewards)
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
