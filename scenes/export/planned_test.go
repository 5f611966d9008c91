package export

import (
	"slices"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/floorplan"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

// planned is a level of rooms that doors join, each furnished without models.
func planned(t *testing.T) *scenes.Level {
	t.Helper()
	rooms, err := floorplan.Parse("living, kitchen, bedroom, bathroom")
	if err != nil {
		t.Fatal(err)
	}
	p, err := floorplan.Make(t.Context(), floorplan.Options{Seed: 3, Height: 2.6, Rooms: rooms,
		Footprint: []scenes.Vec2{{0, 0}, {11, 0}, {11, 5}, {7, 5}, {7, 9}, {0, 9}}})
	if err != nil {
		t.Fatal(err)
	}
	var tasks []*scenes.Task
	var layouts []*scenes.Layout
	for i := range p.Rooms {
		task, l, err := roomgen.Furnish(roomgen.FurnishOptions{Seed: uint64(i), Room: p.Rooms[i].Space, Program: p.Rooms[i].Program})
		if err != nil {
			t.Fatal(err)
		}
		named(task, l, p.Rooms[i].Name+" ")
		tasks, layouts = append(tasks, task), append(layouts, l)
	}
	return p.Level("planned", tasks, layouts)
}

// named puts a word before the ids of a room's objects: the checkers tell
// objects apart by their ids.
func named(t *scenes.Task, l *scenes.Layout, word string) {
	call := func(id string) string {
		if o, _ := t.Find(id); o != nil {
			return word + id
		}
		return id
	}
	renamed := make([]scenes.Object, len(t.Objects))
	for i, o := range t.Objects {
		o.ID, o.Parent, o.Facing = call(o.ID), call(o.Parent), call(o.Facing)
		o.Relations = slices.Clone(o.Relations)
		for k := range o.Relations {
			o.Relations[k].Target = call(o.Relations[k].Target)
		}
		renamed[i] = o
	}
	for i := range l.Placements {
		l.Placements[i].ID = call(l.Placements[i].ID)
	}
	t.Objects = renamed
}

// Rooms of a plan stand beside each other.
func TestPlannedRoomsDoNotOverlap(t *testing.T) {
	overlaps(t.Context(), planned(t), func(format string, args ...any) { t.Errorf(format, args...) })
}
