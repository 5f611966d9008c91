// Package shape measures models: what their surfaces tell about use, whatever
// their names say.
package shape

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// Shape is what a model's geometry shows, in the model's own units and in its
// frame of right, front and up. Points lie relative to the centre of the base
// of the bounding box.
type Shape struct {
	// Size is the extent of the bounding box.
	Size scenes.Vec3 `json:"size"`
	// Footprint is the convex outline seen from above, counter-clockwise, of
	// at most [Corners] points, none of which lies inside the true outline.
	Footprint []scenes.Vec2 `json:"footprint,omitempty"`
	// Levels are the level surfaces that things can stand on, rising.
	Levels []Level `json:"levels,omitempty"`
	// Upper is where the surface of the upper part lies, along right and
	// front, as shares of the extent: the back of a chair.
	Upper scenes.Vec2 `json:"upper"`
	// Sides tell of the four sides, in the order of the quarter turns: front,
	// right, back, left.
	Sides [4]Side `json:"sides"`
}

// Of measures a model: once as it stands, and once lying as it would if its
// front were its top and its bottom its front, which is what a file shows whose
// modeller took z for up. It costs some microseconds a triangle; models of many
// large triangles are looked at more coarsely.
func Of(m *mesh.Model) (standing, lying Shape) {
	s := soupOf(m)
	standing = s.measure()
	s.lay()
	return standing, s.measure()
}

func (s *soup) measure() Shape {
	out := Shape{Size: s.size()}
	out.Footprint, out.Levels = s.footprint(), s.levels()
	out.Upper, out.Sides = s.upper(), s.sides()
	grain := s.grain()
	for k := range out.Size {
		out.Size[k] = grain(out.Size[k])
	}
	for i, p := range out.Footprint {
		out.Footprint[i] = scenes.Vec2{grain(p[0]), grain(p[1])}
	}
	for i := range out.Levels {
		l := &out.Levels[i]
		l.Height, l.Area, l.Clear = grain(l.Height), grain(l.Area), grain(l.Clear)
		l.Min, l.Max = scenes.Vec2{grain(l.Min[0]), grain(l.Min[1])}, scenes.Vec2{grain(l.Max[0]), grain(l.Max[1])}
	}
	return out
}

// grain returns the rounding of lengths: a millionth of the largest extent,
// which is finer than models are made.
func (s *soup) grain() func(float64) float64 {
	size := s.size()
	per := math.Pow(10, 6-math.Floor(math.Log10(max(size[0], size[1], size[2]))))
	if math.IsInf(per, 0) || math.IsNaN(per) || per == 0 {
		return func(x float64) float64 { return x }
	}
	return func(x float64) float64 { return math.Round(x*per)/per + 0 }
}

// Turned returns the shape after the given number of quarter turns of its frame:
// what was its right after one, its back after two and its left after three is
// its front.
func (s Shape) Turned(quarters int) Shape {
	quarters = (quarters%4 + 4) % 4
	if quarters == 0 {
		return s
	}
	out := s
	if quarters%2 == 1 {
		out.Size[0], out.Size[1] = s.Size[1], s.Size[0]
	}
	out.Upper = turn(s.Upper, quarters)
	out.Footprint = make([]scenes.Vec2, len(s.Footprint))
	for i, p := range s.Footprint {
		out.Footprint[i] = turn(p, quarters)
	}
	out.Levels = make([]Level, len(s.Levels))
	for i, l := range s.Levels {
		a, b := turn(l.Min, quarters), turn(l.Max, quarters)
		l.Min, l.Max = scenes.Vec2{min(a[0], b[0]), min(a[1], b[1])}, scenes.Vec2{max(a[0], b[0]), max(a[1], b[1])}
		out.Levels[i] = l
	}
	for i := range out.Sides {
		out.Sides[i] = s.Sides[(i+quarters)%4]
	}
	return out
}

// turn takes a point into a frame whose front lies the given number of quarters
// clockwise of the old one.
func turn(p scenes.Vec2, quarters int) scenes.Vec2 {
	for range quarters {
		p = scenes.Vec2{-p[1], p[0]}
	}
	return p
}
