package train_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/train"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/policy"
	sdkreward "github.com/metaspatial/metaspatial/sdk/reward"
)

var kinds = []string{config.GRPO, config.DrGRPO, config.RLOO, config.BatchScale, config.ReinforcePP, config.ReinforcePPBaseline}

// term is a reward term of one number per candidate, counted over the whole run.
func term(value func(n int) float64) *toy.Term {
	var n atomic.Int64
	return &toy.Term{ID: "bad", Value: func(*scenes.Task, sdkreward.Candidate) sdkreward.Result {
		return sdkreward.Result{Value: value(int(n.Add(1)))}
	}}
}

// finite fails where a metric or a weight is no number, or a metric unknown.
func finite(t *testing.T, o train.Options) {
	t.Helper()
	for _, r := range history(t, o.Config.Out) {
		for name, v := range r.Metrics {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("iteration %d: %s is %v", r.Iteration, name, v)
			}
			if _, ok := metrics.Explain(name); !ok {
				t.Errorf("the glossary lacks %s", name)
			}
		}
	}
	for _, row := range o.Policy.(*toy.Policy).Logits() {
		for _, v := range row {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Fatalf("the weights are %v", o.Policy.(*toy.Policy).Logits())
			}
		}
	}
}

// A constant reward teaches nothing, at any size and by any kind of advantage,
// and the run says so and goes on.
func TestConstantReward(t *testing.T) {
	for _, kind := range kinds {
		for _, value := range []float64{0, 0.1, -1e300} {
			t.Run(fmt.Sprint(kind, " ", value), func(t *testing.T) {
				t.Parallel()
				o := options(t, 12)
				o.Config.Advantage = kind
				o.Terms = []reward.Term{{Name: "bad", Weight: 3, Plugin: term(func(int) float64 { return value })}}
				said := ""
				o.Log = func(line string) { said += line + "\n" }
				if res, err := train.Run(t.Context(), o); err != nil || res.Iterations != 12 {
					t.Fatalf("%+v, %v", res, err)
				}
				finite(t, o)
				if o.Policy.(*toy.Policy).Logits() != (&toy.Policy{}).Logits() {
					t.Error("something was learned from it")
				}
				for _, r := range history(t, o.Config.Out) {
					if _, told := r.Metrics["policy/entropy"]; told {
						t.Fatalf("iteration %d tells of the policy what an update of nothing said", r.Iteration)
					}
				}
				if strings.Count(said, "nothing was learned in the last 10 iterations") != 1 {
					t.Errorf("said %q", said)
				}
			})
		}
	}
}

// Rewards that mean to break the run do not: what is too large is held and said.
func TestAdversarialReward(t *testing.T) {
	for _, kind := range kinds {
		for name, value := range map[string]func(n int) float64{
			"alternating": func(n int) float64 { return 1e300 * float64(1-2*(n%2)) },
			"largest":     func(n int) float64 { return math.MaxFloat64 * float64(n%3-1) },
			"smallest":    func(n int) float64 { return math.SmallestNonzeroFloat64 * float64(n%2) },
			"one in all":  func(n int) float64 { return 1e300 * float64(max(0, 2-n)) },
		} {
			t.Run(kind+" "+name, func(t *testing.T) {
				t.Parallel()
				o := options(t, 6)
				o.Config.Advantage, o.Config.Optimiser.LearningRate = kind, 1e-9
				o.Config.Credit = config.Credit{Kind: config.CreditModulated, Object: 1}
				weight := 1.0
				if kind != config.DrGRPO && kind != config.RLOO { // the others divide by the deviation
					weight = reward.Limit
				}
				o.Terms = append(o.Terms, reward.Term{Name: "bad", Weight: weight, Plugin: term(value)})
				said := ""
				o.Log = func(line string) { said += line + "\n" }
				res, err := train.Run(t.Context(), o)
				if err != nil || res.Iterations != 6 {
					t.Fatalf("%+v, %v", res, err)
				}
				finite(t, o)
				held := history(t, o.Config.Out)[0].Metrics["term/bad/held"] > 0
				if want := name != "smallest"; held != want || strings.Contains(said, `reward term "bad" returns values beyond ±1e+09`) != want {
					t.Errorf("held %v, said %q", held, said)
				}
			})
		}
	}
}

