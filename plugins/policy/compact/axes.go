package compact

import "math"

// A grid is the numbers of candidate coordinates per axis: first the anchored
// ones, then the free ones.
type grid struct{ anchored, free int }

func (g grid) size() int { return g.anchored + g.free }

func newGrid(size int) grid { return grid{size - size/3, size / 3} }

// axes chooses the candidate coordinates of both axes.
func (w *view) axes() {
	var around, along [2][]float64
	var bufU, bufV [4 * 64]float64
	around[0], along[0] = bufU[:0:128], bufV[:0:128]
	around[1], along[1] = bufU[128:128:256], bufV[128:128:256]
	for k := range w.obstacles {
		o := &w.obstacles[k]
		if o.kind != fixed && o.kind != movable {
			continue
		}
		// Where i just touches the obstacle. It is of interest on one axis only
		// if i can meet the obstacle on the other.
		u0, u1 := o.body.x0-w.half[0], o.body.x1+w.half[0]
		v0, v1 := o.body.y0-w.half[1], o.body.y1+w.half[1]
		class := 1
		if o.hit.overlaps(widen(w.region)) {
			class = 0
		}
		around[class] = append(around[class], u0, u1)
		along[class] = append(along[class], v0, v1)
	}
	for _, l := range w.links {
		around[1] = append(around[1], l.x0, l.x1)
		along[1] = append(along[1], l.y0, l.y1)
	}
	g := w.grid
	spread(w.u[:g.anchored], w.region.x0, w.region.x1, around[0])
	spread(w.v[:g.anchored], w.region.y0, w.region.y1, along[0])
	spread(w.u[g.anchored:g.size()], w.inside.x0, w.inside.x1, append(around[1], around[0]...))
	spread(w.v[g.anchored:g.size()], w.inside.y0, w.inside.y1, append(along[1], along[0]...))
}

// widen gives a region without extent one, so that it can overlap something.
func widen(r rect) rect { return r.grow(1e-6, 1e-6, 1e-6, 1e-6) }

// spread fills dst with even steps from lo to hi and then moves inner entries
// onto the marks between them: each mark takes the nearest entry that has not
// been taken. The entries keep their order.
func spread(dst []float64, lo, hi float64, marks []float64) {
	n := len(dst)
	if hi-lo < 1e-9 || n < 2 {
		for k := range dst {
			dst[k] = lo
		}
		return
	}
	step := (hi - lo) / float64(n-1)
	for k := range dst {
		dst[k] = lo + step*float64(k)
	}
	dst[n-1] = hi
	var taken uint64
	for _, m := range marks {
		if m <= lo || m >= hi {
			continue
		}
		k := int(math.Round((m - lo) / step))
		if k <= 0 {
			k = 1
		}
		if k >= n-1 {
			k = n - 2
		}
		if k < 1 || taken&(1<<k) != 0 {
			if alt := k + 1; m > dst[max(k, 0)] && alt < n-1 && taken&(1<<alt) == 0 {
				k = alt
			} else if alt := k - 1; m < dst[max(k, 0)] && alt > 0 && taken&(1<<alt) == 0 {
				k = alt
			} else {
				continue
			}
		}
		if m <= dst[k-1] || m >= dst[k+1] {
			continue
		}
		dst[k] = m
		taken |= 1 << k
	}
}

// within returns the coordinates strictly between lo and hi, as bits.
func within(at []float64, lo, hi float64) (bits uint32) {
	for k, x := range at {
		if x > lo && x < hi {
			bits |= 1 << k
		}
	}
	return bits
}

// rasterise works out which cells an obstacle covers.
func (w *view) rasterise(o *obstacle) {
	if o.kind == harmless {
		return
	}
	n := w.grid.size()
	o.hu, o.hv = within(w.u[:n], o.hit.x0, o.hit.x1), within(w.v[:n], o.hit.y0, o.hit.y1)
	o.wu, o.wv = within(w.u[:n], o.wide.x0, o.wide.x1), within(w.v[:n], o.wide.y0, o.wide.y1)
}
