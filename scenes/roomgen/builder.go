package roomgen

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sort"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// elements and headings go by quarter turns: north, east, south, west.
var (
	elements = [4]string{scenes.NorthWall, scenes.EastWall, scenes.SouthWall, scenes.WestWall}
	edges    = [4]int{2, 1, 0, 3} // the floor edge of each wall in RectRoom
)

// span is a box with the axis-aligned box around it; the two are the same
// except at slanted walls.
type span struct {
	lo, hi scenes.Vec3
	box    geom.Box
	askew  bool
}

// touches says whether two spans overlap by more than rounding.
func (s *span) touches(t *span) bool {
	const e = 1e-6
	if s.hi[0]-t.lo[0] <= e || t.hi[0]-s.lo[0] <= e ||
		s.hi[1]-t.lo[1] <= e || t.hi[1]-s.lo[1] <= e ||
		s.hi[2]-t.lo[2] <= e || t.hi[2]-s.lo[2] <= e {
		return false
	}
	if !s.askew && !t.askew {
		return true
	}
	depth, _ := geom.Penetration(s.box, t.box)
	return depth > e
}

// meetsAny says whether the span touches one of the others.
func (s *span) meetsAny(others []span) bool {
	return slices.ContainsFunc(others, func(t span) bool { return s.touches(&t) })
}

func spanOf(b geom.Box) span {
	lo, hi := b.Bounds()
	return span{lo: lo, hi: hi, box: b, askew: math.Mod(b.Yaw, 90) != 0}
}

// body is a placed object.
type body struct {
	slot  *slot
	thing thing
	box   geom.Box
	span  span
	// clear is the space before a front that is better left free.
	clear    span
	hasClear bool
	wall     int // the wall at its back, or -1
	children int
	parent   int // the object it stands in relation to, or -1
}

// builder furnishes one room.
type builder struct {
	prog *program
	cat  *catalogue
	g    *rand.Rand
	opt  Options
	n    int

	wish  []planned
	keys  map[string]int
	used  map[*slot]int
	mixed [buckets]int
	area  float64 // the floor under the planned objects

	task   scenes.Task
	layout scenes.Layout
	space  *geom.Space
	bodies []body
	named  map[string]int
	doors  []span
	panes  []span
	holes  []span
	main   int // the wall that the room is turned to
	// edges are the walls of a room that is no rectangle, and mainEdge is the
	// one at main.
	edges    []edge
	mainEdge int
	row      int // the next place of the grid
	look     string
	// roomy asks for free space before fronts.
	roomy bool
	// crowded asks for more on the floor.
	crowded bool
}

func newBuilder(p *program, cat *catalogue, g *rand.Rand, o Options, n int) *builder {
	return &builder{crowded: o.Coverage[0] >= 0.42, prog: p, cat: cat, g: g, opt: o, n: n,
		keys: map[string]int{}, used: map[*slot]int{}, named: map[string]int{}}
}

// room plans, sizes, opens and furnishes. It is false when this seed does not
// lead to a room as asked.
func (b *builder) room() (*scenes.Task, *scenes.Layout, bool) {
	if !b.plan() || !b.measureRoom() {
		return nil, nil, false
	}
	b.task.Program = b.prog.name
	b.roomy = b.opt.Coverage[1] <= 0.42
	if b.polygon() {
		b.space = geom.NewSpace(&b.task.Room)
		b.walk()
		b.turnTo()
	} else {
		b.main = b.g.IntN(4)
	}
	b.look = b.prog.styles[b.g.IntN(len(b.prog.styles))]
	if b.polygon() {
		if !b.openEdges() {
			return nil, nil, false
		}
		b.pierce()
	} else {
		b.open()
	}
	b.space = geom.NewSpace(&b.task.Room)
	if !b.furnish() {
		return nil, nil, false
	}
	if c := Coverage(&b.task); c < b.opt.Coverage[0] || c > b.opt.Coverage[1] {
		return nil, nil, false
	}
	b.prefer()
	if b.polygon() {
		b.declare()
	}
	return &b.task, &b.layout, true
}