// failing fails for tasks of an iteration, as a plugin does whose process dies.
type failing struct {
	*toy.Term
	iteration int
}

var errDied = errors.New("plugin bad: its process ended during Evaluate (signal: killed)\n  it printed last:\n  | oh")

func (f failing) Evaluate(ctx context.Context, req sdkreward.EvaluateRequest) (sdkreward.EvaluateResponse, error) {
	if strings.HasPrefix(req.Task.ID, fmt.Sprintf("toy-%d-", f.iteration)) {
		return sdkreward.EvaluateResponse{}, errDied
	}
	return f.Term.Evaluate(ctx, req)
}

func TestTermThatFailsEndsTheRun(t *testing.T) {
	o := options(t, 20)
	o.Terms = append(o.Terms, reward.Term{Name: "bad", Weight: 1, Plugin: failing{term(func(int) float64 { return 0 }), 7}})
	res, err := train.Run(t.Context(), o)
	if !errors.Is(err, errDied) || !strings.HasPrefix(err.Error(), `iteration 7: reward term "bad", task "toy-7-0": plugin bad`) {
		t.Errorf("got %v", err)
	}
	c, lerr := store(o.Config.Out).Latest()
	if lerr != nil || c.State.Iteration != 7 || res.Checkpoint != c.Dir {
		t.Errorf("latest %+v, %v, result %+v", c, lerr, res)
	}
	// Once it is mended, the run goes on as if nothing had been.
	whole := options(t, 20)
	whole.Terms = append(whole.Terms, reward.Term{Name: "bad", Weight: 1, Plugin: failing{term(func(int) float64 { return 0 }), -1}})
	if _, err := train.Run(t.Context(), whole); err != nil {
		t.Fatal(err)
	}
	o.Terms, o.Policy, o.Resume = whole.Terms, &toy.Policy{}, true
	if _, err := train.Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(timeless(history(t, whole.Config.Out)), timeless(history(t, o.Config.Out))); d != "" {
		t.Errorf("(-whole +resumed):\n%s", d)
	}
}

func TestRunGoesOnWithoutATerm(t *testing.T) {
	o := options(t, 20)
	o.Config.OnTermFailure = config.Continue
	o.Terms = append(o.Terms, reward.Term{Name: "bad", Weight: 1, Plugin: failing{term(func(n int) float64 { return float64(n % 2) }), 7}})
	said := ""
	o.Log = func(line string) { said += line + "\n" }
	res, err := train.Run(t.Context(), o)
	if err != nil || res.Iterations != 20 {
		t.Fatalf("%+v, %v", res, err)
	}
	h := history(t, o.Config.Out)
	for i, r := range h {
		_, scored := r.Metrics["term/bad"]
		if missing := r.Metrics["term/bad/missing"] == 1; missing != (i >= 7) || scored == missing {
			t.Errorf("iteration %d: missing %v, scored %v", i, missing, scored)
		}
	}
	why := "plugin bad: its process ended during Evaluate (signal: killed)"
	if !strings.Contains(said, `reward term "bad" has failed in iteration 7 and takes no part any more: `+why+"\n") {
		t.Errorf("said %q", said)
	}
	if d := cmp.Diff([]metrics.Event{{Iteration: 7, Kind: metrics.EventLost, Term: "bad", Note: why}}, events(t, o.Config.Out, metrics.EventLost)); d != "" {
		t.Errorf("events (-want +got):\n%s", d)
	}
	if h[19].Metrics["reward/final"] > 2 {
		t.Errorf("the reward %v still counts the term", h[19].Metrics["reward/final"])
	}
	// The last term cannot be spared.
	o = options(t, 20)
	o.Config.OnTermFailure = config.Continue
	o.Terms = []reward.Term{{Name: "bad", Weight: 1, Plugin: failing{term(func(int) float64 { return 0 }), 3}}}
	if _, err := train.Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), `without reward term "bad" no term is left`) {
		t.Errorf("got %v", err)
	}
}

