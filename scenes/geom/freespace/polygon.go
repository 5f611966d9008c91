package freespace

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// Polygon frees or blocks the inside of a polygon by the even-odd rule.
//
// Each edge flips one bit per row, at the first pixel whose centre is not left
// of it; the running exclusive-or along the row then is the inside. The cost is
// one crossing per edge and row and six shifts per word, whatever the shape.
func (g *Grid) Polygon(polygon []scenes.Vec2, free bool) {
	if len(polygon) < 3 || g.H == 0 {
		return
	}
	lo, hi := bounds(polygon)
	if !finite(lo) || !finite(hi) {
		return
	}
	y0, y1 := g.first(lo[1], 1, g.H), g.first(hi[1], 1, g.H)
	if y0 >= y1 {
		return
	}
	g.scratch = resize(g.scratch, g.stride*g.H)
	flips := g.scratch[y0*g.stride : y1*g.stride]
	clear(flips)
	for i, a := range polygon {
		b := polygon[(i+1)%len(polygon)]
		if a[1] > b[1] {
			a, b = b, a
		}
		r0, r1 := g.first(a[1], 1, g.H), g.first(b[1], 1, g.H)
		if r0 >= r1 {
			continue
		}
		slope := (b[0] - a[0]) / (b[1] - a[1])
		for y := r0; y < r1; y++ {
			cy := g.Origin[1] + (float64(y)+0.5)*g.Cell
			if x := g.first(a[0]+(cy-a[1])*slope, 0, g.W); x < g.W {
				flips[(y-y0)*g.stride+x>>6] ^= 1 << (x & 63)
			}
		}
	}
	last := g.last()
	for y := y0; y < y1; y++ {
		row, flip := g.row(y), flips[(y-y0)*g.stride:]
		carry := uint64(0)
		for i := range row {
			w := flip[i]
			w ^= w << 1
			w ^= w << 2
			w ^= w << 4
			w ^= w << 8
			w ^= w << 16
			w ^= w << 32
			w ^= carry
			carry = -(w >> 63)
			if i == len(row)-1 {
				w &= last
			}
			if free {
				row[i] |= w
			} else {
				row[i] &^= w
			}
		}
	}
}

// first returns the first column (axis 0) or row (axis 1) whose centre is not
// before the coordinate, kept between 0 and limit.
func (g *Grid) first(at float64, axis, limit int) int {
	c := math.Ceil((at-g.Origin[axis])/g.Cell - 0.5)
	if !(c > 0) {
		return 0
	}
	if c >= float64(limit) {
		return limit
	}
	return int(c)
}
