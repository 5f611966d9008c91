package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// learned reads what a run has recorded, without what the clock decides.
func learned(t *testing.T, dir string) []map[string]float64 {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "metrics.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]float64
	for line := range strings.Lines(string(data)) {
		m := decode[struct{ Metrics map[string]float64 }](t, line).Metrics
		for name := range m {
			if strings.HasPrefix(name, "time/") {
				delete(m, name)
			}
		}
		out = append(out, m)
	}
	return out
}

func TestTrainIsDeterministic(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"a", "b"} {
		write(t, dir, name+".yaml", fmt.Sprintf(tiny, 6, name))
		done(t, dir, "train", "-c", name+".yaml")
	}
	a, b := learned(t, filepath.Join(dir, "a")), learned(t, filepath.Join(dir, "b"))
	if d := cmp.Diff(a, b); d != "" || len(a) != 6 {
		t.Errorf("%d iterations, (-first +second):\n%s", len(a), d)
	}
}

// TestSeedDecidesTheWeights holds that the run's seed reaches the policy, and
// that a seed of the policy's own goes before it.
func TestSeedDecidesTheWeights(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, policy := range map[string]string{
		"run":   "",
		"same":  "policy: {plugin: policy/compact, config: {seed: 3}}\n",
		"other": "policy: {plugin: policy/compact, config: {seed: 4}}\n",
	} {
		write(t, dir, name+".yaml", policy+fmt.Sprintf(tiny, 1, name))
		done(t, dir, "train", "-c", name+".yaml")
	}
	first := func(name string) map[string]float64 { return learned(t, filepath.Join(dir, name))[0] }
	if d := cmp.Diff(first("run"), first("same")); d != "" {
		t.Errorf("the run's seed gave other weights (-run +policy):\n%s", d)
	}
	if cmp.Equal(first("run"), first("other")) {
		t.Error("the policy's seed changed nothing")
	}
}

func TestResumeFromItsOwnRunFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	steady := "optimiser: {schedule: constant}\ncredit: {anneal: 0}\n" + tiny
	write(t, dir, "whole.yaml", fmt.Sprintf(steady, 4, "whole"))
	write(t, dir, "parts.yaml", fmt.Sprintf(steady, 4, "deep/parts"))
	done(t, dir, "train", "-c", "whole.yaml")
	done(t, dir, "train", "-c", "parts.yaml", "--iterations", "2")
	run := filepath.Join(dir, "deep", "parts", "run.yaml")
	done(t, t.TempDir(), "train", "-c", run, "--resume", "--iterations", "3")
	done(t, dir, "train", "-c", run, "--resume", "--iterations", "4")
	whole, parts := learned(t, filepath.Join(dir, "whole")), learned(t, filepath.Join(dir, "deep", "parts"))
	for _, m := range append(whole, parts...) {
		delete(m, "schedule/planned") // the one thing that the parts cannot know
	}
	if d := cmp.Diff(whole, parts); d != "" {
		t.Errorf("(-whole +in parts):\n%s", d)
	}
	if _, err := os.Stat(filepath.Join(dir, "deep", "parts", "deep")); err == nil {
		t.Error("the run was carried on in a folder within its own")
	}
	// It is a whole run, which a new one must not touch.
	before, err := os.ReadFile(run)
	if err != nil {
		t.Fatal(err)
	}
	r := program(t, dir, nil, "train", "-c", "parts.yaml", "--iterations", "9")
	if want := "already holds a run of 4 iterations; go on with it by --resume, or name another folder"; r.code != exitBadInput || !strings.Contains(lastLine(r.stderr), want) {
		t.Errorf("exit code %d\n%s", r.code, r.stderr)
	}
	if after, err := os.ReadFile(run); err != nil || string(after) != string(before) {
		t.Errorf("the refused run has changed run.yaml: %v", err)
	}
}

func TestCheckpointsThatCannotBeResumed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "run.yaml", fmt.Sprintf(tiny, 4, "out"))
	done(t, dir, "train", "-c", "run.yaml")
	at := filepath.Join("out", "checkpoints", "step-000004")
	state := filepath.Join(at, "state.json")
	data, err := os.ReadFile(filepath.Join(dir, state))
	if err != nil {
		t.Fatal(err)
	}
	good := string(data)
	resume := []string{"train", "-c", "run.yaml", "--resume", "--iterations", "5"}
	eval := []string{"eval", "--policy", "policy/compact:out", "--suite", "normal", "--n", "1"}
	refused := func(args []string, want string) {
		t.Helper()
		if r := program(t, dir, nil, args...); r.code != exitBadInput || !strings.Contains(lastLine(r.stderr), want) {
			t.Errorf("metaspatial %s: exit code %d\n%s\nwant %s", args[0], r.code, r.stderr, want)
		}
	}
	write(t, dir, state, strings.Replace(good, `"version": 1`, `"version": 7`, 1))
	refused(resume, "has format version 7, this program reads version 1; use the program that wrote it")
	refused(eval, "has format version 7")
	write(t, dir, state, strings.Replace(good, "policy/compact", "policy/other", 1))
	refused(resume, `is of policy "policy/other"`)
	refused(eval, "is of policy/other, not of policy/compact; name the policy that made it")
	// A damaged one is passed over by a run, said, and refused by what asks for its weights.
	write(t, dir, state, good)
	if err := os.Truncate(filepath.Join(dir, at, "policy"), 1000); err != nil {
		t.Fatal(err)
	}
	refused(eval, "remove that folder to go on from the checkpoint before it")
	refused([]string{"eval", "--policy", "policy/compact:" + filepath.Join(at, "policy"), "--suite", "normal", "--n", "1"}, "the checkpoint is damaged or cut short")
	write(t, dir, state, good[:len(good)/2])
	write(t, dir, "run.yaml", strings.Replace(fmt.Sprintf(tiny, 4, "out"), "group_size: 2", "group_size: 3", 1))
	refused(resume, "the run file has changed in more than its length since checkpoint "+filepath.Join("out", "checkpoints", "step-000002"))
	write(t, dir, "run.yaml", fmt.Sprintf(tiny, 4, "out"))
	if r := program(t, dir, nil, resume...); r.code != exitDone || !strings.Contains(r.stderr, "step-000004 is damaged: its state.json holds no state") {
		t.Errorf("nothing is said of the damaged checkpoint: %s", r.stderr)
	}
	if n := len(learned(t, filepath.Join(dir, "out"))); n != 5 {
		t.Errorf("%d iterations on record, want 5", n)
	}
}
