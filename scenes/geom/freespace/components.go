package freespace

import (
	"math/bits"

	"github.com/metaspatial/metaspatial/scenes"
)

// Connectivity says which pixels are neighbours.
type Connectivity int

// The connectivities: neighbours by side, or by side and corner.
const (
	Four  Connectivity = 4
	Eight Connectivity = 8
)

// Components are the connected pieces of the free floor. They are numbered from
// 0 in the order of their first pixels, row by row from the south-west. The
// zero value is ready; its buffers are kept from call to call.
type Components struct {
	// Sizes are the pieces' pixels.
	Sizes []int

	runs   []run
	rows   []int
	parent []int32
	mark   []bool
}

// run is a row's columns from x0 up to but not including x1.
type run struct{ x0, x1, label int32 }

// Find finds the pieces of a raster.
//
// Rows are cut into runs of free pixels; runs that touch runs of the row before
// are joined by union-find. The cost is that of the runs, not of the pixels.
func (c *Components) Find(g *Grid, conn Connectivity) {
	c.runs, c.rows, c.parent, c.Sizes = c.runs[:0], c.rows[:0], c.parent[:0], c.Sizes[:0]
	reach := int32(0)
	if conn != Four {
		reach = 1
	}
	for y := range g.H {
		start := len(c.runs)
		before := start
		if y > 0 {
			before = c.rows[y-1]
		}
		c.rows = append(c.rows, start)
		c.cut(g.row(y), g.W)
		for i, k := start, before; i < len(c.runs); i++ {
			r := &c.runs[i]
			for k < start && c.runs[k].x1+reach <= r.x0 {
				k++
			}
			for j := k; j < start && c.runs[j].x0 < r.x1+reach; j++ {
				c.join(c.runs[j].label, r)
			}
			if r.label < 0 {
				r.label = int32(len(c.parent))
				c.parent = append(c.parent, r.label)
			}
		}
	}
	c.rows = append(c.rows, len(c.runs))
	c.number()
}

// cut appends the runs of a row.
func (c *Components) cut(row []uint64, width int) {
	open := int32(-1)
	for i, w := range row {
		base := int32(i << 6)
		for at := 0; at < 64; {
			rest := w >> at
			if open >= 0 {
				rest = ^w >> at
			}
			if rest == 0 {
				break
			}
			at += bits.TrailingZeros64(rest)
			if open < 0 {
				open = base + int32(at)
				continue
			}
			c.runs = append(c.runs, run{open, base + int32(at), -1})
			open = -1
		}
	}
	if open >= 0 {
		c.runs = append(c.runs, run{open, int32(width), -1})
	}
}

// join puts a run into the piece with a label.
func (c *Components) join(label int32, r *run) {
	root := c.root(label)
	if r.label < 0 {
		r.label = root
		return
	}
	if other := c.root(r.label); other != root {
		// The older label stays the root, so that the order of labels is that of
		// the pieces' first pixels.
		c.parent[max(root, other)] = min(root, other)
		r.label = min(root, other)
	}
}

func (c *Components) root(label int32) int32 {
	for c.parent[label] != label {
		c.parent[label] = c.parent[c.parent[label]]
		label = c.parent[label]
	}
	return label
}

// number gives the pieces consecutive labels and counts their pixels.
func (c *Components) number() {
	for i := range c.parent {
		// Roots come before what points to them and are replaced first.
		if p := c.parent[i]; p == int32(i) {
			c.parent[i] = int32(len(c.Sizes))
			c.Sizes = append(c.Sizes, 0)
		} else {
			c.parent[i] = c.parent[p]
		}
	}
	for i := range c.runs {
		r := &c.runs[i]
		r.label = c.parent[r.label]
		c.Sizes[r.label] += int(r.x1 - r.x0)
	}
}

// Label returns the piece that a pixel belongs to, or −1 for none.
func (c *Components) Label(x, y int) int {
	if y < 0 || y+1 >= len(c.rows) {
		return -1
	}
	lo, hi := c.rows[y], c.rows[y+1]
	for lo < hi {
		mid := (lo + hi) / 2
		switch r := c.runs[mid]; {
		case int(r.x1) <= x:
			lo = mid + 1
		case int(r.x0) > x:
			hi = mid
		default:
			return int(r.label)
		}
	}
	return -1
}

// LabelAt returns the piece at a point of the floor, or −1 for none. The raster
// is the one that was searched.
func (c *Components) LabelAt(g *Grid, p scenes.Vec2) int {
	x, y, ok := g.At(p)
	if !ok {
		return -1
	}
	return c.Label(x, y)
}

// Largest returns the largest piece and its pixels, the first of several; −1
// and 0 when nothing is free.
func (c *Components) Largest() (label, size int) {
	label = -1
	for i, n := range c.Sizes {
		if n > size {
			label, size = i, n
		}
	}
	return label, size
}

// Total returns the pixels of all pieces.
func (c *Components) Total() int {
	n := 0
	for _, s := range c.Sizes {
		n += s
	}
	return n
}

// LargestShare is the largest piece's share of what is free, 0 when nothing is:
// SceneEval's navigability (arXiv 2503.14756).
func (c *Components) LargestShare() float64 {
	_, size := c.Largest()
	if size == 0 {
		return 0
	}
	return float64(size) / float64(c.Total())
}

// Touching marks the pieces that share a pixel with a mask of the searched
// raster's size. It returns mark, which it sets to the length of Sizes.
func (c *Components) Touching(mask *Grid, mark []bool) []bool {
	mark = append(mark[:0], make([]bool, len(c.Sizes))...)
	for y := range min(mask.H, len(c.rows)-1) {
		row := mask.row(y)
		for _, r := range c.runs[c.rows[y]:c.rows[y+1]] {
			if !mark[r.label] && int(r.x1) <= mask.W && countBits(row, int(r.x0), int(r.x1)) > 0 {
				mark[r.label] = true
			}
		}
	}
	return mark
}

// Keep draws the marked pieces, and nothing else, into dst, which must have the
// searched raster's size.
func (c *Components) Keep(dst *Grid, mark []bool) {
	dst.Clear()
	for y := range min(dst.H, len(c.rows)-1) {
		row := dst.row(y)
		for _, r := range c.runs[c.rows[y]:c.rows[y+1]] {
			if int(r.label) < len(mark) && mark[r.label] && int(r.x1) <= dst.W {
				setBits(row, int(r.x0), int(r.x1), true)
			}
		}
	}
}

// Flood keeps of g the pieces that share a pixel with the seeds, which must have
// g's size. The components of g before are left in c.
func (g *Grid) Flood(c *Components, seeds *Grid, conn Connectivity) {
	c.Find(g, conn)
	c.mark = c.Touching(seeds, c.mark)
	c.Keep(g, c.mark)
}
