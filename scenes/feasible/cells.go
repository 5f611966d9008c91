package feasible

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// cell is a set of poses: centres around at, and headings around yaw.
type cell struct {
	at    scenes.Vec2
	half  scenes.Vec2
	yaw   float64
	turns float64
}

// possible reports whether the object, its sides shorter by shrink at each end,
// may have a place. False is certain.
//
// It is a branch and bound over poses. A box at any pose of a cell contains the
// box at the cell's middle less the way ρ that its furthest point moves within
// the cell; where that one is not on the floor, no pose of the cell is. A box
// that obeys the rules up to the tolerance lies on the floor once it is shorter
// by the margin at each end: the tolerance itself on a convex floor. On another
// one the rules look at how deep the middle of an edge's part inside the box is;
// depth is concave along the edge, so no point of it is twice as deep.
func (p *placing) possible(shrink float64) bool {
	e := p.space.Extent
	stack := make([]cell, 0, 64)
	all := cell{at: scenes.Vec2{e[0] / 2, e[1] / 2}, half: scenes.Vec2{e[0]/2 + slack, e[1]/2 + slack}}
	switch it := p.it; {
	case it.lock != nil:
		all.at, all.half = it.lock.Position.Vec2(), scenes.Vec2{lockSlack, lockSlack}
		all.yaw, all.turns = it.lock.Yaw, lockTurn
		stack = append(stack, all)
	case it.wall:
		all.yaw, all.turns = it.yaw, geom.AngleTolerance+1e-6
		stack = append(stack, all)
	default:
		for _, yaw := range geom.Headings {
			all.yaw, all.turns = yaw, 45
			stack = append(stack, all)
		}
	}
	for n := 0; len(stack) > 0; n++ {
		if n == oneCells || p.cells <= 0 {
			return true
		}
		p.cells--
		c := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if !p.contract(&c, shrink) || p.barred(&c, c.at, c.half, c.turns, shrink) {
			continue
		}
		if !p.barred(&c, p.snapped(&c, shrink), scenes.Vec2{}, 0, shrink) {
			return true
		}
		a, b, ok := c.split(p.parts[0].reach)
		if !ok {
			return true
		}
		stack = append(stack, a, b)
	}
	return false
}

// contract leaves of a cell what is within the room's bounding box and the
// ranges of the relations, and is false where nothing is: both depend on the
// heading alone.
func (p *placing) contract(c *cell, shrink float64) bool {
	h, turn := p.extent(c.yaw, shrink), p.parts[0].reach*c.turns*math.Pi/180
	lo, hi := c.at.Sub(c.half), c.at.Add(c.half)
	narrow := func(k int, least, most, loose float64) {
		lo[k], hi[k] = max(lo[k], least-loose), min(hi[k], most+loose)
	}
	for k := range 2 {
		narrow(k, h[k], p.space.Extent[k]-h[k], slack+turn)
		for a := range p.anchors {
			r := p.anchors[a].allowed(p.space, h)
			narrow(k, r.Min[k], r.Max[k], slack+2*turn+p.anchors[a].loose)
		}
		if lo[k] > hi[k] {
			return false
		}
	}
	c.at, c.half = lo.Add(hi).Mul(0.5), hi.Sub(lo).Mul(0.5)
	return true
}

// split halves a cell where it is widest.
func (c cell) split(reach float64) (a, b cell, ok bool) {
	turn := reach * c.turns * math.Pi / 180
	a, b = c, c
	switch {
	case max(c.half[0], c.half[1], turn) < 1e-5:
		return a, b, false
	case turn >= max(c.half[0], c.half[1]):
		a.turns, b.turns = c.turns/2, c.turns/2
		a.yaw, b.yaw = c.yaw-c.turns/2, c.yaw+c.turns/2
	case c.half[0] >= c.half[1]:
		a.half[0], b.half[0] = c.half[0]/2, c.half[0]/2
		a.at[0], b.at[0] = c.at[0]-c.half[0]/2, c.at[0]+c.half[0]/2
	default:
		a.half[1], b.half[1] = c.half[1]/2, c.half[1]/2
		a.at[1], b.at[1] = c.at[1]-c.half[1]/2, c.at[1]+c.half[1]/2
	}
	return a, b, true
}

