package earcut

import (
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// maxWork bounds how often a corner is held against a triangle, about half a
// second; what is left then is cut without looking.
const maxWork = 1 << 27

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
		turn := cross(c.corner((i+n-1)%n), c.corner(i), c.corner((i+1)%n))
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
	for k := range n {
		c.work++
		v := c.corner(k)
		if v == p || v == q || v == r {
			continue
		}
		if s := min(cross(p, q, v), cross(q, r, v), cross(r, p, v)); s > 0 {
			return inside
		} else if s == 0 {
			found = onEdge
		}
	}
	return found
}
