package edit

import (
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

// mover tries poses of one object, with what stands on it, in a layout.
type mover struct {
	checker *measure.Checker
	task    *scenes.Task
	object  *scenes.Object
	index   int
	from    scenes.Placement
	placed  bool
	layout  scenes.Layout
	// riders are the placements that go along, as indices into layout, and where
	// they were.
	self   int
	riders []int
	was    []scenes.Placement
	// bad says which objects were at fault before.
	bad []bool
	// moves says which objects go along.
	moves []bool
}

// newMover prepares a mover, or returns nil where the task has no such object.
// The checker is that of the task.
func newMover(c *measure.Checker, t *scenes.Task, l *scenes.Layout, id string) *mover {
	o, index := t.Find(id)
	if o == nil {
		return nil
	}
	m := &mover{checker: c, task: t, object: o, index: index, self: -1, moves: make([]bool, len(t.Objects))}
	m.layout.Placements = slices.Clone(l.Placements)
	m.moves[index] = true
	for grown := true; grown; {
		grown = false
		for i := range t.Objects {
			c := &t.Objects[i]
			_, parent := t.Find(c.Parent)
			if c.Support == scenes.OnObject && parent >= 0 && m.moves[parent] && !m.moves[i] && t.Lock(c.ID) == nil {
				m.moves[i], grown = true, true
			}
		}
	}
	for i := range m.layout.Placements {
		p := m.layout.Placements[i]
		if p.ID == id {
			m.self, m.from, m.placed = i, p, true
		} else if _, k := t.Find(p.ID); k >= 0 && m.moves[k] {
			m.riders, m.was = append(m.riders, i), append(m.was, p)
		}
	}
	if !m.placed {
		e := t.Room.Extent()
		m.from = scenes.Placement{ID: id, Position: scenes.Vec3{e[0] / 2, e[1] / 2, 0}}
		m.from.Position[2], _ = geom.SupportZ(t, o, l)
		m.self = len(m.layout.Placements)
		m.layout.Placements = append(m.layout.Placements, m.from)
	}
	before := c.Measure(l)
	m.bad = make([]bool, len(before.Objects))
	for i := range before.Objects {
		m.bad[i] = !before.Objects[i].Valid()
	}
	return m
}

// try puts the object at a pose and reports whether it is then without fault
// and nobody else has become faulty, and how far off it is in metres.
func (m *mover) try(p scenes.Placement) (valid bool, off float64) {
	m.layout.Placements[m.self] = p
	if m.placed {
		right, front := scenes.Axes(p.Yaw - m.from.Yaw)
		for k, i := range m.riders {
			q := m.was[k]
			d := q.Position.Sub(m.from.Position)
			q.Position = p.Position.Add(right.Mul(d[0]).Add(front.Mul(d[1])).Vec3(d[2]))
			q.Yaw += p.Yaw - m.from.Yaw
			m.layout.Placements[i] = q
		}
	}
	r := m.checker.Measure(&m.layout)
	o := &r.Objects[m.index]
	valid = o.Valid()
	off = o.Depth + o.Outside + o.Blocking + o.Intrusion + min(o.Violation, 2) + math.Abs(o.Gap)
	if o.FacingOff {
		off += 0.3
	}
	for i := range r.Objects {
		if i != m.index && !m.bad[i] && !r.Objects[i].Valid() {
			valid = false
			off += 0.2
		}
	}
	return valid, off
}

// headings are those to try: the present one, along the walls, and with the back
// to every slanted wall.
func (m *mover) headings(space *geom.Space) []float64 {
	out := []float64{m.from.Yaw}
	add := func(yaw float64) {
		if !slices.ContainsFunc(out, func(have float64) bool { return geom.AngleBetween(have, yaw) < 0.01 }) {
			out = append(out, yaw)
		}
	}
	for _, yaw := range geom.Headings {
		add(yaw)
	}
	for _, w := range space.Walls() {
		add(w.Yaw)
	}
	return out
}

// room is where the object's centre may be at a heading, by its relations, its
// carrier and the room's box; false where that is nowhere.
func (m *mover) room(yaw float64) (geom.Range, bool) {
	r := geom.RoomRange(&m.task.Room, m.object, yaw)
	for _, rel := range m.object.Relations {
		if q, ok := geom.RelationRange(m.task, m.object, yaw, rel, &m.layout); ok {
			r = r.Intersect(q)
		}
	}
	return r, !r.Empty()
}

// height is that of the object's centre.
func (m *mover) height(r geom.Range) float64 {
	z, _ := geom.SupportZ(m.task, m.object, &m.layout)
	if m.object.Support == scenes.OnWall && m.placed {
		z = m.from.Position[2]
	}
	return min(max(z, r.Min[2]), r.Max[2])
}

// contacts lists the coordinates along an axis at which the object would touch a
// wall's, a neighbour's or its carrier's side, or the end of its range; rising.
func (m *mover) contacts(axis int, yaw float64, r geom.Range, space *geom.Space) []float64 {
	var half [2]float64
	half[0], half[1] = geom.HalfExtents(m.object.Size, yaw)
	h := half[axis]
	out := []float64{r.Min[axis], r.Max[axis], m.from.Position[axis]}
	for _, w := range space.Walls() {
		out = append(out, w.From[axis]-h, w.From[axis]+h)
	}
	for i := range m.task.Objects {
		o := &m.task.Objects[i]
		if m.moves[i] {
			continue
		}
		if p := m.layout.Find(o.ID); p != nil {
			lo, hi := geom.BoxOf(o, *p).Bounds()
			out = append(out, lo[axis]-h, hi[axis]+h)
			if o.ID == m.object.Parent {
				out = append(out, lo[axis]+h, hi[axis]-h, p.Position[axis])
			}
		}
	}
	return inside(out, r.Min[axis], r.Max[axis])
}

// inside keeps the finite coordinates within bounds, sorted, each once.
func inside(list []float64, lo, hi float64) []float64 {
	out := slices.DeleteFunc(list, func(v float64) bool { return !(v >= lo-1e-9 && v <= hi+1e-9) || math.IsInf(v, 0) })
	slices.Sort(out)
	return slices.CompactFunc(out, func(a, b float64) bool { return math.Abs(a-b) < 1e-6 })
}
