package view

import (
	"fmt"
	"time"

	"github.com/metaspatial/metaspatial/host/view/ui"
)

// blink is how long a job goes on before it is shown: what is done in a
// blink needs no word.
const blink = 250 * time.Millisecond

// drawWork shows the job under way above the room, with a button that cancels
// it.
func (s *shell) drawWork(r ui.Rect) {
	u := s.u
	took := u.Input().Time - s.ask.began
	if s.ask.cancel == nil || took < blink || u.PopupOpen() {
		return
	}
	text := workText(s.ask.title, s.ask.progress, took)
	w := u.Width(text, ui.Font{}) + 136
	box := ui.R(r.X+(r.W-w)/2, r.Y+14, w, 36)
	u.Overlay(func() {
		u.Block(box)
		u.Shadow(box)
		u.FillRound(box, ui.Radius, u.Theme.Panel)
		u.Stroke(box, ui.Radius, 1, u.Theme.Line)
		in := box.Pad(10, 4)
		if u.Button("work/cancel", in.CutRight(72), "Cancel", ui.ButtonOptions{Tip: "Ctrl+."}) {
			s.ask.cancel()
		}
		in.CutRight(10)
		s.spinner(in.CutLeft(18), took)
		in.CutLeft(8)
		u.Text(in, text, ui.Font{})
	})
}

// drawProgress shows the job under way in a line of a dialog.
func (s *shell) drawProgress(r ui.Rect) {
	if s.ask.cancel == nil {
		return
	}
	took := s.u.Input().Time - s.ask.began
	s.spinner(r.CutLeft(18), took)
	r.CutLeft(6)
	s.u.Text(r, workText(s.ask.title, s.ask.progress, took), ui.Font{Color: s.u.Theme.Soft})
}

func workText(title string, progress func() (done, of int), took time.Duration) string {
	text := plain(title)
	if done, of := progress(); of > 1 {
		text += fmt.Sprintf(", %d of %d", done, of)
	}
	if s := int(took.Seconds()); s > 0 {
		text += fmt.Sprintf(", %d s", s)
	}
	return text
}

// spinner turns three dots while something goes on.
func (s *shell) spinner(r ui.Rect, t time.Duration) {
	x, y := r.Center()
	at := int(t/(150*time.Millisecond)) % 3
	for k := range 3 {
		c := s.u.Theme.Faint
		if k == at {
			c = s.u.Theme.Accent
		}
		s.u.Disc(x+6*float64(k-1), y, 2.2, c)
	}
}
