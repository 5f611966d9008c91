//go:build unix

package supervisor

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/sdk/policy"
)

// within starts a plugin whose calls may take that long.
func within(t *testing.T, o Options, id string, timeouts Timeouts) *Handle {
	t.Helper()
	h, err := newSupervisor(t, o).Start(t.Context(), Spec{Entry: self(id), Timeouts: timeouts})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestHungTermEnds(t *testing.T) {
	t.Parallel()
	h := within(t, Options{}, "reward/echo", Timeouts{Call: time.Second})
	before, pid := time.Now(), h.PID()
	_, err := tell(t.Context(), h, "sleep")
	var hung *HungError
	if !errors.As(err, &hung) || !strings.HasPrefix(err.Error(), "plugin reward/echo: Evaluate has not answered within 1s; it is being restarted; raise its timeout") {
		t.Errorf("got %v", err)
	}
	if took := time.Since(before); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
	eventually(t, "end of the hung process", func() bool { return gone(pid) })
	if _, err := tell(t.Context(), h, "score"); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// TestStartingIsNotAnswering waits for a process longer than a call may take.
func TestStartingIsNotAnswering(t *testing.T) {
	t.Parallel()
	h := within(t, Options{Backoff: 3 * time.Second}, "reward/echo", Timeouts{Call: 2 * time.Second})
	if err := syscall.Kill(h.PID(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	before := time.Now()
	if _, err := tell(t.Context(), h, "score"); err != nil {
		t.Error(err)
	}
	if took := time.Since(before); took < 2*time.Second {
		t.Errorf("it was there after %v already", took)
	}
}

// TestTermThatHangsOnce is answered by a second process, which then takes the
// place of the first.
func TestTermThatHangsOnce(t *testing.T) {
	t.Parallel()
	var out buffer
	h := within(t, Options{Output: &out}, "reward/echo", Timeouts{Call: 4 * time.Second})
	file := filepath.Join(t.TempDir(), "sleep")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	pid := h.PID()
	if _, err := tell(t.Context(), h, "sleep "+file); err != nil {
		t.Fatal(err)
	}
	if want := "another process of it has, and takes its place"; !strings.Contains(out.String(), want) {
		t.Errorf("output %q lacks %q", out.String(), want)
	}
	eventually(t, "end of the first process", func() bool { return gone(pid) })
	if h.Restarts() != 0 {
		t.Errorf("%d restarts", h.Restarts())
	}
	if _, err := tell(t.Context(), h, "score"); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// TestLearnedIsNeverMistaken ends the process of a policy in every state of its
// weights: it goes on only where the new process has the same.
func TestLearnedIsNeverMistaken(t *testing.T) {
	t.Parallel()
	load := func(text string) func(context.Context, policy.Trainer) error {
		return func(ctx context.Context, p policy.Trainer) error { return p.Load(ctx, strings.NewReader(text)) }
	}
	sample := func(p policy.Trainer, keep bool) (string, error) {
		r, err := p.Sample(t.Context(), policy.SampleRequest{Observations: []policy.Observation{{Task: room(1)}}, Keep: keep})
		if err != nil {
			return "", err
		}
		return r.Samples[0][0].Response, nil
	}
	for name, c := range map[string]struct {
		before func(h *Handle, p policy.Trainer) error
		want   string // what Sample says afterwards; empty means that all is lost
	}{
		"nothing loaded": {func(*Handle, policy.Trainer) error { return nil }, "0"},
		"loaded":         {func(_ *Handle, p policy.Trainer) error { return load("12345")(t.Context(), p) }, ""},
		"loaded, and known how": {func(h *Handle, p policy.Trainer) error {
			err := load("12345")(t.Context(), p)
			h.SetReload(load("12345"))
			return err
		}, "5"},
		"loaded others since": {func(h *Handle, p policy.Trainer) error {
			h.SetReload(load("12345"))
			return load("123")(t.Context(), p)
		}, ""},
		"samples kept": {func(h *Handle, p policy.Trainer) error {
			h.SetReload(load("12345"))
			_, err := sample(p, true)
			return err
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := within(t, Options{}, "policy/learner", Timeouts{})
			p, err := h.Trainer()
			if err != nil {
				t.Fatal(err)
			}
			if err := c.before(h, p); err != nil {
				t.Fatal(err)
			}
			if err := syscall.Kill(h.PID(), syscall.SIGKILL); err != nil {
				t.Fatal(err)
			}
			eventually(t, "restart", func() bool { return h.Restarts() == 1 })
			got, err := sample(p, false)
			if c.want == "" {
				if !errors.Is(err, policy.ErrLost) || !strings.Contains(err.Error(), "what it had learned is lost with it") {
					t.Errorf("got %q, %v", got, err)
				}
				if err := load("12")(t.Context(), p); err != nil {
					t.Fatal(err)
				}
				c.want = "2"
				got, err = sample(p, false)
			}
			if err != nil || got != c.want {
				t.Errorf("got %q, %v; want %q", got, err, c.want)
			}
		})
	}
}
