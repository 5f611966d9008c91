package function

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// disk is the circle round a body's footprint, the sum of its half sizes and
// the body's top. Disks lie
// close together in memory: with thousands of bodies, what is out of reach is
// told by them without touching the bodies.
type disk struct {
	x, y, radius, wide, top float64
	class                   *taxonomy.Class
	// drawn says that the task turns the body to something.
	drawn bool
}

// slack is by how much, of a squared length, a disk must be out of reach to be
// passed over: more than rounding, so that passing over changes no result.
const slack = 1 + 1e-9

func diskOf(body *world.Body) disk {
	b := &body.Box
	return disk{b.Center[0], b.Center[1], math.Hypot(b.Half[0], b.Half[1]), b.Half[0] + b.Half[1], b.Top(), body.Class, body.Object.Facing != ""}
}

// stranger reports whether the disk's body is surely not used together with
// another.
func (d *disk) stranger(b *world.Body) bool {
	return !d.drawn && b.Object.Facing == "" && !taxonomy.Together(b.Class, d.class)
}

// beyond reports whether the disk lies farther than reach from a point.
func (d *disk) beyond(p scenes.Vec2, reach float64) bool {
	x, y, r := d.x-p[0], d.y-p[1], reach+d.radius
	return x*x+y*y > r*r*slack
}

// aside reports whether the disk lies farther than reach from a segment.
func (d *disk) aside(from, to scenes.Vec2, reach float64) bool {
	u, v := to[0]-from[0], to[1]-from[1]
	x, y := d.x-from[0], d.y-from[1]
	t := 0.0
	if n := u*u + v*v; n > 0 {
		t = min(1, max(0, (x*u+y*v)/n))
	}
	x, y = x-t*u, y-t*v
	// The foot of the perpendicular is rounded by the segment's length.
	r := reach + d.radius + 1e-9*(math.Abs(u)+math.Abs(v))
	return x*x+y*y > r*r*slack
}

// off reports whether no side of the body can be near, as [near] has it, a box
// whose half sizes add up to sum.
func (d *disk) off(p scenes.Vec2, sum float64) bool {
	x, y, r := d.x-p[0], d.y-p[1], sum+d.wide+stripOff+stripDepth
	return x*x+y*y > r*r*slack
}
