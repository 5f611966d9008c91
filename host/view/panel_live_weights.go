package view

import (
	"math"
	"time"

	"github.com/metaspatial/metaspatial/host/view/live"
	"github.com/metaspatial/metaspatial/host/view/ui"
)

// weighing is the slider of a term's weight.
type weighing struct {
	// most is the slider's end, which stays where it was at first.
	most float64
	// set is what was asked for, at the time asked; it is shown until the run has
	// it, or does not answer.
	set     float64
	asked   time.Duration
	waiting bool
}

// weighs is how long a change of a weight is awaited: a run changes it between
// two iterations.
const weighs = 10 * time.Second

const noControl = "This run takes no commands: it has ended, or is only a record."

// drawWeights changes the weights of the terms. A drag is one change, when it
// ends; it takes effect with the next iteration.
func (s *shell) drawWeights(r ui.Rect, st live.State) {
	u := s.u
	text := "A change takes effect with the next iteration, and is on record."
	if !st.Control {
		text = noControl
	}
	small := ui.Font{Size: ui.Small, Color: u.Theme.Soft}
	u.Paragraph(r.CutTop(u.ParagraphHeight(text, r.W, small)+8), text, small)
	var newest map[string]float64
	if n := len(st.History); n > 0 {
		newest = st.History[n-1].Metrics
	}
	u.Disable(!st.Control, func() {
		u.Scroll("run/weights", r, 66*float64(len(st.Terms)), func(c ui.Rect) {
			for _, t := range st.Terms {
				row := c.CutTop(66)
				line := row.CutTop(24)
				if v, ok := newest["term/"+t.Name]; ok {
					word := "value " + ui.Short(v)
					u.Text(line.CutRight(u.Width(word, small)+1), word, small)
				}
				u.Text(line, plain(t.Name), ui.Font{})
				s.weigh(row.CutTop(ui.Row), t.Name, t.Weight)
			}
		})
	})
}

// weigh draws the slider and the number of a term's weight.
func (s *shell) weigh(line ui.Rect, term string, weight float64) {
	u := s.u
	w := s.watch.weights[term]
	if w == nil {
		w = &weighing{most: max(1, 2*math.Abs(weight))}
		s.watch.weights[term] = w
	}
	now := u.Input().Time
	if w.waiting && (weight == w.set || now-w.asked > weighs) {
		w.waiting = false
	}
	shown := weight
	if w.waiting {
		shown = w.set
	}
	line.CutRight(10) // of the scroll bar
	typed, _, entered := u.Number("weight/n/"+term, line.CutRight(84), shown, ui.NumberOptions{Digits: 2, Min: -10, Max: 10, Tip: "Takes effect with the next iteration."})
	line.CutRight(8)
	v, dragged, done := u.Slider("weight/"+term, line, typed, 0, w.most)
	if dragged {
		v = math.Round(v*100) / 100
	}
	if dragged || typed != shown {
		w.set, w.asked, w.waiting = v, now, true
	}
	if (done || entered) && w.waiting && w.set != weight {
		s.feed.SetWeight(term, w.set)
	}
}
