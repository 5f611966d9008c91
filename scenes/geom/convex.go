package geom

import (
	"cmp"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// maxPieces bounds the corners of a polygon that is cut into convex pieces:
// cutting takes time quadratic in them.
const maxPieces = 1024

// pieces cuts a polygon into convex counter-clockwise pieces that have an area.
// A convex polygon is one piece; another one is cut into triangles by clipping
// ears. A polygon that crosses itself, or has more than maxPieces corners,
// counts as its convex hull.
func pieces(ring []scenes.Vec2) [][]scenes.Vec2 {
	hull := convexHull(ring)
	if len(hull) < 3 {
		return nil
	}
	ring = simplified(ring)
	if len(ring) == len(hull) || len(ring) > maxPieces || CheckPolygon(ring) != nil {
		return [][]scenes.Vec2{hull}
	}
	if area(ring) < 0 {
		slices.Reverse(ring)
	}
	var out [][]scenes.Vec2
	for len(ring) > 3 {
		i := ear(ring)
		if i < 0 {
			return [][]scenes.Vec2{hull}
		}
		n := len(ring)
		out = append(out, []scenes.Vec2{ring[(i+n-1)%n], ring[i], ring[(i+1)%n]})
		ring = simplified(slices.Delete(ring, i, i+1))
	}
	if len(ring) == 3 {
		out = append(out, ring)
	}
	return out
}

// choosy is up to how many corners the best of all ears is taken; of more, the
// first.
const choosy = 128

// ear returns a corner whose triangle with its neighbours lies in the polygon:
// the one whose triangle is highest for its longest side, for pieces that are no
// slivers.
func ear(ring []scenes.Vec2) int {
	best, at, n := 0.0, -1, len(ring)
	for i := range n {
		a, b, c := ring[(i+n-1)%n], ring[i], ring[(i+1)%n]
		twice := turn(a, b, c)
		if twice <= 0 {
			continue
		}
		longest := max(b.Sub(a).LenSqr(), c.Sub(b).LenSqr(), a.Sub(c).LenSqr())
		if twice/longest <= best {
			continue
		}
		free := true
		for k := 2; k < n-1 && free; k++ {
			p := ring[(i+k)%n]
			free = turn(a, b, p) < 0 || turn(b, c, p) < 0 || turn(c, a, p) < 0
		}
		if free {
			best, at = twice/longest, i
			if n > choosy {
				break
			}
		}
	}
	return at
}

// simplified returns the polygon without corners that coincide with the next
// one or lie on a straight line between their neighbours.
func simplified(ring []scenes.Vec2) []scenes.Vec2 {
	out := slices.Clone(ring)
	for i := 0; i < len(out) && len(out) >= 3; {
		n := len(out)
		a, b, c := out[(i+n-1)%n], out[i], out[(i+1)%n]
		u, v := b.Sub(a), c.Sub(b)
		if math.Abs(turn(a, b, c)) > 1e-12*(u.Len()*v.Len()+1e-12) {
			i++
			continue
		}
		out = slices.Delete(out, i, i+1)
		i = max(0, i-1)
	}
	return out
}

// convexHull returns the corners of the convex hull, counter-clockwise and
// without those on a straight edge; fewer than three when the points have no
// area (Andrew's monotone chain).
func convexHull(points []scenes.Vec2) []scenes.Vec2 {
	p := slices.Clone(points)
	slices.SortFunc(p, func(a, b scenes.Vec2) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
	p = slices.Compact(p)
	if len(p) < 3 {
		return p
	}
	hull := make([]scenes.Vec2, 0, len(p)+1)
	chain := func(from int, q scenes.Vec2) {
		for len(hull) >= from+2 && turn(hull[len(hull)-2], hull[len(hull)-1], q) <= 0 {
			hull = hull[:len(hull)-1]
		}
		hull = append(hull, q)
	}
	for _, q := range p {
		chain(0, q)
	}
	from := len(hull) - 1
	for i := len(p) - 2; i >= 0; i-- {
		chain(from, p[i])
	}
	return hull[:len(hull)-1]
}

// polygonPenetration returns how far the footprint of b must move to leave a
// convex counter-clockwise polygon, and the way, by the separating axis theorem
// on the sides of both.
func polygonPenetration(b *Box, polygon []scenes.Vec2) (depth float64, dir scenes.Vec2) {
	right, front := scenes.Axes(b.Yaw)
	depth = math.Inf(1)
	try := func(axis scenes.Vec2) bool {
		lo, hi := math.Inf(1), math.Inf(-1)
		for _, p := range polygon {
			at := (p[0]-b.Center[0])*axis[0] + (p[1]-b.Center[1])*axis[1]
			lo, hi = min(lo, at), max(hi, at)
		}
		r := shadow(b.Half, right, front, axis)
		if d := r + hi; d < depth {
			depth, dir = d, axis
		}
		if d := r - lo; d < depth {
			depth, dir = d, scenes.Vec2{0 - axis[0], 0 - axis[1]}
		}
		return depth > 0
	}
	if !try(right) || !try(front) {
		return 0, scenes.Vec2{}
	}
	for i, p := range polygon {
		q := polygon[(i+1)%len(polygon)]
		if out, ok := unit(scenes.Vec2{q[1] - p[1], p[0] - q[0]}); ok && !try(out) {
			return 0, scenes.Vec2{}
		}
	}
	return depth, dir
}
