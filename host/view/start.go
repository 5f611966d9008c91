package view

import (
	"path/filepath"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/ui"
)

// The most lines of unsaved work and of recent files on the start card.
const (
	mostLost   = 3
	mostOpened = 5
)

// drawStart is the card over the empty room that says what to begin with.
func (s *shell) drawStart(r ui.Rect) {
	u := s.u
	if u.PopupOpen() {
		return
	}
	const wide, fixed, heading = 440.0, 334.0, 30.0
	lost, recent := s.unsaved.lost, s.mem.Recent
	lost, recent = lost[:min(mostLost, len(lost))], recent[:min(mostOpened, len(recent))]
	h := fixed
	if len(lost) > 0 {
		h += heading + float64(len(lost))*ui.Row
	}
	if len(recent) > 0 {
		// A small window shows fewer files, for all of them can be opened.
		room := int((r.H - 24 - h - heading) / ui.Row)
		recent = recent[:max(0, min(len(recent), room))]
	}
	if len(recent) > 0 {
		h += heading + float64(len(recent))*ui.Row
	}
	if w, _ := u.Size(); r.W < wide+24 {
		r.X, r.W = 0, w // over the panels beside the room
	}
	card := r.Middle(min(wide, r.W-24), min(h, r.H-24))
	u.Overlay(func() {
		u.Block(card)
		u.Shadow(card)
		u.FillRound(card, ui.Radius+3, u.Theme.Panel)
		u.Stroke(card, ui.Radius+3, 1, u.Theme.Line)
		in := card.Pad(22, 18)
		head := in.CutTop(30)
		u.Text(head, "Furnish a room", ui.Font{Size: 20, Bold: true})
		if u.Button("start/close", head.CutRight(26), "", ui.ButtonOptions{Icon: "close", Flat: true, Tip: "Begin with the empty room"}) {
			s.start = false
		}
		u.Text(in.CutTop(24), "Drag assets in from the left, or let the policy do it.", ui.Font{Color: u.Theme.Soft})
		in.CutTop(10)
		if rest := h - 36 - 64; in.H < rest {
			// In a low window the rest is scrolled.
			u.Scroll("start/all", in, rest, func(c ui.Rect) {
				c.CutRight(12)
				s.drawBeginnings(c, lost, recent)
			})
			return
		}
		s.drawBeginnings(in, lost, recent)
	})
}

// drawBeginnings draws what to begin with.
func (s *shell) drawBeginnings(in ui.Rect, lost []document.Lost, recent []string) {
	u := s.u
	s.drawLost(&in, lost)
	for _, b := range []struct{ id, label, icon string }{
		{"policy.furnish", "Furnish from a sentence…", "wand"}, {"policy.level", "Plan a level of several rooms…", "home"},
		{"", "Begin with the empty room", "room"}, {"file.open", "Open a room, layout or level…", "open"}, {"run.attach", "Watch a run…", "chart"},
	} {
		o := ui.ButtonOptions{Icon: b.icon, Left: true, Main: b.id == "policy.furnish" && len(lost) == 0}
		if a := s.reg.Find(b.id); a != nil {
			o.Disabled, o.Tip = a.Why() != "", a.Tip(s.stage.Preset().Name)
			if !o.Main {
				o.Key = a.Key("")
			}
		}
		if u.Button("start/"+b.label, in.CutTop(34), b.label, o) {
			s.start = false
			if b.id != "" {
				s.run(b.id)
			}
		}
		in.CutTop(8)
	}
	if len(recent) > 0 {
		in.CutTop(6)
		u.Heading(in.CutTop(22), "Recent")
		for _, path := range recent {
			line := in.CutTop(ui.Row)
			if u.Button("start/recent/"+path, line, filepath.Base(path), ui.ButtonOptions{Icon: "clock", Left: true, Flat: true, Tip: path}) {
				s.leave(func() { s.open(path) })
			}
		}
	}
	in.CutTop(6)
	u.Text(in, "Ctrl+P finds every command, F1 shows the keys.", ui.Font{Size: ui.Small, Color: u.Theme.Soft})
}

// drawLost offers what windows have left behind that ended without saving.
func (s *shell) drawLost(in *ui.Rect, lost []document.Lost) {
	if len(lost) == 0 {
		return
	}
	u := s.u
	u.Heading(in.CutTop(22), "Restore unsaved work")
	for i := range lost {
		l := lost[i]
		line := in.CutTop(ui.Row)
		tip := "A window ended without saving this."
		if l.File != "" {
			tip += "\n" + l.File
		}
		if u.Button("start/forget/"+l.Session, line.CutRight(ui.Row), "", ui.ButtonOptions{Icon: "trash", Flat: true, Tip: "Throw it away"}) {
			s.put(question{
				title: "Throw the unsaved work away?",
				text:  s.lostName(&l) + ". It cannot be brought back.",
				choices: []choice{
					{label: "Throw away", do: func() { s.forget(l) }},
				},
			})
		}
		line.CutRight(4)
		if u.Button("start/lost/"+l.Session, line, s.lostName(&l), ui.ButtonOptions{Icon: "undo", Left: true, Main: i == 0, Tip: tip}) {
			s.leave(func() { s.restore(l) })
		}
	}
	in.CutTop(8)
}
