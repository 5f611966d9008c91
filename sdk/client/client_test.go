package client_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/client"
	"github.com/metaspatial/metaspatial/sdk/plugintest"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/render"
	"github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// plug is the part that the plugins of these tests share.
type plug struct {
	kind    base.Kind
	got     base.ConfigureRequest
	stopped bool
}

func (p *plug) Describe() base.Description {
	return base.Description{
		ID: string(p.kind) + "/test", Kind: p.kind, Version: "1.0.0", Summary: "Tests.",
		Schema: schema.Schema{
			{Name: "count", Type: schema.Integer, Default: 3, Doc: "A number."},
			{Name: "deep", Type: schema.Bool, Default: true, Doc: "A flag."},
		},
	}
}

func (p *plug) Configure(_ context.Context, req base.ConfigureRequest) (base.ConfigureResponse, error) {
	p.got = req
	return base.ConfigureResponse{}, nil
}

func (p *plug) Stop(context.Context) error {
	p.stopped = true
	return nil
}

type term struct{ plug }

// Evaluate forgets the last candidate.
func (*term) Evaluate(_ context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	return reward.EvaluateResponse{Results: make([]reward.Result, max(0, len(req.Candidates)-1))}, nil
}

type fixed struct{ plug }

func (*fixed) Sample(_ context.Context, req policy.SampleRequest) (policy.SampleResponse, error) {
	var r policy.SampleResponse
	if req.N == 7 {
		r.Diagnostics.Errorf("n", "must not be 7")
		return r, nil
	}
	r.Samples = make([][]policy.Sample, req.N)
	return r, nil
}

type learning struct{ fixed }

func (*learning) Update(context.Context, policy.UpdateRequest) (policy.UpdateResponse, error) {
	return policy.UpdateResponse{Statistics: []policy.Statistic{{Name: "loss", Value: 1}}}, nil
}

func (*learning) Save(context.Context, io.Writer) error { panic("no weights") }

// Load gives up after the first byte.
func (*learning) Load(_ context.Context, r io.Reader) error {
	if _, err := io.ReadFull(r, make([]byte, 1)); err != nil {
		return err
	}
	return errors.New("these are not my weights")
}

type painter struct{ plug }

func (*painter) Render(_ context.Context, req render.RenderRequest) (render.RenderResponse, error) {
	var r render.RenderResponse
	for range req.Scenes[1:] {
		r.Images = append(r.Images, []base.Image{{File: "a.png"}})
	}
	return r, nil
}

func TestTypes(t *testing.T) {
	for name, c := range map[string]struct {
		plugin base.Plugin
		want   [4]bool // term, policy, trainer, renderer
	}{
		"term":     {&term{plug{kind: base.Reward}}, [4]bool{true, false, false, false}},
		"policy":   {&fixed{plug{kind: base.Policy}}, [4]bool{false, true, false, false}},
		"trainer":  {&learning{fixed{plug{kind: base.Policy}}}, [4]bool{false, true, true, false}},
		"renderer": {&painter{plug{kind: base.Render}}, [4]bool{false, false, false, true}},
	} {
		t.Run(name, func(t *testing.T) {
			p := plugintest.Connect(t, c.plugin)
			var got [4]bool
			_, got[0] = p.(reward.Term)
			_, got[1] = p.(policy.Policy)
			_, got[2] = p.(policy.Trainer)
			_, got[3] = p.(render.Renderer)
			if got != c.want || p.Describe().Trainable != c.want[2] {
				t.Errorf("it is %v, want %v; trainable %v", got, c.want, p.Describe().Trainable)
			}
		})
	}
}

func TestSettings(t *testing.T) {
	remote := &term{plug{kind: base.Reward}}
	p := plugintest.Connect(t, remote)
	_, err := p.(reward.Term).Evaluate(t.Context(), reward.EvaluateRequest{})
	if err == nil || !strings.Contains(err.Error(), "plugin reward/test: Evaluate: the plugin has not been configured") {
		t.Errorf("before Configure: %v", err)
	}
	r, err := p.Configure(t.Context(), base.ConfigureRequest{Values: schema.Values{"count": 4.5}})
	if err != nil || r.Diagnostics.Err() == nil || r.Diagnostics[0].Path != "config.count" {
		t.Errorf("a broken setting: %v, %v", r.Diagnostics, err)
	}
	r, err = p.Configure(t.Context(), base.ConfigureRequest{Values: schema.Values{"count": 4}, CacheDir: "cache"})
	if err != nil || len(r.Diagnostics) != 0 {
		t.Fatal(r.Diagnostics, err)
	}
	want := base.ConfigureRequest{Values: schema.Values{"count": int64(4), "deep": true}, CacheDir: "cache"}
	if diff := cmp.Diff(want, remote.got); diff != "" {
		t.Error(diff)
	}
	if err := p.Stop(t.Context()); err != nil || !remote.stopped {
		t.Errorf("stopped %v, error %v", remote.stopped, err)
	}
}

func TestBrokenPromises(t *testing.T) {
	connect := func(p base.Plugin) client.Plugin {
		c := plugintest.Connect(t, p)
		if _, err := c.Configure(t.Context(), base.ConfigureRequest{}); err != nil {
			t.Fatal(err)
		}
		return c
	}
	task := &scenes.Task{ID: "task"}
	learner := connect(&learning{fixed{plug{kind: base.Policy}}}).(policy.Trainer)
	for name, c := range map[string]struct {
		call func() error
		want string
	}{
		"too few results": {func() error {
			_, err := connect(&term{plug{kind: base.Reward}}).(reward.Term).Evaluate(t.Context(), reward.EvaluateRequest{Task: task, Candidates: make([]reward.Candidate, 3)})
			return err
		}, "plugin reward/test: Evaluate: the plugin broke the contract: returned 2 results for 3 candidates"},
		"too many samples": {func() error {
			_, err := learner.Sample(t.Context(), policy.SampleRequest{N: 2, Observations: []policy.Observation{{Task: task}}})
			return err
		}, "returned 2 groups of samples for 1 observations"},
		"too few images": {func() error {
			_, err := connect(&painter{plug{kind: base.Render}}).(render.Renderer).Render(t.Context(), render.RenderRequest{Scenes: []render.Scene{{Task: task}}})
			return err
		}, "returned 0 groups of images for 1 scenes"},
		"panic in a stream": {func() error {
			return learner.Save(t.Context(), io.Discard)
		}, "plugin policy/test: panicked in Save: no weights"},
		"refused weights": {func() error {
			return learner.Load(t.Context(), strings.NewReader(strings.Repeat("w", 20<<20)))
		}, "plugin policy/test: Load: these are not my weights"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := c.call(); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v lacks %q", err, c.want)
			}
		})
	}
	r, err := learner.Sample(t.Context(), policy.SampleRequest{N: 7, Observations: []policy.Observation{{Task: task}}})
	if err != nil || r.Diagnostics.Err() == nil {
		t.Errorf("a refusal is no broken promise: %v, %v", r.Diagnostics, err)
	}
}
