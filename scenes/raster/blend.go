package raster

import (
	"cmp"
	"slices"
)

// sorted is a see-through triangle and its distance.
type sorted struct {
	n     uint32
	order float32
}

// sortClear puts the see-through triangles in order, farthest first.
func (r *Renderer) sortClear() {
	slices.SortStableFunc(r.clear, func(a, b sorted) int { return cmp.Compare(b.order, a.order) })
}

// blend draws see-through triangle number n over what is there, in rows y0 to
// y1. It takes over the id where it is more than half opaque.
func (p *painter) blend(n uint32, y0, y1 int32) {
	t := &p.r.tris[n-1]
	lo, hi := max(t.minY, y0), min(t.maxY+1, y1)
	if lo >= hi {
		return
	}
	if t.small {
		smallSpans(t, lo, hi, func(y, a, b int32) { p.blendSpan(t, n, y, a, b) })
		return
	}
	w := newWalk(t, lo)
	for y := lo; y < hi; y++ {
		if a, b := w.row(t, y); a < b {
			p.blendSpan(t, n, y, a, b)
		}
	}
}

func (p *painter) blendSpan(t *triangle, n uint32, y, a, b int32) {
	r, s := p.r, p.surface(n)
	dy := float32(y - t.minY)
	var l *level
	if s.tex != nil {
		l = r.level(t, s, float32(a-t.minX), dy)
	}
	for x := a; x < b; x++ {
		dx := float32(x - t.minX)
		key := t.key.over(dx, dy)
		o := int(y)*r.view.w + int(x)
		if !(key > r.keys[o]) {
			continue
		}
		c := [3]float32{s.r.over(dx, dy), s.g.over(dx, dy), s.b.over(dx, dy)}
		alpha := s.a.over(dx, dy)
		if l != nil {
			w := float32(1)
			if !r.view.ortho {
				w = 1 / key
			}
			tx := l.bilinear(float32(s.u.over(dx, dy)*w), float32(s.v.over(dx, dy)*w))
			for k := range c {
				c[k] = float32(c[k] * float32(float32(tx>>(16*k)&0xFFFF)*(1.0/65535)))
			}
			alpha = float32(alpha * float32(float32(tx>>48)*(1.0/65535)))
		}
		alpha = min(max(alpha, 0), 1)
		q := &r.pixels[o]
		q.r = over(q.r, c[0], alpha)
		q.g = over(q.g, c[1], alpha)
		q.b = over(q.b, c[2], alpha)
		if alpha > 0.5 {
			r.front[o] = n
		}
	}
}

func over(below uint16, c, alpha float32) uint16 {
	q := float32(below)
	return clamp16(q + float32((c-q)*alpha))
}
