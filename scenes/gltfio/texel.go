package gltfio

import (
	"image"
	"math"
)

// means are the averages of an image's texels between 0 and 1.
type means struct {
	// color is linear colour, with alpha; data are the stored values, for images
	// that hold no colours.
	color, data [4]float64
}

func meansOf(img *image.NRGBA) means {
	var counts [4][256]int
	for y := range img.Rect.Dy() {
		row := img.Pix[y*img.Stride:][:4*img.Rect.Dx()]
		for i, v := range row {
			counts[i%4][v]++
		}
	}
	var m means
	n := float64(img.Rect.Dx() * img.Rect.Dy())
	for k := range counts {
		for v, count := range counts[k] {
			share := float64(count) / n
			m.data[k] += share * float64(v) / 255
			if k < 3 {
				m.color[k] += share * linear[v]
			}
		}
	}
	m.color[3] = m.data[3]
	return m
}

// linear is the linear light of an 8-bit sRGB value (IEC 61966-2-1).
var linear = func() (t [256]float64) {
	for i := range t {
		v := float64(i) / 255
		if v <= 0.04045 {
			t[i] = v / 12.92
		} else {
			t[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return t
}()

// encoded is the 8-bit sRGB value of a linear light.
func encoded(v float64) uint8 {
	v = min(max(v, 0), 1)
	if v <= 0.0031308 {
		v *= 12.92
	} else {
		v = 1.055*math.Pow(v, 1/2.4) - 0.055
	}
	return uint8(v*255 + 0.5)
}
