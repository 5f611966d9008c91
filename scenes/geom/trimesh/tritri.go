package trimesh

import "math"

// touch is how far, in metres, surfaces may pass through each other and still
// only touch. Positions in models are 32-bit floats, which are off by as much.
const touch = 5e-7

// cut is the part of the line of two planes that lies in both triangles.
type cut struct {
	from, to vec
}

// crosses reports whether two triangles pass through each other, after Möller
// (1997), "A fast triangle-triangle intersection test": each triangle must cut
// the other's plane, and the two cuts, which lie on the planes' common line,
// must overlap.
//
// Touching is not crossing. The plane of a solid or shell counts as shifted
// inwards by slack, so that what lies on it lies outside: a box on a table top
// does not cross the table, and two boxes in the same place cross although
// their faces only coincide. A sheet has no inside, so that it must be passed
// by more than slack on both sides; see kind. Triangles in one plane never
// cross. np is p's normal of length lp; c is filled when they cross.
func crosses(p, q *tri, np vec, lp float64, pSheet, qSheet bool, slack float64, c *cut) bool {
	q0, q1, q2 := np.dot(q.a.sub(p.a)), np.dot(q.b.sub(p.a)), np.dot(q.c.sub(p.a))
	if !straddles(&q0, &q1, &q2, slack*lp, pSheet) {
		return false
	}
	nq := q.normal()
	lq := nq.len()
	p0, p1, p2 := nq.dot(p.a.sub(q.a)), nq.dot(p.b.sub(q.a)), nq.dot(p.c.sub(q.a))
	if !straddles(&p0, &p1, &p2, slack*lq, qSheet) {
		return false
	}
	line := np.cross(nq)
	l := line.len()
	if l <= 1e-9*lp*lq {
		return false
	}
	line = line.mul(1 / l)
	// Positions along the line are taken from p.a, where they are precise.
	pb, pc := line.dot(p.b.sub(p.a)), line.dot(p.c.sub(p.a))
	qa, qb, qc := line.dot(q.a.sub(p.a)), line.dot(q.b.sub(p.a)), line.dot(q.c.sub(p.a))
	pLo, pHi := interval(0, pb, pc, p0, p1, p2)
	qLo, qHi := interval(qa, qb, qc, q0, q1, q2)
	lo, hi := max(pLo, qLo), min(pHi, qHi)
	if !(hi-lo > slack) {
		return false
	}
	// A point of the line is where one of q's edges cuts p's plane.
	at := onPlane(q, q0, q1, q2)
	s := line.dot(at.sub(p.a))
	c.from, c.to = at.add(line.mul(lo-s)), at.add(line.mul(hi-s))
	return true
}

// straddles reports whether distances from a plane, scaled by the length of
// its normal, are of both signs, and shifts those from the plane of a part
// that has an inside.
func straddles(a, b, c *float64, slack float64, sheet bool) bool {
	if sheet {
		return min(*a, *b, *c) < -slack && max(*a, *b, *c) > slack
	}
	*a, *b, *c = *a+slack, *b+slack, *c+slack
	return min(*a, *b, *c) < 0 && max(*a, *b, *c) >= 0
}

// interval is where a triangle with corners at positions a, b, c along the
// line cuts the plane from which its corners are at distances da, db, dc.
func interval(a, b, c, da, db, dc float64) (lo, hi float64) {
	// The corner that is alone on its side goes first.
	switch {
	case (da < 0) == (db < 0):
		a, b, c, da, db, dc = c, a, b, dc, da, db
	case (da < 0) == (dc < 0):
		a, b, da, db = b, a, db, da
	}
	s := a + (b-a)*(da/(da-db))
	t := a + (c-a)*(da/(da-dc))
	return min(s, t), max(s, t)
}

func onPlane(t *tri, da, db, dc float64) vec {
	if (da < 0) != (db < 0) {
		return t.a.towards(t.b, da/(da-db))
	}
	return t.b.towards(t.c, db/(db-dc))
}

// exit returns the largest s for which p moved by s·dir still meets q; the
// triangles meet now. dir is level or vertical and of unit length.
//
// Seen along dir both triangles are flat, and over the overlap of their
// shadows the way from one to the other is linear: it is longest at a corner of
// the overlap, which is a corner of one triangle in the other or a crossing of
// two edges.
func exit(p, q *tri, dir vec) float64 {
	var a, b [3]vec
	flatten(p, dir, &a)
	flatten(q, dir, &b)
	best := math.Inf(-1)
	for i := range a {
		if h, ok := height(&b, a[i]); ok {
			best = max(best, h-a[i].z)
		}
		if h, ok := height(&a, b[i]); ok {
			best = max(best, b[i].z-h)
		}
		for j := range b {
			if s, ok := between(a[i], a[(i+1)%3], b[j], b[(j+1)%3]); ok {
				best = max(best, s)
			}
		}
	}
	return best
}

// flatten turns a triangle so that z is along dir.
func flatten(t *tri, dir vec, out *[3]vec) {
	for i, v := range [3]vec{t.a, t.b, t.c} {
		if dir.x == 0 && dir.y == 0 {
			out[i] = vec{v.x, v.y, v.z * dir.z}
		} else {
			out[i] = vec{dir.x*v.y - dir.y*v.x, v.z, dir.x*v.x + dir.y*v.y}
		}
	}
}

// height is that of a triangle over a point of its shadow.
func height(t *[3]vec, p vec) (float64, bool) {
	const slack = 1e-9
	e1, e2, d := t[1].sub(t[0]), t[2].sub(t[0]), p.sub(t[0])
	det := e1.x*e2.y - e1.y*e2.x
	if det == 0 {
		return 0, false
	}
	u := (d.x*e2.y - d.y*e2.x) / det
	v := (e1.x*d.y - e1.y*d.x) / det
	if !(u >= -slack && v >= -slack && u+v <= 1+slack) {
		return 0, false
	}
	return t[0].z + u*e1.z + v*e2.z, true
}

// between is the way from the edge ab up to the edge cd where their shadows
// cross. np is p's normal of length lp; c is filled when they cross.
func between(a, b, c, d vec) (float64, bool) {
	const slack = 1e-9
	u, v, w := b.sub(a), d.sub(c), c.sub(a)
	det := u.x*v.y - u.y*v.x
	if det == 0 {
		return 0, false
	}
	s := (w.x*v.y - w.y*v.x) / det
	t := (w.x*u.y - w.y*u.x) / det
	if !(s >= -slack && s <= 1+slack && t >= -slack && t <= 1+slack) {
		return 0, false
	}
	return c.z + t*v.z - a.z - s*u.z, true
}
