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

// Separation returns the least distance of two meshes, 0 when they intersect
// or touch, or max when it is no less than max. math.Inf(1) is a valid max.
func Separation(a, b *Placed, max float64) float64 {
	var r pair
	if !(max > 0) || !r.join(a, b) {
		return max
	}
	if r.intersects() {
		return 0
	}
	return min(max, math.Sqrt(r.separation(max*max)))
}

// separation is a walk of both trees that leaves out what is farther than the
// best found; the nearer of two children goes first.
func (r *pair) separation(best float64) float64 {
	type visit struct {
		i, j int32
		d    float64
	}
	var stack [2 * stackSize]visit
	stack[0] = visit{0, 0, r.gap(0, 0)}
	for n := 1; n > 0; {
		n--
		v := stack[n]
		if v.d >= best {
			continue
		}
		x, y := &r.a.nodes[v.i], &r.b.nodes[v.j]
		if x.count != 0 && y.count != 0 {
			for k := x.first; k < x.first+x.count; k++ {
				p := r.triA(k)
				for l := y.first; l < y.first+y.count; l++ {
					q := r.triB(l, r.o)
					best = min(best, apart(&p, &q))
				}
			}
			continue
		}
		var s, t visit
		if y.count != 0 || x.count == 0 && r.larger(x, y) {
			s, t = visit{x.first, v.j, 0}, visit{x.first + 1, v.j, 0}
		} else {
			s, t = visit{v.i, y.first, 0}, visit{v.i, y.first + 1, 0}
		}
		s.d, t.d = r.gap(s.i, s.j), r.gap(t.i, t.j)
		if s.d < t.d {
			s, t = t, s
		}
		stack[n], stack[n+1] = s, t
		n += 2
	}
	return best
}

// gap is a lower bound of the squared distance of two nodes.
func (r *pair) gap(i, j int32) float64 {
	x, y := &r.a.nodes[i], &r.b.nodes[j]
	ca, ha := x.c.times(r.sa), x.h.times(r.sa)
	c, h := r.m.apply(y.c).add(r.o).sub(ca), r.m.extents(y.h)
	dx := max(0, math.Abs(c.x)-ha.x-h.x)
	dy := max(0, math.Abs(c.y)-ha.y-h.y)
	dz := max(0, math.Abs(c.z)-ha.z-h.z)
	return dx*dx + dy*dy + dz*dz
}

// apart is the squared distance of two triangles that do not cross: that of a
// corner of one from the other, or of two edges.
func apart(p, q *tri) float64 {
	best := math.Inf(1)
	ps, qs := [3]vec{p.a, p.b, p.c}, [3]vec{q.a, q.b, q.c}
	for i := range ps {
		d := ps[i].sub(q.closest(ps[i]))
		e := qs[i].sub(p.closest(qs[i]))
		best = min(best, d.dot(d), e.dot(e))
		for j := range qs {
			best = min(best, edges(ps[i], ps[(i+1)%3], qs[j], qs[(j+1)%3]))
		}
	}
	return best
}

// edges is the squared distance of two segments where their lines' nearest
// points lie within both, else infinite: then an end is nearest, which the
// corners' distances cover.
func edges(a, b, c, d vec) float64 {
	u, v, w := b.sub(a), d.sub(c), a.sub(c)
	uu, uv, vv, uw, vw := u.dot(u), u.dot(v), v.dot(v), u.dot(w), v.dot(w)
	det := uu*vv - uv*uv
	s, t := (uv*vw-vv*uw)/det, (uu*vw-uv*uw)/det
	if !(det > 0 && s >= 0 && s <= 1 && t >= 0 && t <= 1) {
		return math.Inf(1)
	}
	x := w.add(u.mul(s)).sub(v.mul(t))
	return x.dot(x)
}
