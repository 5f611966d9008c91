package train

import (
	"bufio"
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/env"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/rollout"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// TestReferenceCases compares with the reference, which computes in float32:
// the tolerance is what rounding the rewards to float32 can change.
func TestReferenceCases(t *testing.T) {
	f, err := os.Open(scenestest.Shared(t, "reference/grpo_cases.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	seen := map[string]int{}
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		var c struct {
			Kind       string
			Groups     [][]float64
			Advantages json.RawMessage
			Rewards    []float64
			Gamma      float64
			Result     float64
		}
		if err := json.Unmarshal(s.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		seen[c.Kind]++
		switch c.Kind {
		case "grpo_advantage":
			var want [][]float64
			if err := json.Unmarshal(c.Advantages, &want); err != nil {
				t.Fatal(err)
			}
			for i, g := range c.Groups {
				got := Normalise(g)
				_, std := meanStd(g)
				largest := 0.0
				for _, r := range g {
					largest = max(largest, math.Abs(r))
				}
				tol := 1e-6*(1+largest) + 4*largest*0x1p-24/(std+epsilon)
				for k := range got {
					if math.Abs(got[k]-want[i][k]) > tol {
						t.Errorf("group %v: advantage %d is %v, want %v ± %v", g, k, got[k], want[i][k], tol)
					}
				}
			}
		case "discounted_reward":
			if got := DiscountedReturn(c.Rewards, c.Gamma); math.Abs(got-c.Result) > 1e-12 {
				t.Errorf("return of %v is %v, want %v", c.Rewards, got, c.Result)
			}
		}
	}
	if seen["grpo_advantage"] != 47 || seen["discounted_reward"] != 7 {
		t.Errorf("read %v cases", seen)
	}
}

func TestGoldenAdvantages(t *testing.T) {
	data, err := os.ReadFile(scenestest.Shared(t, "reference/golden_grpo.json"))
	if err != nil {
		t.Fatal(err)
	}
	var golden struct {
		Groups     map[string][]float64
		Advantages map[string]json.RawMessage
	}
	if err := json.Unmarshal(data, &golden); err != nil {
		t.Fatal(err)
	}
	names := []string{"A", "B", "C"}
	var groups [][]float64
	for _, n := range names {
		groups = append(groups, golden.Groups[n])
	}
	row := func(key string, v any) {
		t.Helper()
		if err := json.Unmarshal(golden.Advantages[key], v); err != nil {
			t.Fatalf("%s: %v", key, err)
		}
	}
	for kind, key := range map[string]string{
		config.GRPO:   "grpo_verl_easyr1 (sample std, eps=1e-6)",
		config.DrGRPO: "dr_grpo (mean only)",
		config.RLOO:   "rloo (n/(n-1)*(r-mean))",
	} {
		var want map[string][]float64
		row(key, &want)
		for k, got := range Estimate(kind, groups, nil).Values {
			if d := cmp.Diff(want[names[k]], got, cmpopts.EquateApprox(0, 1e-12)); d != "" {
				t.Errorf("%s, group %s (-want +got):\n%s", kind, names[k], d)
			}
		}
	}
	// The other engine adds 1e-4 where this trainer adds 1e-6 throughout.
	var batch map[string][]float64
	row("trl scale_rewards=batch (group mean, batch std, eps=1e-4)", &batch)
	std := spread(groups)
	for k, got := range Estimate(config.BatchScale, groups, nil).Values {
		for m := range got {
			if want := batch[names[k]][m] * (std + 1e-4) / (std + epsilon); math.Abs(got[m]-want) > 1e-12 {
				t.Errorf("batch scale, group %s: %v, want %v", names[k], got[m], want)
			}
		}
	}
	var plus struct {
		Lengths map[string][]float64 `json:"token_lengths"`
		Values  map[string][]float64
	}
	row("reinforce_plus_plus_baseline (verl; token-whitened)", &plus)
	var lengths [][]float64
	for _, n := range names {
		lengths = append(lengths, plus.Lengths[n])
	}
	for k, got := range Estimate(config.ReinforcePPBaseline, groups, lengths).Values {
		if d := cmp.Diff(plus.Values[names[k]], got, cmpopts.EquateApprox(0, 1e-7)); d != "" {
			t.Errorf("reinforce++ with baseline, group %s (-want +got):\n%s", names[k], d)
		}
	}
	// Without the baseline nothing but the whitening is left: mean 0 and
	// deviation 1 over the actions, in the rewards' order.
	n, sum, squares := 0.0, 0.0, 0.0
	for k, got := range Estimate(config.ReinforcePP, groups, lengths).Values {
		for m, v := range got {
			n += lengths[k][m]
			sum += lengths[k][m] * v
			squares += lengths[k][m] * v * v
		}
	}
	if math.Abs(sum) > 1e-9 || math.Abs(squares/(n-1)-1) > 1e-6 {
		t.Errorf("reinforce++: sum %v, variance %v", sum, squares/(n-1))
	}
}

// TestWhitening is REINFORCE++ by hand: five actions with the rewards 1, 3, 3, 2
// and 2 have the mean 2.2 and the sample variance 0.7.
func TestWhitening(t *testing.T) {
	e := Estimate(config.ReinforcePP, [][]float64{{1, 3}, {2}}, [][]float64{{1, 2}, {2}})
	by := math.Sqrt(0.7 + whitening)
	want := [][]float64{{-1.2 / by, 0.8 / by}, {-0.2 / by}}
	if d := cmp.Diff(want, e.Values, cmpopts.EquateApprox(0, 1e-12)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if d := cmp.Diff([]float64{1 / by, 1 / by}, e.Slopes, cmpopts.EquateApprox(0, 1e-12)); d != "" {
		t.Errorf("slopes (-want +got):\n%s", d)
	}
}

// TestEqualRewards have no advantage, of whatever size they are: rounding must
// not make one.
func TestEqualRewards(t *testing.T) {
	for _, kind := range []string{config.GRPO, config.DrGRPO, config.RLOO, config.BatchScale, config.ReinforcePP, config.ReinforcePPBaseline} {
		for _, r := range []float64{0, 0.1, -7e8, 1e18, 5e-324} {
			e := Estimate(kind, [][]float64{{r, r, r}, {r, r, r}}, [][]float64{{3, 1, 2}, {5, 5, 7}})
			for _, g := range e.Values {
				for _, a := range g {
					if a != 0 {
						t.Errorf("%s of %v: %v", kind, r, e.Values)
					}
				}
			}
		}
	}
}

func TestEstimatesOfLoneEpisodes(t *testing.T) {
	for kind, want := range map[string]float64{
		config.GRPO: 3 / (1 + epsilon), config.DrGRPO: 0, config.RLOO: 0, config.BatchScale: 0,
		config.ReinforcePP: 0, config.ReinforcePPBaseline: 0,
	} {
		if got := Estimate(kind, [][]float64{{3}}, nil).Values[0][0]; math.Abs(got-want) > 1e-9 {
			t.Errorf("%s: %v, want %v", kind, got, want)
		}
	}
}

func TestReturns(t *testing.T) {
	rewards := []float64{1, 2, 4}
	for kind, want := range map[string][]float64{
		"": rewards, config.Mixed: rewards,
		config.Discounted: {1 + 0.5*2 + 0.25*4, 2 + 0.5*4, 4},
		config.Reference:  {3 / 1.75, 3 / 1.75, 3 / 1.75},
		config.Gain:       {0.5 + 2, 1 + 2 - 1, 4 - 2},
	} {
		if d := cmp.Diff(want, returns(kind, rewards, 0.5), cmpopts.EquateApprox(0, 1e-12)); d != "" {
			t.Errorf("%q (-want +got):\n%s", kind, d)
		}
	}
}

// play makes a group out of rewards[member][turn] and objects[member][turn].
func play(rewards [][]float64, objects [][][]float64) *rollout.Group {
	g := &rollout.Group{}
	for m := range rewards {
		var tr rollout.Trajectory
		for t, r := range rewards[m] {
			turn := rollout.Turn{
				Actions: []policy.Action{{Object: 0}, {Object: 1}, {Object: -1}},
				Outcome: env.Outcome{Score: reward.Score{Total: r}},
			}
			if objects != nil {
				turn.Score.Objects = objects[m][t]
			}
			tr.Turns = append(tr.Turns, turn)
		}
		g.Trajectories = append(g.Trajectories, tr)
	}
	return g
}

func TestAssign(t *testing.T) {
	// Two members differ by ±1/√2 whatever the distance of their rewards.
	const a = 0.7071
	rewards := [][]float64{{1, 0}, {0, 3}}
	objects := [][][]float64{{{0, 5}, {0, 0}}, {{1, 5}, {1, 0}}}
	for name, c := range map[string]struct {
		g    *rollout.Group
		o    AdvantageOptions
		want Advantages
	}{
		"each turn is half its own and half the final one": {
			play(rewards, nil), AdvantageOptions{},
			Advantages{{{0, 0, 0}, {-a, -a, -a}}, {{0, 0, 0}, {a, a, a}}},
		},
		"the discounted return is shared by all turns": {
			play(rewards, nil), AdvantageOptions{Returns: config.Reference, Gamma: 0.1},
			Advantages{{{a, a, a}, {a, a, a}}, {{-a, -a, -a}, {-a, -a, -a}}},
		},
		"a turn answers for itself and what follows": {
			play([][]float64{{1, 0}, {0, 3}}, nil), AdvantageOptions{Returns: config.Discounted, Gamma: 0.5},
			Advantages{{{-a, -a, -a}, {-a, -a, -a}}, {{a, a, a}, {a, a, a}}},
		},
		"object credit reaches the actions on the object": {
			play(rewards, objects), AdvantageOptions{Object: 1},
			Advantages{{{-a, 0, 0}, {-a/2 - a, -a / 2, -a}}, {{a, 0, 0}, {a/2 + a, a / 2, a}}},
		},
		"without values per object the credit stays whole": {
			play(rewards, nil), AdvantageOptions{Object: 1},
			Advantages{{{0, 0, 0}, {-a, -a, -a}}, {{0, 0, 0}, {a, a, a}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(c.want, Assign([]rollout.Group{*c.g}, c.o)[0], cmpopts.EquateApprox(0, 1e-3)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// TestObjectsOverTheBatch says that the batch-wide kinds let an object count by how
// much the answers differ on it, and the others count every object alike.
func TestObjectsOverTheBatch(t *testing.T) {
	much := play([][]float64{{0}, {0}}, [][][]float64{{{-1, 0}}, {{0, 0}}})
	little := play([][]float64{{0}, {0}}, [][][]float64{{{-0.01, 0}}, {{0, 0}}})
	for kind, alike := range map[string]bool{
		config.GRPO: true, config.DrGRPO: false, config.BatchScale: false, config.ReinforcePP: false, config.ReinforcePPBaseline: false,
	} {
		got := Assign([]rollout.Group{*much, *little}, AdvantageOptions{Kind: kind, Object: 1})
		a, b := got[0][1][0][0], got[1][1][0][0]
		want := 100.0
		if alike {
			want = 1
		}
		if !(a > 0) || math.Abs(a/b-want) > 0.1*want {
			t.Errorf("%s: advantages of %v and %v, want the first %v times the second", kind, a, b, want)
		}
	}
}

// TestModulatedCredit checks the advantage of the lowered reward with the
// group's own mean and deviation, whichever sign the rewards have.
func TestModulatedCredit(t *testing.T) {
	for _, shift := range []float64{10, 0, -10} {
		rewards := [][]float64{{1 + shift}, {3 + shift}}
		g := play(rewards, [][][]float64{{{0, -1}}, {{-2, 5}}})
		got := Assign([]rollout.Group{*g}, AdvantageOptions{Credit: config.CreditModulated, Object: 0.5})[0]
		mean, std := 2+shift, math.Sqrt2+epsilon
		for m, values := range [][2]float64{{0, -1}, {-2, 5}} {
			r := rewards[m][0]
			for k, v := range values {
				lowered := r - 0.5*(1-math.Exp(min(0, v)))*math.Abs(r)
				if want := (lowered - mean) / std; math.Abs(got[m][0][k]-want) > 1e-9 {
					t.Errorf("shift %v, member %d, object %d: %v, want %v", shift, m, k, got[m][0][k], want)
				}
			}
			if want := (r - mean) / std; math.Abs(got[m][0][2]-want) > 1e-9 {
				t.Errorf("shift %v, member %d: an action on no object has %v, want %v", shift, m, got[m][0][2], want)
			}
		}
	}
}

func TestAssignWithoutActions(t *testing.T) {
	g := play([][]float64{{1}, {0}}, nil)
	for m := range g.Trajectories {
		g.Trajectories[m].Turns[0].Actions = nil
	}
	got := Assign([]rollout.Group{*g}, AdvantageOptions{Object: 1})[0]
	if len(got[0][0]) != 1 || got[0][0][0] < 0.7 {
		t.Errorf("got %v, want a single advantage for the whole response", got)
	}
}

func TestSchedules(t *testing.T) {
	o := config.Optimiser{LearningRate: 1, FinalFraction: 0.1}
	for name, c := range map[string]struct {
		schedule string
		done     float64
		want     float64
	}{
		"constant":       {config.Constant, 0.7, 1},
		"linear start":   {config.Linear, 0, 1},
		"linear half":    {config.Linear, 0.5, 0.55},
		"linear end":     {config.Linear, 1, 0.1},
		"cosine quarter": {config.Cosine, 0.25, 0.1 + 0.9*0.8535533905932737},
		"cosine end":     {config.Cosine, 1, 0.1},
	} {
		t.Run(name, func(t *testing.T) {
			o.Schedule = c.schedule
			if got := learningRate(o, c.done); math.Abs(got-c.want) > 1e-12 {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
	credit := config.Credit{Object: 0.8, Anneal: 0.5}
	for done, want := range map[float64]float64{0: 0.8, 0.25: 0.4, 0.5: 0, 1: 0} {
		if got := objectCredit(credit, done); math.Abs(got-want) > 1e-12 {
			t.Errorf("object credit at %v is %v, want %v", done, got, want)
		}
	}
	for _, c := range []struct {
		iteration, planned int
		want               float64
	}{{0, 0, 0}, {5, 0, 0}, {0, 11, 0}, {5, 11, 0.5}, {10, 11, 1}, {99, 11, 1}} {
		if got := progress(c.iteration, c.planned); got != c.want {
			t.Errorf("progress of %d in %d is %v, want %v", c.iteration, c.planned, got, c.want)
		}
	}
}
