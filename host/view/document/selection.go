package document

import "slices"

// Selection returns what is selected, in the order in which it was. The last one
// is the active one, to which others are aligned. The slice must not be changed.
func (d *Document) Selection() []Ref { return d.selection }

// Active returns what was selected last, or the zero Ref.
func (d *Document) Active() Ref {
	if len(d.selection) == 0 {
		return Ref{}
	}
	return d.selection[len(d.selection)-1]
}

// IsSelected reports whether r is selected.
func (d *Document) IsSelected(r Ref) bool { return slices.Contains(d.selection, r) }

// Select selects what is given and nothing else. Doubles and what the level does
// not have are passed over. It is no step of the history, but undoing one brings
// back what was selected then.
func (d *Document) Select(refs ...Ref) {
	before := d.now()
	d.selection = selectable(d.state, refs)
	d.tell(before, false)
}

// Toggle adds what is not selected and takes out what is.
func (d *Document) Toggle(refs ...Ref) {
	out := slices.Clone(d.selection)
	for _, r := range refs {
		if i := slices.Index(out, r); i >= 0 {
			out = slices.Delete(out, i, i+1)
		} else {
			out = append(out, r)
		}
	}
	d.Select(out...)
}

// SelectedObjects returns the objects of the selection.
func (d *Document) SelectedObjects() []Ref {
	var out []Ref
	for _, r := range d.selection {
		if r.Kind == Object {
			out = append(out, r)
		}
	}
	return out
}

// selectable keeps what the state has, each once.
func selectable(s *State, refs []Ref) []Ref {
	var out []Ref
	for _, r := range refs {
		if s.Has(r) && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}
