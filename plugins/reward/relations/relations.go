// Package relations is the reward term for what a layout was asked for in
// words and specs: SceneEval's predicates and those of designers' sentences,
// counted over the layout's objects.
package relations

import (
	"context"
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/world"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

const docs = `What is asked for comes from three sources: the task's own relations and facings
(*explicit*), its list of specs, and its preference text. Each becomes specs of
scenes/predicate: so many groups of objects for which a predicate holds.

    value = placed · mean over the specs of (1 when it holds, else ½ · score)

where score, between 0 and 1, says how near the spec is to holding: every
missing group counts by its own score, and of too many groups the allowed share.
placed is the share of the task's objects that are placed, so that leaving one
out never pays. The value lies between 0 and 1. Without specs it is placed.

Specs that no layout of the task can decide (an unknown predicate, a window in a
room that has none) are left out of the mean and named in a warning. So are
clauses of the preference that were not understood.

Each object's own value is minus the sum of 1 − ½ · score over the specs it
breaks, and minus 1 when it is not placed.`

// Term scores layouts.
type Term struct {
	explicit, preference, silent bool
}

var _ reward.Term = (*Term)(nil)

// New returns the term with its default settings.
func New() *Term { return &Term{explicit: true, preference: true} }

// Describe names the settings.
func (*Term) Describe() base.Description {
	return base.Description{
		ID: "reward/relations", Kind: base.Reward, Version: "0.1.0",
		Summary: "Rewards layouts in which the relations asked for in the task, its specs and its preference text hold.",
		Docs:    docs,
		Schema: schema.Schema{
			{Name: "explicit", Type: schema.Bool, Default: true, Doc: "score the relations and facings of the task's objects"},
			{Name: "preference", Type: schema.Bool, Default: true, Doc: "score what is understood of the preference text"},
			{Name: "findings", Type: schema.Bool, Default: true, Doc: "say in words what does not hold and how to mend it"},
		},
	}
}

// Configure takes the settings.
func (t *Term) Configure(_ context.Context, req base.ConfigureRequest) (base.ConfigureResponse, error) {
	t.explicit, t.preference, t.silent = req.Values.Bool("explicit"), req.Values.Bool("preference"), !req.Values.Bool("findings")
	return base.ConfigureResponse{}, nil
}

// Evaluate scores every candidate's layout.
func (t *Term) Evaluate(ctx context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	resp := reward.EvaluateResponse{Results: make([]reward.Result, len(req.Candidates))}
	if req.Task == nil {
		return resp, fmt.Errorf("reward/relations: the request has no task")
	}
	if err := req.Task.Room.Validate(); err != nil {
		resp.Diagnostics.Errorf("task", "%v", err)
		for i := range resp.Results {
			resp.Results[i] = reward.Result{Invalid: true, Reason: err.Error()}
		}
		return resp, nil
	}
	a := t.gather(req.Task, &resp.Diagnostics)
	reward.Each(ctx, len(req.Candidates), func(i int) {
		c := &req.Candidates[i]
		if c.Layout != nil {
			resp.Results[i] = a.score(world.New(req.Task, c.Layout, nil), t.silent)
			return
		}
		reason := c.ParseError
		if reason == "" {
			reason = "there is no layout"
		}
		resp.Results[i] = reward.Result{Invalid: true, Reason: reason}
	})
	return resp, ctx.Err()
}

// source says where a spec comes from.
type source int

const (
	fromTask source = iota
	fromSpecs
	fromText
	sources
)

var sourceNames = [sources]string{"explicit", "specs", "preference"}

// words of a spec, for warnings.
func words(s scenes.Spec) string {
	if s.Text != "" {
		return s.Text
	}
	return fmt.Sprintf("%s of %q and %q", s.Predicate, s.Subject, s.Anchors)
}
