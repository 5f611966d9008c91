package main

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/metaspatial/metaspatial/host/config"
)

func shop(t *testing.T) *workshop {
	t.Helper()
	return &workshop{options: &options{dir: t.TempDir(), suite: "free", minutes: 3, n: 2, k: 256, terms: terms}}
}

func TestCompare(t *testing.T) {
	w := shop(t)
	at := func(mean, best, valid float64) *measured {
		return &measured{FullyValid: valid, SHA256: "abc", Terms: []value{{"other", 9, 9}, {"facing", mean, best}}}
	}
	for name, c := range map[string]struct {
		before, best, after *measured
		gap, lost           float64
		met                 bool
	}{
		"most of it":         {at(0.5, 0.5, 1), at(0.6, 0.9, 1), at(0.8, 0.8, 0.99), 0.75, 1, true},
		"too little":         {at(0.5, 0.5, 1), at(0.6, 0.9, 1), at(0.7, 0.7, 1), 0.5, 0, false},
		"validity was lost":  {at(0.5, 0.5, 1), at(0.6, 0.9, 1), at(0.9, 0.9, 0.97), 1, 3, false},
		"it became worse":    {at(0.5, 0.5, 0.9), at(0.6, 0.9, 1), at(0.3, 0.3, 1), -0.5, -10, false},
		"more than the best": {at(0.5, 0.5, 1), at(0.6, 0.7, 1), at(0.8, 0.8, 1), 1.5, 0, true},
	} {
		p, err := w.compare(terms[0], 1, c.before, c.best, c.after)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if math.Abs(p.GapClosed-c.gap) > 1e-9 || math.Abs(p.Lost-c.lost) > 1e-9 || p.Met != c.met {
			t.Errorf("%s: %+v", name, p)
		}
	}
	if _, err := w.compare(terms[0], 1, at(0.5, 0.5, 1), at(0.5, 0.5, 1), at(0.9, 0.9, 1)); err == nil || !strings.Contains(err.Error(), "no gap") {
		t.Errorf("without a gap: %v", err)
	}
	if _, err := w.compare(terms[1], 1, at(0.5, 0.5, 1), at(0.5, 0.9, 1), at(0.9, 0.9, 1)); err == nil || !strings.Contains(err.Error(), `"material"`) {
		t.Errorf("a term that was not measured: %v", err)
	}
	other := at(0.5, 0.5, 1)
	other.SHA256 = "def"
	if _, err := w.compare(terms[0], 1, at(0.5, 0.5, 1), at(0.6, 0.9, 1), other); err == nil || !strings.Contains(err.Error(), "other rooms") {
		t.Errorf("other rooms: %v", err)
	}
}

func TestMarkdown(t *testing.T) {
	p := proof{Term: "facing", Weight: 0.5, Minutes: 3, Seed: 1, Suite: "free", Rooms: 64, SHA256: "0123456789abcdef", K: 256,
		Before: 0.4, After: 0.6, Best: 0.9, GapClosed: 0.4, ValidBefore: 1, ValidAfter: 0.98, Lost: 2}
	q := p
	q.Seed, q.After, q.GapClosed, q.ValidAfter, q.Lost = 2, 0.8, 0.8, 1, 0
	r := p
	r.Term = "corridor"
	text := markdown([]proof{p, q, r})
	for _, want := range []string{
		"| facing | 0.5 | 1 | 0.400 | 0.600 | 0.900 | 40 % | 100.0 % | 98.0 % | +2.0 |\n",
		"| facing | 0.5 | mean | 0.400 | 0.700 | 0.900 | 60 % | 100.0 % | 99.0 % | +1.0 |\n| corridor | 0.5 | 1 |",
		"\n64 rooms of suite free (0123456789ab…), 3 minutes of training a row.\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "| corridor | 0.5 | mean") {
		t.Errorf("one seed has a mean:\n%s", text)
	}
}

// TestRunFiles holds that every run file is one, with the term beside the default
// ones.
func TestRunFiles(t *testing.T) {
	w := shop(t)
	w.start = fields{"plugin": "policy/compact", "checkpoint": w.dir}
	for suite, tasks := range trained {
		for _, term := range terms {
			text, err := yaml.Marshal(w.runFile(w.minutes, 7, tasks, &term))
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(w.dir, term.name+".yaml")
			if err := os.WriteFile(file, text, 0o644); err != nil {
				t.Fatal(err)
			}
			cfg, err := config.Load(file)
			if err != nil {
				t.Fatalf("%s, %s: %v\n%s", suite, term.name, err, text)
			}
			last := cfg.Terms[len(cfg.Terms)-1]
			if len(cfg.Terms) != 3 || last.ID != term.name || last.Weight != term.weight || cfg.Seed != 7 || cfg.Minutes != 3 || cfg.Policy.Checkpoint != w.dir {
				t.Errorf("%s, %s: loaded as %+v", suite, term.name, cfg)
			}
		}
	}
}

func TestTypical(t *testing.T) {
	var before, after []row
	for _, gain := range []float64{0.4, 0.1, 0.9, 0.2, 0.3} {
		before = append(before, row{FullyValid: true, Terms: []float64{0.05}})
		after = append(after, row{FullyValid: true, Terms: []float64{0.05 + gain}})
	}
	after[2].FullyValid = false
	// Of 0.1, 0.2, 0.3 and 0.4 the last is above three quarters.
	if got := typical(before, after); got != 0 {
		t.Errorf("room %d is shown", got)
	}
	for i := range before {
		before[i].FullyValid = false
	}
	// Of all five 0.4 is the fourth.
	if got := typical(before, after); got != 0 {
		t.Errorf("without a faultless room, room %d is shown", got)
	}
}

func TestOnce(t *testing.T) {
	w := shop(t)
	calls := 0
	for range 3 {
		got, err := once(w, "a/b.json", func() (measured, error) {
			calls++
			return measured{FullyValid: 0.5, Rows: []row{{Name: "r"}}}, nil
		})
		if err != nil || got.FullyValid != 0.5 || got.Rows[0].Name != "r" {
			t.Fatal(got, err)
		}
	}
	if calls != 1 {
		t.Errorf("made %d times", calls)
	}
	want := errors.New("no")
	if _, err := once(w, "c.json", func() (int, error) { return 0, want }); !errors.Is(err, want) {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(w.dir, "c.json")); err == nil {
		t.Error("what failed is kept")
	}
	if err := os.WriteFile(filepath.Join(w.dir, "d.json"), []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := once(w, "d.json", func() (int, error) { return 1, nil }); err == nil || !strings.Contains(err.Error(), "delete it") {
		t.Errorf("a damaged file: %v", err)
	}
}

func TestResultsAreOfOnePolicy(t *testing.T) {
	w := shop(t)
	if err := errors.Join(w.same("one"), w.same("one")); err != nil {
		t.Fatal(err)
	}
	if err := w.same("another"); err == nil || !strings.Contains(err.Error(), "--dir") {
		t.Errorf("results of two policies in one folder: %v", err)
	}
}

func TestFlags(t *testing.T) {
	for args, want := range map[string]string{
		"--terms facings":  `did you mean "facing"`,
		"--terms xyz":      "use some of facing,material,corridor,symmetry",
		"--minutes 0":      "must be positive",
		"--minutes NaN":    "must be positive",
		"--seeds 0":        "must be positive",
		"--k 1":            "--k at least 2",
		"free":             `"free" is no flag`,
		"--suite":          "needs an argument",
		"--terms facing,,": "there is no term",
	} {
		if err := execute(context.Background(), strings.Fields(args)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", args, err)
		}
	}
}
