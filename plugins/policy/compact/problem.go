package compact

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// A problem is a task in placing order, with everything that does not depend
// on where objects stand worked out once.
type problem struct {
	task  *scenes.Task
	space *geom.Space
	w, d  float64
	// items begins with the locked ones, which are never decided on.
	items  []item
	locked int
	// rank is the place in items of every object of the task.
	rank []int
	// blocks[i*n+j] says whether items i and j may not overlap on the floor.
	blocks []bool
	zones  []zone
	aprons []apron
	// walls are those that run along an axis, by the heading of what has its back
	// to them.
	walls [4][]geom.Wall
	// itemRows and pairRows are the features that do not depend on where things
	// stand: of every item, and of every item and everything that it sees.
	itemRows, pairRows []float32
}

// zoneKind says what a zone is.
type zoneKind uint8

const (
	doorZone zoneKind = iota
	windowZone
	outsideZone
	zoneKinds
)

// A zone is a part of the room's rectangle that matters: what is in front of a
// door or a window, or beyond the walls. blocks says which items must not reach
// into it: none for a window, those of its height for the others.
type zone struct {
	kind zoneKind
	rect rect
	// quarter is the heading from the door or window into the room.
	quarter int
	blocks  []bool
	// beyond says that free space that an item asks for cannot be there either.
	beyond bool
}

// An apron is the free space that an item asks for on one of its sides: 0 in
// front, then clockwise.
type apron struct {
	item, side int
	depth      float64
}

// faceKind says what an item must face.
type faceKind int

const (
	faceNone faceKind = iota
	faceWall
	faceObject
	faceMiddle
)

// An item is an object of the task. Other items are named by their place in
// the placing order, -1 for none.
type item struct {
	obj        *scenes.Object
	index      int
	half       scenes.Vec3
	class      *taxonomy.Class // nil where it is not known
	lock       *scenes.Placement
	parent     int
	links      []link
	face       faceKind
	faceYaw    int
	faceTarget int
	z          float64
	// walls says which walls it must touch, by heading.
	walls [4]bool
	// children are the items with a link to this one.
	children []int
	// apron is the free space it asks for: left, right, behind, in front.
	apron [4]float64
	mates mates
	// compass are the directions that the preference names with it.
	compass [4]bool
}

// A link is a relation whose target has been looked up.
type link struct {
	kind     scenes.RelationKind
	target   int
	element  string
	adjacent bool
}

// newProblem works a task out; faulty names the objects at fault in the turn before.
func newProblem(t *scenes.Task, reads bool, faulty map[string]bool) *problem {
	p := &problem{task: t, space: geom.NewSpace(&t.Room), items: make([]item, len(t.Objects))}
	p.w, p.d = p.space.Extent[0], p.space.Extent[1]
	var words text
	if reads {
		words = readText(t)
	}
	order := placingOrder(t, &words, faulty)
	rank := make(map[string]int, len(order))
	for k, i := range order {
		rank[t.Objects[i].ID] = k
	}
	p.rank = make([]int, len(order))
	for k, i := range order {
		p.rank[i] = k
		p.items[k] = newItem(&t.Objects[i], i, rank)
		if p.items[k].lock = t.Lock(t.Objects[i].ID); p.items[k].lock != nil {
			p.locked++
		}
	}
	for k := range p.items {
		for _, l := range p.items[k].links {
			if l.target >= 0 {
				c := &p.items[l.target].children
				*c = append(*c, k)
			}
		}
		p.items[k].z = p.height(k, len(p.items))
	}
	p.findBlocks()
	p.findAprons()
	p.findBounds()
	for _, w := range p.space.Walls() {
		if w.Inward[0] == 0 || w.Inward[1] == 0 {
			k := quarterOf(w.Yaw)
			p.walls[k] = append(p.walls[k], w)
		}
	}
	p.describe(&words)
	return p
}

// findAprons lists the free space that items ask for.
func (p *problem) findAprons() {
	for i := range p.items {
		it := &p.items[i]
		c := it.obj.Clearance
		it.apron = [4]float64{c.Left, c.Right, c.Back, c.Front}
		for side, depth := range [4]float64{c.Front, c.Right, c.Back, c.Left} {
			if depth > 0 {
				p.aprons = append(p.aprons, apron{i, side, depth})
			}
		}
	}
}

// findBounds makes zones of what is no floor. Where something asks for free
// space, the four outermost walls are zones too.
func (p *problem) findBounds() {
	list := p.outside()
	if len(p.aprons) > 0 {
		const wide = 4
		list = append(list, rect{-wide, 0, 0, p.d}, rect{p.w, p.w + wide, 0, p.d}, rect{0, p.w, -wide, 0}, rect{0, p.w, p.d, p.d + wide})
	}
	for _, r := range list {
		z := zone{kind: outsideZone, rect: r, blocks: make([]bool, len(p.items)), beyond: true}
		for i := range z.blocks {
			z.blocks[i] = true
		}
		p.zones = append(p.zones, z)
	}
}

