package view

import (
	"image"
	"io/fs"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/metaspatial/metaspatial/host/furnish"
	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
)

// person drives a window that has no display, frame by frame.
type person struct {
	*shell
	t    *testing.T
	in   ui.Input
	w, h int
	k    float64
	img  *image.RGBA
}

// sit opens a window of 960 by 600.
func sit(t *testing.T, o Options) *person {
	t.Helper()
	o.atOnce = true
	if o.Stock.Library == nil {
		o.Stock = furnish.Stock{Library: assets.Starter()}
	}
	s, err := newShell(o, func() {})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	// Light and shadows are tested with the stage and take long.
	s.stage.SetSmooth(false)
	p := &person{shell: s, t: t, w: 960, h: 600, k: 1}
	if o.Run != nil {
		if err := s.attach(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	p.frames(2)
	return p
}

func (p *person) frames(n int) {
	for range n {
		p.in.Time += 16 * time.Millisecond
		p.shell.frame(p.in, float64(p.w), float64(p.h), p.k)
		size := image.Rect(0, 0, int(float64(p.w)*p.k), int(float64(p.h)*p.k))
		if p.img == nil || p.img.Rect != size {
			p.img = image.NewRGBA(size)
			p.u.Redraw()
		}
		p.u.Paint(p.img)
		p.in.Keys, p.in.Text, p.in.WheelY = nil, "", 0
	}
}

// rest lets the view come to rest.
func (p *person) rest() { p.frames(60) }

func (p *person) move(x, y float64) {
	p.in.X, p.in.Y = x, y
	p.frames(1)
}

func (p *person) click(x, y float64) {
	p.move(x, y)
	p.in.Down[ui.LeftButton] = true
	p.frames(1)
	p.in.Down[ui.LeftButton] = false
	p.frames(2)
}

func (p *person) drag(x0, y0, x1, y1 float64) { p.dragWith(ui.LeftButton, 0, x0, y0, x1, y1) }

// dragWith drags with a button while modifiers are held.
func (p *person) dragWith(button int, mods command.Mods, x0, y0, x1, y1 float64) {
	p.in.Mods = mods
	p.move(x0, y0)
	p.in.Down[button] = true
	p.frames(1)
	for i := 1; i <= 8; i++ {
		p.move(x0+(x1-x0)*float64(i)/8, y0+(y1-y0)*float64(i)/8)
	}
	p.in.Down[button] = false
	p.in.Mods = 0
	p.frames(2)
}

// wheel turns the wheel over a place, away from the person where positive.
func (p *person) wheel(x, y, notches float64) {
	p.move(x, y)
	p.in.WheelY = notches
	p.frames(1)
}

// hold holds a key for a number of frames of 16 ms.
func (p *person) hold(key command.Key, frames int) {
	p.in.Held = []command.Key{key}
	p.frames(frames)
	p.in.Held = nil
	p.frames(1)
}

// middle is the middle of the room's picture in the window.
func (p *person) middle() (x, y float64) { return p.centre.Center() }

func (p *person) keys(chords ...string) {
	for _, c := range chords {
		p.in.Keys = ui.Keys(c)
		p.in.Mods = p.in.Keys[0].Mods
		p.frames(1)
		p.in.Mods = 0
	}
	p.frames(1)
}

func (p *person) write(text string) {
	p.in.Text = text
	p.frames(2)
}

// seen returns where a point of the room is seen in the window.
func (p *person) seen(v scenes.Vec3) (x, y float64) {
	p.t.Helper()
	sx, sy, _, ok := p.stage.Project(v)
	if !ok {
		p.t.Fatalf("%v is not seen", v)
	}
	return p.centre.X + sx/p.k, p.centre.Y + sy/p.k
}

// objects are those of the active room.
func (p *person) objects() []scenes.Object { return p.active().Task.Objects }

// memoryFiles keeps documents in memory.
type memoryFiles struct{ fstest.MapFS }

func (m memoryFiles) Folder(dir string) fs.FS {
	sub, err := fs.Sub(m.MapFS, filepath.ToSlash(filepath.Clean(dir)))
	if err != nil {
		return m.MapFS
	}
	return sub
}

func (m memoryFiles) Write(path string, data []byte) error {
	m.MapFS[filepath.ToSlash(filepath.Clean(path))] = &fstest.MapFile{Data: data}
	return nil
}

func (m memoryFiles) Abs(path string) string { return filepath.ToSlash(filepath.Clean(path)) }

func (m memoryFiles) Remove(path string) error {
	delete(m.MapFS, path)
	return nil
}

// noted is a home in memory.
type noted struct{ data []byte }

func (n *noted) Load() ([]byte, error)  { return n.data, nil }
func (n *noted) Save(data []byte) error { n.data = data; return nil }
