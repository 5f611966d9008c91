package ui

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"
)

// painter draws shapes into an opaque picture. Its memory is kept between
// calls.
type painter struct {
	glyphs glyphs
	alpha  []uint8
	raster vector.Rasterizer
	cols   []sample
	mixed  []lanes
	row    []uint8
}

// paint draws the part of o inside r.
func (p *painter) paint(dst *image.RGBA, r image.Rectangle, o *op) {
	r = r.Intersect(o.box)
	if r.Empty() || o.color.A == 0 && o.kind != opImage {
		return
	}
	switch o.kind {
	case opFill:
		p.fill(dst, r, o)
	case opStroke:
		p.stroke(dst, r, o)
	case opLine:
		p.line(dst, r, o)
	case opPolygon:
		p.polygon(dst, r, o)
	case opText:
		p.text(dst, r, o)
	case opImage:
		p.image(dst, r, o)
	}
}

// blend lays a colour over a pixel with a coverage of 0 to 255.
func blend(pix []uint8, c color.NRGBA, cover uint32) {
	a := uint32(c.A) * cover
	switch {
	case a == 0:
	case a == 255*255:
		pix[0], pix[1], pix[2] = c.R, c.G, c.B
	default:
		b := 255*255 - a
		const half = 255 * 255 / 2
		pix[0] = uint8((uint32(c.R)*a + uint32(pix[0])*b + half) / (255 * 255))
		pix[1] = uint8((uint32(c.G)*a + uint32(pix[1])*b + half) / (255 * 255))
		pix[2] = uint8((uint32(c.B)*a + uint32(pix[2])*b + half) / (255 * 255))
	}
}

// span blends a colour over the pixels from x0 to x1 of a row.
func span(dst *image.RGBA, y, x0, x1 int, c color.NRGBA) {
	if x0 >= x1 {
		return
	}
	row := dst.Pix[dst.PixOffset(x0, y):dst.PixOffset(x1, y)]
	if c.A == 255 {
		row[0], row[1], row[2], row[3] = c.R, c.G, c.B, 255
		for n := 4; n < len(row); n *= 2 {
			copy(row[n:], row[:n])
		}
		return
	}
	for i := 0; i < len(row); i += 4 {
		blend(row[i:i+4], c, 255)
	}
}

// corner returns the signed distance of a pixel's middle to the outline of a
// rectangle with rounded corners, negative inside, in pixels.
func corner(r image.Rectangle, radius float32, x, y int) float32 {
	px, py := float32(x)+0.5, float32(y)+0.5
	cx := max(float32(r.Min.X)+radius-px, px-float32(r.Max.X)+radius)
	cy := max(float32(r.Min.Y)+radius-py, py-float32(r.Max.Y)+radius)
	if cx > 0 && cy > 0 {
		return float32(math.Hypot(float64(cx), float64(cy))) - radius
	}
	return max(cx, cy) - radius
}

func cover(d float32) uint32 {
	return uint32(max(0, min(1, 0.5-d))*255 + 0.5)
}

func (p *painter) fill(dst *image.RGBA, r image.Rectangle, o *op) {
	k := int(math.Ceil(float64(o.radius)))
	for y := r.Min.Y; y < r.Max.Y; y++ {
		if k == 0 || y >= o.rect.Min.Y+k && y < o.rect.Max.Y-k {
			span(dst, y, r.Min.X, r.Max.X, o.color)
			continue
		}
		left, right := max(r.Min.X, min(r.Max.X, o.rect.Min.X+k)), max(r.Min.X, min(r.Max.X, o.rect.Max.X-k))
		if left > right {
			left, right = r.Max.X, r.Max.X
		}
		for x := r.Min.X; x < left; x++ {
			blend(dst.Pix[dst.PixOffset(x, y):], o.color, cover(corner(o.rect, o.radius, x, y)))
		}
		span(dst, y, left, right, o.color)
		for x := right; x < r.Max.X; x++ {
			blend(dst.Pix[dst.PixOffset(x, y):], o.color, cover(corner(o.rect, o.radius, x, y)))
		}
	}
}

// stroke draws the outline inside the rectangle.
func (p *painter) stroke(dst *image.RGBA, r image.Rectangle, o *op) {
	k := int(math.Ceil(float64(max(o.radius, o.width))))
	ring := func(y, x0, x1 int) {
		for x := max(x0, r.Min.X); x < min(x1, r.Max.X); x++ {
			d := corner(o.rect, o.radius, x, y)
			c := min(cover(d), 255-cover(d+o.width))
			blend(dst.Pix[dst.PixOffset(x, y):], o.color, c)
		}
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		if y < o.rect.Min.Y+k || y >= o.rect.Max.Y-k {
			ring(y, r.Min.X, r.Max.X)
			continue
		}
		ring(y, o.rect.Min.X, min(o.rect.Min.X+k, o.rect.Max.X))
		ring(y, max(o.rect.Max.X-k, o.rect.Min.X+k), o.rect.Max.X)
	}
}

