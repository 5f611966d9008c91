package view

import (
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
)

// handleAt is where a handle is seen in the window: the middle of what is drawn
// last of it.
func (p *person) handleAt(name string) (x, y float64) {
	p.t.Helper()
	found := false
	for _, s := range p.stage.Strokes(p.handles().marks) {
		if s.Handle != name {
			continue
		}
		found, x, y = true, 0, 0
		for _, q := range s.Points {
			x += q[0] / float64(len(s.Points))
			y += q[1] / float64(len(s.Points))
		}
	}
	if !found {
		p.t.Fatalf("there is no handle %q", name)
	}
	return p.centre.X + x/p.k, p.centre.Y + y/p.k
}

func TestArrowsMoveAlongTheirAxis(t *testing.T) {
	p := studio(t)
	p.choose("table")
	for axis, name := range []string{"x", "y", "z"} {
		was := p.at("table").Position
		x, y := p.handleAt(name)
		p.move(x, y)
		if p.tool.handle != name {
			t.Fatalf("at the arrow of %s the pointer is over %q", name, p.tool.handle)
		}
		if axis == 0 {
			p.golden("gizmo")
		}
		var by scenes.Vec3
		by[axis] = 0.4
		p.dragBy(x, y, was, by)
		got := p.at("table").Position.Sub(was)
		for k, v := range got {
			want := 0.0
			if k == axis {
				want = 0.4
			}
			if math.Abs(v-want) > 0.1 || k != axis && v != 0 {
				t.Errorf("the arrow of %s moved by %v", name, got)
				break
			}
		}
		if !p.doc.IsSelected(document.Ref{Room: p.room, ID: "table"}) {
			t.Error("the selection is lost")
		}
	}
	if titles, done := p.doc.Steps(); done != 3 {
		t.Errorf("three drags made the steps %v", titles)
	}
}

// What points at the eye, or is seen from its edge, is not offered.
func TestHandlesFitTheView(t *testing.T) {
	p := studio(t)
	p.choose("table")
	for _, c := range [][2]string{{"view.top", "z"}, {"view.front", "y"}, {"view.right", "x"}} {
		view, gone := c[0], c[1]
		p.run(view)
		p.rest()
		have := map[string]bool{}
		for _, m := range p.handles().marks {
			have[m.Handle] = true
		}
		for _, h := range []string{"x", "y", "z", turnHandle} {
			if want := h != gone && (h != turnHandle || view == "view.top"); have[h] != want {
				t.Errorf("%s: the handle %s is there: %v", view, h, have[h])
			}
		}
	}
	// From the front things are dragged to the side and, by the arrow, up.
	p.run("view.front")
	p.rest()
	was := p.at("table").Position
	x, y := p.on("table")
	x1, _ := p.seen(was.Add(scenes.Vec3{0.4, 0, 0}))
	x0, _ := p.seen(was)
	p.drag(x, y, x+x1-x0, y)
	if got := p.at("table").Position; math.Abs(got[0]-was[0]-0.4) > 0.06 || got[1] != was[1] || got[2] != was[2] {
		t.Errorf("dragged in the front view from %v to %v", was, got)
	}
	p.picture("front")
}

func TestHandlesOnFineDisplays(t *testing.T) {
	p := studio(t)
	p.k = 2
	p.rest()
	p.choose("table")
	was := p.at("table").Position
	x, y := p.handleAt("x")
	p.move(x, y)
	p.picture("gizmo2")
	if p.tool.handle != "x" {
		t.Fatalf("the pointer is over %q", p.tool.handle)
	}
	p.dragBy(x, y, was, scenes.Vec3{0.5, 0, 0})
	if got := p.at("table").Position; math.Abs(got[0]-was[0]-0.5) > 0.06 || got[1] != was[1] {
		t.Errorf("dragged from %v to %v", was, got)
	}
}

func TestRingTurns(t *testing.T) {
	p := studio(t)
	p.choose("table")
	mid := p.pivot()
	x, y := p.handleAt(turnHandle)
	p.move(x, y)
	p.in.Down[ui.LeftButton] = true
	p.frames(1)
	// From north to east, round the middle.
	for i := 1; i <= 9; i++ {
		sin, cos := math.Sincos(float64(i) * 10 * math.Pi / 180)
		p.move(p.seen(mid.Add(scenes.Vec3{sin, cos, 0})))
	}
	p.picture("turning")
	p.in.Down[ui.LeftButton] = false
	p.frames(2)
	if got := p.at("table").Yaw; got != 90 {
		t.Errorf("turned to %g°, want 90°", got)
	}
	x, y = p.handleAt(turnHandle)
	p.move(x, y)
	p.in.Down[ui.LeftButton] = true
	p.frames(1)
	p.move(x+5, y+5)
	p.write("-37.5")
	p.in.Down[ui.LeftButton] = false
	p.frames(2)
	if got := p.at("table").Yaw; math.Abs(got-52.5) > 1e-9 {
		t.Errorf("typed -37.5°: turned to %g°", got)
	}
}

