package overlay

import (
	"image"
	"image/color"
	"math"

	"github.com/metaspatial/metaspatial/scenes/raster/overlay/ink"
)

// The measures of chips in sizes of text.
const (
	padX     = 0.5
	lineHigh = 1.24
	chipHigh = 1.5
	wordSize = 0.9
)

// extent returns a chip's size in pixels.
func (s *sheet) extent(c *chip) (w, h int) {
	wide, high := 0.0, 0.0
	if c.number != "" || c.id != "" {
		wide, high = s.tag(c)+s.name(c), float64(chipHigh*s.text)
	}
	for _, l := range c.words {
		wide = max(wide, ink.Measure(ink.Regular, wordSize*s.text, l)+float64(2*padX*s.text)+s.bar(c))
		high += float64(lineHigh * wordSize * s.text)
	}
	if len(c.words) > 0 {
		high += float64(0.3 * s.text)
	}
	return int(math.Ceil(wide)), int(math.Ceil(high))
}

// tag and name are the widths of a chip's number and id.
func (s *sheet) tag(c *chip) float64 {
	if c.number == "" {
		return 0
	}
	return max(float64(chipHigh*s.text), ink.Measure(ink.Bold, s.text*1.06, c.number)+float64(0.8*s.text))
}

func (s *sheet) name(c *chip) float64 {
	if c.id == "" {
		return 0
	}
	return ink.Measure(s.weight(c), s.text, c.id) + float64(2*padX*s.text) + s.bar(c)
}

// bar is the width of the stripe that marks a fault.
func (s *sheet) bar(c *chip) float64 {
	if !c.fault {
		return 0
	}
	return float64(0.28 * s.text)
}

func (s *sheet) weight(c *chip) ink.Face {
	if c.fault {
		return ink.Bold
	}
	return ink.Regular
}

// lead draws a chip's leader line and the dot at its end.
func (s *sheet) lead(c *chip) {
	if !c.leader {
		return
	}
	line := dark
	if c.fault {
		line = vermilion
	}
	var p ink.Path
	p.Stroke(3.2*s.u, c.from, c.until)
	p.Circle(c.from, 3.7*s.u)
	s.pen.Fill(s.img, &p, alpha(paper, 225), nil)
	p.Reset()
	if c.hidden {
		p.Dash(1.3*s.u, 3.5*s.u, 2.5*s.u, c.from, c.until)
		s.pen.Fill(s.img, &p, soft, nil)
		p.Reset()
		p.Circle(c.from, 2.5*s.u)
		s.pen.Fill(s.img, &p, soft, nil)
		p.Reset()
		p.Circle(c.from, 1.3*s.u)
		s.pen.Fill(s.img, &p, paper, nil)
		return
	}
	p.Stroke(1.35*s.u, c.from, c.until)
	p.Circle(c.from, 2.4*s.u)
	s.pen.Fill(s.img, &p, line, nil)
}

// card draws the ground of a label: paper with a thin dark border.
func (s *sheet) card(r image.Rectangle, radius float64, c color.NRGBA) {
	x0, y0, x1, y1 := float64(r.Min.X), float64(r.Min.Y), float64(r.Max.X), float64(r.Max.Y)
	e := max(0.8, float64(0.9*s.u))
	var p ink.Path
	p.Rect(x0, y0, x1, y1, radius)
	s.pen.Fill(s.img, &p, color.NRGBA{23, 27, 33, 150}, nil)
	p.Reset()
	p.Rect(x0+e, y0+e, x1-e, y1-e, radius-e)
	s.pen.Fill(s.img, &p, c, nil)
}

// chip draws a label at its place.
func (s *sheet) chip(c *chip) {
	r := c.r
	radius := float64(0.36 * s.text)
	ground := paper
	if c.hidden {
		ground = color.NRGBA{236, 239, 243, 255}
	}
	s.card(r, radius, ground)
	x, y := float64(r.Min.X), float64(r.Min.Y)
	high := float64(chipHigh * s.text)
	var p ink.Path
	e := max(0.8, float64(0.9*s.u))
	if c.number != "" {
		wide := s.tag(c)
		if c.id == "" && len(c.words) == 0 {
			wide = float64(r.Dx())
		}
		p.Rect(x+e, y+e, x+wide-e, y+high-e, radius-e)
		fill := dark
		if c.fault {
			fill = vermilion
		}
		if c.hidden {
			fill = soft
		}
		s.pen.Fill(s.img, &p, fill, nil)
		width := ink.Measure(ink.Bold, s.text*1.06, c.number)
		s.write(ink.Bold, s.text*1.06, x+float64((wide-width)/2), y, high, c.number, paper)
		x += wide
	}
	ground = dark
	if c.hidden {
		ground = soft
	}
	if c.fault && c.number == "" {
		p.Reset()
		p.Rect(x+e, y+e, x+e+s.bar(c), float64(r.Max.Y)-e, 0.12*s.text)
		s.pen.Fill(s.img, &p, vermilion, nil)
	}
	if c.id != "" {
		s.write(s.weight(c), s.text, x+s.bar(c)+float64(padX*s.text), y, high, c.id, ground)
	}
	y += float64(0.06 * s.text)
	if c.id != "" || c.number != "" {
		y += high - float64(0.16*s.text)
	} else {
		y += float64(0.1 * s.text)
	}
	for _, l := range c.words {
		s.write(ink.Regular, wordSize*s.text, float64(r.Min.X)+s.bar(c)+float64(padX*s.text), y, lineHigh*wordSize*s.text, l, color.NRGBA{146, 58, 0, 255})
		y += float64(lineHigh * wordSize * s.text)
	}
}

// write centres a line of text in a row of the given height.
func (s *sheet) write(f ink.Face, size, x, y, high float64, text string, c color.NRGBA) {
	base := y + float64(high/2) + float64(ink.CapHeight*size/2)
	s.pen.Write(s.img, f, size, ink.Point{X: x, Y: math.Round(base)}, text, c)
}
