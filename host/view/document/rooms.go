package document

import (
	"fmt"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// SetLevel replaces the whole level, as a run's or a file's result does. What is
// not as in a [State] is put right as [Tidy] does.
func SetLevel(title string, level *scenes.Level) Change {
	return Change{title, func(e *edit) error {
		s, _, err := Tidy(level)
		if err != nil {
			return err
		}
		l := *s.Level
		l.Rooms = slices.Clone(l.Rooms)
		e.state.Level, e.copied, e.own = &l, true, make(map[string]*owned)
		return nil
	}}
}

// SetLayout replaces a room's layout, such as by one that a policy made. Locked
// objects stay where they are. Objects that the layout leaves out lose their
// place.
func SetLayout(title, room string, l *scenes.Layout) Change {
	return Change{title, func(e *edit) error {
		r, err := e.layout(room)
		if err != nil {
			return err
		}
		var out []scenes.Placement
		for i := range r.Task.Objects {
			id := r.Task.Objects[i].ID
			p := l.Find(id)
			if r.Task.Lock(id) != nil {
				p = r.Layout.Find(id)
			}
			if p != nil {
				out = append(out, *p)
			}
		}
		r.Layout.Placements = out
		return nil
	}}
}

// SetRoom replaces a room's task and layout, such as by a room that was
// furnished from a sentence. Its place in the level and its id stay.
func SetRoom(title, room string, t *scenes.Task, l *scenes.Layout) Change {
	return Change{title, func(e *edit) error {
		r, err := e.room(room)
		if err != nil {
			return err
		}
		s, _, err := Tidy(&scenes.Level{Rooms: []scenes.LevelRoom{{Task: t, Layout: l}}})
		if err != nil {
			return err
		}
		task := *s.Level.Rooms[0].Task
		task.ID = room
		r.Task, r.Layout, e.own[room] = &task, s.Level.Rooms[0].Layout, &owned{}
		return nil
	}}
}

// AddRoom adds an empty room whose floor is a polygon in the level's frame, its
// corners either way round, and selects it. An empty id gets one.
func AddRoom(id string, floor []scenes.Vec2, height float64) Change {
	return Change{"Draw a room", func(e *edit) error {
		if id == "" {
			id = freshID("room", func(id string) bool { r, _ := e.state.Room(id); return r != nil })
		}
		if err := geom.CheckPolygon(floor); err != nil {
			return fmt.Errorf("this is no floor: %w", err)
		}
		floor = slices.Clone(floor)
		if twiceArea(floor) < 0 {
			slices.Reverse(floor)
		}
		lo := least(floor)
		for i := range floor {
			floor[i] = floor[i].Sub(lo)
		}
		l := e.level()
		l.Rooms = append(l.Rooms, scenes.LevelRoom{
			Task:   &scenes.Task{ID: id, Room: scenes.Room{Floor: floor, Height: height}},
			Layout: &scenes.Layout{}, Origin: lo.Vec3(0),
		})
		e.selection = []Ref{{Room: id, Kind: Whole}}
		return nil
	}}
}

// PlaceRoom puts a room's origin and heading in the level.
func PlaceRoom(room string, origin scenes.Vec3, yaw float64) Change {
	return Change{"Move " + room, func(e *edit) error {
		r, err := e.room(room)
		if err != nil {
			return err
		}
		r.Origin, r.Yaw = origin, Heading(yaw)
		return nil
	}}
}

// RenameRoom gives a room another id.
func RenameRoom(room, id string) Change {
	return Change{"Rename " + room, func(e *edit) error {
		if other, _ := e.state.Room(id); other != nil && id != room || id == "" {
			return fmt.Errorf("%q is taken or empty; choose another name", id)
		}
		r, err := e.task(room)
		if err != nil {
			return err
		}
		r.Task.ID = id
		e.own[id] = e.own[room]
		delete(e.own, room)
		renamed := func(refs []Ref) []Ref {
			refs = slices.Clone(refs)
			for i := range refs {
				if refs[i].Room == room {
					refs[i].Room = id
				}
			}
			return refs
		}
		e.state.Hidden, e.selection = renamed(e.state.Hidden), renamed(e.selection)
		slices.SortFunc(e.state.Hidden, compareRefs)
		return nil
	}}
}

// SetHeight sets a room's height from floor to ceiling. What hangs from the
// ceiling goes with it.
func SetHeight(room string, height float64) Change {
	return Change{"Set the height of " + room, func(e *edit) error {
		r, err := e.both(room)
		if err != nil {
			return err
		}
		if !(height > 0) || height > scenes.Farthest {
			return fmt.Errorf("a room needs a height of more than 0 m")
		}
		by := height - r.Task.Room.Height
		r.Task.Room.Height = height
		for i := range r.Task.Objects {
			if o := &r.Task.Objects[i]; o.Support == scenes.OnCeiling && r.Task.Lock(o.ID) == nil {
				if p := r.Layout.Find(o.ID); p != nil {
					p.Position[2] += by
				}
			}
		}
		return nil
	}}
}

// twiceArea is positive for a polygon that runs counter-clockwise.
func twiceArea(polygon []scenes.Vec2) float64 {
	sum := 0.0
	for i, p := range polygon {
		q := polygon[(i+1)%len(polygon)]
		sum += p[0]*q[1] - q[0]*p[1]
	}
	return sum
}

// least is the south-western corner of the box round a polygon.
func least(polygon []scenes.Vec2) scenes.Vec2 {
	lo := scenes.Vec2{math.Inf(1), math.Inf(1)}
	for _, p := range polygon {
		lo[0], lo[1] = min(lo[0], p[0]), min(lo[1], p[1])
	}
	return lo
}
