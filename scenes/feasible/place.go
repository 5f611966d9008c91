package feasible

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// The budget of the search for places, in cells of poses.
const (
	oneCells = 20_000
	allCells = 400_000
)

// plenty is how many obstacles are enough: each costs a search for its amount.
const plenty = 32

// part is what of an object must be on the floor: its own box or the clearance
// beside it, in the frame of the object.
type part struct {
	box   geom.Box
	reach float64
}

// block is a box that is where it is.
type block struct {
	id  string
	box geom.Box
	// body blocks the object itself, space its clearances.
	body, space bool
	loose       float64
}

// anchor is a range that the object's centre must be in.
type anchor struct {
	rule
	target geom.Box
	loose  float64
}

// placing asks whether an object has any place by some of the rules.
type placing struct {
	*check
	it      *item
	doors   bool
	parts   []part
	blocks  []block
	anchors []anchor
	hung    bool
	// margin is by how much a box on the floor may reach beyond it.
	margin float64
}

// places looks for a place for every object on its own, and notes what is too
// large for any.
func (c *check) places() { c.eachPlace(false) }

// rest notes what has no place at any size, and is in no contradiction that
// says more.
func (c *check) rest() { c.eachPlace(true) }

func (c *check) eachPlace(anySize bool) {
	for i := range c.items {
		it := &c.items[i]
		if it.skip {
			continue
		}
		if len(c.obstacles) == plenty {
			return
		}
		if _, known := c.obstacles[i]; !known {
			c.misfit(i, anySize)
		}
	}
}

func (c *check) misfit(i int, anySize bool) {
	it := &c.items[i]
	full := c.placing(i)
	if full.possible(0) {
		return
	}
	room := placing{check: c, it: it, margin: full.margin}
	id, what := it.o.ID, footprint(it.o.Size)
	stages := []struct {
		add func()
		say func(by float64) (string, []string)
	}{
		{func() { room.parts = full.parts[:1] }, func(by float64) (string, []string) {
			e := c.space.Extent
			return fmt.Sprintf("%s is %s and fits nowhere on the floor of %.2f × %.2f m", id, what, e[0], e[1]), nil
		}},
		{func() { room.doors = full.doors }, func(by float64) (string, []string) {
			return fmt.Sprintf("%s is %s, and the doors leave no place for it", id, what), c.doorIDs()
		}},
		{func() { room.parts = full.parts }, func(by float64) (string, []string) {
			return fmt.Sprintf("%s is %s, and the room has no place for it with the free space it needs", id, what), nil
		}},
		{func() { room.anchors, room.hung = full.elements(), full.hung }, func(by float64) (string, []string) {
			sentence := fmt.Sprintf("%s is %s and has no place %s", id, what, full.where())
			open := room
			if open.doors = false; room.doors && open.possible(0) {
				ids := c.doorIDs()
				return sentence + " beside " + list(ids), ids
			}
			return sentence, nil
		}},
		{func() { room.anchors, room.blocks = full.anchors, full.blocks }, func(by float64) (string, []string) {
			ids := full.locked()
			return fmt.Sprintf("%s is %s and has no place with %s locked where they are", id, what, list(ids)), ids
		}},
	}
	for _, s := range stages {
		s.add()
		if room.possible(0) {
			continue
		}
		by := room.lack()
		if by == 0 && !anySize {
			return
		}
		sentence, others := s.say(by)
		if by > 0 {
			sentence += fmt.Sprintf("; it is %s too large", metres(by))
		}
		if it.lock != nil {
			sentence = fmt.Sprintf("%s is locked where it breaks a rule: %s", id, sentence)
		}
		c.obstacle(i, by, sentence, others...)
		return
	}
}

// doorIDs lists the doors.
func (c *check) doorIDs() []string {
	var out []string
	for _, z := range c.zones {
		if n := len(out); n == 0 || out[n-1] != z.door {
			out = append(out, z.door)
		}
	}
	return out
}

// placing gathers all rules that concern one object alone.
func (c *check) placing(i int) *placing {
	it := &c.items[i]
	p := &placing{check: c, it: it, margin: slack, hung: it.o.Support == scenes.OnWall}
	if !c.convex {
		p.margin = 2 * slack
	}
	own := geom.Box{Half: it.o.Size.Mul(0.5)}
	p.parts = []part{{own, reach(own)}}
	boxes, asked := geom.ClearanceBoxes(own, it.o.Clearance)
	for side := range boxes {
		if asked[side] {
			p.parts = append(p.parts, part{boxes[side], reach(boxes[side])})
		}
	}
	solid := it.o.Support == scenes.OnFloor && !it.o.Flat
	p.doors = solid && it.o.Size[2] > 4*slack && len(c.zones) > 0
	for _, r := range it.rules {
		switch {
		case r.object < 0:
			p.anchors = append(p.anchors, anchor{rule: r})
		case c.items[r.object].lock != nil && !c.items[r.object].skip:
			p.anchor(r)
		}
	}
	for k := range c.items {
		if other := &c.items[k]; len(c.task.Locked) <= crowd && k != i && other.lock != nil && !other.skip && solid {
			p.block(i, k)
		}
	}
	return p
}

func reach(b geom.Box) float64 {
	return math.Hypot(math.Abs(b.Center[0])+b.Half[0], math.Abs(b.Center[1])+b.Half[1])
}

