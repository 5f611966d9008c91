package floorplan

import (
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/geom/freespace"
)

// Level joins furnished rooms at their places in the plan. Tasks and layouts are
// in the order of the rooms; a task's id becomes the room's name.
func (p *Plan) Level(name string, tasks []*scenes.Task, layouts []*scenes.Layout) *scenes.Level {
	level := &scenes.Level{Name: name}
	for i := range p.Rooms {
		task := *tasks[i]
		task.ID = p.Rooms[i].Name
		level.Rooms = append(level.Rooms, scenes.LevelRoom{Task: &task, Layout: layouts[i], Origin: p.Rooms[i].Origin.Vec3(0)})
	}
	return level
}

const (
	// person is half a person's breadth, as for navigation meshes; step and
	// headroom are the heights between which an object is in the way.
	person, step, headroom = 0.25, 0.03, 2.0
	// pixel is that of the raster that ways are looked for on.
	pixel = 0.04
)

// Passable reports whether a person can walk from every door of a furnished room
// to every other.
func Passable(t *scenes.Task, l *scenes.Layout) bool {
	var g freespace.Grid
	g.Reset(t.Room.Floor, t.Room.Holes, freespace.Options{Cell: pixel})
	for i := range t.Objects {
		o := &t.Objects[i]
		p := l.Find(o.ID)
		if p == nil || o.Flat {
			continue
		}
		if b := geom.BoxOf(o, *p); b.Bottom() < headroom && b.Top() > step {
			g.Block(b, 0)
		}
	}
	g.ErodeDisk(person)
	var parts freespace.Components
	parts.Find(&g, freespace.Four)
	first := -1
	for _, o := range t.Room.Openings {
		if o.Kind != scenes.Door {
			continue
		}
		// In the middle of the passage before the door.
		z := geom.DoorZone(&t.Room, o)
		_, in := scenes.Axes(z.Yaw)
		at := z.Center.Vec2().Sub(in.Mul(z.Half[1] - (person+geom.PassageDepth)/2))
		label := parts.LabelAt(&g, at)
		if label < 0 || first >= 0 && label != first {
			return false
		}
		first = label
	}
	return true
}
