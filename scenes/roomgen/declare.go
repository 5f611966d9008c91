package roomgen

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// opensFront are the roles of what has doors, drawers or lids at its front.
var opensFront = []taxonomy.Role{taxonomy.Storage, taxonomy.Sideboard, taxonomy.Bookcase, taxonomy.Appliance, taxonomy.Display}

// declare gives about half of the things that open to the front the clearance
// that is usual for their class, where the witness leaves it: a wardrobe that
// must be opened.
func (b *builder) declare() {
	for i := range b.bodies {
		q := &b.bodies[i]
		d := q.thing.class.Clearance.Front
		if d == 0 || q.thing.support != scenes.OnFloor || !opens(&q.thing) || b.g.IntN(2) == 0 {
			continue
		}
		d = math.Floor(d*20) / 20
		z := frontOf(q.box, d)
		if out, _ := b.space.Outside(z.box); out > slack || z.meetsAny(b.holes) || b.occupied(i, &z) {
			continue
		}
		b.task.Objects[i].Clearance.Front = d
	}
}

func opens(t *thing) bool {
	for _, r := range opensFront {
		if t.class.Has(r) {
			return true
		}
	}
	return false
}

// frontOf is the space before a box, from the floor to its top.
func frontOf(box geom.Box, depth float64) span {
	_, front := scenes.Axes(box.Yaw)
	z := box
	away := front.Mul(box.Half[1] + depth/2)
	z.Center = scenes.Vec3{box.Center[0] + away[0], box.Center[1] + away[1], box.Top() / 2}
	z.Half = scenes.Vec3{box.Half[0], depth / 2, box.Top() / 2}
	return spanOf(z)
}

// occupied says whether anything but coverings is in the way of the i-th
// object.
func (b *builder) occupied(i int, z *span) bool {
	for k := range b.bodies {
		if q := &b.bodies[k]; k != i && !q.thing.flat && q.span.touches(z) {
			return true
		}
	}
	return false
}
