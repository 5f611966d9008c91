package sceneeval

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/geom/trimesh"
)

// pair is a confirmed collision of two items, a before b, and how deep their
// boxes overlap.
type pair struct {
	a, b  int32
	depth float64
	way   scenes.Vec2
}

// Bounds of the work on pairs. A pair of boxes costs 1, a pair with a mesh
// meshCost. Beyond enoughPairs a pair is tested only while one of the two is not
// yet known to collide, which leaves the score exact; beyond maxPairs none is.
const (
	enoughPairs = 1 << 20
	maxPairs    = 1 << 25
	meshCost    = 256
	// maxDepths bounds the pairs whose meshes' depth is measured; the others
	// tell that of their boxes.
	maxDepths = 128
)

// collide is SceneEval's CollisionMetric (arXiv 2503.14756): on a
// hit the other object is moved 5 mm along centroid − mean contact and tested
// again. Candidates come from a sweep along x.
func (m *Meter) collide() {
	n := len(m.items)
	c := &Collision{Share: Share{Of: n}}
	m.r.Collision = c
	flags := make([]bool, n)
	m.pairs = m.pairs[:0]
	cost, dropped := 0, false
	for k, i := range m.order {
		if k&63 == 0 && m.ctx.Err() != nil {
			return
		}
		a := &m.items[i]
		for _, j := range m.order[k+1:] {
			b := &m.items[j]
			if b.lo[0] > a.hi[0] {
				break
			}
			if a.lo[1] > b.hi[1] || b.lo[1] > a.hi[1] || a.lo[2] > b.hi[2] || b.lo[2] > a.hi[2] {
				continue
			}
			if cost > enoughPairs && flags[i] && flags[j] {
				dropped = true
				continue
			}
			if cost += pairCost(a, b); cost > maxPairs || cost&0xfff == 0 && m.ctx.Err() != nil {
				break
			}
			p, hit := m.confirmed(min(i, j), max(i, j))
			if !hit {
				continue
			}
			flags[i], flags[j] = true, true
			c.Pairs++
			m.pairs = append(m.pairs, p)
		}
	}
	switch {
	case cost > maxPairs:
		m.miss("collision: too many objects overlap; not all pairs were tested")
	case dropped:
		m.miss("collision: too many pairs collide; the score is complete, the count of pairs is not")
	}
	m.count(c, flags)
}

func pairCost(a, b *item) int {
	if a.Mesh != nil || b.Mesh != nil {
		return meshCost
	}
	return 1
}

// confirmed reports whether b still meets a after it has been moved.
func (m *Meter) confirmed(i, j int32) (pair, bool) {
	a, b := &m.items[i], &m.items[j]
	depth, way := geom.Penetration(a.Box, b.Box)
	if depth <= rounding {
		return pair{}, false
	}
	p := pair{a: i, b: j, depth: depth, way: way}
	if a.Mesh != nil || b.Mesh != nil {
		return p, m.meshesMeet(a, b)
	}
	// A move of 5 mm cannot undo what takes more.
	if depth > moveAway {
		return p, true
	}
	moved := b.Box
	moved.Center = moved.Center.Add(away(b.Box.Center, m.sharedCentroid(&a.Box, &b.Box)))
	again, _ := geom.Penetration(a.Box, moved)
	return p, again > rounding
}

// away is the 5 mm along centroid − contact; up when the two coincide.
func away(centroid, contact scenes.Vec3) scenes.Vec3 {
	d := centroid.Sub(contact)
	n := d.Len()
	if n < rounding {
		return scenes.Vec3{0, 0, moveAway}
	}
	return d.Mul(moveAway / n)
}

// rounding is what floating-point noise may add to a length of metres.
const rounding = 1e-9

// sharedCentroid is the centroid of the solid that two upright boxes share: a
// prism over the common part of their footprints.
func (m *Meter) sharedCentroid(a, b *geom.Box) scenes.Vec3 {
	qa, qb := a.Corners(), b.Corners()
	area, c := m.clipTo(qa[:], &qb)
	if area <= 0 {
		c = a.Center.Vec2().Add(b.Center.Vec2()).Mul(0.5)
	}
	lo, hi := max(a.Bottom(), b.Bottom()), min(a.Top(), b.Top())
	return scenes.Vec3{c[0], c[1], (lo + hi) / 2}
}

