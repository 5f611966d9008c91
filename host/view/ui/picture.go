package ui

import (
	"image"
)

// sample is where a column of a scaled picture reads: two columns and how much
// of the second, in 1/256.
type sample struct{ a, b, f int }

func samples(out []sample, from, to, size, n int) []sample {
	out = out[:0]
	for i := from; i < to; i++ {
		// The middle of the pixel, in 1/256 of a source pixel.
		v := max(0, min((n-1)*256, (2*i+1)*n*128/size-128))
		out = append(out, sample{v >> 8, min(n-1, v>>8+1), v & 255})
	}
	return out
}

// image lays a picture, premultiplied as image.RGBA is, over the place; one of
// another size is scaled between its pixels.
func (p *painter) image(dst *image.RGBA, r image.Rectangle, o *op) {
	src := o.img
	w, h := src.Rect.Dx(), src.Rect.Dy()
	if w == 0 || h == 0 {
		return
	}
	same := w == o.rect.Dx() && h == o.rect.Dy()
	p.cols = samples(p.cols, r.Min.X-o.rect.Min.X, r.Max.X-o.rect.Min.X, o.rect.Dx(), w)
	var row [1]sample
	fade := uint32(o.color.A)
	rounded := o.radius > 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		out := dst.Pix[dst.PixOffset(r.Min.X, y):][:4*r.Dx()]
		if same {
			in := src.Pix[src.PixOffset(src.Rect.Min.X+r.Min.X-o.rect.Min.X, src.Rect.Min.Y+y-o.rect.Min.Y):][:len(out)]
			for i := 0; i < len(out); i += 4 {
				over(out[i:i+4], uint32(in[i]), uint32(in[i+1]), uint32(in[i+2]), uint32(in[i+3]), fade, rounded, o, r.Min.X+i/4, y)
			}
			continue
		}
		s := samples(row[:0], y-o.rect.Min.Y, y-o.rect.Min.Y+1, o.rect.Dy(), h)[0]
		top, low := src.Pix[s.a*src.Stride:], src.Pix[s.b*src.Stride:]
		fy := uint32(s.f)
		for x, c := range p.cols {
			fx := uint32(c.f)
			a, b, d, e := top[4*c.a:4*c.a+4], top[4*c.b:4*c.b+4], low[4*c.a:4*c.a+4], low[4*c.b:4*c.b+4]
			var v [4]uint32
			for k := range 4 {
				up := uint32(a[k])*(256-fx) + uint32(b[k])*fx
				down := uint32(d[k])*(256-fx) + uint32(e[k])*fx
				v[k] = (up*(256-fy) + down*fy + 1<<15) >> 16
			}
			over(out[4*x:4*x+4], v[0], v[1], v[2], v[3], fade, rounded, o, r.Min.X+x, y)
		}
	}
}

// over lays a premultiplied colour over a pixel.
func over(out []uint8, r, g, b, a, fade uint32, rounded bool, o *op, x, y int) {
	if rounded {
		if c := cover(corner(o.rect, o.radius, x, y)); c < 255 {
			fade = fade * c / 255
		}
	}
	if fade != 255 {
		r, g, b, a = r*fade/255, g*fade/255, b*fade/255, a*fade/255
	}
	if a == 255 {
		out[0], out[1], out[2] = uint8(r), uint8(g), uint8(b)
		return
	}
	out[0] = uint8(min(255, r+(uint32(out[0])*(255-a)+127)/255))
	out[1] = uint8(min(255, g+(uint32(out[1])*(255-a)+127)/255))
	out[2] = uint8(min(255, b+(uint32(out[2])*(255-a)+127)/255))
}
