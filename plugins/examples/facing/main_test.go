package main

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/plugintest"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

func task() *scenes.Task {
	seat := func(id, category string) scenes.Object {
		return scenes.Object{ID: id, Category: category, Size: scenes.Vec3{0.8, 0.8, 0.8}, Support: scenes.OnFloor}
	}
	return &scenes.Task{ID: "lounge", Room: scenes.RectRoom(5, 5, 2.8), Objects: []scenes.Object{
		seat("sofa_1", "sofa"), seat("table_1", "coffee_table"), seat("chair_1", "armchair"), seat("stool_1", "bar_stool"),
	}}
}

func at(id string, x, y, yaw float64) scenes.Placement {
	return scenes.Placement{ID: id, Position: scenes.Vec3{x, y, 0.4}, Yaw: yaw}
}

func evaluate(t *testing.T, task *scenes.Task, layouts ...*scenes.Layout) []reward.Result {
	t.Helper()
	p := plugintest.Connect(t, facing{})
	if r, err := p.Configure(t.Context(), base.ConfigureRequest{}); err != nil || r.Diagnostics.HasError() {
		t.Fatal(err, r.Diagnostics)
	}
	req := reward.EvaluateRequest{Task: task}
	for _, l := range layouts {
		req.Candidates = append(req.Candidates, reward.Candidate{Layout: l, ParseError: "no answer"})
	}
	r, err := p.(reward.Term).Evaluate(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	return r.Results
}

// TestScore has three seats; what is expected was computed by hand from
// (cos φ + 1)(cos ψ + 1)/4.
func TestScore(t *testing.T) {
	table := at("table_1", 1, 1, 0)
	sofa := at("sofa_1", 1, 2, 90) // looks along +x
	cases := map[string]struct {
		layout  []scenes.Placement
		objects []float64
		by      []string
	}{
		// Sofa and chair look at each other. The stool looks away from both: with
		// the sofa it has (0+1)(−1+1)/4; the chair is 2 m along x and 1 m behind.
		"a pair": {[]scenes.Placement{sofa, table, at("chair_1", 3, 2, 270), at("stool_1", 1, 1, 180)},
			[]float64{1, 0, 1, (1 + 2/math.Sqrt(5)) * (1 - 1/math.Sqrt(5)) / 4}, []string{"stool_1"}},
		// All look along +x, one behind the other: whoever looks at a back has
		// (1+1)(−1+1)/4.
		"in a queue": {[]scenes.Placement{sofa, table, at("chair_1", 2, 2, 90), at("stool_1", 3, 2, 90)},
			[]float64{0, 0, 0, 0}, []string{"sofa_1", "chair_1", "stool_1"}},
		// Side by side, both at right angles to the way: (0+1)(0+1)/4.
		"side by side": {[]scenes.Placement{sofa, table, at("chair_1", 1, 3, 90)},
			[]float64{0.25, 0, 0.25, 0}, []string{"sofa_1", "chair_1"}},
		// The chair looks 45° past the sofa: (1+1)(√½+1)/4.
		"slanted": {[]scenes.Placement{sofa, at("chair_1", 3, 2, 315)},
			[]float64{(1 + math.Sqrt2/2) / 2, 0, (1 + math.Sqrt2/2) / 2, 0}, nil},
		"on one spot":    {[]scenes.Placement{sofa, at("chair_1", 1, 2, 270)}, []float64{0, 0, 0, 0}, nil},
		"nothing placed": {nil, []float64{0, 0, 0, 0}, nil},
		"very far":       {[]scenes.Placement{at("sofa_1", -1e308, 0, 90), at("chair_1", 1e308, 0, 270)}, []float64{1, 0, 1, 0}, nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got := evaluate(t, task(), &scenes.Layout{Placements: c.layout})[0]
			mean := 0.0
			for i, want := range c.objects {
				mean += want / 3
				if math.Abs(got.Objects[i]-want) > 1e-9 {
					t.Errorf("object %d has %v, want %v", i, got.Objects[i], want)
				}
			}
			if math.Abs(got.Value-mean) > 1e-9 {
				t.Errorf("value %v, want %v", got.Value, mean)
			}
			var by []string
			for _, f := range got.Findings {
				by = append(by, f.Object)
			}
			if diff := cmp.Diff(c.by, by); diff != "" {
				t.Errorf("findings: %s", diff)
			}
		})
	}
}

func TestFinding(t *testing.T) {
	got := evaluate(t, task(), &scenes.Layout{Placements: []scenes.Placement{at("sofa_1", 1, 2, 270), at("chair_1", 3, 2, 270)}})[0].Findings
	want := scenes.Finding{Rule: "conversation", Object: "sofa_1", Other: "chair_1", Depth: 180,
		Message: "sofa_1 is turned 180° away from chair_1, the seat that it can best talk to"}
	if len(got) != 2 {
		t.Fatal(got)
	}
	if diff := cmp.Diff(want, got[0]); diff != "" {
		t.Error(diff)
	}
}

// TestNobodyToTalkTo has one seat on the floor: what hangs or lies on others is
// none, whatever its name.
func TestNobodyToTalkTo(t *testing.T) {
	task := task()
	task.Objects[2].Support, task.Objects[3].Category = scenes.OnCeiling, "floor_lamp"
	r := evaluate(t, task, &scenes.Layout{}, nil)
	if r[0].Value != 1 || len(r[0].Findings) > 0 {
		t.Errorf("a room with one seat has %+v", r[0])
	}
	if !r[1].Invalid || r[1].Reason != "no answer" {
		t.Errorf("what could not be read has %+v", r[1])
	}
}

func TestConformance(t *testing.T) { plugintest.Check(t, facing{}) }
