package view

import (
	"math"
	"testing"
	"testing/fstest"

	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
)

// studio is a window with a table, a lamp, a wardrobe and a picture in a room of
// 5 by 4 metres, without asset models.
func studio(t *testing.T) *person {
	t.Helper()
	room := scenes.RectRoom(5, 4, 2.6)
	door := document.NewOpening(scenes.Door, room.Height)
	door.ID, door.Wall, door.Offset = "door_1", 3, 2
	room.Openings = []scenes.Opening{door}
	task := &scenes.Task{ID: "studio", Room: room, Objects: []scenes.Object{
		{ID: "table", Category: "table", Size: scenes.Vec3{1.4, 0.8, 0.75}, Support: scenes.OnFloor},
		{ID: "lamp", Category: "table_lamp", Size: scenes.Vec3{0.25, 0.25, 0.4}, Support: scenes.OnFloor},
		{ID: "wardrobe", Category: "wardrobe", Size: scenes.Vec3{1, 0.6, 2}, Support: scenes.OnFloor},
		{ID: "picture", Category: "painting", Size: scenes.Vec3{0.8, 0.04, 0.6}, Support: scenes.OnWall},
	}}
	layout := &scenes.Layout{Placements: []scenes.Placement{
		{ID: "table", Position: scenes.Vec3{2.5, 1.8, 0.375}},
		{ID: "lamp", Position: scenes.Vec3{4.2, 1, 0.2}},
		{ID: "wardrobe", Position: scenes.Vec3{0.9, 3, 1}, Yaw: 180},
		{ID: "picture", Position: scenes.Vec3{2.6, 3.98, 1.6}, Yaw: 180},
	}}
	state, notes, err := document.Tidy(scenes.Single(task, layout))
	if err != nil || len(notes) > 0 {
		t.Fatal(err, notes)
	}
	p := sit(t, Options{Document: document.New(state), Files: memoryFiles{fstest.MapFS{}}, Home: &noted{}})
	p.rest()
	return p
}

// at is where an object stands, its front and where it is seen.
func (p *person) at(id string) scenes.Placement {
	p.t.Helper()
	q := p.active().Layout.Find(id)
	if q == nil {
		p.t.Fatalf("%s is not placed", id)
	}
	return *q
}

// on is a pixel that shows an object.
func (p *person) on(id string) (x, y float64) {
	p.t.Helper()
	o, _ := p.active().Task.Find(id)
	q := p.at(id)
	for _, d := range []scenes.Vec3{{}, {0, 0, 0.5}, {0.3, 0, 0.4}, {-0.3, 0, 0.4}, {0, -0.3, 0.4}, {0, -0.5, 0}} {
		x, y = p.seen(q.Position.Add(scenes.Vec3{d[0] * o.Size[0], d[1] * o.Size[1], d[2] * o.Size[2]}))
		if p.stage.Pick((x-p.centre.X)*p.k, (y-p.centre.Y)*p.k).Object == id {
			return x, y
		}
	}
	p.t.Fatalf("%s is not seen", id)
	return 0, 0
}

// choose selects objects by clicks.
func (p *person) choose(ids ...string) {
	p.t.Helper()
	var refs []document.Ref
	for i, id := range ids {
		x, y := p.on(id)
		if i > 0 {
			p.in.Mods = command.Shift
		}
		p.click(x, y)
		p.in.Mods = 0
		refs = append(refs, document.Ref{Room: p.room, ID: id})
	}
	for _, r := range refs {
		if !p.doc.IsSelected(r) {
			p.t.Fatalf("clicking %s selected %v", r.ID, p.doc.Selection())
		}
	}
}

// dragBy drags from a place in the window so that the pointer goes along a way
// of the room, seen at a height.
func (p *person) dragBy(x, y float64, from, by scenes.Vec3) {
	x0, y0 := p.seen(from)
	x1, y1 := p.seen(from.Add(by))
	p.drag(x, y, x+x1-x0, y+y1-y0)
}

func beside(a, b scenes.Vec3, eps float64) bool { return a.Sub(b).Len() < eps }

func TestDragSnapsToTheWall(t *testing.T) {
	p := studio(t)
	x, y := p.on("wardrobe")
	was := p.at("wardrobe").Position
	p.move(x, y)
	p.in.Down[ui.LeftButton] = true
	p.frames(1)
	hit := p.stage.Pick(p.pointer()).Point
	for i := 1; i <= 8; i++ {
		p.move(p.seen(hit.Add(scenes.Vec3{0.02, 0.66, 0}.Mul(float64(i) / 8))))
	}
	p.picture("drag")
	if _, ok := p.tool.hand.(*moving); !ok {
		t.Fatal("the drag is no move")
	}
	p.in.Down[ui.LeftButton] = false
	p.frames(2)
	if got := p.at("wardrobe").Position; math.Abs(got[1]-3.7) > 1e-9 {
		t.Errorf("dragged from %v to %v, which is not against the wall", was, got)
	}
	if titles, done := p.doc.Steps(); done != 1 {
		t.Errorf("one drag made the steps %v", titles)
	}
	p.keys("Ctrl+Z")
	if got := p.at("wardrobe").Position; got != was {
		t.Errorf("undone it is at %v, not %v", got, was)
	}
}

