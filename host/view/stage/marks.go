package stage

import (
	"image/color"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// Mark is something that is drawn over the room and is no part of it: the arrow
// of a gizmo, a measure, the outline of what is being drawn.
type Mark struct {
	// Points are joined by a line; of one point there is a dot. They are in the
	// frame of the active room.
	Points []scenes.Vec3
	// Closed joins the last point to the first, Filled fills what lies between.
	Closed, Filled bool
	Dashed         bool
	Color          color.NRGBA
	// Width is that of the line, or of the dot, in pixels.
	Width float64
	// Text stands at the first point.
	Text string
	// Handle names what is grabbed there; empty for what cannot be.
	Handle string
}

// Stroke is a mark as it is seen.
type Stroke struct {
	// Points are in pixels.
	Points         [][2]float64
	Closed, Filled bool
	Dashed         bool
	Color          color.NRGBA
	Width          float64
	Text           string
	Handle         string
}

// beforeEye is the least depth at which marks are drawn, in metres.
const beforeEye = 0.06

// Strokes projects marks. What lies behind the camera is cut off; marks of which
// nothing is left are left out.
func (s *Stage) Strokes(marks []Mark) []Stroke { return s.strokes(marks, s.w, s.h) }

// strokes projects marks into a picture of w by h pixels.
func (s *Stage) strokes(marks []Mark, w, h int) []Stroke {
	out := make([]Stroke, 0, len(marks))
	for i := range marks {
		m := &marks[i]
		for _, line := range s.project(m.Points, m.Closed, w, h) {
			out = append(out, Stroke{
				Points: line, Closed: m.Closed, Filled: m.Filled, Dashed: m.Dashed,
				Color: m.Color, Width: m.Width, Text: m.Text, Handle: m.Handle,
			})
		}
	}
	return out
}

// project returns the pieces of a line before the camera; a closed one stays
// one piece.
func (s *Stage) project(points []scenes.Vec3, closed bool, w, h int) [][][2]float64 {
	c := s.Camera()
	at := func(p scenes.Vec3) (q [2]float64, depth float64) {
		x, y, depth, _ := c.Project(w, h, p)
		return [2]float64{x, y}, depth
	}
	n := len(points)
	world := make([]scenes.Vec3, n)
	depths := make([]float64, n)
	for i, p := range points {
		world[i] = s.content.global(p)
		for _, v := range world[i] {
			if !(math.Abs(v) < 2*scenes.Farthest) {
				return nil
			}
		}
		_, depths[i] = at(world[i])
	}
	var out [][][2]float64
	var line [][2]float64
	for i, p := range world {
		if depths[i] >= beforeEye {
			q, _ := at(p)
			line = append(line, q)
		}
		j := i + 1
		if j == n {
			if !closed {
				break
			}
			j = 0
		}
		if (depths[i] >= beforeEye) == (depths[j] >= beforeEye) {
			continue
		}
		k := (beforeEye - depths[i]) / (depths[j] - depths[i])
		// A hair before the limit, so that the rasteriser's own agrees.
		q, _ := at(p.Add(world[j].Sub(p).Mul(k)))
		line = append(line, q)
		if depths[j] < beforeEye && !closed {
			out = append(out, line)
			line = nil
		}
	}
	if len(line) > 0 {
		out = append(out, line)
	}
	return out
}

// Grab returns the handle nearest to a pixel coordinate within reach of it in
// pixels, and false where there is none. Of equals the last, which is drawn on
// top, counts; the inside of filled shapes counts as on them.
func Grab(strokes []Stroke, x, y, reach float64) (handle string, ok bool) {
	best := reach
	for i := range strokes {
		s := &strokes[i]
		if s.Handle == "" {
			continue
		}
		if d := s.distance(x, y); d <= best {
			handle, best, ok = s.Handle, d, true
		}
	}
	return handle, ok
}

// distance is that of a point to a stroke, in pixels.
func (s *Stroke) distance(x, y float64) float64 {
	p := scenes.Vec2{x, y}
	if s.Filled && len(s.Points) > 2 && within(s.Points, x, y) {
		return 0
	}
	d := math.Inf(1)
	for i, q := range s.Points {
		next := q
		if i+1 < len(s.Points) {
			next = s.Points[i+1]
		} else if s.Closed {
			next = s.Points[0]
		}
		d = min(d, segment{q, next}.nearest(p).Sub(p).Len())
	}
	return max(0, d-s.Width/2)
}

// within reports whether a point is in a polygon, by the parity of crossings.
func within(polygon [][2]float64, x, y float64) bool {
	in := false
	for i, p := range polygon {
		q := polygon[(i+1)%len(polygon)]
		if (p[1] > y) != (q[1] > y) && x < p[0]+(q[0]-p[0])*(y-p[1])/(q[1]-p[1]) {
			in = !in
		}
	}
	return in
}
