// Package format is the reward term for the form of a response: its place on
// the format ladder between 0 and 1 (MetaSpatial, arXiv 2503.18470, section
// 3.2).
package format

import (
	"context"
	"fmt"

	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/measure/reference"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// The modes.
const (
	modeDefault   = "default"
	modeReference = "reference"
)

const docs = `The value is the response's place on a ladder.

| value | default mode | reference mode |
|---|---|---|
| 0 | not ` + "`<think>…</think><answer>…</answer>`" + ` | the same |
| 0.1 | the answer is not JSON | the same; a code fence or a trailing comma is not JSON, null counts as not JSON |
| 0.5 | an object is missing, unknown, named twice or without finite coordinates | the answer has not as many entries as the task has objects |
| 1 | every object is placed once | otherwise |

The default mode forgives white space, a code fence around the answer and
trailing commas, and checks ids and coordinates as version 2 of the paper does.
Each fault is a finding. The reference mode agrees with MetaSpatial's public
code: the first <answer> counts even inside the thought, text or an object of
the right length scores 1, and an answer that has no length cannot be scored.`

// Term scores the form of responses.
type Term struct {
	reference bool
}

var _ reward.Term = (*Term)(nil)

// New returns the term in its default mode.
func New() *Term { return &Term{} }

// Describe names the settings.
func (*Term) Describe() base.Description {
	return base.Description{
		ID: "reward/format", Kind: base.Reward, Version: "0.1.0",
		Summary: "Scores the form of a response: tags, JSON, and one placement per object.",
		Docs:    docs,
		Needs:   []base.Need{base.NeedResponse},
		Schema: schema.Schema{{
			Name: "mode", Type: schema.String, Default: modeDefault, Enum: []string{modeDefault, modeReference},
			Doc: "default forgives fences and commas and checks ids and coordinates; reference agrees with MetaSpatial's public code",
		}},
	}
}

// Configure takes the mode.
func (t *Term) Configure(_ context.Context, req base.ConfigureRequest) (base.ConfigureResponse, error) {
	t.reference = req.Values.String("mode") == modeReference
	return base.ConfigureResponse{}, nil
}

// Evaluate scores every candidate's response.
func (t *Term) Evaluate(ctx context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	resp := reward.EvaluateResponse{Results: make([]reward.Result, len(req.Candidates))}
	if req.Task == nil {
		return resp, fmt.Errorf("reward/format: the request has no task")
	}
	for i := range req.Candidates {
		if err := ctx.Err(); err != nil {
			return resp, err
		}
		resp.Results[i] = t.one(&req, req.Candidates[i].Response)
	}
	return resp, nil
}

func (t *Term) one(req *reward.EvaluateRequest, text string) reward.Result {
	if !t.reference {
		p := codec.ParseResponse(req.Task, text)
		return reward.Result{Value: p.Score, Findings: p.Findings}
	}
	step, err := reference.Format(text, len(req.Task.Objects))
	if err != nil {
		return reward.Result{Invalid: true, Reason: err.Error()}
	}
	return reward.Result{Value: step}
}
