package ui

import (
	"image"
	"image/color"

	"github.com/metaspatial/metaspatial/host/view/command"
)

// ButtonOptions are how a button looks. The zero value is a plain one.
type ButtonOptions struct {
	Icon string
	// Tip is shown while the pointer rests on it.
	Tip string
	// On draws it as a switch that is on; Main as the one that is meant; Flat
	// without ground until the pointer comes; Left aligns the label.
	On, Main, Flat, Left bool
	// Disabled draws it faint and deaf.
	Disabled bool
	// Key is shown at the right, faint.
	Key string
	// Color of icon and label; zero is the theme's ink.
	Color color.NRGBA
}

// Button draws a button and reports whether it was clicked, or chosen with
// Enter or Space while it has the keyboard.
func (u *UI) Button(id string, r Rect, label string, o ButtonOptions) bool {
	var clicked bool
	u.Disable(o.Disabled, func() {
		res := u.Interact(id, r)
		focused := u.focusOn(id)
		clicked = res.Clicked && res.Button == LeftButton
		if focused && (u.TakeKey(command.Enter, 0) || u.TakeKey(command.Space, 0)) {
			clicked = true
		}
		t := u.Theme
		ground, ink := t.Raised, u.ink()
		if o.Color != (color.NRGBA{}) && !u.disabled {
			ink = o.Color
		}
		switch {
		case o.Main && !u.disabled:
			ground, ink = t.Accent, t.OnAccent
		case o.On:
			ground, ink = t.Chosen, t.Accent
		}
		switch {
		case res.Held && res.Over:
			ground = t.Down
			if o.Main {
				ground, ink = t.Chosen, t.Accent
			}
		case res.Over && !o.Main && !o.On:
			ground = t.Over
		}
		if !o.Flat || res.Over || o.On {
			u.FillRound(r, Radius, ground)
		}
		if focused {
			u.Stroke(r, Radius, 1.5, t.Accent)
		}
		u.face(r, label, o, ink)
	})
	if o.Tip != "" {
		u.Tip(id, r, o.Tip)
	}
	return clicked
}

// face writes a button's icon, label and key.
func (u *UI) face(r Rect, label string, o ButtonOptions, ink color.NRGBA) {
	in := r.Pad(9, 0)
	if label == "" {
		u.Icon(r, o.Icon, 17, ink)
		return
	}
	f := Font{Color: ink, Bold: o.Main}
	if o.Key != "" {
		key := Font{Size: Small, Color: u.Theme.Soft, Align: AlignRight}
		u.Text(in.CutRight(u.Width(o.Key, key)+1), o.Key, key)
		in.CutRight(8)
	}
	w := u.Width(label, f)
	if o.Icon != "" {
		w += 22
	}
	if !o.Left && w < in.W {
		in = Rect{in.X + (in.W-w)/2, in.Y, w + 1, in.H}
	}
	if o.Icon != "" {
		u.Icon(in.CutLeft(16), o.Icon, 16, ink)
		in.CutLeft(6)
	}
	u.Text(in, label, f)
}

// ButtonWidth is how wide a button has to be for its label.
func (u *UI) ButtonWidth(label string, o ButtonOptions) float64 {
	if label == "" {
		return Row
	}
	w := u.Width(label, Font{Bold: o.Main}) + 22
	if o.Icon != "" {
		w += 22
	}
	return w
}

// Check draws a box with a label and reports whether it was clicked.
func (u *UI) Check(id string, r Rect, label string, on bool) bool {
	res := u.Interact(id, r)
	focused := u.focusOn(id)
	clicked := res.Clicked || focused && u.TakeKey(command.Space, 0)
	box := Rect{r.X, r.Y + (r.H-16)/2, 16, 16}
	t := u.Theme
	switch {
	case on:
		u.FillRound(box, 4, t.Accent)
		u.Icon(box, "check", 12, t.OnAccent)
	case res.Over:
		u.FillRound(box, 4, t.Over)
		u.Stroke(box, 4, 1, t.Soft)
	default:
		u.FillRound(box, 4, t.Raised)
		u.Stroke(box, 4, 1, t.Faint)
	}
	if focused {
		u.Stroke(box.Inset(-2), 6, 1.5, t.Accent)
	}
	r.CutLeft(24)
	u.Text(r, label, Font{})
	return clicked
}

// Tabs draws names side by side and returns the chosen one.
func (u *UI) Tabs(id string, r Rect, names []string, chosen int) int {
	u.Fill(Rect{r.X, r.Bottom() - 1, r.W, 1}, u.Theme.Line)
	for i, name := range names {
		f := Font{Bold: i == chosen, Color: u.Theme.Soft, Align: AlignCenter}
		cell := r.CutLeft(u.Width(name, Font{Bold: true}) + 22)
		res := u.Interact(id+"/"+name, cell)
		if res.Pressed {
			chosen = i
		}
		if res.Over || i == chosen {
			f.Color = u.Theme.Ink
		}
		u.Text(cell, name, f)
		if i == chosen {
			u.Fill(Rect{cell.X + 6, cell.Bottom() - 2, cell.W - 12, 2}, u.Theme.Accent)
		}
	}
	return chosen
}

