package stage

import (
	"math"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster"
)

// stager drives a stage by an invented clock.
type stager struct {
	*Stage
	in Input
	t  *testing.T
}

func newStager(t *testing.T, c Content) *stager {
	t.Helper()
	s := New(Options{AtOnce: true})
	s.Resize(320, 240)
	s.Show(c)
	g := &stager{Stage: s, in: Input{Now: time.Unix(1, 0), X: 160, Y: 120, Inside: true}, t: t}
	g.rest()
	return g
}

// tick lets 16 ms pass.
func (g *stager) tick() (taken, busy bool) {
	g.in.Now = g.in.Now.Add(16 * time.Millisecond)
	taken, busy = g.Tick(g.in)
	g.Picture()
	return taken, busy
}

// rest waits until nothing goes on any more.
func (g *stager) rest() {
	g.t.Helper()
	for range 200 {
		if _, busy := g.tick(); !busy {
			return
		}
	}
	g.t.Fatal("the stage never comes to rest")
}

// drag presses a button, moves and lets go.
func (g *stager) drag(b Button, m command.Mods, dx, dy float64) {
	g.in.Held, g.in.Mods = b, m
	g.tick()
	for range 4 {
		g.in.X += dx / 4
		g.in.Y += dy / 4
		g.tick()
	}
	g.in.Held, g.in.Mods = 0, 0
	g.tick()
}

func TestZoomKeepsWhatIsUnderTheCursor(t *testing.T) {
	for _, ortho := range []bool{false, true} {
		g := newStager(t, furnished(6))
		if ortho {
			g.Do(Ortho)
			g.rest()
		}
		for _, at := range [][2]float64{{160, 120}, {90, 150}, {230, 101}} {
			g.in.X, g.in.Y = at[0], at[1]
			g.rest()
			hit := g.Pick(at[0], at[1])
			if hit.Room < 0 {
				t.Fatalf("nothing at %v", at)
			}
			was := g.View()
			for _, notches := range []float64{3, -5, 4} {
				g.in.Wheel = notches
				g.tick()
				g.in.Wheel = 0
				x, y, _, ok := g.Project(hit.Point)
				// The anchor is the depth of the pixel's middle.
				if !ok || math.Hypot(x-at[0], y-at[1]) > 1.5 {
					t.Errorf("ortho %v: after %g notches what was at %v is at %.2f, %.2f", ortho, notches, at, x, y)
				}
			}
			if d := g.View().Distance; d == was.Distance {
				t.Error("the wheel does nothing")
			}
		}
	}
}

func TestZoomGoesOnThroughWhatItReached(t *testing.T) {
	o := raster.Orbit{Target: scenes.Vec3{1, 1, 1}, Yaw: 180, Pitch: 0, Distance: 3}
	start := eye(o)
	far := scenes.Vec3{1, 40, 1}
	for range 60 {
		o = zoom(o, far, 0.87)
	}
	if got := eye(o); got[1] < 39 || got[1] > 40 || start[1] != -2 {
		t.Errorf("the eye went from %v to %v, not up to %v", start, got, far)
	}
}

func TestPanKeepsWhatIsUnderTheCursor(t *testing.T) {
	g := newStager(t, furnished(6))
	hit := g.Pick(160, 150)
	g.in.X, g.in.Y = 160, 150
	g.tick()
	g.drag(Middle, command.Shift, 48, -36)
	if x, y, _, _ := g.Project(hit.Point); math.Hypot(x-208, y-114) > 1.5 {
		t.Errorf("what was under the cursor is at %.1f, %.1f, not at 208, 114", x, y)
	}
}

func TestOrbitTurnsAboutWhatIsUnderTheCursor(t *testing.T) {
	g := newStager(t, furnished(6))
	g.in.X, g.in.Y = 120, 140
	g.rest()
	hit := g.Pick(120, 140)
	before := eye(g.View()).Sub(hit.Point).Len()
	g.drag(Middle, 0, 60, 20)
	if after := eye(g.View()).Sub(hit.Point).Len(); math.Abs(after-before) > 0.05 {
		t.Errorf("the pivot was %.3f m away and is %.3f m", before, after)
	}
	if v := g.View(); math.Abs(heading(v.Yaw-(148+60*0.35))) > 1e-9 || math.Abs(v.Pitch-47) > 1e-9 {
		t.Errorf("yaw %g, pitch %g", v.Yaw, v.Pitch)
	}
}

