package view

import (
	"image"
	"image/color"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
)

// barTest drives a bar over an empty room by frames of 16 ms.
type barTest struct {
	u   *ui.UI
	bar *viewBar
	in  ui.Input
	dst *image.RGBA
}

func newBarTest() *barTest {
	s := stage.New(stage.Options{AtOnce: true})
	task := &scenes.Task{ID: "room", Room: scenes.RectRoom(5, 4, 2.6)}
	s.Resize(800, 480)
	s.Show(stage.Content{Rooms: []stage.Room{{LevelRoom: scenes.LevelRoom{Task: task, Layout: &scenes.Layout{}}}}})
	return &barTest{u: ui.New(), bar: &viewBar{stage: s}, dst: image.NewRGBA(image.Rect(0, 0, 800, 480))}
}

// barRoom is the place of the room, barY where the buttons begin.
var barRoom = ui.R(0, 0, 800, 480)

const barY = 120

func (b *barTest) frame() {
	b.in.Time += 16 * time.Millisecond
	b.u.Begin(b.in, 800, 480, 1)
	b.bar.stage.Tick(stage.Input{Now: time.Unix(0, 0).Add(b.in.Time)})
	b.bar.frame(b.u, barRoom, barY)
	b.u.End()
	b.u.Paint(b.dst)
}

func (b *barTest) click(x, y float64) {
	b.in.X, b.in.Y = x, y
	b.frame()
	b.in.Down[ui.LeftButton] = true
	b.frame()
	b.in.Down[ui.LeftButton] = false
	for range 40 {
		b.frame()
	}
}

func TestViewBar(t *testing.T) {
	b := newBarTest()
	r := b.bar.place(barRoom, barY)
	b.click(r.X+10, r.Y+2*(toolSize+toolGap)+10)
	if v := b.bar.stage.View(); v.Pitch != 90 || !v.Ortho {
		t.Errorf("from above is %+v", v)
	}
	b.click(r.X+10, r.Y+10)
	if v := b.bar.stage.View(); v.Pitch != 40 || v.Ortho {
		t.Errorf("home is %+v", v)
	}
	b.click(r.X+10, r.Bottom()-10)
	if !b.bar.list {
		t.Fatal("the list of overlays is closed")
	}
	l := b.bar.listPlace(barRoom, barY)
	for i := range overlayList {
		b.click(l.X+40, l.Y+ui.Gap+ui.Row*(float64(i)+0.5))
	}
	want := stage.Overlays{Collisions: true, Walkable: true, Swings: true, Relations: true, Fronts: true, Names: true, Dimensions: true, Sizes: true, Compass: true, Marks: true}
	if got := b.bar.stage.Overlays(); got != want {
		t.Errorf("overlays %+v", got)
	}
	if !b.bar.has(barRoom, barY, l.X+5, l.Y+5) || b.bar.has(barRoom, barY, 200, 240) {
		t.Error("the list takes the wrong places from the room")
	}
	// A window that is hardly there has no room for buttons.
	b.bar.frame(b.u, ui.R(0, 0, 30, 10), barY)
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
		if strings.HasPrefix(a.ID, "overlay.") && a.Checked() == before {
			t.Errorf("%s switches nothing", a.ID)
		}
		if a.ID == string(stage.ViewTop) && a.Key("Godot") != "Num7" {
			t.Errorf("from above is on %q", a.Key("Godot"))
		}
	}
}

func TestStrokesAreDrawn(t *testing.T) {
	b := newBarTest()
	shapes := []stage.Stroke{
		{Points: [][2]float64{{100, 100}}, Width: 8, Color: ui.Dark().Bad},
		{Points: [][2]float64{{50, 50}, {90, 50}, {90, 90}}, Closed: true, Filled: true, Width: 1, Color: ui.Dark().Good, Text: "1.20 m"},
		{Points: [][2]float64{{10, 10}, {200, 10}}, Dashed: true, Width: 2, Color: ui.Dark().Warn},
	}
	b.u.Begin(b.in, 800, 480, 1)
	drawStrokes(b.u, ui.R(20, 30, 400, 300), shapes)
	b.u.End()
	b.u.Paint(b.dst)
	if got, want := at(b.dst, 120, 130), ui.Dark().Bad; got != want {
		t.Errorf("the dot is %v, want %v", got, want)
	}
	on, off := 0, 0
	for x := 30; x < 220; x++ {
		if at(b.dst, x, 40) == ui.Dark().Warn {
			on++
		} else {
			off++
		}
	}
	if on < 80 || off < 40 {
		t.Errorf("the broken line has %d pixels and %d between", on, off)
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

// at is a pixel of an opaque picture.
func at(img *image.RGBA, x, y int) color.NRGBA {
	return color.NRGBA(img.RGBAAt(x, y))
}
