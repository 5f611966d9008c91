package design

import "math"

var textiles = []piece{
	{"rug", "rug", func(b *builder) { rug(b, 2.2, 1.5, navy, cream, blush) }},
	{"rug_warm", "rug", func(b *builder) { rug(b, 1.8, 1.2, clay, cream, mustard) }},
	{"round_rug", "round_rug", roundRug},
	{"runner", "runner", func(b *builder) { rug(b, .7, 2, sage, cream, green) }},
	{"bath_mat", "bath_mat", func(b *builder) { rug(b, .8, .5, teal, white, teal) }},
	{"animal_hide", "animal_hide", animalHide},
	{"pillow", "pillow", pillow},
}

// Layers of a rug differ by hairs in height, so that no two faces coincide.
func rug(b *builder, w, d float64, edge, field, band paint) {
	b.bevelled(edge, 0, 0, 0, w, d, .014, .005)
	b.bevelled(field, 0, 0, .004, w-.16, d-.16, .012, .002)
	b.bevelled(band, 0, 0, .006, w-.3, d-.3, .012, .002)
	b.bevelled(field, 0, 0, .008, w-.38, d-.38, .012, .002)
	long, n := max(w, d)-.5, 3
	for i := range n {
		at := long / float64(n) * (float64(i) - 1)
		x, y := at, 0.0
		if d > w {
			x, y = 0, at
		}
		b.moved(x, y, 0, func() {
			b.turned(vec{0, 0, 1}, 45, func() { b.bevelled(band, 0, 0, .01, min(w, d)*.22, min(w, d)*.22, .012, .002) })
		})
	}
}

func roundRug(b *builder) {
	for i, c := range []paint{sage, cream, teal, cream, sage} {
		r := .8 - .15*float64(i)
		z := .002 * float64(i)
		b.lathe(c, 0, 0, 20, [2]float64{r - .006, z}, [2]float64{r, z + .006}, [2]float64{r - .006, z + .012})
	}
}

func animalHide(b *builder) {
	// Radii around the outline, from the head clockwise, mirrored.
	half := []float64{.62, .5, .34, .62, .68, .44, .42, .46, .66, .6, .42, .56, .72}
	var outline []vec
	for i, r := range half {
		a := math.Pi * float64(i) / float64(len(half)-1)
		outline = append(outline, vec{r * math.Sin(a) * 1.05, r * math.Cos(a), 0})
	}
	for i := len(half) - 2; i > 0; i-- {
		o := outline[i]
		outline = append(outline, vec{-o[0], o[1], 0})
	}
	for layer, c := range []paint{leather, rope} {
		p := b.patch(c)
		s, z := 1-.28*float64(layer), .02+.004*float64(layer)
		middle := p.vertex(vec{0, 0, z + .004}, vec{0, 0, 1})
		first := len(p.pos)
		for _, o := range outline {
			p.vertex(vec{o[0] * s, o[1] * s, z}, vec{0, 0, 1})
		}
		low := len(p.pos)
		for _, o := range outline {
			p.vertex(vec{o[0] * s, o[1] * s, z - .02}, vec{o[0], o[1], .2})
		}
		n := len(outline)
		for k := range n {
			p.triangle(middle, first+k, first+(k+1)%n)
			p.quad(first+k, first+(k+1)%n, low+(k+1)%n, low+k)
		}
	}
}

func pillow(b *builder) { b.soft(mustard, 0, 0, 0, .44, .42, .14, .068) }
