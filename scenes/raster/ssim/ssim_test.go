package ssim

import (
	"image"
	"image/color"
	"math"
	"testing"
)

// plane is 24×20 values of a function of column and row.
func plane(v func(x, y int) int) Plane {
	p := Plane{W: 24, H: 20, Pix: make([]float64, 24*20)}
	for i := range p.Pix {
		p.Pix[i] = float64(v(i%24, i/24))
	}
	return p
}

func pattern(x, y int) int { return (x*37 + y*53 + x*y*11) % 256 }
func ramp(x, y int) int    { return x*8 + y*3 }
func flat(v int) func(x, y int) int {
	return func(int, int) int { return v }
}

// TestIndex compares with values of scikit-image 0.26 (structural_similarity,
// gaussian_weights, sigma 1.5, no sample covariance, range 255, mean without
// the border of five pixels) and of the formula written with NumPy's sliding
// windows for the blocks.
func TestIndex(t *testing.T) {
	for name, c := range map[string]struct {
		a, b             func(x, y int) int
		gaussian, blocks float64
	}{
		"same":     {pattern, pattern, 1, 1},
		"inverted": {pattern, func(x, y int) int { return 255 - pattern(x, y) }, -0.9766403522476395, -0.9839827262067075},
		"half":     {pattern, func(x, y int) int { return pattern(x, y) / 2 }, 0.6392053597145223, 0.6391858986625556},
		"brighter": {ramp, func(x, y int) int { return min(255, ramp(x, y)+16) }, 0.9903003653554043, 0.9888172703871866},
		"patched": {pattern, func(x, y int) int {
			if x >= 8 && x < 12 && y >= 8 && y < 12 {
				return 200
			}
			return pattern(x, y)
		}, 0.8737557418893784, 0.9140566576483521},
		// By hand: (2·100·150 + C1)/(100² + 150² + C1), as nothing varies.
		"two greys": {flat(100), flat(150), 0.923092310530793, 0.923092310530793},
	} {
		t.Run(name, func(t *testing.T) {
			for w, want := range []float64{c.gaussian, c.blocks} {
				m, err := Map(plane(c.a), plane(c.b), Window(w))
				if err != nil {
					t.Fatal(err)
				}
				got, err := Mean(m, nil)
				if err != nil || math.Abs(got-want) > 1e-9 {
					t.Errorf("window %d: %.12f, %v; want %.12f", w, got, err, want)
				}
			}
		})
	}
}

func TestMapOfOnePixel(t *testing.T) {
	a := plane(pattern)
	b := plane(func(x, y int) int { return 255 - pattern(x, y) })
	m, err := Map(a, b, Gaussian)
	if err != nil {
		t.Fatal(err)
	}
	// scikit-image's map at column 11, row 9.
	if got := m.Pix[9*24+11]; math.Abs(got+0.9771331817312524) > 1e-9 {
		t.Errorf("column 11, row 9: %v", got)
	}
	for _, i := range []int{0, 4*24 + 12, 9*24 + 4, 9*24 + 19, 15*24 + 12} {
		if !math.IsNaN(m.Pix[i]) {
			t.Errorf("pixel %d, whose window leaves the picture: %v", i, m.Pix[i])
		}
	}
	only := make(Mask, len(m.Pix))
	only[9*24+11], only[0] = true, true
	if got, err := Mean(m, only); err != nil || got != m.Pix[9*24+11] {
		t.Errorf("mean over one pixel and one without a value: %v, %v", got, err)
	}
}

func TestErrorOfPatch(t *testing.T) {
	a := plane(pattern)
	b := plane(pattern)
	for y := 8; y < 12; y++ {
		for x := 8; x < 12; x++ {
			b.Pix[y*24+x] = 200
		}
	}
	mse, err := MSE(a, b, nil)
	if err != nil || math.Abs(mse-471.7583333333333) > 1e-9 {
		t.Errorf("mean squared error %v, %v", mse, err)
	}
	if p := PSNR(mse); math.Abs(p-21.393607804067386) > 1e-9 {
		t.Errorf("%v dB", p)
	}
	if p := PSNR(0); !math.IsInf(p, 1) {
		t.Errorf("equal pictures: %v dB", p)
	}
}

