package tries_test

import (
	"context"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/cmd/internal/tries"
	"github.com/metaspatial/metaspatial/plugins/policy/solver"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

var task = &scenes.Task{ID: "t", Room: scenes.RectRoom(4, 4, 3), Objects: []scenes.Object{{ID: "box", Size: scenes.Vec3{1, 1, 1}, Support: scenes.OnFloor}}}

// scripted answers with boxes at the given x, in turn; NaN is no layout.
type scripted struct {
	policy.Policy
	xs   []float64
	asks []policy.SampleRequest
	slow time.Duration
}

func (p *scripted) Sample(_ context.Context, req policy.SampleRequest) (policy.SampleResponse, error) {
	p.asks = append(p.asks, req)
	time.Sleep(p.slow)
	var resp policy.SampleResponse
	for range req.Observations {
		var s []policy.Sample
		for range req.N {
			x := p.xs[0]
			if len(p.xs) > 1 {
				p.xs = p.xs[1:]
			}
			text := "no layout"
			if x == x {
				text = codec.FormatResponse(task, &scenes.Layout{Placements: []scenes.Placement{{ID: "box", Position: scenes.Vec3{x, 2, 0.5}}}}, "so")
			}
			s = append(s, policy.Sample{Response: text})
		}
		resp.Samples = append(resp.Samples, s)
	}
	return resp, nil
}

func at(t *testing.T, r tries.Result, err error) float64 {
	t.Helper()
	if err != nil || r.Layout == nil {
		t.Fatalf("%+v, %v", r, err)
	}
	return r.Layout.Placements[0].Position[0]
}

func TestTheFirstValidAnswerEndsTheTrying(t *testing.T) {
	p := &scripted{Policy: solver.New(), xs: []float64{-3, -1, 2, 1}}
	r, err := tries.Best(t.Context(), p, task, tries.Options{K: 8})
	if x := at(t, r, err); x != 2 || !r.Valid || r.K != 3 || len(p.asks) != 3 || p.asks[0].Temperature != 0 {
		t.Errorf("x %v of %+v after %d requests", x, r, len(p.asks))
	}
}

func TestTheBestScoreCounts(t *testing.T) {
	p := &scripted{Policy: solver.New(), xs: []float64{-3, 1, 3, 2}}
	r, err := tries.Best(t.Context(), p, task, tries.Options{K: 4, Batch: 2, Score: func(l *scenes.Layout) float64 { return l.Placements[0].Position[0] }})
	if x := at(t, r, err); x != 3 || r.Score != 3 || r.K != 4 || len(p.asks) != 3 {
		t.Errorf("x %v of %+v after %d requests", x, r, len(p.asks))
	}
}

// At the turns after the first a policy sees its faults; a valid layout is left.
func TestTurns(t *testing.T) {
	p := &scripted{Policy: solver.New(), xs: []float64{-3, 2}}
	r, err := tries.Best(t.Context(), p, task, tries.Options{Turns: 3})
	if x := at(t, r, err); x != 2 || r.K != 1 || len(p.asks) != 2 {
		t.Fatalf("x %v of %+v after %d requests", x, r, len(p.asks))
	}
	if o := p.asks[1].Observations[0]; o.Turn != 1 || o.Previous == nil || len(o.Findings) == 0 || o.Reward >= 0 {
		t.Errorf("at the second turn it saw %+v", o)
	}
}

func TestTheBudgetEndsTheTrying(t *testing.T) {
	p := &scripted{Policy: solver.New(), xs: []float64{-3}, slow: 30 * time.Millisecond}
	r, err := tries.Best(t.Context(), p, task, tries.Options{Budget: 100 * time.Millisecond})
	if at(t, r, err); r.Valid || r.K < 1 || r.K > 3 {
		t.Errorf("%+v", r)
	}
}

func TestOpen(t *testing.T) {
	p, err := tries.Open(t.Context(), "policy/solver", map[string]any{"budget": 10})
	if err != nil || p.Describe().ID != "policy/solver" {
		t.Errorf("%v", err)
	}
	for _, arg := range []string{"policy/none", "policy/solver:none"} {
		if _, err := tries.Open(t.Context(), arg, nil); err == nil {
			t.Errorf("%s was opened", arg)
		}
	}
	if _, err := tries.Open(t.Context(), "policy/solver", map[string]any{"budget": "much"}); err == nil {
		t.Error("a setting of the wrong type was taken")
	}
}
