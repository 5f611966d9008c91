package reimport

import (
	"math"

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