// picture paints a room of sorts: three colours and a dark edge.
func picture(level func(v float64) float64) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, 40, 30))
	for i := range 40 * 30 {
		x, y := i%40, i/40
		light := []float64{0.12, 0.25, 0.05}[(x/9+y/7)%3]
		c := func(k float64) uint8 {
			v := level(light * k)
			if v <= 0.0031308 {
				return uint8(math.Round(255 * 12.92 * v))
			}
			return uint8(math.Round(255 * (1.055*math.Pow(v, 1/2.4) - 0.055)))
		}
		img.SetNRGBA(x, y, color.NRGBA{c(1), c(0.8), c(1.2), 255})
	}
	return img
}

func TestExposureIsMatched(t *testing.T) {
	bright := picture(func(v float64) float64 { return v })
	dark := picture(func(v float64) float64 { return v / 2.5 })
	raw, err := Map(Luma(dark, 1), Luma(bright, 1), Gaussian)
	if err != nil {
		t.Fatal(err)
	}
	unmatched, _ := Mean(raw, nil)
	l, err := Compare(dark, bright, nil)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(l.Gain-2.5) > 0.02 || l.SSIM < 0.999 || l.Blocks < 0.999 || l.PSNR < 45 || unmatched > 0.9 {
		t.Errorf("gain %.3f, SSIM %.5f, blocks %.5f, %.1f dB; unmatched %.3f", l.Gain, l.SSIM, l.Blocks, l.PSNR, unmatched)
	}
	again, err := Compare(Exposed(dark, l.Gain), bright, nil)
	if err != nil || math.Abs(again.Gain-1) > 0.01 {
		t.Errorf("the exposed picture still wants a gain of %v, %v", again.Gain, err)
	}
}

func TestShiftedPicturesDiffer(t *testing.T) {
	a := picture(func(v float64) float64 { return v })
	last := 1.0
	for _, by := range []int{1, 2, 4} {
		b := image.NewNRGBA(a.Rect)
		for i := range 40 * 30 {
			b.SetNRGBA(i%40, i/40, a.NRGBAAt((i%40+by)%40, i/40))
		}
		l, err := Compare(b, a, nil)
		if err != nil || l.SSIM >= last {
			t.Errorf("shifted by %d: %.3f, before %.3f, %v", by, l.SSIM, last, err)
		}
		last = l.SSIM
	}
}

func TestMaskOf(t *testing.T) {
	img := image.NewGray(image.Rect(5, 5, 7, 6))
	img.SetGray(6, 5, color.Gray{200})
	if m := MaskOf(img); len(m) != 2 || m[0] || !m[1] {
		t.Errorf("%v", m)
	}
}

func TestRefusals(t *testing.T) {
	a, small := image.NewNRGBA(image.Rect(0, 0, 20, 20)), image.NewNRGBA(image.Rect(0, 0, 10, 20))
	lit := picture(func(v float64) float64 { return v })
	for name, c := range map[string]struct {
		a, b *image.NRGBA
		mask Mask
		want string
	}{
		"black":         {a, a, nil, "the exposure of a black picture cannot be matched"},
		"sizes":         {Exposed(lit, 1), crop(lit, 30), nil, "a picture of 40×30 cannot be compared with one of 30×30"},
		"small":         {crop(lit, 7), crop(lit, 7), nil, "a picture of 7×30 is smaller than the window of 11×11"},
		"mask's size":   {lit, lit, make(Mask, 3), "the mask has 3 pixels, the picture 1200"},
		"empty mask":    {lit, lit, make(Mask, 1200), "the mask leaves no pixel of the picture to compare"},
		"empty picture": {crop(small, 0), crop(small, 0), nil, "the mask leaves no pixel of the picture to compare"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Compare(c.a, c.b, c.mask); err == nil || err.Error() != c.want {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

func crop(img *image.NRGBA, w int) *image.NRGBA {
	return img.SubImage(image.Rect(0, 0, w, img.Rect.Dy())).(*image.NRGBA)
}

func BenchmarkCompare(b *testing.B) {
	img := image.NewNRGBA(image.Rect(0, 0, 512, 512))
	for i := range 512 * 512 {
		v := uint8(pattern(i%512, i/512))
		img.SetNRGBA(i%512, i/512, color.NRGBA{v, v / 2, v, 255})
	}
	for b.Loop() {
		if _, err := Compare(img, img, nil); err != nil {
			b.Fatal(err)
		}
	}
}
