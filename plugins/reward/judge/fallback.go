package judge

import (
	"context"
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/critique"
	"github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/verdict"
)

// fallBack lets the critic grade a group, and says so in a warning, in every
// layout's findings and in its parts.
func (t *Term) fallBack(ctx context.Context, req reward.EvaluateRequest, why stop) (reward.EvaluateResponse, error) {
	resp, err := t.critic(ctx, req, nil)
	if err != nil {
		return resp, err
	}
	for i := range resp.Results {
		r := &resp.Results[i]
		if r.Invalid {
			continue
		}
		r.Parts = append(r.Parts,
			reward.Part{Name: "spread", Value: 0},
			reward.Part{Name: "gradings", Value: 0},
			reward.Part{Name: "judge_fallback", Value: 1})
		note := scenes.Finding{Rule: scenes.RuleNote, Message: fmt.Sprintf("The critic stands in for the judge: %s.", why.why)}
		r.Findings = append([]scenes.Finding{note}, r.Findings...)
	}
	resp.Diagnostics.Warnf("", "the critic stands in for the judge: %s", why.why)
	return resp, nil
}

// critic scores candidates as reward/critic does with its own settings' defaults
// and the same picture. Only those at the given places are scored, where there
// are any.
func (t *Term) critic(ctx context.Context, req reward.EvaluateRequest, only []int) (reward.EvaluateResponse, error) {
	picture := base.Picture{}.Complete()
	pick := func(c reward.Candidate) reward.Candidate {
		for _, img := range c.Images {
			if img.Shows(picture) {
				c.Images = []base.Image{img}
				return c
			}
		}
		c.Images = nil
		return c
	}
	var some []reward.Candidate
	if only == nil {
		for _, c := range req.Candidates {
			some = append(some, pick(c))
		}
	}
	for _, i := range only {
		some = append(some, pick(req.Candidates[i]))
	}
	req.Candidates = some
	return critique.Evaluate(ctx, req, critique.Options{Image: true, Silent: t.silent, Cache: t.cache})
}

// recordRooms writes down what the judge is about to be shown, with the critic's
// grades of the same rooms, so that the two can be compared later.
func (t *Term) recordRooms(ctx context.Context, req reward.EvaluateRequest, questions [][]question, at []int) error {
	if len(at) == 0 {
		return nil
	}
	resp, err := t.critic(ctx, req, at)
	if err != nil {
		return err
	}
	for k, i := range at {
		r := &verdict.Room{ID: questions[i][0].room.id, Task: req.Task.ID}
		for a := range r.Critic {
			r.Critic[a] = resp.Results[k].Parts[a].Value
		}
		if err := t.store.room(r); err != nil {
			return err
		}
	}
	return nil
}
