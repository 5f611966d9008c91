package geom

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// Zone is a volume that must stay free: an upright box, or the quarter of an
// upright cylinder that a door's leaf sweeps.
type Zone struct {
	// Box is the zone, or the box round the quarter cylinder, the hinge being a
	// corner of its footprint.
	Box Box
	// Radius is the leaf's width; 0 for a zone that is a box.
	Radius float64
	// Hinge is the corner of the footprint that the leaf turns round.
	Hinge scenes.Vec2
	// From is the compass heading at which the sweep begins; it goes clockwise
	// over a quarter of a turn.
	From float64

	// first and last are the unit vectors along the sides of the sweep.
	first, last scenes.Vec2
}

// sector returns the zone that a leaf sweeps from one unit vector to another at
// right angles to it.
func sector(hinge, closed, open scenes.Vec2, radius, bottom, top float64) Zone {
	mid := hinge.Add(closed.Add(open).Mul(radius / 2))
	z := Zone{
		Box: Box{
			Center: scenes.Vec3{mid[0], mid[1], (bottom + top) / 2},
			Half:   scenes.Vec3{radius / 2, radius / 2, (top - bottom) / 2},
			Yaw:    heading(open),
		},
		Radius: radius, Hinge: hinge, first: closed, last: open,
	}
	if closed[0]*open[1]-closed[1]*open[0] > 0 { // counter-clockwise
		z.first, z.last = open, closed
	}
	z.From = heading(z.first)
	return z
}

// Overlap returns how deep b reaches into the zone, and the unit vector on the
// floor along which b leaves it soonest, zero when that is up or down: what
// [Penetration] is for two boxes. It is exact for quarter cylinders too, up to
// rounding.
func (z *Zone) Overlap(b Box) (depth float64, dir scenes.Vec2) {
	vertical := verticalOverlap(&b, &z.Box)
	if !(vertical > 0) {
		return 0, scenes.Vec2{}
	}
	if z.Radius > 0 {
		depth, dir = z.sweep(&b)
	} else {
		depth, dir = FloorPenetration(b, z.Box)
	}
	if depth > vertical {
		return vertical, scenes.Vec2{}
	}
	return depth, dir
}

// sweep returns how far the footprint of b must move to leave the quarter disk.
//
// Both are convex, so the way out is the least, over all directions n, of the
// reach of the disk along n plus that of the footprint against it. Between the
// normals of the sides that sum is either concave, with its least value at a
// normal, or belongs to the arc and one corner, with its least value along the
// line from the hinge through that corner. Those directions are all there are
// to try.
func (z *Zone) sweep(b *Box) (depth float64, dir scenes.Vec2) {
	right, front := scenes.Axes(b.Yaw)
	away := b.Center.Vec2().Sub(z.Hinge)
	if reach := z.Radius + radius(b); math.Abs(away[0]) > reach || math.Abs(away[1]) > reach {
		return 0, scenes.Vec2{}
	}
	depth = math.Inf(1)
	try := func(n scenes.Vec2) bool {
		reach := max(0, z.Radius*z.first.Dot(n), z.Radius*z.last.Dot(n))
		if z.first.Dot(n) >= 0 && z.last.Dot(n) >= 0 {
			reach = z.Radius
		}
		if d := reach + shadow(b.Half, right, front, n) - away.Dot(n); d < depth {
			depth, dir = d, n
		} else if d != d {
			depth = 0
		}
		return depth > 0
	}
	for _, n := range [6]scenes.Vec2{right, {0 - right[0], 0 - right[1]}, front, {0 - front[0], 0 - front[1]}, {0 - z.first[0], 0 - z.first[1]}, {0 - z.last[0], 0 - z.last[1]}} {
		if !try(n) {
			return 0, scenes.Vec2{}
		}
	}
	for _, c := range b.Corners() {
		n, ok := unit(c.Sub(z.Hinge))
		if ok && z.first.Dot(n) > 0 && z.last.Dot(n) > 0 && !try(n) {
			return 0, scenes.Vec2{}
		}
	}
	if depth > math.MaxFloat64 {
		return 0, scenes.Vec2{}
	}
	return depth, dir
}

// Polygon appends the zone's footprint to dst, counter-clockwise. The arc is
// drawn with eight chords whose ends lie on it, which are nowhere further than
// half a percent of the radius from it.
func (z *Zone) Polygon(dst []scenes.Vec2) []scenes.Vec2 {
	if !(z.Radius > 0) {
		c := z.Box.Corners()
		return append(dst, c[:]...)
	}
	const chords = 8
	dst = append(dst, z.Hinge)
	for i := range chords + 1 {
		s, c := math.Sincos(float64(i) * math.Pi / 2 / chords)
		dst = append(dst, z.Hinge.Add(z.last.Mul(c*z.Radius)).Add(z.first.Mul(s*z.Radius)))
	}
	return dst
}

// The sides of an object, in the order of [ClearanceBoxes].
const (
	FrontSide = iota
	BackSide
	LeftSide
	RightSide
)

// SideNames are the names of the sides in that order.
var SideNames = [4]string{"front", "back", "left", "right"}

// ClearanceBoxes returns the free space that an object asks for beside its box:
// for each side a box as wide as that side and as deep as asked, between the
// object's own bottom and top. asked says for which sides there is one. The
// corners between two sides are not part of either.
func ClearanceBoxes(b Box, c scenes.Clearance) (boxes [4]Box, asked [4]bool) {
	right, front := scenes.Axes(b.Yaw)
	for side, depth := range [4]float64{c.Front, c.Back, c.Left, c.Right} {
		if !(depth > 0) {
			continue
		}
		axis, out := 1, front
		if side >= LeftSide {
			axis, out = 0, right
		}
		sign := 1.0
		if side == BackSide || side == LeftSide {
			sign = -1
		}
		s := b
		s.Half[axis] = depth / 2
		s.Center = b.Center.Add(out.Mul(sign * (b.Half[axis] + depth/2)).Vec3(0))
		boxes[side], asked[side] = s, true
	}
	return boxes, asked
}
