package compact

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// An option's row has a section of its own for each kind of option, the others
// being zero, and then what is always the same about the item.
const (
	// mateFrom is where the item's mates begin, in the section of the headings.
	mateFrom = 84
	// keepFrom is where keeping a pose begins, restFrom leaving the item out and
	// turning it askew; before them are the headings.
	keepFrom = mateFrom + 3*mateFeatures
	restFrom = keepFrom + 24
	// staticFrom is where the item's own row begins.
	staticFrom     = restFrom + 20
	optionFeatures = staticFrom + itemStatic
)

// writer fills a row of features from left to right.
type writer struct {
	row []float32
	at  int
}

func (w *writer) put(x ...float64) {
	for _, v := range x {
		w.row[w.at] = float32(min(max(v, -4), 4))
		w.at++
	}
}

func (w *writer) flag(on ...bool) {
	for _, b := range on {
		if b {
			w.row[w.at] = 1
		} else {
			w.row[w.at] = 0
		}
		w.at++
	}
}

// oneOf sets one of n entries, or none where k is out of range.
func (w *writer) oneOf(k, n int) {
	for i := range n {
		w.flag(i == k)
	}
}

var kindIndex = func() map[scenes.RelationKind]int {
	m := make(map[scenes.RelationKind]int, len(scenes.RelationKinds))
	for i, k := range scenes.RelationKinds {
		m[k] = i
	}
	return m
}()

func supportIndex(s scenes.Support) int {
	switch s {
	case scenes.OnFloor:
		return 0
	case scenes.OnWall:
		return 1
	case scenes.OnCeiling:
		return 2
	}
	return 3
}

// option writes the features of placing the view's item at the view's heading, and
// returns how its cells fare.
func (w *view) option(s *state, out []float32) shares {
	clear(out)
	f := &writer{row: out}
	it := &s.p.items[w.i]
	f.put(1)
	w.describe(s, it, f)
	w.describeLinks(s, it, f)
	w.describeFacing(s, it, f)
	sh := w.shares(s)
	f.put(sh.fixed, sh.movable, sh.wide, sh.facing, sh.clear, sh.harm, sh.last, sh.spare)
	f.flag(sh.fixed == 0, sh.facing == 0, sh.clear == 0, sh.wide == 0, sh.last == 0, sh.spare == 0)
	for k := range 4 {
		f.flag(it.compass[(w.quarter+k)%4])
	}
	w.describeTurn(s, f)
	f.at = mateFrom
	w.describeMates(it, f)
	copy(out[staticFrom:], s.p.itemRow(w.i))
	return sh
}

func (w *view) describe(s *state, it *item, f *writer) {
	f.put(it.half[0], it.half[1], it.half[2], w.w/8, w.d/8)
	n := float64(len(s.p.items))
	f.put(n/20, float64(w.i)/n)
	f.oneOf(supportIndex(it.obj.Support), 4)
	f.flag(it.obj.Flat)
	f.put((w.region.x1-w.region.x0)/4, (w.region.y1-w.region.y0)/4, w.gap, float64(w.waiting))
	f.flag(w.region.x1-w.region.x0 < 1e-6, w.region.y1-w.region.y0 < 1e-6, w.gap > geom.Tolerance)
	f.put(w.need[0], w.need[1], w.need[2], w.need[3])
}

// describeLinks writes the walls and the items that the item refers to, as
// seen from its heading: in front, right, behind, left.
func (w *view) describeLinks(s *state, it *item, f *writer) {
	walls := 0
	for k := range 4 {
		on := it.walls[(w.quarter+k)%4]
		f.flag(on)
		if on {
			walls++
		}
	}
	f.flag(walls > 1)
	var kinds [9]bool
	var sides, headings [4]bool
	adjacent, apart, placed := false, false, false
	for _, l := range it.links {
		if l.target < 0 {
			continue
		}
		kinds[kindIndex[l.kind]] = true
		adjacent = adjacent || l.adjacent
		apart = apart || !l.adjacent
		q := &s.poses[l.target]
		if !q.stands() {
			continue
		}
		placed = true
		heading := (quarterOf(q.yaw) - w.quarter + 4) % 4
		headings[heading] = true
		if turn := sideOf(l.kind); turn >= 0 {
			sides[(heading+turn)%4] = true
		}
	}
	f.flag(kinds[:]...)
	f.flag(adjacent, apart, placed)
	f.flag(headings[:]...)
	f.flag(sides[:]...)
}

// sideOf returns the side of its target on which a relation puts an item, in
// quarter turns from the target's front, or -1.
func sideOf(k scenes.RelationKind) int {
	switch k {
	case scenes.InFront, scenes.InCorner:
		return 0
	case scenes.RightOf:
		return 1
	case scenes.Behind:
		return 2
	case scenes.LeftOf:
		return 3
	}
	return -1
}

func (w *view) describeFacing(s *state, it *item, f *writer) {
	f.flag(it.face == faceNone, it.face == faceWall, it.face == faceObject || it.face == faceMiddle)
	f.flag(it.face == faceWall && it.faceYaw == w.quarter)
	tu, tv, ok := w.target(s)
	f.flag(ok)
	if !ok {
		f.put(0, 0)
		return
	}
	du, dv := tu-(w.region.x0+w.region.x1)/2, tv-(w.region.y0+w.region.y1)/2
	r := math.Hypot(du, dv) + 1e-6
	f.put(dv/r, math.Abs(du)/r)
}

