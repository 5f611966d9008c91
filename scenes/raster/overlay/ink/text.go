package ink

import (
	"image"
	"image/color"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Face is a typeface.
type Face uint8

// The typefaces, of the Go fonts.
const (
	Regular Face = iota
	Bold
)

var faces = [...]func() *sfnt.Font{
	Regular: sync.OnceValue(func() *sfnt.Font { return mustParse(goregular.TTF) }),
	Bold:    sync.OnceValue(func() *sfnt.Font { return mustParse(gobold.TTF) }),
}

// mustParse reads a font that is part of the program.
func mustParse(ttf []byte) *sfnt.Font {
	f, err := sfnt.Parse(ttf)
	if err != nil {
		panic("ink: the program's own font cannot be read: " + err.Error())
	}
	return f
}

// The height of capitals and the depth of descenders of the Go fonts, as parts
// of the size.
const (
	CapHeight = 0.72
	Descent   = 0.21
)

// Measure returns the width of a text of the given size in pixels per em.
func Measure(f Face, size float64, text string) float64 {
	var buf sfnt.Buffer
	width := fixed.Int26_6(0)
	each(f, &buf, size, text, func(_ sfnt.GlyphIndex, x, advance fixed.Int26_6) { width = x + advance })
	return pixels(width)
}

// each calls do with every glyph of a text, its place and its width. Runes that
// the font lacks give its box.
func each(f Face, buf *sfnt.Buffer, size float64, text string, do func(g sfnt.GlyphIndex, x, advance fixed.Int26_6)) {
	ttf, ppem := faces[f](), em(size)
	x := fixed.Int26_6(0)
	last := sfnt.GlyphIndex(0)
	for _, r := range text {
		g, err := ttf.GlyphIndex(buf, r)
		if err != nil {
			g = 0
		}
		if last != 0 {
			if k, err := ttf.Kern(buf, last, g, ppem, font.HintingNone); err == nil {
				x += k
			}
		}
		advance, err := ttf.GlyphAdvance(buf, g, ppem, font.HintingNone)
		if err != nil {
			continue
		}
		do(g, x, advance)
		x += advance
		last = g
	}
}

// pixels is v in pixels. Dividing by 64 is a product to compilers, which would
// fuse it with a sum.
func pixels(v fixed.Int26_6) float64 { return float64(float64(v) / 64) }

func em(size float64) fixed.Int26_6 { return fixed.Int26_6(max(1, min(size, 2000)) * 64) }

// Text adds the outlines of a text whose base line begins at a point.
func (p *Path) Text(f Face, size float64, at Point, text string) {
	var buf, glyph sfnt.Buffer
	each(f, &buf, size, text, func(g sfnt.GlyphIndex, x, _ fixed.Int26_6) {
		segments, err := faces[f]().LoadGlyph(&glyph, g, em(size), nil)
		if err != nil {
			return
		}
		o := Point{at.X + pixels(x), at.Y}
		to := func(q fixed.Point26_6) Point { return Point{o.X + pixels(q.X), o.Y + pixels(q.Y)} }
		var pen Point
		for _, s := range segments {
			a := [3]Point{to(s.Args[0]), to(s.Args[1]), to(s.Args[2])}
			switch s.Op {
			case sfnt.SegmentOpMoveTo:
				p.MoveTo(a[0])
				pen = a[0]
			case sfnt.SegmentOpLineTo:
				p.LineTo(a[0])
				pen = a[0]
			case sfnt.SegmentOpQuadTo:
				p.quad(pen, a[0], a[1], curveSteps(size))
				pen = a[1]
			case sfnt.SegmentOpCubeTo:
				p.cube(pen, a, curveSteps(size))
				pen = a[2]
			}
		}
		p.Close()
	})
}

func curveSteps(size float64) int { return 3 + min(9, int(size/16)) }

func (p *Path) quad(a, b, c Point, n int) {
	for i := 1; i <= n; i++ {
		s := float64(i) / float64(n)
		p.LineTo(lerp(lerp(a, b, s), lerp(b, c, s), s))
	}
}

func (p *Path) cube(a Point, b [3]Point, n int) {
	for i := 1; i <= n; i++ {
		s := float64(i) / float64(n)
		q, r, t := lerp(a, b[0], s), lerp(b[0], b[1], s), lerp(b[1], b[2], s)
		p.LineTo(lerp(lerp(q, r, s), lerp(r, t, s), s))
	}
}

// Write fills a text whose base line begins at a point.
func (pen *Pen) Write(img *image.NRGBA, f Face, size float64, at Point, text string, c color.NRGBA) {
	var p Path
	p.Text(f, size, at, text)
	pen.Fill(img, &p, c, nil)
}
