package reward_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/diag"
	sdkreward "github.com/metaspatial/metaspatial/sdk/reward"
)

// constant returns a term that gives value i to candidate i.
func constant(id string, results ...sdkreward.Result) *fixed {
	return &fixed{Term: toy.Term{ID: id}, resp: sdkreward.EvaluateResponse{Results: results}}
}

type fixed struct {
	toy.Term
	resp sdkreward.EvaluateResponse
}

func (f *fixed) Evaluate(context.Context, sdkreward.EvaluateRequest) (sdkreward.EvaluateResponse, error) {
	return f.resp, nil
}

func values(vs ...float64) []sdkreward.Result {
	out := make([]sdkreward.Result, len(vs))
	for i, v := range vs {
		out[i].Value = v
	}
	return out
}

var task = toy.Task("room", 2)

// parsed is n candidates with a layout.
func parsed(n int) []sdkreward.Candidate {
	out := make([]sdkreward.Candidate, n)
	for i := range out {
		out[i].Layout = &scenes.Layout{}
	}
	return out
}

func evaluate(t *testing.T, cs []sdkreward.Candidate, terms ...reward.Term) reward.Scores {
	t.Helper()
	m, err := reward.New(terms)
	if err != nil {
		t.Fatal(err)
	}
	s, err := m.Evaluate(t.Context(), task, cs)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEvaluateWeighs(t *testing.T) {
	overlap := scenes.Finding{Rule: scenes.RuleCollision, Object: "a", Other: "b", Message: "overlap"}
	late := scenes.Finding{Rule: "style", Object: "a", Message: "ugly"}
	s := evaluate(t, parsed(2),
		reward.Term{Name: "one", Weight: 2, Plugin: constant("one",
			sdkreward.Result{Value: 1, Objects: []float64{1, -1}, Findings: []scenes.Finding{overlap}, Parts: []sdkreward.Part{{Name: "pairs", Value: 3}}},
			sdkreward.Result{Value: 2, Objects: []float64{0, 0}})},
		reward.Term{Name: "two", Weight: -1, Plugin: constant("two",
			sdkreward.Result{Value: 4, Objects: []float64{1, 0}, Findings: []scenes.Finding{overlap}}, sdkreward.Result{Value: 1})},
		reward.Term{Name: "seen", Weight: 0, Plugin: constant("seen",
			sdkreward.Result{Value: 100, Objects: []float64{9, 9}, Findings: []scenes.Finding{late}}, sdkreward.Result{Value: 200})},
	)
	want := []reward.Score{
		{Total: -2, Values: []float64{1, 4, 100}, Invalid: []bool{false, false, false}, Objects: []float64{1, -2},
			ByTerm:   [][]float64{{1, -1}, {1, 0}, {9, 9}},
			Findings: []scenes.Finding{overlap}, Parts: []reward.Part{{Term: "one", Name: "pairs", Value: 3}}},
		{Total: 3, Values: []float64{2, 1, 200}, Invalid: []bool{false, false, false}, Objects: []float64{0, 0},
			ByTerm: [][]float64{{0, 0}, nil, nil}},
	}
	if d := cmp.Diff(want, s.Candidates); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestWhatCannotBeScoredGetsTheWorst(t *testing.T) {
	cs := parsed(3)
	cs[0].Layout, cs[0].ParseError = nil, "no answer"
	for name, c := range map[string]struct {
		results []sdkreward.Result
		weight  float64
		want    []float64
	}{
		"an unreadable response never beats a readable one": {values(5, 1, 2), 1, []float64{1, 1, 2}},
		"nor by a lenient term marked invalid":              {[]sdkreward.Result{{Value: 0, Invalid: true}, {Value: -3}, {Value: -1}}, 1, []float64{-3, -3, -1}},
		"it may be worse":                                   {values(-7, 1, 2), 1, []float64{-7, 1, 2}},
		"an invalid result is the worst under a negative weight": {
			[]sdkreward.Result{{Value: 0, Invalid: true}, {Value: 0, Invalid: true}, {Value: 4}}, -1, []float64{-4, -4, -4}},
	} {
		t.Run(name, func(t *testing.T) {
			s := evaluate(t, cs, reward.Term{Name: "x", Weight: c.weight, Plugin: constant("x", c.results...)})
			got := make([]float64, 3)
			for i := range got {
				got[i] = s.Candidates[i].Total
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("totals (-want +got):\n%s", d)
			}
		})
	}
	s := evaluate(t, cs, reward.Term{Name: "x", Weight: 1, Plugin: constant("x",
		sdkreward.Result{Invalid: true}, sdkreward.Result{Objects: []float64{1, 2}}, sdkreward.Result{Objects: []float64{3, 0}})})
	if d := cmp.Diff([]float64{1, 0}, s.Candidates[0].Objects); d != "" {
		t.Errorf("objects of the unreadable response (-want +got):\n%s", d)
	}
}

func TestEvaluateErrors(t *testing.T) {
	var wrong diag.Diagnostics
	wrong.Errorf("task", "has no doors")
	for name, c := range map[string]struct {
		resp sdkreward.EvaluateResponse
		want string
	}{
		"nan":            {sdkreward.EvaluateResponse{Results: values(1, math.NaN())}, `reward term "x", task "room": candidate 1 has the value NaN`},
		"infinity":       {sdkreward.EvaluateResponse{Results: values(math.Inf(-1), 1)}, "candidate 0 has the value -Inf"},
		"nan per object": {sdkreward.EvaluateResponse{Results: []sdkreward.Result{{}, {Objects: []float64{0, math.NaN()}}}}, `candidate 1 has the value NaN for object "box_1"`},
		"objects":        {sdkreward.EvaluateResponse{Results: []sdkreward.Result{{Objects: []float64{0}}, {}}}, "candidate 0 has values for 1 objects; the task has 2"},
		"too few":        {sdkreward.EvaluateResponse{Results: values(1)}, "returned 1 results for 2 candidates"},
		"diagnostics":    {sdkreward.EvaluateResponse{Results: values(1, 1), Diagnostics: wrong}, "task: has no doors"},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := reward.New([]reward.Term{{Name: "x", Weight: 1, Plugin: &fixed{resp: c.resp}}})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := m.Evaluate(t.Context(), task, parsed(2)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestLostTerm(t *testing.T) {
	broken := errors.New("its process ended")
	m, err := reward.New([]reward.Term{
		{Name: "good", Weight: 2, Plugin: constant("good", values(1, 3)...)},
		{Name: "bad", Weight: 5, Plugin: &broke{constant("bad"), broken}},
	})
	if err != nil {
		t.Fatal(err)
	}
	var failed *reward.TermError
	if _, err := m.Evaluate(t.Context(), task, parsed(2)); !errors.As(err, &failed) || failed.Term != "bad" || !errors.Is(err, broken) ||
		err.Error() != `reward term "bad", task "room": its process ended` {
		t.Errorf("got %v", err)
	}
	if err := m.Lose("bad"); err != nil {
		t.Fatal(err)
	}
	s, err := m.Evaluate(t.Context(), task, parsed(2))
	if err != nil {
		t.Fatal(err)
	}
	want := []reward.Score{
		{Total: 2, Values: []float64{1, 0}, Invalid: []bool{false, true}},
		{Total: 6, Values: []float64{3, 0}, Invalid: []bool{false, true}},
	}
	if d := cmp.Diff(want, s.Candidates); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if !strings.Contains(m.Table(), "lost") || !m.Terms()[1].Lost {
		t.Errorf("the table does not say so:\n%s", m.Table())
	}
	if err := m.Lose("good"); err == nil || err.Error() != `without reward term "good" no term is left` {
		t.Errorf("the last term: %v", err)
	}
}

type broke struct {
	*fixed
	err error
}

func (b *broke) Evaluate(context.Context, sdkreward.EvaluateRequest) (sdkreward.EvaluateResponse, error) {
	return sdkreward.EvaluateResponse{}, b.err
}

func TestLargeValuesAreHeld(t *testing.T) {
	results := values(1e300, -math.MaxFloat64, 7)
	results[0].Objects = []float64{-1e300, 2}
	s := evaluate(t, parsed(3), reward.Term{Name: "x", Weight: 2, Plugin: constant("x", results...)})
	for i, want := range []float64{2 * reward.Limit, -2 * reward.Limit, 14} {
		if c := s.Candidates[i]; c.Total != want || (len(c.Held) == 1) != (i < 2) {
			t.Errorf("candidate %d: total %v, held %v", i, c.Total, c.Held)
		}
	}
	if got := s.Candidates[0].Objects; got[0] != -2*reward.Limit || got[1] != 4 {
		t.Errorf("objects %v", got)
	}
	if results[0].Value != 1e300 {
		t.Error("the plugin's own results were changed")
	}
}

func TestTermsSeeOnlyWhatTheyNeed(t *testing.T) {
	for _, c := range []struct {
		needs []base.Need
		want  string
	}{
		{nil, "response=false images=false"},
		{[]base.Need{base.NeedResponse}, "response=true images=false"},
		{[]base.Need{base.NeedImages, base.NeedResponse}, "response=true images=true"},
	} {
		var got string
		term := &toy.Term{ID: "x", Needs: c.needs, Value: func(_ *scenes.Task, c sdkreward.Candidate) sdkreward.Result {
			got = fmt.Sprintf("response=%v images=%v", c.Response != "", c.Images != nil)
			return sdkreward.Result{}
		}}
		cs := []sdkreward.Candidate{{Response: "text", Images: []base.Image{{Camera: "dollhouse", Output: "color", Width: 256, Height: 256}}}}
		evaluate(t, cs, reward.Term{Name: "x", Weight: 1, Plugin: term})
		if got != c.want || term.Calls.Load() != 1 {
			t.Errorf("needs %v: saw %s in %d calls, want %s in one", c.needs, got, term.Calls.Load(), c.want)
		}
	}
}

func TestMeshesThatNobodyGives(t *testing.T) {
	term := constant("x")
	term.Needs = []base.Need{base.NeedMeshes}
	m, err := reward.New([]reward.Term{{Name: "x", Weight: 1, Plugin: term}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Evaluate(t.Context(), &scenes.Task{ID: "room"}, nil); err == nil || !strings.Contains(err.Error(), "needs the models of assets") {
		t.Errorf("got %v", err)
	}
}

func TestNewAndSetWeight(t *testing.T) {
	x := constant("x")
	for want, terms := range map[string][]reward.Term{
		"no reward terms": nil,
		"named twice":     {{Name: "x", Plugin: x}, {Name: "x", Plugin: x}},
		"has no name":     {{Plugin: x}},
		"has no plugin":   {{Name: "x"}},
		"is NaN":          {{Name: "x", Plugin: x, Weight: math.NaN()}},
	} {
		if _, err := reward.New(terms); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	m, err := reward.New([]reward.Term{{Name: "physics", Weight: 1, Plugin: x}, {Name: "metric", Plugin: x}})
	if err != nil {
		t.Fatal(err)
	}
	if err := m.SetWeight("phisics", 2); err == nil || !strings.Contains(err.Error(), `did you mean "physics"?`) {
		t.Errorf("misspelt name: %v", err)
	}
	if err := m.SetWeight("physics", math.Inf(1)); err == nil {
		t.Error("an infinite weight was taken")
	}
	if err := m.SetWeight("physics", 2.5); err != nil || m.Terms()[0].Weight != 2.5 {
		t.Errorf("weight %v, %v", m.Terms()[0].Weight, err)
	}
	for _, want := range []string{"physics", "2.5", "0 (reported only)", "reward/x", "1.0.0"} {
		if !strings.Contains(m.Table(), want) {
			t.Errorf("the table lacks %q:\n%s", want, m.Table())
		}
	}
}

func TestSummarise(t *testing.T) {
	scores := []reward.Score{
		{Values: []float64{1, 5}, Invalid: []bool{false, true}},
		{Values: []float64{3, 5}, Invalid: []bool{false, false}},
	}
	want := []reward.Statistics{{Mean: 2, Std: 1, Min: 1, Max: 3}, {Mean: 5, Min: 5, Max: 5, Invalid: 0.5}}
	if d := cmp.Diff(want, reward.Summarise(2, scores)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