func TestTypeAMove(t *testing.T) {
	p := studio(t)
	p.choose("table")
	was := p.at("table").Position
	p.keys("G", "X")
	p.write("1,25")
	p.picture("typed")
	if text := p.tool.hand.said(); text != "X  1.25| m" {
		t.Errorf("the pointer says %q", text)
	}
	p.keys("Backspace", "Enter")
	if got, want := p.at("table").Position, was.Add(scenes.Vec3{1.2, 0, 0}); !beside(got, want, 1e-9) {
		t.Errorf("typed 1.2 along X: at %v, want %v", got, want)
	}
	if p.tool.hand != nil {
		t.Error("Enter did not end the move")
	}
	p.keys("R")
	p.write("30")
	p.keys("Enter")
	if got := p.at("table").Yaw; math.Abs(got-30) > 1e-9 {
		t.Errorf("typed 30 degrees: turned to %g", got)
	}
	p.keys("G", "Z")
	p.write("-0.5")
	p.keys("Escape")
	if got := p.at("table").Position; !beside(got, was.Add(scenes.Vec3{1.2, 0, 0}), 1e-9) {
		t.Errorf("after Escape it is at %v", got)
	}
	if titles, done := p.doc.Steps(); done != 2 {
		t.Errorf("the steps are %v", titles)
	}
}

func TestCtrlLeavesSnappingAndShiftKeepsADirection(t *testing.T) {
	p := studio(t)
	x, y := p.on("table")
	was := p.at("table").Position
	hit := p.stage.Pick((x-p.centre.X)*p.k, (y-p.centre.Y)*p.k).Point
	to := func(by scenes.Vec3) (float64, float64) { return p.seen(hit.Add(by)) }
	x1, y1 := to(scenes.Vec3{0.333, 0.217, 0})
	p.dragWith(ui.LeftButton, 0, x, y, x, y) // selects
	p.move(x, y)
	p.in.Down[ui.LeftButton] = true
	p.frames(1)
	p.in.Mods = command.Ctrl
	p.move(x1, y1)
	p.frames(1)
	if got, want := p.at("table").Position, was.Add(scenes.Vec3{0.333, 0.217, 0}); !beside(got, want, 0.02) {
		t.Errorf("without snapping at %v, want %v", got, want)
	}
	p.in.Mods = command.Shift
	p.frames(1)
	if got := p.at("table").Position; got[1] != was[1] || math.Abs(got[0]-was[0]-0.35) > 1e-6 && math.Abs(got[0]-was[0]-0.3) > 1e-6 {
		t.Errorf("with Shift at %v, from %v", got, was)
	}
	p.in.Mods = 0
	p.keys("Escape")
	p.in.Down[ui.LeftButton] = false
	p.frames(2)
	if got := p.at("table").Position; got != was || p.doc.Changed() {
		t.Errorf("after Escape at %v, not %v", got, was)
	}
}

func TestLockedThingsSayWhyTheyStay(t *testing.T) {
	p := studio(t)
	p.choose("table")
	p.keys("Ctrl+L")
	was := p.at("table")
	x, y := p.on("table")
	p.drag(x, y, x+80, y+20)
	if p.at("table") != was || len(p.toasts) != 1 {
		t.Errorf("what is locked was dragged, or nothing was said: %v", p.toasts)
	}
	p.toasts = nil
	p.keys("G")
	if p.tool.hand != nil || len(p.toasts) == 0 {
		t.Error("nothing says why what is locked does not move")
	}
}

func TestArrowKeysNudgeAcrossThePicture(t *testing.T) {
	p := studio(t)
	p.choose("table")
	was := p.at("table").Position
	x0, _ := p.seen(was)
	p.keys("Right", "Right", "Shift+Up")
	got := p.at("table").Position
	if x1, _ := p.seen(got); x1 <= x0 {
		t.Errorf("Right goes to the left: from %v to %v", was, got)
	}
	if d := got.Sub(was); math.Abs(math.Abs(d[0])+math.Abs(d[1])-0.6) > 1e-9 {
		t.Errorf("nudged by %v", d)
	}
}

// Keys that steer the camera are no commands while they do.
func TestKeysSteerOrCommand(t *testing.T) {
	p := studio(t)
	p.choose("table")
	p.in.Down[ui.RightButton] = true
	p.move(p.middle())
	p.in.Down[ui.RightButton] = false
	p.frames(1)
	p.in.Down[ui.RightButton] = true
	p.frames(1)
	p.keys("W", "D", "E", "Q")
	if p.tool.hand != nil || len(p.errands.list) != 0 {
		t.Errorf("looking round with the keys took %T", p.tool.hand)
	}
	p.in.Down[ui.RightButton] = false
	p.frames(2)
	p.run("view.walk")
	p.rest()
	p.keys("D", "Up")
	if p.tool.hand != nil || p.doc.Changed() {
		t.Error("walking with the keys changed the room")
	}
	p.run("view.leave")
	p.rest()
	p.keys("D")
	if p.tool.hand == nil {
		t.Error("standing still the key takes no door")
	}
}
