package edit

import (
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/scenes"
)

// studio is a room turned by 90° in its level: a table with a lamp beside it, a
// wardrobe, and a picture on the north wall.
func studio(t testing.TB) *document.Document {
	t.Helper()
	task := &scenes.Task{ID: "studio", Room: scenes.RectRoom(5, 4, 2.6), Objects: []scenes.Object{
		{ID: "table", Category: "table", Size: scenes.Vec3{1.4, 0.8, 0.75}, Support: scenes.OnFloor},
		{ID: "lamp", Category: "table_lamp", Size: scenes.Vec3{0.2, 0.2, 0.4}, Support: scenes.OnFloor},
		{ID: "wardrobe", Category: "wardrobe", Size: scenes.Vec3{1, 0.6, 2}, Support: scenes.OnFloor},
		{ID: "picture", Category: "painting", Size: scenes.Vec3{0.6, 0.04, 0.4}, Support: scenes.OnWall},
	}}
	layout := &scenes.Layout{Placements: []scenes.Placement{
		{ID: "table", Position: scenes.Vec3{2.5, 2, 0.375}},
		{ID: "lamp", Position: scenes.Vec3{1, 1, 0.2}},
		{ID: "wardrobe", Position: scenes.Vec3{1, 3, 1}},
		{ID: "picture", Position: scenes.Vec3{2, 3.98, 1.6}, Yaw: 180},
	}}
	s, notes, err := document.Tidy(&scenes.Level{Name: "l", Rooms: []scenes.LevelRoom{{Task: task, Layout: layout, Origin: scenes.Vec3{3, 7, 0}, Yaw: 90}}})
	if err != nil || len(notes) > 0 {
		t.Fatal(err, notes)
	}
	return document.New(s)
}

func ref(id string) document.Ref { return document.Ref{Room: "studio", ID: id} }

func pose(d *document.Document, id string) scenes.Placement {
	_, _, p := d.State().Object(ref(id))
	return *p
}

func TestDragSnaps(t *testing.T) {
	for name, tc := range map[string]struct {
		id      string
		by      scenes.Vec3
		snap    Snap
		want    scenes.Vec3
		yaw     float64
		carrier string
	}{
		"grid":             {"table", scenes.Vec3{0.27, -0.18, 0}, Snap{Grid: 0.1}, scenes.Vec3{2.8, 1.8, 0.375}, 0, ""},
		"wall":             {"wardrobe", scenes.Vec3{0, 0.65, 0}, Snap{Walls: true}, scenes.Vec3{1, 3.7, 1}, 0, ""},
		"corner":           {"wardrobe", scenes.Vec3{-0.45, 0.75, 0}, Snap{Walls: true}, scenes.Vec3{0.5, 3.7, 1}, 0, ""},
		"side":             {"wardrobe", scenes.Vec3{0.32, -1.1, 0}, Snap{Sides: true}, scenes.Vec3{1.3, 1.9, 1}, 0, ""},
		"onto the table":   {"lamp", scenes.Vec3{1.2, 1, 0}, Snap{Surfaces: true}, scenes.Vec3{2.2, 2, 0.95}, 0, "table"},
		"past the table":   {"wardrobe", scenes.Vec3{1.5, -1, 0}, Snap{Surfaces: true}, scenes.Vec3{2.5, 2, 1}, 0, ""},
		"round the corner": {"picture", scenes.Vec3{-1.9, -2, 0}, Snap{}, scenes.Vec3{0.02, 1.98, 1.6}, 90, ""},
		"nothing":          {"table", scenes.Vec3{0.123, 0.456, 0}, Snap{}, scenes.Vec3{2.623, 2.456, 0.375}, 0, ""},
	} {
		d := studio(t)
		at := pose(d, tc.id).Position
		g := NewMove(d, []document.Ref{ref(tc.id)}, ref(tc.id), at, tc.snap)
		for _, k := range []float64{0.3, 2, 1} {
			if err := g.To(at.Add(tc.by.Mul(k)), tc.snap); err != nil {
				t.Fatal(name, err)
			}
		}
		g.End()
		_, o, _ := d.State().Object(ref(tc.id))
		if p := pose(d, tc.id); p.Position.Sub(tc.want).Len() > 1e-9 || math.Abs(p.Yaw-tc.yaw) > 1e-9 || o.Parent != tc.carrier {
			t.Errorf("%s: at %v, %v° on %q; want %v, %v° on %q", name, p.Position, p.Yaw, o.Parent, tc.want, tc.yaw, tc.carrier)
		}
		if titles, done := d.Steps(); done != 1 {
			t.Errorf("%s: a drag made the steps %v", name, titles)
		}
		if d.Undo() != nil || d.Changed() {
			t.Errorf("%s: undoing left something", name)
		}
	}
}

func TestDragIsTypedAndHeld(t *testing.T) {
	d := studio(t)
	both := []document.Ref{ref("table"), ref("wardrobe")}
	g := NewMove(d, both, both[0], scenes.Vec3{}, Snap{Grid: 0.5})
	if err := g.Hold(North); err != nil {
		t.Fatal(err)
	}
	if err := g.To(scenes.Vec3{3, -0.7, 0}, Snap{Grid: 0.5}); err != nil {
		t.Fatal(err)
	}
	if p := pose(d, "table").Position; p != (scenes.Vec3{2.5, 1.5, 0.375}) {
		t.Errorf("held to north: %v", p)
	}
	for _, c := range "-1,2x5\b" {
		if err := g.Type(c); err != nil {
			t.Fatal(err)
		}
	}
	if p, q := pose(d, "table").Position, pose(d, "wardrobe").Position; math.Abs(p[1]-0.8) > 1e-9 || math.Abs(q[1]-1.8) > 1e-9 {
		t.Errorf("typed -1.2: %v %v, said %q", p, q, g.Said())
	}
	g.Cancel()
	if d.Changed() || d.Moving() {
		t.Error("cancelling left something")
	}
	turn := NewTurn(d, []document.Ref{ref("table")}, scenes.Vec3{2.5, 3, 0}, Snap{Angle: 15})
	if err := turn.To(scenes.Vec3{3.4, 2.1, 0}, Snap{Angle: 15}); err != nil {
		t.Fatal(err)
	}
	if p := pose(d, "table"); p.Yaw != 90 || p.Position.Sub(scenes.Vec3{2.5, 2, 0.375}).Len() > 1e-9 {
		t.Errorf("turned to %v", p)
	}
	for _, c := range "-30" {
		_ = turn.Type(c)
	}
	turn.End()
	if p := pose(d, "table"); math.Abs(p.Yaw-330) > 1e-9 {
		t.Errorf("typed -30: %v", p)
	}
	if err := d.Do(document.Lock([]document.Ref{ref("table")})); err != nil {
		t.Fatal(err)
	}
	was := pose(d, "wardrobe").Position
	g = NewMove(d, both, both[0], scenes.Vec3{}, Snap{})
	if err := g.To(scenes.Vec3{0.3, 0, 0}, Snap{}); err != nil {
		t.Fatal(err)
	}
	g.End()
	if got := pose(d, "wardrobe").Position.Sub(was); got.Sub(scenes.Vec3{0.3, 0, 0}).Len() > 1e-9 {
		t.Errorf("beside what is locked the wardrobe moved by %v", got)
	}
	if NewMove(d, []document.Ref{ref("table")}, ref("table"), scenes.Vec3{}, Snap{}) != nil {
		t.Error("what is locked can be dragged")
	}
}
