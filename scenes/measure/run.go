package measure

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/geom/trimesh"
)

// body is where one object stands in the layout being checked.
type body struct {
	placed bool
	// odd says what keeps a placement from being one.
	odd    oddity
	turn   int8
	box    geom.Box
	extent scenes.Vec3
}

// run is one check in progress.
type run struct {
	*Checker
	Report
	*scratch
	// explain asks for findings.
	explain bool
	// omitted counts the findings beyond [MaxFindings].
	omitted int
	// back is the way back onto the floor of the object in hand, and first is
	// where its hits begin.
	back  scenes.Vec2
	first int
}

// scratch is the memory that one check needs and the next one may use again.
type scratch struct {
	bodies []body
	near   geom.Sweep
	hits   []hit
	texts
}

func (c *Checker) scratch() *scratch {
	s, ok := c.pool.Get().(*scratch)
	if !ok {
		s = &scratch{bodies: make([]body, len(c.items))}
	}
	return s
}

func (c *Checker) run(l *scenes.Layout, explain bool) Report {
	r := run{Checker: c, explain: explain, scratch: c.scratch()}
	r.Objects = make([]ObjectReport, len(c.items))
	for i := range c.items {
		r.Objects[i].rules(&c.items[i])
	}
	if c.broken != "" {
		r.noRoom()
	} else {
		r.check(l)
	}
	if explain {
		r.Findings = r.finish(r.omitted)
	}
	c.pool.Put(r.scratch)
	return r.Report
}

func (r *run) check(l *scenes.Layout) {
	r.place(l)
	r.pairs()
	distances := make([]float64, r.Checker.rules)
	for i := range r.items {
		o := &r.Objects[i]
		n := len(r.items[i].rules)
		o.Distances, distances = distances[:n:n], distances[n:]
		if o.Placed = r.bodies[i].placed; !o.Placed {
			for k := range o.Distances {
				o.Distances[k] = NoDistance
			}
			if o.LeftOut = r.items[i].o.Optional && r.bodies[i].odd == 0; !o.LeftOut {
				r.unplaced(i)
			}
			continue
		}
		r.bounds(i)
		r.support(i)
		r.openings(i)
		r.tell(i)
		r.crowded(i)
		r.relations(i)
		r.face(i)
		r.lock(i)
	}
}

func (r *run) place(l *scenes.Layout) {
	clear(r.bodies)
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
		if i < 0 || r.bodies[i].placed {
			continue
		}
		b := &r.bodies[i]
		if b.odd = oddityOf(p, &r.items[i]); b.odd != 0 {
			continue
		}
		b.placed, b.box = true, geom.BoxOf(r.items[i].o, *p)
		b.extent, b.turn = b.box.Extents(), turn(b.box.Yaw)
	}
}

// oddity is what keeps a placement from being one.
type oddity uint8

const (
	noNumber oddity = 1 + iota
	outOfReach
	noSize
	tooLarge
)

func oddityOf(p *scenes.Placement, it *item) oddity {
	if it.unfit {
		if s := it.o.Size; min(s[0], s[1], s[2]) >= 0 && !math.IsInf(max(s[0], s[1], s[2]), 0) {
			return tooLarge
		}
		return noSize
	}
	var odd oddity
	for _, v := range [4]float64{p.Position[0], p.Position[1], p.Position[2], p.Yaw} {
		switch {
		case math.IsNaN(v) || math.IsInf(v, 0):
			return noNumber
		case math.Abs(v) > far:
			odd = outOfReach
		}
	}
	return odd
}

// mesh returns the mesh of an object where it stands, or its box as one.
func (r *run) mesh(i int) trimesh.Placed {
	it, b := &r.items[i], &r.bodies[i].box
	p := trimesh.Placed{Mesh: it.mesh, Scale: it.scale}
	if it.mesh == nil {
		p = trimesh.FromBox(b.Half)
	}
	p.Center, p.Yaw = b.Center, b.Yaw
	return p
}
