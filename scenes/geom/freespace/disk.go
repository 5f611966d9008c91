package freespace

import "math"

// ErodeDisk keeps the pixels round which a disk of radius r, in metres, is
// free: the places where a person's centre may be. A pixel that is not free is
// taken to begin half a pixel before its centre, so that a corridor as wide as
// the disk is passable to within a pixel.
//
// It is exact: the same as keeping the pixels whose Euclidean distance to the
// nearest pixel that is not free is at least r/Cell + ½ pixels. Beyond the
// raster nothing is free.
func (g *Grid) ErodeDisk(r float64) {
	reach := g.chords(r)
	if reach < 0 || g.H == 0 {
		return
	}
	g.invert()
	g.spread(reach)
	g.invert()
	// The outside of the raster, a straight line away from every pixel.
	for y := range g.H {
		row := g.row(y)
		if y < reach || g.H-1-y < reach {
			clear(row)
			continue
		}
		setBits(row, 0, min(reach, g.W), false)
		setBits(row, max(0, g.W-reach), g.W, false)
	}
}

// DilateDisk frees every pixel nearer than r/Cell + ½ pixels to a free one.
func (g *Grid) DilateDisk(r float64) {
	if reach := g.chords(r); reach >= 0 && g.H > 0 {
		g.spread(reach)
	}
}

// chords fills g.widths with the half widths in pixels of a disk's rows, from
// the middle row outward, and returns how many rows it reaches; −1 for no disk.
func (g *Grid) chords(r float64) int {
	if !(r > 0) || g.H == 0 {
		return -1
	}
	rho := min(r/g.Cell+0.5, 2*MaxSide)
	reach := int(math.Ceil(rho)) - 1
	if cap(g.widths) < reach+1 {
		g.widths = make([]int, reach+1)
	}
	g.widths = g.widths[:reach+1]
	w := reach
	for dy := range g.widths {
		for w > 0 && float64(w*w+dy*dy) >= rho*rho {
			w--
		}
		g.widths[dy] = w
	}
	return reach
}

// invert turns free pixels into others and back.
func (g *Grid) invert() {
	last := g.last()
	for y := range g.H {
		row := g.row(y)
		for i := range row {
			row[i] = ^row[i]
		}
		row[len(row)-1] &= last
	}
}

// spread replaces every pixel by the disk of g.widths round it. A row grows by
// a pixel to both sides at a time and is merged into the rows at which the disk
// is that wide.
func (g *Grid) spread(reach int) {
	g.scratch = resize(g.scratch, (g.H+1)*g.stride)
	out, acc := g.scratch[g.stride:], g.scratch[:g.stride]
	clear(out)
	last := g.last()
	for y := range g.H {
		copy(acc, g.row(y))
		if empty(acc) {
			continue
		}
		width := 0
		for dy := reach; dy >= 0; dy-- {
			for ; width < g.widths[dy]; width++ {
				grow(acc, last)
			}
			if y+dy < g.H {
				merge(out[(y+dy)*g.stride:(y+dy+1)*g.stride], acc, false)
			}
			if y >= dy {
				merge(out[(y-dy)*g.stride:(y-dy+1)*g.stride], acc, false)
			}
		}
	}
	copy(g.words, out)
}

func empty(row []uint64) bool {
	for _, w := range row {
		if w != 0 {
			return false
		}
	}
	return true
}

// grow sets the neighbours of the set bits of a row.
func grow(row []uint64, last uint64) {
	before := uint64(0)
	for i, w := range row {
		after := uint64(0)
		if i+1 < len(row) {
			after = row[i+1] << 63
		}
		row[i] = w | w<<1 | before | w>>1 | after
		before = w >> 63
	}
	row[len(row)-1] &= last
}
