package critic

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// drawn is the greatest gap, in metres, between a seat and the table that it
// stands at: the seat is drawn back to sit down (Merrell et al. 2011 leave
// 0.762 m before a seat).
const drawn = 0.762

// turned is how far, in degrees, the table may be off the seat's front.
const turned = 60

// company counts chairs and stools that stand at nothing, and desks and dining
// tables that nothing stands at. Rooms without both have no such faults.
func company(m *Measures, w *world.World) {
	seats, tables := 0, 0
	for i := range w.Bodies {
		switch b := &w.Bodies[i]; {
		case drawnUp(b):
			seats++
		case serves(b):
			tables++
		}
	}
	if seats == 0 || tables == 0 {
		return
	}
	m.Known[Company] = true
	for i := range w.Bodies {
		switch b := &w.Bodies[i]; {
		case drawnUp(b):
			if gap := alone(w, b); gap > 0 {
				m.blame(Blame{Measure: Company, Object: b.Index, Amount: fault(gap, 2), Depth: gap,
					Message: b.Object.ID + " stands at no table or desk, or is turned away from it"})
			}
		case serves(b) && (b.Class.Plays(taxonomy.Desk) || b.Class.Plays(taxonomy.Dining)) && !inUse(w, b):
			m.blame(Blame{Measure: Company, Object: b.Index, Amount: fault(0, 1),
				Message: fmt.Sprintf("%s has no seat drawn up to it", b.Object.ID)})
		}
	}
}

// drawnUp reports whether a piece is a seat for tables.
func drawnUp(b *world.Body) bool {
	return b.Class != nil && standing(b) && (b.Class.Plays(taxonomy.Chair) || b.Class.Plays(taxonomy.Stool))
}

// serves reports whether people sit at a piece.
func serves(b *world.Body) bool {
	c := b.Class
	return c != nil && standing(b) && (c.Plays(taxonomy.Table) && !c.Plays(taxonomy.Bedside) || c.Plays(taxonomy.Desk) ||
		c.Plays(taxonomy.Counter) || c.Plays(taxonomy.Instrument))
}

// inUse reports whether a seat is drawn up to the piece.
func inUse(w *world.World, table *world.Body) bool {
	for i := range w.Bodies {
		if b := &w.Bodies[i]; drawnUp(b) && lacks(b, table) == 0 {
			return true
		}
	}
	return false
}

// alone is how far a seat is, in metres, from standing at any piece.
func alone(w *world.World, seat *world.Body) float64 {
	best := math.Inf(1)
	for i := range w.Bodies {
		if b := &w.Bodies[i]; serves(b) {
			best = min(best, lacks(seat, b))
		}
	}
	return best
}

// lacks is how far a seat is, in metres, from standing at a table. A seat that
// is near but turned away lacks half a metre.
func lacks(seat, table *world.Body) float64 {
	if far := apart(seat, table); far > drawn {
		// Far things need no exact gap.
		return far - drawn
	}
	if gap := floorGap(seat.Box, table.Box); gap > drawn {
		return gap - drawn
	}
	if !seat.Class.Front {
		return 0
	}
	from := seat.Box.Center.Vec2()
	bearing, ok := geom.Bearing(from, table.Box.NearestXY(from))
	if ok && geom.AngleBetween(bearing, seat.Box.Yaw) > turned {
		return 0.5
	}
	return 0
}

// apart is a lower bound of the gap between two footprints.
func apart(a, b *world.Body) float64 {
	d := a.Box.Center.Vec2().Sub(b.Box.Center.Vec2()).Len()
	return d - math.Hypot(a.Box.Half[0], a.Box.Half[1]) - math.Hypot(b.Box.Half[0], b.Box.Half[1])
}
