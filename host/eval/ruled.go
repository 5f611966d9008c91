package eval

import (
	"context"
	"fmt"

	"github.com/metaspatial/metaspatial/host/env"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	sdkreward "github.com/metaspatial/metaspatial/sdk/reward"
)

// Ruled scores by the rules of scenes/measure and by reward terms: Weight times
// the score of [Rules], plus the terms by their weights. A weight of 0 leaves the
// rules out.
type Ruled struct {
	Weight float64
	Terms  *reward.Manager
}

var _ env.Scorer = Ruled{}

// Pictures are those of the terms.
func (r Ruled) Pictures() []base.Picture { return r.Terms.Pictures() }

// Evaluate adds the two up; the findings of the rules come first.
func (r Ruled) Evaluate(ctx context.Context, task *scenes.Task, candidates []sdkreward.Candidate) (reward.Scores, error) {
	out, err := r.Terms.Evaluate(ctx, task, candidates)
	if err != nil || r.Weight == 0 {
		return out, err
	}
	rules, err := Rules{}.Evaluate(ctx, task, candidates)
	if err != nil {
		return reward.Scores{}, fmt.Errorf("the rules: %w", err)
	}
	for i := range out.Candidates {
		c, by := &out.Candidates[i], &rules.Candidates[i]
		c.Total += r.Weight * by.Total
		c.Findings = append(by.Findings, c.Findings...)
	}
	return out, nil
}
