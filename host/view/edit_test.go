package view

import (
	"math"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
)

// furnished is a window with three things in its room, added by dragging.
func furnished(t *testing.T) *person {
	p := sit(t, Options{Files: memoryFiles{fstest.MapFS{}}, Home: &noted{}})
	p.start = false
	p.frames(1)
	for _, q := range []string{"sofa", "table", "lamp"} {
		p.listAssets(q)
		p.frames(2)
		n := float64(len(p.objects()))
		x, y := p.seen(scenes.Vec3{1.2 + 1.3*n, 2, 0})
		p.drag(60, 140, x, y)
	}
	if n := len(p.objects()); n != 3 {
		t.Fatalf("three drags made %d objects", n)
	}
	p.rest()
	return p
}

func TestStartScreen(t *testing.T) {
	p := sit(t, Options{Home: &noted{data: []byte(`{"Recent":["rooms/living.json","old/bedroom.json"]}`)}})
	p.golden("start")
	if !p.start || len(p.objects()) != 0 {
		t.Fatal("the window does not start with the start screen over an empty room")
	}
	p.keys("F1")
	p.frames(2)
	p.picture("keys")
	p.keys("Escape", "Ctrl+P")
	p.write("gene")
	p.golden("palette")
	p.keys("Escape")
}

func TestDragAssetsIntoTheRoom(t *testing.T) {
	p := furnished(t)
	p.picture("edit")
	for _, o := range p.objects() {
		pl := p.active().Layout.Find(o.ID)
		if pl == nil {
			t.Errorf("%s is not placed", o.ID)
			continue
		}
		if low := pl.Position[2] - o.Size[2]/2; o.Support == scenes.OnFloor && math.Abs(low) > 1e-9 {
			t.Errorf("%s stands at %g m", o.ID, low)
		}
	}
	p.keys("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
	if n := len(p.objects()); n != 0 {
		t.Errorf("three undos leave %d objects", n)
	}
	p.keys("Ctrl+Y", "Ctrl+Y")
	if n := len(p.objects()); n != 2 {
		t.Errorf("two redos bring %d objects back", n)
	}
}

func TestOneDragIsOneStep(t *testing.T) {
	p := furnished(t)
	id := p.objects()[0].ID
	was := *p.active().Layout.Find(id)
	x, y := p.seen(was.Position)
	p.drag(x, y, x+60, y+20)
	now := p.active().Layout.Find(id)
	if now.Position == was.Position {
		t.Fatal("the drag moved nothing")
	}
	p.picture("moved")
	p.keys("Ctrl+Z")
	if got := p.active().Layout.Find(id).Position; got != was.Position {
		t.Errorf("one undo leads to %v, want %v", got, was.Position)
	}
}

func TestSelectTurnLockDelete(t *testing.T) {
	p := furnished(t)
	id := p.objects()[0].ID
	x, y := p.seen(p.active().Layout.Find(id).Position)
	p.click(x, y)
	if sel := p.doc.SelectedObjects(); len(sel) != 1 || sel[0].ID != id {
		t.Fatalf("the click selects %v", sel)
	}
	yaw := p.active().Layout.Find(id).Yaw
	p.keys(".", ".")
	if got := p.active().Layout.Find(id).Yaw; math.Abs(got-yaw-30) > 1e-9 {
		t.Errorf("turned from %g to %g", yaw, got)
	}
	p.keys("Ctrl+L")
	if p.active().Task.Lock(id) == nil {
		t.Error("not locked")
	}
	p.golden("locked")
	p.keys("Ctrl+L", "Delete")
	if n := len(p.objects()); n != 2 {
		t.Errorf("%d objects are left", n)
	}
	p.keys("Ctrl+A", "Ctrl+D")
	if n := len(p.objects()); n != 4 {
		t.Errorf("%d objects after duplicating two", n)
	}
}

func TestTypeNumbers(t *testing.T) {
	p := furnished(t)
	id := p.objects()[0].ID
	x, y := p.seen(p.active().Layout.Find(id).Position)
	p.click(x, y)
	p.frames(2)
	// The first number of the inspector is x.
	p.click(p.side.X+12+76+40, p.side.Y+34+10+24+20+8+28+12+34+14)
	if f := p.u.Focused(); f != "object/x" {
		t.Fatalf("the click gave %q the keyboard", f)
	}
	p.keys("Ctrl+A")
	p.write("2,5")
	p.keys("Enter")
	if got := p.active().Layout.Find(id).Position[0]; math.Abs(got-2.5) > 1e-9 {
		t.Errorf("x is %g", got)
	}
}

func TestSaveAndOpenAgain(t *testing.T) {
	p := furnished(t)
	p.keys("Ctrl+S")
	p.frames(2)
	p.picture("save")
	p.keys("Ctrl+A")
	p.write("rooms/居間.json")
	p.keys("Enter")
	if p.doc.Changed() || p.doc.File().Path != "rooms/居間.json" {
		t.Fatalf("saved as %q, changed %v", p.doc.File().Path, p.doc.Changed())
	}
	if !slices.Contains(p.mem.Recent, "rooms/居間.json") {
		t.Error("the file is not remembered")
	}
	p.keys("Ctrl+N")
	p.frames(1)
	if len(p.objects()) != 0 {
		t.Fatal("a new room is not empty")
	}
	p.keys("Ctrl+O")
	p.write("rooms/居間.json")
	p.keys("Enter")
	p.settle()
	if len(p.objects()) != 3 {
		t.Errorf("%d objects came back", len(p.objects()))
	}
}

func TestUnsavedWorkIsAskedFor(t *testing.T) {
	p := furnished(t)
	p.keys("Ctrl+Q")
	if p.quit {
		t.Fatal("unsaved work is thrown away")
	}
	p.golden("leave")
	p.keys("Escape", "Ctrl+N")
	if len(p.objects()) != 3 {
		t.Error("unsaved work is thrown away")
	}
}

func TestEveryKeyRunsOneAction(t *testing.T) {
	p := sit(t, Options{})
	var presets []string
	for i := range stage.Presets {
		presets = append(presets, stage.Presets[i].Name)
	}
	for _, c := range p.reg.Conflicts(presets...) {
		t.Errorf("%s in %s runs both %s and %s", c.Chord, c.Preset, c.A, c.B)
	}
	for _, a := range p.reg.All() {
		if a.Icon != "" && !ui.HasIcon(a.Icon) {
			t.Errorf("%s wants the icon %q, which there is not", a.ID, a.Icon)
		}
	}
}

func TestLightAndLargeAndSmall(t *testing.T) {
	p := furnished(t)
	p.run("help.theme")
	p.rest()
	p.golden("light")
	p.run("help.theme")
	p.k, p.w, p.h = 1.5, 640, 420
	p.rest()
	p.golden("hidpi")
	p.k = 1
	p.rest()
	p.golden("small")
}

func TestRoomPanel(t *testing.T) {
	p := furnished(t)
	p.doc.Select()
	p.tab = tabRoom
	p.rest()
	p.golden("room")
	p.tab = tabFindings
	p.rest()
	p.picture("findings")
}