// count fills the score, the objects and the findings from the pairs.
func (m *Meter) count(c *Collision, flags []bool) {
	objects := m.r.Objects
	bare := make([]bool, len(flags))
	slices.SortFunc(m.pairs, func(p, q pair) int { return cmp.Or(cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b)) })
	from, all := len(m.r.Findings), true
	for _, p := range m.pairs {
		a, b := &m.items[p.a], &m.items[p.b]
		if a.Object.Flat == b.Object.Flat {
			bare[p.a], bare[p.b] = true, true
			c.BarePairs++
		}
		if len(m.r.Findings)-from < min(m.o.MaxFindings, maxDepths) {
			deepen(a, b, &p)
		}
		if m.add(from, collision(a, b, p)) {
			objects[p.a].With = append(objects[p.a].With, b.Object.ID)
			objects[p.b].With = append(objects[p.b].With, a.Object.ID)
		} else {
			all = false
		}
	}
	if !all {
		m.miss(fmt.Sprintf("collision: the first %d pairs are listed", m.o.MaxFindings))
	}
	n := 0
	for i := range flags {
		objects[i].Collides = &flags[i]
		if m.items[i].skip {
			objects[i].Collides = nil
			c.Of--
			continue
		}
		if flags[i] {
			c.Count++
		}
		if bare[i] {
			n++
		}
	}
	c.Share.Share, c.Scene = ratio(c.Count, c.Of), c.Count > 0
	c.Bare, c.BareScene = ratio(n, c.Of), n > 0
}

// deepen replaces the depth of the boxes by that of the meshes.
func deepen(a, b *item, p *pair) {
	if a.Mesh == nil && b.Mesh == nil {
		return
	}
	pa, pb := surface(a), surface(b)
	if depth, way := trimesh.Depth(&pa, &pb, 0); depth > 0 {
		p.depth, p.way = depth, way.Vec2()
		if math.Abs(way[2]) > 0.5 {
			p.way = scenes.Vec2{}
		}
	}
}

// collision words a pair; the smaller of the two, which is easier to move, is
// the one at fault.
func collision(a, b *item, p pair) scenes.Finding {
	if area(b) < area(a) {
		a, b, p.way = b, a, p.way.Mul(-1)
	}
	if a.Object.Flat != b.Object.Flat {
		return throughRug(a, b, p.depth)
	}
	message := a.Object.ID + " collides with " + b.Object.ID + " by " + length(p.depth)
	if p.way != (scenes.Vec2{}) {
		message += "; move it " + whither(p.way)
	} else {
		message += "; move one of them up or down"
	}
	return scenes.Finding{Rule: scenes.RuleCollision, Object: a.Object.ID, Other: b.Object.ID,
		Depth: p.depth, Direction: zero(p.way), Message: message}
}

// throughRug words a pair of a flat covering and what stands through it, which
// in the default rules of a layout is no fault.
func throughRug(a, b *item, depth float64) scenes.Finding {
	if a.Object.Flat {
		a, b = b, a
	}
	return scenes.Finding{Rule: scenes.RuleCollision, Object: a.Object.ID, Other: b.Object.ID, Depth: depth,
		Message: a.Object.ID + " stands " + length(depth) + " deep in " + b.Object.ID + ", which SceneEval counts as a collision; raise it onto it"}
}

func area(i *item) float64 { return i.Box.Half[0] * i.Box.Half[1] }

// zero removes negative zeros.
func zero(v scenes.Vec2) scenes.Vec2 { return scenes.Vec2{v[0] + 0, v[1] + 0} }

// length words a distance in centimetres, below one in millimetres.
func length(m float64) string {
	switch {
	case m < 0.00995:
		return fmt.Sprintf("%.0f mm", max(1, math.Round(m*1000)))
	case m < 0.995:
		return fmt.Sprintf("%.0f cm", m*100)
	}
	return fmt.Sprintf("%.2f m", m)
}

// whither names the nearest of the eight directions.
func whither(dir scenes.Vec2) string { return cmp.Or(geom.Compass(dir), "away") }
