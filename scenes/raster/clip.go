package raster

// cut is a corner that clipping made.
type cut struct {
	corner
	attr
}

// clip cuts a triangle of a call at the near plane and the guard band and sets
// up what is left of it. Backs of double-sided surfaces keep the light of their
// front here; they are too close to tell.
func (r *Renderer) clip(idx [3]uint32, ci int32, double bool) {
	var bufA, bufB [9]cut
	in, out := bufA[:3], bufB[:0]
	c := &r.calls[ci]
	for k, i := range idx {
		in[k] = cut{r.corners[c.base+i], r.lit(&c.verts[i], &r.instances[c.in], &r.materials[c.mat], false)}
	}
	for plane := range 5 {
		out = out[:0]
		for i := range in {
			p, q := &in[i], &in[(i+1)%len(in)]
			dp, dq := r.view.distance(plane, &p.corner), r.view.distance(plane, &q.corner)
			if dp >= 0 {
				out = append(out, *p)
			}
			if (dp >= 0) != (dq >= 0) {
				out = append(out, between(p, q, dp/(dp-dq)))
			}
		}
		in, out = out, in
		if len(in) < 3 {
			return
		}
	}
	for i := range in {
		// Rounding may leave a corner a hair outside.
		in[i].z = max(in[i].z, nearPlane)
		r.view.project(&in[i].corner)
		if in[i].out&(outNear|outGuard) != 0 {
			in[i].x, in[i].y = float32(in[i].x*0.999), float32(in[i].y*0.999)
			r.view.project(&in[i].corner)
			if in[i].out&(outNear|outGuard) != 0 {
				return
			}
		}
	}
	base := len(r.cuts)
	r.cuts = append(r.cuts, in...)
	if len(r.cuts) >= cutCorner {
		return
	}
	for i := 2; i < len(in); i++ {
		p, q, s := base, base+i-1, base+i
		area := doubleArea(&r.cuts[p].corner, &r.cuts[q].corner, &r.cuts[s].corner)
		back := double && area > 0
		if back {
			q, s, area = s, q, -area
		}
		r.setup(&r.cuts[p].corner, &r.cuts[q].corner, &r.cuts[s].corner, area,
			[3]uint32{uint32(p) | cutCorner, uint32(q) | cutCorner, uint32(s) | cutCorner}, ci, back)
	}
}

// distance is positive on the inner side of a clipping plane.
func (v *view) distance(plane int, c *corner) float32 {
	if plane == 0 {
		return c.z - nearPlane
	}
	gx, gy := v.gx, v.gy
	if !v.ortho {
		gx, gy = float32(gx*c.z), float32(gy*c.z)
	}
	switch plane {
	case 1:
		return gx + c.x
	case 2:
		return gx - c.x
	case 3:
		return gy + c.y
	}
	return gy - c.y
}

// between returns the corner at fraction k of the way from p to q.
func between(p, q *cut, k float32) cut {
	l := func(a, b float32) float32 { return a + float32((b-a)*k) }
	return cut{
		corner{x: l(p.x, q.x), y: l(p.y, q.y), z: l(p.z, q.z)},
		attr{
			r: l(p.r, q.r), g: l(p.g, q.g), b: l(p.b, q.b), a: l(p.a, q.a), u: l(p.u, q.u), v: l(p.v, q.v),
			n: vec3{l(p.n.x, q.n.x), l(p.n.y, q.n.y), l(p.n.z, q.n.z)},
		},
	}
}
