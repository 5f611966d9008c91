package freespace

import "math"

// Distances returns, row by row, every pixel's distance in metres to the centre
// of the nearest pixel that is not free, the pixels beyond the raster included;
// 0 for pixels that are not free. It writes to dst when that is large enough.
//
// It is the exact Euclidean transform of Felzenszwalb and Huttenlocher
// (Distance Transforms of Sampled Functions, Theory of Computing 2012): the
// distance along the columns first, then the lower envelope of the parabolas
// along each row. Cost: a few operations per pixel.
func (g *Grid) Distances(dst []float32) []float32 {
	n := g.W * g.H
	if cap(dst) < n {
		dst = make([]float32, n)
	}
	dst = dst[:n]
	g.columns(dst)
	if len(g.hull) < g.W+2 {
		g.hull, g.sites, g.cuts = make([]float64, g.W+2), make([]int32, g.W+2), make([]float64, g.W+3)
	}
	for y := range g.H {
		if !empty(g.row(y)) {
			g.envelope(dst[y*g.W : (y+1)*g.W])
		}
	}
	return dst
}

// columns sets every pixel to the rows between it and the nearest pixel of its
// column that is not free; the rows −1 and H are not.
func (g *Grid) columns(dst []float32) {
	for y := range g.H {
		row := g.row(y)
		for x := range g.W {
			d := float32(0)
			if row[x>>6]>>(x&63)&1 != 0 {
				d = 1
				if y > 0 {
					d += dst[(y-1)*g.W+x]
				}
			}
			dst[y*g.W+x] = d
		}
	}
	for x := range g.W {
		dst[(g.H-1)*g.W+x] = min(dst[(g.H-1)*g.W+x], 1)
	}
	for y := g.H - 2; y >= 0; y-- {
		for x := range g.W {
			dst[y*g.W+x] = min(dst[y*g.W+x], dst[(y+1)*g.W+x]+1)
		}
	}
}

// envelope replaces the column distances of a row by the Euclidean ones in
// metres. The columns −1 and W are sites of distance 0.
func (g *Grid) envelope(row []float32) {
	f, v, z := g.hull, g.sites, g.cuts
	k := -1
	for q := range len(row) + 2 {
		h := 0.0
		if q > 0 && q <= len(row) {
			h = float64(row[q-1])
			h *= h
			// Only the ends of a run of zeros are nearest to anything.
			if h == 0 && q > 1 && q < len(row) && row[q-2] == 0 && row[q] == 0 {
				continue
			}
		}
		at := float64(q)
		cut := math.Inf(-1)
		for k >= 0 {
			p := float64(v[k])
			cut = (h + at*at - f[k] - p*p) / (2 * (at - p))
			if cut > z[k] {
				break
			}
			k--
		}
		if k < 0 {
			cut = math.Inf(-1)
		}
		k++
		f[k], v[k], z[k] = h, int32(q), cut
	}
	z[k+1] = math.Inf(1)
	i := 0
	for x, d := range row {
		if d == 0 {
			continue
		}
		at := float64(x + 1)
		for z[i+1] < at {
			i++
		}
		off := at - float64(v[i])
		// Rooms beyond all measure have cells that no float32 holds.
		row[x] = float32(min(math.Sqrt(off*off+f[i])*g.Cell, math.MaxFloat32))
	}
}
