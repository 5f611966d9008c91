package trimesh

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// Distance returns the distance of q from the surface, also for a q inside, or
// max when it is no less. A max of 0 or less, or a q that is not finite, gives
// max. math.Inf(1) is a valid max.
func (p *Placed) Distance(q scenes.Vec3, max float64) float64 {
	f, ok := p.frame()
	if !ok || !(max > 0) || !toVec(q).finite() {
		return max
	}
	at := f.local(toVec(q).sub(f.center))
	m, best := f.m, max*max
	var stack [stackSize]int32
	for n := 1; n > 0; {
		n--
		nd := &m.nodes[stack[n]]
		if nd.reach(at, f.scale) >= best {
			continue
		}
		if nd.count == 0 {
			near, far := nd.first, nd.first+1
			if m.nodes[far].reach(at, f.scale) < m.nodes[near].reach(at, f.scale) {
				near, far = far, near
			}
			stack[n], stack[n+1] = far, near
			n += 2
			continue
		}
		for i := nd.first; i < nd.first+nd.count; i++ {
			t := &m.tris[i]
			s := tri{t.a.times(f.scale), t.b.times(f.scale), t.c.times(f.scale)}
			d := at.sub(s.closest(at))
			best = min(best, d.dot(d))
		}
	}
	return min(max, math.Sqrt(best))
}

// reach is the squared distance of a point from a scaled node.
func (nd *node) reach(p, scale vec) float64 {
	x := max(0, math.Abs(p.x-nd.c.x*scale.x)-nd.h.x*scale.x)
	y := max(0, math.Abs(p.y-nd.c.y*scale.y)-nd.h.y*scale.y)
	z := max(0, math.Abs(p.z-nd.c.z*scale.z)-nd.h.z*scale.z)
	return x*x + y*y + z*z
}

// closest is the point of a triangle nearest to p: the foot of the
// perpendicular when it lies inside, else the nearest point of the outline.
func (t *tri) closest(p vec) vec {
	e1, e2, d := t.b.sub(t.a), t.c.sub(t.a), p.sub(t.a)
	n := e1.cross(e2)
	nn := n.dot(n)
	v, w := d.cross(e2).dot(n)/nn, e1.cross(d).dot(n)/nn
	if v >= 0 && w >= 0 && v+w <= 1 {
		return t.a.add(e1.mul(v)).add(e2.mul(w))
	}
	best := nearest(t.a, t.b, p)
	for _, c := range [2]vec{nearest(t.b, t.c, p), nearest(t.c, t.a, p)} {
		if u, v := c.sub(p), best.sub(p); u.dot(u) < v.dot(v) {
			best = c
		}
	}
	return best
}

// nearest is the point of a segment nearest to p.
func nearest(a, b, p vec) vec {
	d := b.sub(a)
	l := d.dot(d)
	if l == 0 {
		return a
	}
	return a.add(d.mul(min(1, max(0, p.sub(a).dot(d)/l))))
}
