package geom

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// Penetration returns how far a must move to leave b, and the unit vector on
// the floor along which that move is shortest. Boxes that are apart or touch
// give 0. The direction is zero when the shortest way out is up or down.
//
// By the separating axis theorem two upright boxes overlap iff their shadows
// overlap on every side normal of either and on the vertical; the least of
// these overlaps is the depth.
//
// Boxes whose centres coincide leave by their least side, each along the first
// of its positive axes. A box without size overlaps what its point, line or
// face is strictly inside of. Boxes with a number that is not one, or with
// infinite sizes, are apart from everything.
func Penetration(a, b Box) (depth float64, dir scenes.Vec2) {
	vertical := verticalOverlap(&a, &b)
	if !(vertical > 0) {
		return 0, scenes.Vec2{}
	}
	depth, dir = FloorPenetration(a, b)
	if depth > vertical {
		return vertical, scenes.Vec2{}
	}
	return depth, dir
}

// FloorPenetration is [Penetration] of the footprints alone, whatever the
// heights.
func FloorPenetration(a, b Box) (depth float64, dir scenes.Vec2) {
	dx, dy := a.Center[0]-b.Center[0], a.Center[1]-b.Center[1]
	reach := radius(&a) + radius(&b)
	if dx > reach || dx < -reach || dy > reach || dy < -reach {
		return 0, scenes.Vec2{}
	}
	aRight, aFront := scenes.Axes(a.Yaw)
	bRight, bFront := scenes.Axes(b.Yaw)
	depth = math.Inf(1)
	axes := [4]scenes.Vec2{aRight, aFront, bRight, bFront}
	n := 4
	if parallel(aRight, bRight) || parallel(aRight, bFront) {
		n = 2
	}
	for _, axis := range axes[:n] {
		along := dx*axis[0] + dy*axis[1]
		overlap := shadow(a.Half, aRight, aFront, axis) + shadow(b.Half, bRight, bFront, axis) - math.Abs(along)
		if !(overlap > 0) {
			return 0, scenes.Vec2{}
		}
		if overlap < depth {
			depth, dir = overlap, away(axis, along)
		}
	}
	if depth > math.MaxFloat64 {
		return 0, scenes.Vec2{}
	}
	return depth, dir
}

// away is the axis or its opposite, whichever has the sign of along, without
// negative zeros.
func away(axis scenes.Vec2, along float64) scenes.Vec2 {
	s := 1.0
	if along >= 0 {
		s = -1
	}
	return scenes.Vec2{0 - s*axis[0], 0 - s*axis[1]}
}

// parallel spares the second box's axes, which would only repeat the first's
// with other rounding.
func parallel(u, v scenes.Vec2) bool {
	return math.Abs(u[0]*v[1]-u[1]*v[0]) < 1e-12
}

func shadow(half scenes.Vec3, right, front, axis scenes.Vec2) float64 {
	return half[0]*math.Abs(right[0]*axis[0]+right[1]*axis[1]) + half[1]*math.Abs(front[0]*axis[0]+front[1]*axis[1])
}

// radius bounds the footprint's half diagonal from above without a root.
func radius(b *Box) float64 { return b.Half[0] + b.Half[1] }

func verticalOverlap(a, b *Box) float64 {
	return a.Half[2] + b.Half[2] - math.Abs(a.Center[2]-b.Center[2])
}

// sameHeight is how far, in metres, two coverings must share their heights to
// lie at the same one rather than on each other.
const sameHeight = 1e-3

// Overlap returns how deep two objects collide and the way out for the first,
// by the rules of layouts: flat coverings collide only with each other, and
// only where they lie at the same height; an object never collides with a flat
// one that carries it. Up to [Tolerance] is not a collision, but its depth is
// returned all the same.
func Overlap(a, b *scenes.Object, ba, bb Box) (depth float64, dir scenes.Vec2) {
	if a.Flat != b.Flat {
		return 0, scenes.Vec2{}
	}
	if !a.Flat {
		return Penetration(ba, bb)
	}
	// Coverings are thinner than the tolerance, so that their vertical overlap
	// says nothing of how deep they collide.
	if verticalOverlap(&ba, &bb) <= sameHeight || carries(a, b) || carries(b, a) {
		return 0, scenes.Vec2{}
	}
	return FloorPenetration(ba, bb)
}

func carries(parent, o *scenes.Object) bool {
	return o.Support == scenes.OnObject && o.Parent == parent.ID
}