func TestTransitionsEaseByTheClock(t *testing.T) {
	g := newStager(t, furnished(3))
	from := g.View()
	g.Do(ViewTop)
	g.tick()
	start := g.in.Now
	for _, c := range []struct {
		after time.Duration
		k     float64
	}{{easeTime / 4, 0.103515625}, {easeTime / 2, 0.5}, {easeTime, 1}} {
		g.in.Now = start.Add(c.after)
		g.Tick(g.in)
		if want := from.Pitch + (90-from.Pitch)*c.k; math.Abs(g.View().Pitch-want) > 1e-6 {
			t.Errorf("after %v the pitch is %.4f, want %.4f", c.after, g.View().Pitch, want)
		}
	}
	if v := g.View(); !v.Ortho || !g.Camera().Plan {
		t.Errorf("the view from above is %+v", v)
	}
	g.Do(ViewBefore)
	g.rest()
	if g.View() != from {
		t.Errorf("back at %+v, not %+v", g.View(), from)
	}
	g.Do(ViewAfter)
	g.rest()
	if v := g.View(); v.Pitch != 90 || !v.Ortho {
		t.Errorf("forward at %+v", v)
	}
}

// Between perspective and none the size of what is at the target must not jump.
func TestPerspectiveGoesWithoutAJump(t *testing.T) {
	a := raster.Orbit{Target: scenes.Vec3{2, 2, 1}, Yaw: 150, Pitch: 30, Distance: 7, FovY: 26}
	b := a
	b.Ortho = true
	for i := range 101 {
		o := between(a, b, float64(i)/100)
		if got, want := tall(o, o.Distance), tall(a, a.Distance); math.Abs(got-want) > 1e-9 {
			t.Fatalf("at %d %% the target is seen %.4f m high, not %.4f", i, got, want)
		}
	}
}

func TestFocusFramesTheSelection(t *testing.T) {
	c := furnished(12)
	c.Selected = []string{c.Rooms[0].Task.Objects[7].ID}
	g := newStager(t, c)
	g.Do(Focus)
	g.rest()
	for _, p := range g.points(c.Selected) {
		x, y, _, ok := g.Project(p)
		if !ok || x < 0 || y < 0 || x > 320 || y > 240 {
			t.Errorf("a corner is at %.0f, %.0f", x, y)
		}
	}
	if d := g.View().Distance; d > 8 {
		t.Errorf("the selection is seen from %.1f m", d)
	}
	if h := g.Pick(160, 120); h.Room != 0 {
		t.Errorf("the middle shows %+v", h)
	}
}

// What is framed keeps clear of the buttons of the window.
func TestFramedBesideTheButtons(t *testing.T) {
	g := newStager(t, furnished(6))
	g.Fit(Fitting{Right: 80, Text: 12})
	w, _ := g.Size()
	for _, a := range []Action{ViewHome, FrameAll, ViewTop, ViewFront, Focus} {
		g.Do(a)
		g.rest()
		around := g.content.extent()
		for _, p := range around.corners() {
			if x, _, _, ok := g.Project(p); !ok || x < 0 || x > float64(w-80) {
				t.Errorf("%s shows %v at %g of %d pixels", a, p, x, w)
			}
		}
	}
}

func TestPickIsThatOfTheIDs(t *testing.T) {
	g := newStager(t, furnished(8))
	var f raster.Frame
	var r raster.Renderer
	room := &g.Content().Rooms[0]
	if err := r.Render(raster.Scene{Task: room.Task, Layout: room.Layout}, g.Camera(), raster.Options{Width: 320, Height: 240}, &f); err != nil {
		t.Fatal(err)
	}
	seen := 0
	for y := range 240 {
		for x := range 320 {
			h := g.Pick(float64(x)+0.5, float64(y)+0.5)
			want := ""
			if k := f.Pick(x, y); k >= 0 {
				want = room.Task.Objects[k].ID
				seen++
			}
			if h.Object != want {
				t.Fatalf("pixel %d, %d shows %q, want %q", x, y, h.Object, want)
			}
		}
	}
	if seen < 1000 {
		t.Fatalf("only %d pixels show objects", seen)
	}
}

