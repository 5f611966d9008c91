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

// task is longer along x: the mirror line is y = 2. The bed has 2 m², each chest
// 1 m².
func task() *scenes.Task {
	return &scenes.Task{ID: "ward", Room: scenes.RectRoom(6, 4, 2.8), Objects: []scenes.Object{
		{ID: "bed_1", Category: "bed", Size: scenes.Vec3{1, 2, 0.5}, Support: scenes.OnFloor},
		{ID: "chest_1", Category: "chest", Size: scenes.Vec3{2, 0.5, 0.5}, Support: scenes.OnFloor},
		{ID: "chest_2", Category: "chest", Size: scenes.Vec3{2, 0.5, 0.5}, Support: scenes.OnFloor},
		{ID: "rug_1", Category: "rug", Size: scenes.Vec3{2, 2, 0.01}, Support: scenes.OnFloor, Flat: true},
	}}
}

func at(id string, x, y, yaw float64) scenes.Placement {
	return scenes.Placement{ID: id, Position: scenes.Vec3{x, y, 0.25}, Yaw: yaw}
}

func evaluate(t *testing.T, task *scenes.Task, layouts ...*scenes.Layout) []reward.Result {
	t.Helper()
	p := plugintest.Connect(t, symmetry{})
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
	rug := at("rug_1", 1, 1, 0)
	bed := at("bed_1", 1, 2, 90) // astride the line
	cases := map[string]struct {
		layout  []scenes.Placement
		objects []float64
		by      []string
	}{
		"alike":            {[]scenes.Placement{rug, bed, at("chest_1", 4, 0.25, 0), at("chest_2", 4, 3.75, 180)}, []float64{1, 1, 1, 0}, nil},
		"half a chest off": {[]scenes.Placement{bed, at("chest_1", 4, 0.25, 0), at("chest_2", 5, 3.75, 180)}, []float64{1, 0.5, 0.5, 0}, nil},
		"all on one side":  {[]scenes.Placement{at("bed_1", 1, 3.5, 90), at("chest_1", 4, 3.75, 0), at("chest_2", 4, 3.25, 0)}, []float64{0, 0, 0, 0}, []string{"bed_1", "chest_1", "chest_2"}},
		// The bed reaches from y = 1.5 to 3.5; up to 2.5 it matches itself.
		"half astride":   {[]scenes.Placement{at("bed_1", 1, 2.5, 0)}, []float64{0.5, 0, 0, 0}, nil},
		"slanted":        {[]scenes.Placement{at("chest_1", 2, 1, 30), at("chest_2", 2, 3, 150)}, []float64{0, 1, 1, 0}, nil},
		"both in one":    {[]scenes.Placement{at("bed_1", 1, 2, 0), at("chest_1", 4, 2, 0), at("chest_2", 4, 2, 0)}, []float64{1, 1, 1, 0}, nil},
		"nothing placed": {nil, []float64{0, 0, 0, 0}, nil},
		"very far":       {[]scenes.Placement{at("bed_1", 1e308, -1e308, 7)}, []float64{0, 0, 0, 0}, []string{"bed_1"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got := evaluate(t, task(), &scenes.Layout{Placements: c.layout})[0]
			value := (2*c.objects[0] + c.objects[1] + c.objects[2]) / 4
			for i, want := range c.objects {
				if math.Abs(got.Objects[i]-want) > 1e-9 {
					t.Errorf("object %d has %v, want %v", i, got.Objects[i], want)
				}
			}
			if math.Abs(got.Value-value) > 1e-9 {
				t.Errorf("value %v, want %v", got.Value, value)
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

// TestTurnedRoom is longer along y: the line is x = 2 now.
func TestTurnedRoom(t *testing.T) {
	task := task()
	task.Room = scenes.RectRoom(4, 6, 2.8)
	r := evaluate(t, task, &scenes.Layout{Placements: []scenes.Placement{at("bed_1", 3.25, 1, 0), at("chest_1", 1, 4, 60), at("chest_2", 3, 4, 300)}}, nil)
	for i, want := range []float64{0, 1, 1, 0} {
		if math.Abs(r[0].Objects[i]-want) > 1e-9 {
			t.Errorf("object %d has %v, want %v", i, r[0].Objects[i], want)
		}
	}
	want := scenes.Finding{Rule: "symmetry", Object: "bed_1", Depth: 1.25, Direction: scenes.Vec2{-1, 0},
		Message: "bed_1, 1.2 m off the middle, has something opposite for 0 % of its floor"}
	if diff := cmp.Diff([]scenes.Finding{want}, r[0].Findings); diff != "" {
		t.Errorf("findings: %s", diff)
	}
	if !r[1].Invalid || r[1].Reason != "no answer" {
		t.Errorf("what could not be read has %+v", r[1])
	}
}

func TestNothingOnTheFloor(t *testing.T) {
	task := task()
	task.Objects = task.Objects[3:]
	if r := evaluate(t, task, &scenes.Layout{})[0]; r.Value != 1 || len(r.Findings) > 0 {
		t.Errorf("a room with a rug has %+v", r)
	}
}

func TestConformance(t *testing.T) { plugintest.Check(t, symmetry{}) }
