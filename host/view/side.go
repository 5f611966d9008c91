package view

import (
	"fmt"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
)

// The tabs on the right.
const (
	tabObject = iota
	tabRoom
	tabFindings
)

func (s *shell) drawSide(r ui.Rect) {
	s.side = r
	u := s.u
	u.Fill(r, u.Theme.Panel)
	names := []string{"Object", "Room", "Findings"}
	if s.truth != nil {
		if n := len(scenes.Faults(s.truth.Findings)); n > 0 {
			names[tabFindings] = fmt.Sprintf("Findings %d", n)
		}
	}
	s.tab = u.Tabs("side", r.CutTop(34), names, s.tab)
	r = r.Pad(12, 10)
	switch s.tab {
	case tabObject:
		s.drawObject(r)
	case tabRoom:
		s.drawRoom(r)
	default:
		score := r.CutBottom(min(r.H/2, s.score.height(s.truth)))
		if f := s.drawFindings("findings", r, s.truth.Findings); f != nil && f.Object != "" {
			s.doc.Select(document.Ref{Room: s.room, ID: f.Object})
			s.stage.Focus(f.Object)
			s.busy = true
		}
		if id := s.score.frame(u, score, s.truth); id != "" {
			s.doc.Select(document.Ref{Room: s.room, ID: id})
			s.stage.Focus(id)
			s.busy = true
		}
	}
}

// narrow is the width below which an inspector's labels stand above their
// fields, so that three numbers fit side by side.
const narrow = 230

// row is a labelled line of the inspector.
func (s *shell) row(r *ui.Rect, label string) ui.Rect {
	f := ui.Font{Color: s.u.Theme.Soft, Size: ui.Small + 0.5}
	if r.W < narrow {
		s.u.Text(r.CutTop(18), label, f)
	}
	line := r.CutTop(ui.Row)
	r.CutTop(6)
	if r.W >= narrow {
		s.u.Text(line.CutLeft(76), label, f)
	}
	return line
}

func (s *shell) drawObject(r ui.Rect) {
	u := s.u
	refs := s.doc.SelectedObjects()
	if ref := s.doc.Active(); ref.Kind == document.Opening {
		s.drawOpening(r, ref)
		return
	}
	if len(refs) == 0 {
		s.drawTree(r)
		return
	}
	ref := refs[len(refs)-1]
	_, o, p := s.doc.State().Object(ref)
	if o == nil {
		return
	}
	head := r.CutTop(24)
	name := plain(o.ID)
	if len(refs) > 1 {
		name = fmt.Sprintf("%s and %d more", name, len(refs)-1)
	}
	u.Text(head, name, ui.Font{Size: 15, Bold: true})
	u.Text(r.CutTop(20), plain(o.Category)+" "+standing(o), ui.Font{Size: ui.Small, Color: u.Theme.Soft})
	r.CutTop(8)
	buttons := r.CutTop(ui.Row)
	for _, id := range []string{"edit.lock", "edit.hide", "edit.duplicate", "edit.drop", "edit.rotate-left", "edit.rotate-right", "edit.delete"} {
		if buttons.W < ui.Row {
			r.CutTop(4)
			buttons = r.CutTop(ui.Row)
		}
		s.actionButton(buttons.CutLeft(ui.Row+4), id, "")
		buttons.CutLeft(4)
	}
	r.CutTop(12)
	u.Scroll("object/"+ref.Room+"/"+ref.ID, r, 560, func(c ui.Rect) {
		c.W -= 2
		line := s.row(&c, "Name")
		if id, changed, _ := u.Field("object/name", line, o.ID, ui.FieldOptions{Tip: "What relations and files call it."}); changed {
			if s.do(document.RenameObject(ref, id)) {
				s.doc.Select(document.Ref{Room: ref.Room, ID: id})
			}
		}
		s.pose(&c, ref, o, p)
		s.size(&c, ref, o)
		s.relations(&c, ref, o)
		s.faultsOf(&c, o.ID)
	})
}

