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
		"up to the beams":  {func(d, w *scenes.Opening) { w.Sill, w.Height = 0.9, 2.0 }, ""},
		"above the roof":   {func(d, w *scenes.Opening) { w.Sill = 1.8 }, `opening "window_1" reaches from 1.8 to 3 m above the floor, and the room is 2.6 m high`},
		"a high door":      {func(d, w *scenes.Opening) { d.Height = 3 }, `opening "door_1" reaches from 0 to 3 m above the floor`},
		"in the cellar":    {func(d, w *scenes.Opening) { w.Sill = -1 }, `opening "window_1" reaches from -1 to 0.2 m`},
		"out of the world": {func(d, w *scenes.Opening) { w.Sill = 1e308 }, "the room is 2.6 m high"},
		"escape in its id": {func(d, w *scenes.Opening) { d.ID = "a\n\x1b[31m" }, `opening id "a\n\x1b[31m" holds a character that cannot be shown`},
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

func TestValidateNames(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*scenes.Task)
		want   string
	}{
		"other scripts":     {func(t *scenes.Task) { t.Objects[0].ID, t.Objects[0].Category = "sófa 椅子", "canapé" }, ""},
		"escape in an id":   {func(t *scenes.Task) { t.Objects[0].ID = "a\n\x1b[31m" }, `object id "a\n\x1b[31m" holds a character that cannot be shown`},
		"text runs back":    {func(t *scenes.Task) { t.Objects[0].ID = "a\u202eb" }, "cannot be shown"},
		"no UTF-8":          {func(t *scenes.Task) { t.Objects[0].ID = "a\xff" }, "cannot be shown"},
		"bell in category":  {func(t *scenes.Task) { t.Objects[0].Category = "\a" }, `object "sofa_1" has the category "\a"`},
		"bell in asset":     {func(t *scenes.Task) { t.Objects[0].Asset = "\a" }, `the asset "\a"`},
		"line in program":   {func(t *scenes.Task) { t.Program = "bed\nroom" }, "leave it out"},
		"line in the id":    {func(t *scenes.Task) { t.ID = "a\rb" }, "leave it out"},
		"escape in anchors": {func(t *scenes.Task) { t.Specs[0].Anchors[0] = "\x1b[2J" }, "specs[0]: names"},
	} {
		t.Run(name, func(t *testing.T) {
			task := &scenes.Task{ID: "names", Room: scenes.RectRoom(4, 3, 2.6),
				Objects: []scenes.Object{{ID: "sofa_1", Category: "sofa", Size: scenes.Vec3{2, 1, 1}, Support: scenes.OnFloor}},
				Specs:   []scenes.Spec{{Predicate: "near", Count: 1, Subject: "sofa", Anchors: []string{"door"}}}}
			test.change(task)
			err := task.Validate()
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("got the error %v, want %q", err, test.want)
			}
		})
	}
}

func TestValidateLocksAndOptions(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*scenes.Task)
		want   string
	}{
		"locked":         {func(t *scenes.Task) { t.Locked = []scenes.Placement{{ID: "desk", Yaw: 90}} }, ""},
		"locked nowhere": {func(t *scenes.Task) { t.Locked = []scenes.Placement{{ID: "desk", Yaw: math.NaN()}} }, `locked[0]: object "desk" is not at a finite place`},
		"locked twice":   {func(t *scenes.Task) { t.Locked = []scenes.Placement{{ID: "desk"}, {ID: "desk"}} }, `locked[1] names "desk" a second time`},
		"locked ghost":   {func(t *scenes.Task) { t.Locked = []scenes.Placement{{ID: "ghost"}} }, `locked[0] names "ghost"`},
		"optional leaf":  {func(t *scenes.Task) { t.Objects[1].Optional = true }, ""},
		"both optional":  {func(t *scenes.Task) { t.Objects[0].Optional, t.Objects[1].Optional = true, true }, ""},
		"optional root":  {func(t *scenes.Task) { t.Objects[0].Optional = true }, `object "lamp": depends on "desk", which may be left out`},
	} {
		t.Run(name, func(t *testing.T) {
			task := &scenes.Task{ID: "room", Room: scenes.RectRoom(4, 3, 2.6), Objects: []scenes.Object{
				{ID: "desk", Size: scenes.Vec3{1, 1, 1}, Support: scenes.OnFloor},
				{ID: "lamp", Size: scenes.Vec3{1, 1, 1}, Support: scenes.OnObject, Parent: "desk"},
			}}
			test.change(task)
			err := task.Validate()
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("got the error %v, want %q", err, test.want)
			}
		})
	}
}