// snapped is a centre near the cell's at which the relations hold, if there is
// one.
func (p *placing) snapped(c *cell, shrink float64) scenes.Vec2 {
	at := c.at.Vec3(0)
	if p.it.lock != nil {
		return c.at
	}
	h := p.extent(c.yaw, shrink)
	for range 2 {
		for k := range p.anchors {
			z := at[2]
			at = p.anchors[k].allowed(p.space, h).Clamp(at)
			at[2] = z
		}
	}
	return at.Vec2()
}

func (p *placing) extent(yaw, shrink float64) scenes.Vec3 {
	s := p.it.o.Size
	s[0], s[1] = s[0]-2*shrink, s[1]-2*shrink
	hx, hy := geom.HalfExtents(s, yaw)
	return scenes.Vec3{hx, hy, s[2] / 2}
}

func (a *anchor) allowed(s *geom.Space, h scenes.Vec3) geom.Range {
	if a.object < 0 {
		return s.ElementRange(h, a.Target)
	}
	return s.ObjectRange(h, a.Kind, a.Adjacent, a.target)
}

// barred reports whether no pose within half and turns of the given one obeys
// the rules.
func (p *placing) barred(c *cell, at, half scenes.Vec2, turns, shrink float64) bool {
	rad := turns * math.Pi / 180
	way := math.Hypot(half[0], half[1])
	own := p.parts[0]
	h := p.extent(c.yaw, shrink)
	for k := range p.anchors {
		a := &p.anchors[k]
		r := a.allowed(p.space, h)
		r.Min[2], r.Max[2] = math.Inf(-1), math.Inf(1)
		if r.Distance(at.Vec3(0)) > slack+max(half[0], half[1])+2*own.reach*rad+a.loose {
			return true
		}
	}
	right, front := scenes.Axes(c.yaw)
	if p.hung {
		b := geom.Box{Center: at.Vec3(0), Half: own.box.Half, Yaw: c.yaw}
		b.Half[0], b.Half[1] = b.Half[0]-shrink, b.Half[1]-shrink
		if !p.space.TouchesWall(b, slack+way+own.reach*rad) {
			return true
		}
	}
	for k := range p.parts {
		q := &p.parts[k]
		less := way + q.reach*rad
		b := q.box
		if k == 0 {
			b.Half[0], b.Half[1] = b.Half[0]-shrink, b.Half[1]-shrink
		}
		b.Yaw = c.yaw
		mid := at.Add(right.Mul(q.box.Center[0])).Add(front.Mul(q.box.Center[1]))
		b.Center = scenes.Vec3{mid[0], mid[1], p.it.o.Size[2] / 2}
		if p.off(b, k, less) {
			return true
		}
	}
	return false
}

// off reports whether a part, less what it may move and what is tolerated,
// is off the floor or in something.
func (p *placing) off(b geom.Box, k int, less float64) bool {
	if inner, ok := shorter(b, less+p.margin); ok {
		if out, _ := p.space.Outside(inner); out > 1e-9 {
			return true
		}
	}
	if p.doors && k == 0 {
		if inner, ok := shorter(b, less+slack); ok {
			for z := range p.zones {
				if in, _ := p.zones[z].Overlap(inner); in > 1e-9 {
					return true
				}
			}
		}
	}
	for i := range p.blocks {
		q := &p.blocks[i]
		if k == 0 && !q.body || k > 0 && !q.space {
			continue
		}
		if inner, ok := shorter(b, less+slack+q.loose); ok {
			if in, _ := geom.FloorPenetration(inner, q.box); in > 1e-9 {
				return true
			}
		}
	}
	return false
}

// shorter is a box with its sides shorter by d at each end, and false where
// nothing is left of it.
func shorter(b geom.Box, d float64) (geom.Box, bool) {
	b.Half[0], b.Half[1] = b.Half[0]-d, b.Half[1]-d
	return b, b.Half[0] > 0 && b.Half[1] > 0
}
