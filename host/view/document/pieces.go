package document

import (
	"fmt"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// Piece is an object taken out of its room: what is copied, and pasted into
// another room or window.
type Piece struct {
	Object scenes.Object `json:"object"`
	// Placement is where it stood in its room, nil where it had no place.
	Placement *scenes.Placement `json:"placement,omitempty"`
}

// Copy returns objects with what stands on them, as pieces; nil where there are
// none. Of several rooms only those of the first are copied.
func Copy(s *State, refs []Ref) []Piece {
	for _, room := range roomsOf(refs) {
		if r, _ := s.Room(room); r != nil {
			pieces, err := piecesOf(r, idsIn(refs, room))
			if err != nil {
				return nil
			}
			return pieces
		}
	}
	return nil
}

// Paste adds pieces to a room, by the given way in its frame from where they
// were, and selects them. Ids that are taken are replaced; what pieces name is
// kept where the room has it or it came along.
func Paste(room string, pieces []Piece, by scenes.Vec3) Change {
	title := fmt.Sprintf("Paste %d objects", len(pieces))
	if len(pieces) == 1 {
		title = "Paste " + noun(&pieces[0].Object)
	}
	return Change{title, func(e *edit) error {
		if len(pieces) == 0 {
			return fmt.Errorf("there is nothing to paste")
		}
		r, err := e.both(room)
		if err != nil {
			return err
		}
		list := slices.Clone(pieces)
		for i := range list {
			if p := list[i].Placement; p != nil {
				q := *p
				q.Position = q.Position.Add(by)
				list[i].Placement = &q
			}
		}
		names := adopt(r, list, true)
		e.selection = nil
		for _, p := range list {
			id := names[p.Object.ID]
			if _, along := names[p.Object.Parent]; p.Object.Parent != "" && !along {
				e.drop(r, id) // onto whatever is below it here
			}
			e.selection = append(e.selection, Ref{Room: room, ID: id})
		}
		return nil
	}}
}

// MoveTo takes objects, with what stands on them, into another room; nothing
// moves in the level but what loses what it stood on, which drops. They are
// selected. Relations to what stays behind go. Locked objects stay.
func MoveTo(refs []Ref, room string) Change {
	return Change{title("Move to "+room+":", refs), func(e *edit) error {
		refs, err := e.free(refs)
		if err != nil {
			return err
		}
		to, err := e.both(room)
		if err != nil {
			return err
		}
		var made []Ref
		for _, id := range roomsOf(refs) {
			if id == room {
				continue
			}
			from, err := e.both(id)
			if err != nil {
				return err
			}
			pieces, err := piecesOf(from, idsIn(refs, id))
			if err != nil {
				return err
			}
			for i := range pieces {
				if e.state.IsLocked(Ref{Room: id, ID: pieces[i].Object.ID}) {
					return fmt.Errorf("%s, which would go along, is locked; unlock it first", pieces[i].Object.ID)
				}
				if p := pieces[i].Placement; p != nil {
					p.Position = to.Local(from.Point(p.Position))
					p.Yaw = Heading(p.Yaw + from.Yaw - to.Yaw)
				}
			}
			for _, p := range pieces {
				if err := e.remove(Ref{Room: id, ID: p.Object.ID}); err != nil {
					return err
				}
			}
			names := adopt(to, pieces, false)
			for i := range pieces {
				name := names[pieces[i].Object.ID]
				if _, along := names[pieces[i].Object.Parent]; pieces[i].Object.Parent != "" && !along {
					e.drop(to, name)
				}
				made = append(made, Ref{Room: room, ID: name})
			}
		}
		if len(made) == 0 {
			return fmt.Errorf("this is in %s already", room)
		}
		e.selection = made
		return nil
	}}
}

// piecesOf copies objects of a room and what stands on them.
func piecesOf(r *scenes.LevelRoom, ids []string) ([]Piece, error) {
	var out []Piece
	for _, id := range ids {
		if o, _ := r.Task.Find(id); o == nil {
			return nil, fmt.Errorf("there is no object %q in %s", id, r.Task.ID)
		}
	}
	for _, id := range withCarried(r.Task, ids) {
		o, _ := r.Task.Find(id)
		piece := Piece{Object: *o}
		if p := r.Layout.Find(id); p != nil {
			q := *p
			piece.Placement = &q
		}
		out = append(out, piece)
	}
	return out, nil
}

// adopt adds pieces to a room that may be changed, under ids that are free there,
// and returns which id each has become. They name each other by the new ids. What
// else they name is the room's own where kin is set and the room has it, and is
// named no more otherwise.
func adopt(r *scenes.LevelRoom, pieces []Piece, kin bool) map[string]string {
	names := make(map[string]string)
	var objects []scenes.Object
	taken := func(id string) bool {
		other, _ := r.Task.Find(id)
		return other != nil || slices.ContainsFunc(objects, func(o scenes.Object) bool { return o.ID == id })
	}
	for i := range pieces {
		o := pieces[i].Object
		if taken(o.ID) {
			o.ID = freshID(stemOf(o.ID), taken)
		}
		names[pieces[i].Object.ID] = o.ID
		objects = append(objects, o)
		if p := pieces[i].Placement; p != nil {
			q := *p
			q.ID = o.ID
			r.Layout.Placements = append(r.Layout.Placements, q)
		}
	}
	known := func(id string) bool {
		return scenes.IsLayoutElement(id) || kin && taken(id) ||
			slices.ContainsFunc(objects, func(o scenes.Object) bool { return o.ID == id })
	}
	for i := range objects {
		o := &objects[i]
		rename(o, names)
		if o.Parent != "" && !known(o.Parent) {
			o.Parent = ""
			if o.Support == scenes.OnObject {
				o.Support = scenes.OnFloor
			}
		}
		if o.Facing != "" && !known(o.Facing) {
			o.Facing = ""
		}
		o.Relations = without(o.Relations, func(rel scenes.Relation) bool { return !known(rel.Target) })
	}
	r.Task.Objects = append(r.Task.Objects, objects...)
	return names
}
