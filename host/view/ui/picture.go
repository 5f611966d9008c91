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
	if len(p.cols) == 0 {
		return
	}
	var row [1]sample
	fade := uint32(o.color.A)
	rounded := o.radius > 0
	plain := fade == 255 && !rounded
	for y := r.Min.Y; y < r.Max.Y; y++ {
		out := dst.Pix[dst.PixOffset(r.Min.X, y):][:4*r.Dx()]
		var in []uint8
		if same {
			in = src.Pix[src.PixOffset(src.Rect.Min.X+r.Min.X-o.rect.Min.X, src.Rect.Min.Y+y-o.rect.Min.Y):][:len(out)]
		} else {
			s := samples(row[:0], y-o.rect.Min.Y, y-o.rect.Min.Y+1, o.rect.Dy(), h)[0]
			in = p.scaled(src.Pix[s.a*src.Stride:], src.Pix[s.b*src.Stride:], uint64(s.f))
		}
		for i := 0; i < len(out); i += 4 {
			if plain && in[i+3] == 255 {
				copy(out[i:i+4], in[i:i+4])
				continue
			}
			over(out[i:i+4], uint32(in[i]), uint32(in[i+1]), uint32(in[i+2]), uint32(in[i+3]), fade, rounded, o, r.Min.X+i/4, y)
		}
	}
}

// lanes are the four channels of a pixel, two in each number with room for 16
// more bits, so that one multiplication serves two.
type lanes struct{ rb, ga uint64 }

// scaled returns the pixels at the columns between two rows of a picture.
func (p *painter) scaled(top, low []uint8, f uint64) []uint8 {
	first, last := p.cols[0].a, p.cols[len(p.cols)-1].b
	// Every column of the picture is blended once, however often it is read.
	p.mixed = p.mixed[:0]
	for i := 4 * first; i <= 4*last; i += 4 {
		a, b := top[i:i+4], low[i:i+4]
		p.mixed = append(p.mixed, lanes{
			(uint64(a[0])|uint64(a[2])<<32)*(256-f) + (uint64(b[0])|uint64(b[2])<<32)*f,
			(uint64(a[1])|uint64(a[3])<<32)*(256-f) + (uint64(b[1])|uint64(b[3])<<32)*f,
		})
	}
	const half = 1<<15 | 1<<47
	p.row = p.row[:0]
	for _, c := range p.cols {
		a, b, f := p.mixed[c.a-first], p.mixed[c.b-first], uint64(c.f)
		rb := a.rb*(256-f) + b.rb*f + half
		ga := a.ga*(256-f) + b.ga*f + half
		p.row = append(p.row, uint8(rb>>16), uint8(ga>>16), uint8(rb>>48), uint8(ga>>48))
	}
	return p.row
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
