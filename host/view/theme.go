package view

import (
	"bytes"
	"fmt"
	"image/color"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/text/v2"
	"github.com/hajimehoshi/ebiten/v2/vector"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
)

// The colours of the window.
var (
	paper   = color.NRGBA{0x1d, 0x20, 0x25, 0xff}
	panel   = color.NRGBA{0x26, 0x2a, 0x31, 0xff}
	raised  = color.NRGBA{0x33, 0x39, 0x43, 0xff}
	line    = color.NRGBA{0x3a, 0x40, 0x4a, 0xff}
	ink     = color.NRGBA{0xe8, 0xea, 0xed, 0xff}
	soft    = color.NRGBA{0x9a, 0xa3, 0xb0, 0xff}
	accent  = color.NRGBA{0x5a, 0xb0, 0xf0, 0xff}
	good    = color.NRGBA{0x4c, 0xc2, 0x8c, 0xff}
	warn    = color.NRGBA{0xf0, 0xa8, 0x3c, 0xff}
	bad     = color.NRGBA{0xf0, 0x6a, 0x5a, 0xff}
	curveOf = []color.NRGBA{accent, warn, good, {0xd7, 0x8c, 0xc8, 0xff}, {0xe8, 0xd0, 0x5a, 0xff}, {0x8c, 0xd8, 0xe8, 0xff}}
)

// rect is an area of the window in pixels.
type rect struct{ x, y, w, h float64 }

func (r rect) has(x, y float64) bool {
	return x >= r.x && x < r.x+r.w && y >= r.y && y < r.y+r.h
}

// inset shrinks the rectangle on all sides.
func (r rect) inset(d float64) rect {
	return rect{r.x + d, r.y + d, max(0, r.w-2*d), max(0, r.h-2*d)}
}

// pen draws text and shapes at the window's scale.
type pen struct {
	regular, bold *text.GoTextFaceSource
	scale         float64
}

func newPen() (*pen, error) {
	regular, err := text.NewGoTextFaceSource(bytes.NewReader(goregular.TTF))
	if err != nil {
		return nil, fmt.Errorf("load the font: %w", err)
	}
	bold, err := text.NewGoTextFaceSource(bytes.NewReader(gobold.TTF))
	if err != nil {
		return nil, fmt.Errorf("load the bold font: %w", err)
	}
	return &pen{regular: regular, bold: bold, scale: 1}, nil
}

// style is how a text looks; size is in points at scale 1.
type style struct {
	size  float64
	bold  bool
	color color.NRGBA
	// right aligns the text's end to x.
	right bool
}

func (p *pen) face(s style) *text.GoTextFace {
	src := p.regular
	if s.bold {
		src = p.bold
	}
	return &text.GoTextFace{Source: src, Size: s.size * p.scale}
}

// write draws one line whose top is at y.
func (p *pen) write(dst *ebiten.Image, str string, x, y float64, s style) {
	op := &text.DrawOptions{}
	op.GeoM.Translate(x, y)
	op.ColorScale.ScaleWithColor(s.color)
	if s.right {
		op.PrimaryAlign = text.AlignEnd
	}
	text.Draw(dst, str, p.face(s), op)
}

func (p *pen) width(str string, s style) float64 {
	w, _ := text.Measure(str, p.face(s), 0)
	return w
}

// fit shortens the text to a width, with an ellipsis.
func (p *pen) fit(str string, width float64, s style) string {
	if p.width(str, s) <= width {
		return str
	}
	r := []rune(str)
	for len(r) > 0 && p.width(string(r)+"…", s) > width {
		r = r[:len(r)-1]
	}
	return string(r) + "…"
}

func fill(dst *ebiten.Image, r rect, c color.NRGBA) {
	vector.FillRect(dst, float32(r.x), float32(r.y), float32(r.w), float32(r.h), c, false)
}

func outline(dst *ebiten.Image, r rect, width float64, c color.NRGBA) {
	vector.StrokeRect(dst, float32(r.x), float32(r.y), float32(r.w), float32(r.h), float32(width), c, false)
}
