package critic

import (
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom/trimesh"
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

// physical takes over what the default checks find. A colliding pair counts
// half for each of the two.
func physical(m *Measures, w *world.World) {
	for _, id := range []ID{Unplaced, Collisions, Outside, Unsupported, Blocked} {
		m.Set(id, 0)
	}
	hollow(m, w)
	report := measure.NewCheckerWith(w.Task, measure.Options{Meshes: meshes(w)}).Check(layout(w))
	for i := range report.Objects {
		r, o := &report.Objects[i], &w.Task.Objects[i]
		m.Known[Relations] = m.Known[Relations] || len(o.Relations) > 0
		m.Known[Facings] = m.Known[Facings] || o.Facing != ""
		add := func(bad bool, id ID, rule scenes.Rule, amount, depth float64) {
			if bad {
				b := Blame{Measure: id, Object: i, Amount: amount, Depth: depth}
				b.explain(o.ID, rule, report.Findings)
				m.blame(b)
			}
		}
		if r.LeftOut {
			continue
		}
		if !r.Placed {
			add(true, Unplaced, scenes.RuleUnplaced, 1, 0)
			continue
		}
		gap := max(math.Abs(r.Gap), r.Overhang)
		add(r.Collides, Collisions, scenes.RuleCollision, fault(r.Depth, deepMetres)/2, r.Depth)
		add(r.OutOfBounds, Outside, scenes.RuleOutOfBounds, fault(r.Outside, deepMetres), r.Outside)
		add(r.Unsupported, Unsupported, scenes.RuleSupport, fault(gap, deepMetres), gap)
		add(r.Blocks, Blocked, scenes.RuleOpening, fault(r.Blocking, deepMetres), r.Blocking)
		add(r.ClearanceBlocked, Blocked, scenes.RuleClearance, fault(r.Intrusion, deepMetres), r.Intrusion)
		off := r.Violation
		if r.Missing {
			off = farMetres
		}
		add(r.Missing || off > measure.Fine, Relations, scenes.RuleRelation, fault(off, farMetres), off)
		add(r.FacingOff, Facings, scenes.RuleFacing, fault(r.Facing, deepDegrees), r.Facing)
	}
}

// hollow marks what cannot be praised: a room without placed objects has none
// that overlap, stand out or face the wrong way, and one without doors and
// declared clearances no way that could be blocked.
func hollow(m *Measures, w *world.World) {
	if len(w.Bodies) == 0 {
		for _, id := range []ID{Collisions, Outside, Unsupported, Blocked, Relations, Facings} {
			m.empty[id] = true
		}
	}
	ways := func(o *scenes.Object) bool { return o.Clearance != (scenes.Clearance{}) }
	doors := func(o scenes.Opening) bool { return o.Kind == scenes.Door }
	m.empty[Blocked] = m.empty[Blocked] || !slices.ContainsFunc(w.Task.Room.Openings, doors) &&
		!slices.ContainsFunc(w.Bodies, func(b world.Body) bool { return ways(b.Object) })
}

// explain takes the sentence of the finding that is about the object under a
// rule: first of those that blame it, else of those that name it.
func (b *Blame) explain(id string, rule scenes.Rule, findings []scenes.Finding) {
	for i := range findings {
		f := &findings[i]
		if f.Rule != rule {
			continue
		}
		if f.Object == id {
			b.Other, b.Direction, b.Message = f.Other, f.Direction, f.Message
			return
		}
		if f.Other == id && b.Message == "" {
			b.Other, b.Message = f.Object, f.Message
		}
	}
	if b.Message == "" {
		b.Message = id + ": " + Table[b.Measure].Bad
	}
}

// meshes finds the meshes that the world's bodies have; nil where none has one.
func meshes(w *world.World) func(asset string) *trimesh.Mesh {
	var of map[string]*trimesh.Mesh
	for i := range w.Bodies {
		if b := &w.Bodies[i]; b.Mesh != nil {
			if of == nil {
				of = map[string]*trimesh.Mesh{}
			}
			of[b.Object.Asset] = b.Mesh.Mesh
		}
	}
	if of == nil {
		return nil
	}
	return func(asset string) *trimesh.Mesh { return of[asset] }
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
