package view

import (
	"image"
	"math"
	"strconv"
	"strings"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/edit"
	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/scenes"
)

// The handles of the selection, by name.
var axisHandles = map[string]edit.Axis{"x": edit.East, "y": edit.North, "z": edit.Up}

const turnHandle = "turn"

// The measures of the handles in units: the ring's least and largest radius, how
// far it keeps from what it goes round, and an arrow's length with its tip.
const (
	ringLeast, ringMost = 34, 190
	ringGap             = 7
	arrowLong, arrowTip = 38, 13
)

// handles are what can be grabbed in the room as it is now.
func (s *shell) handles() sketch {
	switch {
	case s.stage.Walking() || s.stage.Flying() || s.tool.hand != nil || s.tool.boxing || s.doc.Moving():
		return sketch{}
	case s.tool.shaping:
		return s.shapeHandles()
	}
	return s.gizmo()
}

// grab takes hold of a handle at a pixel.
func (s *shell) grab(handle string, x, y float64, double bool) {
	kind, n, _ := strings.Cut(handle, " ")
	i, _ := strconv.Atoi(n)
	switch {
	case axisHandles[handle] != edit.Free:
		refs := s.placed()
		s.hold(s.newMove(refs[len(refs)-1], x, y, axisHandles[handle]))
	case handle == turnHandle:
		s.hold(s.newTurn(x, y))
	case kind == "corner":
		s.hold(s.newPull(edit.Grip{Kind: edit.CornerGrip, Index: i}, x, y))
	case kind == "wall" && double:
		s.splitWall(i, x, y)
		s.tool.pressed = false
	case kind == "wall":
		s.hold(s.newPull(edit.Grip{Kind: edit.WallGrip, Index: i}, x, y))
	}
}

// gizmo is the ring that turns the selection and the arrows that move it along
// the axes of the room.
func (s *shell) gizmo() sketch {
	var out sketch
	refs := s.placed()
	state := s.doc.State()
	if len(refs) == 0 || s.watch.on || s.free(refs) == 0 {
		return out
	}
	at := s.pivot()
	px := s.stage.Metres(at) * s.u.Scale()
	if !(px > 0) {
		return out
	}
	radius, top, yaw := 0.0, 0.0, 0.0
	room := s.active()
	for _, r := range refs {
		_, o, p := state.Object(r)
		far := p.Position.Vec2().Sub(at.Vec2()).Len() + math.Hypot(o.Size[0], o.Size[1])/2
		radius, top, yaw = max(radius, far), max(top, p.Position[2]+o.Size[2]/2), p.Yaw
	}
	radius = min(max(radius+ringGap*px, ringLeast*px), ringMost*px)
	ring := make([]scenes.Vec3, 64)
	for i := range ring {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(len(ring)))
		ring[i] = at.Add(scenes.Vec3{radius * cos, radius * sin, 0})
	}
	_, front := scenes.Axes(yaw)
	_, way := s.stage.Ray(s.stageMiddle())
	// Seen from the side the ring is a line that nothing can be turned by.
	if math.Abs(way[2]) > 0.12*way.Len() {
		wide, knob := s.wide(turnHandle), []scenes.Vec3{at.Add(front.Mul(radius).Vec3(0))}
		out.marks = append(out.marks,
			stage.Mark{Points: ring, Closed: true, Color: measureShade, Width: wide + 2},
			stage.Mark{Points: ring, Closed: true, Color: turnColor, Width: wide, Handle: turnHandle},
			stage.Mark{Points: knob, Color: measureShade, Width: 15},
			stage.Mark{Points: knob, Color: turnColor, Width: 12, Handle: turnHandle})
	}
	if between, ok := s.measured(); ok {
		out.span(between, true)
	}
	foot := at
	foot[2] = min(top, room.Task.Room.Height)
	out.arrow(s, "x", at.Add(scenes.Vec3{radius + 11*px, 0, 0}), px, way)
	out.arrow(s, "y", at.Add(scenes.Vec3{0, radius + 11*px, 0}), px, way)
	out.arrow(s, "z", foot.Add(scenes.Vec3{0, 0, 6 * px}), px, way)
	return out
}

// handleBounds is the part of the picture that the handles lie over, in pixels.
func (s *shell) handleBounds() image.Rectangle {
	var out image.Rectangle
	for _, k := range s.stage.Strokes(s.handles().marks) {
		for _, q := range k.Points {
			if math.Abs(q[0]) < 1e5 && math.Abs(q[1]) < 1e5 {
				out = out.Union(image.Rect(int(q[0])-4, int(q[1])-4, int(q[0])+5, int(q[1])+5))
			}
		}
	}
	return out
}

// pixels is how far apart two points are seen, in units.
func (s *shell) pixels(a, b scenes.Vec3) float64 {
	x0, y0, _, ok0 := s.stage.Project(a)
	x1, y1, _, ok1 := s.stage.Project(b)
	if !ok0 || !ok1 {
		return 0
	}
	return math.Hypot(x1-x0, y1-y0) / s.u.Scale()
}

// stageMiddle is the pixel in the middle of the stage.
func (s *shell) stageMiddle() (x, y float64) {
	w, h := s.stage.Size()
	return float64(w) / 2, float64(h) / 2
}

// free counts the objects that are not locked.
func (s *shell) free(refs []document.Ref) int {
	n := 0
	for _, r := range refs {
		if !s.doc.State().IsLocked(r) {
			n++
		}
	}
	return n
}

// wide is the width of a handle's lines, more for the one under the pointer.
func (s *shell) wide(handle string) float64 {
	if s.tool.handle == handle {
		return 4
	}
	return 2.5
}

// arrow draws the handle of an axis from a point on; px is how many metres a
// unit is there, sight the way that the eye looks, to which its head is turned.
func (k *sketch) arrow(s *shell, handle string, from scenes.Vec3, px float64, sight scenes.Vec3) {
	axis := axisHandles[handle]
	way := axis.Way()
	side := way.Cross(sight)
	if l := side.Len(); l > 0 {
		side = side.Mul(1 / l)
	}
	neck, tip := from.Add(way.Mul((arrowLong-arrowTip)*px)), from.Add(way.Mul(arrowLong*px))
	half := side.Mul(6.5 * px)
	if s.pixels(from, tip) < 12 {
		return // it points at the eye
	}
	wide := s.wide(handle)
	head := []scenes.Vec3{tip, neck.Add(half), neck.Sub(half)}
	c := axisColors[axis]
	k.marks = append(k.marks,
		stage.Mark{Points: []scenes.Vec3{from, neck}, Color: measureShade, Width: wide + 2},
		stage.Mark{Points: head, Closed: true, Color: measureShade, Width: 2},
		stage.Mark{Points: []scenes.Vec3{from, neck}, Color: c, Width: wide, Handle: handle},
		stage.Mark{Points: head, Closed: true, Filled: true, Color: c, Handle: handle})
	if s.tool.handle == handle {
		k.labels = append(k.labels, label{tip.Add(way.Mul(14 * px)), axis.String()})
	}
}
