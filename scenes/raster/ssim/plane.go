package ssim

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"math"
)

// Plane is a picture of one channel, row by row.
type Plane struct {
	W, H int
	Pix  []float64
}

// Mask says which pixels count, row by row; nil means all.
type Mask []bool

// MaskOf reads a mask from a picture: bright pixels count.
func MaskOf(img image.Image) Mask {
	p := Luma(img, 1)
	m := make(Mask, len(p.Pix))
	for i, v := range p.Pix {
		m[i] = v >= 128
	}
	return m
}

// Luma returns a picture's luma, 0 to 255, with its linear light times gain.
func Luma(img image.Image, gain float64) Plane {
	b := img.Bounds()
	p := Plane{W: b.Dx(), H: b.Dy(), Pix: make([]float64, b.Dx()*b.Dy())}
	coded := gained(gain)
	each(img, func(i int, c color.NRGBA) {
		p.Pix[i] = weigh(coded[c.R], coded[c.G], coded[c.B])
	})
	return p
}

// Exposed returns a picture with its linear light times gain.
func Exposed(img image.Image, gain float64) *image.NRGBA {
	b := img.Bounds()
	out := image.NewNRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	coded := gained(gain)
	level := func(v uint8) uint8 { return uint8(math.Round(coded[v])) }
	each(img, func(i int, c color.NRGBA) {
		out.SetNRGBA(i%b.Dx(), i/b.Dx(), color.NRGBA{R: level(c.R), G: level(c.G), B: level(c.B), A: 255})
	})
	return out
}

// Gain returns the factor on a picture's linear light that gives it the mean
// luminance of another one over the mask. It fails for pictures that are black
// there.
func Gain(img, like image.Image, mask Mask) (float64, error) {
	a, err := luminance(img, mask)
	if err != nil {
		return 0, err
	}
	b, err := luminance(like, mask)
	if err != nil {
		return 0, err
	}
	if a <= 0 || b <= 0 {
		return 0, errors.New("the exposure of a black picture cannot be matched")
	}
	return b / a, nil
}

// luminance is the mean relative luminance over the mask.
func luminance(img image.Image, mask Mask) (float64, error) {
	n := img.Bounds().Dx() * img.Bounds().Dy()
	if mask != nil && len(mask) != n {
		return 0, fmt.Errorf("the mask has %d pixels, the picture %d", len(mask), n)
	}
	var sum float64
	count := 0
	each(img, func(i int, c color.NRGBA) {
		if mask == nil || mask[i] {
			sum += weigh(linear[c.R], linear[c.G], linear[c.B])
			count++
		}
	})
	if count == 0 {
		return 0, errEmpty
	}
	return sum / float64(count), nil
}

var errEmpty = errors.New("the mask leaves no pixel of the picture to compare")

func weigh(r, g, b float64) float64 { return 0.2126*r + 0.7152*g + 0.0722*b }

func each(img image.Image, visit func(i int, c color.NRGBA)) {
	b := img.Bounds()
	i := 0
	if n, ok := img.(*image.NRGBA); ok {
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for x := b.Min.X; x < b.Max.X; x++ {
				visit(i, n.NRGBAAt(x, y))
				i++
			}
		}
		return
	}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			visit(i, color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA))
			i++
		}
	}
}

// linear is the light of an sRGB byte, 0 to 1 (IEC 61966-2-1).
var linear = func() (t [256]float64) {
	for i := range t {
		v := float64(i) / 255
		if v <= 0.04045 {
			t[i] = v / 12.92
		} else {
			t[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return t
}()

// gained is the sRGB code, 0 to 255, of each byte's light times gain.
func gained(gain float64) (t [256]float64) {
	for i := range t {
		v := min(linear[i]*gain, 1)
		switch {
		case gain == 1:
			t[i] = float64(i)
		case v <= 0.0031308:
			t[i] = 255 * 12.92 * v
		default:
			t[i] = 255 * (1.055*math.Pow(v, 1/2.4) - 0.055)
		}
	}
	return t
}
