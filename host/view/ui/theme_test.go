package ui

import (
	"image/color"
	"math"
	"testing"
)

// blindness are how people without the red, green or blue cones see linear
// colours (Machado, Oliveira and Fernandes, A Physiologically-based Model for
// Simulation of Color Vision Deficiency, 2009, severity 1).
var blindness = map[string][3][3]float64{
	"no":           {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritanopia":   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

// lab is a colour in CIELAB as it is seen.
func lab(c color.NRGBA, m [3][3]float64) [3]float64 {
	var in, rgb [3]float64
	for k, v := range [3]uint8{c.R, c.G, c.B} {
		f := float64(v) / 255
		if in[k] = f / 12.92; f > 0.04045 {
			in[k] = math.Pow((f+0.055)/1.055, 2.4)
		}
	}
	for k := range 3 {
		rgb[k] = max(0, min(1, m[k][0]*in[0]+m[k][1]*in[1]+m[k][2]*in[2]))
	}
	f := func(x float64) float64 {
		if x > 0.008856 {
			return math.Cbrt(x)
		}
		return 7.787*x + 16.0/116
	}
	x := f((0.4124*rgb[0] + 0.3576*rgb[1] + 0.1805*rgb[2]) / 0.9505)
	y := f(0.2126*rgb[0] + 0.7152*rgb[1] + 0.0722*rgb[2])
	z := f((0.0193*rgb[0] + 0.1192*rgb[1] + 0.9505*rgb[2]) / 1.089)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

// apart is the distance of two colours as they are seen; about 2 can just be told
// apart side by side.
func apart(a, b color.NRGBA, m [3][3]float64) float64 {
	p, q := lab(a, m), lab(b, m)
	return math.Hypot(math.Hypot(p[0]-q[0], p[1]-q[1]), p[2]-q[2])
}

// What colours say is told apart by people with any of the common colour
// blindnesses.
func TestColoursForEveryEye(t *testing.T) {
	for _, theme := range []*Theme{Dark(), Light()} {
		for eyes, m := range blindness {
			states := []color.NRGBA{theme.Good, theme.Warn, theme.Bad}
			for i, a := range states {
				for _, b := range states[i+1:] {
					if d := apart(a, b, m); d < 8 {
						t.Errorf("%s theme, %s: %v and %v are %.1f apart", theme.Name, eyes, a, b, d)
					}
				}
			}
			for i, a := range theme.Series {
				for _, b := range theme.Series[i+1:] {
					if d := apart(a, b, m); d < 7 {
						t.Errorf("%s theme, %s: the curves %v and %v are %.1f apart", theme.Name, eyes, a, b, d)
					}
				}
			}
		}
	}
}
