package shape

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

const (
	// cellsAlong is the number of grid cells along the longer side of the plan.
	cellsAlong = 64
	// mostHits bounds the places of all triangles; the grid is made coarser for
	// models that would have more.
	mostHits = 1e6
)

// cell is one place of the plan.
type cell struct {
	// covered says that the level at hand covers the cell.
	covered bool
	// up says that the next surface above faces up.
	up bool
	// next is the height of the next surface above the level, or +Inf.
	next float32
}

// hit is where a triangle lies over or under the centre of a cell.
type hit struct {
	cell int32
	z    float32
}

// grid divides the plan of a model.
type grid struct {
	soup   *soup
	nx, ny int
	dx, dy float64
	cells  []cell
	// hits are those of all triangles, in their order; the n-th triangle's
	// begin at first[n].
	hits  []hit
	first []int32
}

// newGrid is nil for models whose triangles lie over each other thousands of
// times, as in no furniture.
func newGrid(s *soup) *grid {
	size := s.size()
	long := max(size[0], size[1])
	n := cellsAlong
	// The boxes of all triangles, in plans, are how often a cell is visited.
	sum := 0.0
	for i := range s.triangles {
		t := &s.triangles[i]
		c := [3]scenes.Vec3{t.at(0), t.at(1), t.at(2)}
		sum += (max(c[0][0], c[1][0], c[2][0]) - min(c[0][0], c[1][0], c[2][0])) / long *
			((max(c[0][1], c[1][1], c[2][1]) - min(c[0][1], c[1][1], c[2][1])) / long)
	}
	for n > 8 && sum*float64(n*n) > mostHits {
		n /= 2
	}
	if sum*float64(n*n) > 16*mostHits {
		return nil
	}
	g := &grid{soup: s}
	g.nx = max(int(math.Ceil(size[0]/long*float64(n))), 8)
	g.ny = max(int(math.Ceil(size[1]/long*float64(n))), 8)
	g.dx, g.dy = size[0]/float64(g.nx), size[1]/float64(g.ny)
	g.cells = make([]cell, g.nx*g.ny)
	g.first = make([]int32, 0, len(s.triangles)+1)
	// A triangle fills half its box.
	g.hits = make([]hit, 0, int(0.6*sum*float64(n*n))+64)
	for i := range s.triangles {
		g.first = append(g.first, int32(len(g.hits)))
		g.strike(&s.triangles[i])
	}
	g.first = append(g.first, int32(len(g.hits)))
	return g
}

// cover marks the cells whose centres the triangles cover, and forgets all else.
func (g *grid) cover(list []int) {
	for i := range g.cells {
		g.cells[i] = cell{next: float32(math.Inf(1))}
	}
	for _, i := range list {
		for _, h := range g.hits[g.first[i]:g.first[i+1]] {
			g.cells[h.cell].covered = true
		}
	}
}

// lookUp notes the next surface above the given height over every covered cell.
// What faces down counts from slack below the height, being the underside of
// what stands there; what faces up from twice that above, being no bevel of the
// level itself.
func (g *grid) lookUp(height, slack float64) {
	for i := range g.soup.triangles {
		t := &g.soup.triangles[i]
		up := t.up() > 0
		from := float32(height - slack)
		if up {
			from = float32(height + 2*slack)
		}
		if max(t.corner[0][2], t.corner[1][2], t.corner[2][2]) < from {
			continue
		}
		for _, h := range g.hits[g.first[i]:g.first[i+1]] {
			if c := &g.cells[h.cell]; h.z >= from && h.z < c.next && c.covered {
				c.next, c.up = h.z, up
			}
		}
	}
}

// strike adds the hits of a triangle. Upright triangles have none.
func (g *grid) strike(t *triangle) {
	if math.Abs(t.up()) < 1e-6 {
		return
	}
	c, n := [3]scenes.Vec3{t.at(0), t.at(1), t.at(2)}, wide(t.normal)
	lo := g.soup.lo
	column := func(x float64) float64 { return (x-lo[0])/g.dx - 0.5 }
	line := func(y float64) float64 { return (y-lo[1])/g.dy - 0.5 }
	x0 := max(int(math.Ceil(column(min(c[0][0], c[1][0], c[2][0])))), 0)
	x1 := min(int(math.Floor(column(max(c[0][0], c[1][0], c[2][0])))), g.nx-1)
	y0 := max(int(math.Ceil(line(min(c[0][1], c[1][1], c[2][1])))), 0)
	y1 := min(int(math.Floor(line(max(c[0][1], c[1][1], c[2][1])))), g.ny-1)
	if x0 > x1 || y0 > y1 {
		return
	}
	side := 1.0
	if n[2] < 0 {
		side = -1
	}
	// Edge functions are linear, so that each is one value per line and a step.
	var at0, stepX, stepY [3]float64
	px, py := lo[0]+(float64(x0)+0.5)*g.dx, lo[1]+(float64(y0)+0.5)*g.dy
	for k := range 3 {
		a, b := c[k], c[(k+1)%3]
		ex, ey := b[0]-a[0], b[1]-a[1]
		at0[k] = side * (ex*(py-a[1]) - ey*(px-a[0]))
		stepX[k], stepY[k] = -side*ey*g.dx, side*ex*g.dy
	}
	slopeX, slopeY := -n[0]/n[2], -n[1]/n[2]
	z0 := c[0][2] + slopeX*(px-c[0][0]) + slopeY*(py-c[0][1])
	for y := y0; y <= y1; y++ {
		e := at0
		z := z0
		for x := x0; x <= x1; x++ {
			if e[0] >= 0 && e[1] >= 0 && e[2] >= 0 {
				g.hits = append(g.hits, hit{int32(y*g.nx + x), float32(z)})
			}
			for k := range 3 {
				e[k] += stepX[k]
			}
			z += slopeX * g.dx
		}
		for k := range 3 {
			at0[k] += stepY[k]
		}
		z0 += slopeY * g.dy
	}
}
