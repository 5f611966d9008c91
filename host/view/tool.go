package view

import (
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/edit"
	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
)

// pointed is what is under the pointer: an object, a door or window, a handle that
// can be grabbed before either, or a room that is not the one that is edited.
type pointed struct{ hover, opening, handle, other string }

// tool is what the pointer does in the room.
type tool struct {
	pointed
	// pressed is where the button went down, in pixels of the stage, and on what.
	pressed bool
	x, y    float64
	object  string
	boxing  bool
	// only is selected alone when the button is let go where it went down.
	only document.Ref
	// hand is what is under way, nil for nothing. It follows the pointer while
	// the button is held or, where it is sticky, until a click or a key ends it.
	hand   hand
	sticky bool
	// fault is why the last step could not be made, for people.
	fault string
	// refused says that what is dragged from a panel was not wanted: it is
	// forgotten when it is let go.
	refused bool
	// shaping says that the room's corners and walls can be pulled.
	shaping bool
}

// ray is the line of sight at a pixel of the stage, in the active room.
func (s *shell) ray(x, y float64) edit.Ray {
	from, way := s.stage.Ray(x, y)
	return edit.Ray{From: from, Way: way}
}

// snap is what drags hold on to now, near a point of the active room: within a
// few pixels of it, so that one may work more exactly nearer by.
func (s *shell) snap(mods command.Mods, near scenes.Vec3) edit.Snap {
	out := edit.DefaultSnap
	out.Reach = min(0.15, max(0.02, 10*s.u.Scale()*s.stage.Metres(near)))
	if s.mem.GridOff != mods.Has(command.Ctrl) {
		return out.Off()
	}
	return out
}

// work lets the person select things and change them in the room.
func (s *shell) work(res ui.Response, x, y float64) {
	t := &s.tool
	left := res.Button == ui.LeftButton
	switch {
	case t.hand != nil && t.sticky:
		if p, ok := t.hand.(*placing); ok && p.carried || !res.Over && !res.Held {
			return
		}
		s.followHand(x, y)
		if res.Pressed && left && t.hand != nil && t.hand.click(s, res.Double) {
			t.hand = nil
		}
	case res.Pressed && left:
		s.u.Focus("")
		s.press(x, y, res.Double)
	case t.pressed && res.Held && res.Moved:
		s.drag(x, y)
	case t.pressed && res.Released:
		s.release(x, y)
	case res.Over && !res.Held:
		s.look(x, y)
	case !res.Over && !t.pressed:
		s.over(pointed{})
	}
}

// over notes what the pointer is over.
func (s *shell) over(now pointed) {
	was := s.tool.pointed
	if now != was {
		s.tool.pointed, s.busy = now, true
		s.fresh = s.fresh || now.hover != was.hover
	}
}

// look notes what is under the pointer.
func (s *shell) look(x, y float64) {
	var now pointed
	now.handle, _ = stage.Grab(s.stage.Strokes(s.handles().marks), x, y, 7*s.u.Scale())
	if now.handle == "" {
		hit := s.stage.Pick(x, y)
		c := s.stage.Content()
		switch {
		case hit.Room >= 0 && hit.Room != c.Active:
			now.other = c.Rooms[hit.Room].Task.ID
		case hit.Object != "":
			now.hover = hit.Object
		default:
			now.opening = s.openingAt(x, y)
		}
	}
	s.over(now)
	if now.handle != "" || now.opening != "" {
		s.u.SetCursor(ui.Hand)
	}
}

// press takes hold of what is under the pointer, and selects it.
func (s *shell) press(x, y float64, double bool) {
	t := &s.tool
	s.look(x, y)
	if t.other != "" {
		// A click into another room goes on there.
		s.room, s.fresh = t.other, true
		s.show()
		s.look(x, y)
	}
	t.pressed, t.x, t.y, t.object, t.fault = true, x, y, t.hover, ""
	t.hand, t.sticky, t.only = nil, false, document.Ref{}
	ref := document.Ref{Room: s.room, ID: t.hover}
	if t.opening != "" {
		ref = document.Ref{Room: s.room, Kind: document.Opening, ID: t.opening}
	}
	mods := s.u.Input().Mods
	switch {
	case t.handle != "":
		s.grab(t.handle, x, y, double)
		return
	case ref.ID == "":
	case mods.Has(command.Shift) || mods.Has(command.Ctrl):
		s.doc.Toggle(ref)
	case !s.doc.IsSelected(ref):
		s.doc.Select(ref)
	default:
		t.only = ref
	}
}

