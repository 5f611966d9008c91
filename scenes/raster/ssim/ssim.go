package ssim

import (
	"fmt"
	"image"
	"math"
)

// Window is the neighbourhood over which local statistics are taken.
type Window uint8

// The windows.
const (
	// Gaussian is 11×11 pixels weighted with standard deviation 1.5.
	Gaussian Window = iota
	// Block is 8×8 pixels of equal weight: for a pixel, the four before it, itself
	// and the three after it in each direction.
	Block
)

// The constants of equation 13 for values up to 255.
const (
	c1 = (0.01 * 255) * (0.01 * 255)
	c2 = (0.03 * 255) * (0.03 * 255)
)

// taps returns a window's weights along one axis and the place of the pixel
// itself among them. Both windows are products of their axes.
func (w Window) taps() (t []float64, at int) {
	if w == Block {
		t = make([]float64, 8)
		for i := range t {
			t[i] = 1.0 / 8
		}
		return t, 4
	}
	t = make([]float64, 11)
	var sum float64
	for i := range t {
		d := float64(i - 5)
		t[i] = math.Exp(-d * d / (2 * 1.5 * 1.5))
		sum += t[i]
	}
	for i := range t {
		t[i] /= sum
	}
	return t, 5
}

// Map returns the index of every pixel, NaN where its window leaves the
// picture.
func Map(a, b Plane, w Window) (Plane, error) {
	if a.W != b.W || a.H != b.H {
		return Plane{}, fmt.Errorf("a picture of %d×%d cannot be compared with one of %d×%d", a.W, a.H, b.W, b.H)
	}
	t, at := w.taps()
	if a.W < len(t) || a.H < len(t) {
		return Plane{}, fmt.Errorf("a picture of %d×%d is smaller than the window of %d×%d", a.W, a.H, len(t), len(t))
	}
	ma, mb := local(a, a, false, t, at), local(b, b, false, t, at)
	aa, bb, ab := local(a, a, true, t, at), local(b, b, true, t, at), local(a, b, true, t, at)
	out := Plane{W: a.W, H: a.H, Pix: ma}
	for i := range out.Pix {
		x, y := ma[i], mb[i]
		vx, vy, cov := aa[i]-x*x, bb[i]-y*y, ab[i]-x*y
		out.Pix[i] = (2*x*y + c1) * (2*cov + c2) / ((x*x + y*y + c1) * (vx + vy + c2))
	}
	return out, nil
}

// local returns the weighted mean about every pixel of a, or of a times b; NaN
// where the window leaves the picture.
func local(a, b Plane, product bool, t []float64, at int) []float64 {
	rows, out := make([]float64, len(a.Pix)), make([]float64, len(a.Pix))
	line := make([]float64, a.W)
	for i := range out {
		out[i] = math.NaN()
	}
	last := len(t) - 1 - at
	for y := range a.H {
		copy(line, a.Pix[y*a.W:])
		if product {
			for x, v := range b.Pix[y*a.W : y*a.W+a.W] {
				line[x] *= v
			}
		}
		for x := at; x < a.W-last; x++ {
			var s float64
			for k, v := range t {
				s += v * line[x-at+k]
			}
			rows[y*a.W+x] = s
		}
	}
	for y := at; y < a.H-last; y++ {
		for x := at; x < a.W-last; x++ {
			var s float64
			for k, v := range t {
				s += v * rows[(y-at+k)*a.W+x]
			}
			out[y*a.W+x] = s
		}
	}
	return out
}

// Mean returns the mean over the mask of all values that are not NaN.
func Mean(p Plane, mask Mask) (float64, error) {
	if mask != nil && len(mask) != len(p.Pix) {
		return 0, fmt.Errorf("the mask has %d pixels, the picture %d", len(mask), len(p.Pix))
	}
	var sum float64
	n := 0
	for i, v := range p.Pix {
		if !math.IsNaN(v) && (mask == nil || mask[i]) {
			sum += v
			n++
		}
	}
	if n == 0 {
		return 0, errEmpty
	}
	return sum / float64(n), nil
}

// Likeness is how a picture compares with another one.
type Likeness struct {
	// Gain is the factor on the picture's linear light that matched the
	// exposures.
	Gain float64
	// SSIM is the mean index with the Gaussian window, Blocks with the 8×8 block.
	SSIM, Blocks float64
	// MSE is of luma from 0 to 255; PSNR is in dB, +Inf for equal pictures.
	MSE, PSNR float64
}

// Compare matches a picture's exposure to another one's over the mask and
// compares them there.
func Compare(img, like image.Image, mask Mask) (Likeness, error) {
	var l Likeness
	var err error
	if l.Gain, err = Gain(img, like, mask); err != nil {
		return l, err
	}
	a, b := Luma(img, l.Gain), Luma(like, 1)
	if l.SSIM, err = index(a, b, Gaussian, mask); err != nil {
		return l, err
	}
	if l.Blocks, err = index(a, b, Block, mask); err != nil {
		return l, err
	}
	l.MSE, err = MSE(a, b, mask)
	l.PSNR = PSNR(l.MSE)
	return l, err
}

func index(a, b Plane, w Window, mask Mask) (float64, error) {
	m, err := Map(a, b, w)
	if err != nil {
		return 0, err
	}
	return Mean(m, mask)
}

// MSE returns the mean squared difference over the mask.
func MSE(a, b Plane, mask Mask) (float64, error) {
	if a.W != b.W || a.H != b.H {
		return 0, fmt.Errorf("a picture of %d×%d cannot be compared with one of %d×%d", a.W, a.H, b.W, b.H)
	}
	d := Plane{W: a.W, H: a.H, Pix: make([]float64, len(a.Pix))}
	for i := range d.Pix {
		d.Pix[i] = (a.Pix[i] - b.Pix[i]) * (a.Pix[i] - b.Pix[i])
	}
	return Mean(d, mask)
}

// PSNR returns the peak signal-to-noise ratio in dB of a mean squared error of
// values up to 255.
func PSNR(mse float64) float64 { return 10 * math.Log10(255*255/mse) }
