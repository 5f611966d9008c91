package loss

import (
	"errors"
	"fmt"
	"math"
)

// ErrNotFinite is in the errors of [Compute] about numbers that are NaN or
// infinite, as spoilt weights give them. A policy answers Update with a
// statistic that is not finite then, rather than with an error, so that the run
// can go back to the weights before.
var ErrNotFinite = errors.New("not finite")

// Batch holds one entry per action of an optimiser step. All slices have the
// length of LogProbs; Ref, Sequences and Weights may be nil.
type Batch struct {
	// LogProbs are the present policy's, Old those at sampling time.
	LogProbs, Old []float64
	// Ref are the reference policy's; needed where [Spec.KL] is not 0.
	Ref        []float64
	Advantages []float64
	// Sequences is the number of the response that each action belongs to.
	// Needed where [Spec.Sequences] says so.
	Sequences []int
	// Weights masks (0) or weighs the actions; nil weighs all alike.
	Weights []float64
}

// Stats describes a batch, averaged with its weights.
type Stats struct {
	// ClipFraction is the share of actions whose clipped term decides,
	// DualFraction that of those held by the dual clip.
	ClipFraction, DualFraction float64
	// ApproxKL is the mean of old − new, the k1 estimate of the divergence
	// from the policy that sampled.
	ApproxKL float64
	// RatioMean is the mean probability ratio of new to old.
	RatioMean float64
	// RefKL is the mean estimate of the divergence from the reference.
	RefKL float64
}

// Compute returns the loss of a batch, its derivative with respect to each
// log-probability and the batch's statistics. The loss of an action is that of
// the clipped surrogate plus KL times the divergence from the reference. The
// entropy bonus is not part of it: an entropy is no function of one
// log-probability, so the policy adds [Spec.Entropy] itself.
func Compute(s Spec, b Batch) (float64, []float64, Stats, error) {
	if err := check(s, b); err != nil {
		return 0, nil, Stats{}, err
	}
	var (
		loss, total   float64
		st            Stats
		grad          = make([]float64, len(b.LogProbs))
		slopes        = make([]float64, len(b.LogProbs)) // with respect to the log ratio
		shares        = s.shares(b)
		ratios, parts = s.logRatios(b)
	)
	for i, lp := range b.LogProbs {
		w := weight(b, i)
		if w == 0 {
			continue
		}
		total += w
		term := s.surrogate(ratios[i], b.Advantages[i])
		loss += shares[i] * term.value
		slopes[i] = shares[i] * term.slope
		if term.clipped {
			st.ClipFraction += w
		}
		if term.dual {
			st.DualFraction += w
		}
		if s.KL != 0 {
			value, slope := Divergence(s.KLEstimate, lp-b.Ref[i])
			loss += shares[i] * s.KL * value
			grad[i] += shares[i] * s.KL * slope
			st.RefKL += w * value
		}
		st.ApproxKL -= w * (lp - b.Old[i])
		st.RatioMean += w * math.Exp(min(max(ratios[i], -maxLogRatio), maxLogRatio))
	}
	if total == 0 {
		return 0, grad, Stats{}, nil
	}
	s.spread(b, slopes, parts, grad)
	st.ClipFraction /= total
	st.DualFraction /= total
	st.ApproxKL /= total
	st.RatioMean /= total
	st.RefKL /= total
	return loss, grad, st, nil
}

// spread adds the slopes of the ratios to the gradient: an action's own, or for
// [SequenceRatio] its part of those of all actions of its response.
func (s Spec) spread(b Batch, slopes, parts, grad []float64) {
	if s.Ratio != SequenceRatio {
		for i := range grad {
			grad[i] += slopes[i]
		}
		return
	}
	for _, actions := range b.responses() {
		sum := 0.0
		for _, i := range actions {
			sum += slopes[i]
		}
		for _, i := range actions {
			grad[i] += parts[i] * sum
		}
	}
}

func weight(b Batch, i int) float64 {
	if b.Weights == nil {
		return 1
	}
	return b.Weights[i]
}

func check(s Spec, b Batch) error {
	if err := s.Validate(); err != nil {
		return err
	}
	n := len(b.LogProbs)
	if s.Sequences() && len(b.Sequences) != n {
		return fmt.Errorf("loss: %d sequence numbers for %d log-probabilities; this loss needs one each", len(b.Sequences), n)
	}
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
	for i := range b.LogProbs {
		if weight(b, i) == 0 {
			continue
		}
		v := b.LogProbs[i] + b.Old[i] + b.Advantages[i]
		if s.KL != 0 {
			v += b.Ref[i]
		}
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("loss: action %d has a log-probability or advantage that is %w", i, ErrNotFinite)
		}
	}
	return nil
}
