package document_test

import (
	"testing"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/scenes"
)

// house is two rooms beside each other, the second turned by a quarter: a table
// with a lamp on it and a chair that faces it in the first.
func house(t *testing.T) *document.Document {
	t.Helper()
	task := &scenes.Task{ID: "hall", Room: scenes.RectRoom(4, 3, 2.5), Objects: []scenes.Object{
		{ID: "table_1", Category: "table", Size: scenes.Vec3{1.2, 0.8, 0.75}, Support: scenes.OnFloor},
		{ID: "lamp_1", Category: "table_lamp", Size: scenes.Vec3{0.2, 0.2, 0.4}, Support: scenes.OnObject, Parent: "table_1"},
		{ID: "chair_1", Category: "chair", Size: scenes.Vec3{0.5, 0.5, 0.9}, Support: scenes.OnFloor, Facing: "table_1",
			Relations: []scenes.Relation{{Kind: scenes.LeftOf, Target: "table_1"}, {Kind: scenes.Behind, Target: scenes.NorthWall}}},
	}}
	layout := &scenes.Layout{Placements: []scenes.Placement{
		{ID: "table_1", Position: scenes.Vec3{2, 1.5, 0.375}, Yaw: 20},
		{ID: "lamp_1", Position: scenes.Vec3{2.2, 1.5, 0.95}},
		{ID: "chair_1", Position: scenes.Vec3{2, 0.5, 0.45}},
	}}
	other := &scenes.Task{ID: "bedroom", Room: scenes.RectRoom(3, 4, 2.5), Objects: []scenes.Object{
		{ID: "table_1", Category: "table", Size: scenes.Vec3{0.5, 0.5, 0.5}, Support: scenes.OnFloor},
	}}
	s, notes, err := document.Tidy(&scenes.Level{Name: "house", Rooms: []scenes.LevelRoom{
		{Task: task, Layout: layout},
		{Task: other, Layout: &scenes.Layout{}, Origin: scenes.Vec3{4, 3, 0.1}, Yaw: 90},
	}})
	if err != nil || len(notes) > 0 {
		t.Fatal(err, notes)
	}
	return document.New(s)
}

func TestMoveToAnotherRoom(t *testing.T) {
	d := house(t)
	where := func(r document.Ref) (scenes.Vec3, float64) {
		room, _, p := d.State().Object(r)
		if p == nil {
			t.Fatalf("%v is not placed", r)
		}
		return room.Point(p.Position), document.Heading(room.Heading(p.Yaw))
	}
	hall := func(id string) document.Ref { return document.Ref{Room: "hall", ID: id} }
	table, yaw := where(hall("table_1"))
	lamp, _ := where(hall("lamp_1"))
	before := d.State()
	if err := d.Do(document.MoveTo([]document.Ref{hall("table_1")}, "bedroom")); err != nil {
		t.Fatal(err)
	}
	if s := d.SelectedObjects(); len(s) != 2 || s[0] != (document.Ref{Room: "bedroom", ID: "table_2"}) {
		t.Fatalf("selected is %v", s)
	}
	if at, y := where(d.SelectedObjects()[0]); at.Sub(table).Len() > 1e-9 || document.Heading(y-yaw+1) > 1+1e-9 {
		t.Errorf("the table went from %v %g° to %v %g°", table, yaw, at, y)
	}
	if at, _ := where(d.SelectedObjects()[1]); at.Sub(lamp).Len() > 1e-9 {
		t.Errorf("the lamp on it went from %v to %v", lamp, at)
	}
	_, o, _ := d.State().Object(document.Ref{Room: "bedroom", ID: "lamp_1"})
	if o.Parent != "table_2" {
		t.Errorf("the lamp stands on %q", o.Parent)
	}
	_, chair, _ := d.State().Object(hall("chair_1"))
	if chair.Facing != "" || len(chair.Relations) != 1 || chair.Relations[0].Target != scenes.NorthWall {
		t.Errorf("the chair still names the table: %+v", chair)
	}
	if len(d.State().Level.Rooms[0].Task.Objects) != 1 {
		t.Error("the table is in both rooms")
	}
	if err := d.Undo(); err != nil || d.State() != before {
		t.Error("undo does not bring it back", err)
	}
	// The lamp alone loses its table and drops to the floor.
	if err := d.Do(document.MoveTo([]document.Ref{hall("lamp_1")}, "bedroom")); err != nil {
		t.Fatal(err)
	}
	_, o, p := d.State().Object(document.Ref{Room: "bedroom", ID: "lamp_1"})
	if o.Parent != "" || o.Support != scenes.OnFloor || p.Position[2] < 0.2-1e-9 || p.Position[2] > 0.2+1e-9 {
		t.Errorf("the lamp stands on %q by %s at %v", o.Parent, o.Support, p.Position)
	}
	for name, c := range map[string]document.Change{
		"same room": document.MoveTo([]document.Ref{hall("chair_1")}, "hall"),
		"no room":   document.MoveTo([]document.Ref{hall("chair_1")}, "cellar"),
		"no object": document.MoveTo([]document.Ref{hall("ghost")}, "bedroom"),
		"locked": document.Batch("", document.Lock([]document.Ref{hall("chair_1")}),
			document.MoveTo([]document.Ref{hall("chair_1")}, "bedroom")),
	} {
		was := d.State()
		if err := d.Do(c); err == nil || d.State() != was {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCopyAndPaste(t *testing.T) {
	d := house(t)
	hall := func(id string) document.Ref { return document.Ref{Room: "hall", ID: id} }
	pieces := document.Copy(d.State(), []document.Ref{hall("chair_1"), hall("table_1")})
	if len(pieces) != 3 {
		t.Fatalf("copied %d pieces, want the lamp on the table too", len(pieces))
	}
	if err := d.Do(document.Paste("hall", pieces, scenes.Vec3{0.5, 0, 0})); err != nil {
		t.Fatal(err)
	}
	_, chair, p := d.State().Object(hall("chair_2"))
	if p == nil || chair.Facing != "table_2" || p.Position[0] != 2.5 {
		t.Errorf("the copy of the chair is %+v at %+v", chair, p)
	}
	if _, o, _ := d.State().Object(hall("lamp_2")); o == nil || o.Parent != "table_2" {
		t.Errorf("the copy of the lamp is %+v", o)
	}
	alone := document.Copy(d.State(), []document.Ref{hall("chair_1")})
	if err := d.Do(document.Paste("bedroom", alone, scenes.Vec3{})); err != nil {
		t.Fatal(err)
	}
	// The other room has a table of that name, which the copy now faces.
	if _, o, _ := d.State().Object(document.Ref{Room: "bedroom", ID: "chair_1"}); o == nil || o.Facing != "table_1" || len(o.Relations) != 2 {
		t.Errorf("in the other room the chair is %+v", o)
	}
	was := d.State()
	broken := []document.Piece{{Object: scenes.Object{ID: "x", Size: scenes.Vec3{-1, 1, 1}, Support: "nowhere"}}}
	if d.Do(document.Paste("hall", broken, scenes.Vec3{})) == nil || d.Do(document.Paste("hall", nil, scenes.Vec3{})) == nil || d.State() != was {
		t.Error("nonsense was pasted")
	}
	if document.Copy(d.State(), []document.Ref{hall("ghost")}) != nil {
		t.Error("a ghost was copied")
	}
}
