package view

import (
	"math"

	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
)

// gridStep is that of the grid which moved things snap to, in metres.
const gridStep = 0.05

// tool is what the pointer does in the room.
type tool struct {
	hover string
	// press is where the button went down, over which object.
	pressed bool
	x, y    float64
	object  string
	grab    scenes.Vec3
	gesture *document.Gesture
	refs    []document.Ref
	boxing  bool
}

// work selects and moves things with the left button.
func (s *shell) work(res ui.Response, x, y float64) {
	t := &s.tool
	in := s.u.Input()
	if res.Over && !res.Held {
		if h := s.stage.Pick(x, y).Object; h != t.hover {
			t.hover, s.fresh, s.busy = h, true, true
		}
	}
	switch {
	case res.Pressed && res.Button == ui.LeftButton:
		s.u.Focus("")
		*t = tool{pressed: true, x: x, y: y, object: s.stage.Pick(x, y).Object, hover: t.hover}
		ref := document.Ref{Room: s.room, ID: t.object}
		switch {
		case t.object == "":
		case in.Mods.Has(command.Shift) || in.Mods.Has(command.Ctrl):
			s.doc.Toggle(ref)
		case !s.doc.IsSelected(ref):
			s.doc.Select(ref)
		}
	case t.pressed && res.Held && res.Moved:
		s.drag(x, y, in.Mods)
	case t.pressed && res.Released:
		s.release(x, y)
	}
	if t.gesture != nil && s.u.TakeKey(command.Escape, 0) {
		t.gesture.Cancel()
		*t = tool{hover: t.hover}
	}
}

func (s *shell) drag(x, y float64, mods command.Mods) {
	t := &s.tool
	if t.object == "" {
		t.boxing = true
		return
	}
	if t.gesture == nil {
		_, _, p := s.doc.State().Object(document.Ref{Room: s.room, ID: t.object})
		if p == nil {
			return
		}
		at, ok := s.stage.OnPlane(t.x, t.y, p.Position[2])
		if !ok {
			return
		}
		t.grab, t.gesture, t.refs = at, s.doc.Begin(), s.doc.SelectedObjects()
	}
	at, ok := s.stage.OnPlane(x, y, t.grab[2])
	if !ok {
		return
	}
	by := scenes.Vec3{at[0] - t.grab[0], at[1] - t.grab[1], 0}
	if mods.Has(command.Shift) {
		by[1-longer(by)] = 0
	}
	if snap := !s.mem.GridOff; snap != mods.Has(command.Ctrl) {
		by[0], by[1] = math.Round(by[0]/gridStep)*gridStep, math.Round(by[1]/gridStep)*gridStep
	}
	if err := t.gesture.Update(document.Move(t.refs, s.turned(by))); err != nil {
		s.status = capital(err.Error())
	}
}

// longer is the axis that a way goes along more.
func longer(v scenes.Vec3) int {
	if math.Abs(v[1]) > math.Abs(v[0]) {
		return 1
	}
	return 0
}

// turned takes a way in the active room to the level's frame.
func (s *shell) turned(v scenes.Vec3) scenes.Vec3 {
	room := s.active()
	from, to := room.Point(scenes.Vec3{}), room.Point(v)
	return scenes.Vec3{to[0] - from[0], to[1] - from[1], to[2] - from[2]}
}

func (s *shell) release(x, y float64) {
	t := &s.tool
	switch {
	case t.gesture != nil:
		t.gesture.End()
		s.doc.Select(t.refs...)
	case t.boxing:
		var refs []document.Ref
		for _, id := range s.stage.Box(t.x, t.y, x, y, false) {
			refs = append(refs, document.Ref{Room: s.room, ID: id})
		}
		s.doc.Select(refs...)
	case t.object == "":
		s.doc.Select()
	}
	*t = tool{hover: t.hover}
}

// drop puts an asset where it was let go: against the nearest wall what hangs
// there, on what is below what stands on things, else on the floor.
func (s *shell) drop(a assets.Asset, x, y float64) {
	room := s.active()
	o := document.ObjectOf(a)
	at, ok := s.stage.OnPlane(x, y, 0)
	if !ok {
		s.toast(warning, "There is no floor where you let go of "+plain(a.Name)+".")
		return
	}
	p := scenes.Placement{Position: scenes.Vec3{snapped(at[0]), snapped(at[1]), o.Size[2] / 2}}
	carrier := ""
	switch o.Support {
	case scenes.OnWall:
		wall, offset, _ := document.NearestWall(&room.Task.Room, scenes.Vec2{at[0], at[1]})
		from, along := document.WallOf(&room.Task.Room, wall)
		in := scenes.Vec2{-along[1], along[0]}
		d := o.Size[1] / 2
		p.Position = scenes.Vec3{from[0] + along[0]*offset + in[0]*d, from[1] + along[1]*offset + in[1]*d, min(1.5, room.Task.Room.Height-o.Size[2]/2)}
		p.Yaw = document.Heading(math.Atan2(in[0], in[1]) * 180 / math.Pi)
	case scenes.OnCeiling:
		p.Position[2] = room.Task.Room.Height - o.Size[2]/2
	default:
		if hit := s.stage.Pick(x, y); hit.Object != "" {
			at = hit.Point
			id, top := document.Carrier(room.Task, room.Layout, &o, scenes.Vec2{at[0], at[1]}, room.Task.Room.Height)
			if id != "" {
				carrier, p.Position = id, scenes.Vec3{at[0], at[1], top + o.Size[2]/2}
			}
		}
	}
	s.do(document.AddObject(s.room, o, p, carrier))
}

func snapped(v float64) float64 { return math.Round(v/gridStep) * gridStep }
