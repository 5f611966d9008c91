//go:build unix

package supervisor

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/sdk/client"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

func TestEvaluate(t *testing.T) {
	h := start(t, newSupervisor(t, Options{}), "reward/echo", map[string]any{"radius": 1})
	d := h.Describe()
	if d.ID != "reward/echo" || d.SDKVersion == "" || len(d.Schema) != 4 {
		t.Errorf("description %+v", d)
	}
	if w := h.Warnings(); len(w) != 1 || w[0].Summary != "is 1" {
		t.Errorf("warnings %v, want that the radius is 1", w)
	}
	term, err := h.Term()
	if err != nil {
		t.Fatal(err)
	}
	r, err := term.Evaluate(context.Background(), reward.EvaluateRequest{
		Task:       room(2),
		Candidates: []reward.Candidate{{Response: "score", Layout: row(2), Turn: 1}, {ParseError: "nothing"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	a, b := -row(2).Placements[0].Position.Len(), -row(2).Placements[1].Position.Len()
	want := []reward.Result{
		{Value: 1 + a + b, Objects: []float64{a, b}, Parts: []reward.Part{{Name: "distance", Value: 1 + a + b}, {Name: "turn", Value: 1}}},
		{},
	}
	if diff := cmp.Diff(want, r.Results); diff != "" {
		t.Error(diff)
	}
	if _, err := h.Policy(); err == nil || !strings.Contains(err.Error(), "is a reward plugin") {
		t.Errorf("a term as a policy: %v", err)
	}
}

func TestLargeMessages(t *testing.T) {
	t.Parallel()
	h := start(t, newSupervisor(t, Options{}), "reward/echo", nil)
	for name, n := range map[string]int{"more than 4 MiB": 5 << 20, "more than 64 MiB": 65 << 20} {
		t.Run("request of "+name, func(t *testing.T) {
			r, err := tell(context.Background(), h, strings.Repeat("q", n))
			if err != nil || r.Value != float64(n) {
				t.Errorf("value %v, error %v; want %d", r.Value, err, n)
			}
		})
		t.Run("response of "+name, func(t *testing.T) {
			order, _ := json.Marshal(n)
			r, err := tell(context.Background(), h, "repeat "+string(order))
			if err != nil || len(r.Reason) != n {
				t.Errorf("%d bytes, error %v; want %d", len(r.Reason), err, n)
			}
		})
	}
}

func TestWeightsTravelInStreams(t *testing.T) {
	h := start(t, newSupervisor(t, Options{}), "policy/learner", nil)
	p, err := h.Trainer()
	if err != nil {
		t.Fatal(err)
	}
	weights := bytes.Repeat([]byte("0123456789abcde"), 1<<18) // almost 4 MiB
	if err := p.Load(context.Background(), bytes.NewReader(weights)); err != nil {
		t.Fatal(err)
	}
	var back bytes.Buffer
	if err := p.Save(context.Background(), &back); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(back.Bytes(), weights) {
		t.Errorf("%d bytes came back of %d", back.Len(), len(weights))
	}
	if _, err := p.Update(context.Background(), policy.UpdateRequest{}); err == nil || err.Error() != "plugin policy/learner: Update: nothing to learn" {
		t.Errorf("error %v", err)
	}
	broken := errors.New("the disk is gone")
	if err := p.Load(context.Background(), &failing{broken}); !errors.Is(err, broken) {
		t.Errorf("error %v, want the reader's own", err)
	}
}

type failing struct{ err error }

func (f *failing) Read([]byte) (int, error) { return 0, f.err }

func TestPanicNamesPluginAndPlace(t *testing.T) {
	h := start(t, newSupervisor(t, Options{}), "reward/echo", nil)
	_, err := tell(context.Background(), h, "panic this")
	var p *client.PanicError
	if !errors.As(err, &p) {
		t.Fatalf("error %v is no panic", err)
	}
	if !strings.Contains(err.Error(), "plugin reward/echo: panicked in Evaluate: cannot do this (") || !strings.Contains(err.Error(), "main_test.go:") {
		t.Errorf("error %q does not say who, what and where", err)
	}
	if !strings.Contains(p.Stack, "(*echo).Evaluate") {
		t.Errorf("stack:\n%s", p.Stack)
	}
	if _, err := tell(context.Background(), h, "score"); err != nil {
		t.Errorf("after the panic: %v", err)
	}
}

func TestContexts(t *testing.T) {
	h := start(t, newSupervisor(t, Options{}), "reward/echo", nil)
	t.Run("deadline", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		defer cancel()
		if _, err := tell(ctx, h, "wait"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
	})
	t.Run("cancel", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		time.AfterFunc(50*time.Millisecond, cancel)
		if _, err := tell(ctx, h, "wait"); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	})
}

func TestEnvironment(t *testing.T) {
	t.Setenv("SOME_SECRET_TOKEN", "hunter2")
	t.Setenv("GOMAXPROCS", "7")
	h := start(t, newSupervisor(t, Options{GOMAXPROCS: 1, Env: []string{"SET_FOR_PLUGINS=yes"}}), "reward/echo", nil)
	r, err := tell(context.Background(), h, "env")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{
		"hunter2":                            false,
		`"SET_FOR_PLUGINS=yes"`:              true,
		`"GOMAXPROCS=1"`:                     true,
		`"GOMAXPROCS=7"`:                     false,
		`"PATH=`:                             true,
		`"PLUGIN_CLIENT_CERT=-----BEGIN CER`: true, // mutual TLS is on
	} {
		if got := strings.Contains(r.Reason, text); got != want {
			t.Errorf("environment holds %s: %v, want %v", text, got, want)
		}
	}
}

// TestKey holds that a plugin gets the one key that its settings name, and the
// way to the server that they name.
func TestKey(t *testing.T) {
	t.Setenv("SOME_API_KEY", "open sesame")
	t.Setenv("OTHER_API_KEY", "hunter2")
	t.Setenv("HTTPS_PROXY", "http://proxy:3128")
	s := newSupervisor(t, Options{})
	for _, c := range []struct {
		config     map[string]any
		key, proxy bool
	}{
		{map[string]any{"key_env": "SOME_API_KEY"}, true, false},
		{map[string]any{"key_env": "SOME_API_KEY", "base_url": "https://server/v1"}, true, true},
		{map[string]any{"key_env": "UNSET_API_KEY"}, false, false},
		{nil, false, false},
	} {
		r, err := tell(context.Background(), start(t, s, "reward/echo", c.config), "env")
		if err != nil {
			t.Fatal(err)
		}
		key, proxy := strings.Contains(r.Reason, `"SOME_API_KEY=open sesame"`), strings.Contains(r.Reason, `"HTTPS_PROXY=http://proxy:3128"`)
		if key != c.key || proxy != c.proxy || strings.Contains(r.Reason, "hunter2") {
			t.Errorf("%v: its environment is %s", c.config, r.Reason)
		}
	}
}

// TestWarnings tells each of a plugin's warnings once, whichever candidate it is
// about, and no more of them than somebody would read.
func TestWarnings(t *testing.T) {
	var out buffer
	h := start(t, newSupervisor(t, Options{Output: &out}), "reward/echo", nil)
	term, err := h.Term()
	if err != nil {
		t.Fatal(err)
	}
	warn := func(turn int, of string) {
		t.Helper()
		r, err := term.Evaluate(t.Context(), reward.EvaluateRequest{Task: room(1), Candidates: []reward.Candidate{{Response: "warn " + of, Turn: turn}}})
		if err != nil || len(r.Diagnostics) != 1 {
			t.Fatal(r.Diagnostics, err)
		}
	}
	for turn := range 3 {
		warn(turn, "odd")
	}
	warn(0, "odd\n[reward/other] but lies")
	want := "[reward/echo] warning: config.radius: is 0.5\n[reward/echo] warning: candidates[0]: is odd\n[reward/echo] warning: candidates[0]: is odd [reward/other] but lies\n"
	if out.String() != want {
		t.Errorf("output\n%swant\n%s", out.String(), want)
	}
	for i := range 2 * maxWarned {
		warn(0, fmt.Sprint(i))
	}
	if s := out.String(); strings.Count(s, "\n") != maxWarned+1 || !strings.HasSuffix(s, "[reward/echo] further warnings are not shown\n") {
		t.Errorf("output\n%s", s)
	}
}

func TestNoise(t *testing.T) {
	var out buffer
	h := start(t, newSupervisor(t, Options{Output: &out}), "reward/echo", nil)
	for range 3 {
		if _, err := tell(context.Background(), h, "noise"); err != nil {
			t.Fatal(err)
		}
	}
	for _, line := range []string{"printed to stdout", `{"@message":5}`, "printed to stderr", strings.Repeat("x", maxLine) + "…"} {
		line = "[reward/echo] " + line + "\n"
		eventually(t, line, func() bool { return strings.Count(out.String(), line) == 3 })
	}
	if h.Restarts() != 0 {
		t.Errorf("the noise ended the plugin")
	}
}
