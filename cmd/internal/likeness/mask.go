package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"github.com/metaspatial/metaspatial/scenes/raster/ssim"
)

//go:embed mask.png
var maskPNG []byte

// roomMask is the committed mask of the room's pixels.
func roomMask() (*image.Gray, ssim.Mask, error) {
	img, err := png.Decode(bytes.NewReader(maskPNG))
	if err != nil {
		return nil, nil, fmt.Errorf("mask.png: %w", err)
	}
	m := ssim.MaskOf(img)
	return paint(m, img.Bounds().Dx()), m, nil
}

func paint(m ssim.Mask, width int) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, width, len(m)/width))
	for i, in := range m {
		if in {
			g.Pix[i] = 255
		}
	}
	return g
}

// slack is how far a channel of the backdrop may be from the picture's corner:
// Blender dithers by one level.
const slack = 2

// outline returns white for every pixel that cannot be reached from the border
// through pixels of the corner's colour.
func outline(img image.Image) *image.Gray {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	at := func(i int) color.NRGBA {
		return color.NRGBAModel.Convert(img.At(b.Min.X+i%w, b.Min.Y+i/w)).(color.NRGBA)
	}
	corner := at(0)
	near := func(a, b uint8) bool { return max(a, b)-min(a, b) <= slack }
	room := make(ssim.Mask, w*h)
	for i := range room {
		room[i] = true
	}
	var todo []int
	visit := func(i int) {
		if c := at(i); room[i] && near(c.R, corner.R) && near(c.G, corner.G) && near(c.B, corner.B) {
			room[i] = false
			todo = append(todo, i)
		}
	}
	for x := range w {
		visit(x)
		visit((h-1)*w + x)
	}
	for y := range h {
		visit(y * w)
		visit(y*w + w - 1)
	}
	for len(todo) > 0 {
		i := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if x := i % w; x > 0 {
			visit(i - 1)
		}
		if x := i % w; x < w-1 {
			visit(i + 1)
		}
		if i >= w {
			visit(i - w)
		}
		if i < w*(h-1) {
			visit(i + w)
		}
	}
	return paint(room, w)
}
