package critic

import (
	"image"
	"image/color"
)

// maxSide bounds the pixels that are looked at: of larger pictures only every
// second, third … row and column is.
const maxSide = 512

// pixels is a picture reduced to opaque sRGB bytes, with the pixels that show
// the room told from the plain background round it.
type pixels struct {
	w, h int
	rgb  []uint8
	room []bool
	// count is the number of room pixels.
	count int
}

// read copies a picture. It is false for an empty one.
func read(img image.Image) (*pixels, bool) {
	if img == nil || img.Bounds().Empty() {
		return nil, false
	}
	b := img.Bounds()
	step := max(1, (max(b.Dx(), b.Dy())+maxSide-1)/maxSide)
	p := &pixels{w: (b.Dx() + step - 1) / step, h: (b.Dy() + step - 1) / step}
	p.rgb = make([]uint8, 0, 3*p.w*p.h)
	for y := b.Min.Y; y < b.Max.Y; y += step {
		for x := b.Min.X; x < b.Max.X; x += step {
			c := at(img, x, y)
			p.rgb = append(p.rgb, c.R, c.G, c.B)
		}
	}
	p.separate()
	return p, true
}

// at is img.At without an allocation for the usual kinds of picture.
func at(img image.Image, x, y int) color.RGBA {
	switch m := img.(type) {
	case *image.NRGBA:
		i := m.PixOffset(x, y)
		return color.RGBA{m.Pix[i], m.Pix[i+1], m.Pix[i+2], 255}
	case *image.RGBA:
		return m.RGBAAt(x, y)
	}
	r, g, b, _ := img.At(x, y).RGBA()
	return color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), 255}
}

// smooth is how much, in levels of 255, neighbouring pixels of a plain or
// softly shaded background differ at most.
const smooth = 3

// separate floods the background from the picture's border over neighbours of
// nearly the same colour. A picture that is nearly all background, or has none,
// counts whole.
func (p *pixels) separate() {
	p.room = make([]bool, p.w*p.h)
	for i := range p.room {
		p.room[i] = true
	}
	p.count = len(p.room)
	queue := make([]int32, 0, 2*(p.w+p.h))
	take := func(i int) {
		if p.room[i] {
			p.room[i] = false
			p.count--
			queue = append(queue, int32(i))
		}
	}
	for x := range p.w {
		take(x)
		take((p.h-1)*p.w + x)
	}
	for y := range p.h {
		take(y * p.w)
		take(y*p.w + p.w - 1)
	}
	for len(queue) > 0 {
		i := int(queue[len(queue)-1])
		queue = queue[:len(queue)-1]
		x, y := i%p.w, i/p.w
		if x > 0 && p.near(i, i-1) {
			take(i - 1)
		}
		if x < p.w-1 && p.near(i, i+1) {
			take(i + 1)
		}
		if y > 0 && p.near(i, i-p.w) {
			take(i - p.w)
		}
		if y < p.h-1 && p.near(i, i+p.w) {
			take(i + p.w)
		}
	}
	if p.count == 0 || p.count < len(p.room)/20 {
		for i := range p.room {
			p.room[i] = true
		}
		p.count = len(p.room)
	}
}

func (p *pixels) near(i, j int) bool {
	for k := range 3 {
		d := int(p.rgb[3*i+k]) - int(p.rgb[3*j+k])
		if d > smooth || d < -smooth {
			return false
		}
	}
	return true
}

// luma is the pixel's luma by Rec. 601, 0 to 255.
func (p *pixels) luma(i int) int {
	r, g, b := int(p.rgb[3*i]), int(p.rgb[3*i+1]), int(p.rgb[3*i+2])
	return (299*r + 587*g + 114*b + 500) / 1000
}
