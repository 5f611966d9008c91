package chattest

import (
	"bytes"
	"image"
	"image/png"
)

// Look names the figure of a canary by its pixels, as a model that sees it
// would: colour and shape, or "none" for what is no such picture.
func Look(data []byte) string {
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return "none"
	}
	var box image.Rectangle
	var red, green, blue, count float64
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y++ {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x++ {
			r, g, b, _ := img.At(x, y).RGBA()
			if min(r, g, b) > 0xf000 {
				continue
			}
			box = box.Union(image.Rect(x, y, x+1, y+1))
			red, green, blue, count = red+float64(r), green+float64(g), blue+float64(b), count+1
		}
	}
	if count == 0 {
		return "none"
	}
	colour := "blue"
	switch {
	case red > 1.5*max(green, blue):
		colour = "red"
	case min(red, green) > 2*blue:
		colour = "yellow"
	case green > 1.5*max(red, blue):
		colour = "green"
	}
	// A square fills its box, a circle π/4 of it, a triangle half.
	shape := "square"
	switch filled := count / float64(box.Dx()*box.Dy()); {
	case filled < 0.65:
		shape = "triangle"
	case filled < 0.9:
		shape = "circle"
	}
	return colour + " " + shape
}
