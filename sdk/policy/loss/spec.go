// Package loss holds policy-gradient losses and their gradients with respect
// to the log-probabilities, in pure Go, for every trainable policy.
//
// # The losses people name
//
//	PPO, GRPO    the default; GRPO's own mean is [SeqMeanTokenMean]
//	DAPO         ClipHigh above ClipLow, TokenMean
//	Dr. GRPO     SeqMeanTokenSumNorm with MaxActions
//	GSPO         Ratio: SequenceRatio, SeqMeanTokenMean, ClipLow 3e-4, ClipHigh 4e-4
//	dual clip    Dual: 3
//
// How rewards become advantages, which tells the others apart (RLOO,
// REINFORCE++), is the trainer's.
package loss

import (
	"fmt"
	"slices"
)

// Spec chooses a loss. The zero value is not useful; start from [Default].
// Texts left empty mean the first of their values.
type Spec struct {
	// ClipLow and ClipHigh bound the probability ratio to
	// [1-ClipLow, 1+ClipHigh] (PPO, arXiv 1707.06347 eq. 7; DAPO's clip-higher,
	// arXiv 2503.14476 eq. 10).
	ClipLow float64 `json:"clip_low"`
	// ClipHigh is how far above 1 the ratio may go.
	ClipHigh float64 `json:"clip_high"`
	// Dual bounds the loss of an action with a negative advantage to Dual times
	// its size, however large the ratio (dual clip, arXiv 1912.09729 eq. 5);
	// 0 does not, else it must be above 1.
	Dual float64 `json:"dual_clip,omitempty"`
	// Ratio is what the ratio belongs to: "token", each action, or "sequence",
	// the geometric mean over the actions of a response (GSPO, arXiv 2507.18071
	// eq. 7).
	Ratio string `json:"ratio,omitempty"`
	// Aggregation is how the losses of actions become one: "token-mean",
	// "seq-mean-token-mean", "seq-mean-token-sum" or "seq-mean-token-sum-norm".
	Aggregation string `json:"aggregation,omitempty"`
	// MaxActions is the constant that "seq-mean-token-sum-norm" divides by
	// (Dr. GRPO, arXiv 2503.20783 section 3.2).
	MaxActions float64 `json:"max_actions,omitempty"`
	// Entropy is the weight of the entropy bonus.
	Entropy float64 `json:"entropy"`
	// KL is the weight of the divergence from the reference policy (GRPO, arXiv
	// 2402.03300 eq. 4); 0 needs no reference.
	KL float64 `json:"kl"`
	// KLEstimate of the divergence: "k3", "k1", "k2" or "abs".
	KLEstimate string `json:"kl_estimate,omitempty"`
}

// The values of [Spec.Ratio].
const (
	TokenRatio    = "token"
	SequenceRatio = "sequence"
)

// The values of [Spec.Aggregation].
const (
	TokenMean           = "token-mean"
	SeqMeanTokenMean    = "seq-mean-token-mean"
	SeqMeanTokenSum     = "seq-mean-token-sum"
	SeqMeanTokenSumNorm = "seq-mean-token-sum-norm"
)

// The values of [Spec.KLEstimate].
const (
	K3  = "k3"
	K1  = "k1"
	K2  = "k2"
	Abs = "abs"
)

// Default is the loss the compact policy starts from.
var Default = Spec{
	ClipLow: 0.2, ClipHigh: 0.25, Ratio: TokenRatio, Aggregation: TokenMean, Entropy: 0.003, KLEstimate: K3,
}

// Sequences reports whether the loss needs to know which actions belong to one
// response, so that a policy must not tear responses apart between steps.
func (s Spec) Sequences() bool {
	return s.Ratio == SequenceRatio || s.Aggregation != "" && s.Aggregation != TokenMean
}

// Validate returns the first thing that is wrong with the spec, or nil.
func (s Spec) Validate() error {
	switch {
	case !(s.ClipLow > 0 && s.ClipLow < 1) || !(s.ClipHigh > 0):
		return fmt.Errorf("loss: clip_low %v and clip_high %v; need 0 < clip_low < 1 and clip_high > 0", s.ClipLow, s.ClipHigh)
	case s.Dual != 0 && !(s.Dual > 1):
		return fmt.Errorf("loss: dual_clip is %v; use a number above 1, or 0 for none", s.Dual)
	case s.Aggregation == SeqMeanTokenSumNorm && !(s.MaxActions > 0):
		return fmt.Errorf("loss: %s needs max_actions, the largest number of actions of a response", SeqMeanTokenSumNorm)
	}
	for _, c := range []struct {
		key, value string
		of         []string
	}{
		{"ratio", s.Ratio, []string{TokenRatio, SequenceRatio}},
		{"aggregation", s.Aggregation, []string{TokenMean, SeqMeanTokenMean, SeqMeanTokenSum, SeqMeanTokenSumNorm}},
		{"kl_estimate", s.KLEstimate, []string{K3, K1, K2, Abs}},
	} {
		if c.value != "" && !slices.Contains(c.of, c.value) {
			return fmt.Errorf("loss: %s is %q; use one of %q", c.key, c.value, c.of)
		}
	}
	return nil
}
