package raster

// clip cuts a triangle at the near plane and the guard band and sets up what
// is left of it. Backs of double-sided surfaces keep the light of their front
// here; they are too close to tell.
func (r *Renderer) clip(a, b, c corner, mat int32, id uint16) {
	var bufA, bufB [9]corner
	in := append(bufA[:0], a, b, c)
	out := bufB[:0]
	for plane := range 5 {
		out = out[:0]
		for i := range in {
			p, q := &in[i], &in[(i+1)%len(in)]
			dp, dq := r.view.distance(plane, p), r.view.distance(plane, q)
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
		r.view.project(&in[i])
		if in[i].out&(outNear|outGuard) != 0 {
			in[i].x, in[i].y = float32(in[i].x*0.999), float32(in[i].y*0.999)
			r.view.project(&in[i])
			if in[i].out&(outNear|outGuard) != 0 {
				return
			}
		}
	}
	for i := 2; i < len(in); i++ {
		p, q, s := &in[0], &in[i-1], &in[i]
		if r.materials[mat].double && doubleArea(p, q, s) > 0 {
			q, s = s, q
		}
		r.setup(p, q, s, mat, id)
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
func between(p, q *corner, k float32) corner {
	l := func(a, b float32) float32 { return a + float32((b-a)*k) }
	return corner{
		x: l(p.x, q.x), y: l(p.y, q.y), z: l(p.z, q.z),
		r: l(p.r, q.r), g: l(p.g, q.g), b: l(p.b, q.b), a: l(p.a, q.a),
		u: l(p.u, q.u), v: l(p.v, q.v),
	}
}
