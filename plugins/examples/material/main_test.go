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

// task has a diagonal of 5 m, two things of oak, one of steel and one, without
// a material, alone of its style.
func task() *scenes.Task {
	thing := func(id, material, style string) scenes.Object {
		return scenes.Object{ID: id, Category: "box", Material: material, Style: style, Size: scenes.Vec3{0.4, 0.4, 0.4}, Support: scenes.OnFloor}
	}
	return &scenes.Task{ID: "store", Room: scenes.RectRoom(4, 3, 2.8), Objects: []scenes.Object{
		thing("oak_1", "oak", "plain"), thing("oak_2", "oak", "old"), thing("steel_1", "steel", "plain"), thing("other_1", "", "plain"),
	}}
}

func at(id string, x, y float64) scenes.Placement {
	return scenes.Placement{ID: id, Position: scenes.Vec3{x, y, 0.2}}
}

func evaluate(t *testing.T, task *scenes.Task, layouts ...*scenes.Layout) []reward.Result {
	t.Helper()
	p := plugintest.Connect(t, material{})
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

func TestScore(t *testing.T) {
	steel, other := at("steel_1", 1, 1), at("other_1", 3, 2)
	cases := map[string]struct {
		layout []scenes.Placement
		value  float64
		by     []string
	}{
		"a metre apart":       {[]scenes.Placement{at("oak_1", 1, 1), at("oak_2", 2, 1), steel, other}, 1 - 1.0/5, nil},
		"in opposite corners": {[]scenes.Placement{at("oak_1", 0, 0), at("oak_2", 4, 3), steel, other}, 0, []string{"oak_1", "oak_2"}},
		"one out of the room": {[]scenes.Placement{at("oak_1", 0, 0), at("oak_2", 1e308, -1e308), steel}, 0, []string{"oak_1", "oak_2"}},
		"one not placed":      {[]scenes.Placement{at("oak_1", 1, 1), steel, other}, 0, []string{"oak_1", "oak_2"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got := evaluate(t, task(), &scenes.Layout{Placements: c.layout})[0]
			if diff := cmp.Diff([]float64{c.value, c.value, 0, 0}, got.Objects); diff != "" {
				t.Errorf("objects: %s", diff)
			}
			if got.Value != c.value {
				t.Errorf("value %v, want %v", got.Value, c.value)
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

// TestThree has a row of three oaken things: 1 m, 1 m and 2 m apart, so that the
// outer ones are 1.5 m from the others on average and the middle one 1 m.
func TestThree(t *testing.T) {
	task := task()
	task.Objects[2].Material = "oak"
	got := evaluate(t, task, &scenes.Layout{Placements: []scenes.Placement{at("oak_1", 1, 1), at("oak_2", 2, 1), at("steel_1", 3, 1)}})[0]
	for i, want := range []float64{0.7, 0.8, 0.7, 0} {
		if math.Abs(got.Objects[i]-want) > 1e-9 {
			t.Errorf("object %d has %v, want %v", i, got.Objects[i], want)
		}
	}
	if want := 2.2 / 3; math.Abs(got.Value-want) > 1e-9 {
		t.Errorf("value %v, want %v", got.Value, want)
	}
}

func TestGroup(t *testing.T) {
	task := task()
	for i := range task.Objects {
		task.Objects[i].Material = ""
	}
	// By style now: oak_1, steel_1 and other_1 are plain.
	r := evaluate(t, task, &scenes.Layout{Placements: []scenes.Placement{at("oak_1", 0, 0), at("oak_2", 1, 1), at("steel_1", 4, 3), at("other_1", 0, 0)}}, nil)
	if diff := cmp.Diff([]float64{0.5, 0, 0, 0.5}, r[0].Objects); diff != "" {
		t.Errorf("by style: %s", diff)
	}
	want := scenes.Finding{Rule: "material", Object: "steel_1", Other: "oak_1", Depth: r[0].Findings[1].Depth,
		Message: "steel_1 stands 5.0 m from the other things of plain on average, farthest from oak_1"}
	if diff := cmp.Diff(want, r[0].Findings[1]); diff != "" {
		t.Errorf("finding: %s", diff)
	}
	if math.Abs(want.Depth-(5-5.0/3)) > 1e-9 {
		t.Errorf("it is %v m too far", want.Depth)
	}
	if !r[1].Invalid || r[1].Reason != "no answer" {
		t.Errorf("what could not be read has %+v", r[1])
	}
	for i := range task.Objects {
		task.Objects[i].Style, task.Objects[i].Category = "", task.Objects[i].ID
	}
	if r := evaluate(t, task, &scenes.Layout{})[0]; r.Value != 1 || len(r.Findings) > 0 {
		t.Errorf("a room of single things has %+v", r)
	}
}

func TestConformance(t *testing.T) { plugintest.Check(t, material{}) }
