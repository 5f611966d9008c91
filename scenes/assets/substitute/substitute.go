// Package substitute puts another asset in the place of an object of a
// furnished room.
package substitute

import (
	"fmt"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// Object returns copies of a task and its layout in which the object with the
// given id is the asset: its model, category and size. Id, support, relations
// and heading stay. So does what the pose rests on: the bottom of what stands,
// the top of what hangs from the ceiling, the middle height of what hangs on a
// wall, and the contact with every wall that the object touched, within the
// tolerance of package geom. What stands on the object goes with its top, and
// closer to the middle where the top becomes smaller.
//
// It is an error if the object or its placement is missing, or if a thing of
// the wall or the ceiling would have to stand, or the other way round.
func Object(t *scenes.Task, l *scenes.Layout, id string, a assets.Asset) (*scenes.Task, *scenes.Layout, error) {
	old, i := t.Find(id)
	if old == nil {
		return nil, nil, fmt.Errorf("there is no object %q to replace", id)
	}
	from := l.Find(id)
	if from == nil {
		return nil, nil, fmt.Errorf("object %q has no place in the layout; place it before it is replaced", id)
	}
	if hangs(old.Support) != hangs(a.Mount) {
		return nil, nil, fmt.Errorf("%s %s and %s %s; choose something else", a.ID, rests[a.Mount], id, rests[old.Support])
	}
	task, layout := *t, scenes.Layout{Placements: slices.Clone(l.Placements)}
	task.Objects = slices.Clone(t.Objects)
	o := &task.Objects[i]
	o.Asset, o.Category, o.Size, o.Flat = a.ID, a.Category, a.Size, a.Flat
	o.Style, o.Material = "", ""

	before := geom.BoxOf(old, *from)
	to := layout.Find(id)
	to.Position = to.Position.Add(shift(&t.Room, before, o, from.Yaw))
	after := geom.BoxOf(o, *to)
	carry(&task, &layout, id, before, after)
	return &task, &layout, nil
}

// rests says for people how things of a support are held.
var rests = map[scenes.Support]string{
	scenes.OnFloor: "stands", scenes.OnObject: "stands on something", scenes.OnWall: "hangs on a wall", scenes.OnCeiling: "hangs from the ceiling",
}

// hangs returns the support of what hangs, and nothing for what stands.
func hangs(s scenes.Support) scenes.Support {
	if s == scenes.OnWall || s == scenes.OnCeiling {
		return s
	}
	return ""
}

// shift is how far the centre moves so that the new size touches what the old
// one did.
func shift(room *scenes.Room, before geom.Box, o *scenes.Object, yaw float64) scenes.Vec3 {
	var by scenes.Vec3
	switch grown := o.Size[2]/2 - before.Half[2]; o.Support {
	case scenes.OnCeiling:
		by[2] = -grown
	case scenes.OnWall:
	default:
		by[2] = grown
	}
	right, front := scenes.Axes(yaw)
	for i, p := range room.Floor {
		q := room.Floor[(i+1)%len(room.Floor)]
		edge := q.Sub(p)
		if !(edge.Len() > 0) {
			continue
		}
		out := scenes.Vec2{edge[1], -edge[0]}.Mul(1 / edge.Len())
		reach := func(w, d float64) float64 {
			return w*math.Abs(out.Dot(right)) + d*math.Abs(out.Dot(front))
		}
		was := reach(before.Half[0], before.Half[1])
		c := before.Center.Vec2().Sub(p)
		along := c.Dot(edge) / edge.Len()
		if gap := -c.Dot(out) - was; math.Abs(gap) > geom.Tolerance || along < 0 || along >= edge.Len() {
			continue
		}
		move := out.Mul(was - reach(o.Size[0]/2, o.Size[1]/2))
		by = by.Add(move.Vec3(0))
	}
	return by
}

// carry moves what stands on an object, and what stands on that, with its box:
// by the same share of the way to the edge, and not further over it than before.
func carry(t *scenes.Task, l *scenes.Layout, on string, before, after geom.Box) {
	right, front := scenes.Axes(after.Yaw)
	done := map[string]bool{on: true}
	for i := range t.Objects {
		o := &t.Objects[i]
		p := l.Find(o.ID)
		if p == nil || o.Parent != on || o.Support != scenes.OnObject {
			continue
		}
		d := p.Position.Vec2().Sub(before.Center.Vec2())
		reach := [2]float64{}
		reach[0], reach[1] = geom.HalfExtents(o.Size, p.Yaw-after.Yaw)
		to := after.Center.Vec2()
		for k, axis := range [2]scenes.Vec2{right, front} {
			at := d.Dot(axis) * min(1, after.Half[k]/before.Half[k])
			free := max(0, after.Half[k]-reach[k], math.Abs(d.Dot(axis))-before.Half[k]+after.Half[k])
			to = to.Add(axis.Mul(min(max(at, -free), free)))
		}
		move(t, l, o.ID, to.Vec3(p.Position[2]+after.Top()-before.Top()).Sub(p.Position), done)
	}
}

// move moves an object and all that it carries.
func move(t *scenes.Task, l *scenes.Layout, id string, by scenes.Vec3, done map[string]bool) {
	if done[id] {
		return
	}
	done[id] = true
	if p := l.Find(id); p != nil {
		p.Position = p.Position.Add(by)
	}
	for i := range t.Objects {
		if o := &t.Objects[i]; o.Support == scenes.OnObject && o.Parent == id {
			move(t, l, o.ID, by, done)
		}
	}
}
