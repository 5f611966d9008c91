package critic

import "math"

// sector is a part of the hue wheel: its middle and half its width in degrees.
type sector struct{ middle, half float64 }

// templates are Matsuda's harmonic hue templates as Cohen-Or et al. 2006 draw
// them (figure 2 and appendix): sectors of 18°, 79.2°, 93.6° and 180°. Type N,
// grey only, needs none: unsaturated pixels weigh nothing. The mirrored L is
// its own template.
var templates = [][]sector{
	{{0, 9}},                 // i
	{{0, 46.8}},              // V
	{{0, 9}, {90, 39.6}},     // L
	{{0, 9}, {270, 39.6}},    // L mirrored
	{{0, 9}, {180, 9}},       // I
	{{0, 90}},                // T
	{{0, 46.8}, {180, 9}},    // Y
	{{0, 46.8}, {180, 46.8}}, // X
}

// step is the resolution in degrees of hues and of the templates' rotation.
const step = 5

const hues = 360 / step

// away[t][d] is the distance in degrees from a hue to template t when the hue
// lies d steps further round than the template is turned.
var away = func() [][hues]float64 {
	out := make([][hues]float64, len(templates))
	for t, sectors := range templates {
		for d := range hues {
			best := 360.0
			for _, s := range sectors {
				gap := math.Abs(math.Mod(float64(d*step)-s.middle+540, 360) - 180)
				best = min(best, max(0, gap-s.half))
			}
			out[t][d] = best
		}
	}
	return out
}()

// discord is F(X, (m, α)) of Cohen-Or et al. 2006 (equation 1), least over the
// templates m and their rotations α, over the number of pixels: grey rooms are
// in harmony.
func (p *pixels) discord() float64 {
	var weight [hues]int64
	for i, in := range p.room {
		if !in {
			continue
		}
		if h, s, ok := hue(p.rgb[3*i], p.rgb[3*i+1], p.rgb[3*i+2]); ok {
			weight[h] += int64(s)
		}
	}
	best := math.Inf(1)
	for t := range away {
		for turn := range hues {
			sum := 0.0
			for h, w := range weight {
				if w == 0 {
					continue
				}
				d := h - turn
				if d < 0 {
					d += hues
				}
				sum += float64(float64(w) * away[t][d])
			}
			best = min(best, sum)
		}
	}
	return best / 255 / float64(p.count)
}

// hue returns the pixel's hue in steps and its HSV saturation, 0 to 255. Dark
// pixels have no hue that counts.
func hue(r, g, b uint8) (h, s int, ok bool) {
	hi, lo := max(r, g, b), min(r, g, b)
	d := int(hi) - int(lo)
	if d == 0 || hi < 25 {
		return 0, 0, false
	}
	var degrees int
	switch hi {
	case r:
		degrees = 60 * (int(g) - int(b)) / d
	case g:
		degrees = 120 + 60*(int(b)-int(r))/d
	default:
		degrees = 240 + 60*(int(r)-int(g))/d
	}
	return ((degrees + 360) % 360) / step, 255 * d / int(hi), true
}
