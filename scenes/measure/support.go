package measure

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// bounds checks that the object is on the floor polygon and between floor and
// ceiling.
func (r *run) bounds(i int) {
	o, b := &r.Objects[i], &r.bodies[i].box
	depth, dir := r.space.Outside(*b)
	above, below := b.Top()-r.space.Extent[2], -b.Bottom()
	o.Outside = max(depth, above, below, 0)
	r.back = dir.Mul(depth)
	if o.OutOfBounds = o.Outside > metres; !o.OutOfBounds || !r.explain {
		return
	}
	if depth > metres {
		r.outside(i, depth, dir)
	}
	// What hangs and what stands hears of ceiling and floor from its support.
	carrier := r.items[i].o.Support
	if above > metres && carrier != scenes.OnCeiling {
		r.beyond(i, above, "the ceiling", "lower")
	}
	if below > metres && carrier != scenes.OnFloor {
		r.beyond(i, below, "the floor", "raise")
	}
}

// support checks that the object rests on, hangs from or is mounted on what
// carries it.
func (r *run) support(i int) {
	it, o, b := &r.items[i], &r.Objects[i], &r.bodies[i].box
	switch it.o.Support {
	case scenes.OnCeiling:
		if o.Gap = r.space.Extent[2] - b.Top(); math.Abs(o.Gap) > metres {
			o.Unsupported, o.Floats, o.Sinks = true, o.Gap > 0, o.Gap < 0
			r.offCeiling(i)
		}
	case scenes.OnWall:
		if o.Unsupported = !r.space.TouchesWall(*b, metres); o.Unsupported {
			r.offWall(i)
		}
	case scenes.OnObject:
		r.carried(i)
	default:
		r.level(i, b.Bottom(), "the floor")
	}
}

func (r *run) carried(i int) {
	it, o, b := &r.items[i], &r.Objects[i], &r.bodies[i].box
	if it.parent < 0 || !r.bodies[it.parent].placed {
		o.Unsupported = true
		r.noCarrier(i)
		return
	}
	carrier := &r.bodies[it.parent].box
	gap := b.Bottom() - carrier.Top()
	if r.items[it.parent].o.Flat && math.Abs(b.Bottom()) < math.Abs(gap) {
		gap = b.Bottom()
	}
	over, way := reachOver(b, carrier)
	if r.items[it.parent].mesh != nil && over <= metres {
		if z, found := r.surface(it.parent, b.Center); found {
			gap = b.Bottom() - z
		} else {
			// Nothing of the carrier is below the middle of the base.
			over, way = max(over, hollow), carrier.Center.Vec2().Sub(b.Center.Vec2())
		}
	}
	r.level(i, gap, it.o.Parent)
	if over <= metres {
		return
	}
	o.Unsupported, o.Overhang = true, over
	if touching, _ := geom.FloorPenetration(*b, *carrier); touching > 0 {
		o.Tips = true
	}
	r.notOver(i, way)
}

// reachOver returns how far the middle of a base is outside the footprint of
// its carrier, on the worse of the carrier's two axes, and the way back. The contact area of two
// boxes is where their footprints meet; the middle of the one is in it iff it
// is in the other.
func reachOver(b, carrier *geom.Box) (float64, scenes.Vec2) {
	right, front := scenes.Axes(carrier.Yaw)
	d := b.Center.Vec2().Sub(carrier.Center.Vec2())
	x, y := d.Dot(right), d.Dot(front)
	dx := x - min(max(x, -carrier.Half[0]), carrier.Half[0])
	dy := y - min(max(y, -carrier.Half[1]), carrier.Half[1])
	if dx == 0 && dy == 0 {
		return 0, scenes.Vec2{}
	}
	return max(math.Abs(dx), math.Abs(dy)), right.Mul(-dx).Add(front.Mul(-dy))
}

// level takes how far the carried face is above where it belongs.
func (r *run) level(i int, gap float64, on string) {
	o := &r.Objects[i]
	if o.Gap = gap; math.Abs(gap) <= metres {
		return
	}
	o.Unsupported, o.Floats, o.Sinks = true, gap > 0, gap < 0
	r.wrongHeight(i, gap, on)
}

// hollow is how far an object counts as off a carrier with a mesh that has no
// surface below the middle of the object's base, though its box has: at least
// so far that it is a fault.
const hollow = 2 * geom.Tolerance

// surface returns the height of the first surface of an object's mesh below a
// point.
func (r *run) surface(carrier int, p scenes.Vec3) (z float64, found bool) {
	m := r.mesh(carrier)
	t, _, found := m.Raycast(p, scenes.Vec3{0, 0, -1}, p[2]-r.bodies[carrier].box.Bottom()+geom.Tolerance)
	return p[2] - t, found
}
