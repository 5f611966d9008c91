package raster

import "github.com/metaspatial/metaspatial/scenes/mesh"

// smallSide is the greatest bounding box that is filled by testing every
// pixel; larger triangles are filled span by span. Both follow the same
// top-left rule exactly, so the choice never shows.
const smallSide = 8

// fill notes triangle number n (from 1) in a layer's visibility buffer where it
// is nearest, in rows y0 to y1 (exclusive).
func (r *Renderer) fill(l *layer, t *triangle, n uint32, y0, y1 int32) {
	lo, hi := max(t.minY, y0), min(t.maxY+1, y1)
	if lo >= hi {
		return
	}
	masked := r.materials[t.mat].mode == mesh.Mask
	if t.small() {
		if masked {
			smallSpans(t, lo, hi, func(y, a, b int32) { r.maskedSpan(l, t, n, y, a, b) })
		} else {
			r.fillSmall(l, t, n, lo, hi)
		}
		return
	}
	w := newWalk(t, lo)
	for y := lo; y < hi; y++ {
		a, b := w.row(t, y)
		switch {
		case a >= b:
		case masked:
			r.maskedSpan(l, t, n, y, a, b)
		default:
			r.opaqueSpan(l, t, n, y, a, b)
		}
	}
}

func (t *triangle) small() bool {
	return t.maxX-t.minX < smallSide && t.maxY-t.minY < smallSide
}

// opaqueSpan tests depth in pixels a to b (exclusive) of a row.
func (r *Renderer) opaqueSpan(l *layer, t *triangle, n uint32, y, a, b int32) {
	z := t.key.over(float32(a-t.minX), float32(y-t.minY))
	dz := t.key.dx
	o := int(y)*r.view.w + int(a)
	keys := l.keys[o : o+int(b-a)]
	seen := l.seen[o : o+int(b-a)][:len(keys)]
	for i := range keys {
		if z > keys[i] {
			keys[i], seen[i] = z, n
		}
		z += dz
	}
}

// maskedSpan also tests the texture's alpha.
func (r *Renderer) maskedSpan(l *layer, t *triangle, n uint32, y, a, b int32) {
	m := &r.materials[t.mat]
	dy := float32(y - t.minY)
	for x := a; x < b; x++ {
		dx := float32(x - t.minX)
		z := t.key.over(dx, dy)
		o := int(y)*r.view.w + int(x)
		if !(z > l.keys[o]) {
			continue
		}
		if alpha := r.alpha(t, m, z, dx, dy); alpha >= m.cutoff {
			l.keys[o], l.seen[o] = z, n
		}
	}
}

// alpha returns a pixel's opacity.
func (r *Renderer) alpha(t *triangle, m *material, key, dx, dy float32) float32 {
	alpha := t.a.over(dx, dy)
	if m.tex != nil {
		w := float32(1)
		if !r.view.ortho {
			w = 1 / key
		}
		tx := m.tex.levels[0].nearest(float32(t.u.over(dx, dy)*w), float32(t.v.over(dx, dy)*w))
		alpha = float32(alpha * float32(float32(tx>>48)*(1.0/65535)))
	}
	return alpha
}

// edges are the three edge functions of a triangle, at or above zero inside.
type edges struct{ e, dx, dy [3]int64 }

func newEdges(t *triangle, x, y int32) (g edges) {
	cx, cy := int64(x)*subpixel+subpixel/2, int64(y)*subpixel+subpixel/2
	for k := range 3 {
		ax, ay := int64(t.x[k]), int64(t.y[k])
		bx, by := int64(t.x[(k+1)%3]), int64(t.y[(k+1)%3])
		g.e[k] = (bx-ax)*(cy-ay) - (by-ay)*(cx-ax)
		g.dx[k], g.dy[k] = -(by-ay)*subpixel, (bx-ax)*subpixel
		// Left edges go up, top edges go right; all others lose the tie.
		if left, top := by < ay, by == ay && bx > ax; !left && !top {
			g.e[k]--
		}
	}
	return g
}

func (r *Renderer) fillSmall(l *layer, t *triangle, n uint32, lo, hi int32) {
	g := newEdges(t, t.minX, lo)
	dz := t.key.dx
	for y := lo; y < hi; y++ {
		e0, e1, e2 := g.e[0], g.e[1], g.e[2]
		z := t.key.over(0, float32(y-t.minY))
		o := int(y) * r.view.w
		keys := l.keys[o+int(t.minX) : o+int(t.maxX)+1]
		seen := l.seen[o+int(t.minX) : o+int(t.maxX)+1][:len(keys)]
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
