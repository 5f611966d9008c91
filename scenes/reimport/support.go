package reimport

import (
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// settle finds out what carries the things that are new or were moved off what
// carried them.
func (m *room) settle() {
	space := geom.NewSpace(&m.src.Task.Room)
	for _, t := range m.things {
		o := &t.object
		orphan := o.Support == scenes.OnObject && m.find(o.Parent) == nil
		unmoved := t.index >= 0 && (t.was == nil || t.place == *t.was)
		fixed := t.index >= 0 && (o.Support == scenes.OnWall || o.Support == scenes.OnCeiling)
		if t.node < 0 || !orphan && (unmoved || fixed) {
			continue
		}
		b := geom.BoxOf(o, t.place)
		if parent := m.find(o.Parent); o.Support == scenes.OnObject && parent != nil && carries(parent, b) {
			continue
		}
		if o.Support == scenes.OnFloor && b.Bottom() <= geom.Tolerance {
			continue
		}
		if t.index < 0 && o.Support == scenes.OnWall && space.TouchesWall(b, geom.Tolerance) {
			continue
		}
		o.Support, o.Parent = m.carrier(t, b, space)
	}
}

// find returns the thing with the given id, or nil where it is gone.
func (m *room) find(id string) *thing {
	for _, t := range m.things {
		if t.object.ID == id && (t.node >= 0 || t.was == nil) {
			return t
		}
	}
	return nil
}

// carries reports whether a box stands on a thing or on a shelf in it.
func carries(t *thing, b geom.Box) bool {
	under := geom.BoxOf(&t.object, t.place)
	return under.ContainsXY(b.Center.Vec2(), 0) && b.Bottom() <= under.Top()+geom.Tolerance && b.Bottom() > under.Bottom()+geom.Tolerance
}

// carrier is what a thing stands on or hangs from: the floor, another thing with
// its top just below, a shelf in one, the ceiling, a wall.
func (m *room) carrier(t *thing, b geom.Box, space *geom.Space) (scenes.Support, string) {
	if b.Bottom() <= geom.Tolerance {
		return scenes.OnFloor, ""
	}
	best, gap := "", 0.0
	for _, o := range m.things {
		if o == t || o.node < 0 || o.object.Flat || o.object.Parent == t.object.ID || !carries(o, b) {
			continue
		}
		if g := geom.BoxOf(&o.object, o.place).Top() - b.Bottom(); best == "" || g < gap {
			best, gap = o.object.ID, g
		}
	}
	switch {
	case best != "":
		return scenes.OnObject, best
	case b.Top() >= m.src.Task.Room.Height-geom.Tolerance:
		return scenes.OnCeiling, ""
	case space.TouchesWall(b, geom.Tolerance):
		return scenes.OnWall, ""
	}
	return scenes.OnFloor, ""
}
