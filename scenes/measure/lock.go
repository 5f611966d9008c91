package measure

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// How far a locked object may be from its place, so that writing a layout down
// and reading it back moves nothing: metres along an axis, and degrees.
const (
	lockSlack = geom.Tolerance / 2
	lockTurn  = 0.5
)

// lock compares an object with the place it is locked at.
func (r *run) lock(i int) {
	want := r.items[i].lock
	if want == nil {
		return
	}
	b, o := &r.bodies[i].box, &r.Objects[i]
	way := want.Position.Sub(b.Center)
	turned := math.Abs(math.Remainder(b.Yaw-want.Yaw, 360))
	away := max(math.Abs(way[0]), math.Abs(way[1]), math.Abs(way[2])) > lockSlack
	if !away && turned <= lockTurn {
		return
	}
	o.Moved, o.Off = true, way.Len()
	dir := scenes.Vec2{way[0], way[1]}
	if l := dir.Len(); l > 0 {
		dir = dir.Mul(1 / l)
	}
	if !r.open(scenes.RuleLocked, i, "", o.Off, dir) {
		return
	}
	r.say(" is locked, but ")
	if away {
		r.say("stands elsewhere; move it ")
		r.steps(way)
	} else {
		r.say("is turned; turn it back to ")
		r.number(want.Yaw, 0)
		r.say("°")
	}
	r.close()
}
