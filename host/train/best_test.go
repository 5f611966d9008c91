package train_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/checkpoint"
	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/train"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// With evaluations on the way the best checkpoint is that of the best of them,
// and has the very weights that were evaluated.
func TestBestByTheHeldOutSuite(t *testing.T) {
	o := options(t, 20)
	o.Config.Eval.Every, o.Config.Checkpoint.Every, o.Config.Checkpoint.Keep = 3, 7, 1
	for i := range 6 {
		o.EvalTasks = append(o.EvalTasks, toy.Task("held-out", i+1))
	}
	// The weights as each evaluation saw them.
	p := &toy.Policy{}
	updates, seen := 0, map[int][toy.Cells][toy.Cells]float64{}
	p.OnUpdate = func(policy.UpdateRequest) { seen[updates], updates = p.Logits(), updates+1 }
	// Turned round after iteration 11, the run gets worse.
	o.Policy = p
	o.Progress = func(pr train.Progress) {
		if pr.Iteration == 11 {
			if err := o.Hub.SetWeight(t.Context(), "target", -2); err != nil {
				t.Error(err)
			}
		}
	}
	o.Hub = session.NewHub("run")
	res, err := train.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	seen[20] = p.Logits()

	want := checkpoint.Rank{Iteration: -1}
	for _, r := range history(t, o.Config.Out) {
		valid, ok := r.Metrics["eval/fully_valid"]
		if ok != (r.Iteration%3 == 0) {
			t.Fatalf("iteration %d: evaluated %v", r.Iteration, ok)
		}
		reward := r.Metrics["eval/reward"]
		if ok && (want.Iteration < 0 || valid > want.FullyValid || valid == want.FullyValid && reward > want.Reward) {
			want = checkpoint.Rank{Iteration: r.Iteration, Held: true, FullyValid: valid, Reward: reward}
		}
	}
	if want.Iteration <= 0 || want.Iteration >= 18 {
		t.Fatalf("the best evaluation is %v, at an end of the run: the test compares nothing", want)
	}
	if res.Best == nil || res.Best.Rank != want {
		t.Fatalf("best %v, want %v", res.Best, want)
	}
	if !strings.HasPrefix(res.Best.String(), "iteration ") || !strings.Contains(res.Best.String(), "of the held-out rooms fully valid") {
		t.Errorf("reads %q", res.Best)
	}
	c, err := checkpoint.Read(filepath.Join(o.Config.Out, train.BestDir))
	if err != nil || c.State.Iteration != want.Iteration || *c.State.Best != want {
		t.Fatalf("exported %+v, %v", c, err)
	}
	f, err := c.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var best toy.Policy
	if err := best.Load(context.Background(), f); err != nil || best.Logits() != seen[want.Iteration] {
		t.Errorf("exported the weights %v, %v, want %v", best.Logits(), err, seen[want.Iteration])
	}
}

// Without evaluations the reward in training decides between the checkpoints.
func TestBestByTheReward(t *testing.T) {
	o := options(t, 20)
	o.EvalTasks = []*scenes.Task{toy.Task("held-out", 3)}
	res, err := train.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	h := history(t, o.Config.Out)
	want := checkpoint.Rank{}
	for _, n := range []int{5, 10, 15, 20} {
		if r := h[n-1].Metrics["reward/final"]; want.Iteration == 0 || r > want.Reward {
			want = checkpoint.Rank{Iteration: n, Reward: r}
		}
	}
	if res.Best == nil || res.Best.Rank != want || res.Best.Dir != filepath.Join(o.Config.Out, train.BestDir) {
		t.Errorf("best %+v, want %+v", res.Best, want)
	}
}

// An interrupted run has a best checkpoint too.
func TestBestOfAnInterruptedRun(t *testing.T) {
	o := options(t, 20)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	o.Progress = func(p train.Progress) {
		if p.Iteration == 3 {
			cancel()
		}
	}
	res, err := train.Run(ctx, o)
	if err == nil || res.Best == nil || res.Best.Iteration != 3 {
		t.Errorf("%v, best %v", err, res.Best)
	}
	if _, err := os.Stat(filepath.Join(o.Config.Out, train.BestDir, checkpoint.PolicyFile)); err != nil {
		t.Error(err)
	}
}
