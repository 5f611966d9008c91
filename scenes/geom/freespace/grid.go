package freespace

import (
	"math"
	"math/bits"

	"github.com/metaspatial/metaspatial/scenes"
)

// DefaultSize is the number of pixels along the longer side when nothing else
// is asked: SceneEval's raster (arXiv 2503.14756, navigability).
const DefaultSize = 256

// MaxSide bounds the pixels along a side.
const MaxSide = 4096

// Options say how finely to draw. The zero value is [DefaultSize] pixels along
// the longer side of the floor's bounding box.
type Options struct {
	// Size is the number of pixels along the longer side, margin included. The
	// shorter side gets as many as cover it.
	Size int
	// Cell is the side of a pixel in metres. It overrides Size.
	Cell float64
	// Margin is added round the bounding box, in metres.
	Margin float64
}

// Grid is a raster of the floor: a pixel is free or it is not. The zero value
// is an empty raster; [Grid.Reset] or [Grid.Cover] gives it a size.
type Grid struct {
	// W and H are the numbers of columns and rows.
	W, H int
	// Cell is the side of a pixel in metres.
	Cell float64
	// Origin is the south-western corner of the pixel (0, 0).
	Origin scenes.Vec2

	stride  int
	words   []uint64
	scratch []uint64
	widths  []int
	// hull, sites and cuts are the parabolas of a distance transform's row.
	hull, cuts []float64
	sites      []int32
	// ring holds the pixels to visit by the fifths of a pixel on the way to them.
	ring [diagonal + 1][]int32
}

// Reset sizes the raster to the floor's bounding box and frees the floor but
// for its holes. Every polygon is filled by the even-odd rule, whichever way it
// runs; what lies in any hole is not free. A floor that is not finite or has no
// extent gives a raster without a free pixel.
func (g *Grid) Reset(floor []scenes.Vec2, holes [][]scenes.Vec2, o Options) {
	lo, hi := bounds(floor)
	g.Cover(lo, hi, o)
	g.Polygon(floor, true)
	for _, h := range holes {
		g.Polygon(h, false)
	}
}

// Cover sizes the raster to the rectangle between two corners, without a free
// pixel.
func (g *Grid) Cover(lo, hi scenes.Vec2, o Options) {
	margin := max(0, o.Margin)
	ex, ey := hi[0]-lo[0]+2*margin, hi[1]-lo[1]+2*margin
	long := max(ex, ey)
	if !(ex >= 0 && ey >= 0 && long > 0) || math.IsInf(long, 0) || !finite(lo) {
		lo, ex, ey, long, margin = scenes.Vec2{}, 1, 1, 1, 0
		o = Options{Size: 1}
	}
	size := o.Size
	if size <= 0 {
		size = DefaultSize
	}
	size = min(size, MaxSide)
	g.Cell = long / float64(size)
	if o.Cell > 0 {
		g.Cell = max(o.Cell, long/MaxSide)
	}
	g.Origin = scenes.Vec2{lo[0] - margin, lo[1] - margin}
	g.W, g.H = side(ex, g.Cell), side(ey, g.Cell)
	g.stride = (g.W + 63) / 64
	g.words = resize(g.words, g.stride*g.H)
	clear(g.words)
}

// side is the number of cells that cover a length; a billionth of a cell is
// rounding, not another one.
func side(length, cell float64) int {
	return int(min(max(1, math.Ceil(length/cell-1e-9)), MaxSide))
}

func resize(b []uint64, n int) []uint64 {
	if cap(b) < n {
		return make([]uint64, n)
	}
	return b[:n]
}

// CopyFrom makes g the same raster as src.
func (g *Grid) CopyFrom(src *Grid) {
	g.W, g.H, g.Cell, g.Origin, g.stride = src.W, src.H, src.Cell, src.Origin, src.stride
	g.words = resize(g.words, len(src.words))
	copy(g.words, src.words)
}

// Clear frees nothing; the size stays.
func (g *Grid) Clear() { clear(g.words) }

// And keeps what is free in both rasters, which must have one size.
func (g *Grid) And(o *Grid) { g.combine(o, func(a, b uint64) uint64 { return a & b }) }

// AndNot keeps what is free in g and not in o, which must have g's size.
func (g *Grid) AndNot(o *Grid) { g.combine(o, func(a, b uint64) uint64 { return a &^ b }) }

// Or frees what is free in either raster; they must have one size.
func (g *Grid) Or(o *Grid) { g.combine(o, func(a, b uint64) uint64 { return a | b }) }

func (g *Grid) combine(o *Grid, f func(a, b uint64) uint64) {
	if g.W != o.W || g.H != o.H {
		panic("freespace: rasters of different sizes cannot be combined")
	}
	for i, w := range o.words {
		g.words[i] = f(g.words[i], w)
	}
}

// Free reports whether the pixel is free. Pixels beyond the raster are not.
func (g *Grid) Free(x, y int) bool {
	if x < 0 || y < 0 || x >= g.W || y >= g.H {
		return false
	}
	return g.words[y*g.stride+x>>6]>>(x&63)&1 != 0
}

// FreeAt reports whether the pixel at a point of the floor is free.
func (g *Grid) FreeAt(p scenes.Vec2) bool {
	x, y, ok := g.At(p)
	return ok && g.Free(x, y)
}

// At returns the pixel that holds a point of the floor, and false when the
// point is beyond the raster. A point on the line between two pixels belongs to
// the eastern or northern one.
func (g *Grid) At(p scenes.Vec2) (x, y int, ok bool) {
	u, v := math.Floor((p[0]-g.Origin[0])/g.Cell), math.Floor((p[1]-g.Origin[1])/g.Cell)
	if !(u >= 0 && v >= 0 && u < float64(g.W) && v < float64(g.H)) {
		return 0, 0, false
	}
	return int(u), int(v), true
}

// Center returns the point of the floor at a pixel's centre.
func (g *Grid) Center(x, y int) scenes.Vec2 {
	return scenes.Vec2{g.Origin[0] + (float64(x)+0.5)*g.Cell, g.Origin[1] + (float64(y)+0.5)*g.Cell}
}

// Count returns the number of free pixels.
func (g *Grid) Count() int {
	n := 0
	for _, w := range g.words {
		n += bits.OnesCount64(w)
	}
	return n
}

// Area returns the free area in square metres.
func (g *Grid) Area() float64 { return float64(g.Count()) * g.Cell * g.Cell }

// row returns the words of a row.
func (g *Grid) row(y int) []uint64 { return g.words[y*g.stride : (y+1)*g.stride] }

// last is the mask of the bits of a row's last word that are pixels.
func (g *Grid) last() uint64 { return ^uint64(0) >> ((64 - g.W&63) & 63) }

func finite(p scenes.Vec2) bool {
	s := p[0] - p[0] + p[1] - p[1]
	return s == 0
}

func bounds(polygon []scenes.Vec2) (lo, hi scenes.Vec2) {
	lo, hi = scenes.Vec2{math.Inf(1), math.Inf(1)}, scenes.Vec2{math.Inf(-1), math.Inf(-1)}
	for _, p := range polygon {
		if !finite(p) {
			return scenes.Vec2{math.NaN(), math.NaN()}, hi
		}
		for k := range p {
			lo[k], hi[k] = min(lo[k], p[k]), max(hi[k], p[k])
		}
	}
	return lo, hi
}
