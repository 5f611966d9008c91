package loss

import "math"

// Limits of the k3 estimate, as the engines have them: the log-ratio to the
// reference is held within ±20 and the estimate itself within ±10, so that one
// token of a policy that has run away cannot drown the batch.
const (
	maxRefLogRatio = 20
	maxK3          = 10
)

// Divergence estimates the divergence of the policy from the reference by one
// sample, for d = log-probability − reference's, and returns its derivative
// with respect to the log-probability (Schulman, "Approximating KL divergence",
// 2020: k1 = d, k2 = d²/2, k3 = exp(−d) + d − 1). The kind is one of the values
// of [Spec.KLEstimate].
func Divergence(kind string, d float64) (value, slope float64) {
	switch kind {
	case K1:
		return d, 1
	case K2:
		return d * d / 2, d
	case Abs:
		return math.Abs(d), math.Copysign(1, d)
	}
	slope = 1 - math.Exp(-d)
	if d > maxRefLogRatio || d < -maxRefLogRatio {
		d, slope = min(max(d, -maxRefLogRatio), maxRefLogRatio), 0
	}
	value = math.Exp(-d) + d - 1
	if value > maxK3 {
		return maxK3, 0
	}
	return value, slope
}
