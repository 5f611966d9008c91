// Package function is the reward term for how well a furnished room works:
// walking from the doors, getting to each piece, space to use it, reach, sight
// and free openings.
package function

import (
	"context"
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure/function"
	"github.com/metaspatial/metaspatial/scenes/world"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

const docs = `The value is the weighted mean of up to six parts, each between 0 and 1, times the
share of the task's objects that are placed. Parts that the room has nothing for
drop out.

- **navigability**: share of the floor not meant for furniture that a person who
  comes in by a door can cover.
- **access**: share of a strip along each object's functional sides that such a
  person covers; one side is enough unless the class needs them all.
- **clearance**: share of the free space beside those sides that use of the
  class needs (Merrell et al. 2011 where they give it).
- **reach**: chairs at their tables, seats near low tables, nightstands near
  beds, shelves and hooks between 0.4 and 1.9 m high.
- **sight**: seats see the screen or board: angles and lines of sight.
- **openings**: share of the space before doors and windows that is free.

Which sides an object is used from and how much space that takes is in the
taxonomy of classes; objects of unknown category are obstacles only. Each
object's own value is minus its losses and what it takes from others; 0 is
faultless. Objects are boxes. One more obstacle never raises any part but reach.`

// Term scores layouts.
type Term struct{ options function.Options }

var _ reward.Term = (*Term)(nil)

// New returns the term with its defaults.
func New() *Term { return &Term{} }

// Describe names the settings.
func (*Term) Describe() base.Description {
	s := schema.Schema{{
		Name: "person_radius", Type: schema.Number, Default: function.DefaultRadius, Min: schema.Bound(0.1), Max: schema.Bound(1), Unit: "m",
		Doc: "half the width of a person who walks; 0.25 is half a man's shoulder breadth, 0.45 about a wheelchair's need",
	}, {
		Name: "reach", Type: schema.Number, Default: function.DefaultReach, Min: schema.Bound(0.2), Max: schema.Bound(2), Unit: "m",
		Doc: "how far arms reach",
	}, {
		Name: "findings", Type: schema.Bool, Default: true,
		Doc: "say in words what is wrong; without, scoring is faster",
	}}
	for p := range function.Part(function.Parts) {
		s = append(s, schema.Attribute{Name: weightName(p), Type: schema.Number, Default: 1.0, Min: schema.Bound(0), Max: schema.Bound(1000),
			Doc: fmt.Sprintf("weight of the part %s in the value", p)})
	}
	return base.Description{
		ID: "reward/function", Kind: base.Reward, Version: "0.1.0",
		Summary: "Rewards rooms that work: ways from the doors, access, clearances, reach, sight and free openings.",
		Docs:    docs, Schema: s,
	}
}

func weightName(p function.Part) string { return "weight_" + p.String() }

// Configure takes the settings. Weights that are all 0 are refused.
func (t *Term) Configure(_ context.Context, req base.ConfigureRequest) (base.ConfigureResponse, error) {
	var resp base.ConfigureResponse
	o := function.Options{
		Radius: req.Values.Number("person_radius"), Reach: req.Values.Number("reach"), Silent: !req.Values.Bool("findings"),
	}
	sum := 0.0
	for p := range function.Part(function.Parts) {
		o.Weights[p] = req.Values.Number(weightName(p))
		sum += o.Weights[p]
	}
	if sum == 0 {
		resp.Diagnostics.Errorf("config."+weightName(0), "all weights are 0; give at least one part a weight")
		return resp, nil
	}
	t.options = o
	return resp, nil
}

// Evaluate scores every candidate's layout.
func (t *Term) Evaluate(ctx context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	resp := reward.EvaluateResponse{Results: make([]reward.Result, len(req.Candidates))}
	if req.Task == nil {
		return resp, fmt.Errorf("reward/function: the request has no task")
	}
	reward.Each(ctx, len(req.Candidates), func(i int) {
		c := &req.Candidates[i]
		if c.Layout != nil {
			resp.Results[i] = t.score(req.Task, c.Layout)
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

func (t *Term) score(task *scenes.Task, l *scenes.Layout) reward.Result {
	r := function.Measure(world.New(task, l, nil), t.options)
	out := reward.Result{Value: r.Value, Objects: r.Objects, Findings: r.Findings}
	for p, s := range r.Of {
		if s.Applicable {
			out.Parts = append(out.Parts, reward.Part{Name: function.Part(p).String(), Value: s.Value})
		}
	}
	return out
}
