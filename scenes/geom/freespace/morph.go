package freespace

import "math"

// Erode keeps the pixels round which a square of the given side, in metres, is
// free: SceneEval's way of keeping a robot off the walls (arXiv
// 2503.14756, navigability).
// The square has floor(side/Cell) pixels a side, at least one; an even number
// reaches one pixel further to the west and south. Beyond the raster nothing is
// free.
func (g *Grid) Erode(side float64) {
	n := g.kernel(side)
	g.square(n/2, n-1-n/2, true)
}

// Dilate frees every pixel whose square of the given side holds a free pixel.
// The square is that of [Grid.Erode] turned by half a circle, so that a
// dilation after an erosion frees nothing that was not free before.
func (g *Grid) Dilate(side float64) {
	n := g.kernel(side)
	g.square(n-1-n/2, n/2, false)
}

// kernel is the number of whole pixels in a length; a millionth of a pixel is
// rounding.
func (g *Grid) kernel(side float64) int {
	n := math.Floor(side/g.Cell + 1e-6)
	if !(n > 1) {
		return 1
	}
	return int(min(n, 2*MaxSide))
}

// square replaces each pixel by the and (or) of the pixels up to before places
// to the west and south and up to after places to the east and north. A window
// to one side at a time doubles until it is wide enough: log n steps.
func (g *Grid) square(before, after int, and bool) {
	g.scratch = resize(g.scratch, g.stride)
	last := g.last()
	for y := range g.H {
		row := g.row(y)
		for window := 1; window <= before; {
			step := min(window, before+1-window)
			shiftUp(g.scratch, row, step)
			merge(row, g.scratch, and)
			window += step
		}
		row[len(row)-1] &= last
		for window := 1; window <= after; {
			step := min(window, after+1-window)
			shiftDown(g.scratch, row, step)
			merge(row, g.scratch, and)
			window += step
		}
	}
	clear(g.scratch)
	for window := 1; window <= before; {
		step := min(window, before+1-window)
		for y := g.H - 1; y >= 0; y-- {
			g.mergeRow(y, y-step, and)
		}
		window += step
	}
	for window := 1; window <= after; {
		step := min(window, after+1-window)
		for y := range g.H {
			g.mergeRow(y, y+step, and)
		}
		window += step
	}
}

// mergeRow merges a row into another; the scratch row of zeros stands for the
// rows beyond the raster.
func (g *Grid) mergeRow(y, from int, and bool) {
	src := g.scratch
	if from >= 0 && from < g.H {
		src = g.row(from)
	}
	merge(g.row(y), src, and)
}

func merge(dst, src []uint64, and bool) {
	if and {
		for i, w := range src {
			dst[i] &= w
		}
		return
	}
	for i, w := range src {
		dst[i] |= w
	}
}

// shiftDown moves every bit n places towards the first.
func shiftDown(dst, src []uint64, n int) {
	words, b := n>>6, uint(n&63)
	for i := range dst {
		var w uint64
		if k := i + words; k < len(src) {
			w = src[k] >> b
			if k+1 < len(src) {
				w |= src[k+1] << (64 - b)
			}
		}
		dst[i] = w
	}
}

// shiftUp moves every bit n places away from the first.
func shiftUp(dst, src []uint64, n int) {
	words, b := n>>6, uint(n&63)
	for i := range dst {
		var w uint64
		if k := i - words; k >= 0 {
			w = src[k] << b
			if k > 0 {
				w |= src[k-1] >> (64 - b)
			}
		}
		dst[i] = w
	}
}
