package sceneeval

import (
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/geom/freespace"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// access is SceneEval's AccessibilityMetric (arXiv 2503.14756).
func (m *Meter) access() {
	room := &m.w.Task.Room
	m.bare.Reset(room.Floor, room.Holes, freespace.Options{Size: m.o.Resolution})
	full := &m.bare
	if m.block(&m.bare, 0, false) {
		m.full.CopyFrom(&m.bare)
		m.block(&m.full, 0, true)
		full = &m.full
	}
	a := &Accessibility{}
	from := len(m.r.Findings)
	var unknown []string
	for i := range m.items {
		it := &m.items[i]
		switch {
		case it.skip:
			continue
		case it.Class == nil:
			unknown = append(unknown, it.Object.ID)
			continue
		case it.Class.Sides == 0:
			continue
		}
		o := &m.r.Objects[i]
		var best, bare float64
		for _, s := range taxonomy.EachSide {
			if !it.Class.Sides.Has(s) {
				continue
			}
			strip := stripOf(&it.Box, s)
			side := Side{Side: s.String(), Free: shareFree(full, strip), FreeBare: shareFree(&m.bare, strip)}
			best, bare = max(best, side.Free), max(bare, side.FreeBare)
			o.Sides = append(o.Sides, side)
		}
		o.Access, o.AccessBare = &best, &bare
		a.Of++
		a.Score += best
		a.Bare += bare
		if bare < 0.5 {
			m.add(from, blocked(it, o.Sides, bare))
		}
	}
	if len(unknown) > 0 {
		m.miss("accessibility: no functional sides are known for " + list(unknown) + ", whose category is no known class")
	}
	if a.Of > 0 {
		a.Score /= float64(a.Of)
		a.Bare /= float64(a.Of)
		m.r.Accessibility = a
	}
}

// stripOf is the strip before a side: as long as the side, 0.2 m wide and
// 0.05 m off.
func stripOf(b *geom.Box, s taxonomy.Sides) geom.Box {
	right, front := scenes.Axes(b.Yaw)
	out, _ := s.Vectors(right, front)
	strip := *b
	k := 1
	if s == taxonomy.LeftSide || s == taxonomy.RightSide {
		k = 0
	}
	off := b.Half[k] + stripOffset + stripWidth/2
	strip.Half[k] = stripWidth / 2
	strip.Center[0] += out[0] * off
	strip.Center[1] += out[1] * off
	return strip
}

func shareFree(g *freespace.Grid, strip geom.Box) float64 {
	free, total := g.Share(strip)
	return ratio(free, total)
}

// blocked words an object that is hard to get at; rugs do not block here.
func blocked(it *item, sides []Side, free float64) scenes.Finding {
	which := "the " + sides[0].Side
	for i, s := range sides[1:] {
		if i == len(sides)-2 {
			which += " and the " + s.Side
		} else {
			which += ", the " + s.Side
		}
	}
	message := fmt.Sprintf("%s can hardly be used: %.0f %% of the floor at its best side (%s) is free", it.Object.ID, 100*free, which)
	return scenes.Finding{Rule: RuleAccessibility, Object: it.Object.ID, Depth: 1 - free, Message: message}
}
