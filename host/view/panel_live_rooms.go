package view

import (
	"fmt"
	"image"
	"math"
	"strings"
	"time"

	"github.com/metaspatial/metaspatial/host/view/live"
	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// splitView shows the rooms of a run side by side, at the size that the window
// has for them, and the same rooms before and after training.
type splitView struct {
	feed   *live.Feed
	models func(asset string) *mesh.Model
	thumbs *stage.Thumbs
	// chosen is the room with the frame round it.
	chosen int
	// compare shows the first rooms, before says whether as they were furnished
	// at the beginning or as the policy furnishes them now.
	compare, before bool
	// pictures are the last of each room, shown until the next are drawn.
	pictures map[int]*image.RGBA
}

// splitPicture is the side of a room's picture in pixels.
const splitPicture = 512

func newSplitView(feed *live.Feed, models func(string) *mesh.Model, atOnce bool) *splitView {
	return &splitView{
		feed: feed, models: models, pictures: map[int]*image.RGBA{},
		thumbs: stage.NewThumbs(stage.ThumbOptions{Side: splitPicture, Most: 64, AtOnce: atOnce}),
	}
}

func (p *splitView) close() { p.thumbs.Close() }

// flip changes between before and after. The first time it has the first rooms
// furnished again.
func (p *splitView) flip() {
	if p.compare {
		p.before = !p.before
		return
	}
	p.compare, p.before, p.chosen = true, false, 0
	p.feed.Compare()
}

// frames are the rooms to show.
func (p *splitView) frames() []live.Frame {
	if !p.compare {
		return p.feed.Frames()
	}
	var out []live.Frame
	for _, pair := range p.feed.Comparison().Pairs {
		if p.before {
			out = append(out, pair.Before)
		} else {
			out = append(out, pair.After)
		}
	}
	return out
}

// frame draws the rooms, and returns the one that was clicked twice.
func (p *splitView) frame(u *ui.UI, r ui.Rect) (opened *live.Frame) {
	u.Fill(r, u.Theme.Window)
	if p.thumbs.Pending() {
		u.WakeAfter(30 * time.Millisecond)
	}
	if p.compare {
		p.beforeAfter(u, r.CutTop(44))
	}
	r = r.Inset(ui.Gap)
	frames := p.frames()
	if len(frames) == 0 {
		p.none(u, r)
		return nil
	}
	p.chosen = max(0, min(p.chosen, len(frames)-1))
	cols, rows := tiles(len(frames), r)
	w := (r.W - ui.Gap*float64(cols-1)) / float64(cols)
	h := (r.H - ui.Gap*float64(rows-1)) / float64(rows)
	for i := range frames {
		cell := ui.R(r.X+float64(i%cols)*(w+ui.Gap), r.Y+float64(i/cols)*(h+ui.Gap), w, h)
		if p.room(u, cell, i, &frames[i]) {
			opened = &frames[i]
		}
	}
	return opened
}

// tiles divides a place into as many cells as there are rooms, so that square
// pictures come out largest.
func tiles(n int, r ui.Rect) (cols, rows int) {
	best := -1.0
	for c := 1; c <= n; c++ {
		k := (n + c - 1) / c
		if size := min(r.W/float64(c), r.H/float64(k)); size > best {
			best, cols, rows = size, c, k
		}
	}
	return cols, rows
}

func (p *splitView) none(u *ui.UI, r ui.Rect) {
	c := p.feed.Comparison()
	st := p.feed.State()
	switch {
	case p.compare && c.Err != "":
		u.Empty(r, "split", "No comparison", capital(strings.TrimRight(c.Err, "."))+".")
	case p.compare:
		u.Empty(r, "clock", "Furnishing the first rooms", "The policy as it is now furnishes the rooms that it began with.")
	case !st.Control && !st.Lost:
		u.Empty(r, "sofa", "No layouts", "This run has recorded no layouts. Set recorder.samples in the run file of the next one.")
	default:
		u.Empty(r, "clock", "Waiting for the first layouts", "They come at the end of the first iteration.")
	}
}

// beforeAfter draws the switch between the two, above the rooms.
func (p *splitView) beforeAfter(u *ui.UI, r ui.Rect) {
	u.Fill(r, u.Theme.Panel)
	row := r.Pad(ui.Margin, 8)
	c := p.feed.Comparison()
	if u.Button("split/run", row.CutRight(120), "Back to the run", ui.ButtonOptions{}) {
		p.compare = false
	}
	row.CutRight(ui.Gap)
	if len(c.Pairs) == 0 {
		return
	}
	if u.Button("split/before", row.CutLeft(130), "At the beginning", ui.ButtonOptions{On: p.before}) {
		p.before = true
	}
	row.CutLeft(ui.Gap)
	now := fmt.Sprintf("Now, after %d iterations", c.Iteration)
	if u.Button("split/after", row.CutLeft(u.ButtonWidth(now, ui.ButtonOptions{})), now, ui.ButtonOptions{On: !p.before, Disabled: c.Loading}) {
		p.before = false
	}
	row.CutLeft(12)
	u.Text(row, "The same rooms, furnished by the policy of then and of now.", ui.Font{Size: ui.Small, Color: u.Theme.Soft})
}

// room draws one room with its head line and reports whether it was clicked
// twice.
func (p *splitView) room(u *ui.UI, r ui.Rect, i int, fr *live.Frame) (opened bool) {
	res := u.Interact(fmt.Sprint("split/room", i), r)
	if res.Clicked {
		p.chosen = i
	}
	u.FillRound(r, ui.Radius, u.Theme.Stage)
	in := r
	line := in.CutTop(26).Pad(9, 0)
	if img, state := p.thumbs.Get(stage.LayoutSubject(fr.Task, fr.Layout, p.models)); state == stage.ThumbReady {
		p.pictures[i] = img
	}
	if img := p.pictures[i]; img != nil {
		side := math.Floor(min(in.W, in.H))
		u.Picture(in.Middle(side, side), img, 0, ui.Radius)
	}
	n := len(scenes.Faults(fr.Findings))
	icon, c := "good", u.Theme.Good
	if n > 0 {
		icon, c = "warn", u.Theme.Warn
	}
	f := ui.Font{Size: ui.Small, Bold: true, Color: c}
	word := faultsIn(fr.Findings)
	u.Text(line.CutRight(u.Width(word, f)+1), word, f)
	u.Icon(line.CutRight(18), icon, 13, c)
	name := fr.Task.Program
	if name == "" {
		name = fr.Task.ID
	}
	said := fmt.Sprintf("%s · reward %s", plain(name), ui.Short(fr.Reward))
	if !p.compare {
		said += fmt.Sprintf(" · iteration %d, turn %d of %d", fr.Iteration+1, fr.Turn+1, max(1, fr.Turns))
	}
	u.Text(line, said, ui.Font{Size: ui.Small, Bold: true})
	if fr.Task.Preference != "" {
		u.Tip(fmt.Sprint("split/room", i), r, fr.Task.Preference)
	}
	switch {
	case i == p.chosen:
		u.Stroke(r, ui.Radius, 2, u.Theme.Accent)
	case res.Over:
		u.Stroke(r, ui.Radius, 1, u.Theme.Soft)
	}
	return res.Double
}

// drawSplit shows all rooms of the run. One that is clicked twice is shown
// alone, or, of a comparison, taken into the editor.
func (s *shell) drawSplit(r ui.Rect) {
	v := s.watch.split
	opened := v.frame(s.u, r)
	frames := v.frames()
	if !v.compare {
		s.watch.room = v.chosen
	}
	if v.chosen < len(frames) {
		s.watch.frame = frames[v.chosen]
	}
	switch {
	case opened == nil:
	case v.compare:
		s.watch.frame = *opened
		s.takeRoom()
	default:
		// The stage has not seen this frame yet.
		s.watch.many, s.watch.frame = false, live.Frame{}
	}
}