// pose shows where an object stands, its middle on the floor and the height of
// what it stands on.
func (s *shell) pose(c *ui.Rect, ref document.Ref, o *scenes.Object, p *scenes.Placement) {
	u := s.u
	if p == nil {
		u.Paragraph(c.CutTop(44), "Not placed yet: Generate places it, or drag it in.", ui.Font{Color: u.Theme.Soft})
		return
	}
	cells := s.row(c, "Position").Split(3, 5)
	v := [3]float64{p.Position[0], p.Position[1], p.Position[2] - o.Size[2]/2}
	for k, name := range []string{"x", "y", "z"} {
		tip := [...]string{"East of the room's corner, in metres.", "North of the room's corner, in metres.", "Its underside above the floor, in metres."}[k]
		if x, changed, _ := u.Number("object/"+name, cells[k], v[k], ui.NumberOptions{Digits: 2, Unit: name, Min: -1000, Max: 1000, Tip: tip}); changed {
			q := *p
			q.Position[k] += x - v[k]
			s.do(document.SetPose(ref, q))
		}
	}
	line := s.row(c, "Heading")
	if yaw, changed, _ := u.Number("object/yaw", line.CutLeft(cells[0].W), p.Yaw, ui.NumberOptions{Digits: 0, Unit: "°", Step: 15, Min: -3600, Max: 3600, Tip: "Where its front points: 0 is north, 90 east."}); changed {
		q := *p
		q.Yaw = document.Heading(yaw)
		s.do(document.SetPose(ref, q))
	}
	line.CutLeft(8)
	s.compass(line.CutLeft(24), p.Yaw)
}

func (s *shell) compass(r ui.Rect, yaw float64) {
	x, y := r.Center()
	sin, cos := math.Sincos(yaw * math.Pi / 180)
	s.u.Ring(x, y, 10, 1, s.u.Theme.Line)
	s.u.Line(2, s.u.Theme.Accent, ui.Point{X: x, Y: y}, ui.Point{X: x + 9*sin, Y: y - 9*cos})
}

func (s *shell) size(c *ui.Rect, ref document.Ref, o *scenes.Object) {
	cells := s.row(c, "Size").Split(3, 5)
	for k, unit := range []string{"w", "d", "h"} {
		tip := [...]string{"Width, left to right, in metres.", "Depth, front to back, in metres.", "Height, in metres."}[k]
		if x, changed, _ := s.u.Number("object/size"+unit, cells[k], o.Size[k], ui.NumberOptions{Digits: 2, Unit: unit, Min: 0.01, Max: 100, Tip: tip}); changed {
			size := o.Size
			size[k] = x
			s.do(document.Resize(ref, size))
		}
	}
}

// faultsOf lists what is wrong with an object and what the policy said of it.
func (s *shell) faultsOf(c *ui.Rect, id string) {
	u := s.u
	c.CutTop(8)
	u.Heading(c.CutTop(20), "Findings")
	n := 0
	for _, f := range scenes.Faults(s.truth.Findings) {
		if f.Object != id && f.Other != id {
			continue
		}
		n++
		icon, col := mark(u.Theme, f.Rule)
		h := u.ParagraphHeight(f.Message, c.W-24, ui.Font{Size: ui.Small + 0.5})
		line := c.CutTop(h + 6)
		u.Icon(ui.R(line.X, line.Y, 16, 18), icon, 15, col)
		line.CutLeft(24)
		u.Paragraph(line, f.Message, ui.Font{Size: ui.Small + 0.5})
	}
	if n == 0 {
		u.Text(c.CutTop(22), "Nothing is wrong with it.", ui.Font{Size: ui.Small, Color: u.Theme.Soft})
	}
	if why := s.whyThere(s.room, id); why != "" {
		c.CutTop(8)
		u.Heading(c.CutTop(20), "Why it stands here")
		u.Paragraph(*c, why, ui.Font{Size: ui.Small + 0.5})
	}
}

// drawTree lists the objects of the room.
func (s *shell) drawTree(r ui.Rect) {
	u := s.u
	objects := s.active().Task.Objects
	if len(objects) == 0 {
		u.Empty(r, "sofa", "The room is empty", "Drag assets in from the left, or press Ctrl+F and say what the room is for.")
		return
	}
	u.Text(r.CutTop(24), fmt.Sprintf("%d objects", len(objects)), ui.Font{Bold: true})
	state := s.doc.State()
	faulty := map[string]scenes.Rule{}
	for _, f := range scenes.Faults(s.truth.Findings) {
		if _, ok := faulty[f.Object]; !ok || slices.Contains(broken, f.Rule) {
			faulty[f.Object] = f.Rule
		}
	}
	clicked, _ := u.List("tree", r, len(objects), 26, nil, func(i int, line ui.Rect) {
		o := &objects[i]
		in := line.Pad(8, 0)
		ref := document.Ref{Room: s.room, ID: o.ID}
		if state.IsLocked(ref) {
			u.Icon(in.CutRight(18), "lock", 13, u.Theme.Soft)
		}
		if state.IsHidden(ref) {
			u.Icon(in.CutRight(18), "eye-off", 13, u.Theme.Soft)
		}
		if rule, ok := faulty[o.ID]; ok {
			icon, c := mark(u.Theme, rule)
			u.Icon(in.CutRight(18), icon, 14, c)
		}
		f := ui.Font{}
		if s.active().Layout.Find(o.ID) == nil {
			f.Color = u.Theme.Faint
		}
		u.Text(in, plain(o.ID), f)
	})
	if clicked >= 0 {
		s.doc.Select(document.Ref{Room: s.room, ID: objects[clicked].ID})
	}
}

