package stage

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay"
)

// Room is one room of what is shown, where it stands in the level.
type Room struct {
	scenes.LevelRoom
	// Hidden are the ids of objects that are not drawn and cannot be picked.
	Hidden []string
	// Locked are the ids of objects that are marked as locked.
	Locked []string
	// Findings are the faults of the layout.
	Findings []scenes.Finding
}

// Content is what the stage shows. Tasks, layouts and slices must not change
// once they were shown: [Stage.Show] a new content instead.
type Content struct {
	Rooms []Room
	// Active is the index of the room that is edited.
	Active int
	// Selected and Hovered are ids of the active room's objects.
	Selected []string
	Hovered  string
	// Field tints the floor of the active room, when it has cells.
	Field Field
}

// Field is a number for every cell of a grid on the floor of the active room,
// such as how good a place is for an object.
type Field = overlay.Field

// active returns the room that is edited, or nil.
func (c *Content) active() *Room {
	if c.Active < 0 || c.Active >= len(c.Rooms) || c.Rooms[c.Active].Task == nil {
		return nil
	}
	return &c.Rooms[c.Active]
}

// local turns a point of the level into one of the active room.
func (c *Content) local(p scenes.Vec3) scenes.Vec3 {
	if r := c.active(); r != nil {
		return r.Local(p)
	}
	return p
}

// global turns a point of the active room into one of the level.
func (c *Content) global(p scenes.Vec3) scenes.Vec3 {
	if r := c.active(); r != nil {
		return r.Point(p)
	}
	return p
}

// bounds is a box along the axes of the level; an empty one has lo above hi.
type bounds struct{ lo, hi scenes.Vec3 }

func nowhere() bounds {
	inf := math.Inf(1)
	return bounds{scenes.Vec3{inf, inf, inf}, scenes.Vec3{-inf, -inf, -inf}}
}

func (b *bounds) add(p scenes.Vec3) {
	for k, v := range p {
		if math.Abs(v) <= scenes.Farthest {
			b.lo[k], b.hi[k] = min(b.lo[k], v), max(b.hi[k], v)
		}
	}
}

func (b *bounds) empty() bool {
	return !(b.lo[0] <= b.hi[0] && b.lo[1] <= b.hi[1] && b.lo[2] <= b.hi[2])
}

func (b *bounds) middle() scenes.Vec3 { return b.lo.Add(b.hi).Mul(0.5) }

// radius is that of the ball about the middle that holds the box.
func (b *bounds) radius() float64 { return b.hi.Sub(b.lo).Len() / 2 }

// corners returns the box's eight corners.
func (b *bounds) corners() []scenes.Vec3 {
	out := make([]scenes.Vec3, 0, 8)
	for i := range 8 {
		p := b.lo
		for k := range 3 {
			if i>>k&1 != 0 {
				p[k] = b.hi[k]
			}
		}
		out = append(out, p)
	}
	return out
}

// extent returns the box round a room, in the level.
func (r *Room) extent() bounds {
	b := nowhere()
	if r.Task == nil {
		return b
	}
	for _, p := range r.Task.Room.Floor {
		b.add(r.Point(p.Vec3(0)))
		b.add(r.Point(p.Vec3(r.Task.Room.Height)))
	}
	return b
}

// extent returns the box round all rooms, or round a small empty place.
func (c *Content) extent() bounds {
	b := nowhere()
	for i := range c.Rooms {
		if e := c.Rooms[i].extent(); !e.empty() {
			b.add(e.lo)
			b.add(e.hi)
		}
	}
	if b.empty() {
		return bounds{scenes.Vec3{}, scenes.Vec3{4, 4, 2.6}}
	}
	return b
}
