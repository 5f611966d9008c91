package eval_test

import (
	"testing"

	"github.com/metaspatial/metaspatial/host/eval"
	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/policy"
	sdkreward "github.com/metaspatial/metaspatial/sdk/reward"
)

func manager(t *testing.T, weight float64, term *toy.Term) *reward.Manager {
	t.Helper()
	m, err := reward.New([]reward.Term{{Name: "target", Weight: weight, Plugin: term}})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestTermsAreMeasured has the greedy toy policy put all boxes into the first
// cell: of four boxes one is where the term wants it. The rules find nothing.
func TestTermsAreMeasured(t *testing.T) {
	for weight, findings := range map[float64]int{0: 0, 2: 3} {
		var seen []policy.Observation
		p := &toy.Policy{OnSample: func(r policy.SampleRequest) { seen = append(seen, r.Observations...) }}
		tasks := []*scenes.Task{toy.Task("four", 4), toy.Task("two", 2)}
		res, err := eval.Run(t.Context(), p, tasks, eval.Options{Turns: 2, Terms: manager(t, weight, toy.Target())})
		if err != nil {
			t.Fatal(err)
		}
		want := eval.TermMean{Name: "target", Mean: (0.25 + 0.5) / 2, Best: (0.25 + 0.5) / 2}
		if s := res.Summary; len(s.Terms) != 1 || s.Terms[0] != want || s.FullyValid != 1 {
			t.Errorf("weight %v: summary %+v, want %+v", weight, s, want)
		}
		if r := res.Rows[0].JSON(); len(r.Terms) != 1 || r.Terms[0] != 0.25 {
			t.Errorf("weight %v: row %+v", weight, r)
		}
		if got := len(seen[1].Findings); got != findings || seen[1].Reward != weight*0.25 {
			t.Errorf("weight %v: the policy was told of %d findings and the reward %v", weight, got, seen[1].Reward)
		}
	}
}

// TestBestOfTries counts the answers by a term that likes the fourth one and by
// one that likes what the rules do not.
func TestBestOfTries(t *testing.T) {
	asked := 0
	p := &toy.Policy{Garbage: 3, OnSample: func(r policy.SampleRequest) { asked = r.N }}
	calls := 0
	term := &toy.Term{ID: "target", Value: func(_ *scenes.Task, c sdkreward.Candidate) sdkreward.Result {
		calls++
		return sdkreward.Result{Value: float64(calls % 5), Invalid: c.Layout == nil}
	}}
	tasks := []*scenes.Task{toy.Task("a", 2)}
	res, err := eval.Run(t.Context(), p, tasks, eval.Options{Tries: 8, Temperature: 1, Terms: manager(t, 100, term)})
	if err != nil {
		t.Fatal(err)
	}
	// The values are 1 2 3 4 0 1 2 3, and every third answer is unreadable.
	if r := res.Rows[0]; asked != 8 || calls != 8 || r.Layout == nil || r.Values[0] != 4 || r.Best[0] != 4 {
		t.Errorf("%d answers were asked for, %d scored; the best is %+v", asked, calls, r)
	}
	p, calls = &toy.Policy{Garbage: 2}, 0
	if res, err = eval.Run(t.Context(), p, tasks, eval.Options{Tries: 8, Temperature: 1, Terms: manager(t, 100, term)}); err != nil {
		t.Fatal(err)
	}
	// The fourth is unreadable now: it is the best by its value, and not chosen.
	if r := res.Rows[0]; r.Layout == nil || r.Values[0] != 3 || r.Best[0] != 4 || res.Summary.Terms[0].Best != 4 {
		t.Errorf("the best is %+v of %+v", r, res.Summary.Terms)
	}
}

func TestMutePolicyDoesNotSeeThePreference(t *testing.T) {
	task := toy.Task("a", 1)
	task.Preference = "The box in a corner."
	for _, mute := range []bool{false, true} {
		seen := ""
		p := &toy.Policy{OnSample: func(r policy.SampleRequest) { seen = r.Observations[0].Task.Preference }}
		res, err := eval.Run(t.Context(), p, []*scenes.Task{task}, eval.Options{Mute: mute})
		if err != nil {
			t.Fatal(err)
		}
		if (seen == "") != mute || res.Rows[0].Task != task || task.Preference == "" {
			t.Errorf("mute %t: the policy saw %q, the row has %+v", mute, seen, res.Rows[0].Task)
		}
	}
}

func TestTermsThatWantPicturesNeedARenderer(t *testing.T) {
	term := toy.Target()
	term.Needs = []base.Need{base.NeedImages}
	if _, err := eval.Run(t.Context(), &toy.Policy{}, []*scenes.Task{toy.Task("a", 1)}, eval.Options{Terms: manager(t, 0, term)}); err == nil {
		t.Error("a term that wants pictures got none, and no error")
	}
}