// loosely is how far a point of a locked box may be from where the lock has it.
func loosely(b geom.Box) float64 {
	return math.Sqrt2*lockSlack + math.Hypot(b.Half[0], b.Half[1])*lockTurn*math.Pi/180
}

// anchor adds a relation to a locked object. Sides are those of the nearest of
// the four headings; a lock between two of them decides nothing.
func (p *placing) anchor(r rule) {
	target := &p.items[r.object]
	if off := math.Abs(math.Remainder(target.lock.Yaw, 90)); off > 45-2*lockTurn {
		return
	}
	b := geom.BoxOf(target.o, *target.lock)
	p.anchors = append(p.anchors, anchor{rule: r, target: b, loose: 2 * loosely(b)})
}

// block adds a locked object that must not be run into, and its clearances.
func (p *placing) block(i, k int) {
	other := &p.items[k]
	if other.o.Flat || other.parent == i {
		return
	}
	b := geom.BoxOf(other.o, *other.lock)
	tall := p.it.o.Size[2]
	meets := func(b geom.Box) bool { return min(tall, b.Top())-max(0, b.Bottom()) > 4*slack }
	if meets(b) {
		p.blocks = append(p.blocks, block{other.o.ID, b, true, true, loosely(b)})
	}
	boxes, asked := geom.ClearanceBoxes(b, other.o.Clearance)
	for side := range boxes {
		if asked[side] && meets(boxes[side]) {
			z := boxes[side]
			far := max(other.o.Clearance.Front, other.o.Clearance.Back, other.o.Clearance.Left, other.o.Clearance.Right)
			p.blocks = append(p.blocks, block{other.o.ID, z, true, false, loosely(b) + far*lockTurn*math.Pi/90})
		}
	}
}

// elements are the anchors of the room itself.
func (p *placing) elements() []anchor {
	var out []anchor
	for _, a := range p.anchors {
		if a.object < 0 {
			out = append(out, a)
		}
	}
	return out
}

// where names what the object must touch.
func (p *placing) where() string {
	var ids []string
	for _, a := range p.elements() {
		ids = append(ids, name(a.Target))
	}
	if p.hung && len(ids) == 0 {
		return "along a wall"
	}
	return "at " + list(ids)
}

func (p *placing) locked() []string {
	var out []string
	seen := map[string]bool{}
	add := func(id string) {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	for _, a := range p.anchors {
		if a.object >= 0 {
			add(a.Target)
		}
	}
	for _, b := range p.blocks {
		add(b.id)
	}
	return out
}

// name is a layout element as sentences say it.
func name(element string) string {
	switch element {
	case scenes.NorthWall:
		return "the north wall"
	case scenes.EastWall:
		return "the east wall"
	case scenes.SouthWall:
		return "the south wall"
	case scenes.WestWall:
		return "the west wall"
	case scenes.Middle:
		return "the " + element
	case scenes.Ceiling:
		return "the ceiling"
	}
	return element
}

// lack is how much too large the object is: what is beyond the floor at the
// heading where that is least, for one that only the walls of a rectangle stop;
// else the least by which both its sides must be shorter, or 0 when no size has a
// place. The latter is a lower bound where the search for places is cut short.
func (p *placing) lack() float64 {
	if by, ok := p.beyond(); ok {
		return by
	}
	defer func(left int) { p.cells = left }(p.cells)
	p.cells = allCells
	lo, hi := 0.0, min(p.it.o.Size[0], p.it.o.Size[1])/2*0.98
	if !p.possible(hi) {
		return 0
	}
	for hi-lo > 5e-4 {
		if mid := (lo + hi) / 2; p.possible(mid) {
			hi = mid
		} else {
			lo = mid
		}
	}
	return 2 * (hi + p.margin)
}

// beyond is how much longer than a rectangular room the box around the object is
// on the worse axis, at the heading where that is least. a·cos + b·sin is concave
// between the headings, so that the greater of two such differences is least at
// a heading or where they are equal.
func (p *placing) beyond() (float64, bool) {
	e := p.space.Extent
	if len(p.parts) > 1 || p.doors || len(p.anchors) > 0 || len(p.blocks) > 0 || p.it.lock != nil || len(p.task.Room.Holes) > 0 || !rectangular(p.task.Room.Floor) {
		return 0, false
	}
	s := p.it.o.Size
	over := func(yaw float64) float64 {
		hx, hy := geom.HalfExtents(s, yaw)
		return max(2*hx-e[0], 2*hy-e[1])
	}
	if p.it.wall {
		return over(p.it.yaw), true
	}
	by := min(over(0), over(90))
	// (a − b)(cos − sin) = X − Y at the heading where both are equal.
	if c := (e[0] - e[1]) / ((s[0] - s[1]) * math.Sqrt2); math.Abs(c) <= 1 {
		if yaw := math.Acos(c)*180/math.Pi - 45; yaw > 0 && yaw < 90 {
			by = min(by, over(yaw))
		}
	}
	return by, by > 0
}

func rectangular(floor []scenes.Vec2) bool {
	for i, p := range floor {
		q := floor[(i+1)%len(floor)]
		if p[0] != q[0] && p[1] != q[1] {
			return false
		}
	}
	return len(floor) == 4
}
