package edit

import (
	"fmt"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// Pen draws a floor's outline corner by corner. The zero value begins with the
// first click.
type Pen struct {
	// Points are the corners so far, Next is where the pointer would put one.
	Points []scenes.Vec2
	Next   scenes.Vec2
	typed  Typed
}

// penAngle is how far, in degrees, a side may be off a multiple of 45° and still
// be drawn along it.
const penAngle = 8

// Move takes the pointer to a point of the floor. Sides go along multiples of 45°
// when they nearly do, line up with the first corner, and keep to the grid; with
// free they go where the pointer is.
func (p *Pen) Move(at scenes.Vec2, s Snap, free bool) {
	n := len(p.Points)
	grid := func(v float64) float64 {
		if s.Grid > 0 {
			return math.Round(v/s.Grid) * s.Grid
		}
		return v
	}
	switch {
	case free:
		p.Next = at
	case n == 0:
		p.Next = scenes.Vec2{grid(at[0]), grid(at[1])}
	default:
		last := p.Points[n-1]
		d := at.Sub(last)
		heading, ok := geom.Bearing(last, at)
		straight := math.Round(heading/45) * 45
		if !ok || geom.AngleBetween(heading, straight) > penAngle {
			p.Next = scenes.Vec2{grid(at[0]), grid(at[1])}
			break
		}
		_, way := scenes.Axes(straight)
		p.Next = last.Add(way.Mul(grid(d.Dot(way))))
		for axis := range 2 {
			// In line with the first corner, so that the last side is straight too.
			if first := p.Points[0]; n > 1 && math.Abs(p.Next[axis]-first[axis]) < 0.15 && math.Abs(way[axis]) > 0.5 && math.Mod(straight, 90) == 0 {
				p.Next[axis] = first[axis]
			}
		}
	}
	if v, ok := p.typed.Value(); ok && n > 0 {
		if d := p.Next.Sub(p.Points[n-1]); d.Len() > 1e-9 {
			p.Next = p.Points[n-1].Add(d.Mul(v / d.Len()))
		}
	}
}

// Type takes a character of the length of the side that is being drawn.
func (p *Pen) Type(c rune) { p.typed.Type(c) }

// Typing reports whether a length is being typed.
func (p *Pen) Typing() bool { return p.typed != (Typed{}) }

// Closes reports whether a click would close the outline: the pointer is within
// reach metres of the first corner.
func (p *Pen) Closes(reach float64) bool {
	return len(p.Points) >= 3 && p.Next.Sub(p.Points[0]).Len() <= reach
}

// mostCorners bounds an outline; nobody draws more by hand.
const mostCorners = 256

// Crosses reports whether the side to the pointer meets one that is drawn
// already.
func (p *Pen) Crosses() bool {
	n := len(p.Points)
	for i := 0; i+2 < n; i++ {
		if i == 0 && p.Next.Sub(p.Points[0]).Len() < 0.01 {
			continue // it closes the outline
		}
		if meet(p.Points[i], p.Points[i+1], p.Points[n-1], p.Next) {
			return true
		}
	}
	return false
}

// meet reports whether two stretches have a point in common.
func meet(a, b, c, d scenes.Vec2) bool {
	side := func(p, q, r scenes.Vec2) float64 { return (q[0]-p[0])*(r[1]-p[1]) - (q[1]-p[1])*(r[0]-p[0]) }
	u, v, w, x := side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)
	if u == 0 && v == 0 {
		// On one line: they meet where their boxes do.
		return max(min(a[0], b[0]), min(c[0], d[0])) <= min(max(a[0], b[0]), max(c[0], d[0])) &&
			max(min(a[1], b[1]), min(c[1], d[1])) <= min(max(a[1], b[1]), max(c[1], d[1]))
	}
	return u*v <= 0 && w*x <= 0
}

// Put puts a corner where the pointer is; one where there is one already is
// passed over. The error says that the new side would cross another one.
func (p *Pen) Put() error {
	if n := len(p.Points); n > 0 && p.Next.Sub(p.Points[n-1]).Len() < 0.01 || len(p.Points) >= mostCorners {
		return nil
	}
	if p.Crosses() {
		return fmt.Errorf("this side would cross another one; put the corner elsewhere")
	}
	p.Points = append(slices.Clone(p.Points), p.Next)
	p.typed = Typed{}
	return nil
}

// Back takes the last corner away and reports whether there was one.
func (p *Pen) Back() bool {
	if len(p.Points) == 0 {
		return false
	}
	p.Points = p.Points[:len(p.Points)-1]
	return true
}

// Check says what is wrong with the outline as a floor, or nil.
func (p *Pen) Check() error {
	switch err := geom.CheckPolygon(p.Points); {
	case len(p.Points) < 3:
		return fmt.Errorf("a floor has three corners or more; click where they are")
	case err != nil:
		return fmt.Errorf("the sides of the floor cross or touch each other; Backspace takes the last corner back")
	}
	return nil
}

