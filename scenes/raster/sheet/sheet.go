package sheet

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"

	"github.com/metaspatial/metaspatial/scenes/raster/overlay/ink"
)

// MaxPixels bounds a sheet.
const MaxPixels = 1 << 27

// Cell is one picture of a sheet with the words under it.
type Cell struct {
	// Image may be nil: then the cell is empty.
	Image image.Image
	// Caption stands on the left, Note on the right.
	Caption, Note string
	// Bad writes the note in the colour of faults.
	Bad bool
}

// Options of a sheet. The zero value makes rows of up to four cells as large as
// the largest picture.
type Options struct {
	Title string
	// Columns is the number of cells in a row; 0 means 4 at most, as square as
	// can be.
	Columns int
	// CellWidth and CellHeight are the room for a picture in pixels; pictures of
	// another size are fitted in. 0 means that of the largest.
	CellWidth, CellHeight int
	// Scale multiplies the letters and gaps; 0 means 1.
	Scale float64
}

var (
	paperColor = color.NRGBA{255, 255, 255, 255}
	emptyColor = color.NRGBA{236, 239, 243, 255}
	inkColor   = color.NRGBA{23, 27, 33, 255}
	softColor  = color.NRGBA{84, 92, 104, 255}
	badColor   = color.NRGBA{186, 74, 0, 255}
)

// Contact puts pictures into a grid, row by row, with their captions.
func Contact(cells []Cell, o Options) (*image.NRGBA, error) {
	if len(cells) == 0 {
		return nil, fmt.Errorf("a sheet needs at least one picture")
	}
	if o.Columns < 0 || o.CellWidth < 0 || o.CellHeight < 0 || !(o.Scale >= 0 && o.Scale <= 16) {
		return nil, fmt.Errorf("a sheet of %d columns, cells of %d×%d pixels and scale %g cannot be made; use positive numbers", o.Columns, o.CellWidth, o.CellHeight, o.Scale)
	}
	g := arrange(cells, o)
	if int64(g.width)*int64(g.height) > MaxPixels {
		return nil, fmt.Errorf("the sheet would have %d×%d pixels; use fewer or smaller pictures, at most %d pixels in all", g.width, g.height, MaxPixels)
	}
	img := image.NewNRGBA(image.Rect(0, 0, g.width, g.height))
	draw.Draw(img, img.Rect, image.NewUniform(paperColor), image.Point{}, draw.Src)
	var pen ink.Pen
	if o.Title != "" {
		text := shorten(ink.Bold, 1.25*g.text, o.Title, float64(g.width-2*g.gap))
		pen.Write(img, ink.Bold, 1.25*g.text, ink.Point{X: float64(g.gap), Y: float64(g.gap) + math.Round(1.15*g.text)}, text, inkColor)
	}
	for i, c := range cells {
		at := image.Pt(g.gap+i%g.columns*(g.w+g.gap), g.top+i/g.columns*(g.h+g.caption+g.gap))
		r := image.Rectangle{at, at.Add(image.Pt(g.w, g.h))}
		draw.Draw(img, r, image.NewUniform(emptyColor), image.Point{}, draw.Src)
		if c.Image != nil && !c.Image.Bounds().Empty() {
			fit(img, r, c.Image)
		}
		g.write(&pen, img, r, c)
	}
	return img, nil
}

// grid is where things are in a sheet.
type grid struct {
	columns, w, h     int
	gap, caption, top int
	width, height     int
	text              float64
}

func arrange(cells []Cell, o Options) grid {
	g := grid{columns: o.Columns, w: o.CellWidth, h: o.CellHeight}
	words := false
	for _, c := range cells {
		words = words || c.Caption != "" || c.Note != ""
		if c.Image == nil {
			continue
		}
		if o.CellWidth == 0 {
			g.w = max(g.w, c.Image.Bounds().Dx())
		}
		if o.CellHeight == 0 {
			g.h = max(g.h, c.Image.Bounds().Dy())
		}
	}
	g.w, g.h = max(g.w, 1), max(g.h, 1)
	if g.columns == 0 {
		g.columns = min(4, int(math.Ceil(math.Sqrt(float64(len(cells))))))
	}
	g.columns = min(g.columns, len(cells))
	scale := o.Scale
	if scale == 0 {
		scale = 1
	}
	g.text = min(28, max(10, 6+float64(g.w)/48)) * scale
	g.gap = max(2, int(0.7*g.text))
	if words {
		g.caption = int(1.75 * g.text)
	}
	g.top = g.gap
	if o.Title != "" {
		g.top += int(2 * g.text)
	}
	rows := (len(cells) + g.columns - 1) / g.columns
	g.width = g.gap + g.columns*(g.w+g.gap)
	g.height = g.top + rows*(g.h+g.caption+g.gap)
	return g
}

// write puts a cell's words under its picture. The note is kept whole as long
// as it takes no more than the cell.
func (g *grid) write(pen *ink.Pen, img *image.NRGBA, r image.Rectangle, c Cell) {
	base := float64(r.Max.Y) + math.Round(1.22*g.text)
	note := shorten(ink.Regular, g.text, c.Note, float64(g.w))
	wide := ink.Measure(ink.Regular, g.text, note)
	tone := softColor
	if c.Bad {
		tone = badColor
	}
	left := float64(g.w)
	if note != "" {
		pen.Write(img, ink.Regular, g.text, ink.Point{X: float64(r.Max.X) - wide, Y: base}, note, tone)
		left -= wide + g.text
	}
	pen.Write(img, ink.Bold, g.text, ink.Point{X: float64(r.Min.X), Y: base}, shorten(ink.Bold, g.text, c.Caption, left), inkColor)
}

// shorten cuts a text that is wider than there is room for.
func shorten(f ink.Face, size float64, text string, room float64) string {
	if ink.Measure(f, size, text) <= room {
		return text
	}
	runes := []rune(text)
	for n := min(len(runes), int(room/size*8)) - 1; n > 0; n-- {
		if s := string(runes[:n]) + "…"; ink.Measure(f, size, s) <= room {
			return s
		}
	}
	return ""
}

// Side is one half of a pair.
type Side struct {
	Image   image.Image
	Caption string
	// Findings is the number of faults; a negative one is not shown.
	Findings int
}

// Pair puts two pictures side by side, each with the number of its faults.
func Pair(before, after Side, o Options) (*image.NRGBA, error) {
	o.Columns = 2
	return Contact([]Cell{before.cell("before"), after.cell("after")}, o)
}

func (s Side) cell(caption string) Cell {
	c := Cell{Image: s.Image, Caption: s.Caption, Bad: s.Findings > 0}
	if c.Caption == "" {
		c.Caption = caption
	}
	switch {
	case s.Findings == 0:
		c.Note = "no faults"
	case s.Findings == 1:
		c.Note = "1 fault"
	case s.Findings > 1:
		c.Note = fmt.Sprintf("%d faults", s.Findings)
	}
	return c
}
