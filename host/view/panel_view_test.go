package view

import (
	"image"
	"image/png"
	"math"
	"os"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
)

// paneTest drives a pane by frames of 16 ms.
type paneTest struct {
	t    *testing.T
	u    *ui.UI
	pane *viewPane
	in   ui.Input
	dst  *image.RGBA
}

func newPaneTest(t *testing.T) *paneTest {
	s := stage.New(stage.Options{AtOnce: true})
	task := &scenes.Task{ID: "room", Room: scenes.RectRoom(5, 4, 2.6)}
	l := &scenes.Layout{}
	for i, id := range []string{"sofa", "table", "lamp"} {
		task.Objects = append(task.Objects, scenes.Object{ID: id, Size: scenes.Vec3{0.9, 0.6, 0.7}, Support: scenes.OnFloor})
		l.Placements = append(l.Placements, scenes.Placement{ID: id, Position: scenes.Vec3{1 + 1.4*float64(i), 2, 0.35}})
	}
	task.Objects[0].Relations = []scenes.Relation{{Kind: scenes.LeftOf, Target: "table"}}
	s.Show(stage.Content{Rooms: []stage.Room{{LevelRoom: scenes.LevelRoom{Task: task, Layout: l}}}})
	p := &paneTest{t: t, u: ui.New(), pane: &viewPane{stage: s}, dst: image.NewRGBA(image.Rect(0, 0, 800, 480))}
	p.in.X, p.in.Y = 300, 300
	p.frame()
	p.frame()
	return p
}

func (p *paneTest) frame() (taken bool) {
	p.in.Time += 16 * time.Millisecond
	p.u.Begin(p.in, 800, 480, 1)
	taken = p.pane.frame(p.u, ui.R(0, 0, 800, 480))
	p.u.End()
	p.u.Paint(p.dst)
	return taken
}

func (p *paneTest) click(x, y float64) (taken bool) {
	p.in.X, p.in.Y = x, y
	p.frame()
	p.in.Down[ui.LeftButton] = true
	taken = p.frame()
	p.in.Down[ui.LeftButton] = false
	p.frame()
	for range 60 {
		p.frame()
	}
	return taken
}

func TestPaneCubeAndButtons(t *testing.T) {
	p := newPaneTest(t)
	x, y := p.pane.cubeAt()
	c := p.pane.stage.Cube(x, y, cubeSize)
	if !p.click(c.Sides[0].Middle[0], c.Sides[0].Middle[1]) {
		t.Error("a click on the cube is left to the tools")
	}
	if v := p.pane.stage.View(); v.Pitch != 90 {
		t.Errorf("the cube's top leads to %+v", v)
	}
	tools := p.pane.tools()
	p.click(tools.X+10, tools.Y+10)
	if v := p.pane.stage.View(); v.Pitch != 40 {
		t.Errorf("home is %+v", v)
	}
	p.click(tools.X+10, tools.Bottom()-10)
	if !p.pane.list {
		t.Fatal("the list of overlays is closed")
	}
	for i := range overlayList {
		l := p.pane.listPlace()
		p.click(l.X+40, l.Y+ui.Gap+ui.Row*(float64(i)+0.5))
	}
	want := stage.Overlays{Collisions: true, Walkable: true, Swings: true, Relations: true, Fronts: true, Names: true, Dimensions: true, Sizes: true, Compass: true, Marks: true}
	if got := p.pane.stage.Overlays(); got != want {
		t.Errorf("overlays %+v", got)
	}
	if file := os.Getenv("METASPATIAL_PANE_PNG"); file != "" {
		f, err := os.Create(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		png.Encode(f, p.dst)
	}
	if p.click(200, 240) {
		t.Error("a click into the room is taken from the tools")
	}
}

func TestPaneSteers(t *testing.T) {
	p := newPaneTest(t)
	was := p.pane.stage.View()
	p.in.Down[ui.MiddleButton] = true
	p.frame()
	p.in.X += 40
	if !p.frame() {
		t.Error("a drag of the camera is left to the tools")
	}
	p.in.Down[ui.MiddleButton] = false
	p.frame()
	if v := p.pane.stage.View(); math.Abs(v.Yaw-was.Yaw-14) > 1e-9 {
		t.Errorf("turned by %g", v.Yaw-was.Yaw)
	}
	p.in.WheelY = 2
	p.frame()
	p.in.WheelY = 0
	if v := p.pane.stage.View(); v.Distance >= was.Distance {
		t.Errorf("the wheel leads to %g m", v.Distance)
	}
}

func TestPaneGrabsHandles(t *testing.T) {
	p := newPaneTest(t)
	p.pane.marks = []stage.Mark{{Points: []scenes.Vec3{{2, 2, 1}, {3, 2, 1}}, Handle: "x", Width: 3, Text: "1.00 m"}}
	p.frame()
	x, y, _, _ := p.pane.stage.Project(scenes.Vec3{2.5, 2, 1})
	if h, ok := p.pane.grab(p.u, x, y+4); h != "x" || !ok {
		t.Errorf("grabbed %q", h)
	}
	if _, ok := p.pane.grab(p.u, x, y+40); ok {
		t.Error("grabbed nothing")
	}
}

func TestStageActions(t *testing.T) {
	s := stage.New(stage.Options{AtOnce: true})
	seen := map[string]bool{}
	for _, a := range append(stageActions(s), overlayActions(s)...) {
		if a.ID == "" || a.Title == "" || a.Run == nil || seen[a.ID] {
			t.Errorf("action %q is not whole or there twice", a.ID)
		}
		seen[a.ID] = true
		before := a.Checked != nil && a.Checked()
		a.Run()
		if a.Checked != nil && a.Group == "View" && a.ID[:4] == "over" && a.Checked() == before {
			t.Errorf("%s switches nothing", a.ID)
		}
	}
	for _, a := range stageActions(s) {
		if a.ID == string(stage.ViewTop) && a.Key("Godot") != "Num7" {
			t.Errorf("from above is on %q", a.Key("Godot"))
		}
	}
}

func TestDashes(t *testing.T) {
	n, long := 0, 0.0
	dash([]ui.Point{{X: 0, Y: 0}, {X: 60, Y: 0}, {X: 60, Y: 40}}, 6, 4, func(a, b ui.Point) {
		n++
		long += math.Hypot(b.X-a.X, b.Y-a.Y)
	})
	if n != 10 || math.Abs(long-60) > 0.01 {
		t.Errorf("%d dashes of together %g", n, long)
	}
	dash([]ui.Point{{X: math.NaN()}, {X: 1}, {X: 1e9}}, 6, 4, func(a, b ui.Point) { t.Error("drew something endless") })
}
