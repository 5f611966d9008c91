package freespace

import (
	"math"
	"math/bits"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// Block makes the footprint of a box, grown by so many metres on every side,
// not free. Its corners stay square.
func (g *Grid) Block(b geom.Box, grow float64) {
	g.convex(quad(b, grow), func(row []uint64, x0, x1 int) { setBits(row, x0, x1, false) })
}

// BlockRound is [Grid.Block] with round corners: it blocks every point nearer
// to the footprint than grow.
func (g *Grid) BlockRound(b geom.Box, grow float64) {
	if !(grow > 0) {
		g.Block(b, 0)
		return
	}
	right, front := b, b
	right.Half[0] += grow
	front.Half[1] += grow
	g.Block(right, 0)
	g.Block(front, 0)
	for _, c := range b.Corners() {
		g.Disk(c, grow, false)
	}
}

// Open makes the footprint of a box, grown by so many metres, free.
func (g *Grid) Open(b geom.Box, grow float64) {
	g.convex(quad(b, grow), func(row []uint64, x0, x1 int) { setBits(row, x0, x1, true) })
}

// Share returns how many pixels the footprint of a box has and how many of them
// are free. Pixels beyond the raster count and are not free; a footprint that
// reaches further beyond than [MaxSide] pixels, or lies beyond all measure, counts by its
// area.
func (g *Grid) Share(b geom.Box) (free, total int) {
	q := quad(b, 0)
	g.convex(q, func(row []uint64, x0, x1 int) { free += countBits(row, x0, x1) })
	return free, max(free, g.pixels(q))
}

// Disk frees or blocks a disk.
func (g *Grid) Disk(c scenes.Vec2, r float64, free bool) {
	g.Sector(c, r, 0, 360, free)
}

// Sector frees or blocks the part of a disk that is swept from one compass
// heading clockwise over the given number of degrees; 360 and more are the whole
// disk.
func (g *Grid) Sector(c scenes.Vec2, r, heading, sweep float64, free bool) {
	if !finite(c) || !(r > 0) || math.IsInf(r, 0) || math.IsNaN(heading) || !(sweep > 0) || g.H == 0 {
		return
	}
	if sweep > 180 && sweep < 360 {
		g.Sector(c, r, heading, 180, free)
		heading, sweep = heading+180, sweep-180
	}
	// The sector is the disk right of its first side and left of its last.
	from, _ := scenes.Axes(heading)
	to, _ := scenes.Axes(heading + sweep)
	y0, y1 := g.first(c[1]-r, 1, g.H), g.first(c[1]+r, 1, g.H)
	for y := y0; y <= y1 && y < g.H; y++ {
		dy := g.Origin[1] + (float64(y)+0.5)*g.Cell - c[1]
		if r*r < dy*dy {
			continue
		}
		w := math.Sqrt(r*r - dy*dy)
		lo, hi := -w, w
		if sweep < 360 {
			lo, hi = clip(lo, hi, from[0], from[1]*dy)
			lo, hi = clip(lo, hi, -to[0], -to[1]*dy)
		}
		if lo <= hi {
			x0, x1 := g.first(c[0]+lo, 0, g.W), g.beyond(c[0]+hi)
			setBits(g.row(y), x0, x1, free)
		}
	}
}

// clip keeps the part of an interval of x where a·x + b ≥ 0.
func clip(lo, hi, a, b float64) (float64, float64) {
	switch {
	case a > 0:
		return max(lo, -b/a), hi
	case a < 0:
		return lo, min(hi, -b/a)
	case b < 0:
		return 1, 0
	}
	return lo, hi
}

// beyond is the column after the last one whose centre is not beyond x.
func (g *Grid) beyond(x float64) int {
	c := math.Floor((x-g.Origin[0])/g.Cell-0.5) + 1
	return int(min(max(0, c), float64(g.W)))
}

// quad returns the corners of a grown footprint, counter-clockwise.
func quad(b geom.Box, grow float64) [4]scenes.Vec2 {
	b.Half[0], b.Half[1] = max(0, b.Half[0]+grow), max(0, b.Half[1]+grow)
	return b.Corners()
}

// convex calls span for every row of a quadrangle with the columns of it that
// are on the raster.
func (g *Grid) convex(q [4]scenes.Vec2, span func(row []uint64, x0, x1 int)) {
	lo, hi := bounds(q[:])
	if !finite(lo) || !finite(hi) || g.H == 0 {
		return
	}
	y1 := g.first(hi[1], 1, g.H)
	for y := g.first(lo[1], 1, g.H); y < y1; y++ {
		l, r := cross(&q, g.Origin[1]+(float64(y)+0.5)*g.Cell)
		if x0, x1 := g.first(l, 0, g.W), g.first(r, 0, g.W); x0 < x1 {
			span(g.row(y), x0, x1)
		}
	}
}

// cross returns where a horizontal line enters and leaves the quadrangle.
func cross(q *[4]scenes.Vec2, y float64) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for i, a := range q {
		b := q[(i+1)&3]
		if a[1] > b[1] {
			a, b = b, a
		}
		if a[1] <= y && y < b[1] {
			x := a[0] + (y-a[1])*((b[0]-a[0])/(b[1]-a[1]))
			lo, hi = min(lo, x), max(hi, x)
		}
	}
	return lo, hi
}

// pixels counts the pixels of a quadrangle on a raster without borders.
func (g *Grid) pixels(q [4]scenes.Vec2) int {
	lo, hi := bounds(q[:])
	if !finite(lo) || !finite(hi) || g.H == 0 {
		return 0
	}
	y0, y1 := math.Ceil((lo[1]-g.Origin[1])/g.Cell-0.5), math.Ceil((hi[1]-g.Origin[1])/g.Cell-0.5)
	// So far away that a float64 cannot tell rows apart, there is none to count.
	far := max(math.Abs(y0), math.Abs(y1)) > 1<<50
	if far || !(y1-y0 <= 2*MaxSide) || !(hi[0]-lo[0] <= 2*MaxSide*g.Cell) {
		area := q[1].Sub(q[0]).Len() * q[2].Sub(q[1]).Len() / (g.Cell * g.Cell)
		return int(min(math.Round(area), math.MaxInt32))
	}
	n := 0
	for y := y0; y < y1; y++ {
		l, r := cross(&q, g.Origin[1]+(y+0.5)*g.Cell)
		if l < r {
			n += int(math.Ceil((r-g.Origin[0])/g.Cell-0.5) - math.Ceil((l-g.Origin[0])/g.Cell-0.5))
		}
	}
	return n
}

// setBits sets or clears the bits from x0 up to but not including x1.
func setBits(row []uint64, x0, x1 int, on bool) {
	if x0 >= x1 {
		return
	}
	i, j := x0>>6, (x1-1)>>6
	head, tail := ^uint64(0)<<(x0&63), ^uint64(0)>>(63-(x1-1)&63)
	for k := i; k <= j; k++ {
		m := ^uint64(0)
		if k == i {
			m &= head
		}
		if k == j {
			m &= tail
		}
		if on {
			row[k] |= m
		} else {
			row[k] &^= m
		}
	}
}

// countBits counts the set bits from x0 up to but not including x1.
func countBits(row []uint64, x0, x1 int) int {
	n := 0
	for k := x0 >> 6; k <= (x1-1)>>6; k++ {
		m := ^uint64(0)
		if k == x0>>6 {
			m &= ^uint64(0) << (x0 & 63)
		}
		if k == (x1-1)>>6 {
			m &= ^uint64(0) >> (63 - (x1-1)&63)
		}
		n += bits.OnesCount64(row[k] & m)
	}
	return n
}
