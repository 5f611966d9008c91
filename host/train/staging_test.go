package train_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/train"
	"github.com/metaspatial/metaspatial/scenes"
)

// staged is a run whose term is raised when the policy has learned something
// and lowered over the last half.
func staged(t *testing.T) train.Options {
	o := options(t, 40)
	o.Config.Terms = []config.Term{{ID: "target", Plugin: config.Plugin{Name: "reward/target"}, Weight: 2, Schedule: []config.Stage{
		{When: "term/target > 0.45", Weight: 4},
		{From: 0.5, Weight: 1, Over: 0.25},
	}}}
	return o
}

func TestWeightsFollowTheirSchedule(t *testing.T) {
	o := staged(t)
	if _, err := train.Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	h := history(t, o.Config.Out)
	raised := 0
	for raised < len(h) && h[raised].Metrics["term/target/weight"] == 2 {
		raised++
	}
	if raised == 0 || raised >= 20 {
		t.Fatalf("the weight was raised at %d of %d", raised, len(h))
	}
	for i, r := range h {
		learned := i > 0 && h[i-1].Metrics["term/target"] > 0.45
		if i < raised && learned || i == raised && !learned {
			t.Errorf("iteration %d: raised at %d, though the iteration before had %v", i, raised, h[i-1].Metrics["term/target"])
		}
		// 40 planned iterations: half of them have passed at 20, and the ramp
		// takes 10.
		want := 2.0
		switch {
		case i >= 20:
			want = 4 - 3*min(1, float64(i-20)/10)
		case i >= raised:
			want = 4
		}
		if got := r.Metrics["term/target/weight"]; math.Abs(got-want) > 1e-12 {
			t.Errorf("iteration %d has the weight %v, want %v", i, got, want)
		}
	}
}

func TestResumeKeepsTheSchedule(t *testing.T) {
	whole := staged(t)
	if _, err := train.Run(t.Context(), whole); err != nil {
		t.Fatal(err)
	}
	o := staged(t)
	crash, tasks := errors.New("crash"), o.Tasks
	for _, cut := range []int{8, 24} { // within a stage, and on the ramp
		o.Policy = &toy.Policy{}
		o.Tasks = func(i, draw int) ([]*scenes.Task, error) {
			if i == cut {
				return nil, crash
			}
			return tasks(i, draw)
		}
		if _, err := train.Run(t.Context(), o); !errors.Is(err, crash) {
			t.Fatalf("got %v", err)
		}
		o.Resume = true
	}
	o.Tasks, o.Policy = tasks, &toy.Policy{}
	if _, err := train.Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(timeless(history(t, whole.Config.Out)), timeless(history(t, o.Config.Out))); d != "" {
		t.Errorf("the resumed run differs (-whole +resumed):\n%s", d)
	}
}

func TestWeightByHandEndsTheSchedule(t *testing.T) {
	o := staged(t)
	o.Hub = session.NewHub("run")
	crash, tasks := errors.New("crash"), o.Tasks
	o.Progress = func(p train.Progress) {
		if p.Iteration == 12 {
			if err := o.Hub.SetWeight(t.Context(), "target", 7); err != nil {
				t.Error(err)
			}
		}
	}
	o.Tasks = func(i, draw int) ([]*scenes.Task, error) {
		if i == 18 {
			return nil, crash
		}
		return tasks(i, draw)
	}
	if _, err := train.Run(t.Context(), o); !errors.Is(err, crash) {
		t.Fatalf("got %v", err)
	}
	o.Tasks, o.Progress, o.Hub, o.Policy, o.Resume = tasks, nil, nil, &toy.Policy{}, true
	if _, err := train.Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	for i, r := range history(t, o.Config.Out)[12:] {
		if w := r.Metrics["term/target/weight"]; w != 7 {
			t.Fatalf("iteration %d has the weight %v, want the 7 that was set by hand", 12+i, w)
		}
	}
}

func TestStagesThatNeverBegan(t *testing.T) {
	o := staged(t)
	o.Config.Terms[0].Schedule[0].When = "term/target > 2"
	var lines []string
	o.Log = func(line string) { lines = append(lines, line) }
	if _, err := train.Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	want := `term "target" kept the weight 2: stage 1 of its schedule, when term/target > 2, never began`
	if lines[len(lines)-1] != want {
		t.Errorf("the last line is %q, want %q", lines[len(lines)-1], want)
	}
}

func TestScheduleWaitsForARecordedMetric(t *testing.T) {
	o := staged(t)
	o.Config.Terms[0].Schedule[0].When = "reward/fnal > 1"
	if _, err := train.Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), `the metric "reward/fnal", which no run records`) {
		t.Errorf("got %v", err)
	}
}
