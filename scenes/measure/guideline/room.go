package guideline

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// centroid returns the centroid and the area of a polygon; false when it
// encloses nothing or is not finite.
func centroid(polygon []scenes.Vec2) (scenes.Vec2, float64, bool) {
	if len(polygon) < 3 {
		return scenes.Vec2{}, 0, false
	}
	// Relative to the first corner, so that rooms far from the origin lose
	// nothing.
	o := polygon[0]
	var area, x, y float64
	for i, p := range polygon {
		q := polygon[(i+1)%len(polygon)]
		a, b := p.Sub(o), q.Sub(o)
		cross := a[0]*b[1] - b[0]*a[1]
		area += cross
		x += (a[0] + b[0]) * cross
		y += (a[1] + b[1]) * cross
	}
	c := scenes.Vec2{o[0] + x/(3*area), o[1] + y/(3*area)}
	if area /= 2; !(math.Abs(area) > 1e-9) || !within(c[0]) || !within(c[1]) {
		return scenes.Vec2{}, 0, false
	}
	return c, math.Abs(area), true
}

// walls calls visit with every wall's ends and unit direction. Walls without a
// length are skipped.
func walls(floor []scenes.Vec2, visit func(a, b, along scenes.Vec2, length float64)) {
	for i, a := range floor {
		b := floor[(i+1)%len(floor)]
		d := b.Sub(a)
		if n := math.Hypot(d[0], d[1]); n > 1e-9 && n < far {
			visit(a, b, d.Mul(1/n), n)
		}
	}
}

// segmentDistance is the distance from p to the segment from a along a unit
// vector.
func segmentDistance(p, a, along scenes.Vec2, length float64) float64 {
	d := p.Sub(a)
	t := min(length, max(0, d.Dot(along)))
	return math.Hypot(d[0]-t*along[0], d[1]-t*along[1])
}

// balance measures how far the furniture's middle lies from the floor's.
func (s *scratch) balance() {
	c, area, ok := centroid(s.world.Task.Room.Floor)
	if !ok {
		return
	}
	var weight float64
	var sum scenes.Vec2
	for i := range s.pieces {
		if p := &s.pieces[i]; p.stands {
			weight += p.area()
			sum = sum.Add(p.at.Sub(c).Mul(p.area()))
		}
	}
	if !(weight > 0) {
		return
	}
	off := sum.Mul(1 / weight)
	d := off.Len()
	s.add(term{kind: Balance, a: -1, b: -1, value: d, loss: min(1, d/math.Sqrt(area/math.Pi)), weight: 1, at: heading(off)})
}

// heading is the compass heading of a vector in degrees.
func heading(v scenes.Vec2) float64 {
	h := math.Atan2(v[0], v[1]) * 180 / math.Pi
	if h < 0 {
		h += 360
	}
	return h
}
