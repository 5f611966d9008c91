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
	if o.OutOfBounds = o.Outside > metres; !o.OutOfBounds || !r.explain {
		return
	}
	if depth > metres {
		r.outside(i, depth, dir)
	}
	if above > metres {
		r.beyond(i, above, "the ceiling", "lower")
	}
	if below > metres {
		r.beyond(i, below, "the floor", "raise")
	}
}

// support checks that the object rests on, hangs from or is mounted on what
// carries it.
func (r *run) support(i int) {
	it, o, b := &r.items[i], &r.Objects[i], &r.bodies[i].box
	switch it.o.Support {
	case scenes.OnCeiling:
		r.level(i, b.Top()-r.space.Extent[2], "the ceiling")
	case scenes.OnWall:
		if o.Unsupported = !r.space.TouchesWall(*b, metres); o.Unsupported && r.explain {
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
		if o.Unsupported = true; r.explain {
			r.noCarrier(i)
		}
		return
	}
	carrier := &r.bodies[it.parent].box
	gap := b.Bottom() - carrier.Top()
	if r.items[it.parent].o.Flat && math.Abs(b.Bottom()) < math.Abs(gap) {
		gap = b.Bottom()
	}
	r.level(i, gap, it.o.Parent)
	if !carrier.ContainsXY(b.Center.Vec2(), metres) {
		if o.Unsupported = true; r.explain {
			r.notOver(i, carrier)
		}
	}
}

// level takes how far the carried face is above where it belongs.
func (r *run) level(i int, gap float64, on string) {
	if math.Abs(gap) <= metres {
		return
	}
	if r.Objects[i].Unsupported = true; r.explain {
		r.wrongHeight(i, gap, on)
	}
}

// openings checks the room in front of every door.
func (r *run) openings(i int) {
	if r.items[i].o.Flat {
		return
	}
	for k := range r.doors {
		depth, dir := geom.Penetration(r.bodies[i].box, r.doors[k].box)
		if depth <= metres {
			continue
		}
		if r.Objects[i].Blocks = true; r.explain {
			r.blocks(i, r.doors[k].id, depth, dir)
		}
	}
}

// collisions checks the object against those before it.
func (r *run) collisions(i int) {
	a := &r.bodies[i]
	for j := range i {
		b := &r.bodies[j]
		if !b.placed || apart(a, b) {
			continue
		}
		depth, dir := geom.Overlap(r.items[i].o, r.items[j].o, a.box, b.box)
		if depth <= metres {
			continue
		}
		r.Pairs++
		for _, o := range [2]*ObjectReport{&r.Objects[i], &r.Objects[j]} {
			o.Collides, o.Depth = true, max(o.Depth, depth)
		}
		if r.explain {
			r.collide(i, j, depth, dir)
		}
	}
}

// apart rules most pairs out by their axis-aligned boxes.
func apart(a, b *body) bool {
	for k := range 3 {
		if math.Abs(a.box.Center[k]-b.box.Center[k]) >= a.extent[k]+b.extent[k] {
			return true
		}
	}
	return false
}

// relations checks every relation: all of them must hold.
func (r *run) relations(i int) {
	o, b := &r.Objects[i], &r.bodies[i]
	for k := range r.items[i].rules {
		rule := &r.items[i].rules[k]
		var allowed geom.Range
		switch {
		case rule.object < 0 && scenes.IsLayoutElement(rule.Target):
			allowed = r.space.ElementRange(b.extent, rule.Target)
		case rule.object < 0 || !r.bodies[rule.object].placed:
			if o.Missing = true; r.explain {
				r.noTarget(i, rule)
			}
			continue
		default:
			allowed = r.space.ObjectRange(b.extent, rule.Kind, rule.Adjacent, r.bodies[rule.object].box)
		}
		d := allowed.Distance(b.box.Center)
		if o.Violation = max(o.Violation, d); d > metres && r.explain {
			r.offRange(i, rule, allowed, d)
		}
	}
}

// face checks the heading.
func (r *run) face(i int) {
	f, o, b := &r.items[i].facing, &r.Objects[i], &r.bodies[i].box
	at := scenes.Placement{Position: b.Center, Yaw: b.Yaw}
	switch f.kind {
	case facesNothing:
		return
	case facesWall:
		o.Facing = geom.AngleBetween(b.Yaw, f.yaw)
	case facesPoint:
		o.Facing = geom.PointFacingError(at, f.point)
	case facesObject:
		if r.bodies[f.object].placed {
			o.Facing = geom.PointFacingError(at, r.bodies[f.object].box.Center.Vec2())
			break
		}
		fallthrough
	case facesUnknown:
		if o.Missing = true; r.explain {
			r.noFace(i)
		}
		return
	}
	if o.FacingOff = o.Facing > degrees; o.FacingOff && r.explain {
		r.turned(i)
	}
}
