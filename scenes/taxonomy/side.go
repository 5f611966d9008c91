package taxonomy

import (
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
)

// Sides is a set of an object's sides, told as the object itself would: its
// front is where it faces, its right is along its right axis.
type Sides uint8

// The sides.
const (
	FrontSide Sides = 1 << iota
	BackSide
	LeftSide
	RightSide

	// AllSides is all round.
	AllSides = FrontSide | BackSide | LeftSide | RightSide
)

// EachSide lists the four sides in a fixed order.
var EachSide = [4]Sides{FrontSide, BackSide, LeftSide, RightSide}

// Has reports whether s holds every side of x.
func (s Sides) Has(x Sides) bool { return s&x == x }

// String lists the sides: "left, right".
func (s Sides) String() string {
	var out []string
	for i, name := range [4]string{"front", "back", "left", "right"} {
		if s.Has(EachSide[i]) {
			out = append(out, name)
		}
	}
	return strings.Join(out, ", ")
}

// Depth returns the clearance on one side.
func (s Sides) Depth(c scenes.Clearance) float64 {
	switch s {
	case FrontSide:
		return c.Front
	case BackSide:
		return c.Back
	case LeftSide:
		return c.Left
	case RightSide:
		return c.Right
	}
	return 0
}

// Vectors returns, for one side of an object with the given axes, the unit
// vector out of the side and the one along it.
func (s Sides) Vectors(right, front scenes.Vec2) (out, along scenes.Vec2) {
	switch s {
	case BackSide:
		return front.Mul(-1), right.Mul(-1)
	case LeftSide:
		return right.Mul(-1), front
	case RightSide:
		return right, front.Mul(-1)
	}
	return front, right
}

// around returns the clearance of depth d on the given sides.
func around(s Sides, d float64) scenes.Clearance {
	var c scenes.Clearance
	if s.Has(FrontSide) {
		c.Front = d
	}
	if s.Has(BackSide) {
		c.Back = d
	}
	if s.Has(LeftSide) {
		c.Left = d
	}
	if s.Has(RightSide) {
		c.Right = d
	}
	return c
}