// scratch returns cleared coverage for the pixels of r.
func (p *painter) scratch(r image.Rectangle) []uint8 {
	n := r.Dx() * r.Dy()
	if cap(p.alpha) < n {
		p.alpha = make([]uint8, n)
	}
	a := p.alpha[:n]
	clear(a)
	return a
}

// cast blends a colour through the coverage of r.
func cast(dst *image.RGBA, r image.Rectangle, alpha []uint8, c color.NRGBA) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := alpha[(y-r.Min.Y)*r.Dx():][:r.Dx()]
		pix := dst.Pix[dst.PixOffset(r.Min.X, y):]
		for x, a := range row {
			if a != 0 {
				blend(pix[4*x:4*x+4], c, uint32(a))
			}
		}
	}
}

// line draws a polyline with round ends: the coverage of each pixel is that of
// the nearest segment, so that joints are not drawn twice.
func (p *painter) line(dst *image.RGBA, r image.Rectangle, o *op) {
	alpha := p.scratch(r)
	half := o.width / 2
	for i := 1; i < len(o.points); i++ {
		p.capsule(alpha, r, o.points[i-1], o.points[i], half)
	}
	cast(dst, r, alpha, o.color)
}

func (p *painter) capsule(alpha []uint8, r image.Rectangle, a, b [2]float32, half float32) {
	pad := half + 1
	y0, y1 := max(r.Min.Y, floor(min(a[1], b[1])-pad)), min(r.Max.Y, floor(max(a[1], b[1])+pad)+1)
	dx, dy := b[0]-a[0], b[1]-a[1]
	long := dx*dx + dy*dy
	for y := y0; y < y1; y++ {
		py := float32(y) + 0.5
		lo, hi := min(a[0], b[0])-pad, max(a[0], b[0])+pad
		// Along a slanted line only the pixels near it on this row are asked.
		if dy*dy > 1e-6 && long > 4 {
			root := float32(math.Sqrt(float64(long)))
			mid, reach := a[0]+dx*(py-a[1])/dy, pad*root/max(dy, -dy)
			lo, hi = max(lo, mid-reach-1), min(hi, mid+reach+1)
		}
		for x := max(r.Min.X, floor(lo)); x < min(r.Max.X, floor(hi)+1); x++ {
			px := float32(x) + 0.5
			t := float32(0)
			if long > 0 {
				t = max(0, min(1, ((px-a[0])*dx+(py-a[1])*dy)/long))
			}
			d := float32(math.Hypot(float64(px-a[0]-t*dx), float64(py-a[1]-t*dy))) - half
			at := (y-r.Min.Y)*r.Dx() + x - r.Min.X
			alpha[at] = max(alpha[at], uint8(cover(d)))
		}
	}
}

func (p *painter) polygon(dst *image.RGBA, r image.Rectangle, o *op) {
	p.raster.Reset(r.Dx(), r.Dy())
	p.raster.DrawOp = draw.Src
	for i, pt := range o.points {
		x, y := pt[0]-float32(r.Min.X), pt[1]-float32(r.Min.Y)
		if i == 0 {
			p.raster.MoveTo(x, y)
		} else {
			p.raster.LineTo(x, y)
		}
	}
	p.raster.ClosePath()
	m := &image.Alpha{Pix: p.scratch(r), Stride: r.Dx(), Rect: image.Rect(0, 0, r.Dx(), r.Dy())}
	p.raster.Draw(m, m.Rect, image.Opaque, image.Point{})
	cast(dst, r, m.Pix, o.color)
}

func (p *painter) text(dst *image.RGBA, r image.Rectangle, o *op) {
	base := int(math.Round(float64(o.y)))
	for _, g := range o.run.glyphs {
		x := float64(o.x + g.x)
		whole := math.Floor(x)
		sub := uint8((x - whole) * subpixels)
		m := p.glyphs.mask(g, o.size, sub)
		if m == nil {
			continue
		}
		at := image.Pt(int(whole)+m.dx, base+int(math.Round(float64(g.y)))+m.dy)
		part := m.alpha.Rect.Add(at).Intersect(r)
		for y := part.Min.Y; y < part.Max.Y; y++ {
			src := m.alpha.Pix[m.alpha.PixOffset(part.Min.X-at.X, y-at.Y):]
			pix := dst.Pix[dst.PixOffset(part.Min.X, y):]
			for x := range part.Dx() {
				if src[x] != 0 {
					blend(pix[4*x:4*x+4], o.color, uint32(src[x]))
				}
			}
		}
	}
}
