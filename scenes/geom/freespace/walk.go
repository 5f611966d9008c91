package freespace

import "math"

// Walk returns, row by row, how far it is to walk to every free pixel from the
// nearest seed, in metres, through free pixels only; +Inf where nobody gets,
// and 0 on the seeds. Seeds that are not free count for nothing. They must have
// g's size. It writes to dst when that is large enough.
//
// A step goes to one of eight neighbours and is one pixel, or 1.4 along a
// diagonal, which is cut off where one of the two pixels beside it is not free.
// The way is never shorter than 0.99 of the straight one and never longer than
// 1.08 of it where nothing is in the way. Erode by a person's disk before to
// keep to where a person fits. Cost: a few operations per pixel, by Dijkstra's
// method with a ring of buckets.
func (g *Grid) Walk(dst []float32, seeds *Grid) []float32 {
	n := g.W * g.H
	if cap(dst) < n {
		dst = make([]float32, n)
	}
	dst = dst[:n]
	if seeds.W != g.W || seeds.H != g.H {
		panic("freespace: seeds of another size than the raster")
	}
	for i := range dst {
		dst[i] = float32(math.Inf(1))
	}
	for k := range g.ring {
		g.ring[k] = g.ring[k][:0]
	}
	for y := range g.H {
		for x := range g.W {
			if seeds.Free(x, y) && g.Free(x, y) {
				dst[y*g.W+x] = 0
				g.ring[0] = append(g.ring[0], int32(y*g.W+x))
			}
		}
	}
	// Costs are in fifths of a pixel; no step costs as much as the ring is long.
	for cost, idle := 0, 0; idle < len(g.ring); cost++ {
		bucket := g.ring[cost%len(g.ring)]
		g.ring[cost%len(g.ring)] = bucket[:0]
		if idle++; len(bucket) > 0 {
			idle = 0
		}
		for _, at := range bucket {
			if dst[at] == float32(cost) {
				g.step(dst, int(at), cost)
			}
		}
	}
	unit := float32(g.Cell / straight)
	for i := range dst {
		dst[i] *= unit
	}
	return dst
}

// The costs of a step to a side and along a diagonal.
const (
	straight = 5
	diagonal = 7
)

// step offers the neighbours of a pixel the way through it.
func (g *Grid) step(dst []float32, at, cost int) {
	x, y := at%g.W, at/g.W
	offer := func(u, v, c int) {
		if i := v*g.W + u; float32(c) < dst[i] {
			dst[i] = float32(c)
			k := c % len(g.ring)
			g.ring[k] = append(g.ring[k], int32(i))
		}
	}
	w, e, s, n := g.Free(x-1, y), g.Free(x+1, y), g.Free(x, y-1), g.Free(x, y+1)
	if w {
		offer(x-1, y, cost+straight)
	}
	if e {
		offer(x+1, y, cost+straight)
	}
	if s {
		offer(x, y-1, cost+straight)
	}
	if n {
		offer(x, y+1, cost+straight)
	}
	if w && s && g.Free(x-1, y-1) {
		offer(x-1, y-1, cost+diagonal)
	}
	if e && s && g.Free(x+1, y-1) {
		offer(x+1, y-1, cost+diagonal)
	}
	if w && n && g.Free(x-1, y+1) {
		offer(x-1, y+1, cost+diagonal)
	}
	if e && n && g.Free(x+1, y+1) {
		offer(x+1, y+1, cost+diagonal)
	}
}
