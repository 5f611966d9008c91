package measure

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// Checker checks many layouts of one task. It may be used by many goroutines.
type Checker struct {
	task  *scenes.Task
	space *geom.Space
	index map[string]int
	items []item
	doors []door
}

// item is an object with the ids it names resolved once.
type item struct {
	o      *scenes.Object
	parent int
	rules  []rule
	facing target
}

// rule is a relation whose target is an object's index or, when object is
// negative, a layout element.
type rule struct {
	scenes.Relation
	object int
}

// target is what an object faces.
type target struct {
	kind   targetKind
	yaw    float64
	point  scenes.Vec2
	object int
}

type targetKind uint8

const (
	facesNothing targetKind = iota
	facesWall
	facesPoint
	facesObject
	facesUnknown
)

type door struct {
	id  string
	box geom.Box
}

// body is where one object stands in the layout being checked.
type body struct {
	placed bool
	box    geom.Box
	extent scenes.Vec3
}

// NewChecker prepares the task, which must not change while the checker is
// used. A relation to an object that the task does not have never holds.
func NewChecker(t *scenes.Task) *Checker {
	c := &Checker{
		task:  t,
		space: geom.NewSpace(&t.Room),
		index: make(map[string]int, len(t.Objects)),
		items: make([]item, len(t.Objects)),
	}
	for i := range t.Objects {
		if _, taken := c.index[t.Objects[i].ID]; !taken {
			c.index[t.Objects[i].ID] = i
		}
	}
	for i := range t.Objects {
		c.items[i] = c.resolve(&t.Objects[i])
	}
	for _, o := range t.Room.Openings {
		if o.Kind == scenes.Door {
			c.doors = append(c.doors, door{o.ID, geom.DoorZone(&t.Room, o)})
		}
	}
	return c
}

func (c *Checker) find(id string) int {
	if i, ok := c.index[id]; ok {
		return i
	}
	return -1
}

func (c *Checker) resolve(o *scenes.Object) item {
	it := item{o: o, parent: c.find(o.Parent)}
	for _, r := range o.Relations {
		it.rules = append(it.rules, rule{r, c.find(r.Target)})
	}
	switch yaw, wall := scenes.WallYaw(o.Facing); {
	case o.Facing == "" || o.Facing == scenes.Ceiling:
	case wall:
		it.facing = target{kind: facesWall, yaw: yaw}
	case o.Facing == scenes.Middle:
		e := c.space.Extent
		it.facing = target{kind: facesPoint, point: scenes.Vec2{e[0] / 2, e[1] / 2}}
	default:
		it.facing = target{kind: facesObject, object: c.find(o.Facing)}
		if it.facing.object < 0 {
			it.facing.kind = facesUnknown
		}
	}
	return it
}

// Check reports everything that is wrong with the layout, with findings.
// Placements of objects that the task does not have are ignored; of several
// placements of one object the first counts.
func (c *Checker) Check(l *scenes.Layout) Report { return c.run(l, true) }

// Measure is [Checker.Check] without findings.
func (c *Checker) Measure(l *scenes.Layout) Report { return c.run(l, false) }

// Check checks one layout; for many layouts of one task use a [Checker].
func Check(t *scenes.Task, l *scenes.Layout) Report { return NewChecker(t).Check(l) }

// run is one check in progress.
type run struct {
	*Checker
	Report
	bodies []body
	// explain asks for findings.
	explain bool
}

func (c *Checker) run(l *scenes.Layout, explain bool) Report {
	var few [16]body
	r := run{Checker: c, explain: explain, bodies: few[:0]}
	if len(c.items) > len(few) {
		r.bodies = make([]body, 0, len(c.items))
	}
	r.bodies = r.bodies[:len(c.items)]
	r.Objects = make([]ObjectReport, len(c.items))
	r.place(l)
	for i := range c.items {
		o := &r.Objects[i]
		o.Rules = len(c.items[i].rules)
		if c.items[i].facing.kind != facesNothing {
			o.Rules++
		}
		if o.Placed = r.bodies[i].placed; !o.Placed {
			r.unplaced(i, l)
			continue
		}
		r.bounds(i)
		r.support(i)
		r.openings(i)
		r.collisions(i)
		r.relations(i)
		r.face(i)
	}
	return r.Report
}

func (r *run) place(l *scenes.Layout) {
	if l == nil {
		return
	}
	for k := range l.Placements {
		p := &l.Placements[k]
		i := k
		// Layouts mostly keep the task's order, which spares the look-up.
		if k >= len(r.items) || r.items[k].o.ID != p.ID {
			i = r.find(p.ID)
		}
		if i < 0 || r.bodies[i].placed || !finite(p) {
			continue
		}
		b := geom.BoxOf(r.items[i].o, *p)
		r.bodies[i] = body{placed: true, box: b, extent: b.Extents()}
	}
}

func finite(p *scenes.Placement) bool {
	s := p.Position[0] + p.Position[1] + p.Position[2] + p.Yaw
	return !math.IsNaN(s) && !math.IsInf(s, 0)
}
