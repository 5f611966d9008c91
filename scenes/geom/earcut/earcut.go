// Package earcut cuts floors with holes into triangles, for whatever draws or
// exports them. Lengths are in any unit; nothing is changed in place.
package earcut

import (
	"cmp"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// maxCorners bounds the corners of an outline with the holes joined to it;
// further holes are left out.
const maxCorners = 8192

// Triangulate cuts a floor with holes into counter-clockwise triangles by ear
// clipping (Meisters 1975, "Polygons have ears"), after every hole has been
// joined to the outline by a bridge of two coinciding edges (Eberly 2008,
// "Triangulation by ear clipping", section 3). Either may run either way round.
//
// It ends for any corners and gives no triangle without area. Of an outline that
// crosses itself, a hole that is not wholly inside, or holes that touch so that
// they part the floor, it covers what it can.
// The triangles' corners are corners of the floor and its holes. The cost is
// quadratic in the corners as a rule, and bounded.
func Triangulate(floor []scenes.Vec2, holes [][]scenes.Vec2) [][3]scenes.Vec2 {
	ring := turned(tidy(floor), 1)
	list := make([][]scenes.Vec2, 0, len(holes))
	for _, h := range holes {
		if h = turned(tidy(h), -1); len(h) > 0 {
			list = append(list, rotate(h))
		}
	}
	// From east to west, so that a bridge to the east meets the outline or a
	// hole that is part of it already.
	slices.SortStableFunc(list, func(a, b []scenes.Vec2) int {
		return cmp.Or(-cmp.Compare(a[0][0], b[0][0]), cmp.Compare(a[0][1], b[0][1]))
	})
	for _, h := range list {
		if len(ring)+len(h)+2 <= maxCorners {
			ring = join(ring, h)
		}
	}
	return clip(ring)
}

// tidy drops corners that are not finite or repeat the one before.
func tidy(p []scenes.Vec2) []scenes.Vec2 {
	out := make([]scenes.Vec2, 0, len(p))
	for _, q := range p {
		if s := q[0] + q[1]; math.IsNaN(s) || math.IsInf(s, 0) || len(out) > 0 && out[len(out)-1] == q {
			continue
		}
		out = append(out, q)
	}
	for len(out) > 1 && out[0] == out[len(out)-1] {
		out = out[:len(out)-1]
	}
	return out
}

// turned makes a polygon run counter-clockwise for 1 and clockwise for −1; one
// without area is empty.
func turned(p []scenes.Vec2, way float64) []scenes.Vec2 {
	area := 0.0
	for i := range p {
		area += cross(p[0], p[i], p[(i+1)%len(p)])
	}
	if len(p) < 3 || area == 0 || math.IsNaN(area) {
		return nil
	}
	if area*way < 0 {
		slices.Reverse(p)
	}
	return p
}

// rotate starts a hole at its easternmost corner.
func rotate(h []scenes.Vec2) []scenes.Vec2 {
	best := 0
	for i, q := range h {
		if q[0] > h[best][0] || q[0] == h[best][0] && q[1] < h[best][1] {
			best = i
		}
	}
	return slices.Concat(h[best:], h[:best])
}
