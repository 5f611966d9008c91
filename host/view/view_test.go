package view

import (
	"context"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
)

// onMain runs functions on the main goroutine, where a window must live.
var onMain = make(chan func())

func TestMain(m *testing.M) {
	code := make(chan int)
	go func() { code <- m.Run() }()
	for {
		select {
		case f := <-onMain:
			f()
		case c := <-code:
			os.Exit(c)
		}
	}
}

// fake is a session with a run of our making.
type fake struct {
	session.Client
	mu     sync.Mutex
	snap   session.Snapshot
	events chan session.Event
}

func (f *fake) Snapshot(context.Context) (*session.Snapshot, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.snap
	return &s, nil
}

func (f *fake) Watch(ctx context.Context) (<-chan session.Event, error) { return f.events, nil }

func (f *fake) Pause(context.Context) error  { return f.set(session.Paused) }
func (f *fake) Resume(context.Context) error { return f.set(session.Running) }
func (f *fake) Stop(context.Context) error   { return f.set(session.Finished) }

func (f *fake) set(s session.State) error {
	f.mu.Lock()
	f.snap.State = s
	f.mu.Unlock()
	f.events <- session.Event{State: s}
	return nil
}

func newFake() *fake {
	task := &scenes.Task{
		ID: "living_7", Preference: "A calm living room with the sofa facing the screen.",
		Room: scenes.RectRoom(5, 4, 2.7),
		Objects: []scenes.Object{
			{ID: "sofa_1", Category: "sofa", Size: scenes.Vec3{2, 0.9, 0.8}, Support: scenes.OnFloor},
			{ID: "table_1", Category: "table", Size: scenes.Vec3{1, 0.6, 0.45}, Support: scenes.OnFloor},
		},
	}
	var samples []session.SampleLayout
	for i := range 4 {
		l := &scenes.Layout{Placements: []scenes.Placement{
			{ID: "sofa_1", Position: scenes.Vec3{2.5, 0.45, 0.4}},
			{ID: "table_1", Position: scenes.Vec3{2.5, 1 + 0.4*float64(i), 0.225}},
		}}
		s := session.SampleLayout{Iteration: 12, Task: task, Layout: l, Reward: 0.9}
		if i == 0 {
			s.Findings = []scenes.Finding{{Rule: scenes.RuleCollision, Object: "table_1", Other: "sofa_1", Depth: 0.2, Message: "table_1 overlaps sofa_1 by 20 cm"}}
		}
		samples = append(samples, s)
	}
	var history []session.Record
	for i := range 12 {
		history = append(history, session.Record{Iteration: i, Elapsed: float64(i), Metrics: map[string]float64{
			"reward/mean": -1 / float64(i+1), "term/physics": -0.5 / float64(i+1), "policy/entropy": 6 - float64(i)/10,
		}})
	}
	return &fake{
		snap: session.Snapshot{Run: "living rooms", State: session.Running, Iteration: 12, Iterations: 200, Elapsed: 61,
			Terms: []session.Term{{Name: "physics", Weight: 1}}, History: history, Samples: samples},
		events: make(chan session.Event, 16),
	}
}

// hand is an input driven by the test.
type hand struct {
	x, y, turns         float64
	holding, clickNow   map[ebiten.MouseButton]bool
	pressNow, keepsDown map[ebiten.Key]bool
}

func (h *hand) cursor() (float64, float64)        { return h.x, h.y }
func (h *hand) wheel() float64                    { return h.turns }
func (h *hand) held(b ebiten.MouseButton) bool    { return h.holding[b] }
func (h *hand) clicked(b ebiten.MouseButton) bool { return h.clickNow[b] }
func (h *hand) pressed(k ebiten.Key) bool         { return h.pressNow[k] }
func (h *hand) down(k ebiten.Key) bool            { return h.keepsDown[k] }

