package faults

import (
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

// Room is a task with a good layout.
type Room struct {
	Task   *scenes.Task
	Layout *scenes.Layout

	seed    uint64
	checker *measure.Checker
}

// programs are the kinds of room, in the order in which seeds go round them.
// The generator's "abstract" rooms are left out: nothing in them is meant to
// be used with anything.
var programs = []string{"bedroom", "living", "kitchen", "dining", "office", "study", "bathroom", "classroom", "shop", "tavern", "dungeon"}

// NewRoom makes the room of a seed. Even seeds furnish it from the starter
// kit, odd ones with boxes; the program goes round every two seeds.
func NewRoom(seed uint64) (*Room, error) {
	var items []roomgen.Item
	if seed%2 == 0 {
		items = starter()
	}
	t, l, err := roomgen.Generate(roomgen.Options{Seed: seed, Program: programs[seed/2%uint64(len(programs))], Items: items})
	if err != nil {
		return nil, fmt.Errorf("room of seed %d: %w", seed, err)
	}
	return &Room{Task: t, Layout: l, seed: seed, checker: measure.NewChecker(t)}, nil
}

// Free returns the task without relations, facings and preference: what
// remains must be judged from the arrangement alone.
func (r *Room) Free() *scenes.Task {
	t := *r.Task
	t.Preference, t.SceneGraph, t.Specs = "", nil, nil
	t.Objects = append([]scenes.Object(nil), t.Objects...)
	for i := range t.Objects {
		t.Objects[i].Relations, t.Objects[i].Facing = nil, ""
	}
	return &t
}

// starter lists the starter kit as a run does: what has no surface at its very
// top carries nothing.
func starter() []roomgen.Item {
	list := assets.Starter().Assets()
	items := make([]roomgen.Item, len(list))
	for i, a := range list {
		n := len(a.SupportHeights)
		top := n > 0 && a.SupportHeights[n-1] > a.Size[2]-geom.Tolerance
		items[i] = roomgen.Item{Asset: a.ID, Category: a.Category, Size: a.Size, Support: a.Mount, Flat: a.Flat, NoTop: !top}
	}
	return items
}
