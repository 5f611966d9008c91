package chat

import (
	"fmt"
	"sync"
)

// Usage counts what requests took.
type Usage struct {
	// Requests that were answered, and attempts that were not.
	Requests int64 `json:"requests"`
	Failures int64 `json:"failures,omitempty"`
	// Tokens, as the server counts them. Cached input is part of the input,
	// reasoning part of the output.
	InputTokens     int64 `json:"input_tokens"`
	CachedTokens    int64 `json:"cached_tokens,omitempty"`
	OutputTokens    int64 `json:"output_tokens"`
	ReasoningTokens int64 `json:"reasoning_tokens,omitempty"`
	// Truncated is how many choices ended at the bound of tokens.
	Truncated int64 `json:"truncated,omitempty"`
	// Uncounted is how many replies did not say what they took; tokens and cost
	// are too low by these.
	Uncounted int64 `json:"uncounted,omitempty"`
	// Cost is in the currency of [Price].
	Cost float64 `json:"cost"`
}

// Add returns the sum of two usages.
func (u Usage) Add(v Usage) Usage {
	u.Requests += v.Requests
	u.Failures += v.Failures
	u.InputTokens += v.InputTokens
	u.CachedTokens += v.CachedTokens
	u.OutputTokens += v.OutputTokens
	u.ReasoningTokens += v.ReasoningTokens
	u.Truncated += v.Truncated
	u.Uncounted += v.Uncounted
	u.Cost += v.Cost
	return u
}

// String returns the usage in words.
func (u Usage) String() string {
	s := fmt.Sprintf("%d requests, %d input and %d output tokens", u.Requests, u.InputTokens, u.OutputTokens)
	if u.Cost > 0 {
		s += fmt.Sprintf(", cost %.4f", u.Cost)
	}
	if u.Failures > 0 {
		s += fmt.Sprintf(", %d failed attempts", u.Failures)
	}
	if u.Truncated > 0 {
		s += fmt.Sprintf(", %d answers cut off by the bound of tokens", u.Truncated)
	}
	if u.Uncounted > 0 {
		s += fmt.Sprintf(", %d replies without a count of tokens", u.Uncounted)
	}
	return s
}

// price fills in the cost.
func (u *Usage) price(p Price) {
	u.Cost = (float64(u.InputTokens-u.CachedTokens)*p.Input + float64(u.CachedTokens)*p.Cached + float64(u.OutputTokens)*p.Output) / 1e6
}

// meter adds up usages.
type meter struct {
	mu    sync.Mutex
	total Usage
}

func (m *meter) add(u Usage) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.total = m.total.Add(u)
}

func (m *meter) read() Usage {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.total
}
