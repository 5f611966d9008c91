package roomgen

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// polygon says whether the room is no rectangle.
func (b *builder) polygon() bool { return b.opt.Shape != Rectangle }

// turnTo chooses the wall that the room is turned to among those with a name.
func (b *builder) turnTo() {
	seen := 0
	for i := range b.edges {
		if b.edges[i].element == "" {
			continue
		}
		if seen++; b.g.IntN(seen) == 0 {
			b.mainEdge, b.main = i, int(b.edges[i].yaw/90+2)%4
		}
	}
}

// backed is the way to stand with the back to the i-th wall.
func (b *builder) backed(i int) variant {
	e := &b.edges[i]
	v := variant{wall: i, anchor: -1, yaw: e.yaw, back: true}
	if e.element != "" {
		v.rels[0], v.n = scenes.Relation{Kind: scenes.On, Target: e.element, Adjacent: true}, 1
	}
	return v
}

// turnAway turns the front away from the wall in so many words, where the wall
// runs along a heading.
func (b *builder) turnAway(v *variant) {
	if math.Mod(v.yaw, 90) == 0 {
		v.facing = facingOf(v.yaw)
	}
}

// edgeVariants puts the thing's back to any wall that is long enough.
func (b *builder) edgeVariants(p *planned) []variant {
	vs := make([]variant, 0, len(b.edges))
	for i := range b.edges {
		e := &b.edges[i]
		if e.length < p.size[0] || p.slot.side == mainWall && i != b.mainEdge || p.slot.side == farWall && !e.across(&b.edges[b.mainEdge]) {
			continue
		}
		v := b.backed(i)
		if p.slot.side == mainWall {
			v.bias = centred
		}
		if p.thing.class.Front && (p.slot.put == hung || b.g.Float64() < 0.9) || b.prog.abstract {
			b.turnAway(&v)
		}
		vs = append(vs, v)
		if !e.aligned {
			// What makes a slanted room is what stands along the slant.
			vs = append(vs, v, v)
		}
	}
	return vs
}

// edgeCornerVariants are the corners between two walls with names, the back at
// either.
func (b *builder) edgeCornerVariants(p *planned) []variant {
	var vs []variant
	n := len(b.edges)
	for i := range b.edges {
		e, next := &b.edges[i], &b.edges[(i+1)%n]
		if e.element == "" || next.element == "" {
			continue
		}
		for k, wall := range [2]int{i, (i + 1) % n} {
			first, second := e.element, next.element
			if int(e.yaw/90)%2 == 1 {
				first, second = second, first
			}
			v := variant{n: 2, wall: wall, anchor: -1, yaw: [2]float64{e.yaw, next.yaw}[k]}
			v.rels[0] = scenes.Relation{Kind: scenes.InCorner, Target: first, Adjacent: true}
			v.rels[1] = scenes.Relation{Kind: scenes.InCorner, Target: second, Adjacent: true}
			if p.thing.class.Front || b.prog.abstract {
				b.turnAway(&v)
			}
			vs = append(vs, v)
		}
	}
	return vs
}

// anchoredVariants are the ways to stand to an anchor. An anchor that stands
// askew has no sides that relations could name: what is placed beside it keeps
// only its facing.
func (b *builder) anchoredVariants(p *planned, anchor int) []variant {
	q := &b.bodies[anchor]
	switch {
	case !b.polygon():
	case p.slot.put == opposite:
		return b.oppositeVariants(anchor)
	case p.slot.put == overhead:
		v := b.backed(q.wall)
		v.anchor, v.bias, v.n = anchor, centred, 1
		v.rels[0] = scenes.Relation{Kind: scenes.Above, Target: b.task.Objects[anchor].ID}
		b.turnAway(&v)
		return []variant{v}
	case q.span.askew:
		return b.askewVariants(p, anchor)
	}
	return b.anchorVariants(p, anchor)
}

func (b *builder) oppositeVariants(anchor int) []variant {
	q := &b.bodies[anchor]
	var vs []variant
	for i := range b.edges {
		e := &b.edges[i]
		ahead := e.from.Sub(q.box.Center.Vec2()).Dot(b.edges[q.wall].inward)
		if !e.across(&b.edges[q.wall]) || ahead < q.box.Half[1] {
			continue
		}
		v := b.backed(i)
		v.anchor, v.bias, v.facing = anchor, flush, b.task.Objects[anchor].ID
		vs = append(vs, v)
	}
	return vs
}

// local is a place in the frame of an anchor.
type local struct {
	where where
	// quarter is the side, by clockwise quarter turns from the front.
	quarter int
	gap     bool
}

type where uint8

const (
	elsewhere where = iota
	atSide
	onAnchor
	underAnchor
)

func (b *builder) askewVariants(p *planned, anchor int) []variant {
	q := &b.bodies[anchor]
	id := b.task.Objects[anchor].ID
	var vs []variant
	add := func(l local, turn int, facing string, at bias) *variant {
		yaw := math.Mod(q.box.Yaw+float64(90*turn), 360)
		vs = append(vs, variant{wall: -1, anchor: anchor, yaw: yaw, facing: facing, bias: at, local: l})
		return &vs[len(vs)-1]
	}
	say := func(v *variant, kind scenes.RelationKind) {
		v.rels[0], v.n = scenes.Relation{Kind: kind, Target: id, Adjacent: true}, 1
	}
	switch p.slot.put {
	case beside:
		add(local{where: atSide, quarter: 1}, 0, "", flush)
		add(local{where: atSide, quarter: 3}, 0, "", flush)
	case before:
		add(local{where: atSide, gap: true}, 0, "", centred)
	case seated:
		add(local{where: atSide}, 2, id, centred)
	case around, nearby:
		for k := range 4 {
			at := anywhere
			if q.children == 0 {
				at = centred
			}
			add(local{where: atSide, quarter: k, gap: p.slot.put == nearby}, k+2, id, at)
		}
	case onTop:
		turn, at := 0, anywhere
		if p.thing.class.Front || q.children == 0 {
			at = centred
		} else {
			turn = b.g.IntN(4)
		}
		say(add(local{where: onAnchor}, turn, "", at), scenes.On)
	case beneath:
		turn := b.g.IntN(2)
		say(add(local{where: underAnchor}, turn, "", centred), scenes.Under)
		say(add(local{where: underAnchor}, 1-turn, "", centred), scenes.Under)
	}
	return vs
}
