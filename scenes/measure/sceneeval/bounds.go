package sceneeval

import (
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// bound is SceneEval's OutOfBoundMetric (arXiv 2503.14756): the
// share of the surface over the floor is to be at least 0.99.
func (m *Meter) bound() {
	s := &Share{Of: len(m.items)}
	m.r.OutOfBounds = s
	shares, out := make([]float64, len(m.items)), make([]bool, len(m.items))
	from := len(m.r.Findings)
	for i := range m.items {
		if i&63 == 0 && m.ctx.Err() != nil {
			return
		}
		it := &m.items[i]
		if !it.skip {
			shares[i] = m.overFloor(it)
		}
		out[i] = shares[i] < inBounds
		m.r.Objects[i].OverFloor, m.r.Objects[i].OutOfBounds = &shares[i], &out[i]
		if !out[i] {
			continue
		}
		s.Count++
		depth, way := m.w.Space.Outside(it.Box)
		message := fmt.Sprintf("%s has %.0f %% of its surface over the floor; 99 %% are needed", it.Object.ID, 100*shares[i])
		if way != (scenes.Vec2{}) && !it.skip {
			message += "; move it " + whither(way)
		} else if it.Box.Bottom() < -lift {
			message += "; raise it"
		}
		if it.skip {
			depth, way = 0, scenes.Vec2{}
		}
		m.add(from, scenes.Finding{Rule: scenes.RuleOutOfBounds, Object: it.Object.ID, Depth: depth, Direction: way, Message: message})
	}
	s.Share, s.Scene = ratio(s.Count, s.Of), s.Count > 0
}

// overFloor is the share of the surface from which a ray down meets the floor.
func (m *Meter) overFloor(it *item) float64 {
	q := it.Box.Corners()
	if it.Box.Bottom() >= -lift && (m.floor.holds(&q) || m.brushes(it)) {
		return 1
	}
	if it.hi[0] < m.floor.lo[0] || it.lo[0] > m.floor.hi[0] || it.hi[1] < m.floor.lo[1] || it.lo[1] > m.floor.hi[1] || it.hi[2] < -lift {
		return 0
	}
	if it.Mesh != nil {
		return m.meshOverFloor(it)
	}
	return m.boxOverFloor(&it.Box, &q)
}

// edge is how far, in metres, an object may reach beyond the floor and still be
// over it. Layouts are written with four decimals, so that what stands at a wall
// is up to 0.05 mm beyond it, with all the surface that lies there.
const edge = 1e-3

// brushes reports whether the object reaches beyond the floor by no more than
// its edge.
func (m *Meter) brushes(it *item) bool {
	depth, _ := m.w.Space.Outside(it.Box)
	return depth <= edge
}

// boxOverFloor adds up a box's six faces: the two level ones by area, the
// upright ones by the length of their shadow and their height above the floor.
func (m *Meter) boxOverFloor(b *geom.Box, q *[4]scenes.Vec2) float64 {
	x, y, z := 2*b.Half[0], 2*b.Half[1], 2*b.Half[2]
	above := 0.0
	if z > 0 {
		above = min(max(b.Top()+lift, 0)/z, 1)
	}
	sum := 0.0
	if x*y > 0 {
		level := m.shareOf(q) * x * y
		if b.Bottom() >= -lift {
			sum += level
		}
		if b.Top() >= -lift {
			sum += level
		}
	}
	for k := range q {
		side := x
		if k&1 == 1 {
			side = y
		}
		if side*z > 0 && above > 0 {
			sum += m.stretch(q[k], q[(k+1)&3]) * above * side * z
		}
	}
	return min(sum/(2*(x*y+y*z+x*z)), 1)
}
