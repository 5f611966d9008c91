//go:build unix

package supervisor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/sdk/policy"
)

// hasty starts a term that has that long to answer, and to take its settings.
func hasty(t *testing.T, o Options, timeout time.Duration) (*Handle, error) {
	t.Helper()
	return newSupervisor(t, o).Start(t.Context(), Spec{Entry: self("reward/echo"), Timeouts: Timeouts{Call: timeout}})
}

func TestHungTermEnds(t *testing.T) {
	t.Parallel()
	unhurried(t, time.Second, func(timeout time.Duration) error {
		h, err := hasty(t, Options{}, timeout)
		if err != nil {
			return err
		}
		pid := h.PID()
		_, err = tell(t.Context(), h, "sleep")
		var hung *HungError
		if want := fmt.Sprintf("plugin reward/echo: Evaluate has not answered within %v; it is being restarted; raise its timeout", timeout); !errors.As(err, &hung) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v", err)
		}
		eventually(t, "end of the hung process", func() bool { return gone(pid) })
		if _, err := tell(t.Context(), h, "score"); err != nil {
			return fmt.Errorf("afterwards: %w", err)
		}
		return nil
	})
}

// TestStartingIsNotAnswering waits for a process longer than a call may take.
func TestStartingIsNotAnswering(t *testing.T) {
	t.Parallel()
	unhurried(t, 2*time.Second, func(timeout time.Duration) error {
		h, err := hasty(t, Options{Backoff: timeout * 3 / 2}, timeout)
		if err != nil {
			return err
		}
		before := time.Now()
		if err := syscall.Kill(h.PID(), syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		if _, err := tell(t.Context(), h, "score"); err != nil {
			return err
		}
		if took := time.Since(before); took < timeout {
			t.Errorf("it was there after %v already", took)
		}
		return nil
	})
}

// TestTermThatHangsOnce is answered by a second process, which then takes the
// place of the first.
func TestTermThatHangsOnce(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "sleep")
	unhurried(t, 4*time.Second, func(timeout time.Duration) error {
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		var out buffer
		h, err := hasty(t, Options{Output: &out}, timeout)
		if err != nil {
			return err
		}
		pid := h.PID()
		if _, err := tell(t.Context(), h, "sleep "+file); err != nil {
			return err
		}
		if want := "another process of it has, and takes its place"; !strings.Contains(out.String(), want) {
			t.Errorf("output %q lacks %q", out.String(), want)
		}
		eventually(t, "end of the first process", func() bool { return gone(pid) })
		if h.Restarts() != 0 {
			t.Errorf("%d restarts", h.Restarts())
		}
		if _, err := tell(t.Context(), h, "score"); err != nil {
			return fmt.Errorf("afterwards: %w", err)
		}
		return nil
	})
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
			h := start(t, newSupervisor(t, Options{}), "policy/learner", nil)
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
