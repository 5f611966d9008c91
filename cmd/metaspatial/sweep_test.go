package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/sweep"
)

func TestSweepOfSeedsAndSettings(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "run.yaml", fmt.Sprintf(tiny, 3, "run"))
	args := []string{"sweep", "-c", "run.yaml", "--seeds", "3,4", "--vary", "optimiser.learning_rate=1e-3,3e-3"}
	table := done(t, dir, args...)
	written, err := os.ReadFile(filepath.Join(dir, "run-sweep", "sweep.txt"))
	if err != nil || table != string(written) || strings.Count(table, "violating 2 cm") != 3 || !strings.Contains(table, "optimiser.learning_rate=1e-3    mean  deviation") {
		t.Errorf("%v, printed\n%s", err, table)
	}
	first := decode[sweep.Summary](t, done(t, dir, append(args, "--json")...))
	data, err := os.ReadFile(filepath.Join(dir, "run-sweep", "sweep.json"))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(decode[sweep.Summary](t, string(data)), first); d != "" {
		t.Errorf("(-written +printed):\n%s", d)
	}
	if page, err := os.ReadFile(filepath.Join(dir, "run-sweep", "sweep.html")); err != nil || strings.Count(string(page), "<svg") < 5 {
		t.Errorf("a page of %d bytes, %v", len(page), err)
	}
	// A run of a sweep is a run as any other.
	write(t, dir, "alone.yaml", fmt.Sprintf(tiny, 3, "alone")+"optimiser: {learning_rate: 3e-3}\n")
	done(t, dir, "train", "-c", "alone.yaml")
	at := filepath.Join(dir, "run-sweep", "optimiser.learning_rate=3e-3", "seed-3")
	if d := cmp.Diff(learned(t, filepath.Join(dir, "alone")), learned(t, at)); d != "" {
		t.Errorf("(-alone +in the sweep):\n%s", d)
	}
	// Side by side comes to the same.
	beside := decode[sweep.Summary](t, done(t, dir, append(args, "--json", "--parallel", "2", "--out", "beside")...))
	for _, s := range []*sweep.Summary{&first, &beside} {
		s.Dir = ""
		for i := range s.Combinations {
			for k := range s.Combinations[i].Runs {
				s.Combinations[i].Runs[k].Elapsed = 0
			}
		}
	}
	if d := cmp.Diff(first, beside); d != "" {
		t.Errorf("(-one by one +side by side):\n%s", d)
	}
}

func TestSweepRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "run.yaml", fmt.Sprintf(tiny, 3, "run"))
	for line, want := range map[string]string{
		"-c none.yaml":                               "run file none.yaml does not exist",
		"-c run.yaml --seeds 1,1":                    "the seed 1 is named twice",
		"-c run.yaml --vary optimiser.lr=1":          `unknown key "lr" under "optimiser"; the keys are`,
		"-c run.yaml --vary eval.suite=normal,norml": `run.yaml with eval.suite=norml: eval.suite is "norml"; did you mean "normal"?`,
		"-c run.yaml --vary seed=1,2":                "list of seeds",
	} {
		r := program(t, dir, nil, append([]string{"sweep"}, strings.Fields(line)...)...)
		if r.code != exitBadInput || !strings.Contains(r.stderr, want) || strings.Count(r.stderr, "\n") != 1 {
			t.Errorf("%s: exit code %d, %s", line, r.code, r.stderr)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "run-sweep")); err == nil {
		t.Error("a refused sweep left a folder behind")
	}
	write(t, dir, "held/metrics.jsonl", `{"iteration":0,"metrics":{}}`+"\n")
	write(t, dir, "file", "")
	for folder, want := range map[string]string{"held": "folder held holds a run itself", "file": "cannot make the run's folder"} {
		if r := program(t, dir, nil, "sweep", "-c", "run.yaml", "--out", folder); r.code != exitBadInput || !strings.Contains(r.stderr, want) {
			t.Errorf("--out %s: exit code %d, %s", folder, r.code, r.stderr)
		}
	}
	// A run that fails is said, and keeps the others from nothing.
	r := program(t, dir, nil, "sweep", "-c", "run.yaml", "--vary", "policy.config.width=8,none")
	if r.code == exitDone || !strings.Contains(r.stderr, "1 of 2 runs failed, first policy.config.width=none/seed-3: ") || !strings.Contains(r.out, "seed 3 failed: ") {
		t.Errorf("exit code %d, %s\n%s", r.code, r.out, r.stderr)
	}
}
