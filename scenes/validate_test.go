package scenes_test

import (
	"math"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

func TestValidateOpenings(t *testing.T) {
	door := scenes.Opening{ID: "door_1", Kind: scenes.Door, Offset: 1, Width: 0.9, Height: 2, Swing: scenes.SwingLeft}
	window := scenes.Opening{ID: "window_1", Kind: scenes.Window, Wall: 1, Offset: 1.5, Width: 1.2, Height: 1.2, Sill: 0.9}
	for name, test := range map[string]struct {
		change func(d, w *scenes.Opening)
		want   string
	}{
		"sound":            {func(d, w *scenes.Opening) {}, ""},
		"from end to end":  {func(d, w *scenes.Opening) { d.Offset, d.Width = 2, 4 }, ""},
		"wider than wall":  {func(d, w *scenes.Opening) { d.Width = 9 }, "reaches from -3.5 to 5.5 m along wall 0, which is 4 m long"},
		"beyond the wall":  {func(d, w *scenes.Opening) { w.Offset = 7 }, `opening "window_1" reaches from 6.4 to 7.6 m`},
		"no such wall":     {func(d, w *scenes.Opening) { w.Wall = 4 }, "has walls 0 to 3"},
		"a gate":           {func(d, w *scenes.Opening) { d.Kind = "gate" }, `use "door" or "window"`},
		"swinging window":  {func(d, w *scenes.Opening) { w.Swing = scenes.SwingLeft }, "only doors have one"},
		"unknown swing":    {func(d, w *scenes.Opening) { d.Swing = "up" }, `the swing "up"`},
		"offset no number": {func(d, w *scenes.Opening) { d.Offset = math.NaN() }, "must be finite"},
		"sill no number":   {func(d, w *scenes.Opening) { w.Sill = math.Inf(1) }, "must be finite"},
		"width unbounded":  {func(d, w *scenes.Opening) { d.Width = math.Inf(1) }, "positive width"},
		"no height":        {func(d, w *scenes.Opening) { d.Height = 0 }, "positive width and height"},
		"id twice":         {func(d, w *scenes.Opening) { w.ID = d.ID }, "used twice"},
	} {
		t.Run(name, func(t *testing.T) {
			room := scenes.RectRoom(4, 3, 2.6)
			d, w := door, window
			test.change(&d, &w)
			room.Openings = []scenes.Opening{d, w}
			err := room.Validate()
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("got the error %v, want %q", err, test.want)
			}
		})
	}
}
