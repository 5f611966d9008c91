package prompt

import (
	"strconv"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// room words the wish, the floor and what is in the walls.
func (w *writer) room() {
	t, r := w.task, &w.task.Room
	w.head("Room")
	if t.Program != "" {
		w.line("It is a ", plain(t.Program), ".")
	}
	if t.Preference != "" {
		w.line("Wish: ", plain(t.Preference))
	}
	for _, s := range wishes(t) {
		w.line("Wish: ", s)
	}
	w.line("Lengths are metres. x runs from west to east, y from south to north, z from the floor up.")
	e := r.Extent()
	if rectangular(r) {
		w.line("The floor is the rectangle 0 ≤ x ≤ ", number(e[0]), ", 0 ≤ y ≤ ", number(e[1]), "; the ceiling is at z = ", number(r.Height), ".")
	} else {
		w.line("The floor is the polygon with the corners ", corners(r.Floor), "; the ceiling is at z = ", number(r.Height), ".")
	}
	for _, h := range r.Holes {
		w.line("Nothing can stand in the hole with the corners ", corners(h), ".")
	}
	for i := range r.Openings {
		w.opening(&r.Openings[i])
	}
}

// opening words a door or window: where it is, and what it needs.
func (w *writer) opening(o *scenes.Opening) {
	r := &w.task.Room
	if o.Wall < 0 || o.Wall >= len(r.Floor) {
		return
	}
	from, to := r.Floor[o.Wall], r.Floor[(o.Wall+1)%len(r.Floor)]
	along := to.Sub(from)
	if n := along.Len(); n > 0 {
		along = along.Mul(1 / n)
	}
	a, b := from.Add(along.Mul(o.Offset-o.Width/2)), from.Add(along.Mul(o.Offset+o.Width/2))
	name := "A " + string(o.Kind)
	if o.ID != "" {
		name = "The " + string(o.Kind) + " " + quote(o.ID)
	}
	// Floors run counter-clockwise, so outside is to the right of an edge.
	wall := geom.Compass(scenes.Vec2{along[1], -along[0]})
	at := " is in the " + wall + " wall from " + point(a) + " to " + point(b)
	if o.Kind == scenes.Window {
		w.line(name, at, ", z = ", number(o.Sill), " to ", number(o.Sill+o.Height), "; leave it visible.")
		return
	}
	w.line(name, at, ", ", number(o.Height), " high; ", swing(o), ".")
}

// swing says what a door needs of the room.
func swing(o *scenes.Opening) string {
	const passage = "keep the passage before it free"
	switch o.Swing {
	case scenes.SwingLeft, scenes.SwingRight:
		return "it opens inward with its hinge on the " + string(o.Swing) + " as seen from inside: keep free what its leaf sweeps, and the passage"
	case scenes.SwingDouble:
		return "its two leaves open inward: keep free what they sweep, and the passage"
	case scenes.SwingOutward:
		return "it opens outward: " + passage
	case scenes.SwingSliding:
		return "it slides: " + passage
	}
	return "keep the square before it free, " + number(o.Width) + " deep"
}

// rectangular says whether the floor is its bounding box.
func rectangular(r *scenes.Room) bool {
	if len(r.Floor) != 4 {
		return false
	}
	e := r.Extent()
	for _, p := range r.Floor {
		if p[0] != 0 && p[0] != e[0] || p[1] != 0 && p[1] != e[1] {
			return false
		}
	}
	return true
}

func corners(ps []scenes.Vec2) string {
	s := ""
	for i, p := range ps {
		if i > 0 {
			s += ", "
		}
		s += point(p)
	}
	return s
}

func point(p scenes.Vec2) string { return "(" + number(p[0]) + ", " + number(p[1]) + ")" }

// number writes a length in metres to the millimetre.
func number(f float64) string { return rounded(f, 3) }

// rounded writes a finite number without needless zeros.
func rounded(f float64, digits int) string {
	s := strconv.FormatFloat(f, 'f', digits, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}
