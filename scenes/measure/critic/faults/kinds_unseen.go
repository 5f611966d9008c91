package faults

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// unseen are the kinds that were written after the critic was frozen.
var unseen = []Kind{
	{Name: "tall piece before the window", Says: "a tall piece of furniture stands with its back to the window and hides most of it", Unseen: true, make: hideWindow},
	{Name: "no way to a cupboard", Says: "a piece of furniture stands right before a cupboard, an appliance or the like", Unseen: true, make: barFront},
	{Name: "bedside table far away", Says: "a nightstand or side table stands far from its bed or sofa and from every other", Unseen: true, make: strayTable},
	{Name: "front to the wall", Says: "a cupboard, a shelf, an appliance or the like shows its back and has its front to the wall", Unseen: true, make: hideFront},
}

func hideWindow(c *change) bool {
	if !c.standing() || !c.leaf() {
		return false
	}
	room, start := &c.room.Task.Room, *c.p
	for _, o := range room.Openings {
		if o.Kind != scenes.Window || c.box().Top() < o.Sill+0.6*o.Height || c.o.Size[0] < 0.5*o.Width {
			continue
		}
		a, b := room.Floor[o.Wall], room.Floor[(o.Wall+1)%len(room.Floor)]
		along := b.Sub(a).Normalize()
		inward := scenes.Vec2{-along[1], along[0]}
		yaw, ok := geom.Bearing(scenes.Vec2{}, inward)
		if !ok {
			continue
		}
		for range tries {
			slip := (c.g.Float64() - 0.5) * 0.3 * o.Width
			at := a.Add(along.Mul(o.Offset + slip)).Add(inward.Mul(c.o.Size[1]/2 + 0.005))
			c.p.Position[0], c.p.Position[1], c.p.Yaw = at[0], at[1], math.Round(yaw)
			if c.only() && at.Sub(start.Position.Vec2()).Len() > 0.3 {
				return true
			}
		}
		*c.p = start
	}
	return false
}

// usedFromFront are the roles of what is opened or used at its front.
var usedFromFront = []taxonomy.Role{taxonomy.Storage, taxonomy.Bookcase, taxonomy.Appliance, taxonomy.Sanitary, taxonomy.Display, taxonomy.Hearth}

func barFront(c *change) bool {
	if !c.standing() || !c.leaf() || c.o.Size[2] < 0.4 || c.has(taxonomy.Chair, taxonomy.Stool) {
		return false
	}
	start, done := *c.p, false
	c.others(func(o *scenes.Object, class taxonomy.Class, q geom.Box) bool {
		if o.Support != scenes.OnFloor || !class.Front || !plays(class, usedFromFront...) {
			return true
		}
		right, front := scenes.Axes(q.Yaw)
		half := c.box().Extents()
		width := half[0]*math.Abs(right[0]) + half[1]*math.Abs(right[1])
		depth := half[0]*math.Abs(front[0]) + half[1]*math.Abs(front[1])
		if width < 0.7*q.Half[0] {
			return true
		}
		at := q.Center.Vec2().Add(front.Mul(q.Half[1] + depth + 0.05 + 0.1*c.g.Float64()))
		c.p.Position[0], c.p.Position[1] = at[0], at[1]
		if done = c.only() && at.Sub(start.Position.Vec2()).Len() > 0.4; !done {
			*c.p = start
		}
		return !done
	})
	return done
}

func strayTable(c *change) bool {
	if !c.has(taxonomy.Bedside, taxonomy.SideTable) || !c.standing() || !c.leaf() {
		return false
	}
	served := []taxonomy.Role{taxonomy.Bed, taxonomy.Sofa, taxonomy.Lounge}
	if !c.beside(0.3, served...) {
		return false
	}
	return c.search(func() bool { return !c.beside(1.5, served...) && c.nearest() > 0.05 })
}

// hideFront turns a piece round that stood with its back to a wall.
func hideFront(c *change) bool {
	if !c.known || !c.class.Front || !c.has(usedFromFront...) || !c.standing() || !c.leaf() {
		return false
	}
	c.turn(180)
	b := c.box()
	_, front := scenes.Axes(b.Yaw)
	before := b.Center.Vec2().Add(front.Mul(b.Half[1] + 0.15))
	return !geom.InsideFloor(&c.room.Task.Room, before, 0)
}
