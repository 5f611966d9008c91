package train_test

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/checkpoint"
	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/rollout"
	"github.com/metaspatial/metaspatial/host/train"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// events reads back the events of a kind.
func events(t *testing.T, dir, kind string) []metrics.Event {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, metrics.EventsFile))
	if err != nil {
		t.Fatal(err)
	}
	var out []metrics.Event
	for line := range strings.Lines(string(data)) {
		var e metrics.Event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		if e.Kind == kind {
			out = append(out, e)
		}
	}
	return out
}

// store is that of a run's checkpoints.
func store(dir string) *checkpoint.Store {
	return &checkpoint.Store{Dir: filepath.Join(dir, train.CheckpointDir)}
}

// spoiling is a policy that an update at one of the iterations breaks.
func spoiling(c *config.Run, stat policy.Statistic, iterations ...int) *toy.Policy {
	return &toy.Policy{Spoil: func(req policy.UpdateRequest) []policy.Statistic {
		for _, i := range iterations {
			if req.Seed == rollout.Derive(rollout.Derive(c.Seed, uint64(i)), 1) {
				return []policy.Statistic{stat}
			}
		}
		return nil
	}}
}

func TestDivergingRunGoesBack(t *testing.T) {
	for name, c := range map[string]struct {
		stat policy.Statistic
		want string
	}{
		"not a number": {policy.Statistic{Name: "loss", Value: math.NaN()}, "policy/loss is NaN"},
		"infinite":     {policy.Statistic{Name: "entropy", Value: math.Inf(1)}, "policy/entropy is +Inf"},
		"gradient":     {policy.Statistic{Name: "grad_norm", Value: 2e6}, "policy/grad_norm is 2e+06, above 100"},
		"entropy":      {policy.Statistic{Name: "entropy", Value: 0.01}, "policy/entropy is 0.01, less than 0.02 of the first iteration's 1.39"},
		"divergence":   {policy.Statistic{Name: "kl", Value: -40}, "policy/kl is 40, above 5"},
	} {
		t.Run(name, func(t *testing.T) {
			o := options(t, 20)
			o.Config.Optimiser.Schedule = config.Constant
			p := spoiling(o.Config, c.stat, 3, 12)
			o.Policy = p
			said := ""
			o.Log = func(line string) { said += line + "\n" }
			res, err := train.Run(t.Context(), o)
			if err != nil || res.Iterations != 20 {
				t.Fatalf("%+v, %v", res, err)
			}
			want := []metrics.Event{
				{Iteration: 4, Kind: metrics.EventRollback, Value: 0, Note: c.want},
				{Iteration: 13, Kind: metrics.EventRollback, Value: 10, Note: c.want},
			}
			if d := cmp.Diff(want, events(t, o.Config.Out, metrics.EventRollback)); d != "" {
				t.Errorf("events (-want +got):\n%s", d)
			}
			if line := "iteration 12 diverged: " + c.want + "; back to the weights of iteration 10, with half the learning rate (2 of 3 times)"; !strings.Contains(said, line) {
				t.Errorf("said %q, want %q", said, line)
			}
			h := history(t, o.Config.Out)
			for i, want := range map[int][2]float64{3: {1, 1}, 4: {0.5, 1}, 12: {0.5, 2}, 13: {0.25, 2}, 19: {0.25, 2}} {
				if got := [2]float64{h[i].Metrics["schedule/learning_rate"], h[i].Metrics["schedule/rollbacks"]}; got != want {
					t.Errorf("iteration %d has the learning rate and rollbacks %v, want %v", i, got, want)
				}
			}
			if math.IsNaN(p.Logits()[0][0]) || h[19].Metrics["reward/final"] <= h[0].Metrics["reward/final"] {
				t.Error("the run did not recover")
			}
		})
	}
}

// A checkpoint from which the very next iteration goes wrong may be spoilt itself:
// the run goes back behind it, and not to one that only an interruption made.
func TestGoesBackBehindADoubtfulCheckpoint(t *testing.T) {
	o := options(t, 20)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	o.Progress = func(p train.Progress) {
		if p.Iteration == 8 {
			cancel()
		}
	}
	o.Policy = spoiling(o.Config, policy.Statistic{Name: "loss", Value: math.NaN()}, 10)
	if res, err := train.Run(ctx, o); err == nil || res.Iterations != 8 {
		t.Fatalf("%+v, %v", res, err)
	}
	o.Resume, o.Progress = true, nil
	if _, err := train.Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if e := events(t, o.Config.Out, metrics.EventRollback); len(e) != 1 || e[0].Iteration != 11 || e[0].Value != 5 {
		t.Errorf("events %+v, want one back to 5", e)
	}
}

func TestRunThatDivergesTooOften(t *testing.T) {
	o := options(t, 20)
	o.Config.Divergence.Rollbacks = 1
	p := spoiling(o.Config, policy.Statistic{Name: "loss", Value: math.NaN()}, 6, 8, 9)
	o.Policy = p
	res, err := train.Run(t.Context(), o)
	want := "iteration 8 diverged: policy/loss is NaN; it has gone back as often as divergence.rollbacks allows (1), so the run ends, with the weights of iteration 5; start again with an optimiser.learning_rate below 0.5"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %q", err, want)
	}
	// What is left can be used: the newest checkpoint has the good weights.
	c, lerr := store(o.Config.Out).Latest()
	if lerr != nil || c.State.Iteration != 9 || res != nil && res.Checkpoint != c.Dir {
		t.Fatalf("latest %+v, %v", c, lerr)
	}
	f, lerr := c.Open()
	if lerr != nil {
		t.Fatal(lerr)
	}
	defer f.Close()
	var again toy.Policy
	if err := again.Load(context.Background(), f); err != nil || again.Logits() != p.Logits() || math.IsNaN(p.Logits()[0][0]) {
		t.Errorf("the newest checkpoint holds %v, %v; the policy %v", again.Logits(), err, p.Logits())
	}
	// With more of them allowed it goes on, and gives up at the next fault.
	o.Resume, o.Config.Divergence.Rollbacks = true, 2
	if _, err := train.Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), "iteration 9 diverged") {
		t.Errorf("resumed: %v", err)
	}
}
