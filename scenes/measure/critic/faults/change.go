package faults

import (
	"math"
	"math/rand/v2"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// change is one object's placement being changed in a copy of the layout.
type change struct {
	room   *Room
	g      *rand.Rand
	layout *scenes.Layout
	o      *scenes.Object
	p      *scenes.Placement
	class  taxonomy.Class
	known  bool
	rule   scenes.Rule
}

func (r *Room) change(i int, g *rand.Rand) *change {
	l := &scenes.Layout{Placements: append([]scenes.Placement(nil), r.Layout.Placements...)}
	c := &change{room: r, g: g, layout: l, o: &r.Task.Objects[i]}
	c.p = l.Find(c.o.ID)
	c.class, c.known = taxonomy.ByName(c.o.Category)
	return c
}

// has reports whether the object's class plays one of the roles.
func (c *change) has(roles ...taxonomy.Role) bool { return plays(c.class, roles...) }

func plays(class taxonomy.Class, roles ...taxonomy.Role) bool {
	for _, r := range roles {
		if class.Has(r) {
			return true
		}
	}
	return false
}

// leaf reports whether nothing else in the room refers to the object, so that
// moving it away leaves no other object behind.
func (c *change) leaf() bool {
	for i := range c.room.Task.Objects {
		o := &c.room.Task.Objects[i]
		if o.Parent == c.o.ID || o.Facing == c.o.ID {
			return false
		}
		for _, r := range o.Relations {
			if r.Target == c.o.ID {
				return false
			}
		}
	}
	return true
}

// standing reports whether the object stands on the floor and is no covering.
func (c *change) standing() bool { return c.o.Support == scenes.OnFloor && !c.o.Flat }

func (c *change) box() geom.Box { return geom.BoxOf(c.o, *c.p) }

// boxOf returns another object's box.
func (c *change) boxOf(id string) (geom.Box, *scenes.Object, bool) {
	o, _ := c.room.Task.Find(id)
	p := c.layout.Find(id)
	if o == nil || p == nil {
		return geom.Box{}, nil, false
	}
	return geom.BoxOf(o, *p), o, true
}

// others calls f with every other object's box until it returns false.
func (c *change) others(f func(o *scenes.Object, class taxonomy.Class, b geom.Box) bool) {
	for i := range c.room.Task.Objects {
		o := &c.room.Task.Objects[i]
		if o.ID == c.o.ID {
			continue
		}
		if b, _, ok := c.boxOf(o.ID); ok {
			class, _ := taxonomy.ByName(o.Category)
			if !f(o, class, b) {
				return
			}
		}
	}
}

// only reports whether the default checks find the fault, and nothing else
// than it and the object's own relations and facing.
func (c *change) only() bool {
	found := c.rule == ""
	report := c.room.checker.Measure(c.layout)
	for i := range report.Objects {
		r := &report.Objects[i]
		for _, x := range [...]struct {
			bad  bool
			rule scenes.Rule
		}{
			{!r.Placed, scenes.RuleUnplaced}, {r.Collides, scenes.RuleCollision}, {r.OutOfBounds, scenes.RuleOutOfBounds},
			{r.Unsupported, scenes.RuleSupport}, {r.Blocks, scenes.RuleOpening},
			{r.ClearanceBlocked || r.Intrudes, scenes.RuleClearance},
		} {
			moved := c.room.Task.Objects[i].ID == c.o.ID
			switch {
			case !x.bad:
			case x.rule != c.rule, !moved && x.rule != scenes.RuleCollision:
				return false
			case moved:
				found = true
			}
		}
	}
	return found
}

// tries is how many places are tried before an object is given up.
const tries = 120

// search moves the object about the floor until a place passes.
func (c *change) search(ok func() bool) bool {
	e := c.room.Task.Room.Extent()
	half := c.box().Extents()
	for range tries {
		for k := range 2 {
			c.p.Position[k] = half[k] + c.g.Float64()*max(0, e[k]-2*half[k])
		}
		if ok() && c.only() {
			return true
		}
	}
	return false
}

// turn changes the heading, kept between 0 and 360.
func (c *change) turn(by float64) { c.p.Yaw = math.Mod(math.Mod(c.p.Yaw+by, 360)+360, 360) }

// floorDistance is the gap between two footprints, measured between their
// nearest corners and sides; 0 where they overlap.
func floorDistance(a, b geom.Box) float64 {
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
