package compact

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// standing says how far an item's pose is settled.
type standing uint8

const (
	unplaced standing = iota
	// tentative is the pose of the turn before, which may yet change.
	tentative
	settled
	// absent is an optional item that was left out.
	absent
)

// A pose is where an item stands; hx and hy are the half sizes of its
// axis-aligned box.
type pose struct {
	x, y   float64
	yaw    float64
	hx, hy float64
	standing
}

// apron returns where free space is asked for beside a pose.
func (q pose) apron(a apron) rect {
	r := q.rect()
	switch (quarterOf(q.yaw) + a.side) % 4 {
	case 0:
		return rect{r.x0, r.x1, r.y1, r.y1 + a.depth}
	case 1:
		return rect{r.x1, r.x1 + a.depth, r.y0, r.y1}
	case 2:
		return rect{r.x0, r.x1, r.y0 - a.depth, r.y0}
	}
	return rect{r.x0 - a.depth, r.x0, r.y0, r.y1}
}

// stands reports whether there is a place to speak of.
func (q *pose) stands() bool { return q.standing == tentative || q.standing == settled }

func (q pose) rect() rect { return rect{q.x - q.hx, q.x + q.hx, q.y - q.hy, q.y + q.hy} }

// fault is a bit set of the findings against an item.
type fault uint8

const (
	faultCollision fault = 1 << iota
	faultBounds
	faultRelation
	faultFacing
	faultOpening
	faultOther
)

// A state is a layout in the making.
type state struct {
	p      *problem
	turn   int
	poses  []pose
	before []pose // the poses of the turn before, nil in turn 0
	faults []fault
	// picture is that of the turn before, nil where it is not looked at.
	picture []float32
	// claimed are the claims as item claiming−1 finds them; 0 for none.
	claimed  []claim
	claiming int
}

// newState starts the turn that answers an observation.
func newState(p *problem, turn int, previous *scenes.Layout, findings []scenes.Finding) *state {
	s := &state{p: p, turn: turn, poses: make([]pose, len(p.items))}
	if turn > 0 && previous != nil {
		s.recall(previous, findings)
	}
	for k := range p.locked {
		s.poses[k] = poseOf(p.items[k].obj, p.items[k].lock)
		s.poses[k].standing = settled
	}
	return s
}

// recall takes in the layout of the turn before and what was wrong with it.
func (s *state) recall(previous *scenes.Layout, findings []scenes.Finding) {
	p := s.p
	s.faults = make([]fault, len(p.items))
	placed := make(map[string]*scenes.Placement, len(previous.Placements))
	for i := range previous.Placements {
		placed[previous.Placements[i].ID] = &previous.Placements[i]
	}
	rank := make(map[string]int, len(p.items))
	for k := range p.items {
		o := p.items[k].obj
		rank[o.ID] = k
		q := placed[o.ID]
		if q == nil || !finite(q) {
			continue
		}
		s.poses[k] = poseOf(o, q)
	}
	s.before = append([]pose(nil), s.poses...)
	for _, f := range findings {
		bit := faultOther
		switch f.Rule {
		case scenes.RuleCollision:
			bit = faultCollision
		case scenes.RuleOutOfBounds:
			bit = faultBounds
		case scenes.RuleRelation:
			bit = faultRelation
		case scenes.RuleFacing:
			bit = faultFacing
		case scenes.RuleOpening, scenes.RuleClearance:
			bit = faultOpening
		}
		for _, id := range [2]string{f.Object, f.Other} {
			if k, ok := rank[id]; ok && (id == f.Object || bit == faultCollision) {
				s.faults[k] |= bit
			}
		}
	}
}

// poseOf is a placement as a tentative pose.
func poseOf(o *scenes.Object, q *scenes.Placement) pose {
	hx, hy := geom.HalfExtents(o.Size, q.Yaw)
	return pose{q.Position[0], q.Position[1], q.Yaw, hx, hy, tentative}
}

func finite(q *scenes.Placement) bool {
	v := q.Position[0] + q.Position[1] + q.Yaw
	return !math.IsNaN(v) && !math.IsInf(v, 0)
}

// canKeep reports whether item i has a pose to keep.
func (s *state) canKeep(i int) bool { return s.before != nil && s.before[i].stands() }

// keep settles item i where it was.
func (s *state) keep(i int) {
	s.poses[i] = s.before[i]
	s.poses[i].standing = settled
}

// place settles item i.
func (s *state) place(i, quarter int, x, y float64) {
	h := s.p.items[i].half
	if quarter&1 == 1 {
		h[0], h[1] = h[1], h[0]
	}
	s.poses[i] = pose{x, y, float64(quarter) * 90, h[0], h[1], settled}
}

// leave settles that item i is left out.
func (s *state) leave(i int) { s.poses[i] = pose{standing: absent} }

// tilt turns item i, which was just placed, by some degrees.
func (s *state) tilt(i int, degrees float64) {
	q := &s.poses[i]
	q.yaw += degrees
	q.hx, q.hy = geom.HalfExtents(s.p.items[i].obj.Size, q.yaw)
}