// drag follows the pointer with the button held.
func (s *shell) drag(x, y float64) {
	t := &s.tool
	switch {
	case t.hand != nil:
	case t.object != "" && s.doc.IsSelected(document.Ref{Room: s.room, ID: t.object}):
		s.hold(s.newMove(document.Ref{Room: s.room, ID: t.object}, t.x, t.y, edit.Free))
	case t.opening != "":
		s.hold(s.newPull(edit.Grip{Kind: edit.OpeningGrip, ID: t.opening}, t.x, t.y))
	case t.object == "" && t.handle == "":
		t.boxing = true
	}
	s.followHand(x, y)
}

// release ends what the button held.
func (s *shell) release(x, y float64) {
	t := &s.tool
	switch {
	case t.hand != nil:
		t.hand.end(s)
		t.hand = nil
	case t.boxing:
		var refs []document.Ref
		if mods := s.u.Input().Mods; mods.Has(command.Shift) || mods.Has(command.Ctrl) {
			refs = slices.Clone(s.doc.Selection())
		}
		for _, id := range s.stage.Box(t.x, t.y, x, y, false) {
			refs = append(refs, document.Ref{Room: s.room, ID: id})
		}
		s.doc.Select(refs...)
	case t.only != (document.Ref{}):
		s.doc.Select(t.only)
	case t.object == "" && t.opening == "" && t.handle == "":
		s.doc.Select()
	}
	t.pressed, t.boxing, t.fault = false, false, ""
}

// pointer is the pixel of the stage that the pointer is at, which may lie
// outside.
func (s *shell) pointer() (x, y float64) {
	in, k := s.u.Input(), s.u.Scale()
	return (in.X - s.centre.X) * k, (in.Y - s.centre.Y) * k
}

// steers reports whether a key moves the camera now, so that it is no command:
// while one walks or flies, or looks round with a button held.
func (s *shell) steers(k command.Key) bool {
	in := s.u.Input()
	looking := s.u.Active("stage") && (in.Down[ui.RightButton] || in.Down[ui.MiddleButton])
	if !looking && !s.stage.Walking() && !s.stage.Flying() {
		return false
	}
	f := &s.stage.Preset().Fly
	return slices.Contains([]command.Key{f.Ahead, f.Back, f.Left, f.Right, f.Up, f.Down, command.Left, command.Right, command.Up, command.Down}, k)
}

// openingAt returns the door or window that is seen at a pixel, or "".
func (s *shell) openingAt(x, y float64) string {
	room := &s.active().Task.Room
	wall, at, ok := s.ray(x, y).Wall(room)
	if !ok {
		return ""
	}
	from, along := document.WallOf(room, wall)
	off := at.Vec2().Sub(from).Dot(along)
	for _, o := range room.Openings {
		if o.Wall == wall && math.Abs(off-o.Offset) <= o.Width/2 && at[2] >= o.Sill && at[2] <= o.Sill+o.Height {
			return o.ID
		}
	}
	return ""
}

// toolHint is what the status line says of the tool in hand, empty for none.
func (s *shell) toolHint() string {
	switch {
	case s.tool.hand != nil:
		return s.tool.hand.hint()
	case s.tool.handle == turnHandle:
		return "Drag the ring to turn, by steps of 15° or with Ctrl freely; digits type degrees."
	case axisHandles[s.tool.handle] != edit.Free:
		return "Drag the arrow to move along " + axisHandles[s.tool.handle].String() + "; digits type metres."
	case s.tool.other != "":
		return "A click goes on in " + plain(s.tool.other) + "."
	case s.tool.shaping:
		return "Drag corners, walls, doors and windows; double click a wall for a corner more, Delete over a corner removes it, Escape ends."
	}
	return ""
}
