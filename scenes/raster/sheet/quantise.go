package sheet

import (
	"cmp"
	"image"
	"image/color"
	"slices"
)

// bits are those of each channel that colours are counted by.
const bits = 5

// bin is a colour of a histogram: its count and the sums of its channels.
type bin struct {
	n   int64
	sum [3]int64
}

func (b *bin) mean(k int) int64 { return (b.sum[k] + b.n/2) / b.n }

// Palette returns at most n colours, 2 to 256, that stand for those of the
// pictures, by median cut (Heckbert, Color Image Quantization for Frame Buffer
// Display, 1982): the box of colours with the largest spread of the most pixels
// is cut where half of its pixels are on either side.
func Palette(pictures []*image.NRGBA, n int) color.Palette {
	bins := make([]bin, 1<<(3*bits))
	for _, p := range pictures {
		for y := range p.Rect.Dy() {
			row := p.Pix[y*p.Stride : y*p.Stride+4*p.Rect.Dx()]
			for i := 0; i < len(row); i += 4 {
				b := &bins[key(row[i], row[i+1], row[i+2])]
				b.n++
				for k := range 3 {
					b.sum[k] += int64(row[i+k])
				}
			}
		}
	}
	bins = slices.DeleteFunc(bins, func(b bin) bool { return b.n == 0 })
	if len(bins) == 0 {
		return color.Palette{color.NRGBA{A: 255}}
	}
	boxes := [][]bin{bins}
	for len(boxes) < min(max(n, 2), 256) {
		best, most, axis := -1, int64(0), 0
		for i, box := range boxes {
			if v, k := spread(box); v > most {
				best, most, axis = i, v, k
			}
		}
		if best < 0 {
			break
		}
		box := boxes[best]
		cut := median(box, axis)
		boxes[best] = box[:cut]
		boxes = append(boxes, box[cut:])
	}
	out := make(color.Palette, len(boxes))
	for i, box := range boxes {
		var all bin
		for _, b := range box {
			all.n += b.n
			for k := range 3 {
				all.sum[k] += b.sum[k]
			}
		}
		out[i] = color.NRGBA{uint8(all.mean(0)), uint8(all.mean(1)), uint8(all.mean(2)), 255}
	}
	return out
}

func key(r, g, b uint8) int {
	return int(r)>>(8-bits)<<(2*bits) | int(g)>>(8-bits)<<bits | int(b)>>(8-bits)
}

// spread returns the largest variance of a box's channels times its pixels, and
// the channel. Large boxes of few pixels win over the many shades of a wall.
func spread(box []bin) (most int64, axis int) {
	if len(box) < 2 {
		return 0, 0
	}
	var n int64
	var sum [3]int64
	for i := range box {
		n += box[i].n
		for k := range 3 {
			sum[k] += box[i].sum[k]
		}
	}
	for k := range 3 {
		mean, v := sum[k]/n, int64(0)
		for i := range box {
			d := box[i].mean(k) - mean
			v += d * d * box[i].n
		}
		if v > most {
			most, axis = v, k
		}
	}
	return most, axis
}

// median sorts a box along a channel and returns where half of its pixels are
// below; at least one bin is on either side.
func median(box []bin, axis int) int {
	slices.SortStableFunc(box, func(a, b bin) int { return cmp.Compare(a.mean(axis), b.mean(axis)) })
	var all, below int64
	for i := range box {
		all += box[i].n
	}
	for i := range box {
		if below += box[i].n; 2*below >= all {
			return min(max(i+1, 1), len(box)-1)
		}
	}
	return len(box) / 2
}

// matcher finds the nearest colours of a palette.
type matcher struct {
	colors [][3]int32
	known  []int16 // by 6 bits of each channel, -1 for not yet looked up
}

func newMatcher(p color.Palette) *matcher {
	m := &matcher{known: make([]int16, 1<<18)}
	for i := range m.known {
		m.known[i] = -1
	}
	for _, c := range p {
		q := color.NRGBAModel.Convert(c).(color.NRGBA)
		m.colors = append(m.colors, [3]int32{int32(q.R), int32(q.G), int32(q.B)})
	}
	return m
}

func (m *matcher) index(r, g, b int32) uint8 {
	r, g, b = min(max(r, 0), 255), min(max(g, 0), 255), min(max(b, 0), 255)
	k := r>>2<<12 | g>>2<<6 | b>>2
	if m.known[k] < 0 {
		// The middle of the cell, so that the answer does not depend on which of
		// its colours came first. Green counts most, as eyes have it.
		r, g, b = r|3-1, g|3-1, b|3-1
		best, least := 0, int32(1<<30)
		for i, c := range m.colors {
			x, y, z := c[0]-r, c[1]-g, c[2]-b
			if d := 2*x*x + 4*y*y + 3*z*z; d < least {
				best, least = i, d
			}
		}
		m.known[k] = int16(best)
	}
	return uint8(m.known[k])
}

// bayer is the 8×8 matrix of ordered dither, which stays still from frame to
// frame.
var bayer = func() (m [8][8]int32) {
	for y := range 8 {
		for x := range 8 {
			v := 0
			for k := range 3 {
				v = v<<2 | (x>>k&1^y>>k&1)<<1 | y>>k&1
			}
			m[y][x] = int32(v)
		}
	}
	return m
}()

// reduce draws a picture in the colours of a palette.
func (m *matcher) reduce(src *image.NRGBA, p color.Palette, dither bool) *image.Paletted {
	out := image.NewPaletted(image.Rect(0, 0, src.Rect.Dx(), src.Rect.Dy()), p)
	for y := range src.Rect.Dy() {
		row := src.Pix[y*src.Stride:]
		for x := range src.Rect.Dx() {
			d := int32(0)
			if dither {
				d = (bayer[y&7][x&7] - 32) * 7 / 64
			}
			q := row[4*x : 4*x+3]
			out.Pix[y*out.Stride+x] = m.index(int32(q[0])+d, int32(q[1])+d, int32(q[2])+d)
		}
	}
	return out
}

// Reduce returns a picture in at most n colours, 2 to 256, without dither: it
// packs well as PNG.
func Reduce(src *image.NRGBA, n int) *image.Paletted {
	palette := Palette([]*image.NRGBA{src}, n)
	return newMatcher(palette).reduce(src, palette, false)
}
