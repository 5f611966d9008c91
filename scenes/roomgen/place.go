package roomgen

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// bias says where in its range an object is tried first.
type bias uint8

const (
	anywhere bias = iota
	centred       // in the middle of the range
	flush         // back edge in line with the anchor's
	gapped        // at some distance from the anchor
	lattice       // on the grid of a classroom
)

// variant is one way to place an object.
type variant struct {
	rels   [2]scenes.Relation
	n      int
	facing string
	yaw    float64
	wall   int // the wall at its back, or -1
	anchor int // the object it relates to, or -1
	bias   bias
	// back puts the object's back to the wall, anywhere along it.
	back bool
	// local places the object in the frame of an anchor that stands askew.
	local local
}

// spots is how many positions are tried per variant and pass.
const spots = 5

// place tries the planned object in every way that its slot knows: first with
// room to use what is there, then just without collision.
func (b *builder) place(p *planned) bool {
	passes := 1
	if b.roomy && p.slot.put.support() == scenes.OnFloor && !p.thing.flat {
		passes = 2
	}
	for pass := range passes {
		strict := pass < passes-1
		for range 2 {
			vs := b.variants(p)
			for i := range vs {
				if b.try(p, &vs[i], strict) {
					return true
				}
			}
		}
	}
	return false
}

func (b *builder) try(p *planned, v *variant, strict bool) bool {
	if b.polygon() {
		return b.tryPolygon(p, v, strict)
	}
	hx, hy := geom.HalfExtents(p.size, v.yaw)
	h := scenes.Vec3{hx, hy, p.size[2] / 2}
	r, ok := b.ranges(v, h, p.slot.put.support())
	if !ok {
		return false
	}
	o := scenes.Object{Size: p.size, Support: p.slot.put.support(), Relations: v.rels[:v.n]}
	if o.Support == scenes.OnObject {
		o.Parent = b.task.Objects[v.anchor].ID
	}
	z, ok := geom.SupportZ(&b.task, &o, &b.layout)
	if !ok || z-h[2] < -1e-9 || z+h[2] > b.space.Extent[2]+1e-9 || z < r.Min[2]-1e-9 {
		return false
	}
	for k := range spots {
		xy, ok := b.spot(p, v, &r, h, k)
		if !ok {
			return false
		}
		box := geom.Box{Center: scenes.Vec3{xy[0], xy[1], z}, Half: p.size.Mul(0.5), Yaw: v.yaw}
		if b.free(p, v, box, strict) && b.looks(v, box) {
			b.commit(p, v, box)
			return true
		}
	}
	return false
}

// ranges is where all relations of the variant allow the centre.
func (b *builder) ranges(v *variant, h scenes.Vec3, on scenes.Support) (geom.Range, bool) {
	e := b.space.Extent
	if h[0]*2 > e[0]+1e-9 || h[1]*2 > e[1]+1e-9 {
		return geom.Range{}, false
	}
	r := b.space.Within(h)
	r.Min[2], r.Max[2] = math.Inf(-1), math.Inf(1)
	for _, rel := range v.rels[:v.n] {
		if scenes.IsLayoutElement(rel.Target) {
			r = r.Intersect(b.space.ElementRange(h, rel.Target))
		} else {
			r = r.Intersect(b.space.ObjectRange(h, rel.Kind, rel.Adjacent, b.bodies[v.anchor].box))
		}
	}
	if on == scenes.OnWall {
		r = r.Intersect(b.space.ElementRange(h, elements[v.wall]))
	}
	return r, !r.Empty()
}

// spot draws the k-th position to try.
func (b *builder) spot(p *planned, v *variant, r *geom.Range, h scenes.Vec3, k int) (scenes.Vec2, bool) {
	mid := scenes.Vec2{(r.Min[0] + r.Max[0]) / 2, (r.Min[1] + r.Max[1]) / 2}
	if k < 2 && v.bias != anywhere {
		switch v.bias {
		case centred:
			if k == 0 {
				return mid, true
			}
		case flush:
			a := &b.bodies[v.anchor].box
			_, front := scenes.Axes(a.Yaw)
			return clamp(r, a.Center.Vec2().Sub(front.Mul(10))), true
		case gapped:
			return b.gap(v, r), true
		case lattice:
			return b.seatInRow(r, h), true
		}
	}
	if v.bias == lattice && k < spots-1 {
		return b.seatInRow(r, h), true
	}
	var xy scenes.Vec2
	for axis := range 2 {
		xy[axis] = b.along(r, h, axis)
	}
	return xy, true
}

func clamp(r *geom.Range, p scenes.Vec2) scenes.Vec2 {
	return r.Clamp(scenes.Vec3{p[0], p[1], 0}).Vec2()
}

