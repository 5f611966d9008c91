package main

import (
	"context"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/plugins/render/raster"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/render"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

// groupSize is the number of layouts scored in one call.
const groupSize = 64

// started starts a policy and a term as processes of their own.
func started(b *testing.B, policy string, term config.Plugin) *run.Set {
	b.Helper()
	plugins, err := openPlugins(run.PluginOptions{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { plugins.Close() })
	cfg := config.Default()
	cfg.Policy.Plugin, cfg.Terms = config.Plugin{Name: policy}, []config.Term{{ID: "term", Plugin: term, Weight: 1}}
	set, err := plugins.StartSet(context.Background(), cfg)
	if err != nil {
		b.Fatal(err)
	}
	return set
}

// BenchmarkColdStart starts all built-in plugins, side by side.
func BenchmarkColdStart(b *testing.B) {
	var wanted []config.Plugin
	for _, id := range builtinIDs() {
		wanted = append(wanted, config.Plugin{Name: id})
	}
	for b.Loop() {
		plugins, err := openPlugins(run.PluginOptions{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := plugins.Start(context.Background(), wanted...); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := plugins.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(time.Millisecond), "ms/start")
}

// BenchmarkScoreGroup scores a group of layouts of one 12-object room by the
// physics term in its own process: layouts without faults, as a trained policy
// makes them, and random ones, in which nearly everything is at fault
// and has its sentence, with and without these.
func BenchmarkScoreGroup(b *testing.B) {
	tasks, err := roomgen.Suite("twelve", 1, run.SuiteSeed, run.Items(assets.Starter()))
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name, policy string
		settings     map[string]any
	}{
		{"valid", "policy/solver", nil},
		{"random", "policy/random", nil},
		{"random without findings", "policy/random", map[string]any{"findings": false}},
	} {
		b.Run(c.name, func(b *testing.B) {
			set := started(b, c.policy, config.Plugin{Name: "reward/physics", Config: c.settings})
			req := reward.EvaluateRequest{Task: tasks[0], Candidates: candidates(b, set.Policy, tasks[0])}
			for b.Loop() {
				if _, err := set.Terms[0].Plugin.Evaluate(context.Background(), req); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed())/float64(b.N)/groupSize/float64(time.Microsecond), "µs/layout")
		})
	}
}

func candidates(b *testing.B, p policy.Policy, task *scenes.Task) []reward.Candidate {
	b.Helper()
	resp, err := p.Sample(context.Background(), policy.SampleRequest{Observations: []policy.Observation{{Task: task}}, N: groupSize, Temperature: 1, Seed: 1})
	if err != nil {
		b.Fatal(err)
	}
	var out []reward.Candidate
	for _, s := range resp.Samples[0] {
		out = append(out, reward.Candidate{Layout: codec.ParseResponse(task, s.Response).Layout})
	}
	return out
}

// BenchmarkPictures draws a group of layouts of one 12-object room at 256², in
// the renderer's own process and in this one. The difference is what the way
// there and back costs a picture; both write the pictures to the cache.
func BenchmarkPictures(b *testing.B) {
	tasks, err := roomgen.Suite("twelve", 1, run.SuiteSeed, run.Items(assets.Starter()))
	if err != nil {
		b.Fatal(err)
	}
	set := started(b, "policy/random", config.Plugin{Name: "reward/physics"})
	req := render.RenderRequest{}
	for _, c := range candidates(b, set.Policy, tasks[0]) {
		req.Scenes = append(req.Scenes, render.Scene{Task: tasks[0], Layout: c.Layout})
	}
	own := raster.New()
	values, ds := own.Describe().Schema.Resolve(nil)
	if err := ds.Err(); err != nil {
		b.Fatal(err)
	}
	if _, err := own.Configure(context.Background(), base.ConfigureRequest{Values: values, CacheDir: b.TempDir()}); err != nil {
		b.Fatal(err)
	}
	inline := req
	inline.Inline = true
	for _, c := range []struct {
		name     string
		renderer render.Renderer
		req      render.RenderRequest
	}{{"own process", set.Renderer, req}, {"own process, inline", set.Renderer, inline}, {"this process", own, req}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := c.renderer.Render(context.Background(), c.req); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed())/float64(b.N)/groupSize/float64(time.Microsecond), "µs/picture")
		})
	}
}
