package train

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/metaspatial/metaspatial/host/eval"
	"github.com/metaspatial/metaspatial/host/rollout"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/trace"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/render"
)

// evaluate measures the policy as it stands, greedy, on the held-out tasks.
func (r *run) evaluate(ctx context.Context) (*eval.Summary, error) {
	// The seed is the run's own, not the iteration's: evaluations differ only
	// by what was learned between them.
	res, err := eval.Run(ctx, r.policy, r.o.EvalTasks, eval.Options{Env: r.env, Batch: len(r.o.EvalTasks), Seed: r.cfg.Seed})
	if err != nil {
		return nil, err
	}
	r.evaluated = &res.Summary
	return r.evaluated, nil
}

// evaluateBefore evaluates at the start of an iteration, into its record.
func (r *run) evaluateBefore(ctx context.Context, m record) error {
	if len(r.o.EvalTasks) == 0 {
		return nil
	}
	s, err := r.evaluate(ctx)
	if err != nil {
		return fmt.Errorf("iteration %d: %w", r.iteration, err)
	}
	m.eval(*s)
	if r.iteration == 0 {
		r.result.Before = s
	}
	return nil
}

func (r *run) evaluateAfter(ctx context.Context) error {
	if len(r.o.EvalTasks) == 0 {
		return nil
	}
	ctx, evaluated := trace.Lane(ctx, "training", "evaluate")
	s, err := r.evaluate(ctx)
	evaluated()
	if err != nil {
		return err
	}
	r.result.After = s
	return r.keepBest()
}

// samples picks the newest layouts of the first few tasks: the first episode
// of each group, which is no better than the others.
func (r *run) samples(groups []rollout.Group) []session.SampleLayout {
	n := min(r.cfg.Recorder.Samples, len(groups))
	terms := r.manager.Terms()
	out := make([]session.SampleLayout, 0, n)
	for g := range groups[:n] {
		turns := groups[g].Trajectories[0].Turns
		last := &turns[len(turns)-1]
		if last.Layout == nil {
			continue
		}
		s := session.SampleLayout{
			Iteration: r.iteration, Turn: last.Outcome.Turn, Task: groups[g].Task,
			Layout: last.Layout, Reward: last.Score.Total, Findings: last.Score.Findings, Values: termValues(terms, &last.Score),
		}
		for i := range turns[:len(turns)-1] {
			t := &turns[i]
			s.Earlier = append(s.Earlier, session.TurnLayout{
				Turn: t.Outcome.Turn, Layout: t.Layout, Reward: t.Score.Total, Findings: t.Score.Findings, Values: termValues(terms, &t.Score),
			})
		}
		out = append(out, s)
	}
	return out
}

// recordSamples writes layouts to the run's folder, with pictures where they
// are wanted and can be had. A renderer that fails here ends nothing: nobody
// learns from these pictures, and a run may have taken days by then. It is not
// asked again before the run is resumed, for it may take its whole time to fail.
func (r *run) recordSamples(ctx context.Context, samples []session.SampleLayout) error {
	images := make([][]base.Image, len(samples))
	if r.cfg.Recorder.Images && r.o.Renderer != nil && !r.undrawn && len(samples) > 0 {
		drawn, err := r.drawSamples(ctx, samples)
		if err != nil {
			r.undrawn = true
			r.log(fmt.Sprintf("warning: renderer %q: %v; layouts are recorded without pictures until the run is resumed", r.o.Renderer.Describe().ID, err))
		} else {
			images = drawn
		}
	}
	for i, s := range samples {
		image := ""
		if len(images[i]) > 0 {
			image = r.picture(images[i][0])
		}
		if err := r.recorder.Sample(s, i, image); err != nil {
			return err
		}
	}
	return nil
}

// picture is the path of a renderer's image.
func (r *run) picture(image base.Image) string {
	return filepath.Join(r.o.CacheDir, filepath.FromSlash(image.File))
}

func (r *run) drawSamples(ctx context.Context, samples []session.SampleLayout) ([][]base.Image, error) {
	var req render.RenderRequest
	for _, s := range samples {
		req.Scenes = append(req.Scenes, render.Scene{Task: s.Task, Layout: s.Layout})
	}
	resp, err := r.o.Renderer.Render(ctx, req)
	if err == nil {
		err = resp.Diagnostics.Err()
	}
	if err == nil && len(resp.Images) != len(samples) {
		err = fmt.Errorf("returned images of %d scenes for %d", len(resp.Images), len(samples))
	}
	for _, images := range resp.Images {
		if err == nil && len(images) > 0 {
			_, err = os.Stat(r.picture(images[0]))
		}
	}
	return resp.Images, err
}
