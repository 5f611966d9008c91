package train_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/checkpoint"
	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/train"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/policy"
	sdkreward "github.com/metaspatial/metaspatial/sdk/reward"
)

// eventful is a run in which everything happens that a resumed one must come to
// again: updates that spoil the weights in iterations 8 and 14, a term that fails
// in 12, a weight with stages, dynamic sampling, a divergence in the reward,
// evaluations with a best one.
func eventful(t *testing.T) train.Options {
	o := options(t, 24)
	o.Config.Resample, o.Config.GroupSize = 2, 3
	o.Config.OnTermFailure = config.Continue
	o.Config.Eval.Every, o.Config.Checkpoint.Keep = 4, 1
	o.Config.Optimiser.KLIn, o.Config.Optimiser.Loss.KL = config.InReward, 0.1
	o.Config.Terms = []config.Term{
		{ID: "target", Plugin: config.Plugin{Name: "reward/target"}, Weight: 2, Schedule: []config.Stage{
			{When: "term/target > 0.4", Weight: 3, Over: 0.3}, {From: 0.7, Weight: 1}}},
		{ID: "bad", Plugin: config.Plugin{Name: "reward/bad"}, Weight: 1},
	}
	for i := range 5 {
		o.EvalTasks = append(o.EvalTasks, toy.Task(fmt.Sprintf("held-out-%d", i), i+1))
	}
	left := &toy.Term{ID: "bad", Value: func(task *scenes.Task, c sdkreward.Candidate) sdkreward.Result {
		return sdkreward.Result{Value: float64(toy.Cell(c.Layout, task.Objects[0].ID))}
	}}
	o.Terms = append(o.Terms, reward.Term{Name: "bad", Weight: 1, Plugin: failing{left, 12}})
	o.Policy = restarted(o.Config)
	return o
}

// restarted is the policy in a new process.
func restarted(c *config.Run) *toy.Policy {
	p := spoiling(c, policy.Statistic{Name: "loss", Value: math.NaN()}, 8, 14)
	p.Referring = true
	return p
}

// outcome is all that a run has come to, but for the clock.
type outcome struct {
	Records  any
	Logits   [toy.Cells][toy.Cells]float64
	Rollback []metrics.Event
	Lost     []metrics.Event
	Best     checkpoint.Rank
	Marks    map[checkpoint.Mark]string
	Exported string
}

func outcomeOf(t *testing.T, o train.Options, res *train.Result) outcome {
	t.Helper()
	out := outcome{
		Records: timeless(history(t, o.Config.Out)), Logits: o.Policy.(*toy.Policy).Logits(),
		Rollback: events(t, o.Config.Out, metrics.EventRollback), Lost: events(t, o.Config.Out, metrics.EventLost),
		Marks: map[checkpoint.Mark]string{},
	}
	for _, m := range []checkpoint.Mark{checkpoint.Best, checkpoint.Good} {
		c, err := store(o.Config.Out).Marked(m)
		if err != nil || c == nil {
			t.Fatalf("marked %s: %v, %v", m, c, err)
		}
		out.Marks[m] = fmt.Sprint(c.State.Iteration, " ", c.State.SHA256)
	}
	data, err := os.ReadFile(filepath.Join(o.Config.Out, train.BestDir, checkpoint.PolicyFile))
	if err != nil || res.Best == nil {
		t.Fatalf("the best checkpoint %v, %v", res.Best, err)
	}
	out.Best, out.Exported = res.Best.Rank, string(data)
	return out
}

func TestResumedRunIsTheWholeOne(t *testing.T) {
	whole := eventful(t)
	res, err := train.Run(t.Context(), whole)
	if err != nil {
		t.Fatal(err)
	}
	want := outcomeOf(t, whole, res)
	// All of it must have happened, or there is nothing to compare.
	h := history(t, whole.Config.Out)
	last := h[len(h)-1].Metrics
	draws := 0.0
	for _, r := range h {
		for name := range r.Metrics {
			if _, ok := metrics.Explain(name); !ok {
				t.Errorf("the glossary lacks %s", name)
			}
		}
		draws = max(draws, r.Metrics["rollout/draws"])
	}
	if len(h) != 24 || last["schedule/rollbacks"] != 2 || last["term/bad/missing"] != 1 || last["term/target/weight"] != 1 ||
		draws < 2 || want.Best.Iteration == 0 || !want.Best.Held || len(want.Lost) != 1 || len(want.Rollback) != 2 {
		t.Fatalf("the whole run came to %+v: %v draws, best %v, lost %v, rollbacks %v", last, draws, want.Best, want.Lost, want.Rollback)
	}

	crash := errors.New("crash")
	for name, cuts := range map[string][]int{
		"interrupted between checkpoints":     {3, 7, 13, 19},
		"interrupted after a rollback":        {9, 15},
		"interrupted at every iteration":      {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23},
		"lost between checkpoints":            {-3, -7, -13, -19},
		"lost after a rollback and a failure": {-9, -12, -15},
		"lost right after a failure":          {-13},
		"both":                                {6, -9, 11, -13, 14, -17},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := eventful(t)
			tasks := o.Tasks
			for i, cut := range cuts {
				ctx, cancel := context.WithCancel(t.Context())
				wrong := context.Canceled
				o.Policy, o.Resume, o.Tasks, o.Progress = restarted(o.Config), i > 0, tasks, nil
				if cut > 0 {
					o.Progress = func(p train.Progress) {
						if p.Iteration == cut {
							cancel()
						}
					}
				} else {
					wrong = crash
					o.Tasks = func(i, draw int) ([]*scenes.Task, error) {
						if i == -cut {
							return nil, crash
						}
						return tasks(i, draw)
					}
				}
				_, err := train.Run(ctx, o)
				cancel()
				if !errors.Is(err, wrong) {
					t.Fatalf("cut at %d: %v", cut, err)
				}
				if max(cut, -cut) > 12 { // somebody mends the term, which stays lost
					o.Terms[1].Plugin = failing{o.Terms[1].Plugin.(failing).Term, -1}
				}
			}
			o.Policy, o.Resume, o.Tasks, o.Progress = restarted(o.Config), true, tasks, nil
			res, err := train.Run(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, outcomeOf(t, o, res)); d != "" {
				t.Errorf("(-whole +resumed):\n%s", d)
			}
		})
	}
}