// A click while a large picture is coarse must pick as exactly as otherwise.
func TestPickWhileMoving(t *testing.T) {
	g := newStager(t, furnished(8))
	g.Resize(1200, 800)
	g.Do(FrameAll)
	g.rest()
	g.in.X, g.in.Y = 600, 400
	g.in.Held = Middle
	g.tick()
	g.in.X += 40
	g.tick()
	if b := g.Picture().Image.Bounds(); b.Dx() != 600 {
		t.Fatalf("the moving picture is %v", b)
	}
	moving := g.Box(500, 300, 503, 303, false)
	at := g.Pick(605, 405)
	g.in.Held = 0
	g.rest()
	if b := g.Picture().Image.Bounds(); b.Dx() != 1200 {
		t.Fatalf("the still picture is %v", b)
	}
	if still := g.Pick(605, 405); still.Object != at.Object || still.Point != at.Point {
		t.Errorf("picked %+v while moving, %+v at rest", at, still)
	}
	if still := g.Box(500, 300, 503, 303, false); len(still) != len(moving) {
		t.Errorf("box %v while moving, %v at rest", moving, still)
	}
}

func TestBoxSelection(t *testing.T) {
	c := furnished(8)
	g := newStager(t, c)
	if got := g.Box(0, 0, 320, 240, true); len(got) != 8 {
		t.Errorf("the whole picture encloses %v", got)
	}
	all := g.Box(320, 240, 0, 0, false)
	for _, id := range all {
		if p := g.points([]string{id}); len(p) != 8 {
			t.Errorf("%s is not placed", id)
		}
	}
	if got := g.Box(160, 120, 160.4, 120.4, false); len(got) > 1 {
		t.Errorf("one pixel shows %v", got)
	}
	c.Rooms[0].Hidden = []string{all[0]}
	g.Show(c)
	if got := g.Box(0, 0, 320, 240, false); len(got) != len(all)-1 {
		t.Errorf("%v with %s hidden", got, all[0])
	}
	if got := g.Box(0, 0, 320, 240, true); len(got) != 7 {
		t.Errorf("%d enclosed with one hidden", len(got))
	}
}

func TestThroughGoesFromNearToFar(t *testing.T) {
	task := &scenes.Task{ID: "row", Room: scenes.RectRoom(4, 4, 2.5)}
	l := &scenes.Layout{}
	for i, id := range []string{"back", "middle", "front"} {
		task.Objects = append(task.Objects, scenes.Object{ID: id, Size: scenes.Vec3{1, 0.4, 1}, Support: scenes.OnFloor})
		l.Placements = append(l.Placements, scenes.Placement{ID: id, Position: scenes.Vec3{2, 3 - float64(i), 0.5}})
	}
	g := newStager(t, Content{Rooms: []Room{{LevelRoom: scenes.LevelRoom{Task: task, Layout: l}}}})
	g.Do(ViewFront)
	g.rest()
	x, y, _, _ := g.Project(scenes.Vec3{2, 1, 0.5})
	if got := g.Through(x, y); len(got) != 3 || got[0] != "front" || got[2] != "back" {
		t.Errorf("got %v", got)
	}
}

func TestIdleDrawsNothing(t *testing.T) {
	g := newStager(t, furnished(4))
	v := g.Picture().Version
	for range 100 {
		if _, busy := g.tick(); busy {
			t.Fatal("busy without a reason")
		}
	}
	if got := g.Picture().Version; got != v {
		t.Errorf("drew %d pictures of nothing new", got-v)
	}
}

