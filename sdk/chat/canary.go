package chat

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
)

// The canary: a picture of one coloured shape on white. What it shows stands
// nowhere in the text, so that whoever names it has seen it.
type canary struct {
	colour, shape string
}

// canaries are asked in this order; one that answers at random gets both right
// once in 144 times.
var canaries = []canary{{"green", "triangle"}, {"blue", "square"}}

// CanaryQuestion goes with the picture.
const CanaryQuestion = "Which colour and which shape does the figure in the picture have? Answer with two words: the colour (red, green, blue or yellow) and the shape (circle, square or triangle). If there is no picture, answer: none."

// canarySize is the picture's width and height in pixels.
const canarySize = 224

var canaryColours = map[string]color.RGBA{
	"red": {220, 20, 20, 255}, "green": {20, 160, 40, 255}, "blue": {20, 60, 220, 255}, "yellow": {250, 210, 0, 255},
}

var canaryShapes = map[string]func(x, y float64) bool{
	"circle":   func(x, y float64) bool { return x*x+y*y <= 1 },
	"square":   func(x, y float64) bool { return max(x, -x) <= 0.9 && max(y, -y) <= 0.9 },
	"triangle": func(x, y float64) bool { return y <= 0.85 && max(x, -x) <= (y+0.95)*0.55 },
}

// picture draws the canary as PNG.
func (c canary) picture() ([]byte, error) {
	img := image.NewRGBA(image.Rect(0, 0, canarySize, canarySize))
	for y := range canarySize {
		for x := range canarySize {
			at := func(v int) float64 { return (float64(v) + 0.5 - canarySize/2) / (canarySize * 0.36) }
			if img.SetRGBA(x, y, color.RGBA{255, 255, 255, 255}); canaryShapes[c.shape](at(x), at(y)) {
				img.SetRGBA(x, y, canaryColours[c.colour])
			}
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, img)
	return b.Bytes(), err
}

// named says whether an answer names the canary's colour and shape, and no
// other.
func (c canary) named(answer string) bool {
	if _, after, ok := strings.Cut(answer, "</think>"); ok {
		answer = after
	}
	answer = strings.ToLower(answer)
	for colour := range canaryColours {
		if strings.Contains(answer, colour) != (colour == c.colour) {
			return false
		}
	}
	for shape := range canaryShapes {
		if strings.Contains(answer, shape) != (shape == c.shape) {
			return false
		}
	}
	return true
}
