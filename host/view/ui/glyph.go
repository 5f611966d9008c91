package ui

import (
	"image"
	"image/draw"
	"math"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"golang.org/x/image/vector"
)

// mask is the coverage of a shape: alpha per pixel, offset from its origin.
type mask struct {
	alpha  *image.Alpha
	dx, dy int
}

type glyphKey struct {
	font *font.Font
	gid  font.GID
	size float32
	sub  uint8
}

// glyphs draws and remembers the masks of letters.
type glyphs struct {
	cache map[glyphKey]*mask
	bytes int
}

const (
	// subpixels is in how many places between two pixels a letter may stand.
	subpixels = 4
	// glyphBytes is how much memory masks may take before it starts afresh.
	glyphBytes = 16 << 20
)

// mask returns the mask of a glyph whose origin lies sub/subpixels right of a
// pixel's edge, or nil for one without a shape.
func (g *glyphs) mask(p placed, size float32, sub uint8) *mask {
	key := glyphKey{p.face.Font, p.gid, size, sub}
	if m, ok := g.cache[key]; ok {
		return m
	}
	if g.cache == nil || g.bytes > glyphBytes {
		g.cache, g.bytes = map[glyphKey]*mask{}, 0
	}
	var m *mask
	if o, ok := p.face.GlyphDataOutline(p.gid); ok && len(o.Segments) > 0 {
		m = fillOutline(o.Segments, size/float32(p.face.Upem()), float32(sub)/subpixels)
		g.bytes += len(m.alpha.Pix)
	}
	g.cache[key] = m
	return m
}

// fillOutline draws an outline in font units, y upward, scaled and moved right.
func fillOutline(segs []font.Segment, scale, shift float32) *mask {
	at := func(p ot.SegmentPoint) (x, y float32) { return p.X*scale + shift, -p.Y * scale }
	lo := [2]float32{math.MaxFloat32, math.MaxFloat32}
	hi := [2]float32{-math.MaxFloat32, -math.MaxFloat32}
	for i := range segs {
		for _, p := range segs[i].ArgsSlice() {
			x, y := at(p)
			lo[0], lo[1] = min(lo[0], x), min(lo[1], y)
			hi[0], hi[1] = max(hi[0], x), max(hi[1], y)
		}
	}
	x0, y0 := int(math.Floor(float64(lo[0]))), int(math.Floor(float64(lo[1])))
	w, h := int(math.Ceil(float64(hi[0])))-x0+1, int(math.Ceil(float64(hi[1])))-y0+1
	z := vector.NewRasterizer(w, h)
	fx, fy := float32(x0), float32(y0)
	for i := range segs {
		a := segs[i].ArgsSlice()
		x, y := at(a[0])
		switch segs[i].Op {
		case ot.SegmentOpMoveTo:
			z.ClosePath()
			z.MoveTo(x-fx, y-fy)
		case ot.SegmentOpLineTo:
			z.LineTo(x-fx, y-fy)
		case ot.SegmentOpQuadTo:
			x1, y1 := at(a[1])
			z.QuadTo(x-fx, y-fy, x1-fx, y1-fy)
		case ot.SegmentOpCubeTo:
			x1, y1 := at(a[1])
			x2, y2 := at(a[2])
			z.CubeTo(x-fx, y-fy, x1-fx, y1-fy, x2-fx, y2-fy)
		}
	}
	z.ClosePath()
	m := &mask{alpha: image.NewAlpha(image.Rect(0, 0, w, h)), dx: x0, dy: y0}
	z.DrawOp = draw.Src
	z.Draw(m.alpha, m.alpha.Bounds(), image.Opaque, image.Point{})
	return m
}
