package view

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/edit"
	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/scenes"
)

// pulling is a corner, a wall, a door or a window of a room that follows the
// pointer.
type pulling struct {
	gesture *document.Gesture
	room    string
	grip    edit.Grip
	from    scenes.Vec2
	number  edit.Typed
}

// newPull takes hold of a part of the active room at a pixel.
func (s *shell) newPull(g edit.Grip, x, y float64) hand {
	p := &pulling{room: s.room, grip: g}
	at, ok := s.pullPoint(g, x, y)
	if !ok {
		return nil
	}
	p.from, p.gesture = at, s.doc.Begin()
	s.start = false
	return p
}

// pullPoint is where a pixel points for a grip, in the active room: on its walls
// for what is in them, else on its floor.
func (s *shell) pullPoint(g edit.Grip, x, y float64) (scenes.Vec2, bool) {
	ray := s.ray(x, y)
	if g.Kind == edit.OpeningGrip {
		if _, at, ok := ray.Wall(&s.active().Task.Room); ok {
			return at.Vec2(), true
		}
	}
	at, ok := ray.Floor(0)
	return at.Vec2(), ok
}

func (p *pulling) follow(s *shell, x, y float64, mods command.Mods) error {
	at, ok := s.pullPoint(p.grip, x, y)
	from, _ := p.gesture.From().Room(p.room)
	if !ok || from == nil {
		return nil
	}
	// Pulling moves the room's own frame; the change is made from where it was.
	at = from.Local(s.active().Point(at.Vec3(0))).Vec2()
	change, err := edit.Pull(from, p.grip, p.from, at, s.snap(mods, at.Vec3(0)))
	if err != nil {
		return err
	}
	if v, typed := p.number.Value(); typed {
		switch p.grip.Kind {
		case edit.WallGrip:
			change = document.MoveWall(p.room, p.grip.Index, v)
		case edit.OpeningGrip:
			ref := document.Ref{Room: p.room, Kind: document.Opening, ID: p.grip.ID}
			if _, o := p.gesture.From().Opening(ref); o != nil {
				moved := *o
				moved.Offset = v + o.Width/2
				change = document.SetOpening(ref, moved)
			}
		}
	}
	return p.gesture.Update(change)
}

func (p *pulling) click(s *shell, double bool) bool { return p.end(s) }
func (p *pulling) key(command.Key) bool             { return false }

func (p *pulling) typed(c rune) {
	if p.grip.Kind != edit.CornerGrip {
		p.number.Type(c)
	}
}

func (p *pulling) end(s *shell) bool {
	p.gesture.End()
	return true
}

func (p *pulling) cancel(s *shell) { p.gesture.Cancel() }

func (p *pulling) said() string {
	if p.number != (edit.Typed{}) {
		return p.number.String() + " m"
	}
	return ""
}

func (p *pulling) hint() string {
	switch p.grip.Kind {
	case edit.WallGrip:
		return "Digits type how far the wall goes outwards, Ctrl leaves the grid, Escape cancels."
	case edit.OpeningGrip:
		return "It goes along its wall and round to others; digits type the distance to the wall's left end, Escape cancels."
	}
	return "The corner lines up with its neighbours, Ctrl leaves the grid, Escape cancels."
}

// draw writes the lengths that change.
func (p *pulling) draw(s *shell) sketch {
	var out sketch
	room := &s.active().Task.Room
	n := len(room.Floor)
	switch i := p.grip.Index; p.grip.Kind {
	case edit.OpeningGrip:
		if _, o := s.doc.State().Opening(document.Ref{Room: p.room, Kind: document.Opening, ID: p.grip.ID}); o != nil {
			out.spans(besideOpening(room, o))
		}
	case edit.CornerGrip:
		out.sides(room, (i+n-1)%n, i)
	case edit.WallGrip:
		out.sides(room, (i+n-1)%n, i, (i+1)%n)
	}
	return out
}

// besideOpening measures what is left of a wall on both sides of an opening.
func besideOpening(room *scenes.Room, o *scenes.Opening) []edit.Span {
	from, along := document.WallOf(room, o.Wall)
	to := room.Floor[(o.Wall+1)%len(room.Floor)]
	in := scenes.Vec2{-along[1], along[0]}.Mul(0.03)
	at := func(d float64) scenes.Vec3 { return from.Add(along.Mul(d)).Add(in).Vec3(0.02) }
	left, right := o.Offset-o.Width/2, o.Offset+o.Width/2
	length := to.Sub(from).Len()
	return []edit.Span{
		{From: at(0), To: at(left), Length: left},
		{From: at(right), To: at(length), Length: length - right},
	}
}

// sides draws walls of a room with their lengths.
func (k *sketch) sides(room *scenes.Room, walls ...int) {
	for _, i := range walls {
		a, b := room.Floor[i], room.Floor[(i+1)%len(room.Floor)]
		k.span(edit.Span{From: a.Vec3(0.01), To: b.Vec3(0.01), Length: b.Sub(a).Len()}, false)
	}
}

// shapeHandles are the corners and walls of the room.
func (s *shell) shapeHandles() sketch {
	var out sketch
	room := &s.active().Task.Room
	accent := s.u.Theme.Accent
	for i, a := range room.Floor {
		b := room.Floor[(i+1)%len(room.Floor)]
		name := fmt.Sprint("wall ", i)
		line := []scenes.Vec3{a.Vec3(0), b.Vec3(0)}
		out.marks = append(out.marks,
			stage.Mark{Points: line, Color: measureShade, Width: s.wide(name) + 3},
			stage.Mark{Points: line, Color: accent, Width: s.wide(name) + 1, Handle: name})
		out.labels = append(out.labels, label{a.Add(b).Mul(0.5).Vec3(0), fmt.Sprintf("%.2f m", b.Sub(a).Len())})
	}
	for i, a := range room.Floor {
		name := fmt.Sprint("corner ", i)
		at := []scenes.Vec3{a.Vec3(0)}
		out.marks = append(out.marks,
			stage.Mark{Points: at, Color: measureShade, Width: 4*s.wide(name) + 8},
			stage.Mark{Points: at, Color: accent, Width: 4*s.wide(name) + 4, Handle: name})
	}
	return out
}

// cornerAt is the corner whose handle is under the pointer, or -1.
func (s *shell) cornerAt() int {
	if n, ok := strings.CutPrefix(s.tool.handle, "corner "); ok && s.tool.shaping {
		if i, err := strconv.Atoi(n); err == nil {
			return i
		}
	}
	return -1
}

// removeCorner joins the walls at the corner under the pointer.
func (s *shell) removeCorner() { s.do(document.RemoveCorner(s.room, s.cornerAt())) }

// splitWall puts a corner into a wall at a pixel.
func (s *shell) splitWall(wall int, x, y float64) {
	at, ok := s.ray(x, y).Floor(0)
	if !ok {
		return
	}
	room := &s.active().Task.Room
	from, along := document.WallOf(room, wall)
	length := room.Floor[(wall+1)%len(room.Floor)].Sub(from).Len()
	d := math.Round(at.Vec2().Sub(from).Dot(along)/0.05) * 0.05
	if d > 0.05 && d < length-0.05 {
		s.do(document.AddCorner(s.room, wall, from.Add(along.Mul(d))))
	}
}

// shape lets the person pull the room's corners and walls, or no more.
func (s *shell) shape() {
	s.dropHand()
	s.tool.shaping = !s.tool.shaping
	s.tool.handle = ""
	s.start = false
}
