package loss

import "math"

// maxLogRatio holds the ratio of new to old within e^±20, as the engines do, so
// that it stays a number.
const maxLogRatio = 20

// surrogate is the clipped loss of one action or response.
type surrogate struct {
	value float64
	// slope is the derivative with respect to the log of the ratio.
	slope float64
	// clipped and dual say which bound decided.
	clipped, dual bool
}

// surrogate returns
//
//	max(−A·r, −A·clip(r, 1−low, 1+high))
//
// with r = exp(log ratio), and for a negative advantage no more than −A·dual.
func (s Spec) surrogate(logRatio, advantage float64) surrogate {
	bounded := min(max(logRatio, -maxLogRatio), maxLogRatio)
	value := -advantage * math.Exp(bounded)
	out := surrogate{value: value, slope: value}
	if bounded != logRatio {
		out.slope = 0
	}
	clip := min(max(logRatio, math.Log(1-s.ClipLow)), math.Log(1+s.ClipHigh))
	if other := -advantage * math.Exp(clip); other > out.value {
		out = surrogate{value: other, clipped: true}
	}
	if s.Dual > 0 && advantage < 0 && out.value > -advantage*s.Dual {
		out = surrogate{value: -advantage * s.Dual, dual: true}
	}
	return out
}
