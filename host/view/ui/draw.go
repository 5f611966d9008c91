package ui

import (
	"image"
	"image/color"
	"math"
	"strings"
)

func (u *UI) px(r Rect) image.Rectangle {
	s := u.scale
	x0, y0 := floor(float32(r.X*s+0.5)), floor(float32(r.Y*s+0.5))
	return image.Rect(x0, y0, max(x0, floor(float32(r.Right()*s+0.5))), max(y0, floor(float32(r.Bottom()*s+0.5))))
}

func (u *UI) add(o op) {
	o.clip = u.px(u.clip)
	o.finish()
	if !o.box.Empty() {
		u.ops[u.layer] = append(u.ops[u.layer], o)
	}
}

// Fill fills a place.
func (u *UI) Fill(r Rect, c color.NRGBA) { u.FillRound(r, 0, c) }

// FillRound fills a place with rounded corners.
func (u *UI) FillRound(r Rect, radius float64, c color.NRGBA) {
	p := u.px(r)
	u.add(op{kind: opFill, rect: p, color: c, radius: u.radius(p, radius)})
}

// Stroke draws the outline inside a place.
func (u *UI) Stroke(r Rect, radius, width float64, c color.NRGBA) {
	p := u.px(r)
	u.add(op{kind: opStroke, rect: p, color: c, radius: u.radius(p, radius), width: max(1, float32(math.Round(width*u.scale)))})
}

func (u *UI) radius(p image.Rectangle, radius float64) float32 {
	return float32(min(radius*u.scale, float64(min(p.Dx(), p.Dy()))/2))
}

// Point is a place in units.
type Point struct{ X, Y float64 }

// Line draws a line through points, with round ends.
func (u *UI) Line(width float64, c color.NRGBA, points ...Point) {
	if len(points) > 1 {
		u.add(op{kind: opLine, points: u.points(points), width: float32(width * u.scale), color: c})
	}
}

// Polygon fills a polygon.
func (u *UI) Polygon(c color.NRGBA, points ...Point) {
	if len(points) > 2 {
		u.add(op{kind: opPolygon, points: u.points(points), color: c})
	}
}

// Disc fills a circle.
func (u *UI) Disc(x, y, radius float64, c color.NRGBA) {
	u.Line(2*radius, c, Point{x, y}, Point{x, y})
}

// Ring draws a circle.
func (u *UI) Ring(x, y, radius, width float64, c color.NRGBA) {
	n := max(12, int(radius*u.scale))
	pts := make([]Point, n+1)
	for i := range pts {
		s, co := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		pts[i] = Point{x + radius*co, y + radius*s}
	}
	u.Line(width, c, pts...)
}

func (u *UI) points(points []Point) [][2]float32 {
	out := make([][2]float32, len(points))
	for i, p := range points {
		out[i] = [2]float32{float32(p.X * u.scale), float32(p.Y * u.scale)}
	}
	return out
}

// Picture draws a picture over a place, scaled to fill it. Frames are compared
// by the picture's pointer and rev: whoever changes its pixels changes rev.
func (u *UI) Picture(r Rect, img *image.RGBA, rev int, radius float64) {
	u.PictureFaded(r, img, rev, radius, 1)
}

// PictureFaded is Picture with an opacity in [0, 1].
func (u *UI) PictureFaded(r Rect, img *image.RGBA, rev int, radius, opacity float64) {
	if img == nil {
		return
	}
	p := u.px(r)
	fade := color.NRGBA{A: uint8(opacity*255 + 0.5)}
	u.add(op{kind: opImage, rect: p, img: img, hash: mix(u.identity(img), uint64(rev)), radius: u.radius(p, radius), color: fade})
}

// identity numbers the pictures that were drawn; pointers themselves would make
// hashes, though never pixels, differ from run to run.
func (u *UI) identity(img *image.RGBA) uint64 {
	if u.pictures == nil || len(u.pictures) > 4096 {
		u.pictures = map[*image.RGBA]uint64{}
	}
	n, ok := u.pictures[img]
	if !ok {
		u.pictureCount++
		n = u.pictureCount
		u.pictures[img] = n
	}
	return n
}

// Align is where a text stands in its place.
type Align int

