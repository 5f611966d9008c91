package scenes

import (
	"fmt"
	"math"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Validate reports the first thing that makes the task meaningless: no room,
// sizes that are not positive and finite, duplicate or unknown ids, unknown
// relations. The error names the object and what to do.
func (t *Task) Validate() error {
	if !printable(t.ID) || !printable(t.Program) {
		return fmt.Errorf("the task's id %q or program %q holds a character that cannot be shown; leave it out", t.ID, t.Program)
	}
	if err := t.Room.Validate(); err != nil {
		return fmt.Errorf("task %q: %w", t.ID, err)
	}
	if len(t.Objects) == 0 {
		return fmt.Errorf("task %q: no objects to place; add at least one to \"objects\"", t.ID)
	}
	ids := make(map[string]bool, len(t.Objects))
	for i, o := range t.Objects {
		switch {
		case o.ID == "":
			return fmt.Errorf("task %q: objects[%d] has no id", t.ID, i)
		case ids[o.ID]:
			return fmt.Errorf("task %q: object id %q is used twice; ids must be unique", t.ID, o.ID)
		case !printable(o.ID):
			return fmt.Errorf("task %q: object id %q holds a character that cannot be shown; write ids with letters, digits, underscores and spaces", t.ID, o.ID)
		case !printable(o.Category) || !printable(o.Asset):
			return fmt.Errorf("task %q: object %q has the category %q and the asset %q; characters that cannot be shown must not be in them", t.ID, o.ID, o.Category, o.Asset)
		case IsLayoutElement(o.ID):
			return fmt.Errorf("task %q: object id %q is reserved for a layout element", t.ID, o.ID)
		}
		ids[o.ID] = true
		for k, axis := range [3]string{"length", "width", "height"} {
			if s := o.Size[k]; !(s > 0) || math.IsInf(s, 0) {
				return fmt.Errorf("task %q: object %q has %s %v; sizes must be positive metres", t.ID, o.ID, axis, s)
			}
		}
	}
	for i, s := range t.Specs {
		if err := s.validate(); err != nil {
			return fmt.Errorf("task %q: specs[%d]: %w", t.ID, i, err)
		}
	}
	if err := t.validateLocks(); err != nil {
		return fmt.Errorf("task %q: %w", t.ID, err)
	}
	for _, o := range t.Objects {
		if err := t.validateLinks(o, ids); err != nil {
			return fmt.Errorf("task %q: object %q: %w", t.ID, o.ID, err)
		}
	}
	return nil
}

func (t *Task) validateLinks(o Object, ids map[string]bool) error {
	for _, c := range [4]float64{o.Clearance.Front, o.Clearance.Back, o.Clearance.Left, o.Clearance.Right} {
		if !(c >= 0) || math.IsInf(c, 0) {
			return fmt.Errorf("has the clearance %v; clearances are metres, 0 or more", c)
		}
	}
	known := func(id string) bool { return ids[id] || IsLayoutElement(id) }
	switch o.Support {
	case OnFloor, OnWall, OnCeiling:
	case OnObject:
		if !ids[o.Parent] || o.Parent == o.ID {
			return fmt.Errorf("is carried by %q, which is not another object of the task", o.Parent)
		}
	default:
		return fmt.Errorf("unknown support %q; use floor, wall, ceiling or object", o.Support)
	}
	if o.Facing != "" && !known(o.Facing) {
		return fmt.Errorf("faces %q, which is neither a wall nor an object of the task", o.Facing)
	}
	if !o.Optional {
		on := []string{o.Parent, o.Facing}
		for _, r := range o.Relations {
			on = append(on, r.Target)
		}
		for _, id := range on {
			if other, _ := t.Find(id); other != nil && other.Optional {
				return fmt.Errorf("depends on %q, which may be left out; make it optional too", id)
			}
		}
	}
	for _, r := range o.Relations {
		if !knownKind(r.Kind) {
			return fmt.Errorf("unknown relation %q; use one of %v", r.Kind, RelationKinds)
		}
		if !known(r.Target) {
			return fmt.Errorf("relation %q names %q, which is neither a layout element nor an object of the task", r.Kind, r.Target)
		}
		if r.Target == o.ID {
			return fmt.Errorf("relation %q names the object itself", r.Kind)
		}
	}
	return nil
}

// validateLocks refuses locks of unknown objects, two locks of one, and places
// that are not finite.
func (t *Task) validateLocks() error {
	seen := make(map[string]bool, len(t.Locked))
	for i, p := range t.Locked {
		switch o, _ := t.Find(p.ID); {
		case o == nil:
			return fmt.Errorf("locked[%d] names %q, which is not an object of the task", i, p.ID)
		case seen[p.ID]:
			return fmt.Errorf("locked[%d] names %q a second time; an object is locked at one place", i, p.ID)
		}
		seen[p.ID] = true
		for _, v := range [4]float64{p.Position[0], p.Position[1], p.Position[2], p.Yaw} {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("locked[%d]: object %q is not at a finite place", i, p.ID)
			}
		}
	}
	return nil
}

// printable reports whether a name can be shown in a terminal and changes
// nothing there: it is UTF-8 without control and formatting characters.
func printable(name string) bool {
	for _, r := range name {
		if !unicode.IsGraphic(r) {
			return false
		}
	}
	return utf8.ValidString(name)
}

