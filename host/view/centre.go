package view

import (
	"image"
	"image/color"
	"math"
	"time"

	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/host/view/ui"
)

// cubeSize is how far the view cube reaches from its middle: less in a low room,
// which has to hold the buttons below it too.
func cubeSize(r ui.Rect) float64 {
	if r.H < 420 {
		return 30
	}
	return 44
}

// barTop is where the buttons below the cube begin.
func barTop(r ui.Rect) float64 { return r.Y + 2*cubeSize(r) + 26 }

// epoch is the time of the window's first frame to the stage, which only
// compares times.
var epoch = time.Unix(0, 0)

// drawStage shows the room and lets the person work in it.
func (s *shell) drawStage(r ui.Rect) {
	u := s.u
	s.centre = r
	k, in := u.Scale(), u.Input()
	top := barTop(r)
	s.stage.Fit(s.fitting(r, top))
	s.stage.Resize(int(math.Round(r.W*k)), int(math.Round(r.H*k)))
	onBar := (s.bar.has(r, top, in.X, in.Y) || s.onTools(r, in.X, in.Y)) && !s.tool.pressed
	part, onCube := s.cube(r).At(in.X, in.Y)
	onCube = onCube && !onBar && !s.tool.pressed
	res := ui.Response{}
	if !onBar || u.Active("stage") {
		res = u.Interact("stage", r)
	}
	x, y := (in.X-r.X)*k, (in.Y-r.Y)*k
	if res.Pressed {
		s.turning = onCube
	}
	if s.turning {
		if res.Held && res.Moved {
			s.stage.Spin(res.DX*k, res.DY*k)
		}
		if res.Clicked && !res.Moved && onCube {
			s.stage.Turn(part)
		}
		s.turning = res.Held
	}
	si := stage.Input{Now: epoch.Add(in.Time), X: x, Y: y, Mods: in.Mods, Inside: (res.Over || res.Held) && !s.turning && !onCube}
	for b, flag := range []stage.Button{ui.LeftButton: stage.Left, ui.MiddleButton: stage.Middle, ui.RightButton: stage.Right} {
		if in.Down[b] && u.Active("stage") && !s.turning {
			si.Held |= flag
		}
	}
	if si.Inside {
		si.WheelX, si.Wheel = u.TakeWheel(r)
	}
	if !u.Typing() && !u.PopupOpen() {
		si.Keys = in.Held
	}
	taken, busy := s.stage.Tick(si)
	s.busy = s.busy || busy
	if s.watch.on && s.tool.hand != nil {
		s.dropHand()
	}
	if !s.watch.on {
		s.handKeys()
		s.carry(r)
		if s.tool.pressed || !taken && !onCube && !s.turning {
			s.work(res, x, y)
		}
		// What was just done is seen in the same frame.
		s.show()
	}
	s.drawPicture(r, onCube, in)
	s.bar.frame(u, r, top)
	s.drawTools(r)
	s.drawHeatLegend(r)
}

// fitting says what of the room's place lies under the cube and the buttons.
func (s *shell) fitting(r ui.Rect, top float64) stage.Fitting {
	k := s.u.Scale()
	pixels := func(b ui.Rect) image.Rectangle {
		b = b.Inset(-6).Moved(-r.X, -r.Y)
		return image.Rect(int(b.X*k), int(b.Y*k), int(b.Right()*k), int(b.Bottom()*k))
	}
	side := 2 * cubeSize(r)
	f := stage.Fitting{Text: ui.Small * k, Covered: []image.Rectangle{pixels(ui.R(r.Right()-side-12, r.Y+12, side, side))}}
	if bar := s.bar.place(r, top); bar.W > 0 {
		f.Covered = append(f.Covered, pixels(bar))
		f.Right = int((r.Right() - bar.X) * k)
	}
	if !s.watch.on {
		tools, _ := toolBar(r)
		f.Covered = append(f.Covered, pixels(tools))
		f.Left = int((tools.Right() - r.X) * k)
		if b := s.handleBounds(); b.Dx()*b.Dy() < int(r.W*r.H*k*k)/6 {
			f.Covered = append(f.Covered, b)
		}
	}
	return f
}

// drawPicture draws the room, what lies over it, and the cube.
func (s *shell) drawPicture(r ui.Rect, onCube bool, in ui.Input) {
	u := s.u
	pic := s.stage.Picture()
	if pic.Image != nil {
		// The picture is opaque, so straight and premultiplied colours are the same.
		s.image = image.RGBA{Pix: pic.Image.Pix, Stride: pic.Image.Stride, Rect: pic.Image.Rect}
		u.Picture(r, &s.image, int(pic.Version), 0)
	}
	u.Clip(r, func() {
		drawStrokes(u, r, s.stage.Own())
		if !s.watch.on {
			s.drawTool(r)
		}
		s.drawCube(r, onCube)
		if s.tool.boxing {
			x0, y0 := r.X+s.tool.x/u.Scale(), r.Y+s.tool.y/u.Scale()
			b := ui.R(min(x0, in.X), min(y0, in.Y), math.Abs(x0-in.X), math.Abs(y0-in.Y))
			u.Fill(b, ui.Alpha(u.Theme.Accent, 0.15))
			u.Stroke(b, 0, 1, u.Theme.Accent)
		}
	})
}

// cube is the view cube in the upper right corner, in units of the window.
func (s *shell) cube(r ui.Rect) *stage.Cube {
	k := cubeSize(r)
	c := s.stage.Cube(r.Right()-k-12, r.Y+k+12, k)
	return &c
}

func (s *shell) drawCube(r ui.Rect, over bool) {
	u := s.u
	c := s.cube(r)
	at := func(q [2]float64) ui.Point { return ui.Point{X: q[0], Y: q[1]} }
	for i := range c.Sides {
		side := &c.Sides[i]
		shade := uint8(60 + 190*side.Light)
		quad := []ui.Point{at(side.Corner(-1, -1)), at(side.Corner(1, -1)), at(side.Corner(1, 1)), at(side.Corner(-1, 1))}
		u.Polygon(color.NRGBA{shade, shade, shade, 235}, quad...)
		u.Line(1, color.NRGBA{40, 46, 56, 150}, append(quad, quad[0])...)
	}
	if part, ok := c.At(u.Input().X, u.Input().Y); ok && over {
		for _, q := range c.Outline(part) {
			u.Polygon(ui.Alpha(u.Theme.Accent, 0.55), at(q[0]), at(q[1]), at(q[2]), at(q[3]))
		}
		s.status = "Look " + part.String() + "."
	}
	for i := range c.Sides {
		side := &c.Sides[i]
		w := 2 * math.Hypot(side.Right[0], side.Right[1])
		// Letters are drawn upright, so they fit on sides that face the person.
		if w < 18 || side.Light < 0.72 {
			continue
		}
		f := ui.Font{Size: min(ui.Body, w/3.2), Bold: true, Color: color.NRGBA{24, 28, 36, 255}, Align: ui.AlignCenter}
		u.Text(ui.R(side.Middle[0]-w/2, side.Middle[1]-9, w, 18), side.Name, f)
	}
}
