package compact

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

const (
	// maxGrid is the largest grid: a row of cells is a set of bits.
	maxGrid = 32
	// slack is how much less than touching counts as touching; half the
	// collision tolerance.
	slack = 0.01
)

// obstacleKind says why an obstacle matters.
type obstacleKind uint8

const (
	// harmless things may be overlapped.
	harmless obstacleKind = iota
	// fixed ones are settled or are door zones.
	fixed
	// movable ones are still where they were in the turn before.
	movable
	// reserved ones are not placed, but are known to need a certain space.
	reserved
)

// An obstacle is another item, or a door zone, as item i sees it at one
// heading: in the frame of that heading.
type obstacle struct {
	kind obstacleKind
	// body is what it covers, or is expected to cover.
	body rect
	// hit are the centres at which i overlaps it; wide those at which i with
	// the space for its children does.
	hit, wide rect
	// last are the centres at which i takes the last places of an item that is not
	// placed.
	last rect
	// heading is the way that it faces, in quarter turns from the view's; -1 where
	// that is not known. standing is that of an item; zones are settled.
	heading  int
	standing standing
	// seen says that it is a thing to stand by or to look at, rather than a bound.
	seen bool
	// harm is how much i takes from it by standing there: 1 for a settled
	// thing, less for one that is not placed and has other places to go.
	harm float64
	// hu, hv, wu, wv, lu and lv are hit, wide and last on the grid.
	hu, hv, wu, wv, lu, lv uint32
}

// A view is everything that item i sees at one heading.
type view struct {
	i, quarter int
	frame      frame
	half       scenes.Vec3 // of i, in the frame
	w, d       float64     // of the room, in the frame
	inside     rect        // centres inside the room
	region     rect        // centres that satisfy all relations
	gap        float64
	waiting    int
	// need is the space for unplaced children: left, right, behind, in front.
	need [4]float64
	// apron is the free space that i asks for, in the same order.
	apron [4]float64
	// obstacles has one entry per item, in order, i's own being harmless, then
	// one per zone, then one per apron.
	obstacles []obstacle
	// links are the centres allowed by each relation whose target is placed.
	links []rect
	// u and v are the grid's coordinates.
	u, v      [maxGrid]float64
	grid      grid
	blind     bool // to what it would hit
	near, all marks
}

// fill looks at item i of s at a heading.
func (w *view) fill(s *state, i, quarter int, a arch) {
	p := s.p
	w.i, w.quarter, w.grid, w.blind = i, quarter, a.grid, !a.profiles
	w.frame = frame{quarter, p.w, p.d}
	w.w, w.d = w.frame.size()
	w.half = p.items[i].half
	world := s.halfAt(i, quarter)
	w.inside = w.frame.rect(rectOf(p.space.Within(world)))
	w.links, w.waiting = s.allowed(i, world, quarter, w.links[:0])
	w.region, w.gap = w.inside, 0
	for k := range w.links {
		var gap float64
		w.links[k] = w.frame.rect(w.links[k])
		w.region, gap = w.region.meet(w.links[k])
		w.gap = max(w.gap, gap)
	}
	w.need, w.apron = s.need(i), p.items[i].apron
	w.obstacles = w.obstacles[:0]
	for j := range p.items {
		w.obstacles = append(w.obstacles, w.look(s, j))
	}
	for k, claims := 0, s.claims(i); k < len(claims); k++ {
		c := &claims[k]
		if o := &w.obstacles[c.item]; p.blocks[i*len(p.items)+c.item] {
			if o.last = w.outlook(c); o.last != (rect{}) && o.kind == harmless {
				o.kind = reserved
			}
		}
	}
	for _, z := range p.zones {
		o := obstacle{body: w.frame.rect(z.rect), heading: -1, standing: settled}
		if o.seen = z.kind != outsideZone; o.seen {
			o.heading = (z.quarter - quarter + 4) % 4
		}
		if z.blocks[i] {
			o.kind, o.harm = fixed, 1
		}
		w.surround(&o, z.beyond)
		w.obstacles = append(w.obstacles, o)
	}
	for _, a := range p.aprons {
		w.obstacles = append(w.obstacles, w.before(s, a))
	}
	w.axes()
	for k := range w.obstacles {
		w.rasterise(&w.obstacles[k])
	}
}

