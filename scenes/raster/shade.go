package raster

import "math"

// shadeRow colours what is seen in row y, run by run.
func (p *painter) shadeRow(y int32) {
	r := p.r
	o := int(y) * r.view.w
	seen := r.seen[o : o+r.view.w]
	pix := r.pixels[o : o+r.view.w]
	back := r.backdrop(y)
	for x := 0; x < len(seen); {
		n := seen[x]
		end := x + 1
		for end < len(seen) && seen[end] == n {
			end++
		}
		if n == 0 {
			run := pix[x:end]
			for i := range run {
				run[i] = back
			}
		} else {
			p.shadeRun(n, pix[x:end], int32(x), y)
		}
		x = end
	}
}

// backdrop brightens the background a little towards the top.
func (r *Renderer) backdrop(y int32) pixel {
	if r.plain {
		return r.background
	}
	k := 1.05 - float32(float32(y)/float32(r.view.h)*0.16)
	b := r.background
	return pixel{
		clamp16(float32(float32(b.r) * k)), clamp16(float32(float32(b.g) * k)), clamp16(float32(float32(b.b) * k)),
	}
}

// shadeRun colours the pixels of row y from x0 on, all showing triangle number
// n.
func (p *painter) shadeRun(n uint32, pix []pixel, x0, y int32) {
	r, t, s := p.r, &p.r.tris[n-1], p.surface(n)
	m := s.mat
	dx, dy := float32(x0-t.minX), float32(y-t.minY)
	cr, cg, cb := s.r.over(dx, dy), s.g.over(dx, dy), s.b.over(dx, dy)
	switch {
	case s.tex != nil:
		r.textured(t, s, pix, dx, dy, cr, cg, cb)
	case s.flat:
		c := pixel{clamp16(cr), clamp16(cg), clamp16(cb)}
		for i := range pix {
			pix[i] = c
		}
	default:
		for i := range pix {
			pix[i] = pixel{clamp16(cr), clamp16(cg), clamp16(cb)}
			cr += s.r.dx
			cg += s.g.dx
			cb += s.b.dx
		}
	}
	if m.shade != nil {
		r.occlude(t, m, pix, x0, y)
	}
}

// textured colours a run with a texture, choosing one mip level for it.
func (r *Renderer) textured(t *triangle, s *surface, pix []pixel, dx, dy, cr, cg, cb float32) {
	m := s.mat
	key, u, v := t.key.over(dx, dy), s.u.over(dx, dy), s.v.over(dx, dy)
	l := r.level(t, s, dx+float32(float32(len(pix))/2), dy)
	const k = 1.0 / 65535
	w := float32(1)
	for i := range pix {
		if !r.view.ortho {
			w = 1 / key
		}
		c := l.bilinear(float32(u*w), float32(v*w))
		pr := float32(float32(float32(c&0xFFFF)*k) * cr)
		pg := float32(float32(float32(c>>16&0xFFFF)*k) * cg)
		pb := float32(float32(float32(c>>32&0xFFFF)*k) * cb)
		if m.strength > 0 {
			light := float32((cr + cg + cb) * (1.0 / 3))
			pr += float32((float32(m.tint[0]*light) - pr) * m.strength)
			pg += float32((float32(m.tint[1]*light) - pg) * m.strength)
			pb += float32((float32(m.tint[2]*light) - pb) * m.strength)
		}
		pix[i] = pixel{clamp16(pr), clamp16(pg), clamp16(pb)}
		key += t.key.dx
		u += s.u.dx
		v += s.v.dx
		cr += s.r.dx
		cg += s.g.dx
		cb += s.b.dx
	}
}

// level returns the mip level at which a texel is about as large as a pixel,
// by the quotient rule on u/key and v/key.
func (r *Renderer) level(t *triangle, s *surface, dx, dy float32) *level {
	w := float32(1)
	var ku, kv float32
	if !r.view.ortho {
		w = 1 / t.key.over(dx, dy)
		ku, kv = float32(s.u.over(dx, dy)*w), float32(s.v.over(dx, dy)*w)
	}
	rate := func(p *plane, k float32) (float32, float32) {
		if r.view.ortho {
			return p.dx, p.dy
		}
		return float32((p.dx - float32(k*t.key.dx)) * w), float32((p.dy - float32(k*t.key.dy)) * w)
	}
	ux, uy := rate(&s.u, ku)
	vx, vy := rate(&s.v, kv)
	// The mean of the two directions' steps keeps oblique floors crisp.
	sx := float32(ux*ux) + float32(vx*vx)
	sy := float32(uy*uy) + float32(vy*vy)
	q := float32(float32(s.tex.size*s.tex.size) * float32(math.Sqrt(float64(float32(sx*sy)))))
	// Half the binary exponent of a square is the exponent.
	e := (int(math.Float32bits(q)>>23&255) - 127 + 1) / 2
	return &s.tex.levels[max(0, min(e, len(s.tex.levels)-1))]
}
