package reimport

import (
	"fmt"
	"math"
	"slices"

	"github.com/go-gl/mathgl/mgl64"
	"github.com/metaspatial/metaspatial/scenes"
)

// findRooms finds the node of every room, and rooms that are copies of one.
func (r *reading) findRooms() {
	for i := range r.nodes {
		n := &r.nodes[i]
		if !r.isRoom(n) {
			continue
		}
		k := r.named(n.base, func(k int) string { return r.names.Rooms[k].Room })
		for j := range r.level.Rooms {
			if n.Task != "" && r.level.Rooms[j].Task.ID == n.Task {
				k = j
			}
		}
		if k < 0 {
			r.report.warn("node %q is a room of no name in the level; what is in it is counted to the other rooms", n.Name)
			continue
		}
		if r.inRoom(i, k) {
			// A scene holds the room's shell, which came as a scene of its own.
			continue
		}
		m := r.rooms[k]
		switch {
		case m.node < 0:
		case n.Name == m.names.Room:
			// The node found before is the copy.
			r.copyRoom(k, m.node)
		default:
			r.copyRoom(k, i)
			continue
		}
		m.node, n.room = i, k
	}
	for i := range r.nodes {
		n := &r.nodes[i]
		if n.room < 0 && n.Parent >= 0 {
			n.room = r.nodes[n.Parent].room
		}
		if !r.isFloor(n) {
			continue
		}
		k := n.room
		if k < 0 {
			k = r.floorOf(n)
		}
		if k >= 0 && r.rooms[k].floor < 0 {
			r.rooms[k].floor = i
		}
	}
	for _, m := range r.rooms {
		r.locate(m)
	}
}

// inRoom reports whether node i lies below a node of the level's k-th room.
func (r *reading) inRoom(i, k int) bool {
	for p := r.nodes[i].Parent; p >= 0; p = r.nodes[p].Parent {
		if at := r.nodes[p].room; at >= 0 && r.rooms[at].from == k {
			return true
		}
	}
	return false
}

// maxThings bounds what copies of rooms may hold, however often a file repeats
// one.
const maxThings = 1 << 20

// copyRoom makes the room at node i a room of its own, like the level's k-th.
func (r *reading) copyRoom(k, i int) {
	src := r.level.Rooms[k]
	if len(r.rooms)*len(src.Task.Objects) > maxThings {
		r.report.warn("%q is a copy of room %q too many; what is in it is counted to the other rooms", r.nodes[i].Name, src.Task.ID)
		return
	}
	task := *src.Task
	for n := 2; ; n++ {
		task.ID = fmt.Sprintf("%s_%d", src.Task.ID, n)
		if !slices.ContainsFunc(r.rooms, func(m *room) bool { return m.src.Task.ID == task.ID }) {
			break
		}
	}
	src.Task = &task
	m := &room{src: src, from: k, copied: true, names: r.names.Rooms[k], node: i, floor: -1}
	m.list()
	r.nodes[i].room = len(r.rooms)
	r.rooms = append(r.rooms, m)
}

// locate reads where a room lies: its own node says it, else its floor, else it
// lies where it lay.
func (r *reading) locate(m *room) {
	at := m.node
	if at < 0 {
		at = m.floor
	}
	if at < 0 {
		return
	}
	w, was := r.nodes[at].World, m.src
	if tilt := angle(w.Col(2).Vec3(), scenes.Vec3{0, 0, 1}); tilt > upright {
		r.report.warn("room %q is tilted by %.0f°; it was laid level", was.Task.ID, tilt)
	}
	origin, yaw := w.Col(3).Vec3(), heading(w.Col(1).Vec3())
	if origin.Sub(was.Origin).Len() > sameMetres {
		m.src.Origin = rounded(origin)
	}
	if apart(yaw, was.Yaw) > sameDegrees {
		m.src.Yaw = yaw
	}
	change := Room{Task: m.src.Task.ID, Change: Moved, MovedM: m.src.Origin.Sub(was.Origin).Len(), TurnedDeg: apart(m.src.Yaw, was.Yaw)}
	switch {
	case m.copied:
		change.Change = Added
	case change.MovedM == 0 && change.TurnedDeg == 0:
		return
	}
	r.report.Rooms = append(r.report.Rooms, change)
}

// checkShell says which parts of a room's shell were changed by themselves,
// which the task does not follow.
func (r *reading) checkShell() {
	for i := range r.nodes {
		n := &r.nodes[i]
		if n.role != shell || !n.Drawn || n.room < 0 {
			continue
		}
		m := r.rooms[n.room]
		frame := mgl64.Translate3D(m.src.Origin[0], m.src.Origin[1], m.src.Origin[2]).Mul4(mgl64.HomogRotate3DZ(-m.src.Yaw * math.Pi / 180))
		off := 0.0
		b := box{n.Min, n.Max, true}
		want := b.corners(frame)
		for k, p := range b.corners(n.World) {
			off = max(off, p.Sub(want[k]).Len())
		}
		if off > 1e-3 {
			r.report.warn("%q was moved or scaled by up to %.3g m; the outline of room %q stays as its task says", n.Name, off, m.src.Task.ID)
		}
	}
}
