package document

import (
	"errors"
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
)

// Tidy makes a state of a level from elsewhere, which is not changed: rooms and
// openings without an id get one, and placements of objects that the task does
// not have, or has placed already, are dropped with a note. It is an error if
// the level makes no sense.
func Tidy(level *scenes.Level) (*State, []string, error) {
	if len(level.Rooms) == 0 {
		return nil, nil, errors.New("there is no room in it")
	}
	out := &scenes.Level{Name: level.Name}
	var notes []string
	for i, r := range level.Rooms {
		if r.Task == nil {
			return nil, nil, fmt.Errorf("rooms[%d] has no task", i)
		}
		r.Task = tidyTask(r.Task, i)
		if r.Layout == nil {
			r.Layout = &scenes.Layout{}
		}
		l := &scenes.Layout{Placements: make([]scenes.Placement, 0, len(r.Layout.Placements))}
		placed := make(map[string]bool)
		known := make(map[string]bool)
		for k := range r.Task.Objects {
			known[r.Task.Objects[k].ID] = true
		}
		for _, p := range r.Layout.Placements {
			if !known[p.ID] || placed[p.ID] {
				notes = append(notes, fmt.Sprintf("room %s: a placement of %q was left out, because the room has no such object or places it twice", r.Task.ID, p.ID))
				continue
			}
			placed[p.ID] = true
			l.Placements = append(l.Placements, p)
		}
		r.Layout = l
		out.Rooms = append(out.Rooms, r)
	}
	e := &edit{state: State{Level: out}, own: map[string]*owned{}}
	m, err := e.finish(moment{state: &State{Level: &scenes.Level{}}})
	if err != nil {
		return nil, nil, err
	}
	return m.state, notes, nil
}

// tidyTask gives ids to a task, which is the n-th of its level, and to its
// openings where they have none.
func tidyTask(t *scenes.Task, n int) *scenes.Task {
	out := *t
	if out.ID == "" {
		out.ID = fmt.Sprintf("room_%d", n+1)
	}
	out.Room.Openings = nil
	for _, o := range t.Room.Openings {
		if o.ID == "" {
			o.ID = freshID(string(o.Kind), func(id string) bool {
				return openingIndex(&out.Room, id) >= 0 || openingIndex(&t.Room, id) >= 0
			})
		}
		out.Room.Openings = append(out.Room.Openings, o)
	}
	return &out
}

// freshID returns the first of stem_1, stem_2 … that is not taken.
func freshID(stem string, taken func(string) bool) string {
	for n := 1; ; n++ {
		if id := fmt.Sprintf("%s_%d", stem, n); !taken(id) {
			return id
		}
	}
}
