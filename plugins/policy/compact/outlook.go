package compact

// The outlook of an item that is not placed is where it can still go. It is seen as
// the centres at which another would take the last of it.

// reach is how far an item extends from its centre towards x0, x1, y0 and y1, in the
// room's axes or those of a view.
type reach [4]float64

// reachOf turns half extents along the axes, and what is needed beside them on the
// left, right, behind and in front, to a heading.
func reachOf(hx, hy float64, need [4]float64, quarter int) reach {
	left, right, behind, front := need[0], need[1], need[2], need[3]
	r := reach{hx - slack, hx - slack, hy - slack, hy - slack}
	for k, x := range [4][4]float64{
		{left, right, behind, front},
		{behind, front, right, left},
		{right, left, front, behind},
		{front, behind, left, right},
	}[quarter] {
		r[k] += x
	}
	return r
}

// remaining returns the part of the centres r, at which the relations of item j hold,
// that what is settled has left it, and false where it has left none. The ends are
// exact; a gap in the middle is not seen.
func (s *state) remaining(j int, e reach, r rect) (rect, bool) {
	n := len(s.p.items)
	for changed := true; changed; {
		changed = false
		trim := func(b rect) bool {
			b = b.grow(e[1], e[0], e[3], e[2])
			if b.x0 < r.x0 && r.x1 < b.x1 {
				changed = cut(&r.y0, &r.y1, b.y0, b.y1) || changed
			}
			if b.y0 < r.y0 && r.y1 < b.y1 {
				changed = cut(&r.x0, &r.x1, b.x0, b.x1) || changed
			}
			return r.x0 <= r.x1 && r.y0 <= r.y1
		}
		for k := range s.p.items {
			if q := &s.poses[k]; k != j && q.standing == settled && s.p.blocks[j*n+k] && !trim(q.rect()) {
				return rect{}, false
			}
		}
		for k := range s.p.zones {
			if z := &s.p.zones[k]; z.blocks[j] && !trim(z.rect) {
				return rect{}, false
			}
		}
	}
	return r, true
}

// cut takes what lies between b0 and b1 off the ends of a span. A span that is
// wholly between them ends before it begins.
func cut(a0, a1 *float64, b0, b1 float64) bool {
	in0, in1 := b0 < *a0 && *a0 < b1, b0 < *a1 && *a1 < b1
	switch {
	case in0 && in1:
		*a0, *a1 = 1, 0
	case in0:
		*a0 = b1
	case in1:
		*a1 = b0
	}
	return in0 || in1
}

// outlook returns the centres at which the view's item would take the last places of
// item j with the space for its children, or, where those have none left, of the item
// alone. It is empty where j has none, or too many to lose at once.
func (w *view) outlook(s *state, j int) rect {
	places, quarter, ok := s.wanted(j)
	if !ok {
		return rect{}
	}
	h := s.halfAt(j, quarter)
	for _, need := range [2][4]float64{s.need(j), {}} {
		left, ok := s.remaining(j, reachOf(h[0], h[1], need, quarter), places)
		if !ok {
			continue
		}
		hx, hy := h[0], h[1]
		if w.quarter&1 == 1 {
			hx, hy = hy, hx
		}
		e, r := reachOf(hx, hy, need, (quarter-w.quarter+4)%4), w.frame.rect(left)
		r = rect{r.x1 - e[0] - w.half[0], r.x0 + e[1] + w.half[0], r.y1 - e[2] - w.half[1], r.y0 + e[3] + w.half[1]}
		if r.x0 < r.x1 && r.y0 < r.y1 {
			return r
		}
		break
	}
	return rect{}
}
