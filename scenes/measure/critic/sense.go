package critic

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// The measures of this file are the critic's own: what the eye takes amiss and
// neither SceneEval nor the guidelines count.

// grounding counts rugs that lie under nothing: a rug is there for a group of
// furniture. The fault is whole one metre from the nearest piece.
func grounding(m *Measures, w *world.World) {
	for i := range w.Bodies {
		rug := &w.Bodies[i]
		if rug.Class == nil || !rug.Class.Flat || !rug.Class.Plays(taxonomy.Rug) {
			continue
		}
		m.Known[Grounding] = true
		gap := math.Inf(1)
		for k := range w.Bodies {
			if b := &w.Bodies[k]; standing(b) && apart(rug, b) < gap {
				gap = min(gap, floorGap(rug.Box, b.Box))
			}
		}
		if gap > 0.05 {
			m.blame(Blame{Measure: Grounding, Object: rug.Index, Amount: fault(min(gap, 10), 1), Depth: min(gap, 10),
				Message: fmt.Sprintf("%s lies under nothing, %.0f cm from the nearest furniture", rug.Object.ID, 100*min(gap, 10))})
		}
	}
}

// standing reports whether a body stands on the floor and is no covering.
func standing(b *world.Body) bool {
	return b.Object.Support == scenes.OnFloor && !b.Object.Flat && (b.Class == nil || !b.Class.Flat)
}

// view is how far, in metres, a person on a seat should see at least.
const view = 1.2

// outlook counts seats that look at a wall closer than view. What is used from
// the seat, such as a desk at the wall, is an outlook of its own.
func outlook(m *Measures, w *world.World) {
	for i := range w.Bodies {
		seat := &w.Bodies[i]
		c := seat.Class
		if c == nil || !c.Front || !c.Plays(taxonomy.Seat) || !standing(seat) {
			continue
		}
		m.Known[Outlook] = true
		_, front := scenes.Axes(seat.Box.Yaw)
		from := seat.Box.Center.Vec2().Add(front.Mul(seat.Box.Half[1]))
		far := wallAhead(w, from, front)
		if far >= view || atTable(w, seat, from, front) {
			continue
		}
		m.blame(Blame{Measure: Outlook, Object: seat.Index, Amount: fault(view-far, view), Depth: view - far,
			Message: fmt.Sprintf("%s looks at a wall %.0f cm away", seat.Object.ID, 100*far)})
	}
}

// wallAhead is the free way from a point to the end of the floor, in steps of
// 5 cm up to view.
func wallAhead(w *world.World, from, way scenes.Vec2) float64 {
	for d := 0.05; d < view; d += 0.05 {
		if !w.Space.Inside(from.Add(way.Mul(d)), 0) {
			return d - 0.05
		}
	}
	return view
}

// atTable reports whether something to sit at stands right before the seat.
func atTable(w *world.World, seat *world.Body, from, way scenes.Vec2) bool {
	for k := range w.Bodies {
		b := &w.Bodies[k]
		if b == seat || b.Class == nil || !standing(b) {
			continue
		}
		c := b.Class
		if !c.Plays(taxonomy.Table) && !c.Plays(taxonomy.Desk) && !c.Plays(taxonomy.Counter) && !c.Plays(taxonomy.Instrument) &&
			!c.Plays(taxonomy.Bed) && !c.SurfaceOK {
			continue
		}
		for _, d := range [2]float64{0.05, 0.3} {
			if b.Box.ContainsXY(from.Add(way.Mul(d)), 0.02) {
				return true
			}
		}
	}
	return false
}

// floorGap is the distance between two footprints, 0 where they overlap.
func floorGap(a, b geom.Box) float64 {
	if d, _ := geom.FloorPenetration(a, b); d > 0 {
		return 0
	}
	best := math.Inf(1)
	for _, p := range a.Corners() {
		best = min(best, b.DistanceXY(p))
	}
	for _, p := range b.Corners() {
		best = min(best, a.DistanceXY(p))
	}
	return best
}
