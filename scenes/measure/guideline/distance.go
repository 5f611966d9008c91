package guideline

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// comfort is t(d, m, M) = (d/m)² below m, 1 from m to M, (M/d)² above (Merrell
// et al. 2011, pairwise distance): 1 is comfortable, 0 far
// from it. A distance of 0 is comfortable iff m is 0.
func comfort(d, m, M float64) float64 {
	switch {
	case d < m:
		return (d / m) * (d / m)
	case d <= M:
		return 1
	}
	return (M / d) * (M / d)
}

// gap returns the distance between two footprints, 0 when they meet.
func gap(a, b *piece) float64 {
	best := math.Inf(1)
	ca, cb := a.corners(), b.corners()
	for _, c := range ca {
		best = min(best, b.distance(c))
	}
	for _, c := range cb {
		best = min(best, a.distance(c))
	}
	if best > 0 && (best < a.half[0]+a.half[1] || best < b.half[0]+b.half[1]) && crossing(a, b) {
		return 0
	}
	return best
}

// crossing reports whether no side normal separates the footprints.
func crossing(a, b *piece) bool {
	d := b.at.Sub(a.at)
	for _, axis := range [4]scenes.Vec2{a.right, a.out, b.right, b.out} {
		if math.Abs(d.Dot(axis)) >= a.shadow(axis)+b.shadow(axis) {
			return false
		}
	}
	return true
}

func (p *piece) shadow(axis scenes.Vec2) float64 {
	return p.half[0]*math.Abs(p.right.Dot(axis)) + p.half[1]*math.Abs(p.out.Dot(axis))
}

func (p *piece) corners() [4]scenes.Vec2 {
	r, f := p.right.Mul(p.half[0]), p.out.Mul(p.half[1])
	return [4]scenes.Vec2{p.at.Add(r).Add(f), p.at.Sub(r).Add(f), p.at.Sub(r).Sub(f), p.at.Add(r).Sub(f)}
}

// distance returns how far a point lies from the footprint.
func (p *piece) distance(q scenes.Vec2) float64 {
	d := q.Sub(p.at)
	x, y := math.Abs(d.Dot(p.right))-p.half[0], math.Abs(d.Dot(p.out))-p.half[1]
	return math.Hypot(max(0, x), max(0, y))
}

// facing returns the cosine of the angle between a direction and the one from
// p to q; points that coincide count as straight ahead.
func facing(direction, p, q scenes.Vec2) float64 {
	d := q.Sub(p)
	n := math.Hypot(d[0], d[1])
	if n < 1e-9 {
		return 1
	}
	return min(1, max(-1, d.Dot(direction)/n))
}
