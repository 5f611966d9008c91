package scenestate_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec/scenestate"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

const folder = "scenes/sceneeval/"

// The five real LayoutVLM scenes: rooms of 6×6×3 m without openings.
func TestRealScenes(t *testing.T) {
	objects := []int{10, 11, 10, 5, 9}
	for i, want := range objects {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			s, err := scenestate.Decode("scene", scenestest.Read(t, fmt.Sprintf("%sinput_example/LayoutVLM/scene_%d.json", folder, i)))
			if err != nil {
				t.Fatal(err)
			}
			if got := s.Task.Room.Extent(); got != (scenes.Vec3{6, 6, 3}) {
				t.Errorf("the room is %v", got)
			}
			if diff := cmp.Diff(scenes.RectRoom(6, 6, 3), s.Task.Room); diff != "" {
				t.Error(diff)
			}
			if len(s.Task.Objects) != 0 || len(s.Unsized) != want {
				t.Errorf("%d objects of known size and %d of unknown; want 0 and %d", len(s.Task.Objects), len(s.Unsized), want)
			}
			for _, u := range s.Unsized {
				if !u.Inside || !(u.Yaw >= 0 && u.Yaw < 360) || u.Position[2] < -0.01 || u.Position[2] > 3 {
					t.Errorf("implausible: %+v", u)
				}
			}
			if len(s.Missing) != 1 || !strings.Contains(s.Missing[0], fmt.Sprintf("%d of %d objects", want, want)) {
				t.Errorf("missing: %q", s.Missing)
			}
		})
	}
}

// In scene 0 the first object stands 0.54 m from the south wall and looks north,
// the second 0.38 m from the west wall and looks east, the eighth near the east
// wall and looks west: fronts point into the room.
func TestRealHeadings(t *testing.T) {
	s, err := scenestate.Decode("scene", scenestest.Read(t, folder+"input_example/LayoutVLM/scene_0.json"))
	if err != nil {
		t.Fatal(err)
	}
	for k, want := range map[int]float64{0: 0, 1: 90, 7: 270, 8: 180} {
		if u := s.Unsized[k]; math.Abs(u.Yaw-want) > 0.1 {
			t.Errorf("object %s at %v has the heading %g, want %g", u.ID, u.Position, u.Yaw, want)
		}
	}
}

// What can be said of the real scenes without sizes: all origins are over the
// floor; in scene 0 the third and the seventh object stand in one place, at
// (0.568, 2.439, 1.00), in scene 1 the seventh and the tenth, at (3, 3, 0).
func TestPlaces(t *testing.T) {
	same := [][][2]string{{{"object_3", "object_7"}}, {{"object_7", "object_10"}}, nil, nil, nil}
	for i, want := range same {
		s, err := scenestate.Decode("scene", scenestest.Read(t, fmt.Sprintf("%sinput_example/LayoutVLM/scene_%d.json", folder, i)))
		if err != nil {
			t.Fatal(err)
		}
		p := s.Places()
		if p.Inside != p.Of || p.Of != len(s.Unsized) || len(p.Outside)+len(p.Below)+len(p.Above) != 0 {
			t.Errorf("scene %d: %+v", i, p)
		}
		if diff := cmp.Diff(want, p.Same); diff != "" {
			t.Errorf("scene %d: %s", i, diff)
		}
	}
}

// The template's floor runs clockwise: (0,0), (0,6), (4,6), (4,0). Turned round
// it is (4,0), (4,6), (0,6), (0,0), so that edge 0 is the east wall (going
// north), 1 the north, 2 the west (going south), 3 the south.
//
// Door: west wall from (0,0) north, 2.977 to 4.974 m along it, so its centre is
// at y = 3.975; edge 2 starts at y = 6: offset 2.025. Windows: east wall from
// (4,6) south, centres 1.149, 2.924 and 4.989 m along, so at y = 4.851, 3.076,
// 1.011, which are the offsets along edge 0.
func TestTemplate(t *testing.T) {
	s, err := scenestate.Decode("template", scenestest.Read(t, folder+"scene_state_template.json"))
	if err != nil {
		t.Fatal(err)
	}
	want := scenes.Room{Floor: []scenes.Vec2{{4, 0}, {4, 6}, {0, 6}, {0, 0}}, Height: 2.8, Openings: []scenes.Opening{
		{ID: "door_1", Kind: scenes.Door, Wall: 2, Offset: 2.025, Width: 1.997, Height: 2.130},
		{ID: "window_1", Kind: scenes.Window, Wall: 0, Offset: 4.851, Width: 1.480, Height: 1.2, Sill: 0.8},
		{ID: "window_2", Kind: scenes.Window, Wall: 0, Offset: 3.076, Width: 1.480, Height: 1.2, Sill: 0.8},
		{ID: "window_3", Kind: scenes.Window, Wall: 0, Offset: 1.011, Width: 1.480, Height: 1.2, Sill: 0.8},
	}}
	if diff := cmp.Diff(want, s.Task.Room, cmpopts.EquateApprox(0, 1e-3)); diff != "" {
		t.Error(diff)
	}
	// The first object's columns are (0,−1,0), (0,0,1), (−1,0,0): its front, the
	// third, points west. The second's third points south.
	var yaws []float64
	for _, u := range s.Unsized {
		yaws = append(yaws, u.Yaw)
	}
	if diff := cmp.Diff([]float64{270, 180}, yaws); diff != "" {
		t.Error(diff)
	}
}

