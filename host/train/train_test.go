package train_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/checkpoint"
	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/train"
	"github.com/metaspatial/metaspatial/scenes"
	sdkreward "github.com/metaspatial/metaspatial/sdk/reward"
)

// options returns a run of the toy world in a new folder.
func options(t *testing.T, iterations int) train.Options {
	t.Helper()
	c := config.Default()
	c.Iterations, c.Out = iterations, filepath.Join(t.TempDir(), "run")
	c.GroupSize, c.Turns = 6, 2
	c.Optimiser.LearningRate = 1
	c.Checkpoint.Every = 5
	c.Recorder = config.Recorder{Samples: 2, SamplesEvery: 5}
	return train.Options{
		Config: c,
		Policy: &toy.Policy{},
		Terms:  []reward.Term{{Name: "target", Weight: 2, Plugin: toy.Target()}},
		Tasks:  toy.Tasks(4),
	}
}

func history(t *testing.T, dir string) []session.Record {
	t.Helper()
	h, err := metrics.History(dir)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// timeless drops what depends on the clock.
func timeless(h []session.Record) []session.Record {
	for i := range h {
		h[i].Elapsed = 0
		for name := range h[i].Metrics {
			if strings.HasPrefix(name, "time/") {
				delete(h[i].Metrics, name)
			}
		}
	}
	return h
}

func TestRunLearns(t *testing.T) {
	for name, set := range map[string]func(*config.Run){
		"trajectory credit": func(c *config.Run) { c.Credit.Object = 0 },
		"object credit":     func(c *config.Run) { c.Credit = config.Credit{Kind: config.CreditMixed, Object: 1, Anneal: 0.5} },
		"modulated credit":  func(c *config.Run) { c.Credit = config.Credit{Kind: config.CreditModulated, Object: 0.5, Anneal: 0.5} },
		"discounted return": func(c *config.Run) { c.Returns = config.Discounted },
		"one turn":          func(c *config.Run) { c.Turns = 1 },
		"reference return":  func(c *config.Run) { c.Returns = config.Reference },
		"dr. grpo":          func(c *config.Run) { c.Advantage = config.DrGRPO },
		"rloo":              func(c *config.Run) { c.Advantage = config.RLOO },
		"batch scale":       func(c *config.Run) { c.Advantage = config.BatchScale },
		"reinforce++":       func(c *config.Run) { c.Advantage = config.ReinforcePP },
		"with baseline":     func(c *config.Run) { c.Advantage = config.ReinforcePPBaseline },
		"dynamic sampling":  func(c *config.Run) { c.Resample = 2 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t, 40)
			set(o.Config)
			o.EvalTasks = []*scenes.Task{toy.Task("held-out", 3)}
			res, err := train.Run(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			h := history(t, o.Config.Out)
			first, last := h[0].Metrics["reward/final"], h[len(h)-1].Metrics["reward/final"]
			if len(h) != 40 || first > 1.2 || last < 1.7 {
				t.Errorf("%d iterations went from reward %.2f to %.2f, want from about 0.5 to nearly 2", len(h), first, last)
			}
			if res.Iterations != 40 || res.Before == nil || res.After == nil || res.Before.Rooms != 1 {
				t.Errorf("result %+v lacks something", res)
			}
			if _, err := checkpoint.Read(res.Checkpoint); err != nil {
				t.Error(err)
			}
		})
	}
}

// A run that does not get better ends after its patience, and stays ended when it
// is resumed; more patience lets it go on.
func TestPatience(t *testing.T) {
	o := options(t, 40)
	o.Config.Optimiser.LearningRate = 0
	o.Config.Eval.Every, o.Config.Eval.Patience = 2, 3
	o.EvalTasks = []*scenes.Task{toy.Task("held-out", 3)}
	said := ""
	o.Log = func(line string) { said += line + "\n" }
	res, err := train.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	// Evaluations 0, 2, 4 and 6: the last three bring nothing new.
	if res.Iterations != 7 || !strings.Contains(said, "stopped early") {
		t.Errorf("%d iterations, said %q", res.Iterations, said)
	}
	o.Resume = true
	if res, err = train.Run(t.Context(), o); err != nil || res.Iterations != 7 {
		t.Errorf("resumed to %d iterations, %v", res.Iterations, err)
	}
	o.Config.Eval.Patience = 5
	if res, err = train.Run(t.Context(), o); err != nil || res.Iterations != 11 {
		t.Errorf("with more patience %d iterations, %v", res.Iterations, err)
	}
}

func TestRunOverASocket(t *testing.T) {
	o := options(t, 12)
	o.Hub = session.NewHub("run")
	dir := t.TempDir()
	_, stop, err := session.Open(o.Hub, dir, "")
	if err != nil {
		t.Fatal(err)
	}
	c, err := session.Dial(t.Context(), dir, "")
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	events, err := c.Watch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		_, err := train.Run(t.Context(), o)
		ended <- errors.Join(err, stop())
	}()
	var records []int
	var last session.Event
	for e := range events {
		if e.Record != nil {
			records = append(records, e.Record.Iteration)
			if g, err := c.Generate(t.Context(), session.GenerateRequest{Task: toy.Task("mine", 2), K: 4, Best: 4, Seed: 1}); err == nil && len(g.Layouts) != 4 {
				t.Errorf("%d layouts", len(g.Layouts))
			}
		}
		last = e
	}
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if len(records) != 12 || records[11] != 11 || last.State != session.Finished {
		t.Errorf("read the records %v, then %+v", records, last)
	}
}