// Rooms in a level, turned and moved, are picked and projected in their own
// frames.
func TestLevelOfTwoRooms(t *testing.T) {
	a, b := furnished(4), furnished(4)
	b.Rooms[0].Origin, b.Rooms[0].Yaw = scenes.Vec3{16, 1, 0}, 90
	b.Rooms[0].Task.ID = "second"
	c := Content{Rooms: []Room{a.Rooms[0], b.Rooms[0]}}
	g := newStager(t, c)
	g.Do(FrameAll)
	g.rest()
	for active := range 2 {
		c.Active = active
		g.Show(c)
		g.rest()
		p := c.Rooms[active].Layout.Placements[1]
		x, y, _, ok := g.Project(p.Position)
		if !ok {
			t.Fatal("behind the camera")
		}
		h := g.Pick(x, y)
		if h.Room != active || h.Object == "" {
			t.Fatalf("room %d: picked %+v at %.0f, %.0f", active, h, x, y)
		}
		if d := h.Point.Sub(p.Position).Len(); d > 1.5 {
			t.Errorf("room %d: the point %v is %.2f m from %v", active, h.Point, d, p.Position)
		}
		if got := g.Box(0, 0, 320, 240, false); len(got) == 0 || len(got) > 4 {
			t.Errorf("room %d: box %v", active, got)
		}
		c.Active = 1 - active
		g.Show(c)
		if h := g.Pick(x, y); h.Room != active {
			t.Errorf("room %d is not picked while the other is active: %+v", active, h)
		}
	}
}

func TestNothingToShow(t *testing.T) {
	nan := math.NaN()
	bad := &scenes.Task{ID: "bad", Room: scenes.Room{Floor: []scenes.Vec2{{nan, 0}, {1, 0}, {0, 1}}, Height: 2}}
	for name, c := range map[string]Content{
		"empty":      {},
		"no task":    {Rooms: []Room{{}}},
		"no layout":  {Rooms: []Room{{LevelRoom: scenes.LevelRoom{Task: furnished(2).Rooms[0].Task}}}},
		"bad active": {Rooms: furnished(2).Rooms, Active: 7},
		"bad room":   {Rooms: []Room{{LevelRoom: scenes.LevelRoom{Task: bad, Layout: &scenes.Layout{}}}}},
		"bad field":  {Rooms: furnished(2).Rooms, Field: Field{W: 3, H: 3, Values: []float32{1}}},
		"unknown":    {Rooms: furnished(2).Rooms, Selected: []string{"ghost"}, Hovered: "none"},
	} {
		t.Run(name, func(t *testing.T) {
			g := newStager(t, c)
			for _, a := range Actions {
				if !g.Do(a.Action) {
					t.Errorf("%s is no action", a.Action)
				}
				g.rest()
			}
			g.in.Wheel = math.Inf(1)
			g.tick()
			g.in.Wheel = 0
			g.Pick(10, 10)
			g.Box(nan, 0, 1e300, 5, false)
			g.Through(5, 5)
			g.Resize(0, -3)
			g.rest()
			if !finite(g.View()) {
				t.Errorf("the camera is at %+v", g.View())
			}
		})
	}
}

func TestWorkerEnds(t *testing.T) {
	s := New(Options{})
	s.Resize(200, 150)
	s.Show(furnished(3))
	in := Input{Now: time.Unix(1, 0)}
	s.Tick(in)
	first := s.Picture()
	for range 500 {
		in.Now = in.Now.Add(50 * time.Millisecond)
		if _, busy := s.Tick(in); !busy {
			break
		}
		s.Picture()
		time.Sleep(time.Millisecond)
	}
	if s.Picture().Version == first.Version {
		t.Error("the smooth picture never came")
	}
	s.Close()
	s.Close()
	in.Now = in.Now.Add(time.Second)
	s.Show(furnished(4))
	s.Tick(in)
	s.Picture()
}

func TestShots(t *testing.T) {
	g := newStager(t, furnished(5))
	g.SetOverlays(Overlays{Marks: true, Relations: true, Walkable: true})
	for _, o := range []ShotOptions{{}, {Width: 64, Height: 48, Overlays: true}, {Width: 1, Height: 1, Plain: true}} {
		take, err := g.Shot(o)
		if err != nil {
			t.Fatal(err)
		}
		// What happens meanwhile does not show.
		g.SetView(raster.Orbit{Target: scenes.Vec3{1, 1, 1}, Distance: 3})
		img, err := take()
		if err != nil {
			t.Fatal(err)
		}
		w, h := max(o.Width, 1), max(o.Height, 1)
		if o.Width == 0 {
			w, h = g.Size()
		}
		if img.Rect.Dx() != w || img.Rect.Dy() != h {
			t.Errorf("%+v gives %v", o, img.Rect)
		}
	}
	for _, o := range []ShotOptions{{Width: -1}, {Width: raster.MaxSize + 1}} {
		if _, err := g.Shot(o); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
}
