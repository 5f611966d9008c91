package export

import (
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/importer"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

// furnished is a generated room of a library's models with its own witness.
func furnished(t *testing.T, lib *assets.Library, o roomgen.Options) scenes.LevelRoom {
	t.Helper()
	for _, a := range lib.Assets() {
		o.Items = append(o.Items, roomgen.Item{Asset: a.ID, Category: a.Category, Size: a.Size, Support: a.Mount, Flat: a.Flat})
	}
	task, layout, err := roomgen.Generate(o)
	if err != nil {
		t.Fatal(err)
	}
	return scenes.LevelRoom{Task: task, Layout: layout}
}

// kaykit imports the pack of furniture.
func kaykit(t *testing.T) *assets.Library {
	t.Helper()
	lib, _, err := importer.Import(t.Context(), []string{scenestest.Shared(t, "packs/kaykit-furniture-bits")}, importer.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

// polygon is a room with a slanted wall, a hole, a door and a window, furnished
// by hand: ids that are not ASCII or begin with a digit, one asset twice, an
// object scaled along one axis, one without an asset, one without a placement.
func polygon() scenes.LevelRoom {
	sofa, _ := assets.Starter().Find("starter/sofa_leather")
	lamp, _ := assets.Starter().Find("starter/floor_lamp_tripod")
	wide := sofa.Size
	wide[0] *= 1.25
	task := &scenes.Task{ID: "Wohnküche \"süd\"", Program: "living", Preference: "hell,\nund weit", Room: scenes.Room{
		Floor:  []scenes.Vec2{{0, 0}, {6, 0}, {6, 3}, {4, 5}, {0, 5}},
		Holes:  [][]scenes.Vec2{{{4.2, 1}, {4.6, 1}, {4.6, 1.4}, {4.2, 1.4}}},
		Height: 2.7,
		Openings: []scenes.Opening{
			{ID: "door", Kind: scenes.Door, Wall: 0, Offset: 1.2, Width: 0.9, Height: 2.1, Swing: scenes.SwingLeft},
			{ID: "window", Kind: scenes.Window, Wall: 3, Offset: 2, Width: 1.5, Height: 1.1, Sill: 0.9},
		},
	}}
	object := func(id, category, asset string, size scenes.Vec3) {
		task.Objects = append(task.Objects, scenes.Object{ID: id, Category: category, Asset: asset, Size: size, Support: scenes.OnFloor})
	}
	object("sofa", "sofa", sofa.ID, sofa.Size)
	object("söfa", "sofa", sofa.ID, wide)
	object("ソファ/2", "floor_lamp", lamp.ID, lamp.Size)
	object("1st-col", "crate", "", scenes.Vec3{0.4, 0.6, 0.3})
	object("shell", "crate", "", scenes.Vec3{0.4, 0.6, 0.3})
	object("rug", "rug", "starter/rug", scenes.Vec3{2.2, 1.5, 0.02})
	task.Objects[5].Flat = true
	object("left out", "crate", "", scenes.Vec3{1, 1, 1})
	stand := func(id string, x, y, h, yaw float64) scenes.Placement {
		return scenes.Placement{ID: id, Position: scenes.Vec3{x, y, h / 2}, Yaw: yaw}
	}
	return scenes.LevelRoom{Task: task, Layout: &scenes.Layout{Placements: []scenes.Placement{
		stand("sofa", 1.2, 4.4, sofa.Size[2], 180), stand("söfa", 1.4, 2.4, sofa.Size[2], 20), stand("ソファ/2", 5.4, 0.5, lamp.Size[2], 271.5),
		stand("1st-col", 3.5, 0.7, 0.3, 90), stand("shell", 3.5, 2.7, 0.3, -45), stand("rug", 3.2, 3.6, 0.02, 0),
	}}}
}

// twoRooms is a level of the polygon and a furnished room, turned and raised.
func twoRooms(t *testing.T) *scenes.Level {
	t.Helper()
	a, b := polygon(), furnished(t, assets.Starter(), roomgen.Options{Seed: 5, Program: "bedroom"})
	a.Origin, a.Yaw = scenes.Vec3{-3, 12.5, 0.4}, 33
	b.Origin, b.Yaw = scenes.Vec3{10, 2, 0}, 90
	return &scenes.Level{Name: "zwei Räume", Rooms: []scenes.LevelRoom{a, b}}
}

// hostile is a room whose texts are whatever can break a text format.
func hostile() *scenes.Level {
	task := &scenes.Task{ID: "../\\\"] [node name=\"x\"", Program: "\" \\", Preference: "\"\"\" \\ ''' </Assets> @x@ #{}()\r\n\t\u2028", Room: scenes.RectRoom(40, 40, 3)}
	layout := new(scenes.Layout)
	for i, id := range []string{
		"shell", "model", "Looks", "floor", "wall_0", "navigation", "-col", "a:b@c/d%e.f", "quote\"", "back\\slash", "'single'", "{\"json\": 1}", "[node]",
		"= ", "ExtResource( 1 )", "12", "_", "é\u0301", "عربى", "🪑", strings.Repeat("long ", 400), "true", "null", "</room>", "@asset@", "a.b", "a_b", "a b",
	} {
		size := scenes.Vec3{0.3, 0.4, 0.5}
		task.Objects = append(task.Objects, scenes.Object{ID: id, Category: id, Size: size, Support: scenes.OnFloor})
		layout.Placements = append(layout.Placements, scenes.Placement{ID: id, Position: scenes.Vec3{1 + float64(i), 2 + 0.1*float64(i), 0.25}, Yaw: 7 * float64(i)})
	}
	return &scenes.Level{Name: "a\x00b\x1b\xff\n[node]\n", Rooms: []scenes.LevelRoom{{Task: task, Layout: layout, Origin: scenes.Vec3{-900, 0, 1e-7}, Yaw: -720.5}}}
}

// case of a level that is exported and opened again.
type levelCase struct {
	name  string
	level *scenes.Level
	lib   *assets.Library
}

// cases are the levels that every checker sees; the one of the pack is there
// where the pack is.
func cases(t *testing.T) []levelCase {
	t.Helper()
	starter := assets.Starter()
	one := func(r scenes.LevelRoom) *scenes.Level { return scenes.Single(r.Task, r.Layout) }
	out := []levelCase{
		{"starter", one(furnished(t, starter, roomgen.Options{Seed: 3, Program: "living", Objects: 14})), starter},
		{"polygon", one(polygon()), starter},
		{"two rooms", twoRooms(t), starter},
		{"planned", planned(t), starter},
		{"hostile", hostile(), starter},
	}
	t.Run("kaykit", func(t *testing.T) {
		lib := kaykit(t)
		out = append(out, levelCase{"kaykit", one(furnished(t, lib, roomgen.Options{Seed: 4, Program: "bedroom", Objects: 14})), lib})
	})
	return out
}
