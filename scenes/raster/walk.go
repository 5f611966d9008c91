package raster

// side walks down one edge and yields the first pixel whose centre is not left
// of it, in exact integers: pixel = floor(m / d).
type side struct{ pixel, rem, d, step, stepRem int64 }

// newSide starts the edge from (ax, ay) down to (bx, by), by > ay, in row y.
func newSide(ax, ay, bx, by, y int32) side {
	d := int64(by-ay) * subpixel
	cy := int64(y)*subpixel + subpixel/2
	// Centre i·256+128 is at or right of the crossing when i is at least
	// ((ax-128)·dy + (bx-ax)·(cy-ay)) / (256·dy); round that up.
	m := (int64(ax)-subpixel/2)*int64(by-ay) + int64(bx-ax)*(cy-int64(ay)) + d - 1
	s := side{d: d}
	s.pixel, s.rem = divide(m, d)
	s.step, s.stepRem = divide(int64(bx-ax)*subpixel, d)
	return s
}

// divide rounds towards minus infinity.
func divide(m, d int64) (q, rem int64) {
	q, rem = m/d, m%d
	if rem < 0 {
		q--
		rem += d
	}
	return q, rem
}

// next moves down one row.
func (s *side) next() {
	s.pixel += s.step
	if s.rem += s.stepRem; s.rem >= s.d {
		s.rem -= s.d
		s.pixel++
	}
}

// walk fills a large triangle row by row.
type walk struct {
	long, short side
	// top, mid and bottom are the corners by height.
	top, mid, bottom int
	// below says that short is already the lower of the two short edges.
	below bool
	// right says that the corner in the middle lies right of the long edge.
	right bool
	ready bool
}

func newWalk(t *triangle, y int32) walk {
	w := walk{top: 0, mid: 1, bottom: 2}
	if t.y[w.mid] < t.y[w.top] {
		w.top, w.mid = w.mid, w.top
	}
	if t.y[w.bottom] < t.y[w.top] {
		w.top, w.bottom = w.bottom, w.top
	}
	if t.y[w.bottom] < t.y[w.mid] {
		w.mid, w.bottom = w.bottom, w.mid
	}
	lx, ly := int64(t.x[w.bottom]-t.x[w.top]), int64(t.y[w.bottom]-t.y[w.top])
	mx, my := int64(t.x[w.mid]-t.x[w.top]), int64(t.y[w.mid]-t.y[w.top])
	w.right = lx*my-ly*mx < 0
	w.long = newSide(t.x[w.top], t.y[w.top], t.x[w.bottom], t.y[w.bottom], y)
	return w
}

// row returns the pixels of the next row, which must be y; rows come in order.
func (w *walk) row(t *triangle, y int32) (a, b int32) {
	cy := y*subpixel + subpixel/2
	if cy < t.y[w.top] || cy >= t.y[w.bottom] {
		w.long.next()
		return 0, 0
	}
	if lower := cy >= t.y[w.mid]; !w.ready || lower != w.below {
		p, q := w.top, w.mid
		if lower {
			p, q = w.mid, w.bottom
		}
		w.short, w.below, w.ready = newSide(t.x[p], t.y[p], t.x[q], t.y[q], y), lower, true
	}
	l, r := w.long.pixel, w.short.pixel
	if !w.right {
		l, r = r, l
	}
	w.long.next()
	w.short.next()
	return int32(max(l, int64(t.minX))), int32(min(r, int64(t.maxX)+1))
}
