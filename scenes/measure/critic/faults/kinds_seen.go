package faults

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// seen are the kinds that the critic was developed with.
var seen = []Kind{
	{Name: "blocked door", Says: "a piece of furniture stands in front of the door", rule: scenes.RuleOpening, make: blockDoor},
	{Name: "floating object", Says: "a lamp, or another object where there is none, hangs in the air", rule: scenes.RuleSupport, make: float},
	{Name: "seat facing the wall", Says: "a seat is turned round and looks at the wall close by", make: faceWall},
	{Name: "rug under nothing", Says: "a rug lies away from all furniture", make: strayRug},
	{Name: "sunk into another", Says: "an object stands inside another one", rule: scenes.RuleCollision, make: sink},
	{Name: "through the wall", Says: "an object reaches through a wall", rule: scenes.RuleOutOfBounds, make: pierce},
	{Name: "chair away from its table", Says: "a chair or stool has left its table or desk and stands at no other", make: strayChair},
	{Name: "crooked", Says: "a piece of furniture is turned off the walls' directions", make: crook},
}

func blockDoor(c *change) bool {
	if !c.standing() || !c.leaf() || c.o.Size[0]*c.o.Size[1] < 0.08 {
		return false
	}
	room := &c.room.Task.Room
	for _, o := range room.Openings {
		if o.Kind != scenes.Door {
			continue
		}
		zone := geom.DoorZone(room, o)
		return c.search(func() bool { return zone.ContainsXY(c.p.Position.Vec2(), 0) })
	}
	return false
}

func float(c *change) bool {
	if !c.leaf() || c.o.Flat || c.o.Support == scenes.OnWall || c.o.Support == scenes.OnCeiling {
		return false
	}
	if !c.has(taxonomy.Lamp) {
		lamps := false
		c.others(func(o *scenes.Object, class taxonomy.Class, _ geom.Box) bool {
			lamps = lamps || class.Has(taxonomy.Lamp) && (o.Support == scenes.OnFloor || o.Support == scenes.OnObject)
			return !lamps
		})
		if lamps {
			return false
		}
	}
	free := c.room.Task.Room.Height - c.box().Top()
	if free < 0.3 {
		return false
	}
	c.p.Position[2] += 0.2 + c.g.Float64()*(min(free, 1)-0.2)
	return true
}

func faceWall(c *change) bool {
	if !c.known || !c.class.Front || !c.has(taxonomy.Seat) || !c.standing() {
		return false
	}
	c.turn(180)
	b := c.box()
	_, front := scenes.Axes(b.Yaw)
	eye := b.Center.Vec2().Add(front.Mul(b.Half[1] + 0.6))
	return !geom.InsideFloor(&c.room.Task.Room, eye, 0)
}

// strayRug needs a rug that lay under something.
func strayRug(c *change) bool {
	if !c.o.Flat || !c.has(taxonomy.Rug) || !c.leaf() || c.nearest() > 0 {
		return false
	}
	return c.search(func() bool { return c.nearest() > 0.3 })
}

// nearest is the gap on the floor to the nearest piece of standing furniture.
func (c *change) nearest() float64 {
	b, gap := c.box(), math.Inf(1)
	c.others(func(o *scenes.Object, _ taxonomy.Class, q geom.Box) bool {
		if o.Support == scenes.OnFloor && !o.Flat {
			gap = min(gap, floorDistance(b, q))
		}
		return true
	})
	return gap
}

func sink(c *change) bool {
	if !c.standing() || !c.leaf() {
		return false
	}
	start, deep := *c.p, 0.25+0.5*c.g.Float64()
	done := false
	slides := c.has(taxonomy.Chair, taxonomy.Stool)
	c.others(func(o *scenes.Object, class taxonomy.Class, q geom.Box) bool {
		if o.Support != scenes.OnFloor || o.Flat || floorDistance(c.box(), q) > 1.5 {
			return true
		}
		// A seat half under a table is no fault to the eye.
		if slides && plays(class, taxonomy.Table, taxonomy.Desk) {
			return true
		}
		// From where it stands towards the middle of the other, until a share
		// of its depth is inside.
		to := q.Center.Vec2().Sub(start.Position.Vec2())
		for k := 1; k <= 40; k++ {
			at := start.Position.Vec2().Add(to.Mul(float64(k) / 40))
			c.p.Position[0], c.p.Position[1] = at[0], at[1]
			d, _ := geom.Penetration(c.box(), q)
			if d >= max(0.06, deep*min(c.o.Size[0], c.o.Size[1])) {
				done = c.only()
				break
			}
		}
		if !done {
			*c.p = start
		}
		return !done
	})
	return done
}

func pierce(c *change) bool {
	if !c.standing() || !c.leaf() {
		return false
	}
	start, e := *c.p, c.room.Task.Room.Extent()
	share := 0.25 + 0.35*c.g.Float64()
	for _, k := range c.g.Perm(4) {
		*c.p = start
		axis, half := k%2, c.box().Extents()
		at := -half[axis] + 2*half[axis]*(1-share)
		if k >= 2 {
			at = e[axis] - at
		}
		if math.Abs(at-start.Position[axis]) > 1.5 {
			continue
		}
		if c.p.Position[axis] = at; c.only() {
			return true
		}
	}
	return false
}

func strayChair(c *change) bool {
	if !c.has(taxonomy.Chair, taxonomy.Stool) || !c.standing() || !c.leaf() {
		return false
	}
	table, o, ok := c.boxOf(c.o.Facing)
	if !ok {
		return false
	}
	class, _ := taxonomy.ByName(o.Category)
	if !plays(class, taxonomy.Table, taxonomy.Desk) || floorDistance(c.box(), table) > 0.5 {
		return false
	}
	return c.search(func() bool {
		return floorDistance(c.box(), table) > 1.2 && c.nearest() > 0.05 && !c.beside(0.8, taxonomy.Table, taxonomy.Desk, taxonomy.Counter)
	})
}

// beside reports whether anything of the roles stands within a gap.
func (c *change) beside(gap float64, roles ...taxonomy.Role) bool {
	b, found := c.box(), false
	c.others(func(_ *scenes.Object, class taxonomy.Class, q geom.Box) bool {
		found = plays(class, roles...) && floorDistance(b, q) < gap
		return !found
	})
	return found
}

// crook turns an object with a front by 12° to 33° and moves it no further
// than 40 cm, so that it stays inside the room and clear of the others.
func crook(c *change) bool {
	if !c.known || !c.class.Front || !c.standing() || !c.leaf() || c.o.Size[0]*c.o.Size[1] < 0.15 {
		return false
	}
	by := 12 + 21*c.g.Float64()
	if c.g.IntN(2) == 0 {
		by = -by
	}
	start := *c.p
	c.turn(by)
	return c.search(func() bool { return c.p.Position.Sub(start.Position).Len() < 0.4 })
}
