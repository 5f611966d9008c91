package view

import (
	"context"

	"github.com/metaspatial/metaspatial/host/view/edit"
	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay"
)

// heating is the map of where the selected object could go.
type heating struct {
	on bool
	// of is what was asked for last, shown what the field is of.
	of, shown heatKey
	field     stage.Field
	cancel    context.CancelFunc
}

// heatKey is what a map depends on. Equal pointers mean equal content.
type heatKey struct {
	task   *scenes.Task
	layout *scenes.Layout
	id     string
}

func (s *shell) toggleHeat() {
	s.heat.on = !s.heat.on
	s.fresh = true
}

// field is the map to show now. A new one is made beside the window as soon as
// what it depends on is another; while the object itself is dragged the one from
// before it holds.
func (s *shell) field() stage.Field {
	h := &s.heat
	room := s.active()
	var key heatKey
	if refs := s.placed(); h.on && len(refs) > 0 {
		key = heatKey{room.Task, room.Layout, refs[len(refs)-1].ID}
	}
	if s.doc.Moving() && key.id == h.of.id && key.task == h.of.task {
		key = h.of
	}
	if key != h.of {
		h.of = key
		if h.cancel != nil {
			h.cancel()
			h.cancel = nil
		}
		if key.id != "" {
			s.heatUp(key)
		}
	}
	if key.id == "" || h.shown.id != key.id || h.shown.task != key.task {
		return stage.Field{}
	}
	return h.field
}

// heatUp makes a map beside the window.
func (s *shell) heatUp(key heatKey) {
	work := func(ctx context.Context) func() {
		f, err := edit.Heat(ctx, measure.NewChecker(key.task), key.task, key.layout, key.id)
		return func() {
			if err == nil && s.heat.of == key {
				s.heat.field, s.heat.shown, s.fresh = f, key, true
			}
		}
	}
	if s.opts.atOnce {
		work(context.Background())()
		return
	}
	s.heat.cancel = s.sendQuietly("Where "+plain(key.id)+" could go", func(ctx context.Context, _ *errand) func() { return work(ctx) })
}

// drawHeatLegend says what the colours of the map mean.
func (s *shell) drawHeatLegend(r ui.Rect) {
	if !s.heat.on || s.watch.on {
		return
	}
	u := s.u
	text := "Select an object to see where it could go."
	if s.heat.of.id != "" {
		text = "Where " + plain(s.heat.of.id) + " could go"
	}
	f := ui.Font{Size: ui.Small}
	box := ui.R(r.X+12, r.Bottom()-38, u.Width(text, f)+24, 26)
	if s.heat.of.id != "" {
		box.W += 172
	}
	if box.W > r.W-24 {
		return
	}
	u.FillRound(box, ui.Radius, ui.Alpha(u.Theme.Panel, 0.92))
	in := box.Pad(10, 0)
	u.Text(in.CutLeft(u.Width(text, f)+14), text, f)
	if s.heat.of.id == "" {
		return
	}
	if s.heat.shown != s.heat.of {
		u.Text(in, "…", f)
		return
	}
	u.Text(in.CutLeft(30), "not", ui.Font{Size: ui.Small, Color: u.Theme.Soft})
	ramp := in.CutLeft(88).Pad(0, 8)
	const steps = 22
	for i := range steps {
		u.Fill(ramp.CutLeft(88.0/steps), overlay.Shade(float64(i)/(steps-1)))
	}
	in.CutLeft(8)
	u.Text(in, "well", ui.Font{Size: ui.Small, Color: u.Theme.Soft})
}