// The empty scene lies around the origin, 6×6×2.5 m: it is shifted by (−3, −3).
func TestEmptyScene(t *testing.T) {
	s, err := scenestate.Decode("empty", scenestest.Read(t, folder+"input/empty_scene.json"))
	if err != nil {
		t.Fatal(err)
	}
	if s.Task.Room.Extent() != (scenes.Vec3{6, 6, 2.5}) || s.Shift != (scenes.Vec3{-3, -3, 0}) {
		t.Errorf("extent %v, shift %v", s.Task.Room.Extent(), s.Shift)
	}
	if len(s.Unsized)+len(s.Task.Objects)+len(s.Missing) != 0 {
		t.Errorf("%+v", s)
	}
}

func room(t *testing.T) (*scenes.Task, *scenes.Layout) {
	task := &scenes.Task{ID: "study", Program: "study", Preference: "Quiet & bright.",
		Room: scenes.Room{Floor: []scenes.Vec2{{0, 0}, {5, 0}, {5, 2}, {3, 4}, {0, 4}}, Height: 2.6,
			Holes: [][]scenes.Vec2{{{1, 1}, {1, 2}, {2, 1}}},
			Openings: []scenes.Opening{
				{ID: "front_door", Kind: scenes.Door, Wall: 3, Offset: 1, Width: 0.9, Height: 2, Swing: scenes.SwingLeft},
				{ID: "bay", Kind: scenes.Window, Wall: 2, Offset: 1.4, Width: 1.5, Height: 1.2, Sill: 0.9},
				{ID: "back_door", Kind: scenes.Door, Wall: 0, Offset: 4, Width: 0.8, Height: 2.05},
			}},
		Objects: []scenes.Object{
			{ID: "desk_1", Category: "desk", Asset: "pack/desk", Size: scenes.Vec3{1.4, 0.7, 0.75}, Support: scenes.OnFloor, Facing: scenes.NorthWall,
				Relations: []scenes.Relation{{Kind: scenes.On, Target: scenes.SouthWall}}},
			{ID: "lamp_1", Category: "table_lamp", Size: scenes.Vec3{0.2, 0.2, 0.4}, Support: scenes.OnObject, Parent: "desk_1"},
			{ID: "rug_1", Category: "rug", Size: scenes.Vec3{2, 1.4, 0.01}, Support: scenes.OnFloor, Flat: true},
			{ID: "chair_1", Category: "office_chair", Size: scenes.Vec3{0.6, 0.6, 1}, Support: scenes.OnFloor, Clearance: scenes.Clearance{Front: 0.3}},
		},
		Specs: []scenes.Spec{{Predicate: "near", Count: 1, Subject: "lamp_1", Anchors: []string{"desk_1"}}},
	}
	if err := task.Validate(); err != nil {
		t.Fatal(err)
	}
	return task, &scenes.Layout{Placements: []scenes.Placement{
		{ID: "desk_1", Position: scenes.Vec3{2.5, 0.4, 0.375}, Yaw: 0},
		{ID: "lamp_1", Position: scenes.Vec3{2, 0.4, 0.95}, Yaw: 33.25},
		{ID: "rug_1", Position: scenes.Vec3{2.5, 2, 0.005}, Yaw: 270},
	}}
}

// What Encode writes Decode reads back, chair_1 not placed included.
func TestRoundTrip(t *testing.T) {
	task, layout := room(t)
	data, err := scenestate.Encode(task, layout)
	if err != nil {
		t.Fatal(err)
	}
	s, err := scenestate.Decode("file", data)
	if err != nil {
		t.Fatal(err)
	}
	near := cmpopts.EquateApprox(0, 1e-8)
	if diff := cmp.Diff(task, s.Task, near); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(layout, s.Layout, near); diff != "" {
		t.Error(diff)
	}
	if len(s.Missing)+len(s.Unsized) != 0 {
		t.Errorf("missing %q, unsized %v", s.Missing, s.Unsized)
	}
	again, err := scenestate.Encode(s.Task, s.Layout)
	if err != nil || string(again) != string(data) {
		t.Errorf("writing it again gives other bytes: %v", err)
	}
}

