package edit

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// Axis holds a drag to a line.
type Axis int

// The axes of the room.
const (
	Free Axis = iota
	East
	North
	Up
)

// Drag moves or turns the selected objects of a room, as one gesture. A drag
// begins where the pointer takes hold, follows it with To, can be held to an
// axis and be typed into, and ends with End or Cancel.
type Drag struct {
	d       *document.Document
	gesture *document.Gesture
	refs    []document.Ref
	lead    document.Ref
	room    string
	turning bool
	from    scenes.Vec3
	at      scenes.Vec3
	pivot   scenes.Vec2
	axis    Axis
	snap    Snap
	typed   Typed
	guides  [][2]scenes.Vec3
	said    string
	// last is the change that is shown.
	last document.Change
}

// NewMove begins to move objects of one room. The lead is the one that was
// grabbed, at a point; it is the one that snaps. It is nil where nothing can be
// moved.
func NewMove(d *document.Document, refs []document.Ref, lead document.Ref, at scenes.Vec3, s Snap) *Drag {
	return newDrag(d, refs, lead, at, s, false)
}

// NewTurn begins to turn objects of one room round the middle of their boxes, or
// a single one round its own.
func NewTurn(d *document.Document, refs []document.Ref, at scenes.Vec3, s Snap) *Drag {
	if len(refs) == 0 {
		return nil
	}
	return newDrag(d, refs, refs[len(refs)-1], at, s, true)
}

func newDrag(d *document.Document, refs []document.Ref, lead document.Ref, at scenes.Vec3, s Snap, turning bool) *Drag {
	g := &Drag{d: d, lead: lead, room: lead.Room, from: at, at: at, snap: s, turning: turning}
	for _, r := range refs {
		if _, _, p := d.State().Object(r); p != nil && r.Room == lead.Room && !d.State().IsLocked(r) {
			g.refs = append(g.refs, r)
		}
	}
	if len(g.refs) == 0 {
		return nil
	}
	if !slices.Contains(g.refs, lead) {
		g.lead = g.refs[len(g.refs)-1] // what was grabbed is locked and stays
	}
	g.pivot = Pivot(d.State(), g.refs).Vec2()
	g.gesture = d.Begin()
	return g
}

// Pivot returns the middle of the boxes round objects of one room, at the height
// of their lowest; of a single one its own middle. It is in the room's frame.
func Pivot(s *document.State, refs []document.Ref) scenes.Vec3 {
	var lo, hi scenes.Vec3
	n := 0
	var room *scenes.LevelRoom
	for _, r := range refs {
		a, b, ok := s.Bounds(r)
		if !ok {
			continue
		}
		if room, _ = s.Room(r.Room); n == 0 {
			lo, hi = a, b
		}
		for k := range 3 {
			lo[k], hi[k] = min(lo[k], a[k]), max(hi[k], b[k])
		}
		n++
	}
	if n == 0 {
		return scenes.Vec3{}
	}
	mid := lo.Add(hi).Mul(0.5)
	mid[2] = lo[2]
	return room.Local(mid)
}

// To follows the pointer to a point, with the snapping as it is now.
func (g *Drag) To(at scenes.Vec3, s Snap) error {
	g.at, g.snap = at, s
	return g.show()
}

// Hold holds the drag to an axis, or lets it go where that axis held it.
func (g *Drag) Hold(a Axis) error {
	if g.axis == a {
		a = Free
	}
	g.axis = a
	return g.show()
}

// Axis returns what holds the drag.
func (g *Drag) Axis() Axis { return g.axis }

// Type takes a character of a number: digits, a sign, a point or comma; '\b'
// takes the last one away. What is typed counts instead of the pointer: metres
// along the axis, east where there is none, or degrees clockwise.
func (g *Drag) Type(c rune) error {
	g.typed.Type(c)
	return g.show()
}

// number reads what was typed.
func number(text string) (float64, bool) {
	v, err := strconv.ParseFloat(text, 64)
	return v, err == nil && !math.IsNaN(v) && math.Abs(v) <= 1e4
}

// show makes the change from where the drag began.
func (g *Drag) show() error {
	g.guides = nil
	if g.turning {
		return g.turn()
	}
	return g.move()
}

func (g *Drag) turn() error {
	angle, typed := g.typed.Value()
	if !typed {
		a, b := g.from.Vec2().Sub(g.pivot), g.at.Vec2().Sub(g.pivot)
		if a.Len() < 1e-6 || b.Len() < 1e-6 {
			return nil
		}
		angle = (math.Atan2(b[0], b[1]) - math.Atan2(a[0], a[1])) * 180 / math.Pi
		if g.snap.Angle > 0 {
			if _, _, p := g.gesture.From().Object(g.lead); len(g.refs) == 1 && p != nil {
				angle = math.Round((p.Yaw+angle)/g.snap.Angle)*g.snap.Angle - p.Yaw
			} else {
				angle = math.Round(angle/g.snap.Angle) * g.snap.Angle
			}
		}
	}
	g.said = fmt.Sprintf("%+.4g°", math.Remainder(angle, 360))
	room, _ := g.gesture.From().Room(g.room)
	return g.update(document.Turn(g.refs, room.Point(g.pivot.Vec3(0)).Vec2(), angle))
}

