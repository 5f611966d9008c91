package raster

import (
	"cmp"
	"slices"
)

// sortClear puts the see-through triangles in order, farthest first.
func (r *Renderer) sortClear() {
	slices.SortStableFunc(r.clear, func(a, b triangle) int { return cmp.Compare(b.order, a.order) })
}

// blend draws a see-through triangle over what is there, in rows y0 to y1. It
// takes over the id where it is more than half opaque.
func (r *Renderer) blend(t *triangle, y0, y1 int32) {
	lo, hi := max(t.minY, y0), min(t.maxY+1, y1)
	if lo >= hi {
		return
	}
	if t.small() {
		smallSpans(t, lo, hi, func(y, a, b int32) { r.blendSpan(t, y, a, b) })
		return
	}
	w := newWalk(t, lo)
	for y := lo; y < hi; y++ {
		if a, b := w.row(t, y); a < b {
			r.blendSpan(t, y, a, b)
		}
	}
}

func (r *Renderer) blendSpan(t *triangle, y, a, b int32) {
	m := &r.materials[t.mat]
	dy := float32(y - t.minY)
	var l *level
	if m.tex != nil {
		l = r.level(t, m, float32(a-t.minX), dy)
	}
	for x := a; x < b; x++ {
		dx := float32(x - t.minX)
		key := t.key.over(dx, dy)
		o := int(y)*r.view.w + int(x)
		if !(key > r.keys[o]) {
			continue
		}
		c := [3]float32{t.r.over(dx, dy), t.g.over(dx, dy), t.b.over(dx, dy)}
		alpha := t.a.over(dx, dy)
		if l != nil {
			w := float32(1)
			if !r.view.ortho {
				w = 1 / key
			}
			tx := l.bilinear(float32(t.u.over(dx, dy)*w), float32(t.v.over(dx, dy)*w))
			for k := range c {
				c[k] = float32(c[k] * float32(float32(tx>>(16*k)&0xFFFF)*(1.0/65535)))
			}
			alpha = float32(alpha * float32(float32(tx>>48)*(1.0/65535)))
		}
		alpha = min(max(alpha, 0), 1)
		p := &r.pixels[o]
		p.r = over(p.r, c[0], alpha)
		p.g = over(p.g, c[1], alpha)
		p.b = over(p.b, c[2], alpha)
		if alpha > 0.5 {
			r.front[o] = t.id
		}
	}
}

func over(below uint16, c, alpha float32) uint16 {
	q := float32(below)
	return clamp16(q + float32((c-q)*alpha))
}
