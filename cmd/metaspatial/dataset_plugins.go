package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/dataset"
	"github.com/metaspatial/metaspatial/host/env"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/host/serve"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/supervisor"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/sdk/render"
)

// datasetHelpers are the plugins that draw, answer and score for a data set.
type datasetHelpers struct {
	plugins *run.Plugins
	// cache is where pictures lie for a moment.
	cache string
	set   run.Set
}

// Close ends the plugins and removes what they left.
func (h *datasetHelpers) Close() error {
	return errors.Join(h.plugins.Close(), os.RemoveAll(h.cache))
}

// start starts the plugins that the flags need and gives them to the options.
func (g *datasetFlags) start(ctx context.Context, cfg *config.Run, lib *assets.Library, o *dataset.Options) (_ *datasetHelpers, err error) {
	h := &datasetHelpers{}
	if h.cache, err = os.MkdirTemp("", "metaspatial-dataset-*"); err != nil {
		return nil, fmt.Errorf("make the folder for pictures: %w", err)
	}
	if h.plugins, err = openPlugins(run.PluginOptions{CacheDir: h.cache, Output: pluginLines()}); err != nil {
		return nil, errors.Join(err, os.RemoveAll(h.cache))
	}
	defer func() {
		if err != nil {
			h.Close()
		}
	}()
	var list []config.Plugin
	var take []func(*supervisor.Handle) error
	want := func(p config.Plugin, f func(*supervisor.Handle) error) { list, take = append(list, p), append(take, f) }
	if g.sft {
		want(cfg.Policy.Plugin, func(p *supervisor.Handle) (err error) {
			if h.set.Policy, err = p.Policy(); err == nil && cfg.Policy.Checkpoint != "" {
				err = run.LoadWeights(ctx, h.set.Policy, cfg.Policy.Checkpoint)
			}
			return err
		})
	}
	// A policy or a term may want pictures although the set has none.
	if r := run.RendererOf(cfg); r.Name != "" && (g.picture > 0 || g.sft || g.refine > 0) {
		want(r, func(p *supervisor.Handle) (err error) {
			h.set.Renderer, err = p.Renderer()
			return err
		})
	}
	if g.refine > 0 {
		for _, t := range cfg.Terms {
			want(t.Plugin, func(p *supervisor.Handle) error {
				term, err := p.Term()
				h.set.Terms = append(h.set.Terms, reward.Term{Name: t.ID, Weight: t.Weight, Plugin: term})
				return err
			})
		}
	}
	handles, err := h.plugins.Start(ctx, list...)
	if err != nil {
		return nil, badInput(err)
	}
	for i, f := range take {
		if err := f(handles[i]); err != nil {
			return nil, badInput(err)
		}
	}
	if g.picture > 0 {
		if h.set.Renderer == nil {
			return nil, badInput(errors.New("the run file names no renderer to draw with; name one, such as render/raster, or leave the pictures out with --picture 0"))
		}
		o.Draw = func(ctx context.Context, list []render.Scene) ([][]byte, error) { return h.draw(ctx, list, g.picture) }
	}
	if g.sft {
		if o.Answer, err = h.answerer(g, lib); err != nil {
			return nil, err
		}
	}
	if g.refine > 0 {
		if o.Score, err = h.scorer(lib); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// draw draws the rooms and leaves nothing of it on the disk.
func (h *datasetHelpers) draw(ctx context.Context, list []render.Scene, side int) ([][]byte, error) {
	resp, err := h.set.Renderer.Render(ctx, render.RenderRequest{Scenes: list, Cameras: []string{render.Dollhouse}, Width: side, Height: side})
	if err != nil {
		return nil, err
	}
	if err := resp.Diagnostics.Err(); err != nil {
		return nil, fmt.Errorf("render: %w", err)
	}
	out := make([][]byte, len(resp.Images))
	for i, images := range resp.Images {
		if len(images) == 0 {
			return nil, errors.New("the renderer drew no picture of a room")
		}
		if out[i], err = os.ReadFile(filepath.Join(h.cache, filepath.FromSlash(images[0].File))); err != nil {
			return nil, fmt.Errorf("render: %w", err)
		}
	}
	// Rooms that look alike share a file, so that none goes before all are read.
	for _, images := range resp.Images {
		for _, img := range images {
			if name := filepath.FromSlash(img.File); filepath.IsLocal(name) {
				_ = os.Remove(filepath.Join(h.cache, name)) // What stays takes room and does no other harm.
			}
		}
	}
	return out, nil
}

// answerer lets the policy try each task, and the host choose.
func (h *datasetHelpers) answerer(g *datasetFlags, lib *assets.Library) (func(context.Context, *scenes.Task, uint64) (*scenes.Layout, error), error) {
	service, err := h.plugins.Service(&run.Set{Policy: h.set.Policy, Renderer: h.set.Renderer}, run.ServiceOptions{Turns: g.turns, Rules: 1, Library: lib})
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, task *scenes.Task, seed uint64) (*scenes.Layout, error) {
		res, err := service.Generate(ctx, session.GenerateRequest{Task: task, K: g.k, Best: 1, Seed: seed})
		if err != nil || len(res.Layouts) == 0 {
			return nil, err
		}
		return res.Layouts[0].Layout, nil
	}, nil
}

// scorer tells rewards and findings as metaspatial serve does between turns.
func (h *datasetHelpers) scorer(lib *assets.Library) (func(context.Context, *scenes.Task, *scenes.Layout) (float64, []scenes.Finding, error), error) {
	m, err := reward.New(h.set.Terms)
	if err != nil {
		return nil, badInput(err)
	}
	m.Meshes = run.NewMeshes(lib, h.cache).Of
	total, err := serve.Reward(m, nil)
	if err != nil {
		return nil, badInput(err)
	}
	e, err := env.New(env.Options{Scorer: m, Renderer: h.set.Renderer})
	if err != nil {
		return nil, badInput(err)
	}
	return func(ctx context.Context, task *scenes.Task, layout *scenes.Layout) (float64, []scenes.Finding, error) {
		out, err := e.Score(ctx, task, layout)
		return total(&out.Score), scenes.Faults(out.Score.Findings), err
	}, nil
}
