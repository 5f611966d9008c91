package view

import (
	"fmt"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
)

// newOpening is the button that a door or window is taken from: dragged onto a
// wall, or clicked and then put there with another click.
func (s *shell) newOpening(r ui.Rect, kind scenes.OpeningKind, label string, o ui.ButtonOptions) {
	u := s.u
	id := "room/add-" + string(kind)
	o.Tip = "Drag it onto a wall, or click here and then on the wall."
	if u.Button(id, r, label, o) {
		s.take(newPlacing(kind))
	}
	if in := u.Input(); u.Active(id) && u.Carried() == nil && !r.Has(in.X, in.Y) {
		u.Carry(kind, "a "+string(kind), nil)
	}
}

// drawOpening is the inspector of a door or window.
func (s *shell) drawOpening(r ui.Rect, ref document.Ref) {
	u := s.u
	room, o := s.doc.State().Opening(ref)
	if o == nil {
		return
	}
	u.Text(r.CutTop(24), plain(o.ID), ui.Font{Size: 15, Bold: true})
	from, along := document.WallOf(&room.Task.Room, o.Wall)
	length := room.Task.Room.Floor[(o.Wall+1)%len(room.Task.Room.Floor)].Sub(from).Dot(along)
	u.Text(r.CutTop(20), fmt.Sprintf("%s · in a wall of %.2f m", o.Kind, length), ui.Font{Size: ui.Small, Color: u.Theme.Soft})
	r.CutTop(8)
	buttons := r.CutTop(ui.Row)
	s.actionButton(buttons.CutLeft(ui.Row+4), "edit.delete", "")
	r.CutTop(12)
	op := *o
	for _, f := range []struct {
		label, unit, tip string
		v                *float64
		least            float64
	}{
		{"Position", "m", "How far along its wall its middle is, in metres.", &op.Offset, 0},
		{"Width", "m", "In metres.", &op.Width, 0.1},
		{"Height", "m", "In metres.", &op.Height, 0.1},
		{"Sill", "m", "Its lower edge above the floor, in metres.", &op.Sill, 0},
	} {
		if o.Kind == scenes.Door && f.label == "Sill" {
			continue
		}
		if v, changed, _ := u.Number("opening/"+f.label, s.row(&r, f.label), *f.v, ui.NumberOptions{Digits: 2, Unit: f.unit, Min: f.least, Max: 100, Tip: f.tip}); changed {
			*f.v = v
			s.do(document.SetOpening(ref, op))
		}
	}
	if o.Kind != scenes.Door {
		return
	}
	names, at := []string{"either way"}, 0
	for i, swing := range scenes.Swings {
		names = append(names, swingNames[swing])
		if swing == o.Swing {
			at = i + 1
		}
	}
	if n := u.Dropdown("opening/swing", s.row(&r, "Opens"), names, at, "How it opens, as seen from inside the room."); n != at {
		op.Swing = ""
		if n > 0 {
			op.Swing = scenes.Swings[n-1]
		}
		s.do(document.SetOpening(ref, op))
	}
}

// outlineOpenings draws round the doors and windows that are selected or pointed
// at.
func (s *shell) outlineOpenings(k *sketch) {
	room := &s.active().Task.Room
	for i := range room.Openings {
		o := &room.Openings[i]
		c := s.u.Theme.Accent
		switch {
		case s.doc.IsSelected(document.Ref{Room: s.room, Kind: document.Opening, ID: o.ID}):
		case s.tool.opening == o.ID && s.tool.hand == nil:
			c = ui.Alpha(c, 0.7)
		default:
			continue
		}
		from, along := document.WallOf(room, o.Wall)
		at := func(side, up float64) scenes.Vec3 {
			return from.Add(along.Mul(o.Offset + side*o.Width/2)).Vec3(o.Sill + up*o.Height)
		}
		frame := []scenes.Vec3{at(-1, 0), at(1, 0), at(1, 1), at(-1, 1)}
		k.marks = append(k.marks,
			stage.Mark{Points: frame, Closed: true, Color: measureShade, Width: 4},
			stage.Mark{Points: frame, Closed: true, Color: c, Width: 2})
	}
}

// swingNames are the ways in which doors open, for people.
var swingNames = map[scenes.Swing]string{
	scenes.SwingLeft: "inward, hinge on the left", scenes.SwingRight: "inward, hinge on the right",
	scenes.SwingDouble: "inward, two leaves", scenes.SwingOutward: "outward", scenes.SwingSliding: "sliding",
}
