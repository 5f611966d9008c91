package raster

import (
	"image/color"
	"math"
)

// one is the linear value of white; the range above it is for light that the
// tone curve folds back.
const one = 16384

// pixel is a linear colour, one for white.
type pixel struct{ r, g, b uint16 }

// linear16 maps an sRGB byte to 0…65535, linearF to 0…1; display maps a linear
// value, divided by four, to a tone-mapped sRGB byte.
var (
	linear16, linearF = decodeTables()
	display           = displayTable()
)

func decodeTables() (words [256]uint16, factors [256]float32) {
	for i := range words {
		v := grid(decodeSRGB(float64(i) / 255))
		words[i] = uint16(math.Round(v * 65535))
		factors[i] = float32(v)
	}
	return words, factors
}

func displayTable() (t [one]uint8) {
	for i := range t {
		v := tone((float64(i) + 0.5) * 4 / one)
		t[i] = uint8(math.Round(grid(encodeSRGB(v) * 255)))
	}
	return t
}

// decodeSRGB and encodeSRGB are the transfer function of IEC 61966-2-1.
func decodeSRGB(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func encodeSRGB(v float64) float64 {
	if v <= 0.0031308 {
		return v * 12.92
	}
	return float64(1.055*math.Pow(v, 1/2.4)) - 0.055
}

// tone leaves the lower part of the range alone and bends the rest towards
// white, so that bright surfaces keep their colour.
func tone(v float64) float64 {
	const knee = 0.65
	if v <= knee {
		return v
	}
	return knee + float64((1-knee)*(1-math.Exp(-(v-knee)/(1-knee))))
}

// rgb is a linear colour factor.
type rgb [3]float32

// hex returns the linear colour of an sRGB value 0xRRGGBB.
func hex(c uint32) rgb {
	return rgb{linearF[c>>16&255], linearF[c>>8&255], linearF[c&255]}
}

func (c rgb) times(k float32) rgb {
	return rgb{float32(c[0] * k), float32(c[1] * k), float32(c[2] * k)}
}

func (c rgb) tinted(k rgb) rgb {
	return rgb{float32(c[0] * k[0]), float32(c[1] * k[1]), float32(c[2] * k[2])}
}

func linearPixel(c color.NRGBA) pixel {
	conv := func(v uint8) uint16 { return uint16(float32(linearF[v] * one)) }
	return pixel{conv(c.R), conv(c.G), conv(c.B)}
}

// clamp16 makes a shaded value storable; NaN becomes 0.
func clamp16(v float32) uint16 {
	if !(v > 0) {
		return 0
	}
	if v >= 65535 {
		return 65535
	}
	return uint16(v)
}
