package raster

// occludeStep is how many pixels apart a row reads the occlusion map; the
// shade is far smoother than that.
const occludeStep = 4

// reader reads an occlusion map at the pixels of one row of a triangle, taking
// the place on the surface from the depth.
type reader struct {
	r      *Renderer
	t      *triangle
	o      *occlusion
	se, te float32 // the map's coordinates at the eye
	sf, tf float32 // and their change along the view,
	sr, tr float32 // per pixel to the right,
	sy, ty float32 // and by the row.
	dy     float32
}

func (r *Renderer) reader(t *triangle, o *occlusion, y int32) reader {
	v := &r.view
	inv := 1 / v.focal
	up := float32((v.cy - float32(y) - 0.5) * inv)
	return reader{
		r: r, t: t, o: o, dy: float32(y - t.minY),
		se: o.sa.dot(v.eye) + o.sd, te: o.ta.dot(v.eye) + o.td,
		sf: o.sa.dot(v.fw), tf: o.ta.dot(v.fw),
		sr: float32(o.sa.dot(v.right) * inv), tr: float32(o.ta.dot(v.right) * inv),
		sy: float32(o.sa.dot(v.up) * up), ty: float32(o.ta.dot(v.up) * up),
	}
}

// at returns the light kept at pixel x.
func (q *reader) at(x int32) float32 {
	v := &q.r.view
	key := q.t.key.over(float32(x-q.t.minX), q.dy)
	px := float32(x) + 0.5 - v.cx
	s, t := q.sy+float32(px*q.sr), q.ty+float32(px*q.tr)
	if v.ortho {
		z := v.bias - key
		return q.o.at(q.se+float32(z*q.sf)+s, q.te+float32(z*q.tf)+t)
	}
	z := 1 / key
	return q.o.at(q.se+float32(z*(q.sf+s)), q.te+float32(z*(q.tf+t)))
}

// occlude darkens a run that begins at pixel x0 of row y. It reads the map at
// every fourth column and at the run's ends, the same for every row, and
// interpolates between.
func (r *Renderer) occlude(t *triangle, m *material, pix []pixel, x0, y int32) {
	q := r.reader(t, m.shade, y)
	end := x0 + int32(len(pix)) - 1
	a, ka := x0, q.at(x0)
	for {
		b := min((a/occludeStep+1)*occludeStep, end)
		kb := ka
		step := float32(0)
		if b > a {
			kb = q.at(b)
			step = (kb - ka) / float32(b-a)
		}
		if ka == 1 && kb == 1 && b < end {
			a = b
			continue
		}
		for x := a; x < b || x == end; x++ {
			p := &pix[x-x0]
			p.r = uint16(float32(float32(p.r) * ka))
			p.g = uint16(float32(float32(p.g) * ka))
			p.b = uint16(float32(float32(p.b) * ka))
			ka += step
			if x == end {
				return
			}
		}
		a, ka = b, kb
	}
}
