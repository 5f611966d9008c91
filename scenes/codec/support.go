package codec

import (
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
)

// inferSupports fills in what carries each object that is off the floor.
// I-Design does not say it, but its relations do: on an object, the ceiling or
// a wall; otherwise what carries the neighbour that the object is placed by;
// and an object above another hangs on the wall behind its anchor, or from the
// ceiling.
func inferSupports(t *scenes.Task) error {
	for i := range t.Objects {
		if o := &t.Objects[i]; o.Support == "" {
			if err := knownTargets(t, o); err != nil {
				return err
			}
			infer(t, o, 0)
		}
	}
	for i := range t.Objects {
		if err := carried(t, &t.Objects[i]); err != nil {
			return err
		}
	}
	return nil
}

func knownTargets(t *scenes.Task, o *scenes.Object) error {
	for _, r := range o.Relations {
		if _, i := t.Find(r.Target); i < 0 && !scenes.IsLayoutElement(r.Target) {
			return fmt.Errorf("object %q: relation %q names %q, which is not in the scene graph", o.ID, r.Kind, r.Target)
		}
	}
	return nil
}

func infer(t *scenes.Task, o *scenes.Object, depth int) {
	for _, r := range o.Relations {
		onTop := r.Kind == scenes.On || r.Kind == scenes.InMiddleOf
		if anchor, _ := t.Find(r.Target); onTop && anchor != nil && anchor != o {
			o.Support, o.Parent = scenes.OnObject, anchor.ID
			return
		}
	}
	for _, r := range o.Relations {
		if r.Target == scenes.Ceiling {
			o.Support = scenes.OnCeiling
			return
		}
		if atWall(r) {
			o.Support = scenes.OnWall
			return
		}
	}
	for _, r := range o.Relations {
		anchor, _ := t.Find(r.Target)
		if anchor == nil || anchor == o {
			continue
		}
		if anchor.Support == "" && depth < len(t.Objects) {
			infer(t, anchor, depth+1)
		}
		o.Support = beside(anchor, r.Kind)
		if o.Support == scenes.OnObject {
			o.Parent = anchor.Parent
		}
		return
	}
	o.Support = scenes.OnCeiling
}

// beside is the support of an object off the floor that stands in the given
// relation to anchor.
func beside(anchor *scenes.Object, kind scenes.RelationKind) scenes.Support {
	if anchor.Support == scenes.OnObject && kind != scenes.Above && kind != scenes.Under {
		return scenes.OnObject
	}
	if anchor.Support == scenes.OnWall {
		return scenes.OnWall
	}
	for _, r := range anchor.Relations {
		if atWall(r) {
			return scenes.OnWall
		}
	}
	return scenes.OnCeiling
}

func atWall(r scenes.Relation) bool {
	_, wall := scenes.WallYaw(r.Target)
	return wall
}

// carried refuses objects that carry each other in a circle.
func carried(t *scenes.Task, o *scenes.Object) error {
	at := o
	for range t.Objects {
		if at.Support != scenes.OnObject {
			return nil
		}
		if at, _ = t.Find(at.Parent); at == nil {
			return nil
		}
	}
	return fmt.Errorf("object %q is carried by objects that carry each other in a circle", o.ID)
}