// tokens is the number of things an item can see beside itself.
func (p *problem) tokens() int { return len(p.items) + len(p.zones) + len(p.aprons) }

func newItem(o *scenes.Object, index int, rank map[string]int) item {
	at := func(id string) int {
		if k, ok := rank[id]; ok {
			return k
		}
		return -1
	}
	it := item{obj: o, index: index, half: o.Size.Mul(0.5), class: taxonomy.Find(o.Category), parent: -1, faceTarget: -1}
	if o.Support == scenes.OnObject {
		it.parent = at(o.Parent)
	}
	for _, r := range o.Relations {
		l := link{kind: r.Kind, target: -1, adjacent: r.Adjacent}
		if scenes.IsLayoutElement(r.Target) {
			l.element = r.Target
			if yaw, ok := scenes.WallYaw(r.Target); ok {
				it.walls[quarterOf(yaw)] = true
			}
		} else if l.target = at(r.Target); l.target < 0 {
			continue
		}
		it.links = append(it.links, l)
	}
	switch {
	case o.Facing == scenes.Middle:
		it.face = faceMiddle
	case o.Facing == "" || o.Facing == scenes.Ceiling:
	default:
		if yaw, ok := scenes.WallYaw(o.Facing); ok {
			it.face, it.faceYaw = faceWall, quarterOf(yaw)
		} else if k := at(o.Facing); k >= 0 {
			it.face, it.faceTarget = faceObject, k
		}
	}
	return it
}

// height returns the centre height that the support of item k asks for; it
// does not depend on where things stand on the floor. The rule is
// [geom.SupportZ]'s. A circle of carriers is cut after depth steps.
func (p *problem) height(k, depth int) float64 {
	it, room := &p.items[k], p.task.Room.Height
	half := it.half[2]
	if it.lock != nil {
		return it.lock.Position[2]
	}
	top := func(j int) float64 { return p.height(j, depth-1) + p.items[j].half[2] }
	switch it.obj.Support {
	case scenes.OnCeiling:
		return room - half
	case scenes.OnObject:
		if it.parent >= 0 && depth > 0 {
			return top(it.parent) + half
		}
	case scenes.OnWall:
		z := float64(geom.EyeHeight)
		for _, l := range it.links {
			if l.kind == scenes.Above && l.target >= 0 && depth > 0 {
				z = top(l.target) + geom.AboveGap + half
				break
			}
		}
		return max(half, min(z, room-half))
	}
	return half
}

func (p *problem) findBlocks() {
	n := len(p.items)
	p.blocks = make([]bool, n*n)
	for i := range p.items {
		for j := range i {
			a, b := &p.items[i], &p.items[j]
			hit := false
			switch {
			case a.obj.Flat && b.obj.Flat:
				hit = math.Abs(a.z-b.z) < a.half[2]+b.half[2] && a.parent != j && b.parent != i
			case !a.obj.Flat && !b.obj.Flat:
				hit = overlap(a.z, a.half[2], b.z, b.half[2])
			}
			p.blocks[i*n+j], p.blocks[j*n+i] = hit, hit
		}
	}
	p.findOpenings()
}

// findOpenings makes zones of what is in front of doors and windows.
func (p *problem) findOpenings() {
	for _, o := range p.task.Room.Openings {
		zn := zone{kind: doorZone, blocks: make([]bool, len(p.items))}
		if o.Kind == scenes.Window {
			zn.kind = windowZone
		}
		for k, z := range geom.SwingZones(&p.task.Room, o) {
			lo, hi := z.Box.Bounds()
			if k == 0 {
				zn.rect, zn.quarter = rect{lo[0], hi[0], lo[1], hi[1]}, quarterOf(z.Box.Yaw)
			} else {
				r := &zn.rect
				*r = rect{min(r.x0, lo[0]), max(r.x1, hi[0]), min(r.y0, lo[1]), max(r.y1, hi[1])}
			}
			if zn.kind == windowZone {
				continue
			}
			for i := range p.items {
				it := &p.items[i]
				if !it.obj.Flat && overlap(it.z, it.half[2], z.Box.Center[2], z.Box.Half[2]) {
					zn.blocks[i] = true
				}
			}
		}
		p.zones = append(p.zones, zn)
	}
}

// overlap reports whether two spans share more than the tolerance.
func overlap(a, ha, b, hb float64) bool {
	return min(a+ha, b+hb)-max(a-ha, b-hb) > geom.Tolerance
}

// quarterOf returns the heading as a number of quarter turns, taken to the
// nearest.
func quarterOf(yaw float64) int {
	return (int(math.Round(yaw/90))%4 + 4) % 4
}
