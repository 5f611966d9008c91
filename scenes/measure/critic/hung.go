package critic

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// low is the height in metres below which the middle of what hangs on a wall is
// too low to look at; pictures go to eye height (geom.EyeHeight).
const low = 1.1

// hung counts wall decoration that hangs too low.
func hung(m *Measures, w *world.World) {
	for i := range w.Bodies {
		b := &w.Bodies[i]
		if b.Object.Support != scenes.OnWall || b.Class == nil || !b.Class.Plays(taxonomy.WallDecor) {
			continue
		}
		m.Known[Hung] = true
		// A tall piece, such as a tapestry, may reach down to the floor.
		if lack := low - max(b.Box.Center[2], b.Box.Top()-low/2); lack > 0 {
			m.blame(Blame{Measure: Hung, Object: b.Index, Amount: fault(lack, low), Depth: lack,
				Message: fmt.Sprintf("%s hangs only %.1f m high", b.Object.ID, b.Box.Center[2])})
		}
	}
}

// overhang counts objects that stand over the edge of what carries them by more
// than a tenth of their own size, half being what makes a fault whole.
func overhang(m *Measures, w *world.World) {
	for i := range w.Bodies {
		b := &w.Bodies[i]
		if b.Object.Support != scenes.OnObject {
			continue
		}
		carrier := w.Find(b.Object.Parent)
		if carrier == nil || carrier == b {
			continue
		}
		m.Known[Overhang] = true
		if share := beyond(b, carrier); share > 0.1 {
			m.blame(Blame{Measure: Overhang, Object: b.Index, Other: carrier.Object.ID, Amount: fault(share, 0.5), Depth: share,
				Message: fmt.Sprintf("%s stands over the edge of %s by %.0f %% of its size", b.Object.ID, carrier.Object.ID, 100*share)})
		}
	}
}

// beyond is the share of a body's extent, along the worse of the carrier's
// axes, that lies beyond the carrier. Where the body is the larger, only what is
// more than its middling overhang counts.
func beyond(b, carrier *world.Body) float64 {
	right, front := scenes.Axes(carrier.Box.Yaw)
	r, f := scenes.Axes(b.Box.Yaw)
	d := b.Box.Center.Vec2().Sub(carrier.Box.Center.Vec2())
	worst := 0.0
	for k, axis := range [2]scenes.Vec2{right, front} {
		half := b.Box.Half[0]*math.Abs(r.Dot(axis)) + b.Box.Half[1]*math.Abs(f.Dot(axis))
		free := max(carrier.Box.Half[k], half)
		if over := (math.Abs(d.Dot(axis)) + half - free) / (2 * half); over > worst {
			worst = min(over, 1)
		}
	}
	return worst
}