func knownKind(k RelationKind) bool {
	for _, r := range RelationKinds {
		if r == k {
			return true
		}
	}
	return false
}

// Validate reports a floor that is not a polygon of positive area or a height
// that is not positive.
func (r *Room) Validate() error {
	if len(r.Floor) < 3 {
		return fmt.Errorf("the floor has %d corners; a room needs at least 3", len(r.Floor))
	}
	area, bad := signedArea(r.Floor)
	if bad >= 0 {
		return fmt.Errorf("floor corner %d is not a finite point", bad)
	}
	for i, h := range r.Holes {
		if a, bad := signedArea(h); len(h) < 3 || bad >= 0 || a == 0 {
			return fmt.Errorf("hole %d of the floor is no polygon; give it at least 3 corners that enclose an area, or leave it out", i)
		}
	}
	if !(area > 0) {
		return fmt.Errorf("the floor has no area or runs clockwise; list its corners counter-clockwise")
	}
	if !(r.Height > 0) || math.IsInf(r.Height, 0) {
		return fmt.Errorf("the room height is %v; it must be positive metres", r.Height)
	}
	ids := make(map[string]bool, len(r.Openings))
	for _, o := range r.Openings {
		if err := r.validateOpening(&o); err != nil {
			return err
		}
		if o.ID != "" && ids[o.ID] {
			return fmt.Errorf("opening id %q is used twice; ids must be unique", o.ID)
		}
		ids[o.ID] = true
	}
	return nil
}

// openingSlack is how far, in metres, an opening may reach beyond its wall:
// drawings measure walls along their middle or their outside.
const openingSlack = 0.35

func (r *Room) validateOpening(o *Opening) error {
	if o.Kind != Door && o.Kind != Window {
		return fmt.Errorf("opening %q is a %q; use %q or %q", o.ID, o.Kind, Door, Window)
	}
	if !printable(o.ID) {
		return fmt.Errorf("opening id %q holds a character that cannot be shown; write ids with letters, digits, underscores and spaces", o.ID)
	}
	if o.Wall < 0 || o.Wall >= len(r.Floor) {
		return fmt.Errorf("opening %q is in wall %d, but the room has walls 0 to %d", o.ID, o.Wall, len(r.Floor)-1)
	}
	if !(o.Width > 0) || !(o.Height > 0) || math.IsInf(o.Width, 0) || math.IsInf(o.Height, 0) {
		return fmt.Errorf("opening %q must have a positive width and height", o.ID)
	}
	if s := o.Offset + o.Sill; math.IsNaN(s) || math.IsInf(s, 0) {
		return fmt.Errorf("opening %q has the offset %v and the sill %v; they must be finite metres", o.ID, o.Offset, o.Sill)
	}
	if top := o.Sill + o.Height; o.Sill < -openingSlack || top > r.Height+openingSlack {
		return fmt.Errorf("opening %q reaches from %.4g to %.4g m above the floor, and the room is %.4g m high; change its sill or its height", o.ID, o.Sill, top, r.Height)
	}
	length := r.Floor[(o.Wall+1)%len(r.Floor)].Sub(r.Floor[o.Wall]).Len()
	if from, to := o.Offset-o.Width/2, o.Offset+o.Width/2; from < -openingSlack || to > length+openingSlack {
		return fmt.Errorf("opening %q reaches from %.4g to %.4g m along wall %d, which is %.4g m long; move its offset or make it narrower", o.ID, from, to, o.Wall, length)
	}
	if o.Swing != "" && !slices.Contains(Swings, o.Swing) {
		return fmt.Errorf("opening %q has the swing %q; use one of %v, or leave it out", o.ID, o.Swing, Swings)
	}
	if o.Swing != "" && o.Kind == Window {
		return fmt.Errorf("opening %q is a window with the swing %q; only doors have one, so leave it out", o.ID, o.Swing)
	}
	return nil
}

// signedArea returns twice the area of a polygon, positive counter-clockwise,
// and the index of a corner that is not finite, or -1.
func signedArea(polygon []Vec2) (area float64, bad int) {
	for i, p := range polygon {
		if s := p[0] + p[1]; math.IsNaN(s) || math.IsInf(s, 0) {
			return 0, i
		}
		q := polygon[(i+1)%len(polygon)]
		area += p[0]*q[1] - q[0]*p[1]
	}
	return area, -1
}

func (s *Spec) validate() error {
	switch {
	case s.Predicate == "":
		return fmt.Errorf("has no predicate; name one such as \"near\"")
	case !printable(s.Predicate) || !printable(s.Subject) || slices.ContainsFunc(s.Anchors, func(a string) bool { return !printable(a) }):
		return fmt.Errorf("names %q, %q or %q with a character that cannot be shown; leave it out", s.Predicate, s.Subject, s.Anchors)
	case s.Compare != "" && !slices.Contains(Comparisons, s.Compare):
		return fmt.Errorf("has the comparison %q; use one of %v", s.Compare, Comparisons)
	case s.Count < 0:
		return fmt.Errorf("has the count %d; counts are 0 or more", s.Count)
	case !(s.Distance >= 0) || math.IsInf(s.Distance, 0):
		return fmt.Errorf("has the distance %v; distances are metres, 0 or more", s.Distance)
	}
	return nil
}
