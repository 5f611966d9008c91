package shape

import (
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// Corners is the most points that a footprint has.
const Corners = 16

// footprint returns the convex outline from above, simplified outwards, or
// nothing for what has no extent from above.
func (s *soup) footprint() []scenes.Vec2 {
	out := widen(hull(s.outer()), Corners)
	if len(out) < 3 {
		return nil
	}
	return out
}

// outer returns the points from above that may be corners of the outline: those
// outside of the polygon of the farthest points in eight directions.
func (s *soup) outer() []scenes.Vec2 {
	const directions = 8
	var far [directions]scenes.Vec2
	var reach [directions]float64
	for i := range reach {
		reach[i] = math.Inf(-1)
	}
	var way [directions]scenes.Vec2
	for i := range way {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / directions)
		way[i] = scenes.Vec2{cos, sin}
	}
	each := func(f func(p scenes.Vec2)) {
		for i := range s.triangles {
			for k := range 3 {
				c := s.triangles[i].corner[k]
				f(scenes.Vec2{float64(c[0]), float64(c[1])})
			}
		}
	}
	each(func(p scenes.Vec2) {
		for i, w := range way {
			if d := p.Dot(w); d > reach[i] {
				reach[i], far[i] = d, p
			}
		}
	})
	if len(s.triangles) == 0 {
		return nil
	}
	inner := hull(slices.Clone(far[:]))
	out := slices.Clone(far[:])
	each(func(p scenes.Vec2) {
		for i, a := range inner {
			if cross(a, inner[(i+1)%len(inner)], p) < 0 {
				out = append(out, p)
				return
			}
		}
	})
	return out
}

// hull returns the convex hull counter-clockwise (Andrew's monotone chain).
func hull(points []scenes.Vec2) []scenes.Vec2 {
	slices.SortFunc(points, func(a, b scenes.Vec2) int {
		switch {
		case a[0] < b[0], a[0] == b[0] && a[1] < b[1]:
			return -1
		case a == b:
			return 0
		}
		return 1
	})
	points = slices.Compact(points)
	if len(points) < 3 {
		return points
	}
	out := make([]scenes.Vec2, 0, 2*len(points))
	for pass := range 2 {
		floor := len(out) + 1
		if pass == 1 {
			slices.Reverse(points)
			floor = len(out)
		}
		for _, p := range points {
			for len(out) > floor && cross(out[len(out)-2], out[len(out)-1], p) <= 0 {
				out = out[:len(out)-1]
			}
			if len(out) == 0 || out[len(out)-1] != p {
				out = append(out, p)
			}
		}
	}
	return out[:len(out)-1]
}

func cross(a, b, c scenes.Vec2) float64 {
	return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0])
}

// widen takes edges out of a convex polygon until it has no more than the given
// number of corners. The neighbours of an edge that goes are drawn out until
// they meet, so that the polygon only grows; the edge that adds least area goes
// first.
func widen(p []scenes.Vec2, corners int) []scenes.Vec2 {
	for len(p) > corners {
		best, least := -1, math.Inf(1)
		var meet scenes.Vec2
		for i := range p {
			n := len(p)
			a, b, c, d := p[(i+n-1)%n], p[i], p[(i+1)%n], p[(i+2)%n]
			x, ok := crossing(a, b, d, c)
			if !ok {
				continue
			}
			if add := math.Abs(cross(b, c, x)); add < least {
				best, least, meet = i, add, x
			}
		}
		if best < 0 {
			return p
		}
		p[best] = meet
		at := (best + 1) % len(p)
		p = slices.Delete(p, at, at+1)
	}
	return p
}

// crossing returns where the rays from a through b and from d through c meet
// beyond b and c.
func crossing(a, b, d, c scenes.Vec2) (scenes.Vec2, bool) {
	u, v, w := b.Sub(a), c.Sub(d), d.Sub(a)
	det := v[0]*u[1] - u[0]*v[1]
	if det == 0 {
		return scenes.Vec2{}, false
	}
	t := (v[0]*w[1] - w[0]*v[1]) / det
	s := (u[0]*w[1] - w[0]*u[1]) / det
	if t < 1 || s < 1 || math.IsInf(t, 0) || math.IsInf(s, 0) {
		return scenes.Vec2{}, false
	}
	return a.Add(u.Mul(t)), true
}