// drawRoom shows the room's own values.
func (s *shell) drawRoom(r ui.Rect) {
	u := s.u
	room := s.active()
	level := s.doc.State().Level
	if len(level.Rooms) > 1 {
		names, at := []string{}, 0
		for i := range level.Rooms {
			names = append(names, plain(level.Rooms[i].Task.ID))
			if level.Rooms[i].Task.ID == s.room {
				at = i
			}
		}
		if n := u.Dropdown("room/active", s.row(&r, "Room"), names, at, "Which room of the level is edited."); n != at {
			s.room, s.fresh = level.Rooms[n].Task.ID, true
			return
		}
	}
	if id, changed, _ := u.Field("room/name", s.row(&r, "Name"), room.Task.ID, ui.FieldOptions{Tip: "What files and doors call the room."}); changed {
		if s.do(document.RenameRoom(s.room, id)) {
			s.room = id
		}
	}
	if kind, changed, _ := u.Field("room/kind", s.row(&r, "Kind"), room.Task.Program, ui.FieldOptions{Placeholder: "bedroom, office, …", Tip: "What the room is for; the policy chooses objects by it."}); changed {
		s.do(document.SetProgram(s.room, kind))
	}
	e := room.Task.Room.Extent()
	cells := s.row(&r, "Size").Split(3, 5)
	for k, unit := range []string{"x", "y", "h"} {
		v, changed, _ := u.Number("room/"+unit, cells[k], e[k], ui.NumberOptions{Digits: 2, Unit: unit, Min: 0.5, Max: 100, Tip: "In metres: east, north, floor to ceiling."})
		switch {
		case changed && k == 2:
			s.do(document.SetHeight(s.room, v))
		case changed && e[k] > 0:
			floor := slices.Clone(room.Task.Room.Floor)
			for i := range floor {
				floor[i][k] *= v / e[k]
			}
			s.do(document.SetFloor(s.room, floor))
		}
	}
	s.placeRoom(&r, room)
	r.CutTop(6)
	u.Heading(r.CutTop(20), "Wishes")
	s.wishes(&r, room)
	s.drawOpenings(r, room)
}

// drawOpenings lists the doors and windows of a room.
func (s *shell) drawOpenings(r ui.Rect, room *scenes.LevelRoom) {
	u := s.u
	r.CutTop(8)
	head := r.CutTop(ui.Row)
	u.Heading(head, "Doors and windows")
	if r.W < narrow {
		r.CutTop(4)
		head = r.CutTop(ui.Row)
	}
	for _, b := range []struct {
		kind  scenes.OpeningKind
		label string
	}{{scenes.Window, "Window"}, {scenes.Door, "Door"}} {
		kind := b.kind
		o := ui.ButtonOptions{Icon: "plus"}
		s.newOpening(head.CutRight(u.ButtonWidth(b.label, o)), kind, b.label, o)
		head.CutRight(6)
	}
	r.CutTop(4)
	for i := range room.Task.Room.Openings {
		op := room.Task.Room.Openings[i]
		line := r.CutTop(ui.Row)
		r.CutTop(4)
		ref := document.Ref{Room: s.room, Kind: document.Opening, ID: op.ID}
		u.Icon(line.CutLeft(20), string(op.Kind), 15, u.Theme.Soft)
		if u.Button(fmt.Sprint("opening/delete", i), line.CutRight(ui.Row), "", ui.ButtonOptions{Icon: "trash", Flat: true, Tip: "Remove it"}) {
			s.do(document.Delete([]document.Ref{ref}))
			return
		}
		cells := line.Split(3, 5)
		for k, f := range []struct {
			unit, tip string
			v         *float64
		}{{"at", "How far along its wall its middle is, in metres.", &op.Offset}, {"w", "Width in metres.", &op.Width}, {"h", "Height in metres.", &op.Height}} {
			if v, changed, _ := u.Number(fmt.Sprint("opening", i, f.unit), cells[k], *f.v, ui.NumberOptions{Digits: 2, Unit: f.unit, Min: 0.01, Max: 100, Tip: f.tip}); changed {
				*f.v = v
				s.do(document.SetOpening(ref, op))
			}
		}
	}
}
