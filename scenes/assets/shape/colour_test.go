package shape

import (
	"image"
	"image/color"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes/assets/internal/packtest"
)

// The words are those that people use for common paints.
func TestColourWords(t *testing.T) {
	for want, list := range map[string][][3]uint8{
		"white":     {{255, 255, 255}, {245, 240, 235}},
		"black":     {{0, 0, 0}, {25, 25, 30}},
		"grey":      {{128, 128, 128}, {120, 125, 130}},
		"brown":     {{139, 90, 43}, {160, 95, 70}, {120, 72, 40}},
		"beige":     {{222, 203, 170}, {240, 225, 200}},
		"red":       {{200, 30, 30}, {255, 0, 0}},
		"orange":    {{255, 140, 0}, {235, 125, 50}},
		"yellow":    {{255, 220, 50}, {244, 193, 85}},
		"green":     {{60, 160, 60}, {0, 128, 0}},
		"teal":      {{0, 160, 160}},
		"blue":      {{50, 100, 200}, {110, 180, 225}},
		"purple":    {{120, 60, 180}},
		"pink":      {{255, 105, 180}, {250, 180, 190}},
		"dark grey": {{60, 60, 65}},
		"dark blue": {{20, 30, 90}},
	} {
		for _, c := range list {
			if got := colourWord(float64(c[0])/255, float64(c[1])/255, float64(c[2])/255); got != want {
				t.Errorf("%v is %s, want %s", c, got, want)
			}
		}
	}
}

func TestColours(t *testing.T) {
	m := packtest.Boxes([2][3]float32{{0, 0, 0}, {1, 1, 1}})
	m.Materials[0].BaseColor = [4]float32{1, 0, 0, 1}
	if diff := cmp.Diff([]Colour{{"red", 1}}, Colours(m)); diff != "" {
		t.Errorf("base colour (-want +got):\n%s", diff)
	}
	// The left half of the texture is blue, the right green, with factor white.
	img := image.NewNRGBA(image.Rect(0, 0, 8, 8))
	for i := range 64 {
		c := color.NRGBA{30, 60, 200, 255}
		if i%8 >= 4 {
			c = color.NRGBA{40, 150, 40, 255}
		}
		img.SetNRGBA(i%8, i/8, c)
	}
	m.Textures, m.Materials[0].Texture, m.Materials[0].BaseColor = []*image.NRGBA{img}, 0, [4]float32{1, 1, 1, 1}
	p := &m.Parts[0]
	for i := range p.Positions {
		p.UVs = append(p.UVs, [2]float32{[4]float32{0, 0, 1, 1}[i%4] * .999, 0.5 + 3*float32(i%2)})
	}
	got := Colours(m)
	if len(got) != 2 || got[0].Word == got[1].Word || math.Abs(got[0].Share-.5) > .13 {
		t.Errorf("texture gives %v", got)
	}
	m.Materials[0].Metallic = 1
	if metal, clear := Finish(m); metal != 1 || clear != 0 {
		t.Errorf("finish %v %v", metal, clear)
	}
}

// Every place lies within the triangle, and together they cover it evenly.
func TestCorner(t *testing.T) {
	for n := 1; n <= 8; n++ {
		var sum [3]float64
		for k := range n * n {
			w := corner(k, n)
			for j, x := range w {
				if x < 0 || x > 1 {
					t.Fatalf("place %d of %d: %v", k, n*n, w)
				}
				sum[j] += x / float64(n*n)
			}
		}
		for _, x := range sum {
			if math.Abs(x-1.0/3) > 1e-9 {
				t.Errorf("%d places have the middle %v", n*n, sum)
			}
		}
	}
}
