// Package critic is the reward term of the offline judge: MetaSpatial's five
// grades, computed instead of asked for.
package critic

import (
	"context"
	"fmt"

	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/critique"
	"github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

const docs = `value = Σ of five grades / 50, between 0.1 and 1, as MetaSpatial takes it from
its judge (arXiv 2503.18470, section 3.2). The grades, 1 to 10 each, are realism
and 3D geometric consistency; functionality and activity-based alignment; layout
and furniture; colour scheme and material choices; overall aesthetic and
atmosphere. Each is 1 + 9·Π uᵢ^wᵢ over the utilities of named measures:
collisions, bounds, support, doors, relations and facings as reward/physics
finds them, SceneEval's free floor and access, the guidelines of Merrell et al.
and Yu et al., and the colours, balance, clutter and light of the picture. A
grade never falls when one of its measures gets better. The parts are the five
grades, the findings say what costs most, and each object's value is minus the
score that it costs.

Without a picture (image: false, or no renderer in the run) the colour grade
counts the colours as middling and the atmosphere loses a fifth, so values with
and without pictures do not compare.`

// Term judges layouts.
type Term struct{ options critique.Options }

var _ reward.Term = (*Term)(nil)

// New returns the term.
func New() *Term { return &Term{} }

// Describe names the settings.
func (*Term) Describe() base.Description {
	return base.Description{
		ID: "reward/critic", Kind: base.Reward, Version: "0.1.0",
		Summary: "Gives the five grades of an interior designer's judge, computed from measurements and the picture.",
		Docs:    docs,
		Schema: schema.Schema{{
			Name: "image", Type: schema.Bool, Default: true,
			Doc: "look at a picture of every layout too; without, the colours count as middling",
		}, {
			Name: "findings", Type: schema.Bool, Default: true,
			Doc: "say in words which objects cost most",
		}},
	}
}

// Configure takes the settings; with image the term needs pictures.
func (t *Term) Configure(_ context.Context, req base.ConfigureRequest) (base.ConfigureResponse, error) {
	t.options = critique.Options{Image: req.Values.Bool("image"), Silent: !req.Values.Bool("findings"), Cache: req.CacheDir}
	var resp base.ConfigureResponse
	if t.options.Image {
		resp.Needs = []base.Need{base.NeedImages}
	}
	return resp, nil
}

// Evaluate judges every candidate's layout.
func (t *Term) Evaluate(ctx context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	if req.Task == nil {
		return reward.EvaluateResponse{}, fmt.Errorf("reward/critic: the request has no task")
	}
	return critique.Evaluate(ctx, req, t.options)
}
