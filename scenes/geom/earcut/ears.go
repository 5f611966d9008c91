package earcut

import (
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// maxWork bounds how often a corner is held against another or against an edge,
// about half a second; what is left then is cut without looking. An exact cross
// counts exactWork times.
const (
	maxWork   = 1 << 27
	exactWork = 64
)

// clipper cuts ears off a counter-clockwise ring.
type clipper struct {
	ring []scenes.Vec2
	// left are the corners that are still there.
	left []int
	work int
}

// clip goes round from ear to ear, for triangles that do not all meet in one
// corner. A round without an ear, which only corners in one line or an outline
// that crosses itself can bring about, drops or cuts the best corner there is.
func clip(ring []scenes.Vec2) [][3]scenes.Vec2 {
	c := clipper{ring: ring, left: make([]int, len(ring))}
	for i := range c.left {
		c.left[i] = i
	}
	var out [][3]scenes.Vec2
	for at := 0; len(c.left) >= 3; {
		n, cut := len(c.left), 0
		if c.work < maxWork {
			cut = c.choose(at)
		}
		if p, q, r := c.corner((cut+n-1)%n), c.corner(cut), c.corner((cut+1)%n); cross(p, q, r) > 0 {
			out = append(out, [3]scenes.Vec2{p, q, r})
		}
		c.left = slices.Delete(c.left, cut, cut+1)
		at = cut
	}
	return out
}

func (c *clipper) corner(i int) scenes.Vec2 { return c.ring[c.left[i]] }

// choose returns the corner to cut next: the first ear from at on; or else one
// without area, one whose triangle only has corners on its edges, one that turns
// left.
func (c *clipper) choose(at int) int {
	n, flat, touched, turns := len(c.left), -1, -1, -1
	for k := range n {
		i := (at + k) % n
		turn := c.cross(c.corner((i+n-1)%n), c.corner(i), c.corner((i+1)%n))
		if turn == 0 && flat < 0 {
			flat = i
		}
		if !(turn > 0) {
			continue
		}
		switch c.within(i) {
		case nothing:
			return i
		case onEdge:
			if touched < 0 {
				touched = i
			}
		default:
			if turns < 0 {
				turns = i
			}
		}
		if c.work >= maxWork {
			break
		}
	}
	for _, i := range [3]int{flat, touched, turns} {
		if i >= 0 {
			return i
		}
	}
	return 0
}

// What a corner's triangle holds.
const (
	nothing = iota
	onEdge
	inside
)

// within says what the triangle at corner i holds of the other corners. One that
// coincides with a corner of the triangle does not count: it is that of a bridge
// or of rings that touch, and its edges cannot run into the triangle without
// another corner in it or an edge crossed.
func (c *clipper) within(i int) int {
	n, found := len(c.left), nothing
	p, q, r := c.corner((i+n-1)%n), c.corner(i), c.corner((i+1)%n)
	low := scenes.Vec2{min(p[0], q[0], r[0]), min(p[1], q[1], r[1])}
	high := scenes.Vec2{max(p[0], q[0], r[0]), max(p[1], q[1], r[1])}
	for k := range n {
		c.work++
		v := c.corner(k)
		if v[0] < low[0] || v[0] > high[0] || v[1] < low[1] || v[1] > high[1] || v == p || v == q || v == r {
			continue
		}
		s := c.cross(p, q, v)
		if s >= 0 {
			s = min(s, c.cross(q, r, v))
		}
		if s >= 0 {
			s = min(s, c.cross(r, p, v))
		}
		if s > 0 {
			return inside
		} else if s == 0 {
			found = onEdge
		}
	}
	return found
}

// cross is cross, and counts it.
func (c *clipper) cross(p, q, r scenes.Vec2) float64 {
	d, sure := quickCross(p, q, r)
	if c.work++; !sure {
		c.work += exactWork
		return exactCross(p, q, r)
	}
	return d
}
