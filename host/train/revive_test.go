package train_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/checkpoint"
	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/train"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// mortal is a policy whose process ends in some calls, and which is then another
// one that knows nothing until it is loaded.
type mortal struct {
	*toy.Policy
	dies  func(call int, method string) bool
	calls int
	lost  bool
}

func (m *mortal) die(method string) error {
	if m.calls++; m.dies(m.calls, method) {
		m.Policy, m.lost = &toy.Policy{}, true
	}
	if m.lost {
		return fmt.Errorf("plugin policy/toy: its process ended (signal: killed): %w\nand its last lines", policy.ErrLost)
	}
	return nil
}

func (m *mortal) Sample(ctx context.Context, req policy.SampleRequest) (policy.SampleResponse, error) {
	if err := m.die("Sample"); err != nil {
		return policy.SampleResponse{}, err
	}
	return m.Policy.Sample(ctx, req)
}

func (m *mortal) Update(ctx context.Context, req policy.UpdateRequest) (policy.UpdateResponse, error) {
	if err := m.die("Update"); err != nil {
		return policy.UpdateResponse{}, err
	}
	return m.Policy.Update(ctx, req)
}

func (m *mortal) Save(ctx context.Context, w io.Writer) error {
	if err := m.die("Save"); err != nil {
		return err
	}
	return m.Policy.Save(ctx, w)
}

func (m *mortal) Load(ctx context.Context, r io.Reader) error {
	m.lost = false
	if err := m.die("Load"); err != nil {
		return err
	}
	return m.Policy.Load(ctx, r)
}

// A run whose policy dies again and again comes out the same as one whose policy
// lives.
func TestRunOutlivesItsPolicy(t *testing.T) {
	whole := options(t, 17)
	whole.Config.Checkpoint.Every = 2
	if _, err := train.Run(t.Context(), whole); err != nil {
		t.Fatal(err)
	}
	o := options(t, 17)
	o.Config.Checkpoint.Every = 2
	p := &mortal{Policy: &toy.Policy{}, dies: func(call int, _ string) bool { return call%13 == 0 }}
	o.Policy = p
	said := ""
	o.Log = func(line string) { said += line + "\n" }
	res, err := train.Run(t.Context(), o)
	if err != nil || res.Iterations != 17 {
		t.Fatalf("%+v, %v", res, err)
	}
	if d := cmp.Diff(timeless(history(t, whole.Config.Out)), timeless(history(t, o.Config.Out))); d != "" {
		t.Errorf("(-whole +revived):\n%s", d)
	}
	if p.Logits() != whole.Policy.(*toy.Policy).Logits() {
		t.Error("it ends on other weights")
	}
	if n := strings.Count(said, "its process ended (signal: killed): the policy has lost what it had learned; back to the checkpoint of iteration "); n < 3 {
		t.Errorf("said %d times that the policy was lost:\n%s", n, said)
	}
}

// A policy that dies while the run is resumed is loaded again.
func TestPolicyDiesInLoad(t *testing.T) {
	o := options(t, 7)
	if _, err := train.Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	opened := 0
	o.Opened = func() error { opened++; return nil }
	o.Policy = &mortal{Policy: &toy.Policy{}, dies: func(call int, _ string) bool { return call == 1 }}
	o.Resume, o.Config.Iterations = true, 9
	res, err := train.Run(t.Context(), o)
	if err != nil || res.Iterations != 9 || opened != 1 {
		t.Errorf("%+v, %v, opened %d times", res, err, opened)
	}
	// One that cannot be loaded at all has no result.
	o.Policy = &mortal{Policy: &toy.Policy{}, dies: func(int, string) bool { return true }}
	if res, err := train.Run(t.Context(), o); !errors.Is(err, policy.ErrLost) || res != nil {
		t.Errorf("%+v, %v", res, err)
	}
}