const (
	AlignLeft Align = iota
	AlignCenter
	AlignRight
)

// Font is how a text looks. The zero value is body text in the theme's ink.
type Font struct {
	// Size in units; 0 means [Body].
	Size  float64
	Bold  bool
	Color color.NRGBA
	Align Align
}

func (u *UI) run(s string, f Font) (*run, float32) {
	size := f.Size
	if size == 0 {
		size = Body
	}
	px := float32(math.Round(size*u.scale*4) / 4)
	return u.shaper.shape(s, px, f.Bold), px
}

// Text writes one line in the middle of a place's height, shortened with an
// ellipsis where it is too long.
func (u *UI) Text(r Rect, s string, f Font) {
	if s == "" || r.Empty() {
		return
	}
	s = u.Fit(s, r.W, f)
	line, size := u.run(s, f)
	x, w := r.X, float64(line.width)/u.scale
	switch f.Align {
	case AlignCenter:
		x += (r.W - w) / 2
	case AlignRight:
		x += r.W - w
	}
	y := (r.Y+r.H/2)*u.scale + float64(line.ascent-line.descent)*0.5
	c := f.Color
	if c == (color.NRGBA{}) {
		c = u.ink()
	} else if u.disabled {
		c = u.Theme.Faint
	}
	u.add(op{kind: opText, run: line, size: size, x: float32(math.Round(x*u.scale*subpixels) / subpixels), y: float32(math.Round(y)), color: c})
}

// Width returns how wide a line of text is.
func (u *UI) Width(s string, f Font) float64 {
	line, _ := u.run(s, f)
	return float64(line.width) / u.scale
}

// Fit shortens a line to a width, with an ellipsis.
func (u *UI) Fit(s string, width float64, f Font) string {
	if u.Width(s, f) <= width+0.5 {
		return s
	}
	letters := []rune(s)
	lo, hi := 0, len(letters)
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if u.Width(string(letters[:mid])+"…", f) <= width {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return strings.TrimRight(string(letters[:lo]), " ") + "…"
}

// Wrap breaks a text into lines of at most the width, at spaces where it can.
func (u *UI) Wrap(s string, width float64, f Font) []string {
	var out []string
	for para := range strings.SplitSeq(s, "\n") {
		line := ""
		for word := range strings.FieldsSeq(para) {
			next := word
			if line != "" {
				next = line + " " + word
			}
			if line != "" && u.Width(next, f) > width {
				out = append(out, line)
				next = word
			}
			// Words longer than a line, and scripts without spaces.
			for u.Width(next, f) > width && len([]rune(next)) > 1 {
				n := u.fits(next, width, f)
				out = append(out, string([]rune(next)[:n]))
				next = string([]rune(next)[n:])
			}
			line = next
		}
		out = append(out, line)
	}
	return out
}

// fits returns how many letters of a word fit, at least one.
func (u *UI) fits(s string, width float64, f Font) int {
	line, _ := u.run(s, f)
	n := 1
	for n < len(line.edges)-1 && float64(line.edges[n+1])/u.scale <= width {
		n++
	}
	return n
}

// Paragraph writes a text of several lines from the top of a place, and returns
// its height.
func (u *UI) Paragraph(r Rect, s string, f Font) float64 {
	h := u.LineHeight(f)
	lines := u.Wrap(s, r.W, f)
	for i, line := range lines {
		u.Text(Rect{r.X, r.Y + float64(i)*h, r.W, h}, line, f)
	}
	return h * float64(len(lines))
}

// ParagraphHeight returns the height of a text broken to a width.
func (u *UI) ParagraphHeight(s string, width float64, f Font) float64 {
	return u.LineHeight(f) * float64(len(u.Wrap(s, width, f)))
}

// LineHeight is the distance of the lines of a text.
func (u *UI) LineHeight(f Font) float64 {
	if f.Size == 0 {
		f.Size = Body
	}
	return math.Round(f.Size * 1.4)
}

// Shadow darkens what surrounds a place that floats.
func (u *UI) Shadow(r Rect) {
	for i := 6; i > 0; i-- {
		d := float64(i) * 2
		u.FillRound(R(r.X, r.Y+3, r.W, r.H).Inset(-d), Radius+d, color.NRGBA{A: 14})
	}
}
