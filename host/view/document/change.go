package document

import (
	"fmt"
	"math"
	"reflect"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// Change is something that can be done to a level. The functions of this package
// make them.
type Change struct {
	// Title says for people what it does: "Move sofa_1".
	Title string
	apply func(*edit) error
}

// Batch joins changes into one, each made from what the one before left. If one
// cannot be made, none is.
func Batch(title string, changes ...Change) Change {
	return Change{title, func(e *edit) error {
		for _, c := range changes {
			if err := c.apply(e); err != nil {
				return err
			}
		}
		return nil
	}}
}

// Preview returns the state that a change would make of s.
func (c Change) Preview(s *State) (*State, error) {
	m, err := c.from(moment{state: s})
	return m.state, err
}

// from makes the change.
func (c Change) from(m moment) (moment, error) {
	if c.apply == nil {
		return m, fmt.Errorf("there is nothing to do")
	}
	e := &edit{state: *m.state, selection: m.selection, own: make(map[string]*owned)}
	if err := c.apply(e); err != nil {
		return m, err
	}
	return e.finish(m)
}

// edit is a state in the making.
type edit struct {
	state     State
	selection []Ref
	// own are the rooms of which there are copies to change, by id.
	own    map[string]*owned
	copied bool
}

type owned struct{ task, layout bool }

// level returns the level with a list of rooms that may be changed.
func (e *edit) level() *scenes.Level {
	if !e.copied {
		l := *e.state.Level
		l.Rooms = slices.Clone(l.Rooms)
		e.state.Level, e.copied = &l, true
	}
	return e.state.Level
}

// room returns a room whose place may be changed, but not its task and layout.
func (e *edit) room(id string) (*scenes.LevelRoom, error) {
	e.level()
	r, _ := e.state.Room(id)
	if r == nil {
		return nil, fmt.Errorf("there is no room %q", id)
	}
	if e.own[id] == nil {
		e.own[id] = &owned{}
	}
	return r, nil
}

// task returns a room with a task of its own to change, down to the lists of
// its objects, openings, corners, locks and specs; lists within those, such as
// an object's relations, are shared and must be replaced. What the task was read
// from no longer describes it and is dropped.
func (e *edit) task(id string) (*scenes.LevelRoom, error) {
	r, err := e.room(id)
	if err != nil {
		return nil, err
	}
	if !e.own[id].task {
		t := *r.Task
		t.Objects, t.Specs, t.Locked = slices.Clone(t.Objects), slices.Clone(t.Specs), slices.Clone(t.Locked)
		t.Room.Floor, t.Room.Holes, t.Room.Openings = slices.Clone(t.Room.Floor), slices.Clone(t.Room.Holes), slices.Clone(t.Room.Openings)
		r.Task, e.own[id].task = &t, true
	}
	r.Task.SceneGraph = nil
	return r, nil
}

// layout returns a room with a layout of its own to change.
func (e *edit) layout(id string) (*scenes.LevelRoom, error) {
	r, err := e.room(id)
	if err != nil {
		return nil, err
	}
	if !e.own[id].layout {
		r.Layout = &scenes.Layout{Placements: slices.Clone(r.Layout.Placements)}
		e.own[id].layout = true
	}
	return r, nil
}

// both returns a room whose task and layout may be changed.
func (e *edit) both(id string) (*scenes.LevelRoom, error) {
	if _, err := e.task(id); err != nil {
		return nil, err
	}
	return e.layout(id)
}

// object returns an object to change with its room.
func (e *edit) object(r Ref) (*scenes.LevelRoom, *scenes.Object, error) {
	if r.Kind != Object {
		return nil, nil, fmt.Errorf("%q is no object", r.ID)
	}
	room, err := e.task(r.Room)
	if err != nil {
		return nil, nil, err
	}
	o, _ := room.Task.Find(r.ID)
	if o == nil {
		return nil, nil, fmt.Errorf("there is no object %q in %s", r.ID, r.Room)
	}
	return room, o, nil
}

// finish checks what was made and puts the selection right.
func (e *edit) finish(from moment) (moment, error) {
	if len(e.state.Level.Rooms) == 0 {
		return from, fmt.Errorf("a level needs a room; add another before this one goes")
	}
	for i := range e.state.Level.Rooms {
		r := &e.state.Level.Rooms[i]
		was, _ := from.state.Room(r.Task.ID)
		if was == nil || was.Task != r.Task {
			if err := checkTask(r.Task); err != nil {
				return from, err
			}
		}
		if was == nil || was.Layout != r.Layout {
			if err := checkLayout(r); err != nil {
				return from, err
			}
		}
		for _, v := range []float64{r.Origin[0], r.Origin[1], r.Origin[2], r.Yaw} {
			if !(math.Abs(v) <= scenes.Farthest) {
				return from, fmt.Errorf("room %q would lie more than 1000 km away or have no heading", r.Task.ID)
			}
		}
		for k := range i {
			if e.state.Level.Rooms[k].Task.ID == r.Task.ID {
				return from, fmt.Errorf("two rooms cannot both be called %q", r.Task.ID)
			}
		}
	}
	s := e.state
	s.Hidden = slices.DeleteFunc(slices.Clone(s.Hidden), func(r Ref) bool { return !s.Has(r) })
	if len(s.Hidden) == 0 {
		s.Hidden = nil
	}
	slices.SortFunc(s.Hidden, compareRefs)
	s.Hidden = slices.Compact(s.Hidden)
	return moment{&s, selectable(&s, e.selection)}, nil
}

// checkTask refuses what could not be opened again or drawn.
func checkTask(t *scenes.Task) error {
	for _, ring := range append([][]scenes.Vec2{t.Room.Floor}, t.Room.Holes...) {
		for _, c := range ring {
			if !(math.Abs(c[0]) <= scenes.Farthest && math.Abs(c[1]) <= scenes.Farthest) {
				return fmt.Errorf("room %q has a corner more than 1000 km away", t.ID)
			}
		}
	}
	if !(t.Room.Height <= scenes.Farthest) {
		return fmt.Errorf("room %q is more than 1000 km high", t.ID)
	}
	for i := range t.Objects {
		for _, v := range t.Objects[i].Size {
			if !(v <= scenes.Farthest) {
				return fmt.Errorf("%s is more than 1000 km large", t.Objects[i].ID)
			}
		}
	}
	if len(t.Objects) == 0 {
		return t.Room.Validate()
	}
	return t.Validate()
}

// checkLayout refuses places that are not finite.
func checkLayout(r *scenes.LevelRoom) error {
	for _, p := range r.Layout.Placements {
		for _, v := range [4]float64{p.Position[0], p.Position[1], p.Position[2], p.Yaw} {
			if !(math.Abs(v) <= scenes.Farthest) {
				return fmt.Errorf("%s would lie more than 1000 km away or have no heading", p.ID)
			}
		}
	}
	return nil
}

// same reports whether two states have the same content.
func same(a, b *State) bool { return a == b || reflect.DeepEqual(a, b) }
