package critic

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// The depths at which a fault counts whole.
const (
	deepMetres  = 0.30
	farMetres   = 1.50
	deepDegrees = 90
)

// fault counts a fault of some depth: ½ for the least, 1 from full on.
func fault(depth, full float64) float64 {
	if math.IsNaN(depth) {
		return 1
	}
	return 0.5 + 0.5*min(1, max(0, depth)/full)
}

// physical takes over what the default checks find. Of an object's several
// findings under one rule the worst counts.
func physical(m *Measures, w *world.World) {
	for _, id := range []ID{Unplaced, Collisions, Outside, Unsupported, Blocked} {
		m.Set(id, 0)
	}
	for i := range w.Task.Objects {
		o := &w.Task.Objects[i]
		if len(o.Relations) > 0 {
			m.Known[Relations] = true
		}
		if o.Facing != "" {
			m.Known[Facings] = true
		}
	}
	report := measure.Check(w.Task, layout(w))
	type worst struct {
		amount float64
		f      *scenes.Finding
	}
	var of [Count]worst
	flush := func(object int) {
		for id := range of {
			if x := &of[id]; x.f != nil {
				m.blame(Blame{ID(id), object, x.f.Other, x.amount, x.f.Depth, x.f.Direction, x.f.Message})
				*x = worst{}
			}
		}
	}
	last := -1
	index := make(map[string]int, len(w.Task.Objects))
	for i := range w.Task.Objects {
		index[w.Task.Objects[i].ID] = i
	}
	// Findings come in the order of the objects that were looked at, which a
	// collision may blame on another; sorting by the blamed object would only
	// change the order of equal sums.
	for k := range report.Findings {
		f := &report.Findings[k]
		i, ok := index[f.Object]
		id, amount, known := judged(f)
		if !ok || !known {
			continue
		}
		if i != last {
			if last >= 0 {
				flush(last)
			}
			last = i
		}
		if amount > of[id].amount {
			of[id] = worst{amount, f}
		}
	}
	if last >= 0 {
		flush(last)
	}
}

// judged says which measure a finding counts under, and how much.
func judged(f *scenes.Finding) (ID, float64, bool) {
	switch f.Rule {
	case scenes.RuleUnplaced:
		return Unplaced, 1, true
	case scenes.RuleCollision:
		return Collisions, fault(f.Depth, deepMetres), true
	case scenes.RuleOutOfBounds:
		return Outside, fault(f.Depth, deepMetres), true
	case scenes.RuleSupport:
		return Unsupported, fault(f.Depth, deepMetres), true
	case scenes.RuleOpening, scenes.RuleClearance:
		return Blocked, fault(f.Depth, deepMetres), true
	case scenes.RuleRelation:
		return Relations, fault(f.Depth, farMetres), true
	case scenes.RuleFacing:
		return Facings, fault(f.Depth, deepDegrees), true
	}
	return 0, 0, false
}

// layout is the world's placements.
func layout(w *world.World) *scenes.Layout {
	l := &scenes.Layout{Placements: make([]scenes.Placement, len(w.Bodies))}
	for i := range w.Bodies {
		b := &w.Bodies[i]
		l.Placements[i] = scenes.Placement{ID: b.Object.ID, Position: b.Box.Center, Yaw: b.Box.Yaw}
	}
	return l
}
