package document

import (
	"cmp"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// State is a level as it is at one moment. Nothing that can be reached from it
// is ever changed; equal pointers mean equal content.
type State struct {
	// Level has at least one room. Its rooms' tasks are valid, but that a room
	// may have no objects yet; their layouts place only objects of the task, each
	// at most once and at a finite place.
	Level *scenes.Level
	// Hidden are the objects that are not shown, sorted. They are part of the
	// level all the same.
	Hidden []Ref
}

// Kind says what a [Ref] names.
type Kind string

// The kinds.
const (
	Object  Kind = ""
	Opening Kind = "opening"
	// Whole names a room itself; the reference has no ID.
	Whole Kind = "room"
)

// Ref names something in a level: an object or an opening of a room, or a room.
type Ref struct {
	// Room is the id of the room's task.
	Room string `json:"room"`
	Kind Kind   `json:"kind,omitempty"`
	ID   string `json:"id,omitempty"`
}

// compareRefs orders references by room, kind and id.
func compareRefs(a, b Ref) int {
	return cmp.Or(cmp.Compare(a.Room, b.Room), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
}

// Room returns the room whose task has the given id and its index, or nil and
// -1. The room must not be changed.
func (s *State) Room(id string) (*scenes.LevelRoom, int) {
	for i := range s.Level.Rooms {
		if s.Level.Rooms[i].Task.ID == id {
			return &s.Level.Rooms[i], i
		}
	}
	return nil, -1
}

// Object returns the object that r names with its room and placement. The
// placement is nil for one that is not placed, and everything is nil where r
// names no object of the level.
func (s *State) Object(r Ref) (room *scenes.LevelRoom, o *scenes.Object, p *scenes.Placement) {
	room, _ = s.Room(r.Room)
	if room == nil || r.Kind != Object {
		return nil, nil, nil
	}
	if o, _ = room.Task.Find(r.ID); o == nil {
		return nil, nil, nil
	}
	return room, o, room.Layout.Find(r.ID)
}

// Opening returns the opening that r names with its room, or nil and nil.
func (s *State) Opening(r Ref) (*scenes.LevelRoom, *scenes.Opening) {
	room, _ := s.Room(r.Room)
	if room == nil || r.Kind != Opening {
		return nil, nil
	}
	if i := openingIndex(&room.Task.Room, r.ID); i >= 0 {
		return room, &room.Task.Room.Openings[i]
	}
	return nil, nil
}

// Has reports whether r names something of the level.
func (s *State) Has(r Ref) bool {
	switch r.Kind {
	case Object:
		_, o, _ := s.Object(r)
		return o != nil
	case Opening:
		_, o := s.Opening(r)
		return o != nil
	case Whole:
		room, _ := s.Room(r.Room)
		return room != nil && r.ID == ""
	}
	return false
}

// Objects lists the references of all objects of a room, in the task's order.
func (s *State) Objects(room string) []Ref {
	r, _ := s.Room(room)
	if r == nil {
		return nil
	}
	out := make([]Ref, len(r.Task.Objects))
	for i := range r.Task.Objects {
		out[i] = Ref{Room: room, ID: r.Task.Objects[i].ID}
	}
	return out
}

// IsHidden reports whether an object is not shown.
func (s *State) IsHidden(r Ref) bool {
	_, found := slices.BinarySearchFunc(s.Hidden, r, compareRefs)
	return found
}

// IsLocked reports whether an object is locked where it stands.
func (s *State) IsLocked(r Ref) bool {
	room, _ := s.Room(r.Room)
	return room != nil && r.Kind == Object && room.Task.Lock(r.ID) != nil
}

// Shown returns the layout of a room without its hidden objects: the layout
// itself where none is hidden.
func (s *State) Shown(room string) *scenes.Layout {
	r, _ := s.Room(room)
	if r == nil {
		return nil
	}
	at, _ := slices.BinarySearchFunc(s.Hidden, Ref{Room: room}, compareRefs)
	if at == len(s.Hidden) || s.Hidden[at].Room != room {
		return r.Layout
	}
	out := &scenes.Layout{Placements: make([]scenes.Placement, 0, len(r.Layout.Placements))}
	for _, p := range r.Layout.Placements {
		if !s.IsHidden(Ref{Room: room, ID: p.ID}) {
			out.Placements = append(out.Placements, p)
		}
	}
	return out
}

// Missing is an asset that the library does not have: its objects are drawn as
// boxes.
type Missing struct {
	Asset string
	Refs  []Ref
}

// Missing lists the assets that has does not know, in the order in which the
// level first names them.
func (s *State) Missing(has func(asset string) bool) []Missing {
	var out []Missing
	at := make(map[string]int)
	for i := range s.Level.Rooms {
		t := s.Level.Rooms[i].Task
		for k := range t.Objects {
			o := &t.Objects[k]
			if o.Asset == "" || has(o.Asset) {
				continue
			}
			n, known := at[o.Asset]
			if !known {
				n = len(out)
				at[o.Asset], out = n, append(out, Missing{Asset: o.Asset})
			}
			out[n].Refs = append(out[n].Refs, Ref{Room: t.ID, ID: o.ID})
		}
	}
	return out
}

// openingIndex returns the index of the opening with the given id, or -1.
func openingIndex(room *scenes.Room, id string) int {
	return slices.IndexFunc(room.Openings, func(o scenes.Opening) bool { return o.ID == id })
}
