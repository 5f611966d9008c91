package geom

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// Headings are the four headings along the walls.
var Headings = [4]float64{0, 90, 180, 270}

// AngleBetween returns the angle between two headings, from 0 to 180 degrees.
func AngleBetween(a, b float64) float64 {
	d := math.Mod(math.Abs(a-b), 360)
	return min(d, 360-d)
}

// Bearing returns the compass heading from one point of the floor to another,
// and false when they coincide.
func Bearing(from, to scenes.Vec2) (float64, bool) {
	d := to.Sub(from)
	if math.Abs(d[0]) < 1e-9 && math.Abs(d[1]) < 1e-9 {
		return 0, false
	}
	return heading(d), true
}

// FacingError returns how many degrees the heading of o, placed at p, misses
// what o must face: a wall within 0°, an object or the middle of the room
// within [FacingCone]. The facing holds up to [AngleTolerance]. It is false
// when o faces an object that is not placed or not known, and 0 when o need
// face nothing.
func FacingError(t *scenes.Task, o *scenes.Object, p scenes.Placement, l *scenes.Layout) (deg float64, ok bool) {
	switch o.Facing {
	case "", scenes.Ceiling:
		return 0, true
	case scenes.Middle:
		e := t.Room.Extent()
		return PointFacingError(p, scenes.Vec2{e[0] / 2, e[1] / 2}), true
	}
	if yaw, wall := scenes.WallYaw(o.Facing); wall {
		return AngleBetween(p.Yaw, yaw), true
	}
	q := l.Find(o.Facing)
	if target, _ := t.Find(o.Facing); target == nil || q == nil {
		return 0, false
	}
	return PointFacingError(p, q.Position.Vec2()), true
}

// PointFacingError returns by how many degrees the bearing of a point leaves
// the [FacingCone] of the placement's heading.
func PointFacingError(p scenes.Placement, target scenes.Vec2) float64 {
	b, apart := Bearing(p.Position.Vec2(), target)
	if !apart {
		return 0
	}
	return max(0, AngleBetween(p.Yaw, b)-FacingCone)
}
