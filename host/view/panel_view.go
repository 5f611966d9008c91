package view

import (
	"image"
	"image/color"
	"math"
	"time"

	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/host/view/ui"
)

// viewPane shows a stage in the window: the picture, what is drawn over it, the
// view cube and the buttons below it.
type viewPane struct {
	stage *stage.Stage
	// marks are drawn over the picture, in the frame of the active room.
	marks []stage.Mark
	// preset names the keys that tooltips show.
	preset string

	place   ui.Rect
	picture image.RGBA
	list    bool // the list of overlays is open
	cube    bool // the cube is being dragged
	strokes []stage.Stroke
}

// The measures of the cube and of the buttons below it, in units.
const (
	cubeSize   = 46
	cubeMargin = 14
	toolSize   = 28
)

// frame draws the pane and steers the camera. It reports whether the pane took
// the pointer, so that the tools leave it alone.
func (p *viewPane) frame(u *ui.UI, r ui.Rect) (taken bool) {
	if r.Empty() {
		return false
	}
	p.place = r
	scale := u.Scale()
	p.stage.Resize(int(math.Round(r.W*scale)), int(math.Round(r.H*scale)))
	in := u.Input()
	cube, held := p.turnCube(u)
	tools := p.tools()
	over := u.Over(r) && !cube && !held && !tools.Has(in.X, in.Y) && !(p.list && p.listPlace().Has(in.X, in.Y))
	taken, busy := p.stage.Tick(p.input(u, over))
	if busy {
		u.WakeAfter(0)
	}
	u.Clip(r, func() {
		p.show(u)
		p.drawCube(u, cube)
	})
	p.buttons(u, tools)
	return taken || held || cube || u.Over(tools) || p.list && u.Over(p.listPlace())
}

// input turns the window's input into the stage's.
func (p *viewPane) input(u *ui.UI, over bool) stage.Input {
	in := u.Input()
	x, y := p.at(u, in.X, in.Y)
	out := stage.Input{Now: time.Unix(0, 0).Add(in.Time), X: x, Y: y, Inside: over, Mods: in.Mods}
	for k, b := range [...]stage.Button{ui.LeftButton: stage.Left, ui.MiddleButton: stage.Middle, ui.RightButton: stage.Right} {
		if in.Down[k] && !(u.Busy() && !u.Active("stage")) {
			out.Held |= b
		}
	}
	if over {
		out.WheelX, out.Wheel = u.TakeWheel(p.place)
	}
	if !u.Typing() {
		out.Keys = in.Held
	}
	return out
}

// at returns the pixel of the stage at a place of the window.
func (p *viewPane) at(u *ui.UI, x, y float64) (float64, float64) {
	return (x - p.place.X) * u.Scale(), (y - p.place.Y) * u.Scale()
}

// show draws the picture and the strokes over it.
func (p *viewPane) show(u *ui.UI) {
	shot := p.stage.Picture()
	if shot.Image == nil {
		return
	}
	// The picture is opaque, so straight and premultiplied colours are the same.
	p.picture = image.RGBA{Pix: shot.Image.Pix, Stride: shot.Image.Stride, Rect: shot.Image.Rect}
	u.Picture(p.place, &p.picture, int(shot.Version), 0)
	p.strokes = p.stage.Strokes(p.marks)
	for _, s := range p.stage.Own() {
		p.stroke(u, &s)
	}
	for i := range p.strokes {
		p.stroke(u, &p.strokes[i])
	}
}

// grab returns the handle of the marks at a place of the window.
func (p *viewPane) grab(u *ui.UI, x, y float64) (string, bool) {
	const reach = 7
	px, py := p.at(u, x, y)
	return stage.Grab(p.strokes, px, py, reach*u.Scale())
}

// stroke draws one projected mark.
func (p *viewPane) stroke(u *ui.UI, s *stage.Stroke) {
	points := make([]ui.Point, len(s.Points), len(s.Points)+1)
	for i, q := range s.Points {
		points[i] = ui.Point{X: p.place.X + q[0]/u.Scale(), Y: p.place.Y + q[1]/u.Scale()}
	}
	if s.Filled {
		u.Polygon(s.Color, points...)
	}
	switch {
	case len(points) == 1 && s.Width > 0:
		u.Disc(points[0].X, points[0].Y, s.Width/2, s.Color)
	case s.Dashed:
		if s.Closed {
			points = append(points, points[0])
		}
		dash(points, 6, 4, func(a, b ui.Point) { u.Line(s.Width, s.Color, a, b) })
	case s.Width > 0:
		if s.Closed {
			points = append(points, points[0])
		}
		u.Line(s.Width, s.Color, points...)
	}
	if s.Text != "" {
		p.label(u, points[0], s.Text)
	}
}

// label writes a text beside a place on a ground of its own.
func (p *viewPane) label(u *ui.UI, at ui.Point, text string) {
	f := ui.Font{Size: ui.Small}
	r := ui.R(at.X+8, at.Y-10, u.Width(text, f)+12, 20)
	u.FillRound(r, 4, ui.Alpha(u.Theme.Panel, 0.92))
	u.Text(r.Pad(6, 0), text, f)
}

