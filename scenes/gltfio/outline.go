package gltfio

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom/freespace"
)

// outlineSlack is how far, in pixels, an outline may miss the corners of the
// pixels it goes round: enough to turn the steps of any slanted edge into a line.
const outlineSlack = 1.5

// region is a piece of floor: outer runs counter-clockwise, holes clockwise.
type region struct {
	outer []scenes.Vec2
	holes [][]scenes.Vec2
}

// outlines returns the pieces of a raster, which were found by their sides, in
// the order of the pieces.
func outlines(g *freespace.Grid, parts *freespace.Components) []region {
	out := make([]region, len(parts.Sizes))
	seen := make(map[[2]int]bool)
	for y := range g.H {
		for x := range g.W {
			if !g.Free(x, y) || g.Free(x, y-1) || seen[[2]int{x, y}] {
				continue
			}
			ring := smooth(trace(g, x, y, seen))
			if len(ring) < 3 {
				continue
			}
			points := make([]scenes.Vec2, len(ring))
			for i, p := range ring {
				points[i] = g.Origin.Add(scenes.Vec2{float64(p[0]), float64(p[1])}.Mul(g.Cell))
			}
			r := &out[parts.Label(x, y)]
			// The first edge of a piece that is met, the southernmost, is on its
			// outside.
			if r.outer == nil {
				r.outer = points
			} else {
				r.holes = append(r.holes, points)
			}
		}
	}
	return out
}

// trace follows an outline from the lower edge of pixel (x, y), with the free
// floor on the left, and marks the pixels whose lower edges it passes. Pixels
// that touch at a corner only are apart.
func trace(g *freespace.Grid, x, y int, seen map[[2]int]bool) [][2]int {
	var ring [][2]int
	at, way := [2]int{x, y}, [2]int{1, 0}
	for {
		if way == [2]int{1, 0} {
			if seen[at] {
				return ring
			}
			seen[at] = true
		}
		ring = append(ring, at)
		at = [2]int{at[0] + way[0], at[1] + way[1]}
		left := [2]int{-way[1], way[0]}
		switch {
		case !free(g, at, way, left):
			way = left
		case free(g, at, way, [2]int{-left[0], -left[1]}):
			way = [2]int{-left[0], -left[1]}
		}
	}
}

// free reports whether the pixel ahead of a corner, on the given side of the
// way, is free.
func free(g *freespace.Grid, corner, way, side [2]int) bool {
	sum := [2]int{way[0] + side[0], way[1] + side[1]}
	return g.Free(corner[0]+(sum[0]-1)/2, corner[1]+(sum[1]-1)/2)
}

// smooth drops the corners of a ring that lie within the slack of a line
// between others (Ramer, Douglas and Peucker), beginning from the two that are
// farthest apart.
func smooth(ring [][2]int) [][2]int {
	if len(ring) < 3 {
		return nil
	}
	far := 0
	for i, p := range ring {
		if distance2(ring[0], p) > distance2(ring[0], ring[far]) {
			far = i
		}
	}
	near := far
	for i, p := range ring {
		if distance2(ring[far], p) > distance2(ring[far], ring[near]) {
			near = i
		}
	}
	first, second := min(near, far), max(near, far)
	closed := append(append([][2]int{}, ring[second:]...), ring[:first+1]...)
	return append(thin(ring[first:second+1]), thin(closed)...)
}

// thin returns the corners of an open line that matter, without its last one.
func thin(line [][2]int) [][2]int {
	var out [][2]int
	type span struct{ a, b int }
	// Spans are taken from the front, so that corners come in order.
	for stack := []span{{0, len(line) - 1}}; len(stack) > 0; {
		s := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		worst, at := outlineSlack, -1
		for i := s.a + 1; i < s.b; i++ {
			if d := off(line[s.a], line[s.b], line[i]); d > worst {
				worst, at = d, i
			}
		}
		if at < 0 {
			out = append(out, line[s.a])
			continue
		}
		stack = append(stack, span{at, s.b}, span{s.a, at})
	}
	return out
}

func distance2(a, b [2]int) int { return (a[0]-b[0])*(a[0]-b[0]) + (a[1]-b[1])*(a[1]-b[1]) }

// off is how far p lies from the line through a and b, or from a where an
// outline that touches itself comes back there.
func off(a, b, p [2]int) float64 {
	ux, uy := float64(b[0]-a[0]), float64(b[1]-a[1])
	vx, vy := float64(p[0]-a[0]), float64(p[1]-a[1])
	if a == b {
		return math.Hypot(vx, vy)
	}
	return math.Abs(ux*vy-uy*vx) / math.Hypot(ux, uy)
}
