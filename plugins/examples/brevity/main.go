// Brevity is an example of a reward term that reads the policy's text: it asks
// a language model to think before it answers, but not at length.
//
//	go build -o brevity ./plugins/examples/brevity
//	metaspatial train -c docs/examples/clearance.yaml --dev ./brevity --term brevity=./brevity
package main

import (
	"context"
	"math"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/sdk"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

func main() { sdk.Main(&brevity{}) }

type brevity struct{ least, most float64 }

var _ reward.Term = (*brevity)(nil)

func (*brevity) Describe() base.Description {
	return base.Description{
		ID: "reward/brevity", Kind: base.Reward, Version: "1.0.0",
		Summary: "Rewards thinking that is neither missing nor long.",
		Needs:   []base.Need{base.NeedResponse},
		Schema: schema.Schema{
			{Name: "least", Type: schema.Integer, Default: 5, Min: schema.Bound(0), Max: schema.Bound(1e6), Doc: "The words below which nothing was thought."},
			{Name: "most", Type: schema.Integer, Default: 200, Min: schema.Bound(1), Max: schema.Bound(1e6), Doc: "The words above which it is too long."},
		},
	}
}

// Configure refuses bounds that nothing lies between, which the schema cannot say.
func (b *brevity) Configure(_ context.Context, req base.ConfigureRequest) (base.ConfigureResponse, error) {
	var r base.ConfigureResponse
	b.least, b.most = float64(req.Values.Int("least")), float64(req.Values.Int("most"))
	if b.least >= b.most {
		r.Diagnostics.Errorf("config.least", "must be less than most, %v", b.most)
	}
	return r, nil
}

func (b *brevity) Evaluate(_ context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	r := reward.EvaluateResponse{Results: make([]reward.Result, len(req.Candidates))}
	for i, c := range req.Candidates {
		if c.Layout == nil {
			r.Results[i] = reward.Result{Value: -1, Invalid: true, Reason: c.ParseError}
			continue
		}
		words := float64(len(strings.Fields(codec.Thought(c.Response))))
		r.Results[i] = reward.Result{Value: b.value(words), Parts: []reward.Part{{Name: "words", Value: words}}}
	}
	return r, nil
}

// value is 0 between the bounds; below it falls to −1 at no word at all, above by
// the logarithm, to −1 at ten times the most and beyond.
func (b *brevity) value(words float64) float64 {
	switch {
	case words < b.least:
		return words/b.least - 1
	case words > b.most:
		return -min(1, math.Log10(words/b.most))
	}
	return 0
}
