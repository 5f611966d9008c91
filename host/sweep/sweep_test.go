package sweep_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/sweep"
	"github.com/metaspatial/metaspatial/host/train"
)

const runFile = `iterations: 8
out: toy
group_size: 4
turns: 2
optimiser: {learning_rate: 1}
eval: {n: 4, every: 3}
recorder: {samples: 0, samples_every: 0, tensorboard: false}
terms: [{id: target, plugin: ./target, weight: 2}]
`

// options is a sweep of the toy world in a new folder.
func options(t *testing.T, vary ...string) sweep.Options {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "run.yaml")
	if err := os.WriteFile(file, []byte(runFile), 0o644); err != nil {
		t.Fatal(err)
	}
	o := sweep.Options{File: file, Seeds: []uint64{1, 2, 3}, Out: filepath.Join(dir, "out")}
	for _, v := range vary {
		a, err := sweep.ParseAxis(v)
		if err != nil {
			t.Fatal(err)
		}
		o.Vary = append(o.Vary, a)
	}
	return o
}

func plan(t *testing.T, o sweep.Options) *sweep.Plan {
	t.Helper()
	p, err := sweep.NewPlan(o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// toyRun trains the toy policy; each is called after its iterations.
func toyRun(each func(r *sweep.Run, iterations int)) func(context.Context, *sweep.Run, bool) (*train.Result, error) {
	return func(ctx context.Context, r *sweep.Run, resume bool) (*train.Result, error) {
		tasks := toy.Tasks(4)
		held, err := tasks(100, 0)
		if err != nil {
			return nil, err
		}
		return train.Run(ctx, train.Options{
			Config: r.Config, Policy: &toy.Policy{}, Resume: resume,
			Terms: []reward.Term{{Name: "target", Weight: 2, Plugin: toy.Target()}},
			Tasks: tasks, EvalTasks: held,
			Progress: func(p train.Progress) {
				if each != nil {
					each(r, p.Iteration)
				}
			},
		})
	}
}

func TestParseAxis(t *testing.T) {
	for text, want := range map[string]sweep.Axis{
		"a=1e-3,3e-3":               {"a", []string{"1e-3", "3e-3"}},
		"a.b=[x],[x, y]":            {"a.b", []string{"[x]", "[x, y]"}},
		`a="x,y", z`:                {"a", []string{`"x,y"`, "z"}},
		"a={n: 1, m: 2}":            {"a", []string{"{n: 1, m: 2}"}},
		"terms[0].schedule=[]":      {"terms[0].schedule", []string{"[]"}},
		"policy.checkpoint=a/b=c,d": {"policy.checkpoint", []string{"a/b=c", "d"}},
	} {
		got, err := sweep.ParseAxis(text)
		if err != nil || !cmp.Equal(got, want) {
			t.Errorf("%s: %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "a", "=1", "a=", "a=1,1", "a=[", "a=]", "a=1],[2", "a=\"", "a=" + strings.Repeat("[", 5000)} {
		if got, err := sweep.ParseAxis(text); err == nil {
			t.Errorf("%.20q is read as %q", text, got)
		}
	}
}

func TestPlan(t *testing.T) {
	o := options(t, "optimiser.learning_rate=1e-3,3e-3", "tasks.programs=[bedroom],[bedroom, office]")
	p := plan(t, o)
	var names []string
	for _, r := range p.Runs {
		names = append(names, r.Name)
		if r.Config.Seed != r.Seed || r.Config.Out != filepath.Join(o.Out, filepath.FromSlash(r.Name)) {
			t.Errorf("%s has seed %d and folder %s", r.Name, r.Config.Seed, r.Config.Out)
		}
	}
	if len(names) != 12 || len(slices.Compact(slices.Sorted(slices.Values(names)))) != 12 {
		t.Errorf("the runs are %q", names)
	}
	if r := p.Runs[3].Config; r.Optimiser.LearningRate != 1e-3 || len(r.Tasks.Programs) != 2 {
		t.Errorf("%s has %v and %v", names[3], r.Optimiser.LearningRate, r.Tasks.Programs)
	}
	// Widening a sweep leaves the names of what is there as they are.
	o.Seeds, o.Vary[0].Values = []uint64{4, 1}, []string{"2e-3", "3e-3"}
	if wider := plan(t, o).Runs[5].Name; wider != names[6] {
		t.Errorf("%s is %s in a wider sweep", names[6], wider)
	}
	if p := plan(t, sweep.Options{File: o.File}); len(p.Runs) != 1 || p.Dir != filepath.Join(filepath.Dir(o.File), "toy-sweep") || p.Runs[0].Name != "seed-1" {
		t.Errorf("a sweep of nothing is %+v", p)
	}
}

func TestPlanErrors(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*sweep.Options)
		want   string
	}{
		"no file":        {func(o *sweep.Options) { o.File = "none.yaml" }, "does not exist"},
		"seed twice":     {func(o *sweep.Options) { o.Seeds = []uint64{1, 2, 1} }, "the seed 1 is named twice"},
		"key twice":      {func(o *sweep.Options) { o.Vary = []sweep.Axis{{"turns", []string{"1"}}, {"turns", []string{"2"}}} }, "varied twice"},
		"seed varied":    {func(o *sweep.Options) { o.Vary = []sweep.Axis{{"seed", []string{"1"}}} }, "list of seeds"},
		"folder varied":  {func(o *sweep.Options) { o.Vary = []sweep.Axis{{"out", []string{"a"}}} }, "out is not for varying"},
		"misspelt key":   {func(o *sweep.Options) { o.Vary = []sweep.Axis{{"optimiser.lerning_rate", []string{"1"}}} }, `did you mean "learning_rate"?`},
		"bad last value": {func(o *sweep.Options) { o.Vary = []sweep.Axis{{"turns", []string{"1", "0"}}} }, "turns is 0; it must be from 1 to 100"},
		"too many seeds": {func(o *sweep.Options) {
			for s := range uint64(2000) {
				o.Seeds = append(o.Seeds, 10+s)
			}
		}, "more than 1000 runs"},
		"too many values": {func(o *sweep.Options) {
			for _, k := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
				o.Vary = append(o.Vary, sweep.Axis{Key: k, Values: strings.Split(strings.Repeat("1 ", 900), " ")})
			}
		}, "more than 1000 runs"},
	} {
		o := options(t)
		c.change(&o)
		if _, err := sweep.NewPlan(o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSweep(t *testing.T) {
	p := plan(t, options(t, "optimiser.learning_rate=1,0"))
	var begun []string
	o := sweep.RunOptions{Train: toyRun(nil), Begin: func(r *sweep.Run, resume bool) { begun = append(begun, fmt.Sprint(r.Name, resume)) }}
	outcomes, err := p.Run(t.Context(), o)
	if err != nil || len(begun) != 6 {
		t.Fatalf("began %q, %v", begun, err)
	}
	s, err := p.Summarise(outcomes)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Combinations) != 2 {
		t.Fatalf("%d combinations", len(s.Combinations))
	}
	for _, c := range s.Combinations {
		f, ok := c.Find("reward/final")
		if !ok || f.N != 3 || f.Std == nil || !(f.Min <= f.Mean && f.Mean <= f.Max && f.Min < f.Max) {
			t.Errorf("%s: reward %+v", sweep.Label(c.Settings), f)
		}
		for _, name := range []string{"eval/fully_valid", "best/fully_valid"} {
			if held, ok := c.Find(name); !ok || held.N != 3 {
				t.Errorf("%s: %s %+v", sweep.Label(c.Settings), name, held)
			}
		}
		var values []float64
		for _, r := range c.Runs {
			values = append(values, r.Figures["reward/final"])
		}
		mean := (values[0] + values[1] + values[2]) / 3
		std := math.Sqrt(((values[0]-mean)*(values[0]-mean) + (values[1]-mean)*(values[1]-mean) + (values[2]-mean)*(values[2]-mean)) / 2)
		if math.Abs(f.Mean-mean) > 1e-12 || math.Abs(*f.Std-std) > 1e-12 || f.Min != slices.Min(values) || f.Max != slices.Max(values) {
			t.Errorf("of %v: mean %v, deviation %v, from %v to %v", values, f.Mean, *f.Std, f.Min, f.Max)
		}
		for _, curve := range c.Curves {
			want := []float64{0, 1, 2, 3, 4, 5, 6, 7}
			if strings.HasPrefix(curve.Metric, "eval/") {
				want = []float64{0, 3, 6, 8}
			}
			if !cmp.Equal(curve.Iterations, want) || len(curve.Mean) != len(want) || len(curve.Min) != len(want) || len(curve.Max) != len(want) {
				t.Errorf("%s is known at %v", curve.Metric, curve.Iterations)
			}
		}
	}
	learned, _ := s.Combinations[0].Find("reward/final")
	still, _ := s.Combinations[1].Find("reward/final")
	if learned.Min <= still.Max {
		t.Errorf("with a learning rate %+v, without %+v", learned, still)
	}
	var page bytes.Buffer
	if err := s.Page().Write(&page); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"optimiser.learning_rate=1\n3 runs", learned.String(), "<svg", "fill-opacity"} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("the page lacks %q", want)
		}
	}

	// Started again it repeats nothing and says the same.
	begun = nil
	again, err := p.Run(t.Context(), o)
	if err != nil || len(begun) != 0 || !again[0].Earlier {
		t.Fatalf("began %q again, %v", begun, err)
	}
	same, err := p.Summarise(again)
	if err != nil || !cmp.Equal(s, same) {
		t.Errorf("it says otherwise: %v\n%s", err, cmp.Diff(s, same))
	}
	// A damaged result is named, and the others stay.
	if err := os.WriteFile(filepath.Join(p.Runs[1].Config.Out, sweep.ResultFile), []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	again, err = p.Run(t.Context(), o)
	if err != nil || again[1].Err == nil || !strings.Contains(again[1].Err.Error(), "is damaged") || again[2].Err != nil {
		t.Errorf("%v, %v", again[1].Err, err)
	}
}

// TestInterruptedSweep holds that an interrupted sweep, started again, comes to
// what an uninterrupted one comes to.
func TestInterruptedSweep(t *testing.T) {
	for _, parallel := range []int{1, 3} {
		whole, parts := plan(t, options(t)), plan(t, options(t))
		outcomes, err := whole.Run(t.Context(), sweep.RunOptions{Train: toyRun(nil), Parallel: parallel})
		if err != nil {
			t.Fatal(err)
		}
		want, err := whole.Summarise(outcomes)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		var once sync.Once
		_, err = parts.Run(ctx, sweep.RunOptions{Parallel: parallel, Train: toyRun(func(r *sweep.Run, n int) {
			if r.Seed == 2 && n == 4 {
				once.Do(cancel)
			}
		})})
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("interrupted: %v", err)
		}
		history, err := metrics.History(parts.Runs[1].Config.Out)
		if err != nil || len(history) < 4 || len(history) == 8 {
			t.Fatalf("%d iterations were kept, %v", len(history), err)
		}
		resumed := 0
		outcomes, err = parts.Run(t.Context(), sweep.RunOptions{Train: toyRun(nil), Parallel: parallel, Begin: func(_ *sweep.Run, resume bool) {
			if resume {
				resumed++
			}
		}})
		if err != nil || resumed == 0 {
			t.Fatalf("resumed %d, %v", resumed, err)
		}
		got, err := parts.Summarise(outcomes)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []*sweep.Summary{want, got} {
			s.File, s.Dir = "", ""
			for i := range s.Combinations[0].Runs {
				s.Combinations[0].Runs[i].Elapsed = 0
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%d at a time (-whole +in parts):\n%s", parallel, d)
		}
	}
}

// TestLongerSweep goes on with finished runs whose run file asks for more.
func TestLongerSweep(t *testing.T) {
	o := options(t)
	if _, err := plan(t, o).Run(t.Context(), sweep.RunOptions{Train: toyRun(nil)}); err != nil {
		t.Fatal(err)
	}
	longer := strings.Replace(runFile, "iterations: 8", "iterations: 10", 1)
	if err := os.WriteFile(o.File, []byte(longer), 0o644); err != nil {
		t.Fatal(err)
	}
	outcomes, err := plan(t, o).Run(t.Context(), sweep.RunOptions{Train: toyRun(nil)})
	if err != nil || outcomes[0].Err != nil || outcomes[0].Earlier || outcomes[0].Result.Iterations != 10 {
		t.Errorf("%+v, %v", outcomes[0], err)
	}
	if err := os.WriteFile(o.File, []byte(strings.Replace(runFile, "turns: 2", "turns: 3", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	outcomes, err = plan(t, o).Run(t.Context(), sweep.RunOptions{Train: toyRun(nil)})
	if err != nil || outcomes[0].Err == nil || !strings.Contains(outcomes[0].Err.Error(), "the run file has changed in more than its length") {
		t.Errorf("another run file: %v, %v", outcomes[0].Err, err)
	}
}

func TestFailedRun(t *testing.T) {
	p := plan(t, options(t))
	training := toyRun(nil)
	outcomes, err := p.Run(t.Context(), sweep.RunOptions{Train: func(ctx context.Context, r *sweep.Run, resume bool) (*train.Result, error) {
		if r.Seed == 2 {
			return nil, errors.New("the plugin died\nin many lines")
		}
		return training(ctx, r, resume)
	}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := p.Summarise(outcomes)
	if err != nil {
		t.Fatal(err)
	}
	c := s.Combinations[0]
	if f, _ := c.Find("reward/final"); f.N != 2 || c.Runs[1].Error != "seed-2: the plugin died" || c.Runs[1].Figures != nil {
		t.Errorf("%+v of %+v", f, c.Runs)
	}
	var data bytes.Buffer
	if err := s.WriteJSON(&data); err != nil || !json.Valid(data.Bytes()) {
		t.Errorf("%v:\n%s", err, data.String())
	}
}

func TestOneSeed(t *testing.T) {
	o := options(t)
	o.Seeds = nil
	p := plan(t, o)
	outcomes, err := p.Run(t.Context(), sweep.RunOptions{Train: toyRun(nil)})
	if err != nil {
		t.Fatal(err)
	}
	s, err := p.Summarise(outcomes)
	if err != nil {
		t.Fatal(err)
	}
	if f, _ := s.Combinations[0].Find("reward/final"); f.N != 1 || f.Std != nil || f.Mean != f.Min {
		t.Errorf("of one run: %+v", f)
	}
	lock, err := metrics.AcquireLock(p.Dir)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	if _, err := p.Run(t.Context(), sweep.RunOptions{Train: toyRun(nil)}); err == nil || !strings.Contains(err.Error(), "is in use") {
		t.Errorf("two sweeps in one folder: %v", err)
	}
}
