package trimesh

import "math"

// Separation returns the least distance of two meshes, 0 when they intersect
// or touch, or max when it is no less than max. math.Inf(1) is a valid max. For
// meshes so tangled that millions of pairs of triangles are about equally near
// it is an upper bound.
func Separation(a, b *Placed, max float64) float64 {
	var r pair
	if !(max > 0) || !r.join(a, b) {
		return max
	}
	if r.intersects(meeting) {
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
		if v.d >= best || r.tired() {
			continue
		}
		x, y := &r.a.nodes[v.i], &r.b.nodes[v.j]
		if x.count != 0 && y.count != 0 {
			r.work += 8 // Distances take longer than crossings.
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
	level := dx*dx + dy*dy
	if !r.aligned {
		// The same along the second mesh's axes.
		s := r.fb.scale
		u, v, w, z := math.Abs(r.right[0]), math.Abs(r.right[1]), math.Abs(r.front[0]), math.Abs(r.front[1])
		dx = max(0, math.Abs(c.x*r.right[0]+c.y*r.right[1])-y.h.x*s.x-u*ha.x-v*ha.y)
		dy = max(0, math.Abs(c.x*r.front[0]+c.y*r.front[1])-y.h.y*s.y-w*ha.x-z*ha.y)
		level = max(level, dx*dx+dy*dy)
	}
	return level + dz*dz
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
