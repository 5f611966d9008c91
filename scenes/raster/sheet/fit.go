package sheet

import (
	"image"
	"image/draw"
)

// opaque returns a picture as NRGBA on white with its corner at the origin.
func opaque(src image.Image) *image.NRGBA {
	b := src.Bounds()
	out := image.NewNRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(out, out.Rect, image.NewUniform(paperColor), image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, src, b.Min, draw.Over)
	return out
}

// fit draws a picture as large as it goes into the middle of a rectangle,
// without stretching it.
func fit(dst *image.NRGBA, r image.Rectangle, src image.Image) {
	p := opaque(src)
	w, h := p.Rect.Dx(), p.Rect.Dy()
	// The smaller of the two ratios, in whole numbers.
	tw, th := r.Dx(), h*r.Dx()/w
	if th > r.Dy() {
		tw, th = w*r.Dy()/h, r.Dy()
	}
	tw, th = max(tw, 1), max(th, 1)
	at := image.Pt(r.Min.X+(r.Dx()-tw)/2, r.Min.Y+(r.Dy()-th)/2)
	if tw != w || th != h {
		p = resize(p, tw, th)
	}
	draw.Draw(dst, image.Rectangle{at, at.Add(image.Pt(tw, th))}, p, image.Point{}, draw.Src)
}

// resize makes each pixel the mean of the area that it covers, in whole numbers.
func resize(src *image.NRGBA, w, h int) *image.NRGBA {
	wide := make([]uint16, w*src.Rect.Dy()*3)
	columns, rows := shares(src.Rect.Dx(), w), shares(src.Rect.Dy(), h)
	for y := range src.Rect.Dy() {
		row := src.Pix[y*src.Stride:]
		for x, c := range columns {
			for k := range 3 {
				sum := int64(0)
				for i, part := range c.parts {
					sum += part * int64(row[4*(c.from+i)+k])
				}
				wide[3*(y*w+x)+k] = uint16((sum*256 + c.all/2) / c.all)
			}
		}
	}
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y, c := range rows {
		for x := range w {
			p := out.Pix[4*(y*w+x):]
			for k := range 3 {
				sum := int64(0)
				for i, part := range c.parts {
					sum += part * int64(wide[3*((c.from+i)*w+x)+k])
				}
				p[k] = uint8((sum + c.all*128) / (c.all * 256))
			}
			p[3] = 255
		}
	}
	return out
}

// share is which source pixels make up a pixel, and how much of each.
type share struct {
	from  int
	parts []int64
	all   int64
}

// shares divides n source pixels among m.
func shares(n, m int) []share {
	out := make([]share, m)
	for i := range out {
		// In units of 1/m of a source pixel.
		a, b := i*n, (i+1)*n
		s := share{from: a / m, all: int64(b - a)}
		for k := s.from; k*m < b; k++ {
			s.parts = append(s.parts, int64(min(b, (k+1)*m)-max(a, k*m)))
		}
		out[i] = s
	}
	return out
}
