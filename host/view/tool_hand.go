package view

import (
	"errors"
	"slices"

	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/document"
)

// hand is something that is done with the pointer over several frames.
type hand interface {
	// follow takes the pointer to a pixel of the stage. An error is shown and
	// leaves everything as it was; [document.ErrOver] ends the hand.
	follow(s *shell, x, y float64, mods command.Mods) error
	// click is a press of the button while the hand is sticky; it reports whether
	// the hand has ended.
	click(s *shell, double bool) (ended bool)
	// key takes a key without modifiers and reports whether it is of use.
	key(k command.Key) bool
	// typed takes a character of a number, '\b' for one back.
	typed(c rune)
	// end keeps what was made and reports whether the hand has ended; cancel
	// does not keep it.
	end(s *shell) (ended bool)
	cancel(s *shell)
	// draw lists what is drawn over the room.
	draw(s *shell) sketch
	// said stands at the pointer, hint in the status line.
	said() string
	hint() string
}

// hold keeps a hand as long as the button is down; where there is none it says why.
func (s *shell) hold(h hand) {
	t := &s.tool
	t.hand, t.pressed = h, h != nil
	if h == nil && t.fault != "" {
		s.toast(warning, t.fault)
		t.fault = ""
	}
}

// take begins something that lasts until a click or a key ends it. What was
// under way is cancelled.
func (s *shell) take(h hand) {
	s.dropHand()
	if h == nil {
		return
	}
	s.u.Focus("")
	s.tool.hand, s.tool.sticky = h, true
	s.busy = true
}

// dropHand cancels what is under way.
func (s *shell) dropHand() {
	t := &s.tool
	if h := t.hand; h != nil {
		t.hand = nil
		h.cancel(s)
	}
	t.sticky, t.pressed, t.boxing, t.fault = false, false, false, ""
	s.busy = true
}

// followHand takes the pointer to a pixel.
func (s *shell) followHand(x, y float64) {
	t := &s.tool
	if t.hand == nil {
		return
	}
	err := t.hand.follow(s, x, y, s.u.Input().Mods)
	switch t.fault = ""; {
	case errors.Is(err, document.ErrOver):
		// Something else was done to the level meanwhile; that stays.
		t.hand, t.sticky, t.pressed = nil, false, false
	case err != nil:
		t.fault = capital(err.Error())
	}
}

// handKeys gives what is under way the keys, before any action gets them.
func (s *shell) handKeys() {
	t := &s.tool
	u := s.u
	if u.PopupOpen() || u.Typing() {
		return
	}
	if t.hand == nil {
		switch {
		case t.pressed && u.TakeKey(command.Escape, 0):
			s.dropHand()
		case t.shaping && u.TakeKey(command.Escape, 0):
			s.shape()
		case s.cornerAt() >= 0 && (u.TakeKey(command.Delete, 0) || u.TakeKey(command.Backspace, 0)):
			s.removeCorner()
		}
		return
	}
	used := false
	for _, c := range u.Input().Text {
		if c >= '0' && c <= '9' || c == '.' || c == ',' || c == '-' {
			t.hand.typed(c)
			used = true
		}
	}
	switch {
	case u.TakeKey(command.Escape, 0):
		s.dropHand()
		return
	case u.TakeKey(command.Enter, 0), u.TakeKey(command.NumEnter, 0):
		s.endHand()
		return
	case u.TakeKey(command.Backspace, 0):
		t.hand.typed('\b')
		used = true
	}
	for _, p := range slices.Clone(u.Keys()) {
		if p.Mods == 0 && !p.Repeat && t.hand.key(p.Key) {
			u.TakeKey(p.Key, 0)
			used = true
		}
	}
	if used {
		x, y := s.pointer()
		s.followHand(x, y)
	}
}

// endHand keeps what is under way.
func (s *shell) endHand() {
	t := &s.tool
	if h := t.hand; h != nil && h.end(s) {
		t.hand, t.sticky, t.pressed = nil, false, false
	}
	s.busy = true
}

// handy reports whether an action may run by its key while a hand is at work:
// the view may be changed, and another tool taken, but digits are numbers.
func handy(a *command.Action, c command.Chord) bool {
	digit := len(c.Key) > 0 && (len(c.Key) > 3 && c.Key[:3] == "Num" || c.Key[0] >= '0' && c.Key[0] <= '9')
	switch a.Group {
	case "View", "Help":
		return !digit
	}
	return a.Group == toolGroup
}
