package stage

import (
	"math"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
)

// Cube is the view cube: a small cube that is turned as the level is and whose
// sides, edges and corners lead to the views from there.
type Cube struct {
	// Sides are those that are seen, two or three of them at most.
	Sides []CubeSide
}

// CubeSide is a side of the cube as it is seen: a parallelogram.
type CubeSide struct {
	// Name is what is written on it: "TOP", "N", "E", "S", "W", "BOTTOM".
	Name string
	// Middle is its centre in pixels; Right and Down lead from there to the
	// middles of its right and lower edge as it is written on.
	Middle, Right, Down [2]float64
	// Light is how brightly it is lit, from 0 to 1.
	Light float64

	normal, right, down scenes.Vec3
}

// Corner returns a point of the side, u to the right and v down from -1 to 1.
func (s *CubeSide) Corner(u, v float64) [2]float64 {
	return [2]float64{s.Middle[0] + s.Right[0]*u + s.Down[0]*v, s.Middle[1] + s.Right[1]*u + s.Down[1]*v}
}

// CubePart is a side, an edge or a corner of the cube.
type CubePart struct {
	// Toward says which way it lies: -1, 0 or 1 to the east, north and up.
	Toward [3]int
}

// cubeSides are the sides with what is right and down on them.
var cubeSides = []CubeSide{
	{Name: "TOP", normal: scenes.Vec3{0, 0, 1}, right: scenes.Vec3{1, 0, 0}, down: scenes.Vec3{0, -1, 0}},
	{Name: "BOTTOM", normal: scenes.Vec3{0, 0, -1}, right: scenes.Vec3{1, 0, 0}, down: scenes.Vec3{0, 1, 0}},
	{Name: "S", normal: scenes.Vec3{0, -1, 0}, right: scenes.Vec3{1, 0, 0}, down: scenes.Vec3{0, 0, -1}},
	{Name: "E", normal: scenes.Vec3{1, 0, 0}, right: scenes.Vec3{0, 1, 0}, down: scenes.Vec3{0, 0, -1}},
	{Name: "N", normal: scenes.Vec3{0, 1, 0}, right: scenes.Vec3{-1, 0, 0}, down: scenes.Vec3{0, 0, -1}},
	{Name: "W", normal: scenes.Vec3{-1, 0, 0}, right: scenes.Vec3{0, -1, 0}, down: scenes.Vec3{0, 0, -1}},
}

// Cube returns the view cube about a pixel coordinate. Its corners are at most
// size pixels from there.
func (s *Stage) Cube(x, y, size float64) Cube {
	r, u, f := axes(s.view)
	k := size / math.Sqrt(3)
	flat := func(p scenes.Vec3) [2]float64 { return [2]float64{p.Dot(r) * k, -p.Dot(u) * k} }
	var c Cube
	for _, side := range cubeSides {
		toward := -side.normal.Dot(f)
		if toward < 0.05 {
			// A sliver would look like a flaw.
			continue
		}
		m := flat(side.normal)
		side.Middle = [2]float64{x + m[0], y + m[1]}
		side.Right, side.Down = flat(side.right), flat(side.down)
		side.Light = 0.55 + 0.45*toward
		c.Sides = append(c.Sides, side)
	}
	return c
}

// edge is where on a side its edges begin.
const edge = 0.56

// At returns the part of the cube at a pixel coordinate, and false beside it.
func (c *Cube) At(x, y float64) (CubePart, bool) {
	for i := range c.Sides {
		s := &c.Sides[i]
		det := s.Right[0]*s.Down[1] - s.Right[1]*s.Down[0]
		if math.Abs(det) < 1e-6 {
			continue
		}
		dx, dy := x-s.Middle[0], y-s.Middle[1]
		u, v := (dx*s.Down[1]-dy*s.Down[0])/det, (s.Right[0]*dy-s.Right[1]*dx)/det
		if math.Abs(u) <= 1 && math.Abs(v) <= 1 {
			return s.part(third(u), third(v)), true
		}
	}
	return CubePart{}, false
}

// third is which third of a side a place lies in.
func third(v float64) int {
	switch {
	case v > edge:
		return 1
	case v < -edge:
		return -1
	}
	return 0
}

// part is the part that a ninth of the side belongs to.
func (s *CubeSide) part(u, v int) CubePart {
	var p CubePart
	for k := range 3 {
		p.Toward[k] = int(math.Round(s.normal[k] + s.right[k]*float64(u) + s.down[k]*float64(v)))
	}
	return p
}

// Outline returns the polygons of a part on the sides that are seen.
func (c *Cube) Outline(p CubePart) [][4][2]float64 {
	bounds := [4]float64{-1, -edge, edge, 1}
	var out [][4][2]float64
	for i := range c.Sides {
		s := &c.Sides[i]
		for u := -1; u <= 1; u++ {
			for v := -1; v <= 1; v++ {
				if s.part(u, v) != p {
					continue
				}
				u0, u1, v0, v1 := bounds[u+1], bounds[u+2], bounds[v+1], bounds[v+2]
				out = append(out, [4][2]float64{s.Corner(u0, v0), s.Corner(u1, v0), s.Corner(u1, v1), s.Corner(u0, v1)})
			}
		}
	}
	return out
}

// String names the view from a part: "from the north-east, above".
func (p CubePart) String() string {
	var words []string
	compass := [3]string{"south", "", "north"}[p.Toward[1]+1]
	if side := [3]string{"west", "", "east"}[p.Toward[0]+1]; side != "" {
		if compass != "" {
			compass += "-"
		}
		compass += side
	}
	if compass != "" {
		words = append(words, "the "+compass)
	}
	if up := [3]string{"below", "", "above"}[p.Toward[2]+1]; up != "" {
		words = append(words, up)
	}
	return "from " + strings.Join(words, ", ")
}

// Turn takes the camera to the view from a part of the cube.
func (s *Stage) Turn(p CubePart) {
	x, y, z := float64(p.Toward[0]), float64(p.Toward[1]), float64(p.Toward[2])
	if p.Toward == ([3]int{}) {
		return
	}
	s.Look(math.Atan2(x, y)*180/math.Pi, math.Atan2(z, math.Hypot(x, y))*180/math.Pi)
}

// Spin turns the camera about its target as dragging the cube by pixels does.
func (s *Stage) Spin(dx, dy float64) {
	s.leave()
	s.move = nil
	s.leaveOrtho()
	s.view = orbit(s.view, s.view.Target, dx, dy)
	s.nav.last, s.nav.moving = s.nav.now, true
	s.painter.dirty()
}
