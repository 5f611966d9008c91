package raster

import "github.com/metaspatial/metaspatial/scenes/mesh"

// smallSide is the greatest extent, in pixels, of triangles that are filled by
// testing every pixel, in 32-bit integers; larger triangles are filled span by span. Both follow the same
// top-left rule exactly, so the choice never shows.
const smallSide = 8

// fill notes triangle number n (from 1) in a layer's visibility buffer where it
// is nearest, in rows y0 to y1 (exclusive).
func (p *painter) fill(l *layer, t *triangle, n uint32, y0, y1 int32) {
	lo, hi := max(t.minY, y0), min(t.maxY+1, y1)
	if lo >= hi {
		return
	}
	masked := p.r.materials[p.r.calls[t.call].mat].mode == mesh.Mask
	if t.small {
		if masked {
			smallSpans(t, lo, hi, func(y, a, b int32) { p.maskedSpan(l, t, n, y, a, b) })
		} else {
			p.fillSmall(l, t, n, lo, hi)
		}
		return
	}
	w := newWalk(t, lo)
	for y := lo; y < hi; y++ {
		a, b := w.row(t, y)
		switch {
		case a >= b:
		case masked:
			p.maskedSpan(l, t, n, y, a, b)
		default:
			p.opaqueSpan(l, t, n, y, a, b)
		}
	}
}

// opaqueSpan tests depth in pixels a to b (exclusive) of a row.
func (p *painter) opaqueSpan(l *layer, t *triangle, n uint32, y, a, b int32) {
	first := t.key.over(float32(a-t.minX), float32(y-t.minY))
	dz, dx := t.key.dx, float32(0)
	o := int(y)*p.r.view.w + int(a)
	keys := l.keys[o : o+int(b-a)]
	seen := l.seen[o : o+int(b-a)][:len(keys)]
	for i := range keys {
		// Adding the slope up instead would add up its rounding.
		if z := first + float32(dz*dx); z > keys[i] {
			keys[i], seen[i] = z, n
		}
		dx++
	}
}

// maskedSpan also tests the texture's alpha.
func (p *painter) maskedSpan(l *layer, t *triangle, n uint32, y, a, b int32) {
	dy := float32(y - t.minY)
	s := p.surface(n)
	for x := a; x < b; x++ {
		dx := float32(x - t.minX)
		z := t.key.over(dx, dy)
		o := int(y)*p.r.view.w + int(x)
		if !(z > l.keys[o]) {
			continue
		}
		if alpha := p.r.alpha(s, z, dx, dy); alpha >= s.mat.cutoff {
			l.keys[o], l.seen[o] = z, n
		}
	}
}

// alpha returns a pixel's opacity.
func (r *Renderer) alpha(s *surface, key, dx, dy float32) float32 {
	alpha := s.a.over(dx, dy)
	if s.tex != nil {
		w := float32(1)
		if !r.view.ortho {
			w = 1 / key
		}
		tx := s.tex.levels[0].nearest(float32(s.u.over(dx, dy)*w), float32(s.v.over(dx, dy)*w))
		alpha = float32(alpha * float32(float32(tx>>48)*(1.0/65535)))
	}
	return alpha
}

// edges are the three edge functions of a small triangle, at or above zero
// inside.
type edges struct{ e, dx, dy [3]int32 }

func newEdges(t *triangle, x, y int32) (g edges) {
	cx, cy := x*subpixel+subpixel/2, y*subpixel+subpixel/2
	for k := range 3 {
		ax, ay := t.x[k], t.y[k]
		j := k + 1
		if j == 3 {
			j = 0
		}
		bx, by := t.x[j], t.y[j]
		e := (bx-ax)*(cy-ay) - (by-ay)*(cx-ax)
		g.dx[k], g.dy[k] = (ay-by)*subpixel, (bx-ax)*subpixel
		// Left edges go up, top edges go right; all others lose the tie.
		if by > ay || by == ay && bx <= ax {
			e--
		}
		g.e[k] = e
	}
	return g
}

func (p *painter) fillSmall(l *layer, t *triangle, n uint32, lo, hi int32) {
	g := newEdges(t, t.minX, lo)
	dz := t.key.dx
	w := p.r.view.w
	o := int(lo)*w + int(t.minX)
	width := int(t.maxX - t.minX + 1)
	for y := lo; y < hi; y++ {
		e0, e1, e2 := g.e[0], g.e[1], g.e[2]
		z := t.key.at + float32(t.key.dy*float32(y-t.minY))
		keys := l.keys[o : o+width]
		seen := l.seen[o : o+width][:len(keys)]
		for i := range keys {
			if e0|e1|e2 >= 0 && z > keys[i] {
				keys[i], seen[i] = z, n
			}
			e0 += g.dx[0]
			e1 += g.dx[1]
			e2 += g.dx[2]
			z += dz
		}
		g.e[0] += g.dy[0]
		g.e[1] += g.dy[1]
		g.e[2] += g.dy[2]
		o += w
	}
}

// smallSpans calls emit with each row's pixels, found by testing them all.
func smallSpans(t *triangle, lo, hi int32, emit func(y, a, b int32)) {
	g := newEdges(t, t.minX, lo)
	for y := lo; y < hi; y++ {
		e0, e1, e2 := g.e[0], g.e[1], g.e[2]
		a, b := t.maxX+1, t.minX
		for x := t.minX; x <= t.maxX; x++ {
			if e0|e1|e2 >= 0 {
				a, b = min(a, x), x+1
			}
			e0 += g.dx[0]
			e1 += g.dx[1]
			e2 += g.dx[2]
		}
		if a < b {
			emit(y, a, b)
		}
		g.e[0] += g.dy[0]
		g.e[1] += g.dy[1]
		g.e[2] += g.dy[2]
	}
}
