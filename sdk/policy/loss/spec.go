// Package loss holds policy-gradient losses and their gradients with respect
// to the log-probabilities, in pure Go, for every trainable policy.
package loss

// Spec chooses a loss. The zero value is not useful; start from [Default].
type Spec struct {
	// ClipLow and ClipHigh bound the probability ratio to
	// [1-ClipLow, 1+ClipHigh] (PPO, arXiv 1707.06347 eq. 7; DAPO's clip-higher,
	// arXiv 2503.14476 eq. 10).
	ClipLow float64 `json:"clip_low"`
	// ClipHigh is how far above 1 the ratio may go.
	ClipHigh float64 `json:"clip_high"`
	// Entropy is the weight of the entropy bonus.
	Entropy float64 `json:"entropy"`
	// KL is the weight of the k3 divergence from the reference policy
	// (GRPO, arXiv 2402.03300 eq. 4); 0 needs no reference.
	KL float64 `json:"kl"`
}

// Default is the loss the compact policy starts from.
var Default = Spec{ClipLow: 0.2, ClipHigh: 0.25, Entropy: 0.003}
