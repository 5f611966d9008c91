package view

import (
	"math"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
)

// pen clicks the corners of a floor, seen from above.
func (p *person) pen(corners ...scenes.Vec2) {
	for _, c := range corners {
		p.click(p.seen(c.Vec3(0)))
	}
}

func TestDrawTheRoom(t *testing.T) {
	p := sit(t, Options{})
	p.start = false
	p.keys("P")
	p.rest()
	for range 4 {
		p.wheel(p.centre.X+p.centre.W/2, p.centre.Y+p.centre.H/2, -1)
	}
	p.rest()
	p.pen(scenes.Vec2{0, 0}, scenes.Vec2{6, 0}, scenes.Vec2{6, 4})
	p.move(p.seen(scenes.Vec3{3.02, 4.03, 0}))
	p.write("2,5")
	p.picture("draw")
	if text := p.tool.hand.said(); !strings.HasPrefix(text, "2.5") {
		t.Errorf("the pointer says %q", text)
	}
	p.click(p.seen(scenes.Vec3{3.02, 4.03, 0}))
	// A side across the first one is refused in a sentence.
	p.pen(scenes.Vec2{3.5, -1})
	if len(p.toasts) != 1 || !strings.Contains(p.toasts[0].text, "cross") {
		t.Errorf("the crossing side says %v", p.toasts)
	}
	p.picture("draw-crossing")
	p.pen(scenes.Vec2{3.5, 2}, scenes.Vec2{0, 2})
	p.keys("Backspace")
	p.pen(scenes.Vec2{0, 2})
	p.move(p.seen(scenes.Vec3{0.03, 0.02, 0}))
	p.golden("draw-close")
	p.click(p.seen(scenes.Vec3{0.03, 0.02, 0}))
	p.rest()
	if p.tool.hand != nil {
		t.Fatal("the click on the first corner did not close the floor")
	}
	floor := p.active().Task.Room.Floor
	want := []scenes.Vec2{{0, 0}, {6, 0}, {6, 4}, {3.5, 4}, {3.5, 2}, {0, 2}}
	if len(floor) != len(want) {
		t.Fatalf("the floor is %v", floor)
	}
	for i := range want {
		if floor[i].Sub(want[i]).Len() > 1e-6 {
			t.Errorf("corner %d is at %v, want %v", i, floor[i], want[i])
		}
	}
	if n := len(p.active().Task.Room.Openings); n != 2 {
		t.Errorf("%d of 2 doors and windows are left", n)
	}
	p.picture("drawn")
	p.keys("Ctrl+Z")
	if e := p.active().Task.Room.Extent(); e[0] != 5 || e[1] != 4 {
		t.Errorf("undone the room is %v", e)
	}
}

