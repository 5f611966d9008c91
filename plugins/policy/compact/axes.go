package compact

import "math"

// A grid is the numbers of candidate coordinates per axis: first the anchored
// ones, then the free ones.
type grid struct{ anchored, free int }

func (g grid) size() int { return g.anchored + g.free }

func newGrid(size int) grid { return grid{size - size/3, size / 3} }

// marks are places of interest on the two axes.
type marks struct{ u, v []float64 }

func (m *marks) reset() { m.u, m.v = m.u[:0], m.v[:0] }

func (m *marks) add(r rect) {
	m.u = append(m.u, r.x0, r.x1)
	m.v = append(m.v, r.y0, r.y1)
}

// axes chooses the candidate coordinates of both axes. The anchored ones have
// marks where i would just touch an obstacle that it can meet in its region,
// the free ones also at all other obstacles and at the ends of each relation.
func (w *view) axes() {
	near, all := &w.near, &w.all
	near.reset()
	all.reset()
	for _, l := range w.links {
		all.add(l)
	}
	reach := w.region.grow(1e-6, 1e-6, 1e-6, 1e-6)
	for k := range w.obstacles {
		o := &w.obstacles[k]
		if o.kind != fixed && o.kind != movable {
			continue
		}
		touching := o.body.grow(w.half[0], w.half[0], w.half[1], w.half[1])
		all.add(touching)
		if o.hit.overlaps(reach) {
			near.add(touching)
		}
	}
	g := w.grid
	spread(w.u[:g.anchored], w.region.x0, w.region.x1, near.u)
	spread(w.v[:g.anchored], w.region.y0, w.region.y1, near.v)
	spread(w.u[g.anchored:g.size()], w.inside.x0, w.inside.x1, all.u)
	spread(w.v[g.anchored:g.size()], w.inside.y0, w.inside.y1, all.v)
}

// spread fills dst with even steps from lo to hi and then moves inner entries
// onto the marks between them. A mark takes the nearest entry, or the next one
// on its own side, unless that would upset the order or take an entry from
// another mark.
func spread(dst []float64, lo, hi float64, marks []float64) {
	last := len(dst) - 1
	if hi-lo < 1e-9 || last < 1 {
		for k := range dst {
			dst[k] = lo
		}
		return
	}
	step := (hi - lo) / float64(last)
	for k := range dst {
		dst[k] = lo + step*float64(k)
	}
	dst[last] = hi
	var taken uint64
	for _, m := range marks {
		if m <= lo || m >= hi {
			continue
		}
		k := min(max(int(math.Round((m-lo)/step)), 1), last-1)
		if taken&(1<<k) != 0 {
			if m > dst[k] {
				k++
			} else {
				k--
			}
		}
		if k < 1 || k >= last || taken&(1<<k) != 0 || m <= dst[k-1] || m >= dst[k+1] {
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
	if o.last != (rect{}) {
		o.lu, o.lv = within(w.u[:n], o.last.x0, o.last.x1), within(w.v[:n], o.last.y0, o.last.y1)
	}
	o.wu, o.wv = within(w.u[:n], o.wide.x0, o.wide.x1), within(w.v[:n], o.wide.y0, o.wide.y1)
}