// A policy that always dies in the same iteration ends the run.
func TestPolicyThatCannotLive(t *testing.T) {
	o := options(t, 17)
	p := &mortal{Policy: &toy.Policy{}}
	updates := 0
	p.dies = func(_ int, method string) bool { return updates == 7 && method == "Sample" }
	p.OnUpdate = func(policy.UpdateRequest) { updates++ }
	o.Policy = p
	res, err := train.Run(t.Context(), o)
	if !errors.Is(err, policy.ErrLost) || res.Iterations != 5 {
		t.Fatalf("%+v, %v", res, err)
	}
	if h := history(t, o.Config.Out); len(h) != 5 {
		t.Errorf("%d iterations on record", len(h))
	}
}

// What a save that was killed has left behind hinders nothing.
func TestResumeAfterDamage(t *testing.T) {
	whole := options(t, 12)
	if _, err := train.Run(t.Context(), whole); err != nil {
		t.Fatal(err)
	}
	want := timeless(history(t, whole.Config.Out))
	step := func(o train.Options, n int) string {
		return filepath.Join(o.Config.Out, train.CheckpointDir, fmt.Sprintf("step-%06d", n))
	}
	for name, c := range map[string]struct {
		damage func(t *testing.T, o train.Options) error
		said   string
	}{
		"weights cut short": {func(_ *testing.T, o train.Options) error {
			return os.Truncate(filepath.Join(step(o, 10), checkpoint.PolicyFile), 5)
		}, "step-000010 is damaged: its file policy is not the one that was saved"},
		"no state": {func(_ *testing.T, o train.Options) error {
			return os.Truncate(filepath.Join(step(o, 10), checkpoint.StateFile), 0)
		}, "step-000010 is damaged: its state.json holds no state"},
		"killed between two names": {func(_ *testing.T, o train.Options) error {
			return os.Rename(step(o, 10), filepath.Join(filepath.Dir(step(o, 10)), ".partial-step-000010.old"))
		}, ""},
		"record cut short": {func(t *testing.T, o train.Options) error {
			file := filepath.Join(o.Config.Out, metrics.MetricsFile)
			data, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			lines := strings.SplitAfter(string(data), "\n")
			return os.WriteFile(file, []byte(strings.Join(lines[:7], "")+lines[7][:20]), 0o644)
		}, "step-000010 is damaged: it is of iteration 10, and the record of the run ends before that, with 7"},
	} {
		t.Run(name, func(t *testing.T) {
			o := options(t, 10)
			if _, err := train.Run(t.Context(), o); err != nil {
				t.Fatal(err)
			}
			if err := c.damage(t, o); err != nil {
				t.Fatal(err)
			}
			said := ""
			o.Log = func(line string) { said += line + "\n" }
			o.Policy, o.Resume, o.Config.Iterations = &toy.Policy{}, true, 12
			if _, err := train.Run(t.Context(), o); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(said, c.said) {
				t.Errorf("said %q, want %q", said, c.said)
			}
			h := timeless(history(t, o.Config.Out))
			if len(h) != len(want) {
				t.Fatalf("%d iterations on record, want %d", len(h), len(want))
			}
			for i := range h {
				if h[i].Iteration != i {
					t.Errorf("record %d is of iteration %d", i, h[i].Iteration)
				}
			}
			if c, err := checkpoint.Read(step(o, 12)); err != nil || c.State.Iteration != 12 {
				t.Errorf("the last checkpoint: %+v, %v", c, err)
			}
		})
	}
}

// A run that was killed before it had anything is begun by resuming it.
func TestResumeOfNothingYet(t *testing.T) {
	o := options(t, 3)
	o.Resume = true
	if _, err := train.Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), "there is nothing to resume") {
		t.Errorf("got %v", err)
	}
	if err := os.WriteFile(filepath.Join(o.Config.Out, metrics.MetricsFile), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if res, err := train.Run(t.Context(), o); err != nil || res.Iterations != 3 {
		t.Errorf("%+v, %v", res, err)
	}
}
