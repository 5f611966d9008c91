package roomgen

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// Slot is a line of a program: what such a room has, and where.
type Slot struct {
	// Key names the slot within its program, "" a thing that goes where its kind
	// usually does.
	Key string
	// Wants are groups of alternatives, the first group that a library can fill
	// wins: class names, and roles with an at sign.
	Wants [][]string
	// Support is what carries the thing.
	Support scenes.Support
	// Of are the keys of what it stands in relation to; "*" is anything fitting.
	Of []string
	// Core says that the slot makes the room that kind, rather than completing
	// it; Always that no such room is without it.
	Core, Always bool
	// Count is how many the core asks for: at least, at most. Each is the most
	// that one anchor, or the room, gets; 0 means any.
	Count [2]int
	Each  int
	// Weight is how much a completing slot is wanted.
	Weight float64

	slot *slot
}

// Slots lists the lines of a program, most important first, or nil for a program
// that is not known.
func Slots(name string) []Slot {
	p, ok := programs[name]
	if !ok {
		return nil
	}
	var out []Slot
	for i := range p.core {
		out = append(out, p.core[i].shown(true))
	}
	for i := range p.fill {
		out = append(out, p.fill[i].shown(false))
	}
	return out
}

func (s *slot) shown(core bool) Slot {
	return Slot{Key: s.key, Wants: s.wanted, Support: s.put.support(), Of: s.ofs, Core: core, Always: core && s.p >= 1,
		Count: s.n, Each: s.each, Weight: s.weight, slot: s}
}

// Beside is a slot of its own for a thing that stands at a side of another, whose
// slot has the key.
func Beside(key string) Slot { return own("beside "+key, beside, key, 2) }

// Around is a slot of its own for up to each things that stand at any side of
// another, turned to it.
func Around(key string, each int) Slot { return own("around "+key, around, key, each) }

func own(key string, p put, of string, each int) Slot {
	s := keyed(key, p, []string{of}, each)
	return s.shown(false)
}

// Piece is an item to compose a room of.
type Piece struct {
	Item Item
	// Slot says where it goes; the zero Slot is where its kind usually goes, with
	// regard to the other pieces.
	Slot Slot
	// Worth is how much a composition with it is better than one without; it
	// must be positive.
	Worth float64
}

// ComposeOptions say how [Compose] looks for a room.
type ComposeOptions struct {
	Seed uint64
	// Tries is how many compositions are compared; 0 means 60.
	Tries int
	// Better adds to the worth of a composition what else is good about it, such
	// as wishes that it meets; nil adds nothing.
	Better func(*scenes.Task, *scenes.Layout) float64
}

// Composition is a furnished room: its objects stand in the relations that their
// slots state, and Witness solves the task.
type Composition struct {
	Task    *scenes.Task
	Witness *scenes.Layout
	// Objects[i] is the index in the task of piece i, or -1 for a piece that
	// found no place.
	Objects []int
}

// Compose furnishes a given room, with its openings and holes, from pieces in
// order of importance. Pieces that find no place, or whose anchor found none, are
// left out; of several tries the one of the greatest worth is returned. It fails
// only where not a single piece can be placed.
func Compose(room scenes.Room, program string, pieces []Piece, o ComposeOptions) (*Composition, error) {
	if err := room.Validate(); err != nil {
		return nil, err
	}
	if err := geom.CheckFloor(&room); err != nil {
		return nil, err
	}
	if len(pieces) > MaxObjects {
		return nil, fmt.Errorf("%d pieces to place; a room holds up to %d", len(pieces), MaxObjects)
	}
	plan, err := planOf(pieces)
	if err != nil {
		return nil, err
	}
	var best *Composition
	most := math.Inf(-1)
	tries := o.Tries
	if tries == 0 {
		tries = 60
	}
	for k := range tries {
		c := compose(room, program, plan, source(o.Seed, "compose", uint64(k+1)), k < (tries+1)/2)
		if len(c.Task.Objects) == 0 || !measure.NewChecker(c.Task).Measure(c.Witness).FullyValid() {
			continue
		}
		worth := 0.0
		for i, at := range c.Objects {
			if at >= 0 {
				worth += pieces[i].Worth
			}
		}
		if o.Better != nil {
			worth += o.Better(c.Task, c.Witness)
		}
		if worth > most {
			best, most = c, worth
		}
	}
	if best == nil {
		e := room.Extent()
		return nil, fmt.Errorf("nothing of what was chosen finds a place in a room of %.2f × %.2f × %.2f m; use a larger room", e[0], e[1], e[2])
	}
	return best, nil
}

// placing is a piece with the slots to try, in order.
type placing struct {
	index int
	thing thing
	slots []*slot
}

