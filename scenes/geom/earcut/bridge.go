package earcut

import (
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// join makes a hole part of the ring: where they touch, or else by a bridge. A
// hole that is not inside is left out.
func join(ring, h []scenes.Vec2) []scenes.Vec2 {
	for j, q := range h {
		before, after := h[(j+len(h)-1)%len(h)], h[(j+1)%len(h)]
		for i, a := range ring {
			b := ring[(i+1)%len(ring)]
			switch {
			case a == q:
				if opens(ring, i, before) && opens(ring, i, after) {
					return unspiked(slices.Concat(ring[:i], h[j:], h[:j], ring[i:]))
				}
			case b != q && q.Sub(a).Dot(q.Sub(b)) < 0 && side(a, b, q) == 0:
				if side(a, b, before) >= 0 && side(a, b, after) >= 0 {
					return unspiked(slices.Concat(ring[:i+1], h[j:], h[:j+1], ring[i+1:]))
				}
			}
		}
	}
	at := bridge(ring, h[0])
	if at < 0 {
		return ring
	}
	return slices.Concat(ring[:at+1], h, h[:1], ring[at:])
}

// side is cross, but 0 for a corner that is off the line through a and b only
// because its coordinates are rounded: one on a slanted wall never lies on it
// quite.
func side(a, b, q scenes.Vec2) float64 {
	d := cross(a, b, q)
	if math.Abs(d) <= 1e-14*b.Sub(a).Len()*max(a.Len(), b.Len()) {
		return 0
	}
	return d
}

// unspiked drops corners where the ring turns straight back, as it does where a
// hole shares an edge with it.
func unspiked(ring []scenes.Vec2) []scenes.Vec2 {
	for i, still := 0, 0; still < len(ring) && len(ring) > 2; {
		n := len(ring)
		i %= n
		a, b, c := ring[(i+n-1)%n], ring[i], ring[(i+1)%n]
		if b == c || side(a, b, c) == 0 && b.Sub(a).Dot(c.Sub(b)) < 0 {
			ring, still, i = slices.Delete(ring, i, i+1), 0, i+n-2
			continue
		}
		i, still = i+1, still+1
	}
	return ring
}

// bridge returns a corner of the ring that the easternmost corner m of a hole
// sees, or −1 when nothing lies east of it: the hole is not inside. It asks only
// on which side of a line corners lie, which cross says exactly; where a ray
// meets an edge would be rounded.
func bridge(ring []scenes.Vec2, m scenes.Vec2) int {
	at, a, b := hit(ring, m)
	if at < 0 || ring[at] == m {
		return at
	}
	p, way := ring[at], 1.0
	if p[1] < m[1] {
		way = -1
	}
	// Corners in the triangle between the ray, that edge and p hide p; the one
	// that lies least off the ray is seen, the nearest of equals. Where bridges
	// end in a corner, it is several times in the ring, p too, and the edge need
	// not be at the one whose floor lies towards m.
	best := -1
	for i, q := range ring {
		if q[0] < m[0] || q[1] < min(m[1], p[1]) || q[1] > max(m[1], p[1]) ||
			way*cross(m, p, q) > 0 || cross(a, b, q) < 0 || !opens(ring, i, m) {
			continue
		}
		if best >= 0 {
			off := way * cross(m, ring[best], q)
			if off > 0 || off == 0 && q.Sub(m).Len() >= ring[best].Sub(m).Len() {
				continue
			}
		}
		best = i
	}
	if best < 0 {
		return at
	}
	return best
}

// hit returns the first edge that a ray from m to the east meets, and which
// corner is its eastern end, −1 where there is none.
func hit(ring []scenes.Vec2, m scenes.Vec2) (at int, from, to scenes.Vec2) {
	at = -1
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		// The ring has the floor on its left: what the ray meets from inside runs
		// upwards.
		if !(a[1] <= m[1] && b[1] >= m[1]) || a[1] == b[1] || cross(a, b, m) < 0 || at >= 0 && !west(a, b, from, to) {
			continue
		}
		at, from, to = i, a, b
		if b[0] > a[0] {
			at = (i + 1) % len(ring)
		}
	}
	return at, from, to
}

// west reports whether an edge from a up to b lies west of one from c up to d
// where both are at one height. They do not cross, so that an end of one that is
// level with the other tells.
func west(a, b, c, d scenes.Vec2) bool {
	left := -cross(a, b, c)
	if a[1] >= c[1] {
		left = cross(c, d, a)
	}
	if left != 0 {
		return left > 0
	}
	if b[1] <= d[1] {
		return cross(c, d, b) > 0
	}
	return cross(a, b, d) < 0
}

// opens reports whether the floor at corner i of the ring lies towards m; of
// the coinciding corners of bridges only one does.
func opens(ring []scenes.Vec2, i int, m scenes.Vec2) bool {
	n := len(ring)
	a, q, b := ring[(i+n-1)%n], ring[i], ring[(i+1)%n]
	left, right := cross(a, q, m), cross(q, b, m)
	if cross(a, q, b) > 0 {
		return left >= 0 && right >= 0
	}
	return left >= 0 || right >= 0
}
