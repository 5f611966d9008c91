package train

import "github.com/metaspatial/metaspatial/host/config"

// returns gives every turn of an episode the number that its responses are
// compared by, by one of the values of [config.Run.Returns]; for config.Mixed,
// which mixes advantages rather than rewards, the turn's own reward.
//
// config.Gain is the mean of the turn's own reward and the last one, less the
// reward before the turn. What a turn finds is not its merit: the reward before it
// is a baseline that depends on the state alone, which leaves the expected gradient
// as it is (Sutton & Barto, Reinforcement Learning, 2nd ed., section 13.4).
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
	case config.Gain:
		before, last := 0.0, rewards[len(rewards)-1]
		for t, r := range rewards {
			out[t] = 0.5*r + 0.5*last - before
			before = r
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