// planOf decides how every piece may be placed, and the order: what others stand
// in relation to before those others, what stands on the floor first.
func planOf(pieces []Piece) ([]placing, error) {
	asks := make([]ask, len(pieces))
	things := make([]thing, len(pieces))
	keys := map[string][]string{} // of the pieces of a class
	for i := range pieces {
		it := &pieces[i].Item
		asks[i].words = it.label()
		t, err := it.found(&asks[i])
		if err != nil {
			return nil, err
		}
		things[i], asks[i].class = t, t.class
		key := pieces[i].Slot.Key
		if pieces[i].Slot.slot == nil {
			key = t.class.Name
		}
		if !slices.Contains(keys[t.class.Name], key) {
			keys[t.class.Name] = append(keys[t.class.Name], key)
		}
	}
	plan := make([]placing, len(pieces))
	for i := range pieces {
		plan[i] = placing{index: i, thing: things[i]}
		if s := pieces[i].Slot.slot; s != nil {
			plan[i].slots = []*slot{s}
			continue
		}
		usual, err := slotsFor(&asks[i], &things[i], asks)
		if err != nil {
			return nil, err
		}
		for _, s := range usual {
			// Slots name classes; what they stand by may go by a program's key.
			var of []string
			for _, class := range s.ofs {
				of = append(of, keys[class]...)
			}
			if len(s.ofs) > 0 && len(of) == 0 {
				continue
			}
			plan[i].slots = append(plan[i].slots, keyed(s.key, s.put, of, s.each))
		}
	}
	slices.SortStableFunc(plan, func(a, b placing) int {
		return supportRank(a.slots[0].put.support()) - supportRank(b.slots[0].put.support())
	})
	return anchored(plan), nil
}

// anchored keeps the order except that nothing comes before what it relates to.
func anchored(plan []placing) []placing {
	out := make([]placing, 0, len(plan))
	for len(plan) > 0 {
		i := slices.IndexFunc(plan, func(p placing) bool {
			return !slices.ContainsFunc(plan, func(q placing) bool {
				return q.slots[0].key != p.slots[0].key && slices.Contains(p.slots[0].ofs, q.slots[0].key)
			})
		})
		i = max(i, 0)
		out = append(out, plan[i])
		plan = slices.Delete(plan, i, i+1)
	}
	return out
}

// compose places what finds a place. Every room is treated as a polygon, of
// which a rectangle is one.
func compose(room scenes.Room, program string, plan []placing, g *rand.Rand, roomy bool) *Composition {
	b := newBuilder(requestProgram, invented, g, Options{Shape: Polygon}, len(plan))
	b.task.Program, b.task.Room = program, room
	b.roomy = roomy
	b.space = geom.NewSpace(&b.task.Room)
	b.walk()
	b.turnTo()
	b.closeOff()
	c := &Composition{Objects: make([]int, len(plan))}
	for i := range c.Objects {
		c.Objects[i] = -1
	}
	for i := range plan {
		p := &plan[i]
		placed := slices.ContainsFunc(p.slots, func(s *slot) bool {
			return b.placeApart(&planned{slot: s, thing: p.thing, size: p.thing.size})
		})
		if placed {
			c.Objects[p.index] = len(b.task.Objects) - 1
		}
	}
	for i := range b.task.Objects {
		b.task.Objects[i].Style, b.task.Objects[i].Material = "", ""
	}
	c.Task, c.Witness = &b.task, &b.layout
	return c
}

// sideTries is how often a place is sought for what is to be at another side
// than its twin.
const sideTries = 4

// placeApart is [builder.place], but of several alike beside one anchor each has
// a side of its own: two nightstands stand left and right of a bed.
func (b *builder) placeApart(p *planned) bool {
	for range sideTries {
		if !b.place(p) {
			return false
		}
		if p.slot.put != beside || !b.twinned() {
			return true
		}
		b.undo()
	}
	return false
}

// twinned reports whether the newest object has the class, the anchor and the
// relation of an earlier one.
func (b *builder) twinned() bool {
	n := len(b.bodies) - 1
	o := &b.task.Objects[n]
	for i := range n {
		q := &b.task.Objects[i]
		if b.bodies[i].parent == b.bodies[n].parent && q.Category == o.Category && len(o.Relations) > 0 && slices.Equal(q.Relations, o.Relations) {
			return true
		}
	}
	return false
}

// undo takes the newest object away.
func (b *builder) undo() {
	n := len(b.bodies) - 1
	b.named[b.bodies[n].thing.class.Name]--
	if a := b.bodies[n].parent; a >= 0 {
		b.bodies[a].children--
	}
	b.bodies, b.task.Objects, b.layout.Placements = b.bodies[:n], b.task.Objects[:n], b.layout.Placements[:n]
}

// closeOff keeps the room's own doors, windows and holes free.
func (b *builder) closeOff() {
	room := &b.task.Room
	for _, o := range room.Openings {
		if o.Kind == scenes.Door {
			b.doors = append(b.doors, spanOf(geom.DoorZone(room, o)))
		} else {
			b.panes = append(b.panes, spanOf(geom.WindowZone(room, o)))
		}
	}
	for _, hole := range room.Holes {
		lo, hi := hole[0], hole[0]
		for _, p := range hole {
			for k := range 2 {
				lo[k], hi[k] = min(lo[k], p[k]), max(hi[k], p[k])
			}
		}
		b.holes = append(b.holes, pillar(lo.Add(hi).Mul(0.5), hi.Sub(lo), room.Height))
	}
}

// Meets reports whether a class is what a slot wants in its own words: named by
// the slot's first group, or of the first group's role.
func (s *Slot) Meets(c *taxonomy.Class) bool {
	for _, name := range s.Wants[0] {
		if name == c.Name || name[0] == '@' && c.Has(taxonomy.Role(name[1:])) {
			return true
		}
	}
	return false
}
