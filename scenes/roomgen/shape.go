package roomgen

import (
	"fmt"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// Shape says what outline a room's floor has.
type Shape string

// The shapes.
const (
	Rectangle Shape = ""
	LShape    Shape = "L"
	TShape    Shape = "T"
	// Slanted rooms have walls between the compass headings: a side that runs
	// askew, one cut corner, or a wall that ends in a bay.
	Slanted Shape = "slanted"
	// Polygon draws one of the three above.
	Polygon Shape = "polygon"
)

// Shapes lists the shapes of rooms that are no rectangles.
var Shapes = []Shape{LShape, TShape, Slanted, Polygon}

func (s Shape) check() error {
	if s == Rectangle || slices.Contains(Shapes, s) {
		return nil
	}
	return fmt.Errorf("unknown shape %q of room; use one of %v, or none for a rectangle", s, Shapes)
}

// outline is a floor in the unit square, counter-clockwise, with corners at 0
// and 1 on both axes.
type outline []scenes.Vec2

// draw makes an outline of the shape. A Polygon is an L, a T or slanted, each
// as often.
func (b *builder) outline(s Shape) outline {
	if s == Polygon {
		s = Shapes[b.g.IntN(3)]
	}
	in := func(lo, hi float64) float64 { return lo + b.g.Float64()*(hi-lo) }
	var o outline
	switch s {
	case LShape:
		x, y := in(0.45, 0.66), in(0.45, 0.66)
		o = outline{{0, 0}, {1, 0}, {1, y}, {x, y}, {x, 1}, {0, 1}}
	case TShape:
		stem := in(0.4, 0.56)
		x, y := in(0.2, 0.8-stem), in(0.42, 0.58)
		o = outline{{0, y}, {x, y}, {x, 0}, {x + stem, 0}, {x + stem, y}, {1, y}, {1, 1}, {0, 1}}
	default:
		switch d := in(0.25, 0.42); b.g.IntN(3) {
		case 0: // one side askew
			o = outline{{0, 0}, {1, 0}, {1 - d, 1}, {0, 1}}
		case 1: // a corner cut off
			o = outline{{0, 0}, {1, 0}, {1, 1 - in(0.25, 0.42)}, {1 - d, 1}, {0, 1}}
		default: // a bay
			y := in(0.7, 0.8)
			o = outline{{0, 0}, {1, 0}, {1, y}, {1 - 0.75*d, 1}, {0.75 * d, 1}, {0, y}}
		}
	}
	for range b.g.IntN(4) {
		o = o.turned()
	}
	if b.g.IntN(2) == 0 {
		o = o.mirrored()
	}
	return o
}

// turned is the outline turned by a quarter.
func (o outline) turned() outline {
	out := make(outline, len(o))
	for i, p := range o {
		out[i] = scenes.Vec2{1 - p[1], p[0]}
	}
	return out
}

func (o outline) mirrored() outline {
	out := make(outline, len(o))
	for i, p := range o {
		out[len(o)-1-i] = scenes.Vec2{1 - p[0], p[1]}
	}
	return out
}

// scaled is the floor of the given extents, its corners on whole decimetres.
func (o outline) scaled(x, y float64) []scenes.Vec2 {
	out := make([]scenes.Vec2, len(o))
	for i, p := range o {
		out[i] = scenes.Vec2{math.Round(p[0]*x*10) / 10, math.Round(p[1]*y*10) / 10}
	}
	return out
}

// area is the area of a polygon, whichever way it runs.
func area(p []scenes.Vec2) float64 {
	a := 0.0
	for i := range p {
		q := p[(i+1)%len(p)]
		a += p[i][0]*q[1] - q[0]*p[i][1]
	}
	return math.Abs(a) / 2
}

// floorArea is the floor of a room without its holes, in square metres.
func floorArea(r *scenes.Room) float64 {
	if isRect(r.Floor) && len(r.Holes) == 0 {
		e := r.Extent()
		return e[0] * e[1]
	}
	a := area(r.Floor)
	for _, h := range r.Holes {
		a -= area(h)
	}
	return a
}

func isRect(floor []scenes.Vec2) bool {
	if len(floor) != 4 {
		return false
	}
	for i, p := range floor {
		q := floor[(i+1)%4]
		if p[0] != q[0] && p[1] != q[1] {
			return false
		}
	}
	return true
}

// narrowest is the least that a wall may measure, and passage the least gap
// that a hole leaves to the walls, in metres.
const (
	narrowest = 0.7
	passage   = 0.8
)

// shapeRoom gives the room a floor of the shape asked for with the wanted area,
// and sometimes a pillar or a stairwell in it.
func (b *builder) shapeRoom(want, height float64) bool {
	o := b.outline(b.opt.Shape)
	aspect := 0.72 + 0.7*b.g.Float64()
	k := math.Sqrt(want / area(o))
	x, y := k*math.Sqrt(aspect), k/math.Sqrt(aspect)
	lo, hi := b.opt.Sides[0], b.opt.Sides[1]
	x, y = min(max(x, lo), hi), min(max(y, lo), hi)
	room := scenes.Room{Floor: o.scaled(x, y), Height: height}
	for i, p := range room.Floor {
		if room.Floor[(i+1)%len(o)].Sub(p).Len() < narrowest {
			return false
		}
	}
	if err := room.Validate(); err != nil {
		return false
	}
	b.task.Room = room
	return true
}

func mm(v float64) float64 { return math.Round(v*1000) / 1000 }

// pierce puts a pillar into some rooms and a stairwell into some large ones,
// away from the walls and the doors.
func (b *builder) pierce() {
	var size scenes.Vec2
	floor := area(b.task.Room.Floor)
	switch f := b.g.Float64(); {
	case f < 0.12 && floor > 24:
		size = scenes.Vec2{0.9 + 0.1*float64(b.g.IntN(3)), 1.8 + 0.1*float64(b.g.IntN(6))}
	case f < 0.3 && floor > 12:
		s := 0.3 + 0.05*float64(b.g.IntN(4))
		size = scenes.Vec2{s, s}
	default:
		return
	}
	if b.g.IntN(2) == 0 {
		size = scenes.Vec2{size[1], size[0]}
	}
	e := b.task.Room.Extent()
	for range 40 {
		c := scenes.Vec2{cm(b.g.Float64() * e[0]), cm(b.g.Float64() * e[1])}
		h := pillar(c, size, e[2])
		wide := h.box
		wide.Half = wide.Half.Add(scenes.Vec3{passage, passage, 0})
		if out, _ := b.space.Outside(wide); out > 0 || h.meetsAny(b.doors) {
			continue
		}
		lo, hi := c.Sub(size.Mul(0.5)), c.Add(size.Mul(0.5))
		for k := range 2 {
			lo[k], hi[k] = mm(lo[k]), mm(hi[k])
		}
		b.task.Room.Holes = [][]scenes.Vec2{{lo, {hi[0], lo[1]}, hi, {lo[0], hi[1]}}}
		b.holes = append(b.holes, h)
		return
	}
}

// covered says whether the planned objects cover the floor about as asked and
// fit into the room.
func (b *builder) covered(planned float64) bool {
	got := planned / floorArea(&b.task.Room)
	return got >= b.opt.Coverage[0]*0.98 && got <= b.opt.Coverage[1]*1.05
}
