package view

import (
	"fmt"
	"strings"

	"github.com/metaspatial/metaspatial/host/view/assist"
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
)

// picking is a row of answers to choose from. The one that is chosen is in the
// document as one step, which choosing another replaces.
type picking struct {
	answer *assist.Answer
	verb   string
	// proposal is what the room was furnished with, nil where its own objects were
	// placed.
	proposal *assist.Proposal
	chosen   int
	// state is the document with the chosen one, step whether that took a step.
	state *document.State
	step  bool
}

// rowHeight is that of the row of alternatives.
const rowHeight = 178

func (c *picking) shown() bool { return c.answer != nil }

// change takes an alternative into the document.
func (c *picking) change(i int, now *document.State) (document.Change, error) {
	task := c.answer.Ask.Task
	room, _ := now.Room(task.ID)
	if room == nil {
		return document.Change{}, fmt.Errorf("the room is gone for which this was made")
	}
	placed := 0
	for k := range task.Objects {
		if o, _ := room.Task.Find(task.Objects[k].ID); o != nil {
			placed++
		}
	}
	switch {
	case c.proposal == nil, placed == len(task.Objects):
		return c.answer.Change(c.verb+" "+plain(task.ID), i, room.Layout), nil
	case placed == len(room.Task.Objects):
		return c.proposal.Furnished(c.answer, i), nil
	}
	return document.Change{}, fmt.Errorf("other objects have come into %s since then; furnish it again", plain(task.ID))
}

// takeAnswer shows the first alternative, and the row to choose from where that is
// wanted and there are more.
func (s *shell) takeAnswer(c picking, row bool) {
	s.ask.row = c
	if !s.choose(0) {
		s.ask.row = picking{}
		return
	}
	s.remember(c.answer)
	best := &c.answer.Alternatives[0]
	if len(c.answer.Alternatives) > 1 && row {
		// The row says how good they are.
		if why := crowded(c.answer.Ask.Task); why != "" && !best.Valid {
			s.toast(warning, capital(strings.TrimPrefix(why, "; ")))
		}
		return
	}
	verb, _, _ := strings.Cut(c.verb, " ")
	text, l := fmt.Sprintf("%s: %s", verb, faultsIn(best.Findings)), success
	if n := len(scenes.Faults(best.Findings)); n > 0 {
		l = warning
	}
	if n := len(best.LeftOut); n > 0 {
		text += fmt.Sprintf(", %s left out for want of a place", listed(best.LeftOut))
	}
	if row {
		text += "; every try came out the same"
	}
	if l == warning {
		text += crowded(c.answer.Ask.Task)
	}
	s.ask.row = picking{}
	s.toast(l, text+".")
}

// crowded says of a room whose objects need most of its floor that they do.
func crowded(t *scenes.Task) string {
	const most = 0.6
	need, floor := 0.0, polygonArea(t.Room.Floor)
	for i := range t.Objects {
		if o := &t.Objects[i]; o.Support == scenes.OnFloor && !o.Flat {
			need += o.Size[0] * o.Size[1]
		}
	}
	if need <= most*floor {
		return ""
	}
	return fmt.Sprintf("; its objects stand on %.1f m² and the floor has %.1f m², so leave some out or make the room larger", need, floor)
}

func polygonArea(p []scenes.Vec2) float64 {
	sum := 0.0
	for i, a := range p {
		b := p[(i+1)%len(p)]
		sum += a[0]*b[1] - a[1]*b[0]
	}
	return max(sum, -sum) / 2
}

// listed names a few things.
func listed(ids []string) string {
	const most = 3
	names := make([]string, 0, most)
	for _, id := range ids[:min(len(ids), most)] {
		names = append(names, plain(id))
	}
	text := strings.Join(names, ", ")
	if n := len(ids) - most; n > 0 {
		text += fmt.Sprintf(" and %d more", n)
	}
	return text
}

// choose puts an alternative in the place of the one that is in the document,
// or, where the document has gone on since, on top of it.
func (s *shell) choose(i int) bool {
	c := &s.ask.row
	if c.step && c.state == s.doc.State() {
		s.say(s.doc.Undo())
	}
	before := s.doc.State()
	change, err := c.change(i, before)
	if err != nil {
		s.say(err)
		return false
	}
	if !s.do(change) {
		return false
	}
	c.chosen, c.state, c.step = i, s.doc.State(), s.doc.State() != before
	return true
}