func (g *Drag) move() error {
	by := g.at.Sub(g.from)
	v, typed := g.typed.Value()
	switch {
	case typed:
		by = scenes.Vec3{}
		by[max(int(g.axis), 1)-1] = v
	case g.axis == Free:
		by[2] = 0
	default:
		k := int(g.axis) - 1
		along := by[k]
		if g.snap.Grid > 0 {
			along = math.Round(along/g.snap.Grid) * g.snap.Grid
		}
		by = scenes.Vec3{}
		by[k] = along
	}
	if !typed && g.axis == Free {
		return g.free(by)
	}
	return g.moveBy(by)
}

// free moves with snapping; a single object goes onto what is below it.
func (g *Drag) free(by scenes.Vec3) error {
	s := g.gesture.From()
	room, o, p := s.Object(g.lead)
	if p == nil {
		return g.moveBy(by)
	}
	held := *p
	held.Position = held.Position.Add(by)
	if o.Support == scenes.OnWall {
		held.Position[2] = p.Position[2] + g.at[2] - g.from[2]
	}
	snap := g.snap
	snap.Angle = 0 // moving turns nothing
	to := snap.To(room.Task, room.Layout, o, held, false)
	g.guides = to.Guides
	if len(g.refs) > 1 {
		way := to.Placement.Position.Sub(p.Position)
		way[2] = 0
		return g.moveBy(way)
	}
	g.say(to.Placement.Position.Sub(p.Position))
	return g.update(document.Put(g.lead, to.Placement, to.Carrier))
}

// moveBy moves by a way in the room's frame.
func (g *Drag) moveBy(by scenes.Vec3) error {
	room, _ := g.gesture.From().Room(g.room)
	g.say(by)
	return g.update(document.Move(g.refs, room.Point(by).Sub(room.Origin)))
}

func (g *Drag) update(c document.Change) error {
	err := g.gesture.Update(c)
	if err == nil {
		g.last = c
	}
	return err
}

func (g *Drag) say(by scenes.Vec3) {
	if g.axis != Free {
		g.said = fmt.Sprintf("%+.2f m", by[g.axis-1])
		return
	}
	g.said = fmt.Sprintf("%+.2f  %+.2f", by[0], by[1])
	if by[2] != 0 {
		g.said += fmt.Sprintf("  %+.2f", by[2])
	}
	g.said += " m"
}

// Said is how far the drag is, for people, with what is typed and along which
// axis.
func (g *Drag) Said() string {
	text := g.said
	if g.typed != (Typed{}) {
		if text = g.typed.String() + " m"; g.turning {
			text = g.typed.String() + "°"
		}
	}
	if name := g.axis.String(); name != "" && !g.turning {
		text = name + "  " + text
	}
	return text
}

// String is the axis as it is called in the window, empty for none.
func (a Axis) String() string { return [...]string{"", "X", "Y", "Z"}[a] }

// Way is the unit vector along the axis in the room's frame, zero for none.
func (a Axis) Way() scenes.Vec3 {
	var v scenes.Vec3
	if a != Free {
		v[a-1] = 1
	}
	return v
}

// Guides are the lines that the dragged holds on to.
func (g *Drag) Guides() [][2]scenes.Vec3 { return g.guides }

// Lead is the object that was grabbed.
func (g *Drag) Lead() document.Ref { return g.lead }

// From returns the state in which the drag began.
func (g *Drag) From() *document.State { return g.gesture.From() }

// End makes the drag a step. What was let go over the floor of another room
// belongs to that one from then on, in the same step; its id is returned, else
// that of the room in which the drag began.
func (g *Drag) End() string {
	room := g.room
	if to := g.over(); to != "" && !g.turning && g.last.Title != "" {
		if g.gesture.Update(document.Batch(g.last.Title, g.last, document.MoveTo(g.refs, to))) == nil {
			room = to
		}
	}
	g.gesture.End()
	return room
}

// over returns the room over whose floor the lead is, where that is not its own.
func (g *Drag) over() string {
	room, _, p := g.d.State().Object(g.lead)
	if p == nil {
		return ""
	}
	at := room.Point(p.Position)
	in := ""
	for i := range g.d.State().Level.Rooms {
		r := &g.d.State().Level.Rooms[i]
		if geom.InsideFloor(&r.Task.Room, r.Local(at).Vec2(), 0) {
			if r.Task.ID == g.room {
				return ""
			}
			if in == "" {
				in = r.Task.ID
			}
		}
	}
	return in
}

// Cancel brings everything back to where it was.
func (g *Drag) Cancel() { g.gesture.Cancel() }