func TestDrawAnotherRoomAndMoveThingsThere(t *testing.T) {
	p := studio(t)
	p.keys("Shift+P")
	p.rest()
	for range 12 {
		p.wheel(p.centre.X+p.centre.W/2, p.centre.Y+p.centre.H/2, -1)
	}
	p.rest()
	p.pen(scenes.Vec2{5.2, 0}, scenes.Vec2{8.2, 0}, scenes.Vec2{8.2, 4}, scenes.Vec2{5.2, 4})
	p.keys("Enter")
	p.rest()
	if n := len(p.doc.State().Level.Rooms); n != 2 || p.room != "room_1" {
		t.Fatalf("%d rooms, %s is active", n, p.room)
	}
	p.room, p.fresh = "studio", true
	p.keys("Home")
	p.rest()
	p.rest()
	p.choose("lamp")
	p.keys("G", "X")
	p.write("2.6")
	p.picture("to-room")
	p.keys("Enter")
	if got := p.doc.SelectedObjects(); len(got) != 1 || got[0].Room != "room_1" || p.room != "room_1" {
		t.Fatalf("moved to %v, %s is active", got, p.room)
	}
	if at := p.at("lamp").Position; !beside(at, scenes.Vec3{1.6, 1, 0.2}, 1e-6) {
		t.Errorf("there it stands at %v", at)
	}
	if titles, done := p.doc.Steps(); done != 2 {
		t.Errorf("the steps are %v", titles)
	}
	p.keys("Ctrl+M")
	if p.room != "studio" || p.active().Layout.Find("lamp") == nil {
		t.Error("the key does not take it back")
	}
	// A click into the other room goes on there, and back.
	x, y := p.seen(p.active().Local(scenes.Vec3{6.5, 3, 0}))
	p.move(x, y)
	if p.tool.other != "room_1" {
		t.Errorf("over the other room the pointer is over %q", p.tool.other)
	}
	p.click(x, y)
	if p.room != "room_1" {
		t.Errorf("a click into the other room leaves %s active", p.room)
	}
	p.click(p.on2("studio", "table"))
	if got := p.doc.SelectedObjects(); p.room != "studio" || len(got) != 1 || got[0].ID != "table" {
		t.Errorf("a click on the table selects %v in %s", got, p.room)
	}
	p.keys("Ctrl+PageDown")
	p.doc.Select()
	p.tab = tabRoom
	p.frames(2)
	p.click(p.place("room/origin-y").Center())
	p.keys("Ctrl+A")
	p.write("1.5")
	p.keys("Enter")
	if got := p.active().Origin; !beside(got, scenes.Vec3{5.2, 1.5, 0}, 1e-9) {
		t.Errorf("the room lies at %v", got)
	}
	p.picture("level")
	p.keys("Ctrl+Z", "Ctrl+Shift+Delete")
	p.rest()
	if p.room != "studio" || len(p.doc.State().Level.Rooms) != 1 {
		t.Errorf("the room was not removed: %s is active", p.room)
	}
	p.keys("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
	if _, o, _ := p.doc.State().Object(document.Ref{Room: "studio", ID: "lamp"}); o == nil {
		t.Error("undoing does not bring it back")
	}
}

func TestCutOutOfTheFloor(t *testing.T) {
	p := studio(t)
	p.keys("Alt+P")
	p.rest()
	p.pen(scenes.Vec2{3.8, 2.4}, scenes.Vec2{4.6, 2.4}, scenes.Vec2{4.6, 3.4}, scenes.Vec2{3.8, 3.4})
	p.keys("Enter")
	p.rest()
	p.picture("hole")
	if h := p.active().Task.Room.Holes; len(h) != 1 || len(h[0]) != 4 {
		t.Fatalf("the holes are %v; %v", h, p.toasts)
	}
	// One that overlaps it is refused in a sentence, and can be mended.
	p.keys("Alt+P")
	p.rest()
	p.pen(scenes.Vec2{4, 2}, scenes.Vec2{4.8, 2}, scenes.Vec2{4.8, 3})
	p.keys("Enter")
	if len(p.active().Task.Room.Holes) != 1 || len(p.toasts) == 0 || p.tool.hand == nil {
		t.Errorf("holes overlap, or nothing was said, or what was drawn is gone: %v", p.toasts)
	}
	p.keys("Escape", "Alt+Shift+P")
	if len(p.active().Task.Room.Holes) != 0 {
		t.Error("the hole is not filled")
	}
	p.keys("Ctrl+Z", "Ctrl+Z")
	if len(p.active().Task.Room.Holes) != 0 || p.doc.Changed() {
		t.Error("undoing everything left something")
	}
}

// on2 is where an object of another room is seen.
func (p *person) on2(room, id string) (x, y float64) {
	r, _, at := p.doc.State().Object(document.Ref{Room: room, ID: id})
	if at == nil {
		p.t.Fatalf("%s is not in %s", id, room)
	}
	return p.seen(p.active().Local(r.Point(at.Position)))
}

func TestShapeTheRoom(t *testing.T) {
	p := studio(t)
	p.keys("Tab")
	x, y := p.handleAt("corner 1")
	p.move(x, y)
	p.golden("shape")
	p.dragBy(x, y, scenes.Vec3{5, 0, 0}, scenes.Vec3{1, -0.5, 0})
	if got, want := p.active().Task.Room.Floor[1], (scenes.Vec2{6, 0}); got.Sub(want).Len() > 0.2 {
		t.Errorf("the corner is at %v", got)
	}
	table := p.active().Point(p.at("table").Position)
	x, y = p.handleAt("wall 0")
	p.move(x, y)
	p.in.Down[ui.LeftButton] = true
	p.frames(1)
	p.move(x+8, y+8)
	p.write("0.5")
	p.picture("pull-wall")
	p.in.Down[ui.LeftButton] = false
	p.frames(2)
	if got := p.active().Point(p.at("table").Position); !beside(got, table, 1e-9) {
		t.Errorf("the table went from %v to %v", table, got)
	}
	if titles, done := p.doc.Steps(); done != 2 {
		t.Errorf("the steps are %v", titles)
	}
	n := len(p.active().Task.Room.Floor)
	x, y = p.handleAt("wall 2")
	p.click(x, y)
	p.click(x, y)
	if got := len(p.active().Task.Room.Floor); got != n+1 {
		t.Fatalf("a double click on a wall makes %d corners of %d", got, n)
	}
	p.move(p.handleAt("corner 3"))
	p.keys("Delete")
	if got := len(p.active().Task.Room.Floor); got != n {
		t.Errorf("Delete over a corner leaves %d", got)
	}
	// Pulled across the room the floor would cross itself; it stays, and says so.
	floor := p.active().Task.Room.Floor
	x, y = p.handleAt("corner 0")
	p.move(x, y)
	p.in.Down[ui.LeftButton] = true
	p.frames(1)
	e := p.active().Task.Room.Extent()
	p.move(p.seen(scenes.Vec3{e[0] + 1, e[1] + 1, 0}))
	p.move(p.seen(scenes.Vec3{e[0] + 1.2, e[1] + 1, 0}))
	if p.tool.fault == "" || strings.Count(p.tool.fault, ".") != 1 {
		t.Errorf("the fault is %q", p.tool.fault)
	}
	p.picture("pull-crossing")
	p.keys("Escape")
	p.in.Down[ui.LeftButton] = false
	p.frames(2)
	for i, c := range p.active().Task.Room.Floor {
		if c.Sub(floor[i]).Len() > 1e-9 {
			t.Errorf("corner %d is at %v, not %v", i, c, floor[i])
		}
	}
	p.keys("Escape")
	if p.tool.shaping {
		t.Error("Escape does not end it")
	}
}

func TestDoorsAndWindowsGoIntoWalls(t *testing.T) {
	p := studio(t)
	p.keys("Shift+D")
	p.move(p.seen(scenes.Vec3{3.8, 4, 1.5}))
	p.picture("window")
	p.click(p.seen(scenes.Vec3{3.8, 4, 1.5}))
	o := p.active().Task.Room.Openings
	if len(o) != 2 || o[1].Kind != scenes.Window || o[1].Wall != 2 || math.Abs(o[1].Offset-1.2) > 0.06 {
		t.Fatalf("the openings are %+v", o)
	}
	if got := p.doc.Active(); got.Kind != document.Opening {
		t.Errorf("selected is %v", got)
	}
	p.keys("D")
	p.click(p.seen(scenes.Vec3{3.8, 4, 1.5})) // the window is there
	if len(p.active().Task.Room.Openings) != 2 || len(p.toasts) == 0 {
		t.Error("a door was put into the window, or nothing was said")
	}
	p.keys("Escape")
	// The door is dragged along its wall and round the corner.
	x, y := p.seen(scenes.Vec3{0, 2, 1})
	p.click(x, y)
	if got := p.doc.Active(); got.ID != "door_1" {
		t.Fatalf("a click on the door selected %v", got)
	}
	p.move(x, y)
	p.in.Down[ui.LeftButton] = true
	p.frames(1)
	p.move(p.seen(scenes.Vec3{0, 1.5, 1}))
	p.move(p.seen(scenes.Vec3{0.8, 4, 1}))
	p.picture("door")
	p.in.Down[ui.LeftButton] = false
	p.frames(2)
	if d := p.active().Task.Room.Openings[0]; d.Wall != 2 || math.Abs(d.Offset-4.2) > 0.2 {
		t.Errorf("the door is at %+v", d)
	}
	p.keys("Delete")
	if len(p.active().Task.Room.Openings) != 1 {
		t.Error("Delete does not take the door away")
	}
}

func TestDoorsAreDroppedOnWalls(t *testing.T) {
	p := studio(t)
	p.doc.Select()
	p.tab = tabRoom
	p.frames(2)
	drop := func(kind string, at scenes.Vec3) {
		x, y := p.place("room/add-" + kind).Center()
		x1, y1 := p.seen(at)
		p.drag(x, y, x1, y1)
	}
	drop("window", scenes.Vec3{4, 4, 1.4})
	o := p.active().Task.Room.Openings
	if len(o) != 2 || o[1].Kind != scenes.Window || o[1].Wall != 2 || math.Abs(o[1].Offset-1) > 0.1 {
		t.Fatalf("the openings are %+v", o)
	}
	p.doc.Select()
	p.frames(2)
	drop("door", scenes.Vec3{0, 2, 1}) // a door is there
	if len(p.active().Task.Room.Openings) != 2 || len(p.toasts) == 0 {
		t.Error("a door was put into a door, or nothing was said")
	}
	p.toasts = nil
	drop("door", scenes.Vec3{2.5, 2, 0}) // no wall
	if len(p.active().Task.Room.Openings) != 2 || len(p.toasts) == 0 {
		t.Error("a door was put onto the floor, or nothing was said")
	}
	// A click on the button takes it too, and Escape puts it back.
	p.press("room/add-door")
	if _, ok := p.tool.hand.(*placing); !ok {
		t.Error("a click on the button takes nothing")
	}
	p.keys("Escape")
	if titles, done := p.doc.Steps(); done != 1 || p.tool.hand != nil {
		t.Errorf("the steps are %v", titles)
	}
}