// drawAlternatives shows the answers to choose from.
func (s *shell) drawAlternatives(r ui.Rect) {
	u, c := s.u, &s.ask.row
	u.Fill(r, u.Theme.Panel)
	u.Fill(r.CutTop(1), u.Theme.Line)
	r = r.Pad(12, 8)
	head := r.CutTop(24)
	if u.Button("alternatives/close", head.CutRight(26), "", ui.ButtonOptions{Icon: "close", Flat: true, Tip: "Keep what is chosen"}) {
		*c = picking{}
		return
	}
	more := ui.ButtonOptions{Icon: "spark", Tip: "Ask for other layouts", Disabled: s.noPlacing() != ""}
	if u.Button("alternatives/more", head.CutRight(u.ButtonWidth("Others", more)), "Others", more) {
		s.generate(alternatives)
	}
	title := fmt.Sprintf("%d alternatives", len(c.answer.Alternatives))
	u.Text(head.CutLeft(u.Width(title, ui.Font{Bold: true})+14), title, ui.Font{Bold: true})
	u.Text(head, "Click chooses one; one undo takes it back.", ui.Font{Size: ui.Small, Color: u.Theme.Soft})
	r.CutTop(6)
	n := float64(len(c.answer.Alternatives))
	w := min(188, (r.W-(n-1)*8)/n)
	for i := range c.answer.Alternatives {
		cell := r.CutLeft(w)
		r.CutLeft(8)
		if s.alternative(i, cell) && !(i == c.chosen && c.state == s.doc.State()) {
			s.choose(i)
			return
		}
	}
}

// alternative draws one of them and reports whether it was clicked.
func (s *shell) alternative(i int, cell ui.Rect) bool {
	u, c := s.u, &s.ask.row
	a := &c.answer.Alternatives[i]
	id := fmt.Sprint("alternative", i)
	res := u.Interact(id, cell)
	u.FillRound(cell, ui.Radius, u.Theme.Window)
	in := cell.Inset(4)
	label := in.CutBottom(20)
	if img, _ := s.thumbs.Get(stage.LayoutSubject(c.answer.Ask.Task, a.Layout, s.modelNow)); img != nil {
		// The room leaves a margin in its picture, which the row has no place for.
		side := 1.22 * min(in.W, in.H)
		u.Clip(in, func() { u.Picture(in.Middle(side, side), img, 0, 3) })
	}
	icon, col := "good", u.Theme.Good
	if len(scenes.Faults(a.Findings)) > 0 {
		icon, col = "warn", u.Theme.Warn
	}
	u.Icon(label.CutLeft(16), icon, 13, col)
	label.CutLeft(4)
	text := faultsIn(a.Findings)
	if u.Width(text, ui.Font{Size: ui.Small}) > label.W {
		text = fmt.Sprint(len(scenes.Faults(a.Findings)))
	}
	u.Text(label, text, ui.Font{Size: ui.Small})
	switch {
	case i == c.chosen && c.state == s.doc.State():
		u.Stroke(cell, ui.Radius, 2, u.Theme.Accent)
	case res.Over:
		u.Stroke(cell, ui.Radius, 1, u.Theme.Soft)
	}
	u.Tip(id, cell, told(a))
	return res.Clicked
}

// told says in a line what there is to say of an alternative.
func told(a *assist.Alternative) string {
	parts := []string{faultsIn(a.Findings)}
	if n := len(a.Wishes); n > 0 {
		met := 0
		var not []string
		for _, w := range a.Wishes {
			if w.Holds {
				met++
			} else {
				not = append(not, w.Text)
			}
		}
		text := fmt.Sprintf("%d of %d wishes met", met, n)
		if len(not) > 0 {
			text += ", not: " + strings.Join(not, "; ")
		}
		parts = append(parts, text)
	}
	if len(a.LeftOut) > 0 {
		parts = append(parts, "left out: "+listed(a.LeftOut))
	}
	if a.Critic > 0 {
		parts = append(parts, fmt.Sprintf("grade %.2f", a.Critic))
	}
	return capital(strings.Join(parts, " · "))
}
