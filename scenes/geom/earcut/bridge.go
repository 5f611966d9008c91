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
			case b != q && cross(a, b, q) == 0 && q.Sub(a).Dot(q.Sub(b)) < 0:
				if cross(a, b, before) >= 0 && cross(a, b, after) >= 0 {
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

// unspiked drops corners where the ring turns straight back, as it does where a
// hole shares an edge with it.
func unspiked(ring []scenes.Vec2) []scenes.Vec2 {
	for i, still := 0, 0; still < len(ring) && len(ring) > 2; {
		n := len(ring)
		i %= n
		a, b, c := ring[(i+n-1)%n], ring[i], ring[(i+1)%n]
		if b == c || cross(a, b, c) == 0 && b.Sub(a).Dot(c.Sub(b)) < 0 {
			ring, still, i = slices.Delete(ring, i, i+1), 0, i+n-2
			continue
		}
		i, still = i+1, still+1
	}
	return ring
}

// bridge returns a corner of the ring that the easternmost corner m of a hole
// sees, or −1 when nothing lies east of it: the hole is not inside.
func bridge(ring []scenes.Vec2, m scenes.Vec2) int {
	n, at := len(ring), -1
	var hit scenes.Vec2
	for i, a := range ring {
		b := ring[(i+1)%n]
		// The ring has the floor on its left: what a ray to the east meets from
		// inside runs upwards.
		if !(a[1] <= m[1] && b[1] >= m[1]) || a[1] == b[1] {
			continue
		}
		x := a[0] + (m[1]-a[1])/(b[1]-a[1])*(b[0]-a[0])
		if x < m[0] || at >= 0 && x >= hit[0] {
			continue
		}
		hit = scenes.Vec2{x, m[1]}
		if at = i; b[0] > a[0] {
			at = (i + 1) % n
		}
	}
	if at < 0 || ring[at] == m {
		return at
	}
	// Reflex corners in the triangle between m, the hit and that corner hide
	// it; the one that lies least off the ray is seen, the nearest of equals.
	p, best := ring[at], at
	slope, away := math.Inf(1), math.Inf(1)
	for i, q := range ring {
		if q == p && i != at || q[0] < m[0] || !covers(m, hit, p, q) || !opens(ring, i, m) {
			continue
		}
		s, d := math.Abs(q[1]-m[1])/max(q[0]-m[0], 1e-300), q.Sub(m).Len()
		if s < slope || s == slope && d < away {
			best, slope, away = i, s, d
		}
	}
	return best
}

// covers reports whether q lies in a triangle of either direction, its edges
// included.
func covers(a, b, c, q scenes.Vec2) bool {
	u, v, w := cross(a, b, q), cross(b, c, q), cross(c, a, q)
	return u >= 0 && v >= 0 && w >= 0 || u <= 0 && v <= 0 && w <= 0
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
