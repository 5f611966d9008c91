package trimesh

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// pair holds two placed meshes in the frame of the first: origin in its
// centre, axes along its right, front and up, metres.
type pair struct {
	a, b *Mesh
	// sa scales the first mesh; the second goes through m and o.
	sa vec
	m  turn
	o  vec
	// right and front are the second one's axes.
	right, front scenes.Vec2
	aligned      bool
	slack        float64
	fa           frame
	fb           frame
	// swapped says that the caller's first mesh is b.
	swapped bool
	// same says that both are one mesh of sheets in one place: their triangles
	// coincide without crossing.
	same bool
	// work counts pairs of leaves compared so far.
	work int
	// known are pairs of triangles that cross where the meshes stand.
	known  [knownPairs][2]int32
	knownN int
}

const (
	knownPairs = 16
	// maxWork bounds what a question about a pair may cost to a second;
	// well-made meshes of 100,000 triangles come nowhere near it.
	maxWork = 1 << 20
)

// tired reports whether the meshes are too tangled for an exact answer.
func (r *pair) tired() bool { return r.work > maxWork }

// turn scales and turns about the vertical.
type turn struct{ xx, xy, yx, yy, z float64 }

func (m *turn) apply(v vec) vec {
	return vec{m.xx*v.x + m.xy*v.y, m.yx*v.x + m.yy*v.y, m.z * v.z}
}

// extents bounds a box of the given half sizes.
func (m *turn) extents(h vec) vec {
	return vec{math.Abs(m.xx)*h.x + math.Abs(m.xy)*h.y, math.Abs(m.yx)*h.x + math.Abs(m.yy)*h.y, m.z * h.z}
}

// join fills the pair, in an order that does not depend on which of the two is
// called first, so that results are symmetric to the last bit. It reports
// false when either fills no space.
func (r *pair) join(a, b *Placed) bool {
	if a == nil || b == nil {
		return false
	}
	if r.swapped = before(b, a); r.swapped {
		a, b = b, a
	}
	var ok bool
	if r.fa, ok = a.frame(); !ok {
		return false
	}
	if r.fb, ok = b.frame(); !ok {
		return false
	}
	r.a, r.b, r.sa = a.Mesh, b.Mesh, r.fa.scale
	r.right, r.front = scenes.Axes(b.Yaw - a.Yaw)
	s := r.fb.scale
	r.m = turn{r.right[0] * s.x, r.front[0] * s.y, r.right[1] * s.x, r.front[1] * s.y, s.z}
	r.o = r.fa.local(r.fb.center.sub(r.fa.center))
	r.aligned = r.right[0] == 0 || r.right[1] == 0
	// Rounding grows with the size of the numbers.
	big := r.fa.half().add(r.fb.half())
	r.slack = touch + 1e-13*(big.x+big.y+big.z+math.Abs(r.o.x)+math.Abs(r.o.y)+math.Abs(r.o.z))
	r.same = r.a == r.b && !r.a.solids && !r.a.shells && r.o.len() <= r.slack && r.right[0] > 1-1e-9 && r.sa.sub(s).len() < 1e-6
	return true
}

// before is an order of placements by value.
func before(a, b *Placed) bool {
	if a.Mesh != b.Mesh && a.Mesh != nil && b.Mesh != nil {
		if x, y := len(a.Mesh.tris), len(b.Mesh.tris); x != y {
			return x > y
		}
		if x, y := a.Mesh.report.Area, b.Mesh.report.Area; x != y {
			return x > y
		}
	}
	for k := range a.Center {
		if a.Center[k] != b.Center[k] {
			return a.Center[k] < b.Center[k]
		}
	}
	if a.Yaw != b.Yaw {
		return a.Yaw < b.Yaw
	}
	for k := range a.Scale {
		if a.Scale[k] != b.Scale[k] {
			return a.Scale[k] < b.Scale[k]
		}
	}
	return false
}

func (r *pair) triA(i int32) tri {
	t := &r.a.tris[i]
	return tri{t.a.times(r.sa), t.b.times(r.sa), t.c.times(r.sa)}
}

func (r *pair) triB(i int32, o vec) tri {
	t := &r.b.tris[i]
	return tri{r.m.apply(t.a).add(o), r.m.apply(t.b).add(o), r.m.apply(t.c).add(o)}
}

// apart reports whether two nodes' boxes do not meet when the second mesh
// stands at o: separating axes of two upright boxes.
func (r *pair) apart(x, y *node, o vec) bool {
	az, bz := x.h.z*r.sa.z, y.h.z*r.m.z
	if math.Abs(y.c.z*r.m.z+o.z-x.c.z*r.sa.z) > az+bz {
		return true
	}
	m := &r.m
	ax, ay := x.h.x*r.sa.x, x.h.y*r.sa.y
	dx := m.xx*y.c.x + m.xy*y.c.y + o.x - x.c.x*r.sa.x
	if math.Abs(dx) > ax+math.Abs(m.xx)*y.h.x+math.Abs(m.xy)*y.h.y {
		return true
	}
	dy := m.yx*y.c.x + m.yy*y.c.y + o.y - x.c.y*r.sa.y
	if math.Abs(dy) > ay+math.Abs(m.yx)*y.h.x+math.Abs(m.yy)*y.h.y {
		return true
	}
	if r.aligned {
		return false
	}
	u, v := r.right[0], r.right[1]
	if math.Abs(dx*u+dy*v) > y.h.x*r.fb.scale.x+math.Abs(u)*ax+math.Abs(v)*ay {
		return true
	}
	u, v = r.front[0], r.front[1]
	return math.Abs(dx*u+dy*v) > y.h.y*r.fb.scale.y+math.Abs(u)*ax+math.Abs(v)*ay
}

func (r *pair) larger(x, y *node) bool {
	a, b := x.h.times(r.sa), y.h.times(r.fb.scale)
	return a.x+a.y+a.z >= b.x+b.y+b.z
}

// within finds a point inside both meshes with the second at o: the inner
// point of a part of one that lies inside the other. It is enough to ask when
// the surfaces do not cross.
func (r *pair) within(o vec) (at vec, inA, ok bool) {
	for i := range r.b.pieces {
		c := &r.b.pieces[i]
		at = r.m.apply(c.inner).add(o)
		if r.a.holds(unscale(at, r.sa), unscale(r.m.apply(c.normal), r.sa), c.kind) {
			return at, true, true
		}
	}
	for i := range r.a.pieces {
		c := &r.a.pieces[i]
		at = c.inner.times(r.sa)
		if r.b.holds(r.intoB(at, o), r.turnB(c.normal.times(r.sa)), c.kind) {
			return at, false, true
		}
	}
	return at, false, false
}

func unscale(p, s vec) vec { return vec{p.x / s.x, p.y / s.y, p.z / s.z} }

func (r *pair) turnB(d vec) vec {
	return unscale(vec{d.x*r.right[0] + d.y*r.right[1], d.x*r.front[0] + d.y*r.front[1], d.z}, r.fb.scale)
}

func (r *pair) intoB(p, o vec) vec { return r.turnB(p.sub(o)) }

// holds is contains for the inner point of a part. That of an open part lies
// on its surface, which may touch this one, so that both its sides are asked.
func (m *Mesh) holds(p, normal vec, of kind) bool {
	if of == solid {
		return m.contains(p)
	}
	d := normal.mul(4 * touch)
	return m.contains(p.add(d)) && m.contains(p.sub(d))
}
