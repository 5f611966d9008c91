package compact

import (
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
)

func TestResponseSaysWhatWasDecided(t *testing.T) {
	object := func(id string, size scenes.Vec3) scenes.Object {
		return scenes.Object{ID: id, Size: size, Support: scenes.OnFloor}
	}
	task := &scenes.Task{Room: scenes.RectRoom(4, 3, 2.5), Objects: []scenes.Object{
		object("bed", scenes.Vec3{1.4, 2, 0.5}), object("desk", scenes.Vec3{1, 0.6, 0.7}),
		object("lamp", scenes.Vec3{0.2, 0.2, 0.3}), object("plant", scenes.Vec3{0.3, 0.3, 1}),
	}}
	task.Objects[2].Support, task.Objects[2].Parent = scenes.OnObject, "desk"
	p := newProblem(task, true)
	e := &episode{state: newState(p, 0, nil, nil), decisions: make([]decision, 4)}
	for i := range p.items {
		switch p.items[i].obj.ID {
		case "bed":
			e.state.place(i, 1, 1, 0.7)
		case "desk":
			e.state.place(i, 2, 2, 2.7)
		case "lamp":
			e.state.place(i, 0, 2, 2.7)
		case "plant":
			e.state.place(i, 3, 3.0501, 1.23456)
		}
	}
	text := e.response()
	for _, want := range []string{
		"bed: against the south and west wall, facing east. ",
		"desk: against the north wall, facing south. ",
		"lamp: on desk, facing north. ",
		"plant: at 3.1, 1.2, facing west. ",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the response lacks %q:\n%s", want, text)
		}
	}
	l := codec.ParseResponse(task, text).Layout
	if q := l.Find("plant"); q == nil || q.Position != (scenes.Vec3{3.0501, 1.2346, 0.5}) || q.Yaw != 270 {
		t.Errorf("the plant is at %v", q)
	}
	if q := l.Find("lamp"); q == nil || q.Position[2] != 0.85 {
		t.Errorf("the lamp is at %v, want it on the desk", q)
	}

	e.state = newState(p, 1, l, nil)
	for i := range p.items {
		e.decisions[i].option = keepOption
		e.state.keep(i)
	}
	if text := e.response(); !strings.Contains(text, "bed: kept where it was. ") {
		t.Errorf("a kept object is not said to be kept:\n%s", text)
	}
}

func TestFindingsBecomeFaults(t *testing.T) {
	task := &scenes.Task{Room: scenes.RectRoom(4, 3, 2.5), Objects: []scenes.Object{
		{ID: "a", Size: scenes.Vec3{1, 1, 1}, Support: scenes.OnFloor},
		{ID: "b", Size: scenes.Vec3{1, 1, 1}, Support: scenes.OnFloor},
	}}
	l := &scenes.Layout{Placements: []scenes.Placement{{ID: "a", Position: scenes.Vec3{1, 1, 0.5}}, {ID: "b", Position: scenes.Vec3{1, 1, 0.5}}}}
	s := newState(newProblem(task, true), 1, l, []scenes.Finding{
		{Rule: scenes.RuleCollision, Object: "a", Other: "b"},
		{Rule: scenes.RuleRelation, Object: "b", Other: "a"},
		{Rule: "taste", Object: "nobody"},
	})
	want := map[string]fault{"a": faultCollision, "b": faultCollision | faultRelation}
	for i := range s.faults {
		if id := s.p.items[i].obj.ID; s.faults[i] != want[id] {
			t.Errorf("%s has faults %b, want %b", id, s.faults[i], want[id])
		}
	}
	if !s.displaced(1) && !s.displaced(0) {
		t.Error("nothing counts as displaced")
	}
}
