package view

import (
	"image"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/view/assist"
	"github.com/metaspatial/metaspatial/host/view/live"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// panelTest drives one panel by frames of 16 ms.
type panelTest struct {
	u   *ui.UI
	in  ui.Input
	dst *image.RGBA
	r   ui.Rect
}

func newPanelTest(w, h int) *panelTest {
	return &panelTest{u: ui.New(), dst: image.NewRGBA(image.Rect(0, 0, w, h)), r: ui.R(0, 0, float64(w), float64(h))}
}

func (p *panelTest) frame(draw func(u *ui.UI, r ui.Rect)) {
	p.in.Time += 16 * time.Millisecond
	p.u.Begin(p.in, p.r.W, p.r.H, 1)
	p.u.Fill(p.r, p.u.Theme.Panel)
	draw(p.u, p.r)
	p.u.End()
	p.u.Paint(p.dst)
}

func (p *panelTest) click(x, y float64, draw func(u *ui.UI, r ui.Rect)) {
	p.in.X, p.in.Y = x, y
	p.frame(draw)
	p.in.Down[ui.LeftButton] = true
	p.frame(draw)
	p.in.Down[ui.LeftButton] = false
	p.frame(draw)
	p.in.X, p.in.Y = -1, -1
	p.frame(draw)
}

func TestBreakdownOfAReward(t *testing.T) {
	task := &scenes.Task{ID: "room", Objects: []scenes.Object{{ID: "double_bed_1"}, {ID: "desk_1"}, {ID: "office_chair_1"}}}
	truth := &assist.Truth{Task: task, Score: &session.Generated{Reward: 0.22, Terms: []session.TermScore{
		{Term: "format", Weight: 0.5, Value: 1},
		{Term: "physics", Weight: 1, Value: -0.28, Objects: []float64{0, -0.6, -0.24}, Parts: []session.Part{{Name: "collision_rate", Value: 0.33}}},
		{Term: "clearance", Weight: 0, Value: 0.7},
		{Term: "judge", Weight: 0.2, Lost: true},
	}}}
	p, b, clicked := newPanelTest(320, 320), &breakdown{}, ""
	draw := func(u *ui.UI, r ui.Rect) {
		if id := b.frame(u, r.Pad(12, 4), truth); id != "" {
			clicked = id
		}
	}
	p.frame(draw)
	if h := b.height(truth); h != 44+4*breakdownLine {
		t.Errorf("closed it is %v high", h)
	}
	// Below the head: 4 + 1 + 8 + 24.
	p.click(60, 37+breakdownLine*1.5, draw)
	if b.opened != "physics" || b.height(truth) != 44+8*breakdownLine {
		t.Fatalf("opened %q", b.opened)
	}
	golden(t, "breakdown", p.dst)
	// The worst object is the first of them, below the term's one part.
	p.click(60, 37+breakdownLine*3.5, draw)
	if clicked != "desk_1" {
		t.Errorf("clicked %q", clicked)
	}
	p.click(60, 37+breakdownLine*1.5, draw)
	if b.opened != "" {
		t.Errorf("%q is still open", b.opened)
	}
	bare := &assist.Truth{Task: task}
	if b.height(bare) != 0 || b.height(nil) != 0 {
		t.Error("nothing has a height")
	}
}

func starterModel(id string) *mesh.Model {
	m, err := assets.Starter().Model(id)
	if err != nil {
		return nil
	}
	return m
}

func TestSplitView(t *testing.T) {
	hub := session.NewHub("run")
	room := func(x float64, faults ...scenes.Finding) session.SampleLayout {
		return session.SampleLayout{Iteration: 41, Turn: 1, Reward: x, Findings: faults,
			Task: &scenes.Task{ID: "bedroom", Program: "bedroom", Preference: "the bed by the window", Room: scenes.RectRoom(4, 3, 2.6), Objects: []scenes.Object{
				{ID: "bed_1", Category: "bed", Size: scenes.Vec3{1.6, 2, 0.5}, Support: scenes.OnFloor},
				{ID: "desk_1", Category: "desk", Size: scenes.Vec3{1.2, 0.6, 0.75}, Support: scenes.OnFloor}}},
			Layout:  &scenes.Layout{Placements: []scenes.Placement{{ID: "bed_1", Position: scenes.Vec3{x, 1, 0.25}}, {ID: "desk_1", Position: scenes.Vec3{3.2, 2.6, 0.375}, Yaw: 180}}},
			Earlier: []session.TurnLayout{{Layout: &scenes.Layout{Placements: []scenes.Placement{{ID: "bed_1", Position: scenes.Vec3{2, 1.5, 0.25}}}}}}}
	}
	hub.Begin(100, nil, nil, nil)
	hub.SetState(session.Running, nil)
	feed, err := live.Attach(t.Context(), hub, live.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer feed.Close()
	v := newSplitView(feed, starterModel, true)
	defer v.close()
	p := newPanelTest(900, 560)
	var opened *live.Frame
	draw := func(u *ui.UI, r ui.Rect) {
		if o := v.frame(u, r); o != nil {
			opened = o
		}
	}
	p.frame(draw)
	golden(t, "split-empty", p.dst)
	collision := scenes.Finding{Rule: scenes.RuleCollision, Object: "bed_1", Other: "desk_1", Message: "bed_1 is 10 cm deep in desk_1."}
	hub.Publish(session.Event{Samples: []session.SampleLayout{room(1), room(1.4, collision), room(1.8), room(2, collision, collision)}})
	for end := time.Now().Add(5 * time.Second); len(feed.Frames()) != 4; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the rooms have not come")
		}
	}
	p.frame(draw)
	p.click(700, 400, draw)
	if v.chosen != 3 {
		t.Errorf("room %d is chosen", v.chosen)
	}
	p.click(200, 100, draw)
	p.click(200, 100, draw)
	if opened == nil || opened.Iteration != 41 {
		t.Errorf("opened %+v", opened)
	}
	// Nobody generates here, so the comparison says why there is none.
	v.flip()
	for end := time.Now().Add(5 * time.Second); feed.Comparison().Loading; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the comparison does not end")
		}
	}
	p.frame(draw)
	golden(t, "split-no-comparison", p.dst)
	if !v.compare || len(v.frames()) != 0 {
		t.Errorf("comparing %v, %d rooms", v.compare, len(v.frames()))
	}
	p.click(840, 22, draw)
	if v.compare {
		t.Error("there is no way back to the run")
	}
}

func TestTilesFillThePlace(t *testing.T) {
	for _, c := range []struct {
		n          int
		w, h       float64
		cols, rows int
	}{{1, 800, 500, 1, 1}, {2, 800, 400, 2, 1}, {2, 400, 800, 1, 2}, {4, 800, 600, 2, 2}, {6, 900, 600, 3, 2}, {3, 1200, 400, 3, 1}} {
		if cols, rows := tiles(c.n, ui.R(0, 0, c.w, c.h)); cols != c.cols || rows != c.rows {
			t.Errorf("%d rooms in %v by %v: %d by %d", c.n, c.w, c.h, cols, rows)
		}
	}
}
