package ui

import (
	"math"
	"time"

	"github.com/metaspatial/metaspatial/host/view/command"
)

// scrollState is where a place is scrolled to, and where the wheel takes it.
type scrollState struct{ y, to float64 }

// The wheel: units per notch, and the time in which what is left of the way
// shrinks to a third.
const (
	notch = 48
	glide = 40 * time.Millisecond
)

// roll moves towards where the wheel has turned to, and asks for the next frame
// until it is there.
func (u *UI) roll(s *scrollState, most float64) {
	s.to = max(0, min(most, s.to))
	left := s.to - s.y
	if math.Abs(left) < 1 {
		s.y = s.to
		return
	}
	s.y += left * (1 - math.Exp(-float64(u.in.Time-u.last.Time)/float64(glide)))
	u.WakeAfter(0)
}

// barWidth is the width of a scroll bar with its distance to the content.
const barWidth = 10

// Scroll draws content of a height through a place that may be lower. f gets
// where the content lies (wider than the place is not possible) and draws the
// part that is seen, which is the place clipped.
func (u *UI) Scroll(id string, r Rect, height float64, f func(content Rect)) {
	s := u.scrolls[id]
	if s == nil {
		s = &scrollState{}
		u.scrolls[id] = s
	}
	most := max(0, height-r.H)
	if most > 0 {
		if _, dy := u.TakeWheel(r); dy != 0 {
			s.to -= dy * notch
		}
		u.roll(s, most)
		bar := Rect{r.Right() - barWidth, r.Y, barWidth, r.H}
		long := max(24, r.H*r.H/height)
		res := u.Interact(id+"/bar", bar)
		if res.Held && r.H > long {
			s.y = max(0, min(most, s.y+res.DY*most/(r.H-long)))
			s.to = s.y
		}
		thumb := Rect{bar.X + 3, r.Y + (r.H-long)*s.y/most, 5, long}
		c := u.Theme.Line
		if res.Over || res.Held {
			c = u.Theme.Faint
		}
		u.FillRound(thumb, 3, c)
	}
	s.y, s.to = max(0, min(most, s.y)), max(0, min(most, s.to))
	y := math.Round(s.y)
	w := r.W
	if most > 0 {
		w -= barWidth
	}
	u.Clip(r, func() { f(Rect{r.X, r.Y - y, w, max(height, r.H)}) })
}

// Show scrolls a scrolled place so that the part from y to y+h of its content
// is seen.
func (u *UI) Show(id string, y, h, height float64) {
	if s := u.scrolls[id]; s != nil {
		s.y = max(min(s.y, y), y+h-height)
		s.to = s.y
	}
}

// List draws n lines of one height, of which only those that are seen are
// asked for. It returns the line that was clicked and the one that was clicked
// twice, or -1.
func (u *UI) List(id string, r Rect, n int, rowHeight float64, chosen func(int) bool, row func(i int, r Rect)) (clicked, double int) {
	clicked, double = -1, -1
	u.Scroll(id, r, float64(n)*rowHeight, func(c Rect) {
		first := max(0, int((r.Y-c.Y)/rowHeight))
		for i := first; i < n && c.Y+float64(i)*rowHeight < r.Bottom(); i++ {
			line := Rect{c.X, c.Y + float64(i)*rowHeight, c.W, rowHeight}
			res := u.Interact(childID(id, i), line)
			switch {
			case chosen != nil && chosen(i):
				u.FillRound(line.Pad(2, 0), Radius, u.Theme.Chosen)
			case res.Over:
				u.FillRound(line.Pad(2, 0), Radius, u.Theme.Over)
			}
			if res.Clicked {
				clicked = i
			}
			if res.Double {
				double = i
			}
			row(i, line)
		}
	})
	return clicked, double
}

// Grid draws n cells of at least the width side by side, of which only those
// that are seen are asked for. f draws a cell and gets what is done with it.
func (u *UI) Grid(id string, r Rect, n int, width, height float64, f func(i int, cell Rect, res Response)) {
	cols := max(1, int((r.W-barWidth+Gap)/(width+Gap)))
	w := (r.W - barWidth - float64(cols-1)*Gap) / float64(cols)
	step := height + Gap
	rows := (n + cols - 1) / cols
	u.Scroll(id, r, float64(rows)*step, func(c Rect) {
		first := max(0, int((r.Y-c.Y)/step))
		for i := first * cols; i < n; i++ {
			cell := Rect{c.X + float64(i%cols)*(w+Gap), c.Y + float64(i/cols)*step, w, height}
			if cell.Y >= r.Bottom() {
				break
			}
			f(i, cell, u.Interact(childID(id, i), cell))
		}
	})
}

// Choose moves a choice by the arrow keys and the page keys within n lines.
func (u *UI) Choose(at, n, page int) int {
	for key, step := range map[command.Key]int{command.Up: -1, command.Down: 1, command.PageUp: -page, command.PageDown: page} {
		if u.TakeKey(key, 0) {
			at += step
		}
	}
	return max(0, min(n-1, at))
}
