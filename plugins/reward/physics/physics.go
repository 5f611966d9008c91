// Package physics is the reward term for the physical sense of a layout:
// collisions, relations, bounds, support and free doors.
package physics

import (
	"context"
	"fmt"
	"io/fs"
	"os"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom/trimesh"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/diag"
	"github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// The modes.
const (
	modeDefault   = "default"
	modeReference = "reference"
)

// weight is what MetaSpatial takes off for each physical ratio (arXiv
// 2503.18470, section 3.2).
const weight = 0.2

const docs = `**default**: with shares over the task's objects,

    value = −0.2 · (colliding + violations + out of bounds + unsupported + blocking)

where blocking is the share of objects before a door, in its swing, in another's
declared clearance or without their own, and violations is half the share of objects with a relation or facing off by
more than 2 cm plus half the share off by more than 10 cm. An object that is
not placed counts in every share, so that leaving one out never pays; one that
may be left out, and is, counts as half a violation. A locked object that is
elsewhere is a violation. The value lies between −1 and 0; 0 means fully valid
with nothing left out. The weights are those of the
paper's physics reward, the split of violations that of the compact policy's
training. Each object's own value is minus the number of its faults, so that
the term's value is 0.2 times their mean. With **blame**, a part of each broken
relation or facing is taken off the values of the object it refers to and of those
that stand where the object would have to be, too: it is credit for training, and
leaves the term's value as it is. Boxes are oriented: any yaw is scored.
The parts blocked_doors and blocked_clearances tell the two kinds of blocking
apart. The part hidden_windows, the share of objects that hide a window, has no
weight: it has findings, but is no part of what makes a layout valid.

With **meshes**, two objects collide only where their models do, and an object
rests on the surface of its carrier's model that is below it. An asset without a
model, or with one that cannot be read, is a box.

**reference**: value = −0.2 · collision ratio − 0.2 · constraint ratio, bit for
bit as MetaSpatial's public code computes them from the task's scene graph with
the candidate's positions in it. Objects that the candidate leaves out keep the
graph's position, objects turned by the graph keep its rotation. Boxes are
axis-aligned, walls take part in collisions, and one satisfied relation is
enough. Where that code would raise, the candidate is invalid and the reason
names the stage.`

// Term scores layouts.
type Term struct {
	reference bool
	silent    bool
	blame     float64
	// cache is where the models lie; nil leaves every object a box.
	cache fs.FS
	shelf shelf
}

var _ reward.Term = (*Term)(nil)

// New returns the term in its default mode.
func New() *Term { return &Term{} }

// Describe names the settings.
func (*Term) Describe() base.Description {
	return base.Description{
		ID: "reward/physics", Kind: base.Reward, Version: "0.1.0",
		Summary: "Takes off for collisions, broken relations, and objects out of bounds, unsupported or in the way.",
		Docs:    docs,
		Schema: schema.Schema{{
			Name: "mode", Type: schema.String, Default: modeDefault, Enum: []string{modeDefault, modeReference},
			Doc: "default scores oriented boxes at any yaw; reference agrees with MetaSpatial's public code",
		}, {
			Name: "findings", Type: schema.Bool, Default: true,
			Doc: "say in words what is wrong; without, the default mode scores bad layouts several times faster",
		}, {
			Name: "blame", Type: schema.Number, Default: 0.0, Min: schema.Bound(0), Max: schema.Bound(1),
			Doc: "what part of a broken relation or facing counts against the object it refers to, and against each that stands where the object would have to be, in the objects' own values; the term's value stays as it is",
		}, {
			Name: "meshes", Type: schema.Bool, Default: false,
			Doc: "let the default mode compare the models of assets where their boxes meet: a chair may slide under a table top, things stand on the boards of a shelf",
		}},
	}
}

// Configure takes the mode.
func (t *Term) Configure(_ context.Context, req base.ConfigureRequest) (base.ConfigureResponse, error) {
	t.reference = req.Values.String("mode") == modeReference
	t.blame = req.Values.Number("blame")
	t.silent = !req.Values.Bool("findings")
	t.cache = nil
	var resp base.ConfigureResponse
	if !req.Values.Bool("meshes") {
		return resp, nil
	}
	switch {
	case t.reference:
		resp.Diagnostics.Errorf("meshes", "the reference mode compares boxes only; leave meshes out, or use the default mode")
	case req.CacheDir == "":
		resp.Diagnostics.Errorf("meshes", "there is no cache directory to read models from; leave meshes out")
	default:
		t.cache, resp.Needs = os.DirFS(req.CacheDir), []base.Need{base.NeedMeshes}
	}
	return resp, nil
}

// Evaluate scores every candidate's layout.
func (t *Term) Evaluate(ctx context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	resp := reward.EvaluateResponse{Results: make([]reward.Result, len(req.Candidates))}
	if req.Task == nil {
		return resp, fmt.Errorf("reward/physics: the request has no task")
	}
	worst, score := worstDefault, scorer(nil)
	if t.reference {
		var err error
		worst = worstReference
		if score, err = faithful(req.Task, t.silent); err != nil {
			resp.Diagnostics.Errorf("task", "%v", err)
			for i := range resp.Results {
				resp.Results[i] = reward.Result{Value: worst, Invalid: true, Reason: err.Error()}
			}
			return resp, nil
		}
	} else {
		score = checked(req.Task, t.silent, t.blame, t.meshes(&req, &resp.Diagnostics))
	}
	reward.Each(ctx, len(req.Candidates), func(i int) {
		c := &req.Candidates[i]
		if c.Layout != nil {
			resp.Results[i] = score(c.Layout)
			return
		}
		reason := c.ParseError
		if reason == "" {
			reason = "there is no layout"
		}
		resp.Results[i] = reward.Result{Value: worst, Invalid: true, Reason: reason}
	})
	return resp, ctx.Err()
}

// meshes returns the options of a check with the models of the request.
func (t *Term) meshes(req *reward.EvaluateRequest, ds *diag.Diagnostics) measure.Options {
	if t.cache == nil || len(req.Meshes) == 0 {
		return measure.Options{}
	}
	meshes := t.shelf.take(t.cache, req.Meshes, ds)
	return measure.Options{Meshes: func(asset string) *trimesh.Mesh { return meshes[asset] }}
}

// scorer scores one layout of the task it was made for; many may run at once.
type scorer func(*scenes.Layout) reward.Result