func TestPauseAndStop(t *testing.T) {
	o := options(t, 1000)
	o.Hub = session.NewHub("run")
	events, err := o.Hub.Watch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	o.Progress = func(p train.Progress) {
		switch p.Iteration {
		case 3:
			o.Hub.Pause(t.Context())
		case 6:
			o.Hub.Stop(t.Context())
		}
	}
	done := make(chan error)
	go func() {
		res, err := train.Run(t.Context(), o)
		if err == nil && res.Iterations != 6 {
			err = fmt.Errorf("stopped after %d iterations", res.Iterations)
		}
		done <- err
	}()
	var states []session.State
	records := 0
	for e := range events {
		if e.Record != nil {
			records++
		}
		if e.State != "" {
			states = append(states, e.State)
		}
		if e.State == session.Paused {
			// Somebody at the viewer tries things while the run waits.
			if g, err := o.Hub.Generate(t.Context(), session.GenerateRequest{Task: toy.Task("mine", 2), K: 3, Best: 3, Seed: 1}); err != nil || len(g.Layouts) != 3 {
				t.Errorf("generate while paused: %+v, %v", g, err)
			}
			if err := o.Hub.Resume(t.Context()); err != nil {
				t.Error(err)
			}
		}
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	want := []session.State{session.Running, session.Paused, session.Running, session.Finished}
	if d := cmp.Diff(want, states); d != "" || records != 6 {
		t.Errorf("%d records, states (-want +got):\n%s", records, d)
	}
	if err := o.Hub.Pause(t.Context()); !errors.Is(err, session.ErrEnded) {
		t.Errorf("pausing an ended run: %v", err)
	}
}

func TestClockEndsTheRunAndPlansIt(t *testing.T) {
	o := options(t, 0)
	o.Config.Minutes = 2.0 / 60
	res, err := train.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	h := history(t, o.Config.Out)
	if res.Elapsed > 60 || len(h) < 7 {
		t.Fatalf("%d iterations in %.1f s", len(h), res.Elapsed)
	}
	first, last := h[0].Metrics, h[len(h)-1].Metrics
	if first["schedule/planned"] != 0 || last["schedule/planned"] == 0 {
		t.Errorf("planned %v at the start and %v at the end", first["schedule/planned"], last["schedule/planned"])
	}
	if !(last["schedule/learning_rate"] < first["schedule/learning_rate"]) {
		t.Error("the learning rate did not fall")
	}
}

func TestRunErrors(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*train.Options)
		want   string
	}{
		"nothing to resume": {func(o *train.Options) { o.Resume = true }, "has no checkpoint"},
		"no terms":          {func(o *train.Options) { o.Terms = nil }, "no reward terms"},
		"keeps nothing":     {func(o *train.Options) { o.Policy = &toy.Policy{Silent: true} }, "kept no samples"},
		"bad setting":       {func(o *train.Options) { o.Config.GroupSize = 0 }, "group_size is 0; it must be"},
		"a term returns NaN": {func(o *train.Options) {
			o.Terms[0].Plugin = &toy.Term{ID: "nan", Value: func(*scenes.Task, sdkreward.Candidate) sdkreward.Result {
				zero := 0.0
				return sdkreward.Result{Value: zero / zero}
			}}
		}, `reward term "target", task "toy-0-0": candidate 0 has the value NaN`},
	} {
		t.Run(name, func(t *testing.T) {
			o := options(t, 3)
			c.change(&o)
			_, err := train.Run(t.Context(), o)
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want one sentence with %q", err, c.want)
			}
		})
	}
}

func TestSecondRunInTheSameFolder(t *testing.T) {
	o := options(t, 3)
	var second error
	o.Progress = func(p train.Progress) {
		if p.Iteration == 1 {
			o2 := o
			o2.Progress = nil
			_, second = train.Run(t.Context(), o2)
		}
	}
	if _, err := train.Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if second == nil || !strings.Contains(second.Error(), "is in use by a run of process") {
		t.Errorf("a second run at the same time: %v", second)
	}
	o.Progress = nil
	if _, err := train.Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), "already holds a run of 3 iterations") {
		t.Errorf("a new run over an old one: %v", err)
	}
	o.Config.Gamma, o.Resume = 0.5, true
	if _, err := train.Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), "the run file has changed") {
		t.Errorf("resuming with another run file: %v", err)
	}
}

func TestEveryMetricIsExplained(t *testing.T) {
	o := options(t, 8)
	o.EvalTasks = []*scenes.Task{toy.Task("held-out", 2)}
	o.Config.Eval.Every = 4
	if _, err := train.Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	evaluated := 0
	for _, r := range history(t, o.Config.Out) {
		for name := range r.Metrics {
			if _, ok := metrics.Explain(name); !ok {
				t.Errorf("the glossary lacks %s", name)
			}
		}
		if _, ok := r.Metrics["eval/fully_valid"]; ok {
			evaluated++
		}
	}
	if evaluated != 2 {
		t.Errorf("evaluated in %d iterations, want in 0 and 4", evaluated)
	}
}
