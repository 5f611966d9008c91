package reimport

import (
	"fmt"
	"math"
	"slices"

	"github.com/go-gl/mathgl/mgl64"
	"github.com/metaspatial/metaspatial/scenes"
)

// upright undoes what was done to the file as a whole: axes that were not turned
// to glTF's, and another unit. Floors and the rooms' own nodes tell, since nobody
// tilts or scales those alone.
func (r *reading) upright() {
	if r.keptAxes() {
		r.report.warn("the file was written without turning its axes to glTF's (\"+Y up\"); it was turned upright")
		// The file's (X, Y, Z) are layout space's, but were read as (X, −Z, Y).
		turn := mgl64.Mat4{1, 0, 0, 0, 0, 0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1}
		for i := range r.nodes {
			n := &r.nodes[i]
			n.World = turn.Mul4(n.World).Mul4(turn.Transpose())
			b := box{n.Min, n.Max, true}
			var own box
			for _, p := range b.corners(turn) {
				own.add(p)
			}
			n.Min, n.Max = own.lo, own.hi
		}
	}
	frames := r.frames()
	if len(frames) == 0 {
		return
	}
	fix, lying, scale := mgl64.Ident4(), true, frames[0].Col(2).Vec3().Len()
	for _, f := range frames {
		lying = lying && angle(f.Col(2).Vec3(), scenes.Vec3{0, -1, 0}) < 1
		for k := range 3 {
			if math.Abs(f.Col(k).Vec3().Len()/scale-1) > 1e-3 {
				scale = 1
			}
		}
	}
	if lying {
		r.report.warn("the level in the file lies on its side; it was turned upright")
		fix = mgl64.Mat4{1, 0, 0, 0, 0, 0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1}
	}
	if math.Abs(scale-1) > 1e-3 && scale > 0 {
		r.report.warn("everything in the file is %.6g times as large as it was exported; it was scaled back", scale)
		fix = mgl64.Scale3D(1/scale, 1/scale, 1/scale).Mul4(fix)
	}
	for i := range r.nodes {
		r.nodes[i].World = fix.Mul4(r.nodes[i].World)
	}
}

// keptAxes reports whether the floors are upright in their own frames.
func (r *reading) keptAxes() bool {
	floors := 0
	for i := range r.nodes {
		n := &r.nodes[i]
		if !n.Drawn || !r.isFloor(n) {
			continue
		}
		e := n.Max.Sub(n.Min)
		if e[1] > 1e-3*e[2] || e[2] <= 0 {
			return false
		}
		floors++
	}
	return floors > 0
}

// frames are the transforms of the rooms' nodes and floors.
func (r *reading) frames() []mgl64.Mat4 {
	var out []mgl64.Mat4
	for i := range r.nodes {
		if n := &r.nodes[i]; r.isRoom(n) || r.isFloor(n) {
			out = append(out, n.World)
		}
	}
	return out
}

func (r *reading) isRoom(n *node) bool {
	return n.role == shell && (n.Element == "room" || n.Element == "" && r.named(n.base, func(k int) string { return r.names.Rooms[k].Room }) >= 0)
}

func (r *reading) isFloor(n *node) bool {
	return n.role == shell && (n.Element == "floor" || n.Element == "" && r.floorOf(n) >= 0)
}

// floorOf returns the room whose floor a node is by its name or its mesh's, or
// −1.
func (r *reading) floorOf(n *node) int {
	floor := func(k int) string { return r.names.Rooms[k].Floor }
	return max(r.named(n.base, floor), r.named(n.meshBase, floor))
}

// named returns the room that has the given one of its names, or −1.
func (r *reading) named(name string, of func(room int) string) int {
	for k := range r.names.Rooms {
		if of(k) == name {
			return k
		}
	}
	return -1
}

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
