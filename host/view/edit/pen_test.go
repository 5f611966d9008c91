package edit

import (
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/scenes"
)

func TestPenDrawsARoom(t *testing.T) {
	var p Pen
	s := Snap{Grid: 0.1}
	for _, at := range []scenes.Vec2{{1.02, 1}, {4.98, 1.2}, {5.1, 3.96}, {1.06, 4.1}} {
		p.Move(at, s, false)
		if err := p.Put(); err != nil {
			t.Fatal(err)
		}
	}
	p.Move(scenes.Vec2{1.1, 1.04}, s, false)
	if !p.Closes(0.15) {
		t.Errorf("%v does not close %v", p.Next, p.Points)
	}
	want := []scenes.Vec2{{1, 1}, {5, 1}, {5, 4}, {1, 4}}
	for i, c := range want {
		if p.Points[i].Sub(c).Len() > 1e-9 {
			t.Errorf("corner %d at %v, want %v", i, p.Points[i], c)
		}
	}
	if err := p.Check(); err != nil {
		t.Error(err)
	}
	p.Back()
	for _, c := range "2,5" {
		p.Type(c)
	}
	if p.Move(scenes.Vec2{3, 4.05}, s, false); math.Abs(p.Next.Sub(p.Points[2]).Len()-2.5) > 1e-9 {
		t.Errorf("a side of 2.5 m goes from %v to %v", p.Points[2], p.Next)
	}
	p = Pen{Points: []scenes.Vec2{{0, 0}, {4, 0}, {4, 3}, {2, 3}}}
	if p.Move(scenes.Vec2{2, -1}, s, true); p.Put() == nil || len(p.Points) != 4 {
		t.Error("a side was drawn across another")
	}
	if p.Move(scenes.Vec2{}, s, true); p.Crosses() {
		t.Error("the side that closes the outline crosses the first")
	}
	p.Points = []scenes.Vec2{{0, 0}, {2, 2}, {2, 0}, {0, 2}}
	if p.Check() == nil {
		t.Error("a floor that crosses itself passed")
	}
}

// What stands in a room stays where it is in the level when a wall or a corner
// is pulled, and doors stay in their walls.
func TestPullWallsAndDoors(t *testing.T) {
	d := studio(t)
	door := document.NewOpening(scenes.Door, 2.6)
	door.Wall, door.Offset = 3, 2
	if err := d.Do(document.AddOpening("studio", door)); err != nil {
		t.Fatal(err)
	}
	where := func() scenes.Vec3 { r, _, p := d.State().Object(ref("table")); return r.Point(p.Position) }
	room := func() *scenes.LevelRoom { r, _ := d.State().Room("studio"); return r }
	before := where()
	if g := GripAt(&room().Task.Room, scenes.Vec2{0.05, 3}, 0.1); g != (Grip{Kind: WallGrip, Index: 3}) {
		t.Errorf("at the west wall: %+v", g)
	}
	pull := func(from, to scenes.Vec2) {
		t.Helper()
		c, err := Pull(room(), GripAt(&room().Task.Room, from, 0.1), from, to, Snap{Grid: 0.1})
		if err == nil {
			err = d.Do(c)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	pull(scenes.Vec2{0, 3}, scenes.Vec2{-1.02, 3.3})
	if e := room().Task.Room.Extent(); math.Abs(e[0]-6) > 1e-9 || where().Sub(before).Len() > 1e-9 {
		t.Errorf("extent %v, the table went from %v to %v", e, before, where())
	}
	pull(scenes.Vec2{0, 2}, scenes.Vec2{3, 0.1})
	if o := room().Task.Room.Openings[0]; o.Wall != 0 || math.Abs(o.Offset-3) > 1e-9 {
		t.Errorf("the door is at %+v", o)
	}
	pull(scenes.Vec2{6, 0}, scenes.Vec2{2.9, -1})
	if o := room().Task.Room.Openings[0]; o.Wall != 0 || o.Offset+o.Width/2 > room().Task.Room.Floor[1].Sub(room().Task.Room.Floor[0]).Len()+1e-9 || where().Sub(before).Len() > 1e-9 {
		t.Errorf("the door is at %+v, the table at %v", o, where())
	}
	state := d.State()
	if err := d.Do(document.MoveCorner("studio", 0, scenes.Vec2{50, 50})); err == nil || d.State() != state {
		t.Error("a floor that crosses itself was made")
	}
}

func TestMeasures(t *testing.T) {
	d := studio(t)
	r, _ := d.State().Room("studio")
	want := []Span{{Length: 1.6}, {Length: 1.6}, {Length: 1.8}, {Length: 1.8}}
	got := Gaps(r.Task, r.Layout, "table")
	if len(got) != 4 {
		t.Fatalf("%+v", got)
	}
	for i, w := range want {
		if math.Abs(got[i].Length-w.Length) > 1e-9 || got[i].Object != "" {
			t.Errorf("side %d: %+v", i, got[i])
		}
	}
	if g := Gaps(r.Task, r.Layout, "lamp"); g[0].Object != "wardrobe" || math.Abs(g[0].Length-1.6) > 1e-9 {
		t.Errorf("before the lamp: %+v", g[0])
	}
	s, ok := Between(r.Task, r.Layout, "table", "wardrobe")
	if !ok || math.Abs(s.Length-math.Hypot(0.3, 0.3)) > 1e-9 {
		t.Errorf("between: %+v", s)
	}
	if _, ok := Between(r.Task, r.Layout, "table", "ghost"); ok {
		t.Error("a ghost was measured")
	}
}
