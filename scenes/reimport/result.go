package reimport

import (
	"fmt"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// put gives a thing the size and place that were found, in its room's frame, and
// says what a layout cannot follow.
func (r *reading) put(m *room, t *thing, p pose) {
	name := fmt.Sprintf("%s of %s", t.object.ID, m.src.Task.ID)
	switch {
	case p.tilt > upright:
		r.report.warn("%s was tilted by %.0f°; it was laid back upright", name, p.tilt)
	case p.skewed:
		r.report.warn("%s was skewed, which no layout can follow; its size is that along its own axes", name)
	}
	if p.mirrored {
		r.report.warn("%s was mirrored, which no layout can follow; it is as it was made", name)
	}
	for k, s := range p.size {
		switch old := t.old[k]; {
		case old > 0 && (s < 1e-6 || math.Abs(s-old) <= max(sameSize, 1e-4*old)):
			t.object.Size[k] = old
		default:
			t.object.Size[k] = max(round(s, 1e-5), least)
		}
	}
	at, yaw := m.src.Local(p.centre), wrap(p.yaw-m.src.Yaw)
	t.place = scenes.Placement{ID: t.object.ID, Position: rounded(at), Yaw: round(yaw, 1e-3)}
	if t.was != nil {
		if at.Sub(t.was.Position).Len() <= sameMetres {
			t.place.Position = t.was.Position
		}
		if apart(yaw, t.was.Yaw) <= sameDegrees {
			t.place.Yaw = t.was.Yaw
		}
	}
}

// result makes the level of what was found, and the report of what is not.
func (r *reading) result() (*scenes.Level, error) {
	r.checkShell()
	for _, m := range r.rooms {
		for _, t := range m.things {
			if t.index >= 0 && t.node >= 0 {
				n := &r.nodes[t.node]
				r.put(m, t, stand(r.box(t.node), n.World))
			}
		}
	}
	r.changeRooms()
	out := &scenes.Level{Name: r.level.Name}
	for _, m := range r.rooms {
		m.settle()
		task, layout, left := r.furnish(m)
		if left == 0 && !r.present(m) {
			r.report.Rooms = append(r.report.Rooms, Room{Task: m.src.Task.ID, Change: Removed})
			continue
		}
		if len(task.Objects) == 0 {
			return nil, fmt.Errorf("room %q has no object left, and a task needs one; put one in, or delete the room's node too", m.src.Task.ID)
		}
		out.Rooms = append(out.Rooms, scenes.LevelRoom{Task: task, Layout: layout, Origin: m.src.Origin, Yaw: m.src.Yaw})
	}
	if err := out.Validate(); err != nil {
		return nil, fmt.Errorf("the level as it was edited: %w", err)
	}
	return out, nil
}

// present reports whether anything of a room but its objects is in the file.
func (r *reading) present(m *room) bool { return m.node >= 0 || m.floor >= 0 }

// changeRooms gives things that were moved onto another room's floor to that
// room.
func (r *reading) changeRooms() {
	for k, m := range r.rooms {
		for _, t := range slices.Clone(m.things) {
			if t.index < 0 || t.node < 0 {
				continue
			}
			p := stand(r.box(t.node), r.nodes[t.node].World)
			to := r.roomAt(p.centre, k)
			if to < 0 || to == k || t.was != nil && t.place.Position == t.was.Position {
				continue
			}
			next := r.rooms[to]
			moved := &thing{object: t.object, index: -1, node: t.node, how: "moved from " + m.src.Task.ID, old: t.object.Size}
			moved.object.Relations, moved.object.Facing, moved.object.Parent = nil, "", ""
			if _, taken := next.ids[t.object.ID]; taken {
				moved.object.ID = next.newID(t.object)
			}
			t.node = -1
			r.put(next, moved, pose{centre: p.centre, yaw: p.yaw, size: p.size})
			next.add(moved)
		}
	}
}

// furnish makes a room's task and layout, and reports its objects. It returns
// how many of them are in the file.
func (r *reading) furnish(m *room) (*scenes.Task, *scenes.Layout, int) {
	task, layout, found := *m.src.Task, &scenes.Layout{}, 0
	task.Objects = nil
	changed := false
	for _, t := range m.things {
		report := Object{Room: task.ID, ID: t.object.ID, Change: Same, How: t.how}
		switch {
		case t.node >= 0:
			found++
			report.Node = r.nodes[t.node].Name
			layout.Placements = append(layout.Placements, t.place)
			if t.index < 0 {
				report.Change, report.Asset, report.Size = Added, t.object.Asset, t.object.Size
				break
			}
			if t.was != nil {
				report.MovedM = t.place.Position.Sub(t.was.Position).Len()
				report.TurnedDeg = apart(t.place.Yaw, t.was.Yaw)
			}
			if t.object.Size != t.old {
				report.Was, report.Size = t.old, t.object.Size
				changed = true
			}
			if t.was == nil || report.MovedM > 0 || report.TurnedDeg > 0 || report.Size != (scenes.Vec3{}) {
				report.Change = Moved
			}
		case t.was != nil:
			report.Change = Removed
		default:
			// It had no place and has none.
			task.Objects = append(task.Objects, t.object)
			continue
		}
		changed = changed || report.Change == Added || report.Change == Removed
		r.report.Objects = append(r.report.Objects, report)
		if report.Change != Removed {
			task.Objects = append(task.Objects, t.object)
		}
	}
	prune(&task)
	if changed {
		// A scene graph lists the objects it was made with.
		task.SceneGraph = nil
	}
	return &task, layout, found
}

// prune drops what objects say of others that are gone.
func prune(task *scenes.Task) {
	known := func(id string) bool {
		_, k := task.Find(id)
		return k >= 0 || scenes.IsLayoutElement(id)
	}
	for i := range task.Objects {
		o := &task.Objects[i]
		o.Relations = slices.DeleteFunc(slices.Clone(o.Relations), func(rel scenes.Relation) bool { return !known(rel.Target) })
		if len(o.Relations) == 0 {
			o.Relations = nil
		}
		if o.Facing != "" && !known(o.Facing) {
			o.Facing = ""
		}
		if o.Support == scenes.OnObject && !known(o.Parent) {
			o.Support, o.Parent = scenes.OnFloor, ""
		}
	}
}
