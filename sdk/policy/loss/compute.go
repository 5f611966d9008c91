package loss

import (
	"fmt"
	"math"
)

// Limits of the k3 estimate, as the engines have them: the log-ratio to the
// reference is held within ±20 and the estimate itself within ±10, so that one
// token of a policy that has run away cannot drown the batch.
const (
	maxRefLogRatio = 20
	maxK3          = 10
)

// Batch holds one entry per action of an optimiser step. All slices have the
// length of LogProbs; Ref and Weights may be nil.
type Batch struct {
	// LogProbs are the present policy's, Old those at sampling time.
	LogProbs, Old []float64
	// Ref are the reference policy's; needed where [Spec.KL] is not 0.
	Ref        []float64
	Advantages []float64
	// Weights masks (0) or weighs the actions; nil weighs all alike.
	Weights []float64
}

// Stats describes a batch, averaged with its weights.
type Stats struct {
	// ClipFraction is the share of actions whose clipped term decides.
	ClipFraction float64
	// ApproxKL is the mean of old − new, the k1 estimate of the divergence
	// from the policy that sampled.
	ApproxKL float64
	// RatioMean is the mean probability ratio of new to old.
	RatioMean float64
	// RefKL is the mean k3 estimate against the reference.
	RefKL float64
}

// Compute returns the token-mean loss, its derivative with respect to each
// log-probability and the batch's statistics. The loss of one action is
//
//	max(−A·r, −A·exp(clip(log r, log(1−low), log(1+high)))) + β·k3
//
// with r = exp(new − old) (PPO, arXiv 1707.06347 eq. 7, clipped in log space)
// and k3 = exp(ref − new) − (ref − new) − 1 (GRPO, arXiv 2402.03300 eq. 4).
// The entropy bonus is not part of it: an entropy is no function of one
// log-probability, so the policy adds [Spec.Entropy] itself.
func Compute(s Spec, b Batch) (float64, []float64, Stats, error) {
	if err := check(s, b); err != nil {
		return 0, nil, Stats{}, err
	}
	var (
		loss, total float64
		st          Stats
		grad        = make([]float64, len(b.LogProbs))
		lo, hi      = math.Log(1 - s.ClipLow), math.Log(1 + s.ClipHigh)
	)
	for i, lp := range b.LogProbs {
		w := weight(b, i)
		if w == 0 {
			continue
		}
		total += w
		logRatio := lp - b.Old[i]
		clipped := min(max(logRatio, lo), hi)
		ratio, a := math.Exp(logRatio), b.Advantages[i]
		value, slope := -a*ratio, -a*ratio
		if other := -a * math.Exp(clipped); other > value {
			value, slope = other, 0
			st.ClipFraction += w
		}
		if s.KL != 0 {
			k3, dk3 := k3(b.Ref[i] - lp)
			value += s.KL * k3
			slope += s.KL * dk3
			st.RefKL += w * k3
		}
		loss += w * value
		grad[i] = w * slope
		st.ApproxKL -= w * logRatio
		st.RatioMean += w * ratio
	}
	if total == 0 {
		return 0, grad, Stats{}, nil
	}
	for i := range grad {
		grad[i] /= total
	}
	st.ClipFraction /= total
	st.ApproxKL /= total
	st.RatioMean /= total
	st.RefKL /= total
	return loss / total, grad, st, nil
}

// k3 returns the estimate and its derivative with respect to the present
// log-probability, for d = ref − new.
func k3(d float64) (value, slope float64) {
	slope = 1 - math.Exp(d)
	if d > maxRefLogRatio || d < -maxRefLogRatio {
		d, slope = min(max(d, -maxRefLogRatio), maxRefLogRatio), 0
	}
	value = math.Exp(d) - d - 1
	if value > maxK3 {
		return maxK3, 0
	}
	return value, slope
}

func weight(b Batch, i int) float64 {
	if b.Weights == nil {
		return 1
	}
	return b.Weights[i]
}

func check(s Spec, b Batch) error {
	n := len(b.LogProbs)
	for _, f := range []struct {
		name     string
		values   []float64
		optional bool
	}{
		{"old log-probabilities", b.Old, false},
		{"advantages", b.Advantages, false},
		{"reference log-probabilities", b.Ref, s.KL == 0},
		{"weights", b.Weights, true},
	} {
		if f.values == nil && f.optional {
			continue
		}
		if len(f.values) != n {
			return fmt.Errorf("loss: %d %s for %d log-probabilities; give one each", len(f.values), f.name, n)
		}
	}
	if !(s.ClipLow > 0 && s.ClipLow < 1) || !(s.ClipHigh > 0) {
		return fmt.Errorf("loss: clip_low %v and clip_high %v; need 0 < clip_low < 1 and clip_high > 0", s.ClipLow, s.ClipHigh)
	}
	for i := range b.LogProbs {
		if weight(b, i) == 0 {
			continue
		}
		v := b.LogProbs[i] + b.Old[i] + b.Advantages[i]
		if s.KL != 0 {
			v += b.Ref[i]
		}
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("loss: action %d has a log-probability or advantage that is not finite", i)
		}
	}
	return nil
}
