package scenes

import (
	"fmt"
	"math"
)

// Validate reports the first thing that makes the task meaningless: no room,
// sizes that are not positive and finite, duplicate or unknown ids, unknown
// relations. The error names the object and what to do.
func (t *Task) Validate() error {
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
	for _, o := range t.Objects {
		if err := t.validateLinks(o, ids); err != nil {
			return fmt.Errorf("task %q: object %q: %w", t.ID, o.ID, err)
		}
	}
	return nil
}

func (t *Task) validateLinks(o Object, ids map[string]bool) error {
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
	area := 0.0
	for i, p := range r.Floor {
		q := r.Floor[(i+1)%len(r.Floor)]
		if math.IsNaN(p[0]+p[1]) || math.IsInf(p[0]+p[1], 0) {
			return fmt.Errorf("floor corner %d is not a finite point", i)
		}
		area += p[0]*q[1] - q[0]*p[1]
	}
	if !(area > 0) {
		return fmt.Errorf("the floor has no area or runs clockwise; list its corners counter-clockwise")
	}
	if !(r.Height > 0) || math.IsInf(r.Height, 0) {
		return fmt.Errorf("the room height is %v; it must be positive metres", r.Height)
	}
	for _, o := range r.Openings {
		if o.Wall < 0 || o.Wall >= len(r.Floor) {
			return fmt.Errorf("opening %q is in wall %d, but the room has walls 0 to %d", o.ID, o.Wall, len(r.Floor)-1)
		}
		if !(o.Width > 0) || !(o.Height > 0) {
			return fmt.Errorf("opening %q must have a positive width and height", o.ID)
		}
	}
	return nil
}
