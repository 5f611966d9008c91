package compact

const (
	// tokenDynamic is the length of what the position network reads of where
	// another item or zone is; what they are to each other follows.
	tokenDynamic  = 25
	tokenFeatures = tokenDynamic + pairStatic
)

// tokens writes one row per obstacle and a mask of the rows that mean
// something; what follows them is cleared.
func (w *view) tokens(s *state, out, mask []float32) {
	clear(mask)
	n := len(s.p.items)
	for k := range w.obstacles {
		row := out[k*tokenFeatures : (k+1)*tokenFeatures]
		if k == w.i || k < n && s.poses[k].standing == absent {
			clear(row)
			continue
		}
		mask[k] = 1
		copy(row[tokenDynamic:], s.p.pairRow(w.i, k))
		clear(row[:tokenDynamic])
		f := &writer{row: row}
		o := &w.obstacles[k]
		w.where(o, f)
		f.at = 17
		f.flag(o.standing == settled, o.standing == tentative, o.standing == unplaced)
		f.oneOf(o.heading, 4)
		f.flag(o.heading >= 0)
	}
	clear(out[len(w.obstacles)*tokenFeatures:])
}

// where writes what an obstacle is to the view's item and where it is.
func (w *view) where(o *obstacle, f *writer) {
	f.put(1)
	f.flag(o.kind == fixed, o.kind == movable, o.kind == reserved)
	f.put(o.harm)
	if o.body == (rect{}) {
		return
	}
	r := w.region
	f.put(share(o.hit.x0, r.x0, r.x1), share(o.hit.x1, r.x0, r.x1),
		share(o.hit.y0, r.y0, r.y1), share(o.hit.y1, r.y0, r.y1))
	cu, cv := (r.x0+r.x1)/2, (r.y0+r.y1)/2
	f.put(((o.body.x0+o.body.x1)/2-cu)/4, ((o.body.y0+o.body.y1)/2-cv)/4,
		(o.body.x1-o.body.x0)/2, (o.body.y1-o.body.y0)/2)
	f.put(o.body.x0/4, (w.w-o.body.x1)/4, o.body.y0/4, (w.d-o.body.y1)/4)
}

// share places x on the way from lo to hi.
func share(x, lo, hi float64) float64 {
	if hi-lo < 1e-3 {
		switch {
		case x < lo-1e-9:
			return -1
		case x > lo+1e-9:
			return 2
		}
		return 0.5
	}
	return min(max((x-lo)/(hi-lo), -1), 2)
}