// mostDashes bounds a broken line that runs far off the window.
const mostDashes = 400

// dash calls draw with the pieces of a broken line.
func dash(points []ui.Point, on, off float64, draw func(a, b ui.Point)) {
	at, n := 0.0, 0
	for i := 0; i+1 < len(points); i++ {
		a, b := points[i], points[i+1]
		l := math.Hypot(b.X-a.X, b.Y-a.Y)
		if !(l > 0 && l < 1e5) {
			continue
		}
		point := func(t float64) ui.Point { return ui.Point{X: a.X + (b.X-a.X)*t/l, Y: a.Y + (b.Y-a.Y)*t/l} }
		for t := 0.0; t < l && n < mostDashes; n++ {
			phase := math.Mod(at+t, on+off)
			if phase < on {
				end := min(l, t+on-phase)
				draw(point(t), point(end))
				t = end + 1e-6
			} else {
				t += on + off - phase + 1e-6
			}
		}
		at += l
	}
}

// cubeAt is where the middle of the cube is, in units.
func (p *viewPane) cubeAt() (x, y float64) {
	return p.place.Right() - cubeMargin - cubeSize, p.place.Y + cubeMargin + cubeSize
}

// turnCube serves clicks on the cube and drags of it. It reports whether the
// pointer is over the cube, and whether it is held.
func (p *viewPane) turnCube(u *ui.UI) (over, held bool) {
	x, y := p.cubeAt()
	c := p.stage.Cube(x, y, cubeSize)
	in := u.Input()
	part, hit := c.At(in.X, in.Y)
	box := ui.R(x-cubeSize, y-cubeSize, 2*cubeSize, 2*cubeSize)
	if !hit && !p.cube {
		return false, false
	}
	a := u.Interact("view cube", box)
	if a.Pressed {
		p.cube = true
	}
	if a.Held && a.Moved {
		p.stage.Spin(a.DX, a.DY)
	}
	if a.Released {
		p.cube = false
		if a.Clicked && hit && !a.Moved {
			p.stage.Turn(part)
		}
	}
	return hit && a.Over, a.Held
}

// drawCube draws the cube, the part under the pointer marked.
func (p *viewPane) drawCube(u *ui.UI, over bool) {
	x, y := p.cubeAt()
	c := p.stage.Cube(x, y, cubeSize)
	at := func(q [2]float64) ui.Point { return ui.Point{X: q[0], Y: q[1]} }
	for i := range c.Sides {
		s := &c.Sides[i]
		shade := uint8(60 + 190*s.Light)
		quad := []ui.Point{at(s.Corner(-1, -1)), at(s.Corner(1, -1)), at(s.Corner(1, 1)), at(s.Corner(-1, 1))}
		u.Polygon(color.NRGBA{shade, shade, min(255, shade+3), 235}, quad...)
		u.Line(1, color.NRGBA{40, 46, 56, 150}, append(quad, quad[0])...)
	}
	in := u.Input()
	if part, ok := c.At(in.X, in.Y); ok && over {
		for _, q := range c.Outline(part) {
			u.Polygon(ui.Alpha(u.Theme.Accent, 0.55), at(q[0]), at(q[1]), at(q[2]), at(q[3]))
		}
	}
	for i := range c.Sides {
		s := &c.Sides[i]
		// Words only where the side is seen from the front enough.
		if s.Light < 0.72 {
			continue
		}
		w := 2 * math.Hypot(s.Right[0], s.Right[1])
		f := ui.Font{Size: min(ui.Body, w/3.2), Bold: true, Color: color.NRGBA{30, 36, 46, 255}, Align: ui.AlignCenter}
		u.Text(ui.R(s.Middle[0]-w/2, s.Middle[1]-9, w, 18), s.Name, f)
	}
}

// stageActions are the actions of a stage for menus, keys and the palette.
func stageActions(s *stage.Stage) []command.Action {
	icons := map[stage.Action]string{
		stage.Focus: "target", stage.FrameAll: "frame", stage.ViewHome: "home", stage.ViewTop: "top",
		stage.Walk: "walk", stage.Smooth: "sun", stage.Ortho: "grid",
	}
	var out []command.Action
	for _, a := range stage.Actions {
		id := a.Action
		action := command.Action{
			ID: string(id), Title: a.Title, Group: "View", Icon: icons[id], Preset: map[string][]command.Chord{},
			Run: func() { s.Do(id) },
		}
		for i := range stage.Presets {
			action.Preset[stage.Presets[i].Name] = stage.Presets[i].Chords(id)
		}
		action.Keys = stage.Presets[0].Chords(id)
		switch id {
		case stage.Ortho:
			action.Checked = func() bool { return !s.View().Ortho }
		case stage.Smooth:
			action.Checked = s.Smooth
		case stage.Walk:
			action.Checked = s.Walking
		case stage.Fly:
			action.Checked = s.Flying
		case stage.LeaveMoving:
			action.Disabled = func() string {
				if s.Walking() || s.Flying() {
					return ""
				}
				return "nobody walks or flies"
			}
		}
		out = append(out, action)
	}
	return out
}
