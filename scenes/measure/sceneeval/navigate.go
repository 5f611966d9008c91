package sceneeval

import (
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/geom/freespace"
)

// The rules of findings that only these metrics give.
const (
	RuleNavigability  scenes.Rule = "navigability"
	RuleAccessibility scenes.Rule = "accessibility"
)

// navigate is SceneEval's NavigabilityMetric (arXiv 2503.14756),
// and the variant that starts at the doors and walks over rugs.
func (m *Meter) navigate() {
	room := &m.w.Task.Room
	m.bare.Reset(room.Floor, room.Holes, freespace.Options{Size: m.o.Resolution, Margin: scaleMargin})
	m.bare.Erode(robotWidth)
	flat := m.block(&m.bare, robotWidth/2, false)
	n := &Navigability{}
	if flat {
		m.full.CopyFrom(&m.bare)
		m.block(&m.full, robotWidth/2, true)
		m.parts.Find(&m.full, freespace.Eight)
		n.Score, n.Parts, n.Free = m.parts.LargestShare(), len(m.parts.Sizes), m.full.Area()
	}
	m.parts.Find(&m.bare, freespace.Eight)
	n.Bare = m.parts.LargestShare()
	if !flat {
		n.Score, n.Parts, n.Free = n.Bare, len(m.parts.Sizes), m.bare.Area()
	}
	n.Reach = m.reach(room)
	m.r.Navigability = n
	m.divided(n)
}

// block draws the boxes of the items that are not high up, either the flat
// coverings or all others. It reports whether there are flat ones.
func (m *Meter) block(g *freespace.Grid, grow float64, flat bool) bool {
	found := false
	for i := range m.items {
		it := &m.items[i]
		if it.skip || it.Box.Center[2] > highObject {
			continue
		}
		found = found || it.Object.Flat
		if it.Object.Flat == flat {
			g.BlockRound(it.Box, grow)
		}
	}
	return found
}

// reach is the share of the free floor in parts that touch a strip inside a
// door, as wide as the door and as deep as the robot behind the eroded wall.
func (m *Meter) reach(room *scenes.Room) *float64 {
	doors := false
	for _, o := range room.Openings {
		if o.Kind != scenes.Door {
			continue
		}
		if !doors {
			m.seeds.CopyFrom(&m.bare)
			m.seeds.Clear()
			doors = true
		}
		zone, ok := zoneOf(room, &o, robotWidth*3/2)
		if ok {
			m.seeds.Open(zone, 0)
		}
	}
	if !doors {
		return nil
	}
	total := m.parts.Total()
	share := 0.0
	if total > 0 {
		m.mark = m.parts.Touching(&m.seeds, m.mark)
		sum := 0
		for i, in := range m.mark {
			if in {
				sum += m.parts.Sizes[i]
			}
		}
		share = float64(sum) / float64(total)
	}
	return &share
}

// zoneOf is the box inside the room before an opening, of the given depth and
// the opening's width and height.
func zoneOf(room *scenes.Room, o *scenes.Opening, depth float64) (geom.Box, bool) {
	a, b := room.Floor[o.Wall], room.Floor[(o.Wall+1)%len(room.Floor)]
	long := b.Sub(a).Len()
	if !(long > 0) || !(depth > 0) {
		return geom.Box{}, false
	}
	along := b.Sub(a).Mul(1 / long)
	inward := scenes.Vec2{-along[1], along[0]}
	c := a.Add(along.Mul(o.Offset)).Add(inward.Mul(depth / 2))
	yaw, _ := geom.Bearing(scenes.Vec2{}, inward)
	z := geom.Box{Center: scenes.Vec3{c[0], c[1], o.Sill + o.Height/2},
		Half: scenes.Vec3{o.Width / 2, depth / 2, o.Height / 2}, Yaw: yaw}
	return z, measurable(&z)
}

// divided says when the free floor does not hang together.
func (m *Meter) divided(n *Navigability) {
	switch {
	case n.Parts == 0:
		m.r.Findings = append(m.r.Findings, scenes.Finding{Rule: RuleNavigability, Depth: 1,
			Message: "no floor is free for a robot of 20 cm; take something out or move it together"})
	case n.Parts > 1 && n.Score < 0.99:
		m.r.Findings = append(m.r.Findings, scenes.Finding{Rule: RuleNavigability, Depth: 1 - n.Score,
			Message: fmt.Sprintf("the free floor falls into %d parts, the largest with %.0f %% of it", n.Parts, 100*n.Score)})
	}
	if n.Reach != nil && *n.Reach < 0.99 && n.Parts > 0 {
		m.r.Findings = append(m.r.Findings, scenes.Finding{Rule: RuleNavigability, Depth: 1 - *n.Reach,
			Message: fmt.Sprintf("%.0f %% of the free floor can be reached from the doors", 100**n.Reach)})
	}
}