// state is a room of 4×3 m whose walls are given, with one object.
func state(walls, objects string) []byte {
	return []byte(`{"format":"sceneState","scene":{"arch":{"elements":[
		{"type":"Floor","roomId":"r","points":[[1,2,0],[5,2,0],[5,5,0],[1,5,0]]}` + walls + `]},"object":[` + objects + `]}}`)
}

const (
	south   = `,{"id":"s","type":"Wall","height":2.5,"points":[[1,2,0],[5,2,0]],"holes":[{"type":"Door","box":{"min":[0.5,0],"max":[1.5,2]}}]}`
	turned  = `,{"id":"s","type":"Wall","height":2.5,"points":[[5,2,0],[1,2,0]],"holes":[{"type":"Door","box":{"min":[2.5,0],"max":[3.5,2]}}]}`
	outside = `,{"id":"s","type":"Wall","height":2.5,"points":[[5,1.9,0],[1,1.9,0]],"holes":[{"type":"door","box":{"min":[2.5,0],"max":[3.5,2]}}]}`
	north   = `,{"id":"n","type":"Wall","height":2.5,"points":[[1,5,0],[5,5,0]]}`
)

// However a wall is written, its door is at the same place: 1 m along the south
// edge. The room's least corner (1, 2) becomes the origin.
func TestWallsOfAnyOrder(t *testing.T) {
	for name, walls := range map[string]string{
		"as it runs": south + north, "shuffled": north + south, "reversed": turned + north,
		"outer face": outside + north, "on both sides": south + turned + north,
	} {
		t.Run(name, func(t *testing.T) {
			s, err := scenestate.Decode("x", state(walls, ""))
			if err != nil {
				t.Fatal(err)
			}
			want := scenes.RectRoom(4, 3, 2.5)
			want.Openings = []scenes.Opening{{ID: "door_1", Kind: scenes.Door, Wall: 0, Offset: 1, Width: 1, Height: 2}}
			if diff := cmp.Diff(want, s.Task.Room); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Models at hand give sizes. The matrix of the first turned by 90°: right (0,−1),
// front (1,0), twice as high; its origin is in the middle of the base by
// default. The second places a model that is z-up, front −y, with its own
// centre.
func TestModels(t *testing.T) {
	o := scenestate.Options{Model: func(id string) (scenestate.Model, bool) {
		switch id {
		case "a.chair":
			return scenestate.Model{Size: scenes.Vec3{0.5, 0.6, 1}, Category: "chair"}, true
		case "a.lamp":
			return scenestate.Model{Size: scenes.Vec3{0.2, 0.2, 0.6}, Category: "ceiling_lamp", Support: scenes.OnCeiling,
				Center: &scenes.Vec3{0.1, 0.2, -0.3}}, true
		}
		return scenestate.Model{}, false
	}}
	s, err := o.Decode("x", state(south, `
		{"modelId":"a.chair","transform":{"data":[0,1,0,0, 0,0,2,0, 1,0,0,0, 3,4,0,1]}},
		{"modelId":"a.lamp","transform":{"data":[1,0,0,0, 0,1,0,0, 0,0,1,0, 2,3,2.5,1]}},
		{"modelId":"a.vase","transform":{"data":[1,0,0,0, 0,1,0,0, 0,0,1,0, 9,3,0,1]}}`))
	if err != nil {
		t.Fatal(err)
	}
	want := []scenes.Placement{
		// (3, 4) − (1, 2), and up by half of 2 m.
		{ID: "object_1", Position: scenes.Vec3{2, 2, 1}, Yaw: 90},
		// Front −y: yaw 180, right (−1, 0). (2,3) − (1,2) + 0.1·(−1,0) + 0.2·(0,−1).
		{ID: "object_2", Position: scenes.Vec3{0.9, 0.8, 2.2}, Yaw: 180},
	}
	if diff := cmp.Diff(want, s.Layout.Placements, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(scenes.Vec3{0.5, 0.6, 2}, s.Task.Objects[0].Size); diff != "" {
		t.Error(diff)
	}
	if len(s.Unsized) != 1 || s.Unsized[0].Inside || s.IDs()[0] != "object_3" {
		t.Errorf("%+v", s.Unsized)
	}
}
