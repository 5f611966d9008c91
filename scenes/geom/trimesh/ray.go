package trimesh

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// Raycast returns the first point origin + t·dir, 0 ≤ t ≤ max, on the surface,
// seen from either side, and the unit normal there as the mesh has it. With a
// unit dir, t and max are metres. A zero or non-finite dir hits nothing.
func (p *Placed) Raycast(origin, dir scenes.Vec3, max float64) (t float64, normal scenes.Vec3, hit bool) {
	f, ok := p.frame()
	if !ok || !toVec(origin).finite() || !toVec(dir).finite() {
		return 0, scenes.Vec3{}, false
	}
	d := f.local(toVec(dir))
	d = vec{d.x / f.scale.x, d.y / f.scale.y, d.z / f.scale.z}
	t, k, hit := f.m.cast(f.unplace(toVec(origin)), d, 0, max, sheet)
	if !hit {
		return 0, scenes.Vec3{}, false
	}
	// Dividing by the scale turns it; the least scale keeps that within numbers.
	n, s := f.m.tris[k].facing(), f.scale
	least := min(math.Abs(s.x), math.Abs(s.y), math.Abs(s.z))
	if turned := (vec{n.x * (least / s.x), n.y * (least / s.y), n.z * (least / s.z)}).unit(); turned != (vec{}) {
		n = turned
	}
	return t, f.world(n).public(), true
}

// cast finds the first triangle along a ray in the mesh's own frame, among
// parts of the kinds from solid to upTo.
func (m *Mesh) cast(o, d vec, from, to float64, upTo kind) (t float64, k int32, hit bool) {
	if d == (vec{}) || !(from <= to) {
		return 0, 0, false
	}
	inv := vec{1 / d.x, 1 / d.y, 1 / d.z}
	var stack [stackSize]int32
	n := 1
	for n > 0 {
		n--
		nd := &m.nodes[stack[n]]
		if !nd.meets(o, inv, from, to) {
			continue
		}
		if nd.count == 0 {
			near, far := nd.first, nd.first+1
			if m.nodes[far].c.sub(m.nodes[near].c).dot(d) < 0 {
				near, far = far, near
			}
			stack[n], stack[n+1] = far, near
			n += 2
			continue
		}
		for i := nd.first; i < nd.first+nd.count; i++ {
			if m.kind[i] > upTo {
				continue
			}
			if s, ok := m.tris[i].ray(o, d); ok && s >= from && s <= to && (!hit || s < t || s == t && i < k) {
				t, k, hit = s, i, true
				to = s
			}
		}
	}
	return t, k, hit
}

// meets is the slab test. A ray inside a slab's face gives NaN, which the
// comparisons count as inside.
func (nd *node) meets(o, inv vec, from, to float64) bool {
	const pad = 1e-9
	x1, x2 := (nd.c.x-nd.h.x-pad-o.x)*inv.x, (nd.c.x+nd.h.x+pad-o.x)*inv.x
	y1, y2 := (nd.c.y-nd.h.y-pad-o.y)*inv.y, (nd.c.y+nd.h.y+pad-o.y)*inv.y
	z1, z2 := (nd.c.z-nd.h.z-pad-o.z)*inv.z, (nd.c.z+nd.h.z+pad-o.z)*inv.z
	if x1 > x2 {
		x1, x2 = x2, x1
	}
	if y1 > y2 {
		y1, y2 = y2, y1
	}
	if z1 > z2 {
		z1, z2 = z2, z1
	}
	if x1 > from {
		from = x1
	}
	if y1 > from {
		from = y1
	}
	if z1 > from {
		from = z1
	}
	return !(x2 < from) && !(y2 < from) && !(z2 < from) && !(from > to)
}

// ray is the test of Möller and Trumbore (1997), "Fast, minimum storage
// ray/triangle intersection", with edges that belong to both their triangles.
func (t *tri) ray(o, d vec) (float64, bool) {
	const slack = 1e-9
	e1, e2 := t.b.sub(t.a), t.c.sub(t.a)
	p := d.cross(e2)
	det := e1.dot(p)
	if det == 0 {
		return 0, false
	}
	inv := 1 / det
	s := o.sub(t.a)
	u := s.dot(p) * inv
	if !(u >= -slack && u <= 1+slack) {
		return 0, false
	}
	q := s.cross(e1)
	v := d.dot(q) * inv
	if !(v >= -slack && u+v <= 1+slack) {
		return 0, false
	}
	r := e2.dot(q) * inv
	return r, !math.IsNaN(r) && !math.IsInf(r, 0)
}
