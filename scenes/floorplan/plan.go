package floorplan

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// Plan is a level before it is furnished, in the frame of its footprint.
type Plan struct {
	// Footprint is the outside of the building, counter-clockwise, its lowest
	// corner at the origin.
	Footprint []scenes.Vec2
	Height    float64
	// Wall is the thickness of walls.
	Wall  float64
	Rooms []Room
	// Doors are between rooms, and last the entrance.
	Doors []Door
}

// Room is a room of a plan.
type Room struct {
	// Name is unique in the plan: the program, numbered where there are several.
	Name, Program string
	// Added says that nobody asked for the room: a corridor.
	Added bool
	// Passage says that the only way to other rooms leads through this one although
	// it is better not passed: a bedroom, a bathroom, a kitchen.
	Passage bool
	// Cell is the room's share of the footprint, counter-clockwise, with half of
	// each wall.
	Cell []scenes.Vec2
	// Origin is where the lowest corner of the floor's bounding box lies.
	Origin scenes.Vec2
	// Space is the room in its own frame, which is not turned: the floor is the
	// cell less half a wall, and the openings are those of the plan's doors and
	// the room's windows.
	Space scenes.Room
}

// Outside stands for a room in a [Door] that leads out of the building.
const Outside = -1

// Door is a way between two rooms, or out.
type Door struct {
	// Rooms are the numbers of the room that the leaf swings into and of the one
	// on the other side, which may be [Outside]; an entrance whose leaf would meet
	// another door swings out all the same.
	Rooms [2]int
	// At is the middle of the door in the middle of its wall.
	At scenes.Vec2
	// Along is the unit vector of the wall, the first room being on its left.
	Along         scenes.Vec2
	Width, Height float64
}

// Name is how the opening of the door is called in either room: after the room
// that it leads to.
func (p *Plan) doorName(d *Door, from int) string {
	to := d.Rooms[0]
	if to == from {
		to = d.Rooms[1]
	}
	if to == Outside {
		return "entrance"
	}
	return "door_" + p.Rooms[to].Name
}

// settle gives every room its floor, and its openings for the doors, in the
// plan's order.
func (p *Plan) settle() {
	for i := range p.Rooms {
		r := &p.Rooms[i]
		floor := inset(r.Cell, p.Wall/2)
		lo, _ := bounds(floor)
		r.Origin = lo
		for k := range floor {
			floor[k] = round(floor[k].Sub(lo))
		}
		r.Space = scenes.Room{Floor: floor, Height: p.Height}
	}
}

// pierce adds the openings of a door to its rooms. The hinge is at the end of the
// wall that is nearer, so that the open leaf leans towards the corner.
func (p *Plan) pierce(d *Door) {
	for side, i := range d.Rooms {
		if i == Outside {
			continue
		}
		r := &p.Rooms[i]
		along := d.Along
		if side == 1 {
			along = along.Mul(-1)
		}
		wall, offset, length := r.wallAt(d.At, along, p.Wall)
		o := scenes.Opening{ID: p.doorName(d, i), Kind: scenes.Door, Wall: wall, Offset: offset, Width: d.Width, Height: d.Height, Swing: scenes.SwingOutward}
		if side == 0 {
			if o.Swing = scenes.SwingRight; offset > length/2 {
				o.Swing = scenes.SwingLeft
			}
		}
		for n := 2; hasOpening(&r.Space, o.ID); n++ {
			o.ID = fmt.Sprintf("%s_%d", p.doorName(d, i), n)
		}
		r.Space.Openings = append(r.Space.Openings, o)
	}
}

func hasOpening(r *scenes.Room, id string) bool {
	for i := range r.Openings {
		if r.Openings[i].ID == id {
			return true
		}
	}
	return false
}

// wallAt finds the wall of the floor that runs along the given direction half a
// wall from a point of the cell's border, the point's place along it, and its
// length. The offset is rounded to a nanometre.
func (r *Room) wallAt(at, along scenes.Vec2, thickness float64) (wall int, offset, length float64) {
	in := scenes.Vec2{-along[1], along[0]}
	p := at.Add(in.Mul(thickness / 2)).Sub(r.Origin)
	best := math.Inf(1)
	for i, a := range r.Space.Floor {
		b := r.Space.Floor[(i+1)%len(r.Space.Floor)]
		d := b.Sub(a)
		l := d.Len()
		u := d.Mul(1 / l)
		if u.Dot(along) < 1-1e-9 {
			continue
		}
		s := p.Sub(a).Dot(u)
		off := math.Abs(p.Sub(a).Dot(scenes.Vec2{-u[1], u[0]})) + max(0, -s, s-l)
		if off < best {
			best, wall, offset, length = off, i, math.Round(s*1e9)/1e9, l
		}
	}
	return wall, offset, length
}

// Area is the room's floor in square metres.
func (r *Room) Area() float64 { return area2(r.Space.Floor) / 2 }
