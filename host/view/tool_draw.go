package view

import (
	"fmt"
	"slices"

	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/edit"
	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
)

// outline is what a polygon that is drawn becomes.
type outline int

const (
	// ofRoom takes the place of the active room's floor, ofAnother is the floor of
	// a new room, ofHole a part of the floor on which nothing can stand.
	ofRoom outline = iota
	ofAnother
	ofHole
)

// drawing is the outline of a floor that is drawn corner by corner.
type drawing struct {
	pen  edit.Pen
	what outline
	// turned says that the view was turned for it, and goes back where nothing is
	// drawn.
	turned bool
	// closes says that a click would close the outline.
	closes bool
}

// penGrid is the grid of a floor's corners in metres.
const penGrid = 0.1

// drawFloor begins to draw a floor or a part of one, seen from above.
func (s *shell) drawFloor(what outline) {
	d := &drawing{what: what, turned: !s.stage.View().Ortho || s.stage.View().Pitch < 89}
	s.take(d)
	s.tool.shaping, s.start = false, false
	if d.turned {
		s.stage.Do(stage.ViewTop)
	}
}

func (d *drawing) follow(s *shell, x, y float64, mods command.Mods) error {
	at, ok := s.ray(x, y).Floor(0)
	if !ok {
		return nil
	}
	snap := s.snap(mods, at)
	if snap.Grid > 0 {
		snap.Grid = penGrid
	}
	d.pen.Move(at.Vec2(), snap, snap.Grid == 0)
	d.closes = d.pen.Closes(12 * s.u.Scale() * s.stage.Metres(at))
	if d.closes {
		d.pen.Next = d.pen.Points[0]
	}
	if d.pen.Crosses() {
		return fmt.Errorf("this side would cross another one")
	}
	return nil
}

func (d *drawing) click(s *shell, double bool) bool {
	// The second of two clicks at one place is on the corner that the first has
	// put there.
	if n := len(d.pen.Points); d.closes || double && n >= 3 && d.pen.Next.Sub(d.pen.Points[n-1]).Len() < 0.01 {
		return d.end(s)
	}
	if err := d.pen.Put(); err != nil {
		s.toast(warning, capital(err.Error()))
	}
	return false
}

// end makes the outline a floor, or says why it cannot be one.
func (d *drawing) end(s *shell) bool {
	if err := d.pen.Check(); err != nil {
		s.toast(warning, capital(err.Error()))
		return false
	}
	if !s.do(d.change(s)) {
		return false
	}
	if ref := s.doc.Active(); ref.Kind == document.Whole {
		s.room = ref.Room
	}
	s.fresh = true
	s.show()
	s.stage.Do(stage.ViewHome)
	return true
}

// change is what the outline makes of the level.
func (d *drawing) change(s *shell) document.Change {
	room := s.active()
	switch d.what {
	case ofHole:
		return document.SetHoles(s.room, append(slices.Clone(room.Task.Room.Holes), d.pen.Points))
	case ofAnother:
		floor := make([]scenes.Vec2, len(d.pen.Points))
		for i, p := range d.pen.Points {
			floor[i] = room.Point(p.Vec3(0)).Vec2()
		}
		return document.AddRoom("", floor, room.Task.Room.Height)
	}
	return document.SetFloor(s.room, d.pen.Points)
}

func (d *drawing) cancel(s *shell) {
	if d.turned {
		s.stage.Do(stage.ViewBefore)
	}
}

func (d *drawing) key(command.Key) bool { return false }

// typed takes a digit of the side's length; without one, '\b' takes the last
// corner back.
func (d *drawing) typed(c rune) {
	if c == '\b' && !d.pen.Typing() {
		d.pen.Back()
		return
	}
	d.pen.Type(c)
}

func (d *drawing) said() string {
	if d.closes {
		return "closes the floor"
	}
	return d.pen.Said()
}

func (d *drawing) hint() string {
	if len(d.pen.Points) == 0 {
		of := map[outline]string{ofRoom: "the room's floor", ofAnother: "the new room's floor", ofHole: "what is cut out of the floor"}[d.what]
		return "Click the corners of " + of + ", one after the other; Escape cancels."
	}
	return "Click the next corner or the first one to close; digits type the length, Ctrl leaves the grid, Backspace takes a corner back."
}

func (d *drawing) draw(s *shell) sketch {
	var out sketch
	t := s.u.Theme
	line := make([]scenes.Vec3, 0, len(d.pen.Points)+1)
	for _, p := range d.pen.Points {
		line = append(line, p.Vec3(0.01))
	}
	next := d.pen.Next.Vec3(0.01)
	c := t.Accent
	if d.pen.Crosses() {
		c = t.Bad
	}
	if len(line) >= 2 {
		out.marks = append(out.marks, stage.Mark{Points: append(line[:len(line):len(line)], next), Closed: true, Filled: true, Color: ui.Alpha(t.Accent, 0.18)})
	}
	side := func(a, b scenes.Vec3) {
		if l := b.Sub(a).Len(); l > 0.005 {
			out.labels = append(out.labels, label{a.Add(b).Mul(0.5), fmt.Sprintf("%.2f m", l)})
		}
	}
	if n := len(line); n > 0 {
		out.line(measureShade, 5, false, line...)
		out.line(t.Accent, 3, false, line...)
		out.line(c, 2.5, false, line[n-1], next)
		if n > 1 && !d.closes {
			out.line(c, 1.5, true, next, line[0])
		}
		for i := 1; i < n; i++ {
			side(line[i-1], line[i])
		}
		if s.tool.fault == "" {
			side(line[n-1], next)
		}
	}
	for i, p := range line {
		wide := 9.0
		if i == 0 && d.closes {
			wide = 16
		}
		out.dot(measureShade, wide+4, p)
		out.dot(t.Accent, wide, p)
	}
	out.dot(c, 7, next)
	return out
}
