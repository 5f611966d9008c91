package critic

import (
	"image"
	"math"
)

// Look is what the critic sees in a picture. The plain background round the
// room does not count. Sums are of integers, so that the figures do not depend
// on the machine.
type Look struct {
	// Discord is the mean distance in degrees, weighted with saturation, from
	// the pixels' hues to the nearest sector of the harmonic hue template that
	// fits best (Cohen-Or et al. 2006, equation 1; the templates are Matsuda's).
	Discord float64
	// Colourfulness is M of Hasler & Süsstrunk 2003 (section 7): 15 is slightly,
	// 33 moderately, 82 highly coloured.
	Colourfulness float64
	// Imbalance is the distance between the centre of visual mass and the
	// centre of the room's outline, over half the outline's diagonal. A pixel's
	// mass is its contrast in luma to the mean plus its chroma.
	Imbalance float64
	// Clutter is the share of pixels on an edge, the edge density of Mack &
	// Oliva 2004 that Rosenholtz et al. 2007 compare with feature congestion.
	Clutter float64
	// Light is the mean luma between 0 and 1, Contrast its standard deviation.
	Light, Contrast float64
}

// edge is the Sobel response, in levels of luma, from which a pixel counts as
// lying on an edge.
const edge = 120

// See reads a picture of a room; it is false for an empty one. A picture of
// 256² pixels takes some 2 ms.
func See(img image.Image) (Look, bool) {
	p, ok := read(img)
	if !ok {
		return Look{}, false
	}
	var l Look
	l.Light, l.Contrast = p.light()
	l.Colourfulness = p.colourfulness()
	l.Discord = p.discord()
	l.Clutter = p.clutter()
	l.Imbalance = p.imbalance(l.Light)
	return l, true
}

func (p *pixels) light() (mean, deviation float64) {
	var sum, squares int64
	for i, in := range p.room {
		if in {
			v := int64(p.luma[i])
			sum += v
			squares += v * v
		}
	}
	mean, deviation = moments(sum, squares, p.count)
	return mean / 255, deviation / 255
}

// moments returns the mean and standard deviation of n integers.
func moments(sum, squares int64, n int) (mean, deviation float64) {
	mean = float64(sum) / float64(n)
	return mean, math.Sqrt(max(0, float64(squares)/float64(n)-float64(mean*mean)))
}

// colourfulness is σ_rgyb + 0.3·μ_rgyb over the opponents rg = R − G and
// yb = (R + G)/2 − B.
func (p *pixels) colourfulness() float64 {
	var rg, rg2, yb, yb2 int64
	for i, in := range p.room {
		if !in {
			continue
		}
		r, g, b := int64(p.rgb[3*i]), int64(p.rgb[3*i+1]), int64(p.rgb[3*i+2])
		u, v := r-g, r+g-2*b // v is twice yb
		rg, rg2, yb, yb2 = rg+u, rg2+u*u, yb+v, yb2+v*v
	}
	mu, du := moments(rg, rg2, p.count)
	mv, dv := moments(yb, yb2, p.count)
	return math.Hypot(du, dv/2) + float64(0.3*math.Hypot(mu, mv/2))
}

func (p *pixels) clutter() float64 {
	edges := 0
	for y := 1; y < p.h-1; y++ {
		up, row, down := p.luma[(y-1)*p.w:y*p.w], p.luma[y*p.w:(y+1)*p.w], p.luma[(y+1)*p.w:(y+2)*p.w]
		in := p.room[y*p.w : (y+1)*p.w]
		for x := 1; x < p.w-1; x++ {
			if !in[x] {
				continue
			}
			a, b, c := int(up[x-1]), int(up[x]), int(up[x+1])
			g, h, k := int(down[x-1]), int(down[x]), int(down[x+1])
			gx := c + 2*int(row[x+1]) + k - a - 2*int(row[x-1]) - g
			gy := g + 2*h + k - a - 2*b - c
			if gx*gx+gy*gy > edge*edge {
				edges++
			}
		}
	}
	return float64(edges) / float64(p.count)
}

// imbalance takes the mean luma, between 0 and 1.
func (p *pixels) imbalance(mean float64) float64 {
	x0, y0, x1, y1 := p.w, p.h, 0, 0
	middle := int(mean*255 + 0.5)
	var mass, mx, my int64
	for i, in := range p.room {
		if !in {
			continue
		}
		x, y := i%p.w, i/p.w
		x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x+1), max(y1, y+1)
		r, g, b := p.rgb[3*i], p.rgb[3*i+1], p.rgb[3*i+2]
		d := int(p.luma[i]) - middle
		m := int64(max(d, -d)) + int64(max(r, g, b)-min(r, g, b))
		mass, mx, my = mass+m, mx+m*int64(2*x+1), my+m*int64(2*y+1)
	}
	if mass == 0 {
		return 0
	}
	dx := float64(mx)/float64(2*mass) - float64(x0+x1)/2
	dy := float64(my)/float64(2*mass) - float64(y0+y1)/2
	return math.Hypot(dx, dy) / (math.Hypot(float64(x1-x0), float64(y1-y0)) / 2)
}
