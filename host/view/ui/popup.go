package ui

import (
	"strconv"
	"time"

	"github.com/metaspatial/metaspatial/host/view/command"
)

type popup struct{ id string }

func childID(id string, i int) string { return id + "/" + strconv.Itoa(i) }

// Open opens the popup of that name, above those that are open.
func (u *UI) Open(id string) {
	if !u.IsOpen(id) {
		u.popups = append(u.popups, popup{id})
	}
}

// Close closes a popup and those that were opened from it.
func (u *UI) Close(id string) {
	for i, p := range u.popups {
		if p.id == id {
			u.popups = u.popups[:i]
			return
		}
	}
}

// IsOpen reports whether a popup is open, be it below others.
func (u *UI) IsOpen(id string) bool {
	for _, p := range u.popups {
		if p.id == id {
			return true
		}
	}
	return false
}

// Popup draws f over the window at a place while the popup is open. A press
// beside it, or Escape, closes it.
func (u *UI) Popup(id string, r Rect, f func(r Rect)) {
	if !u.IsOpen(id) {
		return
	}
	l := layerPopup
	if u.layer >= layerModal {
		l = layerMenu
	}
	r.X = max(4, min(r.X, u.w-r.W-4))
	r.Y = max(4, min(r.Y, u.h-r.H-4))
	u.on(l, func() {
		u.Block(r)
		u.Shadow(r)
		u.FillRound(r, Radius+1, u.Theme.Panel)
		u.Stroke(r, Radius+1, 1, u.Theme.Line)
		u.Clip(r, func() { f(r.Inset(5)) })
	})
	outside := (u.Pressed(LeftButton) || u.Pressed(RightButton)) && !r.Has(u.in.X, u.in.Y)
	if outside && u.active != id || u.TakeKey(command.Escape, 0) {
		u.Close(id)
	}
}

// Modal draws f in the middle of the window over everything else while it is
// open; Escape closes it.
func (u *UI) Modal(id string, w, h float64, f func(r Rect)) {
	if !u.IsOpen(id) {
		return
	}
	u.on(layerModal, func() {
		whole := Rect{0, 0, u.w, u.h}
		u.Block(whole)
		u.Fill(whole, Alpha(hex(0), 0.45))
		r := whole.Middle(min(w, u.w-24), min(h, u.h-24))
		u.Shadow(r)
		u.FillRound(r, Radius+3, u.Theme.Panel)
		u.Stroke(r, Radius+3, 1, u.Theme.Line)
		u.Clip(r, func() { f(r.Inset(Margin + 4)) })
	})
	if u.TakeKey(command.Escape, 0) {
		u.Close(id)
	}
}

// ModalOpen reports whether the window waits for an answer.
func (u *UI) ModalOpen() bool {
	return len(u.blocked[layerModal]) > 0 || len(u.blockers[layerModal]) > 0
}

// PopupOpen reports whether any popup or modal is open.
func (u *UI) PopupOpen() bool { return len(u.popups) > 0 }

// Dropdown draws the chosen of several names, which open below it when
// clicked, and returns the chosen one.
func (u *UI) Dropdown(id string, r Rect, names []string, chosen int, tip string) int {
	label := ""
	if chosen >= 0 && chosen < len(names) {
		label = names[chosen]
	}
	open := u.IsOpen(id)
	if u.Button(id+"/button", r, "", ButtonOptions{Tip: tip}) && !open {
		u.Open(id)
	}
	in := r.Pad(9, 0)
	u.Icon(in.CutRight(14), "down", 13, u.Theme.Soft)
	u.Text(in, label, Font{})
	h := min(float64(len(names))*Row, 320) + 10
	u.Popup(id, Rect{r.X, r.Bottom() + 3, max(r.W, 120), h}, func(r Rect) {
		clicked, _ := u.List(id+"/list", r, len(names), Row, func(i int) bool { return i == chosen }, func(i int, r Rect) {
			u.Text(r.Pad(8, 0), names[i], Font{})
		})
		if clicked >= 0 {
			chosen = clicked
			u.Close(id)
		}
	})
	return chosen
}

// tipState is the tooltip that is shown or about to be.
type tipState struct {
	id, text string
	place    Rect
	since    time.Duration
	asked    bool
}

// tipDelay is how long the pointer rests before a tooltip appears.
const tipDelay = 500 * time.Millisecond

// Tip shows a text while the pointer rests over a place.
func (u *UI) Tip(id string, r Rect, text string) {
	if text != "" && u.Told != nil {
		u.Told(id)
	}
	if text == "" || u.active != "" || !u.Over(r) {
		return
	}
	if u.tip.id != id {
		u.tip = tipState{id: id, since: u.in.Time}
	}
	u.tip.text, u.tip.place, u.tip.asked = text, r, true
}

func (u *UI) drawTip() {
	if u.tip.id == "" || !u.tip.asked {
		return
	}
	if wait := tipDelay - (u.in.Time - u.tip.since); wait > 0 {
		u.WakeAfter(wait)
		return
	}
	u.on(layerTop, func() {
		f := Font{Size: Small + 0.5}
		w := 0.0
		lines := u.Wrap(u.tip.text, 300, f)
		for _, line := range lines {
			w = max(w, u.Width(line, f))
		}
		r := Rect{u.tip.place.X, u.tip.place.Bottom() + 6, w + 20, u.LineHeight(f)*float64(len(lines)) + 12}
		if r.Bottom() > u.h-4 {
			r.Y = u.tip.place.Y - r.H - 6
		}
		r.X, r.Y = max(4, min(r.X, u.w-r.W-4)), max(4, r.Y)
		u.Shadow(r)
		u.FillRound(r, Radius, u.Theme.Over)
		u.Stroke(r, Radius, 1, u.Theme.Line)
		u.Paragraph(r.Pad(10, 6), u.tip.text, f)
	})
}

// Overlay draws f above everything but tooltips, such as toasts, which take
// the pointer where they call [UI.Block].
func (u *UI) Overlay(f func()) { u.on(layerTop, f) }
