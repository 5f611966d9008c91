package compact

import "math"

const (
	// tokenFeatures is the length of what the position network reads of one
	// other item or door zone.
	tokenFeatures = 60
	// tokenWeights is how many fields per token the network weighs: the cells
	// that hit it and those whose children's space hits it.
	tokenWeights = 2
)

// tokens writes one row per obstacle and a mask of the rows that mean
// something; what follows them is cleared.
func (w *view) tokens(s *state, out, mask []float32) {
	clear(out)
	clear(mask)
	n := len(s.p.items)
	for k := range w.obstacles {
		if k == w.i {
			continue
		}
		mask[k] = 1
		f := &writer{row: out[k*tokenFeatures : (k+1)*tokenFeatures]}
		w.where(&w.obstacles[k], f)
		if k < n {
			w.who(s, k, f)
		} else {
			out[(k+1)*tokenFeatures-1] = 1
			// An apron goes with its item, which may yet move.
			if a := k - n - len(s.p.zones); a >= 0 {
				out[(k+1)*tokenFeatures-2] = 1
			}
		}
	}
}

// where writes what an obstacle is to the view's item and where it is.
func (w *view) where(o *obstacle, f *writer) {
	f.put(1)
	f.flag(o.kind == fixed, o.kind == movable, o.kind == reserved)
	f.put(o.harm)
	if o.body == (rect{}) {
		f.at += 12
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

// who writes how item j and the view's item refer to each other.
func (w *view) who(s *state, j int, f *writer) {
	a, b := &s.p.items[w.i], &s.p.items[j]
	q := &s.poses[j]
	f.flag(q.standing == settled, q.standing == tentative, q.standing == unplaced)
	f.flag(s.p.blocks[w.i*len(s.p.items)+j])
	f.put(b.half[0], b.half[1], b.half[2], b.z-a.z)
	heading := -1
	if q.standing != unplaced {
		heading = (quarterOf(q.yaw) - w.quarter + 4) % 4
	}
	f.oneOf(heading, 4)
	mine, adjacent := linkTo(a, j)
	f.oneOf(mine, 9)
	f.flag(mine >= 0 && adjacent, a.faceTarget == j)
	theirs, adjacent := linkTo(b, w.i)
	f.oneOf(theirs, 9)
	f.flag(theirs >= 0 && adjacent, b.faceTarget == w.i)
	f.oneOf(supportIndex(b.obj.Support), 4)
	f.flag(b.obj.Flat, a.parent >= 0 && a.parent == b.parent)
	f.put(math.Min(float64(len(b.children)), 4) / 4)
}

// linkTo returns the kind of the first relation of an item to another, or -1.
func linkTo(it *item, j int) (kind int, adjacent bool) {
	for _, l := range it.links {
		if l.target == j {
			return kindIndex[l.kind], l.adjacent
		}
	}
	return -1, false
}
