package geom

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// huge bounds the coordinates that are taken for numbers, so that their squares
// stay finite.
const huge = 1e100

// usable reports whether v is a number that can be calculated with.
func usable(v float64) bool { return math.Abs(v) <= huge }

func usablePoint(p scenes.Vec2) bool { return usable(p[0]) && usable(p[1]) }

// usable reports whether every number of the box is one.
func (b *Box) usable() bool {
	return usable(b.Center[0]) && usable(b.Center[1]) && usable(b.Center[2]) &&
		usable(b.Half[0]) && usable(b.Half[1]) && usable(b.Half[2]) && usable(b.Yaw)
}

// cleaned returns the usable corners of a polygon.
func cleaned(polygon []scenes.Vec2) []scenes.Vec2 {
	out := make([]scenes.Vec2, 0, len(polygon))
	for _, p := range polygon {
		if usablePoint(p) {
			out = append(out, p)
		}
	}
	return out
}

// nearestOn returns the point of a polygon's outline nearest to p, its
// distance, and whether p is inside by the even-odd rule. A polygon without
// corners is infinitely far.
func nearestOn(ring []scenes.Vec2, p scenes.Vec2) (d float64, at scenes.Vec2, in bool) {
	d = math.Inf(1)
	if len(ring) == 0 {
		return d, at, in
	}
	b := ring[0]
	for i := len(ring) - 1; i >= 0; i-- {
		a := ring[i]
		if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(b[0]-a[0])*(p[1]-a[1])/(b[1]-a[1]) {
			in = !in
		}
		c := closest(a, b, p)
		if e := squared(p, c); e < d {
			d, at = e, c
		}
		b = a
	}
	return math.Sqrt(d), at, in
}

// squared is the square of the distance of two points.
func squared(p, q scenes.Vec2) float64 {
	x, y := p[0]-q[0], p[1]-q[1]
	return x*x + y*y
}

// closest returns the point of a segment nearest to p.
func closest(a, b, p scenes.Vec2) scenes.Vec2 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	t := ((p[0]-a[0])*dx + (p[1]-a[1])*dy) / max(dx*dx+dy*dy, 1e-300)
	t = min(max(t, 0), 1)
	return scenes.Vec2{a[0] + t*dx, a[1] + t*dy}
}

// turn is twice the area of the triangle abc, positive counter-clockwise.
func turn(a, b, c scenes.Vec2) float64 {
	return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0])
}

// area is a polygon's signed area, positive counter-clockwise. It is taken from
// the first corner, so that it does not depend on where the polygon lies.
func area(ring []scenes.Vec2) float64 {
	sum := 0.0
	for i := 2; i < len(ring); i++ {
		sum += turn(ring[0], ring[i-1], ring[i])
	}
	return sum / 2
}

func boundsOf(ring []scenes.Vec2) (lo, hi scenes.Vec2) {
	lo, hi = scenes.Vec2{math.Inf(1), math.Inf(1)}, scenes.Vec2{math.Inf(-1), math.Inf(-1)}
	for _, p := range ring {
		for k := range p {
			lo[k], hi[k] = min(lo[k], p[k]), max(hi[k], p[k])
		}
	}
	return lo, hi
}

// unit returns v with the length 1, and false for a vector that has no direction:
// zero, infinite, or so short that its numbers have lost their digits.
func unit(v scenes.Vec2) (scenes.Vec2, bool) {
	const smallestNormal = 0x1p-1022
	l := math.Hypot(v[0], v[1])
	if !(l >= smallestNormal) || math.IsInf(l, 0) {
		return scenes.Vec2{}, false
	}
	return scenes.Vec2{v[0] / l, v[1] / l}, true
}
