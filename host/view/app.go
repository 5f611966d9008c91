package view

import (
	"image"
	"image/color"

	"github.com/hajimehoshi/ebiten/v2"

	"github.com/metaspatial/metaspatial/host/session"
)

// colorScale is a premultiplied colour as Ebitengine scales by it.
type colorScale [4]float32

func rgba(c color.NRGBA) colorScale {
	a := float32(c.A) / 255
	return colorScale{float32(c.R) / 255 * a, float32(c.G) / 255 * a, float32(c.B) / 255 * a, a}
}

// drag is what the held mouse button does.
type drag int

const (
	dragNone drag = iota
	dragOrbit
	dragPan
)

// maxRooms is how many tasks are shown side by side.
const maxRooms = 6

// app is the window's state between frames.
type app struct {
	feed  *feed
	in    input
	pen   *pen
	opts  Options
	scale float64

	big     roomView
	thumbs  [maxRooms]roomView
	focus   int
	drag    drag
	lastX   float64
	lastY   float64
	scroll  float64
	help    bool
	done    bool
	frames  int
	shot    image.Image
	view    areas
	snap    session.Snapshot
	version int
	charts  []series
	message string
}

func newApp(f *feed, in input, opts Options) (*app, error) {
	p, err := newPen()
	if err != nil {
		return nil, err
	}
	a := &app{feed: f, in: in, pen: p, opts: opts, scale: 1, version: -1}
	a.big.models = opts.Models
	for i := range a.thumbs {
		a.thumbs[i].models = opts.Models
	}
	a.view = arrange(float64(opts.Width), float64(opts.Height), 1, 0)
	return a, nil
}

// update takes in new state and what the person did since the last frame.
func (a *app) update() {
	a.refresh()
	a.keys()
	a.mouse()
}

// refresh copies the session's state when it has changed.
func (a *app) refresh() {
	version, message := a.feed.latest()
	a.message = message
	if version == a.version {
		return
	}
	a.version = version
	a.snap = a.feed.state()
	a.charts = a.charts[:0]
	for _, name := range metricOrder(a.snap.History) {
		a.charts = append(a.charts, collect(a.snap.History, name))
	}
	n := a.rooms()
	a.focus = max(0, min(a.focus, n-1))
	for i := range n {
		a.thumbs[i].show(a.snap.Samples[i])
	}
	if n > 0 {
		a.big.show(a.snap.Samples[a.focus])
	}
}

func (a *app) rooms() int { return min(maxRooms, len(a.snap.Samples)) }

// choose brings a room to the front.
func (a *app) choose(i int) {
	if n := a.rooms(); n > 0 {
		a.focus = (i + n) % n
		a.big.show(a.snap.Samples[a.focus])
		a.big.framed = nil
	}
}

func (a *app) keys() {
	switch {
	case a.in.pressed(ebiten.KeySpace):
		a.pauseOrResume()
	case a.in.pressed(ebiten.KeyF):
		a.big.framed = nil
	case a.in.pressed(ebiten.KeyT):
		a.big.plan()
	case a.in.pressed(ebiten.KeyTab) && a.in.down(ebiten.KeyShift), a.in.pressed(ebiten.KeyArrowLeft):
		a.choose(a.focus - 1)
	case a.in.pressed(ebiten.KeyTab), a.in.pressed(ebiten.KeyArrowRight):
		a.choose(a.focus + 1)
	case a.in.pressed(ebiten.KeyF1), a.in.pressed(ebiten.KeyH):
		a.help = !a.help
	case a.in.pressed(ebiten.KeyEscape):
		a.help = false
	}
	for i := range a.rooms() {
		if a.in.pressed(ebiten.KeyDigit1 + ebiten.Key(i)) {
			a.choose(i)
		}
	}
}

func (a *app) mouse() {
	x, y := a.in.cursor()
	dx, dy := x-a.lastX, y-a.lastY
	a.lastX, a.lastY = x, y
	left, right := a.in.held(ebiten.MouseButtonLeft), a.in.held(ebiten.MouseButtonRight)
	middle := a.in.held(ebiten.MouseButtonMiddle)
	if a.in.clicked(ebiten.MouseButtonLeft) && a.click(x, y) {
		return
	}
	inRoom := a.view.room.has(x, y)
	held := dragNone
	switch {
	case right || middle || left && a.in.down(ebiten.KeyShift):
		held = dragPan
	case left:
		held = dragOrbit
	}
	// A drag begins inside the room and goes on wherever the cursor goes; its
	// first frame has nothing to compare with.
	switch {
	case held == dragNone || a.drag == dragNone && !inRoom:
		a.drag = dragNone
	case a.drag != held:
		a.drag = held
	case held == dragPan:
		a.big.pan(dx, dy, a.view.room.h)
	case held == dragOrbit:
		a.big.turn(dx, dy)
	}
	if w := a.in.wheel(); w != 0 {
		if inRoom {
			a.big.zoom(w)
		} else if a.view.charts.has(x, y) {
			a.scroll = max(0, a.scroll-w*40*a.scale)
		}
	}
}

// click serves buttons and thumbnails; it reports whether it took the click.
func (a *app) click(x, y float64) bool {
	for i, b := range a.buttons() {
		if a.view.button(i).has(x, y) {
			b.do()
			return true
		}
	}
	for i := range a.rooms() {
		if a.view.thumb(i).has(x, y) {
			a.choose(i)
			return true
		}
	}
	return false
}

// button is one command in the header.
type button struct {
	label string
	do    func()
}

// buttons are those that mean something in the present state, right to left.
func (a *app) buttons() []button {
	help := button{"Help  F1", func() { a.help = !a.help }}
	switch a.snap.State {
	case session.Running:
		return []button{help, {"Stop", a.stop}, {"Pause  Space", a.pauseOrResume}}
	case session.Paused:
		return []button{help, {"Stop", a.stop}, {"Resume  Space", a.pauseOrResume}}
	}
	return []button{help}
}

func (a *app) pauseOrResume() {
	switch a.snap.State {
	case session.Running:
		a.feed.send("pause the run", a.feed.client.Pause)
	case session.Paused:
		a.feed.send("resume the run", a.feed.client.Resume)
	}
}

func (a *app) stop() { a.feed.send("stop the run", a.feed.client.Stop) }
