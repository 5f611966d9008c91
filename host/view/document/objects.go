package document

import (
	"fmt"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// ObjectOf returns the object that an asset makes, without an id.
func ObjectOf(a assets.Asset) scenes.Object {
	o := scenes.Object{Asset: a.ID, Category: a.Category, Size: a.Size, Support: a.Mount, Flat: a.Flat}
	if o.Support == "" || o.Support == scenes.OnObject {
		// What stands on things stands on the floor until it is put on one.
		o.Support = scenes.OnFloor
	}
	return o
}

// AddObject adds an object to a room at p, and selects it. Its id is made of its
// category; carrier is what it stands on, or empty.
func AddObject(room string, o scenes.Object, p scenes.Placement, carrier string) Change {
	return Change{"Add " + noun(&o), func(e *edit) error {
		r, err := e.both(room)
		if err != nil {
			return err
		}
		o.ID = newObjectID(r.Task, &o)
		if carrier != "" {
			o.Support, o.Parent = scenes.OnObject, carrier
		}
		r.Task.Objects = append(r.Task.Objects, o)
		p.ID = o.ID
		r.Layout.Placements = append(r.Layout.Placements, p)
		e.selection = []Ref{{Room: room, ID: o.ID}}
		return nil
	}}
}

func noun(o *scenes.Object) string {
	if o.Category != "" {
		return o.Category
	}
	return "object"
}

// newObjectID makes an id of the object's category that the task has not.
func newObjectID(t *scenes.Task, o *scenes.Object) string {
	return freshID(noun(o), func(id string) bool {
		other, _ := t.Find(id)
		return other != nil
	})
}

// title says what is done to how many objects.
func title(verb string, refs []Ref) string {
	if len(refs) == 1 {
		return verb + " " + refs[0].ID
	}
	return fmt.Sprintf("%s %d objects", verb, len(refs))
}

// free returns those of the objects that are placed and not locked; it is an
// error if there is none.
func (e *edit) free(refs []Ref) ([]Ref, error) {
	var out []Ref
	locked := ""
	for _, r := range refs {
		_, o, p := e.state.Object(r)
		switch {
		case o == nil:
			return nil, fmt.Errorf("there is no object %q in %s", r.ID, r.Room)
		case e.state.IsLocked(r):
			locked = r.ID
		case p != nil && !slices.Contains(out, r):
			out = append(out, r)
		}
	}
	switch {
	case len(out) > 0:
		return out, nil
	case locked != "":
		return nil, fmt.Errorf("%s is locked; unlock it first", locked)
	}
	return nil, fmt.Errorf("nothing that has a place is selected")
}

// Delete takes objects, openings and rooms out of the level, with all that names
// them. What stood on an object drops to what is below. Locked objects stay.
func Delete(refs []Ref) Change {
	return Change{title("Delete", refs), func(e *edit) error {
		stayed := ""
		for _, r := range refs {
			if e.state.IsLocked(r) {
				stayed = r.ID
				continue
			}
			if err := e.remove(r); err != nil {
				return err
			}
		}
		if stayed != "" && len(refs) == 1 {
			return fmt.Errorf("%s is locked; unlock it before it is deleted", stayed)
		}
		return nil
	}}
}

func (e *edit) remove(r Ref) error {
	switch r.Kind {
	case Whole:
		l := e.level()
		l.Rooms = slices.DeleteFunc(l.Rooms, func(room scenes.LevelRoom) bool { return room.Task.ID == r.Room })
		return nil
	case Opening:
		room, err := e.task(r.Room)
		if err != nil {
			return err
		}
		room.Task.Room.Openings = slices.DeleteFunc(room.Task.Room.Openings, func(o scenes.Opening) bool { return o.ID == r.ID })
		return nil
	}
	if _, _, err := e.object(r); err != nil {
		return err
	}
	room, err := e.layout(r.Room)
	if err != nil {
		return err
	}
	t := room.Task
	var orphans []string
	for i := range t.Objects {
		o := &t.Objects[i]
		if o.Parent == r.ID {
			o.Parent = ""
			if o.Support == scenes.OnObject {
				o.Support, orphans = scenes.OnFloor, append(orphans, o.ID)
			}
		}
		if o.Facing == r.ID {
			o.Facing = ""
		}
		o.Relations = without(o.Relations, func(rel scenes.Relation) bool { return rel.Target == r.ID })
	}
	t.Specs = without(t.Specs, func(s scenes.Spec) bool { return s.Subject == r.ID || slices.Contains(s.Anchors, r.ID) })
	t.Objects = slices.DeleteFunc(t.Objects, func(o scenes.Object) bool { return o.ID == r.ID })
	room.Layout.Placements = slices.DeleteFunc(room.Layout.Placements, func(p scenes.Placement) bool { return p.ID == r.ID })
	for _, id := range orphans {
		e.drop(room, id)
	}
	return nil
}

// without returns the list without what is to go, and the list itself where
// nothing is.
func without[T any](list []T, gone func(T) bool) []T {
	if !slices.ContainsFunc(list, gone) {
		return list
	}
	out := slices.DeleteFunc(slices.Clone(list), gone)
	if len(out) == 0 {
		return nil
	}
	return out
}

// Duplicate copies objects beside themselves, by the given way in the level's
// frame, and selects the copies. What stands on a copied object is copied with
// it. Relations among the copied are those of the copies.
func Duplicate(refs []Ref, by scenes.Vec3) Change {
	return Change{title("Duplicate", refs), func(e *edit) error {
		var made []Ref
		for _, room := range roomsOf(refs) {
			r, err := e.both(room)
			if err != nil {
				return err
			}
			pieces, err := piecesOf(r, idsIn(refs, room))
			if err != nil {
				return err
			}
			way := local(r, by)
			for i := range pieces {
				if p := pieces[i].Placement; p != nil {
					p.Position = p.Position.Add(way)
				}
			}
			names := adopt(r, pieces, true)
			for _, p := range pieces {
				if slices.Contains(refs, Ref{Room: room, ID: p.Object.ID}) {
					made = append(made, Ref{Room: room, ID: names[p.Object.ID]})
				}
			}
		}
		e.selection = made
		return nil
	}}
}

// rename replaces the ids that an object names.
func rename(o *scenes.Object, names map[string]string) {
	if n, ok := names[o.Parent]; ok {
		o.Parent = n
	}
	if n, ok := names[o.Facing]; ok {
		o.Facing = n
	}
	o.Relations = slices.Clone(o.Relations)
	for i := range o.Relations {
		if n, ok := names[o.Relations[i].Target]; ok {
			o.Relations[i].Target = n
		}
	}
}

// stemOf is an id without the number it ends in.
func stemOf(id string) string {
	for i := len(id) - 1; i > 0; i-- {
		if id[i] == '_' {
			return id[:i]
		}
		if id[i] < '0' || id[i] > '9' {
			break
		}
	}
	return id
}

// Lock fixes objects where they stand, so that nothing moves them: neither the
// designer nor a policy. Objects without a place are passed over.
func Lock(refs []Ref) Change {
	return Change{title("Lock", refs), func(e *edit) error {
		for _, r := range refs {
			room, _, p := e.state.Object(r)
			if p == nil || room.Task.Lock(r.ID) != nil {
				continue
			}
			at := *p
			graph := room.Task.SceneGraph
			room, err := e.task(r.Room)
			if err != nil {
				return err
			}
			room.Task.SceneGraph = graph // it does not speak of locks
			room.Task.Locked = append(room.Task.Locked, at)
		}
		return nil
	}}
}

// Unlock lets objects move again.
func Unlock(refs []Ref) Change {
	return Change{title("Unlock", refs), func(e *edit) error {
		for _, r := range refs {
			if !e.state.IsLocked(r) {
				continue
			}
			room, _ := e.state.Room(r.Room)
			graph := room.Task.SceneGraph
			room, err := e.task(r.Room)
			if err != nil {
				return err
			}
			room.Task.SceneGraph = graph
			room.Task.Locked = without(room.Task.Locked, func(p scenes.Placement) bool { return p.ID == r.ID })
		}
		return nil
	}}
}

// Hide takes objects out of sight.
func Hide(refs []Ref) Change {
	return Change{title("Hide", refs), func(e *edit) error {
		e.state.Hidden = slices.Concat(e.state.Hidden, refs)
		e.selection = slices.DeleteFunc(slices.Clone(e.selection), func(r Ref) bool { return slices.Contains(refs, r) })
		return nil
	}}
}

// Isolate hides all objects but those given.
func Isolate(refs []Ref) Change {
	return Change{title("Isolate", refs), func(e *edit) error {
		e.state.Hidden = nil
		for i := range e.state.Level.Rooms {
			for _, r := range e.state.Objects(e.state.Level.Rooms[i].Task.ID) {
				if !slices.Contains(refs, r) {
					e.state.Hidden = append(e.state.Hidden, r)
				}
			}
		}
		return nil
	}}
}

// ShowAll shows everything again.
func ShowAll() Change {
	return Change{"Show all", func(e *edit) error {
		e.state.Hidden = nil
		return nil
	}}
}

// carries reports whether things may stand on an object.
func carries(o *scenes.Object) bool {
	if o.Flat || o.Support == scenes.OnWall && taxonomy.Find(o.Category) == nil || o.Support == scenes.OnCeiling {
		return false
	}
	c := taxonomy.Find(o.Category)
	return c == nil || c.SurfaceOK
}
