package view

import (
	"fmt"
	"image/color"
	"slices"

	"github.com/metaspatial/metaspatial/host/view/assist"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

// broken are the rules without which a room cannot be built or used as it is;
// what is against another rule, a wish or a guideline, is shown milder.
var broken = []scenes.Rule{
	scenes.RuleFormat, scenes.RuleUnplaced, scenes.RuleCollision, scenes.RuleOutOfBounds,
	scenes.RuleSupport, scenes.RuleOpening, scenes.RuleClearance,
}

// mark is the icon and the colour of a rule's findings.
func mark(t *ui.Theme, r scenes.Rule) (string, color.NRGBA) {
	if slices.Contains(broken, r) {
		return "bad", t.Bad
	}
	return "warn", t.Warn
}

// truthOf says what is wrong with a room, and what it is worth where there is a
// policy at hand. Asked again for what has not changed it costs nothing.
func (s *shell) truthOf(room *scenes.LevelRoom) *assist.Truth {
	if s.helper != nil {
		return s.helper.Look(room.Task, room.Layout)
	}
	if t := s.truth; t != nil && t.Task == room.Task && t.Layout == room.Layout {
		return t
	}
	r := measure.Check(room.Task, room.Layout)
	return &assist.Truth{Task: room.Task, Layout: room.Layout, Report: r, Valid: r.FullyValid()}
}

// verdict is what the status line says of the room.
func (s *shell) verdict() (text, icon string, c color.NRGBA) {
	t := s.u.Theme
	faults := scenes.Faults(s.truth.Findings)
	switch n := len(faults); {
	case len(s.truth.Task.Objects) == 0:
		return "empty room", "info", t.Soft
	case n == 0:
		return "no faults", "good", t.Good
	case n == 1:
		text = "1 fault"
	default:
		text = fmt.Sprintf("%d faults", n)
	}
	icon, c = "warn", t.Warn
	for _, f := range faults {
		if slices.Contains(broken, f.Rule) {
			icon, c = "bad", t.Bad
		}
	}
	return text, icon, c
}

// drawFindings lists the faults; it returns the one that was clicked, or nil.
func (s *shell) drawFindings(id string, r ui.Rect, findings []scenes.Finding) *scenes.Finding {
	u := s.u
	faults := scenes.Faults(findings)
	if len(faults) == 0 {
		u.Empty(r, "good", "No faults", "Everything stands inside the room, on what carries it, and nothing collides.")
		return nil
	}
	mends := -1
	clicked, _ := u.List(id, r, len(faults), 44, nil, func(i int, line ui.Rect) {
		f := &faults[i]
		icon, c := mark(u.Theme, f.Rule)
		in := line.Pad(8, 4)
		if !s.watch.on && s.mendButton(in.CutRight(ui.Row)) {
			mends = i
		}
		u.Icon(in.CutLeft(18), icon, 16, c)
		in.CutLeft(8)
		lines := u.Wrap(f.Message, in.W, ui.Font{Size: ui.Small + 0.5})
		if len(lines) == 1 {
			u.Text(in, lines[0], ui.Font{Size: ui.Small + 0.5})
		} else {
			u.Text(in.CutTop(18), lines[0], ui.Font{Size: ui.Small + 0.5})
			rest := lines[1]
			for _, l := range lines[2:] {
				rest += " " + l
			}
			u.Text(in.CutTop(18), rest, ui.Font{Size: ui.Small + 0.5})
		}
		tip := f.Message
		if mends == i {
			tip = "Move " + plain(f.Object) + " to the nearest place without a fault."
		}
		u.Tip(fmt.Sprint(id, "/tip", i), line, tip)
	})
	if clicked >= 0 && clicked == mends {
		s.mend(faultOf(&faults[clicked]))
		return nil
	}
	if clicked >= 0 && clicked < len(faults) {
		return &faults[clicked]
	}
	return nil
}