// look returns item j as an obstacle.
func (w *view) look(s *state, j int) obstacle {
	q := &s.poses[j]
	o := obstacle{heading: -1, standing: q.standing}
	if j == w.i || q.standing == absent {
		return o
	}
	if q.standing != unplaced {
		o.seen = true
		o.heading = (quarterOf(q.yaw) - w.quarter + 4) % 4
	}
	blocks := s.p.blocks[w.i*len(s.p.items)+j]
	switch q.standing {
	case settled:
		o.body = w.frame.rect(q.rect())
		if blocks {
			o.kind, o.harm = fixed, 1
		}
	case tentative:
		if blocks && s.displaced(j) {
			if body, harm, ok := s.expect(j); ok {
				o.kind, o.body, o.harm = reserved, w.frame.rect(body), harm
				break
			}
		}
		o.body = w.frame.rect(q.rect())
		if blocks {
			o.kind, o.harm = movable, 1
		}
	default:
		if !blocks {
			return o
		}
		var ok bool
		if o.body, o.harm, ok = s.expect(j); !ok {
			o.harm = 0
			return o
		}
		o.body = w.frame.rect(o.body)
		o.kind = reserved
	}
	w.surround(&o, blocks && s.p.items[j].parent != w.i)
	return o
}

// before returns an apron as an obstacle: harmless to its own item and what that
// carries.
func (w *view) before(s *state, a apron) obstacle {
	q := &s.poses[a.item]
	o := obstacle{heading: -1, standing: q.standing}
	if a.item == w.i || !q.stands() {
		return o
	}
	o.body = w.frame.rect(q.apron(a))
	if s.p.blocks[w.i*len(s.p.items)+a.item] && s.p.items[w.i].parent != a.item {
		if o.kind, o.harm = fixed, 1; q.standing == tentative {
			o.kind = movable
		}
	}
	w.surround(&o, false)
	return o
}

// surround works out hit and wide from the body; free says that i's own apron
// must not meet it either.
func (w *view) surround(o *obstacle, free bool) {
	hu, hv := w.half[0]-slack, w.half[1]-slack
	var own [4]float64
	if free {
		own = w.apron
	}
	beside := func(side int) float64 { return max(own[side], w.need[side]) }
	o.hit = o.body.grow(hu+own[1], hu+own[0], hv+own[3], hv+own[2])
	o.wide = o.body.grow(hu+beside(1), hu+beside(0), hv+beside(3), hv+beside(2))
}

// expect guesses the space that unplaced item j will need: what its region
// covers, and how little choice that region leaves it. It is false where the
// region is not known or spans too much to tell.
func (s *state) expect(j int) (rect, float64, bool) {
	r, quarter, ok := s.wanted(j)
	if !ok {
		return rect{}, 0, false
	}
	h := s.halfAt(j, quarter)
	free := max((r.x1-r.x0)/(r.x1-r.x0+2*h[0]), (r.y1-r.y0)/(r.y1-r.y0+2*h[1]))
	if r.x1-r.x0 > 4*h[0] && r.y1-r.y0 > 4*h[1] {
		return rect{}, 0, false
	}
	return r.grow(h[0], h[0], h[1], h[1]), 1 - free, true
}

// wanted returns the centres at which the relations of item j hold, and its heading
// there; false where they are not known.
func (s *state) wanted(j int) (r rect, quarter int, ok bool) {
	it := &s.p.items[j]
	if len(it.links) == 0 {
		return rect{}, 0, false
	}
	switch {
	case it.face == faceWall:
		quarter = it.faceYaw
	case it.walls != [4]bool{}:
		for k, on := range it.walls {
			if on {
				quarter = (k + 2) % 4
				break
			}
		}
	}
	r, _, waiting := s.region(j, s.halfAt(j, quarter), quarter)
	return r, quarter, waiting == 0
}

// displaced reports whether item j, not yet settled in this turn, was found to
// break a relation in the turn before: it will want another place.
func (s *state) displaced(j int) bool {
	return s.poses[j].standing == tentative && s.faults[j]&(faultRelation|faultFacing) != 0
}

// need returns the space that the unplaced children of item i ask for beside
// it: left, right, behind and in front.
func (s *state) need(i int) [4]float64 {
	var n [4]float64
	for _, c := range s.p.items[i].children {
		it := &s.p.items[c]
		if at := s.poses[c].standing; at == settled || at == absent || it.parent == i {
			continue
		}
		for _, l := range it.links {
			if l.target != i {
				continue
			}
			side, depth := -1, 2*it.half[1]
			switch l.kind {
			case scenes.LeftOf:
				side = 0
			case scenes.RightOf:
				side = 1
			case scenes.Behind:
				side = 2
			case scenes.InFront, scenes.InCorner:
				side = 3
			}
			if side < 0 || !s.p.blocks[i*len(s.p.items)+c] {
				continue
			}
			if side < 2 && it.faceTarget != i {
				depth = 2 * it.half[0]
			}
			n[side] = math.Max(n[side], depth)
		}
	}
	return n
}
