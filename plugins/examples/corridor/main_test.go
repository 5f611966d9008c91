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

// task has a door in the middle of the south wall: its strip goes from
// (1.55, 0) to (2.45, 5), 4.5 m².
func task() *scenes.Task {
	room := scenes.RectRoom(4, 5, 2.8)
	room.Openings = []scenes.Opening{
		{ID: "window_1", Kind: scenes.Window, Wall: 1, Offset: 2, Width: 1, Height: 1, Sill: 1},
		{ID: "door_1", Kind: scenes.Door, Wall: 0, Offset: 2, Width: 0.8, Height: 2},
	}
	return &scenes.Task{ID: "hall", Room: room, Objects: []scenes.Object{
		{ID: "desk_1", Category: "desk", Size: scenes.Vec3{1, 0.5, 0.75}, Support: scenes.OnFloor},
		{ID: "rug_1", Category: "rug", Size: scenes.Vec3{2, 2, 0.01}, Support: scenes.OnFloor, Flat: true},
		{ID: "lamp_1", Category: "lamp", Size: scenes.Vec3{0.3, 0.3, 0.4}, Support: scenes.OnObject, Parent: "desk_1"},
		{ID: "pendant_1", Category: "pendant", Size: scenes.Vec3{0.4, 0.4, 0.5}, Support: scenes.OnCeiling},
		{ID: "shelf_1", Category: "wall_shelf", Size: scenes.Vec3{0.9, 0.3, 0.3}, Support: scenes.OnWall},
	}}
}

func at(id string, x, y, z, yaw float64) scenes.Placement {
	return scenes.Placement{ID: id, Position: scenes.Vec3{x, y, z}, Yaw: yaw}
}

func evaluate(t *testing.T, task *scenes.Task, config map[string]any, layouts ...*scenes.Layout) []reward.Result {
	t.Helper()
	p := plugintest.Connect(t, &corridor{})
	if r, err := p.Configure(t.Context(), base.ConfigureRequest{Values: config}); err != nil || r.Diagnostics.HasError() {
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
	free := []scenes.Placement{at("desk_1", 0.5, 4, 0.375, 0), at("rug_1", 2, 2, 0.005, 0), at("pendant_1", 2, 2, 2.55, 0)}
	across := at("desk_1", 2, 2, 0.375, 0)
	cases := map[string]struct {
		config map[string]any
		layout []scenes.Placement
		value  float64
		depth  float64 // of the only finding; 0 for none
	}{
		"free":             {nil, free, 1, 0},
		"nothing placed":   {nil, nil, 1, 0},
		"across":           {nil, []scenes.Placement{across, at("lamp_1", 2, 2, 0.95, 0)}, 1 - 0.9*0.5/4.5, 0.95},
		"half in":          {nil, []scenes.Placement{at("desk_1", 1.5, 2, 0.375, 0)}, 1 - 0.45*0.5/4.5, 0.45},
		"along":            {nil, []scenes.Placement{at("desk_1", 2, 2, 0.375, 90)}, 1 - 0.5/4.5, 0.7},
		"shelf at the end": {nil, []scenes.Placement{at("shelf_1", 2, 4.85, 1.5, 180)}, 1 - 0.9*0.3/4.5, 0.3},
		"shelf overhead":   {nil, []scenes.Placement{at("shelf_1", 2, 4.85, 2.3, 180)}, 1, 0},
		"wider":            {map[string]any{"width": 2}, []scenes.Placement{across}, 1 - 0.5/10, 1.5},
		"to the middle":    {map[string]any{"reach": 0.5}, []scenes.Placement{across}, 1 - 0.45/2.25, 0.75},
		"behind it":        {map[string]any{"reach": 0.3}, []scenes.Placement{across}, 1, 0},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got := evaluate(t, task(), c.config, &scenes.Layout{Placements: c.layout})[0]
			if math.Abs(got.Value-c.value) > 1e-9 {
				t.Errorf("value %v, want %v", got.Value, c.value)
			}
			if c.depth == 0 {
				if len(got.Findings) > 0 {
					t.Errorf("findings %v", got.Findings)
				}
				return
			}
			if len(got.Findings) != 1 || math.Abs(got.Findings[0].Depth-c.depth) > 1e-9 || got.Findings[0].Other != "door_1" {
				t.Errorf("findings %+v, want one of %v", got.Findings, c.depth)
			}
		})
	}
}

// TestTwoDoors has the second door in the east wall of an L-shaped room, whose
// strip ends after 2 m at the inner corner's wall, and a third in no wall's sight.
func TestTwoDoors(t *testing.T) {
	task := task()
	task.Room.Floor = []scenes.Vec2{{0, 0}, {4, 0}, {4, 5}, {2, 5}, {2, 3}, {0, 3}}
	task.Room.Openings = append(task.Room.Openings[:1],
		scenes.Opening{ID: "door_1", Kind: scenes.Door, Wall: 0, Offset: 1, Width: 0.8, Height: 2}, // 3 m to the wall at y = 3
		scenes.Opening{ID: "door_2", Kind: scenes.Door, Wall: 1, Offset: 4, Width: 0.8, Height: 2}, // 2 m to the wall at x = 2
	)
	r := evaluate(t, task, nil, &scenes.Layout{Placements: []scenes.Placement{at("desk_1", 1, 1.5, 0.375, 0)}}, nil)
	if want := 1 - 0.45/2.7/2; math.Abs(r[0].Value-want) > 1e-9 {
		t.Errorf("value %v, want %v", r[0].Value, want)
	}
	want := scenes.Finding{Rule: "corridor", Object: "desk_1", Other: "door_1", Depth: 0.95, Direction: r[0].Findings[0].Direction,
		Message: "desk_1 takes 0.45 m² of the way in from door_1"}
	r[0].Findings[0].Depth = math.Round(100*r[0].Findings[0].Depth) / 100
	if diff := cmp.Diff([]scenes.Finding{want}, r[0].Findings); diff != "" {
		t.Errorf("findings: %s", diff)
	}
	if !r[1].Invalid || r[1].Reason != "no answer" {
		t.Errorf("what could not be read has %+v", r[1])
	}
}

func TestBoundedWhereThingsOverlap(t *testing.T) {
	task := task()
	l := &scenes.Layout{}
	for i := range task.Objects {
		o := &task.Objects[i]
		o.Size, o.Support, o.Flat = scenes.Vec3{4, 5, 1}, scenes.OnFloor, false
		l.Placements = append(l.Placements, at(o.ID, 2, 2.5, 0.5, 0))
	}
	if v := evaluate(t, task, nil, l)[0].Value; v != 0 {
		t.Errorf("a heap in the way has %v", v)
	}
	task.Room.Openings = nil
	if v := evaluate(t, task, nil, l)[0].Value; v != 1 {
		t.Errorf("a room without a door has %v", v)
	}
}

func TestConformance(t *testing.T) { plugintest.Check(t, &corridor{}) }
