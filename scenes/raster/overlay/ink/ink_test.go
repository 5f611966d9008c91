package ink

import (
	"crypto/sha256"
	"fmt"
	"image"
	"image/color"
	"math"
	"testing"
)

var black = color.NRGBA{0, 0, 0, 255}

func white(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	return img
}

// area returns how many pixels are covered.
func area(img *image.NRGBA) float64 {
	sum := 0.0
	for i := 0; i < len(img.Pix); i += 4 {
		sum += float64(255-img.Pix[i]) / 255
	}
	return sum
}

func TestAreas(t *testing.T) {
	for name, c := range map[string]struct {
		draw func(p *Path)
		want float64
	}{
		"rectangle":     {func(p *Path) { p.Rect(3.25, 4.5, 10.75, 9.25, 0) }, 7.5 * 4.75},
		"round corners": {func(p *Path) { p.Rect(2, 2, 22, 12, 4) }, 200 - (4-math.Pi)*16},
		"circle":        {func(p *Path) { p.Circle(Point{16, 15.3}, 9.5) }, math.Pi * 9.5 * 9.5},
		"triangle":      {func(p *Path) { p.Polygon(Point{1, 1}, Point{21, 3}, Point{7, 27}) }, 0.5 * (20*26 - 6*2)},
		"stroke":        {func(p *Path) { p.Stroke(3, Point{5, 5}, Point{25, 5}) }, 60 + math.Pi*2.25},
		"crossing":      {func(p *Path) { p.Stroke(1, Point{5, 15}, Point{25, 15}); p.Stroke(1, Point{15, 5}, Point{15, 25}) }, 39},
		"clipped":       {func(p *Path) { p.Rect(-1e9, -5, 4, 1e12, 0) }, 4 * 32},
		"dashes":        {func(p *Path) { p.Dash(2, 3, 2, Point{1, 9}, Point{21, 9}) }, 4 * 6},
		"outside":       {func(p *Path) { p.Rect(40, 40, 50, 50, 1) }, 0},
		"not a number":  {func(p *Path) { p.Polygon(Point{math.NaN(), 1}, Point{-3, math.Inf(1)}, Point{-2, 2}) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			img := white(32, 32)
			var p Path
			var pen Pen
			c.draw(&p)
			pen.Fill(img, &p, black, nil)
			if got := area(img); math.Abs(got-c.want) > 0.02*c.want+0.3 {
				t.Errorf("covers %.2f pixels, want %.2f", got, c.want)
			}
		})
	}
}

func TestTextIsMeasuredAsDrawn(t *testing.T) {
	for _, size := range []float64{8.5, 13, 40} {
		img := white(500, 80)
		var pen Pen
		const text = "HdinningH_1 gjqH"
		pen.Write(img, Regular, size, Point{10, 50}, text, black)
		first, last, top, bottom := 500, 0, 80, 0
		for y := range 80 {
			for x := range 500 {
				if img.Pix[img.PixOffset(x, y)] < 128 {
					first, last, top, bottom = min(first, x), max(last, x+1), min(top, y), max(bottom, y+1)
				}
			}
		}
		if w := Measure(Regular, size, text); math.Abs(float64(last-first)-w) > 0.2*size+1 {
			t.Errorf("size %g: %d pixels wide, measured %.1f", size, last-first, w)
		}
		if h := 50 - float64(top); math.Abs(h-CapHeight*size) > 0.08*size+1 {
			t.Errorf("size %g: capitals are %.0f pixels high, said %.1f", size, h, CapHeight*size)
		}
		if d := float64(bottom) - 50; math.Abs(d-Descent*size) > 0.08*size+1 {
			t.Errorf("size %g: descenders are %.0f pixels deep, said %.1f", size, d, Descent*size)
		}
	}
}

func TestGoldenInk(t *testing.T) {
	img := white(120, 60)
	var p Path
	var pen Pen
	p.Rect(5.3, 6.1, 90, 40, 7)
	pen.Fill(img, &p, color.NRGBA{0, 114, 178, 120}, nil)
	p.Reset()
	p.Stroke(2.4, Point{3, 50}, Point{60, 20}, Point{117, 55})
	pen.Fill(img, &p, color.NRGBA{213, 94, 0, 255}, func(x, _ int) uint8 { return uint8(2 * x) })
	pen.Write(img, Bold, 17, Point{12, 30}, "sofa_1 ÄÖ°", black)
	const want = "a5e51a1aadfe5cac"
	if got := fmt.Sprintf("%x", sha256.Sum256(img.Pix))[:16]; got != want {
		t.Errorf("%s, want %s; look at the picture before accepting it", got, want)
	}
}