// Said is the length of the side that is being drawn, for people.
func (p *Pen) Said() string {
	if p.typed != (Typed{}) {
		return p.typed.String()
	}
	if n := len(p.Points); n > 0 {
		return fmt.Sprintf("%.2f m", p.Next.Sub(p.Points[n-1]).Len())
	}
	return ""
}

// Typed is a number being typed.
type Typed struct{ text string }

// Type takes digits, a sign, a point or comma, and '\b' for one back.
func (t *Typed) Type(c rune) {
	switch {
	case c == '\b':
		if len(t.text) > 0 {
			t.text = t.text[:len(t.text)-1]
		}
	case c == ',':
		t.Type('.')
	case (c >= '0' && c <= '9' || c == '.' || c == '-') && len(t.text) < 12:
		t.text += string(c)
	}
}

// Value returns the number, and false where there is none that could be metres
// or degrees.
func (t *Typed) Value() (float64, bool) { return number(t.text) }

// String is what was typed, with a cursor.
func (t *Typed) String() string { return t.text + "|" }

// Grip is a part of a room that can be dragged.
type Grip struct {
	Kind GripKind
	// Index is of the corner or the wall.
	Index int
	// ID is of the opening.
	ID string
}

// GripKind says what a [Grip] is.
type GripKind int

// The kinds of grips.
const (
	NoGrip GripKind = iota
	CornerGrip
	WallGrip
	OpeningGrip
)

// GripAt returns what of a room is within reach metres of a point of its floor:
// a corner before an opening before a wall.
func GripAt(room *scenes.Room, at scenes.Vec2, reach float64) Grip {
	for i, c := range room.Floor {
		if c.Sub(at).Len() <= reach {
			return Grip{Kind: CornerGrip, Index: i}
		}
	}
	wall, offset, gap := document.NearestWall(room, at)
	if gap > reach {
		return Grip{}
	}
	for _, o := range room.Openings {
		if o.Wall == wall && math.Abs(o.Offset-offset) <= o.Width/2 {
			return Grip{Kind: OpeningGrip, ID: o.ID}
		}
	}
	return Grip{Kind: WallGrip, Index: wall}
}

// Along returns where along a wall something goes that is held at a distance from
// its beginning: the middle of the wall where it nearly is there, else the grid.
func (s Snap) Along(room *scenes.Room, wall int, offset float64) float64 {
	from, along := document.WallOf(room, wall)
	middle := room.Floor[(wall+1)%len(room.Floor)].Sub(from).Dot(along) / 2
	switch {
	case s.Sides && math.Abs(offset-middle) < 0.1:
		return middle
	case s.Grid > 0:
		return math.Round(offset/s.Grid) * s.Grid
	}
	return offset
}

// Pull is the change that takes a grip of a room, as it was when it was grabbed
// at a point, to another point: corners go there, walls are pushed in or out,
// openings go along their wall and round to others.
func Pull(r *scenes.LevelRoom, g Grip, from, to scenes.Vec2, s Snap) (document.Change, error) {
	room, id := &r.Task.Room, r.Task.ID
	grid := func(v float64) float64 {
		if s.Grid > 0 {
			return math.Round(v/s.Grid) * s.Grid
		}
		return v
	}
	switch g.Kind {
	case CornerGrip:
		if g.Index >= len(room.Floor) {
			break
		}
		at := scenes.Vec2{grid(to[0]), grid(to[1])}
		if s.Walls {
			// In line with the corners beside it where it nearly is.
			n := len(room.Floor)
			for _, c := range [2]scenes.Vec2{room.Floor[(g.Index+1)%n], room.Floor[(g.Index+n-1)%n]} {
				for axis := range 2 {
					if math.Abs(at[axis]-c[axis]) < 0.1 {
						at[axis] = c[axis]
					}
				}
			}
		}
		return document.MoveCorner(id, g.Index, at), nil
	case WallGrip:
		if g.Index >= len(room.Floor) {
			break
		}
		_, along := document.WallOf(room, g.Index)
		return document.MoveWall(id, g.Index, grid(to.Sub(from).Dot(scenes.Vec2{along[1], -along[0]}))), nil
	case OpeningGrip:
		i := slices.IndexFunc(room.Openings, func(o scenes.Opening) bool { return o.ID == g.ID })
		if i < 0 {
			break
		}
		o := room.Openings[i]
		o.Wall, o.Offset, _ = document.NearestWall(room, to)
		o.Offset = s.Along(room, o.Wall, o.Offset)
		return document.SetOpening(document.Ref{Room: id, Kind: document.Opening, ID: g.ID}, o), nil
	}
	return document.Change{}, fmt.Errorf("there is nothing to pull here")
}