// Chip draws a small rounded label; removable ones have a cross. It reports
// whether the chip and whether its cross was clicked.
func (u *UI) Chip(id string, r Rect, label string, removable bool, c color.NRGBA) (clicked, removed bool) {
	res := u.Interact(id, r)
	t := u.Theme
	ground := t.Raised
	if res.Over {
		ground = t.Over
	}
	u.FillRound(r, r.H/2, ground)
	in := r.Pad(10, 0)
	if c != (color.NRGBA{}) {
		dot := in.CutLeft(8)
		u.Disc(dot.X+3, dot.Y+dot.H/2, 3, c)
		in.CutLeft(4)
	}
	if removable {
		x := in.CutRight(14)
		in.CutRight(4)
		u.Icon(x, "close", 11, t.Soft)
		removed = res.Clicked && Rect.Inset(x, -4).Has(u.in.X, u.in.Y)
	}
	u.Text(in, label, Font{Size: Small + 0.5})
	u.Tip(id, r, label)
	return res.Clicked && !removed, removed
}

// ChipWidth is how wide a chip has to be.
func (u *UI) ChipWidth(label string, removable, dot bool) float64 {
	w := u.Width(label, Font{Size: Small + 0.5}) + 21
	if removable {
		w += 18
	}
	if dot {
		w += 12
	}
	return w
}

// Slider draws a value between lo and hi and returns the new one; changed is
// set while it is dragged, done once when the drag ends.
func (u *UI) Slider(id string, r Rect, value, lo, hi float64) (v float64, changed, done bool) {
	res := u.Interact(id, r)
	t := u.Theme
	track := Rect{r.X + 7, r.Y + r.H/2 - 2, r.W - 14, 4}
	v = value
	if res.Held && track.W > 0 {
		v = lo + (hi-lo)*max(0, min(1, (u.in.X-track.X)/track.W))
		changed = v != value
	}
	done = res.Released
	part := 0.0
	if hi > lo {
		part = max(0, min(1, (v-lo)/(hi-lo)))
	}
	u.FillRound(track, 2, t.Line)
	u.FillRound(Rect{track.X, track.Y, track.W * part, track.H}, 2, t.Accent)
	knob := t.Ink
	if res.Over || res.Held {
		knob = t.Accent
	}
	u.Disc(track.X+track.W*part, r.Y+r.H/2, 7, knob)
	return v, changed, done
}

// Splitter lets a person move the border between two panels: it lies on a
// strip between them and returns how far to move it.
func (u *UI) Splitter(id string, r Rect, vertical bool) float64 {
	res := u.Interact(id, r.Inset(-2))
	if res.Over || res.Held {
		u.cursor = SplitX
		if !vertical {
			u.cursor = SplitY
		}
		u.Fill(r, u.Theme.Accent)
	} else {
		u.Fill(r, u.Theme.Window)
	}
	if !res.Held {
		return 0
	}
	if vertical {
		return res.DX
	}
	return res.DY
}

// Heading writes a section's title with a line above.
func (u *UI) Heading(r Rect, text string) {
	u.Text(r, text, Font{Size: Small, Bold: true, Color: u.Theme.Soft})
}

// Empty writes what to do where there is nothing yet: an icon, a title and a
// sentence.
func (u *UI) Empty(r Rect, icon, title, sentence string) {
	w := min(r.W-2*Margin, 340)
	f := Font{Color: u.Theme.Soft, Align: AlignCenter}
	h := u.ParagraphHeight(sentence, w, f)
	box := r.Middle(w, 34+24+h)
	if box.Y < r.Y {
		box.Y = r.Y + Margin
	}
	if r.H > 110 {
		u.Icon(box.CutTop(34), icon, 28, u.Theme.Faint)
	}
	u.Text(box.CutTop(24), title, Font{Bold: true, Align: AlignCenter})
	u.Paragraph(box, sentence, f)
}

// carried is what is being dragged.
type carried struct {
	payload any
	label   string
	img     *image.RGBA
}

// Carry starts dragging a thing from a widget that is held and moved.
func (u *UI) Carry(payload any, label string, img *image.RGBA) {
	u.drag = &carried{payload, label, img}
}

// Carried returns what is being dragged, or nil.
func (u *UI) Carried() any {
	if u.drag == nil {
		return nil
	}
	return u.drag.payload
}

// Dropped returns what was dragged and let go over a place in this frame, or
// nil.
func (u *UI) Dropped(r Rect) any {
	if u.drag == nil || !u.Released(LeftButton) || !u.Over(r) {
		return nil
	}
	return u.drag.payload
}

// Veil does not draw in this frame what is being dragged: it is shown otherwise.
func (u *UI) Veil() { u.veiled = true }

func (u *UI) drawCarried() {
	veiled := u.veiled
	u.veiled = false
	if u.drag == nil || veiled {
		return
	}
	u.on(layerTop, func() {
		u.cursor = Grab
		r := Rect{u.in.X + 14, u.in.Y + 12, u.Width(u.drag.label, Font{}) + 20, 26}
		if u.drag.img != nil {
			u.PictureFaded(Rect{u.in.X - 28, u.in.Y - 28, 56, 56}, u.drag.img, 0, 4, 0.8)
			r = r.Moved(18, 18)
		}
		u.FillRound(r, Radius, u.Theme.Chosen)
		u.Text(r.Pad(10, 0), u.drag.label, Font{})
	})
}