func open(t *testing.T, f *fake, h *hand) *app {
	t.Helper()
	feed, err := watch(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(feed.close)
	t.Cleanup(func() { close(f.events) })
	a, err := newApp(feed, h, Options{Client: f, Width: 1280, Height: 800})
	if err != nil {
		t.Fatal(err)
	}
	a.update()
	a.view = arrange(1280, 800, 1, a.rooms())
	return a
}

// until repeats frames until the condition holds.
func until(t *testing.T, a *app, what string, ok func() bool) {
	t.Helper()
	for range 2000 {
		a.update()
		if ok() {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatalf("never saw: %s", what)
}

func TestPauseAndResume(t *testing.T) {
	f, h := newFake(), &hand{pressNow: map[ebiten.Key]bool{ebiten.KeySpace: true}}
	a := open(t, f, &hand{})
	a.in = h
	a.update()
	a.in = &hand{}
	until(t, a, "paused", func() bool { return a.snap.State == session.Paused })
	for i, b := range a.buttons() {
		if b.label == "Resume  Space" {
			r := a.view.button(i)
			a.in = &hand{x: r.x + 5, y: r.y + 5, clickNow: map[ebiten.MouseButton]bool{ebiten.MouseButtonLeft: true}}
		}
	}
	a.update()
	a.in = &hand{}
	until(t, a, "running again", func() bool { return a.snap.State == session.Running })
}

func TestOrbitPanZoomAndChoose(t *testing.T) {
	a := open(t, newFake(), &hand{})
	a.big.frameRoom(900, 500)
	before := a.big.orbit
	r := a.view.room
	h := &hand{x: r.x + 100, y: r.y + 100, holding: map[ebiten.MouseButton]bool{ebiten.MouseButtonLeft: true}}
	a.in = h
	a.update()
	if a.big.orbit != before {
		t.Error("pressing the button alone moved the camera")
	}
	h.x, h.y = h.x+40, h.y-20
	a.update()
	if a.big.orbit.Yaw == before.Yaw || a.big.orbit.Pitch >= before.Pitch {
		t.Errorf("a drag to the right and up left the orbit at %+v", a.big.orbit)
	}
	h.holding = nil
	h.turns = 2
	a.update()
	if a.big.orbit.Distance >= before.Distance {
		t.Error("the wheel did not zoom in")
	}
	h.turns = 0
	h.holding = map[ebiten.MouseButton]bool{ebiten.MouseButtonRight: true}
	target := a.big.orbit.Target
	a.update()
	h.x += 30
	a.update()
	if a.big.orbit.Target == target {
		t.Error("a right drag did not pan")
	}
	th := a.view.thumb(2)
	a.in = &hand{x: th.x + 4, y: th.y + 4, clickNow: map[ebiten.MouseButton]bool{ebiten.MouseButtonLeft: true}}
	a.update()
	if a.focus != 2 || a.big.sample.Layout != a.snap.Samples[2].Layout {
		t.Errorf("a click on the third room focused %d", a.focus)
	}
}

func TestRecordsArriveOnce(t *testing.T) {
	f := newFake()
	a := open(t, f, &hand{})
	again := f.snap.History[11]
	f.events <- session.Event{Record: &again}
	f.events <- session.Event{Record: &session.Record{Iteration: 12, Metrics: map[string]float64{"reward/mean": 0}}}
	until(t, a, "iteration 13", func() bool { return a.snap.Iteration == 13 })
	if n := len(a.snap.History); n != 13 {
		t.Errorf("history has %d records, want 13", n)
	}
	if a.charts[0].name != "reward/mean" || len(a.charts[0].y) != 13 {
		t.Errorf("first chart is %s with %d points", a.charts[0].name, len(a.charts[0].y))
	}
}

// TestWindow opens a real window, draws 20 frames and checks the screenshot.
func TestWindow(t *testing.T) {
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		t.Skip("no display: run under xvfb-run -a")
	}
	file := filepath.Join(t.TempDir(), "window.png")
	if dir := os.Getenv("VIEW_SCREENSHOT_DIR"); dir != "" {
		file = filepath.Join(dir, "window.png")
	}
	f := newFake()
	ended := make(chan error, 1)
	onMain <- func() { ended <- Run(context.Background(), Options{Client: f, Screenshot: file, Frames: 20}) }
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	r, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	img, err := png.Decode(r)
	if err != nil {
		t.Fatal(err)
	}
	if colours := distinct(img); colours < 200 {
		t.Errorf("the window shows %d colours; a room, text and curves have hundreds", colours)
	}
}

func distinct(img image.Image) int {
	seen := map[[4]uint32]bool{}
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y += 2 {
		for x := b.Min.X; x < b.Max.X; x += 2 {
			r, g, b, a := img.At(x, y).RGBA()
			seen[[4]uint32{r, g, b, a}] = true
		}
	}
	return len(seen)
}