func TestTwoObjectsTurnAboutTheirMiddle(t *testing.T) {
	p := studio(t)
	p.choose("table", "lamp")
	mid := p.pivot()
	p.keys("R")
	p.write("180")
	p.keys("Enter")
	if got := p.pivot(); got.Sub(mid).Vec2().Len() > 1e-6 {
		t.Errorf("the middle went from %v to %v", mid, got)
	}
	if got, want := p.at("table").Yaw, 180.0; got != want {
		t.Errorf("the table is turned to %g°", got)
	}
	p.picture("two")
}

func TestArrange(t *testing.T) {
	p := studio(t)
	p.choose("lamp", "table")
	p.keys("Ctrl+Alt+Down")
	lo := func(id string, k int) float64 {
		a, _, _ := p.doc.State().Bounds(document.Ref{Room: p.room, ID: id})
		return a[k]
	}
	if a, b := lo("lamp", 1), lo("table", 1); math.Abs(a-b) > 1e-9 {
		t.Errorf("the near sides are at %g and %g", a, b)
	}
	p.choose("lamp", "table", "wardrobe")
	p.keys("Ctrl+Alt+X")
	var gaps []float64
	_, hi, _ := p.doc.State().Bounds(document.Ref{Room: p.room, ID: "wardrobe"})
	for _, id := range []string{"table", "lamp"} {
		gaps = append(gaps, lo(id, 0)-hi[0])
		_, hi, _ = p.doc.State().Bounds(document.Ref{Room: p.room, ID: id})
	}
	if math.Abs(gaps[0]-gaps[1]) > 1e-9 {
		t.Errorf("the gaps are %v", gaps)
	}
	if err := p.reg.Run("align.top"); err != nil {
		t.Error(err)
	}
	p.doc.Select()
	if err := p.reg.Run("align.top"); err == nil {
		t.Error("nothing was aligned without a word")
	}
}

func TestCopyPasteCutIntoTheRoom(t *testing.T) {
	p := studio(t)
	p.choose("table")
	p.keys("Ctrl+C")
	x, y := p.seen(scenes.Vec3{3.6, 3, 0})
	p.move(x, y)
	p.keys("Ctrl+V")
	got := p.at("table_1")
	if !beside(got.Position, scenes.Vec3{3.6, 3, 0.375}, 0.1) {
		t.Errorf("pasted to %v", got.Position)
	}
	p.keys("Ctrl+X")
	if p.active().Layout.Find("table_1") != nil || len(p.objects()) != 4 {
		t.Error("cutting left it there")
	}
	p.move(10, p.centre.Bottom()+5) // not over the room
	p.keys("Ctrl+V")
	if got := p.at("table_1").Position; got[0] < 3.8 {
		t.Errorf("pasted beside to %v", got)
	}
	p.u.Copy("no objects")
	n := len(p.objects())
	p.keys("Ctrl+V")
	if len(p.objects()) != n || len(p.toasts) == 0 {
		t.Error("text was pasted as objects, or nothing was said")
	}
}

func TestHideIsolateDuplicateDrop(t *testing.T) {
	p := studio(t)
	p.choose("table")
	p.keys("Shift+H")
	if h := p.doc.State().Hidden; len(h) != 3 {
		t.Errorf("hidden are %v", h)
	}
	p.keys("Alt+H")
	p.choose("lamp")
	p.keys("H")
	if !p.doc.State().IsHidden(document.Ref{Room: p.room, ID: "lamp"}) || len(p.doc.Selection()) != 0 {
		t.Error("not hidden, or still selected")
	}
	p.keys("Alt+H")
	p.choose("table")
	p.keys("Ctrl+D", "G", "Z")
	p.write("1")
	p.keys("Enter", "PageDown")
	got := p.at("table_1").Position
	// It overlaps the first by half, so it drops onto its top.
	if math.Abs(got[2]-(0.75+0.375)) > 1e-9 {
		t.Errorf("dropped to %v", got)
	}
	p.keys("Shift+Delete")
	if p.active().Layout.Find("table_1") != nil || len(p.objects()) != 5 {
		t.Error("taking out of the layout removed the object or left its place")
	}
}
