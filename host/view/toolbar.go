package view

import (
	"path/filepath"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/metaspatial/metaspatial/host/view/ui"
)

// toolbar draws the actions that are used most.
func (s *shell) toolbar(r ui.Rect) {
	u := s.u
	u.Fill(r, u.Theme.Panel)
	u.Fill(r.CutBottom(1), u.Theme.Line)
	r = r.Pad(8, 8)
	ids := [][]string{{"file.new", "file.open", "file.save", "file.export", "file.picture"}, {"edit.undo", "edit.redo"}, {"edit.duplicate", "edit.rotate-right", "edit.drop", "edit.lock", "edit.hide", "edit.delete"}, {"edit.grid"}}
	if s.watch.on {
		ids = [][]string{{"file.picture"}, {"run.toggle", "run.stop", "run.split", "run.compare"}}
	}
	for _, group := range ids {
		for _, id := range group {
			s.actionButton(r.CutLeft(ui.Row+2), id, "")
			r.CutLeft(2)
		}
		r.CutLeft(6)
		u.Fill(r.CutLeft(1).Pad(0, 4), u.Theme.Line)
		r.CutLeft(7)
	}
	s.actionButton(r.CutRight(ui.Row+2), "help.keys", "")
	r.CutRight(2)
	s.actionButton(r.CutRight(ui.Row+2), "help.palette", "")
	r.CutRight(8)
	if s.feed != nil {
		name := "Edit"
		if !s.watch.on {
			name = "Watch"
		}
		s.actionButton(r.CutRight(u.ButtonWidth(name, ui.ButtonOptions{Icon: "eye"})), "run.watch", name)
		r.CutRight(8)
	}
	if s.watch.on {
		return
	}
	for _, b := range []struct{ id, label string }{{"policy.furnish", "Furnish…"}, {"policy.generate", "Generate"}, {"policy.alternatives", "Alternatives"}, {"policy.refine", "Refine"}} {
		w := u.ButtonWidth(b.label, ui.ButtonOptions{Icon: "spark", Main: b.id == "policy.furnish"})
		if w > r.W {
			w = ui.Row + 2
			b.label = ""
		}
		s.actionButton(r.CutLeft(w), b.id, b.label)
		r.CutLeft(6)
	}
}

// actionButton draws the button of an action.
func (s *shell) actionButton(r ui.Rect, id, label string) {
	a := s.reg.Find(id)
	if a == nil || r.W < 12 {
		return
	}
	o := ui.ButtonOptions{Icon: a.Icon, Tip: a.Tip(s.stage.Preset().Name), Flat: label == "", Disabled: a.Why() != "", On: a.Checked != nil && a.Checked(), Main: id == "policy.furnish" && label != ""}
	if s.u.Button("action "+id, r, label, o) {
		s.run(id)
	}
}

// title is what the window's title bar says.
func (s *shell) title() string {
	if s.watch.on {
		return runName(s.feed.State().Run) + " – metaspatial"
	}
	name := "new room"
	if f := s.doc.File(); f.From != "" {
		name = filepath.Base(f.From)
	}
	if s.doc.Changed() {
		name = "• " + name
	}
	return name + " – metaspatial"
}

// statusLine says what is going on and what can be done.
func (s *shell) statusLine(r ui.Rect) {
	u := s.u
	u.Fill(r, u.Theme.Panel)
	u.Fill(r.CutTop(1), u.Theme.Line)
	r = r.Pad(10, 0)
	f := ui.Font{Size: ui.Small, Color: u.Theme.Soft}
	right := f
	right.Align = ui.AlignRight
	if !s.watch.on && s.truth != nil {
		text, icon, c := s.verdict()
		cell := r.CutRight(u.Width(text, f) + 24)
		u.Icon(cell.CutLeft(18), icon, 14, c)
		u.Text(cell, text, ui.Font{Size: ui.Small, Color: c})
		r.CutRight(14)
	}
	text := s.status
	if text == "" {
		text = s.hint()
	}
	s.status = ""
	u.Text(r, text, f)
}

// hint says what can be done with what is there.
func (s *shell) hint() string {
	switch n := len(s.doc.SelectedObjects()); {
	case s.watch.on:
		return "Space pauses the run, the arrow keys go through the rooms, F1 shows all keys."
	case s.ask.cancel != nil:
		return s.ask.title + " … Ctrl+. cancels."
	case s.toolHint() != "":
		return s.toolHint()
	case s.stage.Walking():
		return "W A S D walk, the mouse looks round, Escape ends the walk."
	case n > 0:
		return "Drag or G moves, R turns, arrow keys nudge, Ctrl+D duplicates, Ctrl+L locks, Q mends faults, Delete removes."
	case len(s.active().Task.Objects) == 0:
		return "Drag an asset from the left into the room, or press Ctrl+F and say what the room is for."
	case s.tool.hover != "":
		return plain(s.tool.hover) + ": click selects, drag moves."
	}
	return "Click selects, drag on the floor selects several, Ctrl+P finds every command, F1 shows all keys."
}

// level is how serious a message is.
type level int

const (
	notice level = iota
	success
	warning
)

type toast struct {
	level level
	text  string
	until time.Duration
}

// toast shows a sentence in the corner for a while.
func (s *shell) toast(l level, text string) {
	for _, t := range s.toasts {
		if t.text == text {
			return
		}
	}
	stay := 4 * time.Second
	if l == warning {
		stay = 8 * time.Second
	}
	s.toasts = append(s.toasts, toast{l, text, s.u.Input().Time + stay})
	if len(s.toasts) > 5 {
		s.toasts = s.toasts[1:]
	}
}

func (s *shell) drawToasts(whole ui.Rect) {
	u := s.u
	now := u.Input().Time
	kept := s.toasts[:0]
	y := whole.Bottom() - 40
	u.Overlay(func() {
		for i := len(s.toasts) - 1; i >= 0; i-- {
			t := s.toasts[i]
			if t.until <= now {
				continue
			}
			u.WakeAfter(t.until - now)
			w := min(420, whole.W-40)
			h := u.ParagraphHeight(t.text, w-66, ui.Font{}) + 18
			y -= h + 8
			r := ui.R(whole.X+(whole.W-w)/2, y, w, h)
			u.Block(r)
			u.Shadow(r)
			u.FillRound(r, ui.Radius, u.Theme.Over)
			icon, c := "info", u.Theme.Accent
			switch t.level {
			case success:
				icon, c = "good", u.Theme.Good
			case warning:
				icon, c = "warn", u.Theme.Warn
			}
			in := r.Pad(12, 9)
			u.Icon(in.CutLeft(20), icon, 18, c)
			in.CutLeft(10)
			if u.Button("toast/"+t.text, ui.R(r.Right()-28, r.Y+5, 22, 22), "", ui.ButtonOptions{Icon: "close", Flat: true, Tip: "Dismiss"}) {
				s.toasts[i].until = 0
			}
			in.CutRight(18)
			u.Paragraph(in, t.text, ui.Font{})
		}
	})
	for _, t := range s.toasts {
		if t.until > now {
			kept = append(kept, t)
		}
	}
	s.toasts = kept
}

// capital begins a sentence with a capital letter and ends it with a point.
func capital(text string) string {
	r, n := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(r)) + text[n:]
	if text == "" || !strings.ContainsAny(text[len(text)-1:], ".?!") {
		text += "."
	}
	return text
}

// plain makes words of a name: "floor_lamp" is "floor lamp".
func plain(name string) string { return strings.NewReplacer("_", " ", "-", " ").Replace(name) }
