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

// A claim is what an item that is not placed, or will want another place, still needs.
type claim struct {
	item int
	// places are the centres that it has left, quarter its heading there.
	places  rect
	quarter int
	// hx and hy are its half extents, need what its children ask for beside it.
	hx, hy float64
	need   [4]float64
	// spare is how much longer than all that claim it the stretch of wall is that has
	// the places, where they are such a stretch; it is negative where not all can fit.
	spare float64
	wall  bool
}

// thin is how deep the places along a wall may be, and how far two stretches of one
// wall may differ, in metres.
const thin = 0.05

// claims lists what the items that are still to be placed beside item i need.
func (s *state) claims(i int) []claim {
	if s.claiming == i+1 {
		return s.claimed
	}
	s.claiming, s.claimed = i+1, s.claimed[:0]
	for j := range s.p.items {
		if at := s.poses[j].standing; j != i && (at == unplaced || at == tentative && s.displaced(j)) {
			if c, ok := s.claim(j); ok {
				s.claimed = append(s.claimed, c)
			}
		}
	}
	for k := range s.claimed {
		s.share(k)
	}
	return s.claimed
}

// claim returns what item j needs: places with the space for its children, or, where
// those have none left, for the item alone. It is false where it has none, or they are
// not known.
func (s *state) claim(j int) (claim, bool) {
	places, quarter, ok := s.wanted(j)
	if !ok {
		return claim{}, false
	}
	h := s.halfAt(j, quarter)
	for _, need := range [2][4]float64{s.need(j), {}} {
		if left, ok := s.remaining(j, reachOf(h[0], h[1], need, quarter), places); ok {
			return claim{item: j, places: left, quarter: quarter, hx: h[0], hy: h[1], need: need}, true
		}
	}
	return claim{}, false
}

// along tells whether the places of a claim are a stretch along y rather than x, and
// false where they are no stretch.
func (c *claim) along() (y, ok bool) {
	w, d := c.places.x1-c.places.x0, c.places.y1-c.places.y0
	return d > w, min(w, d) < thin && max(w, d) > thin
}

// cover is what the claimed item covers from its first place to its last.
func (c *claim) cover() rect {
	e := reachOf(c.hx, c.hy, c.need, c.quarter)
	return c.places.grow(e[0], e[1], e[2], e[3])
}

// share works out how much the k-th claim has to spare on its wall.
func (s *state) share(k int) {
	c := &s.claimed[k]
	y, ok := c.along()
	if !ok {
		return
	}
	c.wall = true
	mine := c.cover()
	c.spare = max(c.places.x1-c.places.x0, c.places.y1-c.places.y0)
	n := len(s.p.items)
	for m := range s.claimed {
		o := &s.claimed[m]
		if oy, ok := o.along(); m == k || !ok || oy != y || !s.p.blocks[c.item*n+o.item] {
			continue
		}
		theirs := o.cover()
		if !mine.overlaps(theirs) {
			continue
		}
		if y && theirs.y0 > mine.y0-thin && theirs.y1 < mine.y1+thin {
			c.spare -= theirs.y1 - theirs.y0 - (o.places.y1 - o.places.y0)
		} else if !y && theirs.x0 > mine.x0-thin && theirs.x1 < mine.x1+thin {
			c.spare -= theirs.x1 - theirs.x0 - (o.places.x1 - o.places.x0)
		}
	}
}

// outlook returns the centres at which the view's item would take the last places of
// a claim, or, of a stretch of wall, more than is to spare. It is empty where there is
// too much to lose at once.
func (w *view) outlook(c *claim) rect {
	hx, hy := c.hx, c.hy
	if w.quarter&1 == 1 {
		hx, hy = hy, hx
	}
	e, r := reachOf(hx, hy, c.need, (c.quarter-w.quarter+4)%4), w.frame.rect(c.places)
	u, v := r.x1-r.x0, r.y1-r.y0
	if c.wall && c.spare >= 0 {
		if u > v {
			u = depth(u, c.spare, w.half[0])
		} else {
			v = depth(v, c.spare, w.half[1])
		}
	}
	r = rect{r.x0 + u - e[0] - w.half[0], r.x1 - u + e[1] + w.half[0], r.y0 + v - e[2] - w.half[1], r.y1 - v + e[3] + w.half[1]}
	if r.x0 < r.x1 && r.y0 < r.y1 {
		return r
	}
	return rect{}
}

// depth is how far an item may reach into a stretch with the given choice of places:
// no further than what is to spare, where it is longer than that.
func depth(choice, spare, half float64) float64 {
	if spare < 2*half-slack {
		return spare
	}
	return choice
}