// along draws a coordinate: an end of the range, flush with a neighbour, or
// anywhere.
func (b *builder) along(r *geom.Range, h scenes.Vec3, axis int) float64 {
	lo, hi := r.Min[axis], r.Max[axis]
	if hi-lo < 1e-9 {
		return (lo + hi) / 2
	}
	f := b.g.Float64()
	snap := 0.35
	if !b.roomy {
		snap = 0.8
	}
	switch {
	case f < snap/2:
		if b.g.IntN(2) == 0 {
			return lo
		}
		return hi
	case f < snap && len(b.bodies) > 0:
		q := &b.bodies[b.g.IntN(len(b.bodies))].span
		x := q.hi[axis] + h[axis]
		if b.g.IntN(2) == 0 {
			x = q.lo[axis] - h[axis]
		}
		if x >= lo && x <= hi {
			return x
		}
	}
	return lo + b.g.Float64()*(hi-lo)
}

// gap is a place 0.3 to 0.6 m off the anchor's side, about its middle.
func (b *builder) gap(v *variant, r *geom.Range) scenes.Vec2 {
	a := b.bodies[v.anchor].box.Center.Vec2()
	p := clamp(r, a)
	axis := 0
	if math.Abs(p[1]-a[1]) > math.Abs(p[0]-a[0]) {
		axis = 1
	}
	p[axis] += math.Copysign(0.3+0.3*b.g.Float64(), p[axis]-a[axis])
	p[1-axis] += (b.g.Float64() - 0.5) * 0.4
	return clamp(r, p)
}

// seatInRow is the next place of a grid with aisles, row by row from the main
// wall.
func (b *builder) seatInRow(r *geom.Range, h scenes.Vec3) scenes.Vec2 {
	depth := 1 - b.main%2 // the axis away from the main wall
	across := 2*h[1-depth] + 0.55
	away := 2*h[depth] + 1.15
	cols := max(1, int((r.Max[1-depth]-r.Min[1-depth])/across)+1)
	i := b.row
	b.row++
	var p scenes.Vec2
	slack := (r.Max[1-depth] - r.Min[1-depth]) - float64(cols-1)*across
	p[1-depth] = r.Min[1-depth] + slack/2 + float64(i%cols)*across
	d := 1.7 + float64(i/cols)*away
	if _, front := scenes.Axes(float64(90 * b.main)); front[depth] > 0 {
		p[depth] = r.Max[depth] - d
	} else {
		p[depth] = r.Min[depth] + d
	}
	return clamp(r, p)
}

// free says whether the box collides with nothing and keeps the doors free;
// strict also keeps fronts and windows free.
func (b *builder) free(p *planned, v *variant, box geom.Box, strict bool) bool {
	s := spanOf(box)
	if p.thing.flat {
		for i := range b.bodies {
			if q := &b.bodies[i]; q.thing.flat && q.span.touches(&s) {
				return false
			}
		}
		return !s.meetsAny(b.holes)
	}
	if s.meetsAny(b.doors) || s.meetsAny(b.holes) {
		return false
	}
	if strict || b.polygon() || p.slot.put.support() == scenes.OnWall {
		for i := range b.panes {
			if b.panes[i].touches(&s) {
				return false
			}
		}
	}
	for i := range b.bodies {
		if q := &b.bodies[i]; !q.thing.flat && q.span.touches(&s) {
			return false
		}
	}
	return !strict || b.usable(p, v, box, &s)
}

// usable says whether the object leaves the space before other fronts, and has
// its own.
func (b *builder) usable(p *planned, v *variant, box geom.Box, s *span) bool {
	own, has := clearance(p, box)
	for i := range b.bodies {
		q := &b.bodies[i]
		if i == v.anchor || q.thing.flat {
			continue
		}
		if q.hasClear && q.clear.touches(s) || has && own.touches(&q.span) {
			return false
		}
	}
	if has && b.polygon() {
		out, _ := b.space.Outside(own.box)
		return out <= 1e-6
	}
	if has {
		for k := range 2 {
			if own.lo[k] < -1e-6 || own.hi[k] > b.space.Extent[k]+1e-6 {
				return false
			}
		}
	}
	return true
}

// looks says whether the front points at what it must face.
func (b *builder) looks(v *variant, box geom.Box) bool {
	if v.facing == "" || v.anchor < 0 || v.facing != b.task.Objects[v.anchor].ID {
		return true // walls hold by the variant's heading
	}
	at := scenes.Placement{Position: box.Center, Yaw: box.Yaw}
	return geom.PointFacingError(at, b.bodies[v.anchor].box.Center.Vec2()) < 0.5
}