// layout writes the state as a layout, in the task's order and without what is
// left out.
func (s *state) layout() *scenes.Layout {
	placed := make([]*pose, len(s.poses))
	for k := range s.poses {
		if s.poses[k].standing != absent {
			placed[s.p.items[k].index] = &s.poses[k]
		}
	}
	l := &scenes.Layout{Placements: make([]scenes.Placement, 0, len(s.poses))}
	for index, q := range placed {
		if q == nil {
			continue
		}
		it := &s.p.items[s.p.rank[index]]
		l.Placements = append(l.Placements, scenes.Placement{
			ID: it.obj.ID, Position: scenes.Vec3{q.x, q.y, it.z}, Yaw: q.yaw,
		})
	}
	return l
}

// linkRange returns the centres that a link allows an item of the given half
// extents, and false while its target is not placed.
func (s *state) linkRange(h scenes.Vec3, l link) (rect, bool) {
	if l.target < 0 {
		return rectOf(s.p.space.ElementRange(h, l.element)), true
	}
	box, ok := s.box(l.target)
	if !ok {
		return rect{}, false
	}
	return rectOf(s.p.space.ObjectRange(h, l.kind, l.adjacent, box)), true
}

func (s *state) box(k int) (geom.Box, bool) {
	q := &s.poses[k]
	if !q.stands() {
		return geom.Box{}, false
	}
	it := &s.p.items[k]
	return geom.Box{Center: scenes.Vec3{q.x, q.y, it.z}, Half: it.half, Yaw: q.yaw}, true
}

// allowed appends to out the centres that each relation and the support of item
// i allow for the given half extents and heading; waiting counts those that
// depend on an item that is not placed.
func (s *state) allowed(i int, h scenes.Vec3, quarter int, out []rect) (ranges []rect, waiting int) {
	it := &s.p.items[i]
	for _, l := range it.links {
		if q, ok := s.linkRange(h, l); ok {
			out = append(out, q)
		} else {
			waiting++
		}
	}
	switch it.obj.Support {
	case scenes.OnWall:
		if it.walls == [4]bool{} {
			out = append(out, s.backed(h, quarter, out))
		}
	case scenes.OnObject:
		if it.parent < 0 {
			break
		}
		if box, ok := s.box(it.parent); ok {
			out = append(out, rectOf(s.p.space.ObjectRange(h, scenes.On, true, box)))
		} else {
			waiting++
		}
	}
	return out, waiting
}

// backed returns the centres with the back to a wall: of several walls of a
// heading the one nearest to the given ranges, and of those the longest.
func (s *state) backed(h scenes.Vec3, quarter int, ranges []rect) rect {
	walls := s.p.walls[quarter]
	if len(walls) < 2 {
		return rectOf(s.p.space.ElementRange(h, wallOf((quarter+2)%4)))
	}
	want := rectOf(s.p.space.Within(h))
	for _, q := range ranges {
		want, _ = want.meet(q)
	}
	var best rect
	least, longest := math.Inf(1), 0.0
	for _, w := range walls {
		r := rect{min(w.From[0], w.To[0]) + h[0], max(w.From[0], w.To[0]) - h[0], min(w.From[1], w.To[1]) + h[1], max(w.From[1], w.To[1]) - h[1]}
		if w.Inward[0] != 0 {
			r.x0 = w.From[0] + w.Inward[0]*h[0]
			r.x1 = r.x0
		} else {
			r.y0 = w.From[1] + w.Inward[1]*h[1]
			r.y1 = r.y0
		}
		if r.x0 > r.x1+1e-9 || r.y0 > r.y1+1e-9 {
			continue
		}
		_, gap := want.meet(r)
		if gap < least-1e-9 || gap < least+1e-9 && w.Length > longest {
			best, least, longest = r, gap, w.Length
		}
	}
	if math.IsInf(least, 1) {
		return rectOf(s.p.space.ElementRange(h, wallOf((quarter+2)%4)))
	}
	return best
}

// region returns the centres at which every relation of item i whose target is
// placed would hold, and how far the relations contradict each other.
func (s *state) region(i int, h scenes.Vec3, quarter int) (r rect, gap float64, waiting int) {
	var buf [8]rect
	ranges, waiting := s.allowed(i, h, quarter, buf[:0])
	r = rectOf(s.p.space.Within(h))
	for _, q := range ranges {
		var g float64
		r, g = r.meet(q)
		gap = max(gap, g)
	}
	return r, gap, waiting
}

// halfAt returns the half extents of item i at a heading.
func (s *state) halfAt(i, quarter int) scenes.Vec3 {
	h := s.p.items[i].half
	if quarter&1 == 1 {
		h[0], h[1] = h[1], h[0]
	}
	return h
}

func wallOf(quarter int) string {
	return [4]string{scenes.NorthWall, scenes.EastWall, scenes.SouthWall, scenes.WestWall}[quarter]
}
