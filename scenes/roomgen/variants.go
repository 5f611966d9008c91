package roomgen

import (
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// variants lists the ways to place the thing, in random order.
func (b *builder) variants(p *planned) []variant {
	var vs []variant
	switch p.slot.put {
	case onWall, hung:
		vs = b.wallVariants(p)
		if b.polygon() {
			vs = b.edgeVariants(p)
		}
	case atCorner:
		vs = b.cornerVariants(p)
		if b.polygon() {
			vs = b.edgeCornerVariants(p)
		}
	case inMiddle, inRows:
		vs = b.middleVariants(p)
	case ceiling:
		v := variant{n: 1, wall: -1, anchor: -1, yaw: float64(90 * b.g.IntN(4)), bias: centred}
		v.rels[0] = scenes.Relation{Kind: scenes.On, Target: scenes.Ceiling, Adjacent: true}
		if b.prog.abstract {
			v.facing = facingOf(v.yaw)
		}
		return []variant{v}
	default:
		anchor := b.anchor(p)
		if anchor < 0 {
			return nil
		}
		vs = b.anchoredVariants(p, anchor)
	}
	if p.slot.only != "" {
		vs = slices.DeleteFunc(vs, func(v variant) bool { return v.rels[0].Kind != p.slot.only })
	}
	b.g.Shuffle(len(vs), func(i, j int) { vs[i], vs[j] = vs[j], vs[i] })
	return vs
}

func facingOf(yaw float64) string { return elements[int(yaw/90)%4] }

func (b *builder) wallVariants(p *planned) []variant {
	vs := make([]variant, 0, 4)
	for w := range 4 {
		if p.slot.side == mainWall && w != b.main || p.slot.side == farWall && w != (b.main+2)%4 {
			continue
		}
		v := variant{n: 1, wall: w, anchor: -1, yaw: float64(90 * ((w + 2) % 4))}
		v.rels[0] = scenes.Relation{Kind: scenes.On, Target: elements[w], Adjacent: true}
		if p.slot.side == mainWall {
			v.bias = centred
		}
		if p.thing.class.Front && (p.slot.put == hung || b.g.Float64() < 0.9) || b.prog.abstract {
			v.facing = facingOf(v.yaw)
		}
		vs = append(vs, v)
	}
	return vs
}

func (b *builder) cornerVariants(p *planned) []variant {
	vs := make([]variant, 0, 8)
	for w := range 4 {
		// The two walls of a corner; the back is at either.
		for _, other := range [2]int{(w + 1) % 4, (w + 3) % 4} {
			v := variant{n: 2, wall: w, anchor: -1, yaw: float64(90 * ((w + 2) % 4))}
			first, second := w, other
			if w%2 == 1 {
				first, second = other, w
			}
			v.rels[0] = scenes.Relation{Kind: scenes.InCorner, Target: elements[first], Adjacent: true}
			v.rels[1] = scenes.Relation{Kind: scenes.InCorner, Target: elements[second], Adjacent: true}
			if p.thing.class.Front || b.prog.abstract {
				v.facing = facingOf(v.yaw)
			}
			vs = append(vs, v)
		}
	}
	return vs
}

func (b *builder) middleVariants(p *planned) []variant {
	vs := make([]variant, 0, 4)
	for w := range 4 {
		v := variant{n: 1, wall: -1, anchor: -1, yaw: float64(90 * w)}
		v.rels[0] = scenes.Relation{Kind: scenes.On, Target: scenes.Middle, Adjacent: true}
		if p.slot.put == inRows {
			// The user's side is away from the main wall.
			if w != (b.main+2)%4 {
				continue
			}
			v.bias = lattice
		} else if len(b.bodies) < 3 || p.thing.flat {
			v.bias = centred
		}
		if p.thing.class.Front || b.prog.abstract {
			v.facing = facingOf(v.yaw)
		}
		vs = append(vs, v)
	}
	return vs
}

// anchor draws the object to relate to: of the fitting ones, one of those with
// the fewest companions.
func (b *builder) anchor(p *planned) int {
	best, fewest, seen := -1, 0, 0
	for i := range b.bodies {
		q := &b.bodies[i]
		if !b.fits(p, q, i) || p.slot.each > 0 && b.companions(i, p.slot) >= p.slot.each {
			continue
		}
		switch {
		case best < 0 || q.children < fewest:
			best, fewest, seen = i, q.children, 1
		case q.children == fewest:
			if seen++; b.g.IntN(seen) == 0 {
				best = i
			}
		}
	}
	return best
}

func (b *builder) companions(anchor int, s *slot) int {
	n := 0
	for i := range b.bodies {
		if b.bodies[i].parent == anchor && b.bodies[i].slot == s {
			n++
		}
	}
	return n
}

// fits says whether q can be the anchor of p.
func (b *builder) fits(p *planned, q *body, i int) bool {
	if p.slot.of == "*" {
		return b.fitsAny(p, q)
	}
	named := false
	for _, k := range p.slot.ofs {
		named = named || k == q.slot.key
	}
	if !named {
		return false
	}
	switch p.slot.put {
	case onTop:
		return b.carries(p, q)
	case overhead, opposite:
		return q.wall >= 0 && q.thing.support == scenes.OnFloor && (p.slot.put != overhead || q.span.hi[2] <= 1.5)
	}
	return true
}

func (b *builder) fitsAny(p *planned, q *body) bool {
	standing := q.thing.support == scenes.OnFloor && !q.thing.flat
	switch p.slot.put {
	case onTop:
		return b.carries(p, q)
	case overhead:
		return standing && q.wall >= 0 && q.span.hi[2] <= 1.5
	case beneath:
		return standing && q.span.hi[2] <= 1 && min(q.box.Half[0], q.box.Half[1]) >= 0.25
	}
	return standing && q.parent < 0 && min(q.box.Half[0], q.box.Half[1]) >= 0.15
}

// carries says whether p can stand on q.
func (b *builder) carries(p *planned, q *body) bool {
	big, small := max(p.size[0], p.size[1])/2, min(p.size[0], p.size[1])/2
	return q.thing.top && q.span.hi[2] <= 1.45 && q.thing.support == scenes.OnFloor &&
		big <= max(q.box.Half[0], q.box.Half[1])+1e-9 && small <= min(q.box.Half[0], q.box.Half[1])+1e-9
}

// quarterKinds are the sides of an anchor by clockwise quarter turns from its
// front.
var quarterKinds = [4]scenes.RelationKind{scenes.InFront, scenes.RightOf, scenes.Behind, scenes.LeftOf}

func (b *builder) anchorVariants(p *planned, anchor int) []variant {
	q := &b.bodies[anchor]
	id := b.task.Objects[anchor].ID
	turn := int(q.box.Yaw/90) % 4
	one := func(kind scenes.RelationKind, adjacent bool, yaw int, at bias) variant {
		v := variant{n: 1, wall: -1, anchor: anchor, yaw: float64(90 * ((yaw%4 + 4) % 4)), bias: at}
		v.rels[0] = scenes.Relation{Kind: kind, Target: id, Adjacent: adjacent}
		return v
	}
	// toward turns the front of something on the anchor's given side to it.
	toward := func(quarter int) int { return turn + quarter + 2 }
	var vs []variant
	add := func(v variant, facing string) {
		if b.prog.abstract && facing != "" {
			facing = facingOf(v.yaw)
		}
		v.facing = facing
		vs = append(vs, v)
	}
	same := func(v variant) string {
		if p.thing.class.Front || b.prog.abstract {
			return facingOf(v.yaw)
		}
		return ""
	}
	switch p.slot.put {
	case beside:
		for _, k := range [2]int{1, 3} {
			v := one(quarterKinds[k], true, turn, flush)
			add(v, same(v))
		}
	case before:
		v := one(scenes.InFront, b.prog.abstract, turn, gapped)
		add(v, same(v))
	case seated:
		add(one(scenes.InFront, true, toward(0), centred), id)
	case around, nearby:
		for k := range quarterKinds {
			at := centred
			if p.slot.put == nearby {
				at = gapped
			} else if q.children > 0 {
				at = anywhere
			}
			add(one(quarterKinds[k], p.slot.put == around, toward(k), at), id)
		}
	case opposite:
		w := (q.wall + 2) % 4
		v := variant{n: 1, wall: w, anchor: anchor, yaw: float64(90 * ((w + 2) % 4)), bias: flush}
		v.rels[0] = scenes.Relation{Kind: scenes.On, Target: elements[w], Adjacent: true}
		add(v, id)
	case onTop:
		v := one(scenes.On, true, turn, anywhere)
		if p.thing.class.Front {
			v.bias = centred
		} else if q.children > 0 || b.g.IntN(2) == 0 {
			v.yaw = float64(90 * b.g.IntN(4))
		} else {
			v.bias = centred
		}
		add(v, same(v))
		add(v, same(v))
	case beneath:
		v := one(scenes.Under, true, turn+b.g.IntN(2), centred)
		add(v, "")
		v.yaw = float64(90 * ((turn + 1) % 4))
		add(v, "")
	case overhead:
		v := one(scenes.Above, false, q.wall+2, centred)
		v.wall = q.wall
		add(v, facingOf(v.yaw))
	}
	return vs
}
