package raster

import "image"

// texture is a chain of ever smaller linear images, each texel packed as four
// 16-bit values, red lowest.
type texture struct {
	levels []level
	// size is the greater side of the first level.
	size float32
}

type level struct {
	w, h   int32
	texels []uint64
	// pow2 says that both sides are powers of two, so that repeating is a mask.
	pow2 bool
}

func newLevel(w, h int32) level {
	return level{w: w, h: h, texels: make([]uint64, w*h), pow2: w&(w-1) == 0 && h&(h-1) == 0}
}

const lanes = 0x0000FFFF0000FFFF

// newTexture prepares an sRGB image with straight alpha. It returns nil for an
// image without pixels.
func newTexture(img *image.NRGBA) *texture {
	if img == nil || img.Rect.Empty() {
		return nil
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	l := newLevel(int32(w), int32(h))
	for y := range h {
		row := img.Pix[y*img.Stride:]
		for x := range w {
			p := row[4*x : 4*x+4]
			l.texels[y*w+x] = uint64(linear16[p[0]]) | uint64(linear16[p[1]])<<16 |
				uint64(linear16[p[2]])<<32 | uint64(p[3])*257<<48
		}
	}
	t := &texture{levels: []level{l}, size: float32(max(w, h))}
	for l.w > 1 || l.h > 1 {
		l = l.half()
		t.levels = append(t.levels, l)
	}
	return t
}

// half averages 2×2 texels into one.
func (l level) half() level {
	o := newLevel(max(1, l.w/2), max(1, l.h/2))
	for y := range o.h {
		y0, y1 := min(2*y, l.h-1), min(2*y+1, l.h-1)
		for x := range o.w {
			x0, x1 := min(2*x, l.w-1), min(2*x+1, l.w-1)
			var lo, hi uint64
			for _, t := range [4]uint64{
				l.texels[y0*l.w+x0], l.texels[y0*l.w+x1], l.texels[y1*l.w+x0], l.texels[y1*l.w+x1],
			} {
				lo += t & lanes
				hi += t >> 16 & lanes
			}
			o.texels[y*o.w+x] = lo>>2&lanes | hi>>2&lanes<<16
		}
	}
	return o
}

// fraction returns the part of a coordinate above its floor, in [0,1), and 0
// for coordinates too large to have one.
func fraction(u float32) float32 {
	if !(u > -1e6 && u < 1e6) {
		return 0
	}
	u -= float32(int32(u))
	if u < 0 {
		u++
	}
	if u >= 1 {
		u = 0
	}
	return u
}

// nearest returns the texel at u,v, which repeat.
func (l *level) nearest(u, v float32) uint64 {
	x := int32(float32(fraction(u) * float32(l.w)))
	y := int32(float32(fraction(v) * float32(l.h)))
	return l.texels[min(y, l.h-1)*l.w+min(x, l.w-1)]
}

// farTexel bounds the places that the masked path of bilinear takes. Adding it
// makes them positive, and it is a multiple of every side it is used with.
const farTexel = 1 << 22

// bilinear returns the mean of the four texels about u,v, which repeat.
func (l *level) bilinear(u, v float32) uint64 {
	// Places in 1/256 texel, less half a texel.
	var x, y, x0, y0, x1, y1 int32
	if su, sv := float32(u*float32(l.w<<8)), float32(v*float32(l.h<<8)); l.pow2 &&
		su > -farTexel && su < farTexel && sv > -farTexel && sv < farTexel {
		x = (int32(su+farTexel) - 128) & (l.w<<8 - 1)
		y = (int32(sv+farTexel) - 128) & (l.h<<8 - 1)
		x0, y0 = x>>8, y>>8
		x1, y1 = (x0+1)&(l.w-1), (y0+1)&(l.h-1)
	} else {
		x = int32(float32(float32(fraction(u)*float32(l.w))*256)) - 128
		y = int32(float32(float32(fraction(v)*float32(l.h))*256)) - 128
		x0, y0 = x>>8, y>>8
		x1, y1 = x0+1, y0+1
		if x0 < 0 {
			x0 = l.w - 1
		}
		if y0 < 0 {
			y0 = l.h - 1
		}
		if x1 >= l.w {
			x1 = 0
		}
		if y1 >= l.h {
			y1 = 0
		}
	}
	fx, fy := uint64(x&255), uint64(y&255)
	r0, r1 := l.texels[y0*l.w:y0*l.w+l.w], l.texels[y1*l.w:y1*l.w+l.w]
	a, b, c, d := r0[x0], r0[x1], r1[x0], r1[x1]
	if a == b && c == d && a == c {
		return a
	}
	wd := fx * fy
	wc, wb := fy<<8-wd, fx<<8-wd
	wa := 65536 - wb - wc - wd
	lo := (a&lanes)*wa + (b&lanes)*wb + (c&lanes)*wc + (d&lanes)*wd
	hi := (a>>16&lanes)*wa + (b>>16&lanes)*wb + (c>>16&lanes)*wc + (d>>16&lanes)*wd
	return lo>>16&lanes | hi&(lanes<<16)
}
