package critic

import "image"

// maxSide bounds the pixels that are looked at: of larger pictures only every
// second, third … row and column is.
const maxSide = 512

// pixels is a picture reduced to opaque sRGB bytes, with the pixels that show
// the room told from the plain background round it.
type pixels struct {
	w, h int
	rgb  []uint8
	// luma is Rec. 601's, 0 to 255.
	luma []int16
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
		switch m := img.(type) {
		case *image.NRGBA:
			p.row(m.Pix[m.PixOffset(b.Min.X, y):m.PixOffset(b.Max.X-1, y)+4], 4*step)
		case *image.RGBA:
			p.row(m.Pix[m.PixOffset(b.Min.X, y):m.PixOffset(b.Max.X-1, y)+4], 4*step)
		default:
			for x := b.Min.X; x < b.Max.X; x += step {
				r, g, b, _ := img.At(x, y).RGBA()
				p.rgb = append(p.rgb, uint8(r>>8), uint8(g>>8), uint8(b>>8))
			}
		}
	}
	p.luma = make([]int16, p.w*p.h)
	for i := range p.luma {
		c := p.rgb[3*i : 3*i+3]
		p.luma[i] = int16((299*int(c[0]) + 587*int(c[1]) + 114*int(c[2]) + 500) / 1000)
	}
	p.separate()
	return p, true
}

// row appends every stride-th byte triple of a row of four-byte pixels.
func (p *pixels) row(pix []uint8, stride int) {
	for i := 0; i < len(pix); i += stride {
		p.rgb = append(p.rgb, pix[i], pix[i+1], pix[i+2])
	}
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
	a, b := p.rgb[3*i:3*i+3], p.rgb[3*j:3*j+3]
	return alike(a[0], b[0]) && alike(a[1], b[1]) && alike(a[2], b[2])
}

func alike(a, b uint8) bool { return max(a, b)-min(a, b) <= smooth }