// A term that fails on the held-out rooms is lost as well.
func TestTermThatFailsInTheEvaluation(t *testing.T) {
	o := options(t, 4)
	o.Config.OnTermFailure = config.Continue
	bad := &toy.Term{ID: "bad", Value: func(task *scenes.Task, _ sdkreward.Candidate) sdkreward.Result {
		if task.ID == "held-out" {
			return sdkreward.Result{Value: math.NaN()}
		}
		return sdkreward.Result{}
	}}
	o.Terms = append(o.Terms, reward.Term{Name: "bad", Weight: 1, Plugin: bad})
	o.EvalTasks = []*scenes.Task{toy.Task("held-out", 3)}
	res, err := train.Run(t.Context(), o)
	if err != nil || res.Iterations != 4 || res.After == nil {
		t.Fatalf("%+v, %v", res, err)
	}
	if h := history(t, o.Config.Out); h[0].Metrics["term/bad/missing"] != 1 {
		t.Errorf("recorded %v", h[0].Metrics)
	}
}

// Groups of one are no numbers' end, whatever the advantage.
func TestGroupsOfOne(t *testing.T) {
	for _, kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			o := options(t, 8)
			o.Config.Advantage, o.Config.GroupSize, o.Config.Resample = kind, 1, 1
			res, err := train.Run(t.Context(), o)
			if kind != config.GRPO && kind != config.ReinforcePP {
				if err == nil || !strings.Contains(err.Error(), "group_size is 1, where every advantage of") {
					t.Errorf("got %v", err)
				}
				return
			}
			if err != nil || res.Iterations != 8 {
				t.Fatalf("%+v, %v", res, err)
			}
			finite(t, o)
		})
	}
}

// Rooms in which a designer has fixed everything leave nothing to learn from.
func TestEverythingIsLocked(t *testing.T) {
	for name, p := range map[string]*mute{
		"samples are kept": {Policy: &toy.Policy{}, keep: true},
		"nothing is kept":  {Policy: &toy.Policy{}},
	} {
		t.Run(name, func(t *testing.T) {
			o := options(t, 12)
			o.Config.Resample = 2
			o.Policy = p
			o.Tasks = func(iteration, draw int) ([]*scenes.Task, error) {
				task := toy.Task(fmt.Sprintf("locked-%d-%d", iteration, draw), 2)
				for i := range task.Objects {
					task.Locked = append(task.Locked, toy.Place(task, i, i))
				}
				return []*scenes.Task{task}, nil
			}
			said := ""
			o.Log = func(line string) { said += line + "\n" }
			if res, err := train.Run(t.Context(), o); err != nil || res.Iterations != 12 {
				t.Fatalf("%+v, %v", res, err)
			}
			if !strings.Contains(said, "nothing was learned") || p.updates != 12 {
				t.Errorf("said %q after %d updates", said, p.updates)
			}
			if h := history(t, o.Config.Out); h[11].Metrics["rollout/flat"] != 1 || h[11].Metrics["rollout/draws"] != 3 {
				t.Errorf("recorded %v", h[11].Metrics)
			}
		})
	}
	o := options(t, 2)
	o.Tasks = func(int, int) ([]*scenes.Task, error) { return nil, nil }
	if _, err := train.Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), "there are no tasks to train on") {
		t.Errorf("without tasks: %v", err)
	}
}

// mute has nothing to decide: it answers with what is locked.
type mute struct {
	*toy.Policy
	keep    bool
	updates int
}

func (m *mute) Sample(ctx context.Context, req policy.SampleRequest) (policy.SampleResponse, error) {
	resp, err := m.Policy.Sample(ctx, policy.SampleRequest{Observations: req.Observations, N: req.N})
	for _, group := range resp.Samples {
		for i := range group {
			group[i].Actions, group[i].Handle = nil, 0
			if m.keep {
				group[i].Handle = 1
			}
		}
	}
	return resp, err
}

func (m *mute) Update(_ context.Context, req policy.UpdateRequest) (policy.UpdateResponse, error) {
	m.updates++
	for _, item := range req.Items {
		if len(item.Advantages) != 1 || item.Advantages[0] != 0 {
			return policy.UpdateResponse{}, fmt.Errorf("advantages %v", item.Advantages)
		}
	}
	return policy.UpdateResponse{Statistics: []policy.Statistic{{Name: "steps"}}}, nil
}
