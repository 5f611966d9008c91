package solve

import (
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// problem is a task with the ids it names resolved.
type problem struct {
	task  *scenes.Task
	space *geom.Space
	items []item
	zones []geom.Zone
	// roomy is set when some object declares a clearance.
	roomy bool
	// order is the placing order.
	order []int
}

// item is one object to place.
type item struct {
	o      *scenes.Object
	parent int
	rules  []rule
	// walled is set when a relation names a wall.
	walled bool
	// headings are those the facing leaves, and face the object or point to be
	// faced, if any.
	headings []float64
	face     int
	point    *scenes.Vec2
	// lock is where the object must stay, or nil.
	lock *scenes.Placement
	// dependents are the objects with a rule, parent or facing that names this
	// one.
	dependents []int
}

// rule is a relation to an object, or to a layout element where object is -1.
type rule struct {
	scenes.Relation
	object int
}

// body is where one object stands.
type body struct {
	placed bool
	box    geom.Box
	extent scenes.Vec3
}

func newProblem(t *scenes.Task) *problem {
	p := &problem{task: t, space: geom.NewSpace(&t.Room), items: make([]item, len(t.Objects))}
	for i := range t.Objects {
		p.items[i] = p.resolve(&t.Objects[i])
	}
	for i := range p.items {
		for _, on := range p.needs(i, true) {
			if d := &p.items[on].dependents; !slices.Contains(*d, i) {
				*d = append(*d, i)
			}
		}
	}
	for _, o := range t.Room.Openings {
		if o.Kind == scenes.Door {
			p.zones = append(p.zones, geom.SwingZones(&t.Room, o)...)
		}
	}
	for i := range p.items {
		p.roomy = p.roomy || p.items[i].roomy()
	}
	p.order = p.sort()
	return p
}

func (p *problem) resolve(o *scenes.Object) item {
	it := item{o: o, parent: -1, face: -1, headings: geom.Headings[:], lock: p.task.Lock(o.ID)}
	if o.Support == scenes.OnObject {
		_, it.parent = p.task.Find(o.Parent)
	}
	for _, r := range o.Relations {
		_, object := p.task.Find(r.Target)
		if object >= 0 || scenes.IsLayoutElement(r.Target) {
			it.rules = append(it.rules, rule{r, object})
			_, wall := scenes.WallYaw(r.Target)
			it.walled = it.walled || wall
		}
	}
	switch yaw, wall := scenes.WallYaw(o.Facing); {
	case wall:
		it.headings = []float64{yaw}
	case o.Facing == scenes.Middle:
		e := p.space.Extent
		it.point = &scenes.Vec2{e[0] / 2, e[1] / 2}
	default:
		_, it.face = p.task.Find(o.Facing)
	}
	return it
}

// needs lists the objects that must stand before i is placed; facing says
// whether the one it faces is among them.
func (p *problem) needs(i int, facing bool) []int {
	it := &p.items[i]
	var on []int
	for _, r := range it.rules {
		if r.object >= 0 {
			on = append(on, r.object)
		}
	}
	if it.parent >= 0 {
		on = append(on, it.parent)
	}
	if facing && it.face >= 0 {
		on = append(on, it.face)
	}
	return on
}

// sort puts every object after those it needs. Among the ready ones the least
// free go first: corners, walls, the middle, and so on. Where objects need each
// other in a ring, facings are given up first.
func (p *problem) sort() []int {
	var order []int
	placed := make([]bool, len(p.items))
	ready := func(i int, facing bool) bool {
		if p.items[i].lock != nil {
			return true
		}
		for _, on := range p.needs(i, facing) {
			if !placed[on] {
				return false
			}
		}
		return true
	}
	for len(order) < len(p.items) {
		best := -1
		for _, accept := range []func(int) bool{
			func(i int) bool { return ready(i, true) },
			func(i int) bool { return ready(i, false) },
			func(int) bool { return true },
		} {
			for i := range p.items {
				if !placed[i] && accept(i) && (best < 0 || p.rank(i) < p.rank(best)) {
					best = i
				}
			}
			if best >= 0 {
				break
			}
		}
		order = append(order, best)
		placed[best] = true
	}
	return order
}

// rank orders objects by how little freedom they have; within a class the
// largest go first.
func (p *problem) rank(i int) float64 {
	it := &p.items[i]
	if it.lock != nil {
		return -1
	}
	walls, adjacent := 0, false
	for _, r := range it.rules {
		if _, wall := scenes.WallYaw(r.Target); wall {
			walls++
		}
		adjacent = adjacent || r.object >= 0 && r.Adjacent
	}
	class := 6.0
	switch {
	case it.o.Support != scenes.OnFloor:
		class = 8
	case walls > 1:
		class = 0
	case walls == 1:
		class = 1
	case it.o.Flat:
		class = 7
	case adjacent:
		class = 2
	case len(it.rules) > 0:
		class = 4
	}
	return class - min(it.o.Size[0]*it.o.Size[1], 99)/100
}
