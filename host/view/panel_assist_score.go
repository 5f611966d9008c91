package view

import (
	"cmp"
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/view/assist"
	"github.com/metaspatial/metaspatial/host/view/ui"
)

// breakdown shows where a reward comes from: a line per term, which opens to the
// objects that it tells apart, the worst first.
type breakdown struct {
	// opened is the term whose objects are shown.
	opened string
}

const (
	breakdownLine = 24
	// breakdownObjects bounds the objects shown below a term.
	breakdownObjects = 12
)

// height is that of the whole breakdown.
func (b *breakdown) height(t *assist.Truth) float64 {
	if t == nil {
		return 0
	}
	if t.Score == nil {
		if t.Err == "" {
			return 0
		}
		return 64
	}
	lines := len(t.Score.Terms)
	for i := range t.Score.Terms {
		if s := &t.Score.Terms[i]; s.Term == b.opened {
			lines += min(len(s.Objects), breakdownObjects) + len(s.Parts)
		}
	}
	return 44 + breakdownLine*float64(lines)
}

// frame draws the breakdown, and returns the object that was clicked, or "".
func (b *breakdown) frame(u *ui.UI, r ui.Rect, t *assist.Truth) (object string) {
	if t == nil || t.Score == nil && t.Err == "" {
		return ""
	}
	u.Fill(r.CutTop(1), u.Theme.Line)
	r.CutTop(8)
	head := r.CutTop(24)
	u.Text(head, "Reward", ui.Font{Bold: true})
	if t.Score == nil {
		u.Paragraph(r, capital(strings.TrimRight(t.Err, "."))+".", ui.Font{Size: ui.Small, Color: u.Theme.Soft})
		return ""
	}
	f := ui.Font{Bold: true, Align: ui.AlignRight, Color: u.Theme.Accent}
	if t.Stale {
		f.Color = u.Theme.Faint
	}
	u.Text(head, signed(t.Score.Reward), f)
	largest := 1e-9
	for _, s := range t.Score.Terms {
		largest = max(largest, math.Abs(s.Weight*s.Value))
	}
	u.Scroll("breakdown", r, b.height(t)-44, func(c ui.Rect) {
		for i := range t.Score.Terms {
			s := &t.Score.Terms[i]
			b.term(u, c.CutTop(breakdownLine), i, s, largest)
			if s.Term == b.opened {
				if id := b.objects(u, &c, t, s); id != "" {
					object = id
				}
			}
		}
	})
	return object
}

// term draws a line: the weighted value as a bar from the middle, to the right
// for what it adds and to the left for what it takes.
func (b *breakdown) term(u *ui.UI, line ui.Rect, i int, s *session.TermScore, largest float64) {
	id := "breakdown/" + s.Term
	res := u.Interact(id, line)
	if res.Clicked {
		if b.opened == s.Term {
			b.opened = ""
		} else {
			b.opened = s.Term
		}
	}
	if res.Over {
		u.FillRound(line, ui.Radius, u.Theme.Over)
	}
	u.Tip(id, line, termTip(s))
	arrow := "right"
	if s.Term == b.opened {
		arrow = "down"
	}
	mark := line.CutLeft(18)
	if len(s.Objects)+len(s.Parts) > 0 {
		u.Icon(mark, arrow, 11, u.Theme.Soft)
	}
	small := ui.Font{Size: ui.Small + 0.5}
	u.Text(line.CutLeft(line.W*0.4), plain(s.Term), small)
	value := line.CutRight(56)
	word := signed(s.Weight * s.Value)
	switch {
	case s.Lost:
		word, small.Color = "lost", u.Theme.Warn
	case s.Invalid:
		word, small.Color = "none", u.Theme.Warn
	case s.Weight == 0:
		word, small.Color = "("+ui.Short(s.Value)+")", u.Theme.Faint
	}
	small.Align = ui.AlignRight
	u.Text(value, word, small)
	c := u.Theme.Good
	if s.Weight*s.Value < 0 {
		c = u.Theme.Bad
	}
	bar(u, line.Pad(6, 9), s.Weight*s.Value/largest, c)
}

// bar draws a part in [-1, 1] from the middle of a place.
func bar(u *ui.UI, r ui.Rect, part float64, c color.NRGBA) {
	if r.Empty() {
		return
	}
	u.FillRound(r, 2, u.Theme.Line)
	w := r.W / 2 * min(1, math.Abs(part))
	at := ui.R(r.X+r.W/2, r.Y, w, r.H)
	if part < 0 {
		at.X -= w
	}
	u.Fill(at, c)
	u.Fill(ui.R(r.X+r.W/2, r.Y-2, 1, r.H+4), u.Theme.Soft)
}

func termTip(s *session.TermScore) string {
	tip := fmt.Sprintf("%s: value %s, weight %s", plain(s.Term), ui.Short(s.Value), ui.Short(s.Weight))
	switch {
	case s.Lost:
		return tip + ". The term has failed and takes no part any more."
	case s.Invalid:
		return tip + ". The term could not score this layout."
	case s.Weight == 0:
		return tip + ". It is reported and does not count."
	case len(s.Objects) > 0:
		return tip + ". Click for the single objects."
	}
	return tip
}

// objects draws what a term says of single objects, the worst first, and the
// numbers behind its value.
func (b *breakdown) objects(u *ui.UI, c *ui.Rect, t *assist.Truth, s *session.TermScore) (clicked string) {
	small := ui.Font{Size: ui.Small, Color: u.Theme.Soft}
	right := small
	right.Align = ui.AlignRight
	for _, p := range s.Parts {
		line := c.CutTop(breakdownLine)
		line.CutLeft(18)
		u.Text(line.CutRight(56), ui.Short(p.Value), right)
		u.Text(line, plain(p.Name), small)
	}
	order := make([]int, min(len(s.Objects), len(t.Task.Objects)))
	largest := 1e-9
	for i := range order {
		order[i] = i
		largest = max(largest, math.Abs(s.Objects[i]))
	}
	sign := 1.0
	if s.Weight < 0 {
		sign = -1
	}
	slices.SortStableFunc(order, func(i, k int) int { return cmp.Compare(sign*s.Objects[i], sign*s.Objects[k]) })
	for _, i := range order[:min(len(order), breakdownObjects)] {
		id := t.Task.Objects[i].ID
		line := c.CutTop(breakdownLine)
		res := u.Interact("breakdown/"+s.Term+"/"+id, line)
		if res.Clicked {
			clicked = id
		}
		if res.Over {
			u.FillRound(line, ui.Radius, u.Theme.Over)
		}
		line.CutLeft(18)
		u.Text(line.CutRight(56), signed(s.Objects[i]), right)
		u.Text(line.CutLeft(line.W*0.55), plain(id), ui.Font{Size: ui.Small})
		col := u.Theme.Good
		if sign*s.Objects[i] < 0 {
			col = u.Theme.Bad
		}
		bar(u, line.Pad(6, 10), s.Objects[i]/largest, col)
	}
	return clicked
}

// signed writes a number with its sign.
func signed(v float64) string {
	text := ui.Short(v)
	if v > 0 && !strings.HasPrefix(text, "+") {
		return "+" + text
	}
	return text
}