// describeTurn writes what the turn before has left of the item.
func (w *view) describeTurn(s *state, f *writer) {
	f.flag(s.turn > 0)
	if !s.canKeep(w.i) {
		return
	}
	q := &s.before[w.i]
	f.flag(quarterOf(q.yaw) == w.quarter)
	pu, pv := w.frame.point(q.x, q.y)
	f.put((pu-(w.region.x0+w.region.x1)/2)/4, (pv-(w.region.y0+w.region.y1)/2)/4)
	describeFaults(s.faults[w.i], f)
}

func describeFaults(x fault, f *writer) {
	for bit := faultCollision; bit <= faultOther; bit <<= 1 {
		f.flag(x&bit != 0)
	}
}

// describeKeeping writes the features of keeping item i where it was: what is wrong
// with that pose in the layout as it now stands.
func describeKeeping(s *state, i int, out []float32) {
	clear(out)
	out[0] = 1
	copy(out[staticFrom:], s.p.itemRow(i))
	f := &writer{row: out, at: keepFrom}
	f.flag(true)
	p, it, q := s.p, &s.p.items[i], &s.before[i]
	box := q.rect()
	var hits, moves int
	var depth float64
	for j := range p.items {
		o := &s.poses[j]
		if j == i || !o.stands() || !p.blocks[i*len(p.items)+j] {
			continue
		}
		if d := depthOf(box, o.rect()); d > geom.Tolerance {
			depth = max(depth, d)
			if o.standing == settled {
				hits++
			} else {
				moves++
			}
		}
	}
	blocked := false
	for _, z := range p.zones {
		blocked = blocked || z.blocks[i] && depthOf(box, z.rect) > geom.Tolerance
	}
	blocked = blocked || s.crowded(i, *q)
	f.put(float64(hits), float64(moves), depth)
	f.flag(hits > 0, moves > 0, blocked)
	f.flag(q.x-q.hx < -geom.Tolerance || q.y-q.hy < -geom.Tolerance ||
		q.x+q.hx > p.w+geom.Tolerance || q.y+q.hy > p.d+geom.Tolerance)
	far := s.distance(i, *q)
	f.put(min(far, 2))
	f.flag(far > geom.Tolerance, s.faces(i, *q))
	f.put(float64(len(it.children))/4, float64(i)/float64(len(p.items)))
	f.flag(hits > 0 || blocked || far > geom.Tolerance || !s.faces(i, *q))
	f.put(float64(s.turn) / 4)
	describeFaults(s.faults[i], f)
	harm := s.harm(i, box)
	f.put(harm)
	f.flag(harm > 0, s.orphans(i))
}

// crowded reports whether item i at pose q stands in an apron, or lacks its own.
func (s *state) crowded(i int, q pose) bool {
	for _, a := range s.p.aprons {
		o := &s.poses[a.item]
		if a.item != i {
			if o.stands() && s.p.blocks[i*len(s.p.items)+a.item] && s.p.items[i].parent != a.item &&
				depthOf(q.rect(), o.apron(a)) > geom.Tolerance {
				return true
			}
			continue
		}
		free := q.apron(a)
		for _, z := range s.p.zones {
			if z.beyond && depthOf(free, z.rect) > geom.Tolerance {
				return true
			}
		}
		for j := range s.p.items {
			if o := &s.poses[j]; j != i && o.stands() && s.p.blocks[i*len(s.p.items)+j] &&
				s.p.items[j].parent != i && depthOf(free, o.rect()) > geom.Tolerance {
				return true
			}
		}
	}
	return false
}

// harm returns how much of the places that displaced items want is taken by
// item i standing in box.
func (s *state) harm(i int, box rect) (sum float64) {
	for j := range s.p.items {
		if j == i || !s.p.blocks[i*len(s.p.items)+j] || !s.displaced(j) {
			continue
		}
		if want, harm, ok := s.expect(j); ok && depthOf(box, want) > geom.Tolerance {
			sum += harm
		}
	}
	return sum
}

// orphans reports whether something that refers to item i was at fault in the
// turn before: it may need i to move.
func (s *state) orphans(i int) bool {
	for _, c := range s.p.items[i].children {
		if s.faults[c] != 0 {
			return true
		}
	}
	return false
}

// depthOf returns how deep two rectangles overlap.
func depthOf(a, b rect) float64 {
	return min(a.x1-b.x0, b.x1-a.x0, a.y1-b.y0, b.y1-a.y0)
}

// distance returns how far item i at pose q is off its worst relation.
func (s *state) distance(i int, q pose) (far float64) {
	h := s.p.items[i].half
	h[0], h[1] = q.hx, q.hy
	var buf [8]rect
	ranges, _ := s.allowed(i, h, quarterOf(q.yaw), buf[:0])
	for _, r := range ranges {
		far = max(far, r.x0-q.x, q.x-r.x1, r.y0-q.y, q.y-r.y1)
	}
	return far
}

// faces reports whether item i at pose q meets its facing, as far as that can
// be told.
func (s *state) faces(i int, q pose) bool {
	it := &s.p.items[i]
	var tx, ty float64
	switch it.face {
	case faceNone:
		return true
	case faceWall:
		return geom.AngleBetween(q.yaw, float64(it.faceYaw)*90) <= geom.AngleTolerance
	case faceMiddle:
		tx, ty = s.p.w/2, s.p.d/2
	case faceObject:
		o := &s.poses[it.faceTarget]
		if !o.stands() {
			return true
		}
		tx, ty = o.x, o.y
	}
	at := scenes.Placement{Position: scenes.Vec3{q.x, q.y, 0}, Yaw: q.yaw}
	return geom.PointFacingError(at, scenes.Vec2{tx, ty}) <= geom.AngleTolerance
}
