package critic

import (
	"image"
	"image/color"
	"math"
	"testing"
)

// painted fills a picture by a function.
func painted(w, h int, at func(x, y int) color.RGBA) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, at(x, y))
		}
	}
	return img
}

// framed is a square of 40 pixels on a plain ground of 64.
func framed(at func(x, y int) color.RGBA) *image.RGBA {
	return painted(64, 64, func(x, y int) color.RGBA {
		if x < 12 || y < 12 || x >= 52 || y >= 52 {
			return color.RGBA{200, 205, 215, 255}
		}
		return at(x-12, y-12)
	})
}

func rgb(r, g, b uint8) color.RGBA { return color.RGBA{r, g, b, 255} }

func TestLook(t *testing.T) {
	grey := func(v uint8) func(x, y int) color.RGBA { return func(int, int) color.RGBA { return rgb(v, v, v) } }
	halves := func(a, b color.RGBA) func(x, y int) color.RGBA {
		return func(x, _ int) color.RGBA {
			if x < 20 {
				return a
			}
			return b
		}
	}
	tests := map[string]struct {
		at   func(x, y int) color.RGBA
		get  func(Look) float64
		want float64
	}{
		"grey is in harmony":     {grey(90), func(l Look) float64 { return l.Discord }, 0},
		"grey has no colour":     {grey(90), func(l Look) float64 { return l.Colourfulness }, 0},
		"light of grey":          {grey(102), func(l Look) float64 { return l.Light }, 0.4},
		"grey is flat":           {grey(102), func(l Look) float64 { return l.Contrast }, 0},
		"black and white":        {halves(rgb(0, 0, 0), rgb(255, 255, 255)), func(l Look) float64 { return l.Contrast }, 0.5},
		"red and cyan, opposite": {halves(rgb(255, 0, 0), rgb(0, 255, 255)), func(l Look) float64 { return l.Discord }, 0},
		// σ_rg is half the step from 255 to −255, σ_yb half that from 127.5 to
		// −127.5, and both means are 0.
		"colourfulness of red and cyan": {halves(rgb(255, 0, 0), rgb(0, 255, 255)), func(l Look) float64 { return l.Colourfulness }, math.Hypot(255, 127.5)},
		"even weight":                   {halves(rgb(0, 0, 0), rgb(0, 0, 0)), func(l Look) float64 { return l.Imbalance }, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			l, ok := See(framed(test.at))
			if got := test.get(l); !ok || math.Abs(got-test.want) > 0.003 {
				t.Errorf("got %v, want %v in %+v", got, test.want, l)
			}
		})
	}
}

// What is worse to the eye measures worse.
func TestLookOrders(t *testing.T) {
	see := func(at func(x, y int) color.RGBA) Look {
		l, ok := See(framed(at))
		if !ok {
			t.Fatal("the picture is not seen")
		}
		return l
	}
	wheel := []color.RGBA{rgb(220, 30, 30), rgb(200, 200, 30), rgb(30, 200, 40), rgb(40, 40, 220), rgb(200, 30, 200)}
	stripes := see(func(x, _ int) color.RGBA { return wheel[x/8] })
	warm := see(func(x, _ int) color.RGBA { return rgb(200, uint8(100+x), 60) })
	if stripes.Discord <= warm.Discord {
		t.Errorf("all hues have the discord %v, warm ones %v", stripes.Discord, warm.Discord)
	}
	checks := see(func(x, y int) color.RGBA {
		if (x/3+y/3)%2 == 0 {
			return rgb(20, 20, 20)
		}
		return rgb(230, 230, 230)
	})
	if checks.Clutter <= warm.Clutter {
		t.Errorf("a checkerboard has the clutter %v, a soft ramp %v", checks.Clutter, warm.Clutter)
	}
	corner := see(func(x, y int) color.RGBA {
		if x < 12 && y < 12 {
			return rgb(0, 0, 0)
		}
		return rgb(180, 180, 180)
	})
	if corner.Imbalance < 0.3 {
		t.Errorf("a dark corner has the imbalance %v", corner.Imbalance)
	}
}

func TestSeeOddPictures(t *testing.T) {
	if _, ok := See(nil); ok {
		t.Error("no picture was seen")
	}
	if _, ok := See(image.NewRGBA(image.Rectangle{})); ok {
		t.Error("an empty picture was seen")
	}
	for name, img := range map[string]image.Image{
		"one pixel":   image.NewNRGBA(image.Rect(3, 4, 4, 5)),
		"all one":     painted(40, 30, func(int, int) color.RGBA { return rgb(9, 9, 9) }),
		"a line":      image.NewGray(image.Rect(0, 0, 900, 1)),
		"transparent": image.NewNRGBA(image.Rect(-5, -5, 20, 20)),
		"large":       image.NewUniform(rgb(1, 2, 3)),
	} {
		t.Run(name, func(t *testing.T) {
			l, ok := See(img)
			for _, v := range []float64{l.Discord, l.Colourfulness, l.Imbalance, l.Clutter, l.Light, l.Contrast} {
				if !ok || math.IsNaN(v) || math.IsInf(v, 0) || v < 0 {
					t.Fatalf("%+v, %v", l, ok)
				}
			}
		})
	}
}

// The same picture in another form of memory looks the same.
func TestSeeAnyImage(t *testing.T) {
	a := framed(func(x, y int) color.RGBA { return rgb(uint8(6*x), uint8(6*y), 90) })
	b := image.NewNRGBA(a.Bounds())
	c := image.NewRGBA64(a.Bounds())
	for y := range 64 {
		for x := range 64 {
			b.Set(x, y, a.At(x, y))
			c.Set(x, y, a.At(x, y))
		}
	}
	want, _ := See(a)
	for _, img := range []image.Image{b, c} {
		if got, _ := See(img); got != want {
			t.Errorf("%T: %+v, want %+v", img, got, want)
		}
	}
}

func BenchmarkSee(b *testing.B) {
	img := painted(256, 256, func(x, y int) color.RGBA { return rgb(uint8(x), uint8(y), uint8(x*y)) })
	b.ReportAllocs()
	for b.Loop() {
		See(img)
	}
}
