package view

import (
	"path/filepath"

	"github.com/metaspatial/metaspatial/host/view/ui"
)

// drawStart is the card over the empty room that says what to begin with.
func (s *shell) drawStart(r ui.Rect) {
	u := s.u
	if u.PopupOpen() {
		return
	}
	recent := s.mem.Recent
	h := 250.0
	if len(recent) > 0 {
		h += 30 + float64(min(5, len(recent)))*ui.Row
	}
	card := r.Middle(min(440, r.W-24), min(h, r.H-24))
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
		for _, b := range []struct{ id, label, icon string }{{"policy.furnish", "Furnish from a sentence…", "wand"}, {"", "Begin with the empty room", "room"}, {"file.open", "Open a room, layout or level…", "open"}} {
			o := ui.ButtonOptions{Icon: b.icon, Left: true, Main: b.id == "policy.furnish"}
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
			for _, path := range recent[:min(5, len(recent))] {
				line := in.CutTop(ui.Row)
				if u.Button("start/recent/"+path, line, filepath.Base(path), ui.ButtonOptions{Icon: "clock", Left: true, Flat: true, Tip: path}) {
					s.open(path)
				}
			}
		}
		in.CutTop(6)
		u.Text(in, "Ctrl+P finds every command, F1 shows the keys.", ui.Font{Size: ui.Small, Color: u.Theme.Soft})
	})
}
