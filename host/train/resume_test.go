package train_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/train"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

func TestResumeContinuesTheSameRun(t *testing.T) {
	whole := options(t, 23)
	if _, err := train.Run(t.Context(), whole); err != nil {
		t.Fatal(err)
	}
	want := timeless(history(t, whole.Config.Out))

	o := options(t, 23)
	for i, cut := range []int{3, 12, 17} {
		ctx, cancel := context.WithCancel(t.Context())
		o.Progress = func(p train.Progress) {
			if p.Iteration == cut {
				cancel()
			}
		}
		o.Policy, o.Resume = &toy.Policy{}, i > 0
		res, err := train.Run(ctx, o)
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("an interrupted run returned %v", err)
		}
		if res.Iterations != cut || filepath.Base(res.Checkpoint) != fmt.Sprintf("step-%06d", cut) {
			t.Errorf("interrupted after %d iterations: got %+v", cut, res)
		}
	}
	p := &toy.Policy{}
	o.Policy, o.Resume, o.Progress = p, true, nil
	if _, err := train.Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, timeless(history(t, o.Config.Out))); d != "" {
		t.Errorf("the resumed run differs (-whole +resumed):\n%s", d)
	}
	if p.Logits() != whole.Policy.(*toy.Policy).Logits() {
		t.Error("the resumed run ends on other weights")
	}
}

func TestResumeReplaysWeights(t *testing.T) {
	// The first run changes a weight in iteration 7 and is lost before its next
	// checkpoint, so the run that resumes at 5 must change it in 7 again.
	o := options(t, 20)
	o.Hub = session.NewHub("run")
	crash := errors.New("crash")
	tasks := o.Tasks
	o.Tasks = func(i, draw int) ([]*scenes.Task, error) {
		if i == 9 {
			return nil, crash
		}
		return tasks(i, draw)
	}
	o.Progress = func(p train.Progress) {
		if p.Iteration == 7 {
			if err := o.Hub.SetWeight(t.Context(), "target", 5); err != nil {
				t.Error(err)
			}
		}
	}
	if _, err := train.Run(t.Context(), o); !errors.Is(err, crash) {
		t.Fatalf("got %v", err)
	}
	if s, _ := o.Hub.Snapshot(t.Context()); s.State != session.Failed || !strings.Contains(s.Error, "crash") {
		t.Errorf("the hub says %q, %q", s.State, s.Error)
	}
	first := timeless(history(t, o.Config.Out))
	o.Tasks, o.Progress, o.Hub, o.Policy, o.Resume = tasks, nil, nil, &toy.Policy{}, true
	if _, err := train.Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	h := timeless(history(t, o.Config.Out))
	if d := cmp.Diff(first, h[:len(first)]); d != "" {
		t.Errorf("the replay differs (-first +replay):\n%s", d)
	}
	if w := h[19].Metrics["term/target/weight"]; w != 5 {
		t.Errorf("the weight at the end is %v, want 5", w)
	}
}

func TestResumeBeforeTheFirstCheckpoint(t *testing.T) {
	o := options(t, 4)
	crash, tasks := errors.New("crash"), o.Tasks
	o.Tasks = func(i, draw int) ([]*scenes.Task, error) {
		if i == 2 {
			return nil, crash
		}
		return tasks(i, draw)
	}
	if _, err := train.Run(t.Context(), o); !errors.Is(err, crash) {
		t.Fatalf("got %v", err)
	}
	o.Tasks, o.Policy, o.Resume = tasks, &toy.Policy{}, true
	if _, err := train.Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if h := history(t, o.Config.Out); len(h) != 4 || h[3].Iteration != 3 {
		t.Errorf("recorded %+v", h)
	}
}

func TestInterruptionDuringUpdate(t *testing.T) {
	// The update is finished, recorded and saved although the context ended.
	o := options(t, 20)
	ctx, cancel := context.WithCancel(t.Context())
	updates := 0
	o.Policy = &toy.Policy{OnUpdate: func(policy.UpdateRequest) {
		if updates++; updates == 4 {
			cancel()
		}
	}}
	res, err := train.Run(ctx, o)
	if !errors.Is(err, context.Canceled) || res.Iterations != 4 || len(history(t, o.Config.Out)) != 4 {
		t.Errorf("got %v after %d iterations", err, res.Iterations)
	}
}

// distant reports an ended context as a remote plugin does.
type distant struct{ *toy.Policy }

func (d distant) Sample(ctx context.Context, req policy.SampleRequest) (policy.SampleResponse, error) {
	resp, err := d.Policy.Sample(ctx, req)
	if err != nil {
		err = errors.New("rpc error: code = Canceled")
	}
	return resp, err
}

func TestInterruptionDuringSample(t *testing.T) {
	o := options(t, 20)
	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	o.Policy = distant{&toy.Policy{OnSample: func(policy.SampleRequest) {
		if calls++; calls == 8 {
			cancel()
		}
	}}}
	res, err := train.Run(ctx, o)
	if !errors.Is(err, context.Canceled) || res.Iterations != 3 || !strings.HasSuffix(res.Checkpoint, "step-000003") {
		t.Errorf("got %v and %+v", err, res)
	}
}
