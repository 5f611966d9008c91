package view

import (
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

// livingRoom is a window with a furnished room of the starter kit.
func livingRoom(t *testing.T, objects int) *person {
	t.Helper()
	var items []roomgen.Item
	for _, a := range assets.Starter().Assets() {
		items = append(items, roomgen.Item{Asset: a.ID, Category: a.Category, Size: a.Size, Support: a.Mount, Flat: a.Flat})
	}
	task, layout, err := roomgen.Generate(roomgen.Options{Seed: 5, Program: "living", Objects: objects, Items: items})
	if err != nil {
		t.Fatal(err)
	}
	state, _, err := document.Tidy(scenes.Single(task, layout))
	if err != nil {
		t.Fatal(err)
	}
	p := sit(t, Options{Document: document.New(state), Home: &noted{}})
	p.rest()
	return p
}

func near(a, b, by float64) bool { return math.Abs(a-b) <= by }

// What is under the cursor stays under it while one zooms and pans, and the
// pivot where it is while one orbits.
func TestOrbitPanZoom(t *testing.T) {
	p := livingRoom(t, 12)
	x, y := p.middle()
	was := p.stage.View()
	p.dragWith(ui.MiddleButton, 0, x, y, x+90, y-30)
	if v := p.stage.View(); near(v.Yaw, was.Yaw, 10) || near(v.Pitch, was.Pitch, 5) {
		t.Errorf("the orbit went from %+v to %+v", was, v)
	}
	p.rest()
	was = p.stage.View()
	p.dragWith(ui.MiddleButton, command.Shift, x, y, x+50, y+40)
	if v := p.stage.View(); v.Yaw != was.Yaw || v.Pitch != was.Pitch || v.Target == was.Target {
		t.Errorf("the pan went from %+v to %+v", was, v)
	}
	p.rest()
	id := p.objects()[0].ID
	sx, sy := p.seen(p.active().Layout.Find(id).Position)
	hit := p.stage.Pick((sx-p.centre.X)*p.k, (sy-p.centre.Y)*p.k)
	if hit.Object == "" {
		t.Fatalf("nothing is seen where %s stands", id)
	}
	was = p.stage.View()
	p.wheel(sx, sy, 3)
	p.rest()
	if v := p.stage.View(); v.Distance >= was.Distance {
		t.Errorf("the wheel goes from %g m to %g m", was.Distance, v.Distance)
	}
	if zx, zy := p.seen(hit.Point); !near(zx, sx, 1.5) || !near(zy, sy, 1.5) {
		t.Errorf("what was at %g,%g is at %g,%g after the wheel", sx, sy, zx, zy)
	}
	p.move(p.centre.X+5, p.centre.Bottom()-5)
	p.rest()
	p.picture("zoomed")
	p.keys("Alt+Left", "Alt+Left")
	p.rest()
	if v := p.stage.View(); v.Distance < was.Distance {
		t.Errorf("the views before lead to %+v", v)
	}
}

func TestStraightViews(t *testing.T) {
	p := livingRoom(t, 12)
	for _, c := range []struct {
		key        string
		yaw, pitch float64
	}{{"Num1", 180, 0}, {"Ctrl+Num1", 0, 0}, {"Num3", 90, 0}, {"Ctrl+Num3", -90, 0}, {"Num7", 180, 90}} {
		p.keys(c.key)
		p.rest()
		v := p.stage.View()
		if !near(math.Mod(v.Yaw-c.yaw+540, 360), 180, 1e-6) || v.Pitch != c.pitch || !v.Ortho {
			t.Errorf("%s looks from %g, %g, ortho %v", c.key, v.Yaw, v.Pitch, v.Ortho)
		}
		if c.key == "Num1" {
			p.golden("front")
		}
	}
	p.golden("plan")
	p.keys("Num5")
	p.rest()
	if p.stage.View().Ortho {
		t.Error("5 on the number block does not bring the perspective back")
	}
	p.keys("Ctrl+Home")
	p.rest()
	if v := p.stage.View(); v.Ortho || v.Pitch != 40 {
		t.Errorf("home is %+v", v)
	}
}

// Each program's own drag orbits in its preset.
func TestPresetsSteer(t *testing.T) {
	p := livingRoom(t, 12)
	x, y := p.middle()
	for _, c := range []struct {
		preset string
		button int
		mods   command.Mods
		focus  string
	}{{"Blender", ui.MiddleButton, 0, "Num."}, {"Unity", ui.LeftButton, command.Alt, "F"}, {"Godot", ui.MiddleButton, 0, "F"}, {"Maya", ui.LeftButton, command.Alt, "F"}} {
		p.run("preset." + c.preset)
		p.doc.Select()
		was := p.stage.View()
		p.dragWith(c.button, c.mods, x, y, x+60, y)
		v := p.stage.View()
		if near(v.Yaw, was.Yaw, 5) || !near(v.Distance, was.Distance, 1e-6) {
			t.Errorf("%s: the drag went from %+v to %+v", c.preset, was, v)
		}
		if len(p.doc.Selection()) != 0 {
			t.Errorf("%s: the drag selects", c.preset)
		}
		id := p.objects()[0].ID
		p.doc.Select(document.Ref{Room: p.room, ID: id})
		p.frames(1)
		p.keys(c.focus)
		p.rest()
		x, y := p.middle()
		if sx, sy := p.seen(p.active().Layout.Find(id).Position); !near(sx, x, 45) || !near(sy, y, 45) || p.stage.View().Distance > was.Distance {
			t.Errorf("%s: %s shows %s at %g,%g, from %g m away", c.preset, c.focus, id, sx, sy, p.stage.View().Distance)
		}
		p.run(string(stage.ViewHome))
		p.rest()
	}
	if m := remember(p.opts.Home); m.Preset != "Maya" {
		t.Errorf("the preset %q is remembered", m.Preset)
	}
}

func TestViewCube(t *testing.T) {
	p := livingRoom(t, 12)
	side := func(name string) (x, y float64) {
		for _, s := range p.cube(p.centre).Sides {
			if s.Name == name {
				return s.Middle[0], s.Middle[1]
			}
		}
		t.Fatalf("the cube does not show %s", name)
		return 0, 0
	}
	x, y := side("E")
	p.move(x, y)
	p.frames(2)
	p.picture("cube")
	p.click(x, y)
	p.rest()
	if v := p.stage.View(); v.Yaw != 90 || v.Pitch != 0 {
		t.Errorf("the east side leads to %+v", v)
	}
	was := p.stage.View()
	x, y = side("E")
	p.drag(x, y, x+20, y+25)
	p.rest()
	if v := p.stage.View(); v.Yaw == was.Yaw || v.Pitch == was.Pitch {
		t.Errorf("dragging the cube leads to %+v", v)
	}
	x, y = side("TOP")
	p.click(x, y)
	p.rest()
	if v := p.stage.View(); v.Pitch != 90 {
		t.Errorf("the top leads to %+v", v)
	}
	if len(p.doc.Selection()) != 0 {
		t.Error("the cube selects what is behind it")
	}
}

func TestWalls(t *testing.T) {
	p := livingRoom(t, 12)
	b := p.bar.place(p.centre, barTop(p.centre))
	for _, want := range []stage.Walls{stage.WallsUp, stage.WallsDown} {
		p.click(b.X+10, b.Y+4*(toolSize+toolGap)+10)
		p.rest()
		if w := p.stage.Walls(); w != want {
			t.Errorf("the walls are %v, want %v", w, want)
		}
	}
	p.golden("walls-down")
}

// A person who walks stops before walls and furniture and slides along them.
func TestWalkThroughTheRoom(t *testing.T) {
	p := livingRoom(t, 12)
	p.keys("V")
	p.rest()
	if !p.stage.Walking() {
		t.Fatal("V does not begin a walk")
	}
	x, y := p.middle()
	p.drag(x, y, x-60, y+20)
	p.move(x, y)
	p.rest()
	p.golden("walk")
	e := p.active().Task.Room.Extent()
	for _, k := range []command.Key{"W", "D", "S", "A"} {
		p.in.Mods = command.Shift
		p.hold(k, 45)
		p.in.Mods = 0
		eye := p.stage.Camera().Eye
		if eye[0] < 0.2 || eye[1] < 0.2 || eye[0] > e[0]-0.2 || eye[1] > e[1]-0.2 || !near(eye[2], 1.6, 0.25) {
			t.Errorf("holding %s leads to %v in a room of %v", k, eye, e)
		}
	}
	was := p.stage.View()
	p.drag(x, y, x-100, y)
	if p.stage.View().Yaw == was.Yaw {
		t.Error("a drag does not look round")
	}
	p.hold(command.Escape, 1)
	p.rest()
	if p.stage.Walking() || len(p.doc.Selection()) != 0 {
		t.Error("Escape does not end the walk")
	}
	if v := p.stage.View(); v.Pitch != 40 {
		t.Errorf("after the walk the view is %+v", v)
	}
}

func TestFly(t *testing.T) {
	p := livingRoom(t, 12)
	p.run("preset.Godot")
	p.keys("Shift+F")
	p.frames(2)
	was := p.stage.Camera().Eye
	p.hold("W", 40)
	p.hold("E", 20)
	if now := p.stage.Camera().Eye; now.Sub(was).Len() < 0.5 || !p.stage.Flying() {
		t.Errorf("flew from %v to %v", was, now)
	}
	p.hold(command.Escape, 1)
	if p.stage.Flying() {
		t.Error("Escape does not end the flight")
	}
}

// Overlays are switched by the list below the cube.
func TestOverlays(t *testing.T) {
	p := livingRoom(t, 12)
	top := barTop(p.centre)
	b := p.bar.place(p.centre, top)
	p.click(b.X+10, b.Bottom()-10)
	l := p.bar.listPlace(p.centre, top)
	for i, o := range overlayList {
		switch o.id {
		case "walkable", "swings", "relations":
			p.click(l.X+40, l.Y+ui.Gap+ui.Row*(float64(i)+0.5))
		}
	}
	p.rest()
	if o := p.stage.Overlays(); !o.Walkable || !o.Swings || !o.Relations || !o.Collisions {
		t.Errorf("overlays %+v", o)
	}
	p.picture("overlays-list")
	p.click(b.X+10, b.Bottom()-10)
	p.keys("Num7")
	p.rest()
	p.golden("overlays")
}

// A click in the list of objects selects one, a key frames it.
func TestFrameFromTheTree(t *testing.T) {
	p := livingRoom(t, 12)
	p.picture("tree")
	was := p.stage.View()
	id := p.objects()[1].ID
	// Below the tabs and the number of objects, in the second line.
	p.click(p.side.X+60, p.side.Y+34+10+24+26*1.5)
	if sel := p.doc.SelectedObjects(); len(sel) != 1 || sel[0].ID != id {
		t.Fatalf("the second line selects %v, want %s", sel, id)
	}
	p.keys("Num.")
	p.rest()
	if v := p.stage.View(); v.Distance >= was.Distance {
		t.Errorf("%s is framed from %g m away, all from %g", id, v.Distance, was.Distance)
	}
	p.picture("focus")
}

// A button says what it does to whoever rests on it.
func TestTooltip(t *testing.T) {
	p := livingRoom(t, 12)
	b := p.bar.place(p.centre, barTop(p.centre))
	p.move(b.X+10, b.Y+6*(toolSize+toolGap)+10)
	p.rest()
	p.golden("tooltip")
}

// Whatever shows no words of its own has a tooltip, on every page of the window.
func TestEveryIconHasATooltip(t *testing.T) {
	p := furnished(t)
	q := sit(t, Options{Run: trained(3), Files: memoryFiles{fstest.MapFS{}}})
	small, told := map[string]bool{}, map[string]bool{}
	for _, w := range []*person{p, q} {
		w.u.Spy = func(id string, r ui.Rect) { small[id] = small[id] || r.W <= 44 && r.H <= 44 }
		w.u.Told = func(id string) { told[id] = true }
	}
	p.doc.Select(document.Ref{Room: p.room, ID: p.objects()[0].ID})
	for tab := range 3 {
		p.tab, q.tab = tab, tab
		p.frames(2)
		q.frames(2)
	}
	p.keys("F1")
	p.frames(2)
	q.keys("V")
	q.frames(2)
	if len(small) < 60 {
		t.Fatalf("%d widgets were seen", len(small))
	}
	for id, is := range small {
		// Bars and borders are dragged, and lines of lists have words.
		if is && !told[id] && !strings.HasSuffix(id, "/bar") && !strings.HasPrefix(id, "split-") {
			t.Errorf("%s has neither words nor a tooltip", id)
		}
	}
}
