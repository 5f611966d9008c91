package view

import (
	"fmt"
	"slices"

	"github.com/metaspatial/metaspatial/host/view/ui"
)

// mostSentences bounds a list that nobody reads to its end.
const mostSentences = 100

// sentences is a list of sentences that stays until it is closed.
type sentences struct {
	title string
	lines []string
}

// tell shows sentences that are too many or too long for a message in passing.
func (s *shell) tell(title string, lines []string) {
	if more := len(lines) - mostSentences; more > 0 {
		lines = append(slices.Clone(lines[:mostSentences]), fmt.Sprintf("And %d more.", more))
	}
	s.told = sentences{title, lines}
	s.u.Open("told")
}

func (s *shell) drawTold() {
	u := s.u
	const wide = 560
	w, _ := u.Size()
	f := ui.Font{}
	text := min(wide, w-24) - 2*(ui.Margin+4) - 36
	high := 0.0
	for _, l := range s.told.lines {
		high += u.ParagraphHeight(l, text, f) + 8
	}
	h := 28 + 8 + min(300, high) + 12 + 32 + 2*(ui.Margin+4)
	u.Modal("told", wide, h, func(r ui.Rect) {
		u.Text(r.CutTop(28), s.told.title, ui.Font{Size: ui.Title, Bold: true})
		r.CutTop(8)
		foot := r.CutBottom(32)
		r.CutBottom(12)
		u.Scroll("told/list", r, high, func(c ui.Rect) {
			y := c.Y
			for _, l := range s.told.lines {
				h := u.ParagraphHeight(l, text, f)
				row := ui.R(c.X, y, c.W-10, h)
				y += h + 8
				icon := row.CutLeft(18)
				icon.H = 18
				u.Icon(icon, "warn", 14, u.Theme.Warn)
				row.CutLeft(8)
				u.Paragraph(ui.R(row.X, row.Y, text, h), l, f)
			}
		})
		o := ui.ButtonOptions{Main: true}
		if u.Button("told/close", foot.CutRight(u.ButtonWidth("Close", o)+10), "Close", o) {
			u.Close("told")
		}
	})
}
