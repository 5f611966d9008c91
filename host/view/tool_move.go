package view

import (
	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/edit"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// moving is objects that follow the pointer, or turn with it.
type moving struct {
	drag    *edit.Drag
	grab    scenes.Vec3
	turning bool
	// wall says that what is grabbed hangs on a wall, and follows along walls.
	wall bool
	// straight says that the axis is held because Shift is.
	straight bool
}

// newMove takes the selection at a pixel; lead is the object that is grabbed. It
// says why where nothing can be moved, and returns nil.
func (s *shell) newMove(lead document.Ref, x, y float64, axis edit.Axis) hand {
	room, o, p := s.doc.State().Object(lead)
	if p == nil {
		s.tool.fault = plain(lead.ID) + " has no place yet: drag it in from the library, or let the policy place it."
		return nil
	}
	m := &moving{grab: p.Position, wall: o.Support == scenes.OnWall}
	ray := s.ray(x, y)
	switch {
	case axis != edit.Free:
		if at, ok := onAxis(ray, s.pivot(), axis); ok {
			m.grab = at
		}
	case m.wall:
		if _, at, ok := ray.Wall(&room.Task.Room); ok {
			m.grab = at
		}
	default:
		// Where it was touched, so that it does not jump to the pointer.
		z := p.Position[2]
		if hit := s.stage.Pick(x, y); hit.Object == lead.ID {
			z = hit.Point[2]
		}
		if at, ok := ray.Across(scenes.Vec3{p.Position[0], p.Position[1], z}); ok {
			m.grab = at
		}
	}
	m.drag = edit.NewMove(s.doc, s.doc.SelectedObjects(), lead, m.grab, s.snap(0, m.grab))
	if m.drag == nil {
		s.tool.fault = plain(lead.ID) + " is locked; Ctrl+L unlocks it."
		return nil
	}
	s.start = false
	if axis != edit.Free {
		_ = m.drag.Hold(axis)
	}
	return m
}

// newTurn turns the selection about its middle, from a pixel on.
func (s *shell) newTurn(x, y float64) hand {
	m := &moving{grab: s.pivot(), turning: true}
	from := m.grab
	if at, ok := s.ray(x, y).Across(m.grab); ok {
		from = at
	}
	m.drag = edit.NewTurn(s.doc, s.placed(), from, s.snap(0, m.grab))
	if m.drag == nil {
		s.tool.fault = "What is selected is locked or has no place."
		return nil
	}
	return m
}

// placed are the selected objects of the active room that have a place.
func (s *shell) placed() []document.Ref {
	var out []document.Ref
	for _, r := range s.doc.SelectedObjects() {
		if _, _, p := s.doc.State().Object(r); p != nil && r.Room == s.room {
			out = append(out, r)
		}
	}
	return out
}

// pivot is the middle of the selection, at its foot.
func (s *shell) pivot() scenes.Vec3 { return edit.Pivot(s.doc.State(), s.placed()) }

// moveByKey moves or turns the selection with the pointer until a click.
func (s *shell) moveByKey(turn bool) {
	s.dropHand()
	refs := s.placed()
	if len(refs) == 0 {
		s.toast(warning, "What is selected has no place yet.")
		return
	}
	x, y := s.pointer()
	var h hand
	if turn {
		h = s.newTurn(x, y)
	} else {
		h = s.newMove(refs[len(refs)-1], x, y, edit.Free)
	}
	if h == nil {
		s.toast(warning, s.tool.fault)
		s.tool.fault = ""
		return
	}
	s.take(h)
}

func (m *moving) follow(s *shell, x, y float64, mods command.Mods) error {
	ray, snap := s.ray(x, y), s.snap(mods, m.grab)
	axis := m.drag.Axis()
	if want := mods.Has(command.Shift); want != m.straight && !m.turning {
		// Shift keeps the direction that the drag has gone further in.
		switch m.straight = want; {
		case !want && axis != edit.Free:
			_ = m.drag.Hold(axis)
		case want && axis == edit.Free:
			if at, ok := ray.Across(m.grab); ok {
				_ = m.drag.Hold(longer(at.Sub(m.grab)))
			}
		}
		axis = m.drag.Axis()
	}
	var at scenes.Vec3
	ok := false
	switch {
	case axis != edit.Free && !m.turning:
		at, ok = onAxis(ray, m.grab, axis)
	case m.wall && !m.turning:
		room, _ := m.drag.From().Room(m.drag.Lead().Room)
		_, at, ok = ray.Wall(&room.Task.Room)
	default:
		at, ok = ray.Across(m.grab)
	}
	if !ok {
		return nil
	}
	return m.drag.To(at, snap)
}

// onAxis is what a ray points at for a move along an axis through a point.
func onAxis(ray edit.Ray, p scenes.Vec3, axis edit.Axis) (scenes.Vec3, bool) {
	if axis != edit.Up {
		if at, ok := ray.Across(p); ok {
			return at, true
		}
	}
	return ray.Along(p, axis.Way())
}

// longer is the axis across the floor that a way goes along more.
func longer(v scenes.Vec3) edit.Axis {
	if v[1]*v[1] > v[0]*v[0] {
		return edit.North
	}
	return edit.East
}

func (m *moving) key(k command.Key) bool {
	axis, ok := map[command.Key]edit.Axis{"X": edit.East, "Y": edit.North, "Z": edit.Up}[k]
	if ok && !m.turning {
		_ = m.drag.Hold(axis)
		m.straight = false
	}
	return ok
}

func (m *moving) typed(c rune) { _ = m.drag.Type(c) }

func (m *moving) click(s *shell, double bool) bool { return m.end(s) }

func (m *moving) end(s *shell) bool {
	if room := m.drag.End(); room != s.room {
		s.room, s.fresh = room, true
		s.toast(notice, "Moved to "+plain(room)+".")
	}
	return true
}

func (m *moving) cancel(s *shell) { m.drag.Cancel() }

func (m *moving) said() string { return m.drag.Said() }

func (m *moving) hint() string {
	if m.turning {
		return "Digits type degrees, Ctrl leaves the steps of 15°, a click or Enter ends, Escape cancels."
	}
	return "X, Y or Z keeps an axis, digits type metres, Shift keeps the direction, Ctrl leaves snapping, Escape cancels."
}

// draw shows the axis that holds, what the dragged snaps to and how much is free
// round it.
func (m *moving) draw(s *shell) sketch {
	var out sketch
	ref := m.drag.Lead()
	room, o, p := s.doc.State().Object(ref)
	if p == nil || ref.Room != s.room {
		return out
	}
	if m.turning {
		at := m.grab
		_, front := scenes.Axes(p.Yaw)
		far := geom.BoxOf(o, *p).Half[1] + 0.35
		out.line(guideColor, 2, false, at, at.Add(front.Mul(far).Vec3(0)))
		return out
	}
	if a := m.drag.Axis(); a != edit.Free {
		far := a.Way().Mul(20)
		out.line(axisColors[a], 1.5, false, p.Position.Sub(far), p.Position.Add(far))
	}
	for _, g := range m.drag.Guides() {
		out.line(guideColor, 1.5, true, g[0], g[1])
	}
	if o.Support == scenes.OnFloor {
		out.spans(edit.Gaps(room.Task, room.Layout, ref.ID))
	}
	return out
}
