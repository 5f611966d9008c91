package toy

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/render"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

// Term is a reward term made of a function.
type Term struct {
	ID    string
	Needs []base.Need
	// Pictures are those that it describes.
	Pictures []base.Picture
	// Meshes are those that Evaluate was given last.
	Meshes atomic.Pointer[[]base.Mesh]
	// Value scores one candidate.
	Value func(task *scenes.Task, c reward.Candidate) reward.Result
	// Calls counts the calls of Evaluate.
	Calls atomic.Int64
}

var _ reward.Term = (*Term)(nil)

// Describe describes the term.
func (t *Term) Describe() base.Description {
	return base.Description{ID: "reward/" + t.ID, Kind: base.Reward, Version: "1.0.0", Summary: "A toy.", Needs: t.Needs, Pictures: t.Pictures}
}

// Configure takes no settings.
func (t *Term) Configure(context.Context, base.ConfigureRequest) (base.ConfigureResponse, error) {
	return base.ConfigureResponse{}, nil
}

// Evaluate calls Value for every candidate.
func (t *Term) Evaluate(ctx context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	t.Calls.Add(1)
	if len(req.Meshes) > 0 {
		t.Meshes.Store(&req.Meshes)
	}
	var resp reward.EvaluateResponse
	for _, c := range req.Candidates {
		resp.Results = append(resp.Results, t.Value(req.Task, c))
	}
	return resp, ctx.Err()
}

// Target rewards objects in their cells: 1 for each, the mean over the objects
// in total.
func Target() *Term {
	return &Term{ID: "target", Value: func(task *scenes.Task, c reward.Candidate) reward.Result {
		if c.Layout == nil {
			return reward.Result{Invalid: true, Reason: c.ParseError}
		}
		r := reward.Result{Objects: make([]float64, len(task.Objects))}
		for i, o := range task.Objects {
			if Cell(c.Layout, o.ID) == i%Cells {
				r.Objects[i] = 1
				r.Value += 1 / float64(len(task.Objects))
			} else {
				r.Findings = append(r.Findings, scenes.Finding{Rule: "target", Object: o.ID, Message: "is in the wrong cell"})
			}
		}
		return r
	}}
}

// Renderer writes one small file per scene.
type Renderer struct {
	Dir string
	// Scenes counts what was drawn.
	Scenes atomic.Int64
}

var _ render.Renderer = (*Renderer)(nil)

// Describe describes the renderer.
func (r *Renderer) Describe() base.Description {
	return base.Description{ID: "render/toy", Kind: base.Render, Version: "1.0.0", Summary: "A toy."}
}

// Configure takes no settings.
func (r *Renderer) Configure(context.Context, base.ConfigureRequest) (base.ConfigureResponse, error) {
	return base.ConfigureResponse{}, nil
}

// Render writes a file for every scene.
func (r *Renderer) Render(_ context.Context, req render.RenderRequest) (render.RenderResponse, error) {
	var resp render.RenderResponse
	if len(req.Cameras) == 0 {
		req.Cameras = []string{render.Dollhouse}
	}
	for _, s := range req.Scenes {
		n := r.Scenes.Add(1)
		var images []base.Image
		for _, camera := range req.Cameras {
			file := fmt.Sprintf("image-%d-%s-%d.png", n, camera, req.Width)
			if err := os.WriteFile(filepath.Join(r.Dir, file), fmt.Appendf(nil, "%v", s.Layout), 0o644); err != nil {
				return resp, err
			}
			images = append(images, base.Image{Hash: fmt.Sprint(n), File: file})
		}
		resp.Images = append(resp.Images, images)
	}
	return resp, nil
}