// open gives the room a door and mostly a window.
func (b *builder) open() {
	if b.prog.bare {
		return
	}
	room := &b.task.Room
	wall := b.g.IntN(4)
	if wall == b.main {
		wall = (wall + 1 + b.g.IntN(3)) % 4
	}
	const width = 0.9
	length := b.length(wall)
	at := 0.05 + width/2 + b.g.Float64()*(length-width-0.1)
	if b.g.IntN(2) == 0 {
		// Doors are mostly near a corner.
		at = 0.15 + width/2
		if b.g.IntN(2) == 0 {
			at = length - at
		}
	}
	door := scenes.Opening{ID: "door_1", Kind: scenes.Door, Wall: edges[wall], Offset: cm(at), Width: width, Height: 2}
	room.Openings = append(room.Openings, door)
	b.doors = append(b.doors, spanOf(geom.DoorZone(room, door)))
	if b.g.Float64() >= b.prog.window {
		return
	}
	wall = (wall + 1 + b.g.IntN(3)) % 4
	w := cm(0.9 + b.g.Float64()*min(0.8, b.length(wall)-1.6))
	at = b.length(wall)/2 + (b.g.Float64()-0.5)*(b.length(wall)-w-0.6)
	pane := scenes.Opening{ID: "window_1", Kind: scenes.Window, Wall: edges[wall], Offset: cm(at), Width: w, Height: 1.2, Sill: 0.9}
	room.Openings = append(room.Openings, pane)
	z := geom.DoorZone(room, pane)
	z.Center[2], z.Half[2] = 1.5, 0.6
	// Only what is right at the wall stands before the window.
	z.Half[1] = 0.1
	in := inward(wall)
	z.Center = z.Center.Sub(scenes.Vec3{in[0], in[1], 0}.Mul(w/2 - 0.1))
	b.panes = append(b.panes, spanOf(z))
}

func cm(v float64) float64 { return math.Round(v*100) / 100 }

func inward(wall int) scenes.Vec2 {
	_, front := scenes.Axes(float64(90 * ((wall + 2) % 4)))
	return front
}

func (b *builder) length(wall int) float64 {
	e := b.task.Room.Extent()
	return e[wall%2]
}

// furnish places the planned objects, floor first, and replaces what does not
// fit by fillers until the count is right.
func (b *builder) furnish() bool {
	sort.SliceStable(b.wish, func(i, j int) bool {
		return supportRank(b.wish[i].slot.put.support()) < supportRank(b.wish[j].slot.put.support())
	})
	var failed []planned
	for i := range b.wish {
		if !b.place(&b.wish[i]) {
			if b.polygon() && b.wish[i].slot == &b.prog.core[0] {
				return false // a bedroom has a bed
			}
			failed = append(failed, b.wish[i])
		}
	}
	for miss := 0; len(b.bodies) < b.n; miss++ {
		if miss > 12+3*b.n {
			return false
		}
		// A standing object is first replaced by a standing one, so that the
		// coverage stays near the plan.
		on := -1
		if len(failed) > 0 {
			if f := failed[0]; f.slot.put.support() == scenes.OnFloor && miss < 2*b.n {
				on = 0
			}
		}
		s := b.filler(on)
		if s == nil {
			s = b.filler(-1)
		}
		if s == nil {
			return false
		}
		p, ok := b.draw(s)
		if !ok || !b.place(&p) {
			continue
		}
		b.mixed[s.put.bucket()]++
		if len(failed) > 0 {
			failed = failed[1:]
		}
	}
	return true
}

// commit adds a placed object to the task and the layout.
func (b *builder) commit(p *planned, v *variant, box geom.Box) {
	name := p.thing.class.Name
	b.named[name]++
	o := b.object(p, v)
	o.ID = fmt.Sprintf("%s_%d", name, b.named[name])
	o.Relations = append([]scenes.Relation(nil), v.rels[:v.n]...)
	o.Material = b.material(&p.thing)
	b.task.Objects = append(b.task.Objects, o)
	b.layout.Placements = append(b.layout.Placements, scenes.Placement{ID: o.ID, Position: box.Center, Yaw: box.Yaw})
	nb := body{slot: p.slot, thing: p.thing, box: box, span: spanOf(box), wall: v.wall, parent: v.anchor}
	nb.clear, nb.hasClear = clearance(p, box)
	b.bodies = append(b.bodies, nb)
	if v.anchor >= 0 {
		b.bodies[v.anchor].children++
	}
}

// clearance is half a metre before the front of what is used from there
// (Merrell et al. 2011 ask for 0.6 before shelves; rooms here are smaller).
func clearance(p *planned, box geom.Box) (span, bool) {
	if !p.thing.class.Front || p.slot.put.support() != scenes.OnFloor || p.slot.put == seated || p.slot.put == around {
		return span{}, false
	}
	_, front := scenes.Axes(box.Yaw)
	c := box
	d := 0.25 + box.Half[1]
	c.Center = c.Center.Add(scenes.Vec3{front[0] * d, front[1] * d, 0})
	c.Half[1] = 0.25
	return spanOf(c), true
}

// object is the planned thing as an object of the task, without id.
func (b *builder) object(p *planned, v *variant) scenes.Object {
	o := scenes.Object{Category: p.thing.class.Name, Style: b.look, Asset: p.thing.asset, Size: p.size,
		Support: p.slot.put.support(), Flat: p.thing.flat, Facing: v.facing}
	if p.slot.put == onTop {
		o.Parent = b.task.Objects[v.anchor].ID
	}
	return o
}
