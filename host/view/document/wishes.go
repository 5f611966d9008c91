package document

import (
	"fmt"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/substitute"
)

// SetPreference sets what a room is wished to be, in plain text.
func SetPreference(room, text string) Change {
	return inTask("Set the preference", room, func(t *scenes.Task) error { t.Preference = text; return nil })
}

// SetProgram sets the kind of a room.
func SetProgram(room, program string) Change {
	return inTask("Set the kind of "+room, room, func(t *scenes.Task) error { t.Program = program; return nil })
}

// SetSpecs replaces the relations between kinds of objects that a room asks for.
func SetSpecs(room string, specs []scenes.Spec) Change {
	return inTask("Change the wishes", room, func(t *scenes.Task) error { t.Specs = slices.Clone(specs); return nil })
}

func inTask(title, room string, f func(*scenes.Task) error) Change {
	return Change{title, func(e *edit) error {
		r, err := e.task(room)
		if err != nil {
			return err
		}
		return f(r.Task)
	}}
}

// Edit changes what an object is asked for or called: its category, style,
// facing, relations, clearance. The function gets a copy and may replace its
// lists, not change them. The id stays; [RenameObject] changes it. For the size
// there is [Resize], for what carries it [Put].
func Edit(title string, r Ref, f func(*scenes.Object)) Change {
	return Change{title, func(e *edit) error {
		_, o, err := e.object(r)
		if err != nil {
			return err
		}
		id, size := o.ID, o.Size
		f(o)
		o.ID, o.Size = id, size
		return nil
	}}
}

// AddRelation asks that an object stand in a relation; one that it has already
// is not added twice.
func AddRelation(r Ref, rel scenes.Relation) Change {
	return Edit(fmt.Sprintf("Ask for %s %s %s", r.ID, rel.Kind, rel.Target), r, func(o *scenes.Object) {
		if !slices.Contains(o.Relations, rel) {
			o.Relations = append(slices.Clone(o.Relations), rel)
		}
	})
}

// SetRelation replaces the n-th relation of an object.
func SetRelation(r Ref, n int, rel scenes.Relation) Change {
	return Edit("Change a relation of "+r.ID, r, func(o *scenes.Object) {
		if n >= 0 && n < len(o.Relations) {
			o.Relations = slices.Clone(o.Relations)
			o.Relations[n] = rel
		}
	})
}

// RemoveRelation drops the n-th relation of an object.
func RemoveRelation(r Ref, n int) Change {
	return Edit("Drop a relation of "+r.ID, r, func(o *scenes.Object) {
		if n >= 0 && n < len(o.Relations) {
			o.Relations = slices.Delete(slices.Clone(o.Relations), n, n+1)
			if len(o.Relations) == 0 {
				o.Relations = nil
			}
		}
	})
}

// RenameObject gives an object another id, wherever it is named.
func RenameObject(ref Ref, id string) Change {
	return Change{"Rename " + ref.ID, func(e *edit) error {
		r, _, err := e.object(ref)
		if err != nil {
			return err
		}
		if other, _ := r.Task.Find(id); other != nil && id != ref.ID || id == "" {
			return fmt.Errorf("%q is taken or empty; choose another name", id)
		}
		if r, err = e.layout(ref.Room); err != nil {
			return err
		}
		names := map[string]string{ref.ID: id}
		for i := range r.Task.Objects {
			o := &r.Task.Objects[i]
			if o.ID == ref.ID {
				o.ID = id
			}
			rename(o, names)
		}
		for i := range r.Task.Locked {
			if r.Task.Locked[i].ID == ref.ID {
				r.Task.Locked[i].ID = id
			}
		}
		for i := range r.Task.Specs {
			s := &r.Task.Specs[i]
			if s.Subject == ref.ID {
				s.Subject = id
			}
			if k := slices.Index(s.Anchors, ref.ID); k >= 0 {
				s.Anchors = slices.Clone(s.Anchors)
				s.Anchors[k] = id
			}
		}
		if p := r.Layout.Find(ref.ID); p != nil {
			p.ID = id
		}
		to := Ref{Room: ref.Room, ID: id}
		for _, list := range []*[]Ref{&e.state.Hidden, &e.selection} {
			if k := slices.Index(*list, ref); k >= 0 {
				*list = slices.Clone(*list)
				(*list)[k] = to
			}
		}
		slices.SortFunc(e.state.Hidden, compareRefs)
		return nil
	}}
}

// Replace puts another asset in the place of an object, as
// [substitute.Object] does.
func Replace(ref Ref, a assets.Asset) Change {
	return Change{"Replace " + ref.ID, func(e *edit) error { return e.replace(ref, a) }}
}

// Resize gives an object another size, in metres along its right, front and up.
// What it touches it touches still, and what stands on it goes with its top.
func Resize(ref Ref, size scenes.Vec3) Change {
	return Change{"Resize " + ref.ID, func(e *edit) error {
		_, o, _ := e.state.Object(ref)
		if o == nil {
			return fmt.Errorf("there is no object %q in %s", ref.ID, ref.Room)
		}
		style, material := o.Style, o.Material
		if err := e.replace(ref, assets.Asset{ID: o.Asset, Category: o.Category, Size: size, Mount: o.Support, Flat: o.Flat}); err != nil {
			return err
		}
		_, own, err := e.object(ref)
		if err == nil {
			own.Style, own.Material = style, material
		}
		return err
	}}
}

func (e *edit) replace(ref Ref, a assets.Asset) error {
	if e.state.IsLocked(ref) {
		return fmt.Errorf("%s is locked; unlock it first", ref.ID)
	}
	r, err := e.both(ref.Room)
	if err != nil {
		return err
	}
	t, l, err := substitute.Object(r.Task, r.Layout, ref.ID, a)
	if err != nil {
		return err
	}
	r.Task, r.Layout = t, l
	return nil
}
