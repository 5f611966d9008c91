package overlay

import (
	"image"
	"image/color"
	"math"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay/ink"
)

// compass draws a rose that is turned as the camera is: up is ahead.
func (s *sheet) compass() {
	ahead := s.cam.Target.Sub(s.cam.Eye)
	if hypot(ahead[0], ahead[1]) < 1e-6*math.Abs(ahead[2]) {
		ahead = s.cam.Up
		if ahead == (scenes.Vec3{}) {
			ahead = scenes.Vec3{0, 1, 0}
		}
	}
	l := hypot(ahead[0], ahead[1])
	if !(l > 0) {
		return
	}
	// North in the picture, y down: ahead is up, and right of it is east of it.
	nx, ny := -ahead[0]/l, -ahead[1]/l
	radius := float64(1.75 * s.text)
	r, ok := s.corner(int(float64(2*radius)+2), int(float64(2*radius)+2))
	if !ok {
		return
	}
	s.cards = append(s.cards, func() { s.rose(r, radius, nx, ny) })
}

// rose draws the compass with north in the direction (nx, ny).
func (s *sheet) rose(r image.Rectangle, radius, nx, ny float64) {
	c := ink.Point{X: half(r.Min.X + r.Max.X), Y: half(r.Min.Y + r.Max.Y)}
	var p ink.Path
	p.Circle(c, radius)
	s.pen.Fill(s.img, &p, color.NRGBA{23, 27, 33, 150}, nil)
	p.Reset()
	p.Circle(c, radius-max(0.8, float64(0.9*s.u)))
	s.pen.Fill(s.img, &p, alpha(paper, 240), nil)
	at := func(ahead, aside float64) ink.Point {
		return ink.Point{X: c.X + float64(nx*ahead) - float64(ny*aside), Y: c.Y + float64(ny*ahead) + float64(nx*aside)}
	}
	needle := radius * 0.42
	for _, side := range []struct {
		tip float64
		c   color.NRGBA
	}{{needle, dark}, {-needle * 1.75, color.NRGBA{160, 167, 176, 255}}} {
		p.Reset()
		p.Polygon(at(side.tip, 0), at(-needle*0.5, radius*0.24), at(-needle*0.5, -radius*0.24))
		s.pen.Fill(s.img, &p, side.c, nil)
	}
	size := s.text * 0.95
	n := at(radius*0.66, 0)
	s.write(ink.Bold, size, n.X-float64(ink.Measure(ink.Bold, size, "N")/2), n.Y-float64(size/2), size, "N", dark)
}

// scale draws a bar of a round length.
func (s *sheet) scale() {
	pixel := s.cam.Ortho / float64(s.f.H)
	long := 0.0
	for _, v := range [...]float64{0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200} {
		if v/pixel <= 0.27*float64(s.f.W) {
			long = v
		}
	}
	if long == 0 {
		return
	}
	text := strings.TrimSuffix(strings.TrimRight(strings.TrimSuffix(metres(long), " m"), "0"), ".") + " m"
	size := 0.9 * s.text
	bar := long / pixel
	w := int(max(bar, ink.Measure(ink.Regular, size, text)) + float64(1.2*size))
	r, ok := s.corner(w, int(2.4*size))
	if !ok {
		return
	}
	s.cards = append(s.cards, func() { s.bars(r, size, bar, text) })
}

// bars draws the scale.
func (s *sheet) bars(r image.Rectangle, size, bar float64, text string) {
	s.card(r, 0.4*size, alpha(paper, 240))
	x, y := half(r.Min.X+r.Max.X)-float64(bar/2), float64(r.Max.Y)-float64(0.85*size)
	left := half(r.Min.X+r.Max.X) - float64(ink.Measure(ink.Regular, size, text)/2)
	s.write(ink.Regular, size, left, float64(r.Min.Y)+float64(0.2*size), 1.2*size, text, dark)
	var p ink.Path
	bottom := y + float64(0.4*size)
	p.Rect(x, y, x+bar, bottom, 0)
	s.pen.Fill(s.img, &p, dark, nil)
	p.Reset()
	p.Rect(x+float64(bar/2), y+s.u, x+bar-s.u, bottom-s.u, 0)
	s.pen.Fill(s.img, &p, paper, nil)
}
