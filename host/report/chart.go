package report

import (
	"bytes"
	"fmt"
	"image/color"
	"math"
	"regexp"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Chart is one or more curves over the same x axis.
type Chart struct {
	Title  string
	Help   string
	X, Y   string
	Curves []Curve
	// Min and Max fix the y axis when they differ.
	Min, Max float64
}

// Key is one entry of a chart's legend, which stands beside the curves and not
// upon them.
type Key struct {
	Name  string
	Color string
}

// Legend names the curves where there are several.
func (c Chart) Legend() []Key {
	if len(c.Curves) < 2 {
		return nil
	}
	var keys []Key
	for i, curve := range c.Curves {
		col := palette[i%len(palette)]
		keys = append(keys, Key{curve.Name, fmt.Sprintf("#%02x%02x%02x", col.R, col.G, col.B)})
	}
	return keys
}

// Curve is one named line.
type Curve struct {
	Name string
	X, Y []float64
	// Low and High, where they are as long as Y, are drawn as a band about it.
	Low, High []float64
	// Smooth adds a running mean over that many points and pales the raw line.
	Smooth int
}

// Colours is the number of curves that a chart tells apart by their colour.
const Colours = 6

// palette is told apart by people with colour-vision deficiency as well
// (Okabe and Ito 2008).
var palette = [Colours]color.NRGBA{
	{0x00, 0x72, 0xb2, 0xff}, {0xd5, 0x5e, 0x00, 0xff}, {0x00, 0x9e, 0x73, 0xff},
	{0xcc, 0x79, 0xa7, 0xff}, {0xe6, 0x9f, 0x00, 0xff}, {0x56, 0xb4, 0xe9, 0xff},
}

const (
	chartWidth  = 5.2 * vg.Inch
	chartHeight = 2.6 * vg.Inch
)

var svgHead = regexp.MustCompile(`(?s)^.*?<svg`)

// svg draws the chart as an <svg> element in the page's own font.
func (c Chart) svg() (string, error) {
	p := plot.New()
	p.X.Label.Text, p.Y.Label.Text = c.X, c.Y
	ink := color.Gray{0x44}
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		a.Color, a.Label.TextStyle.Color, a.Tick.Label.Color, a.Tick.Color = ink, ink, ink, ink
		a.Label.TextStyle.Font = sans(9)
		a.Tick.Label.Font = sans(8)
	}
	grid := plotter.NewGrid()
	grid.Vertical.Color = color.Transparent
	grid.Horizontal.Color = color.Gray{0xe4}
	p.Add(grid)
	for i, curve := range c.Curves { // below all lines
		if len(curve.Low) == len(curve.Y) && len(curve.High) == len(curve.Y) {
			col := palette[i%len(palette)]
			col.A = 0x50
			if err := addBand(p, curve, col); err != nil {
				return "", err
			}
		}
	}
	for i, curve := range c.Curves {
		col := palette[i%len(palette)]
		pale := col
		pale.A = 0x50
		raw, err := plotter.NewLine(points(curve.X, curve.Y))
		if err != nil {
			return "", err
		}
		raw.Width, raw.Color = 1.4, col
		if curve.Smooth > 1 {
			raw.Width, raw.Color = 0.7, pale
			mean, err := plotter.NewLine(points(curve.X, runningMean(curve.Y, curve.Smooth)))
			if err != nil {
				return "", err
			}
			mean.Width, mean.Color = 1.6, col
			p.Add(raw, mean)
			continue
		}
		p.Add(raw)
	}
	if c.Min != c.Max {
		p.Y.Min, p.Y.Max = c.Min, c.Max
	}
	canvas := vgsvg.New(chartWidth, chartHeight)
	p.BackgroundColor = color.Transparent
	p.Draw(draw.New(canvas))
	var buf bytes.Buffer
	if _, err := canvas.WriteTo(&buf); err != nil {
		return "", err
	}
	return svgHead.ReplaceAllString(buf.String(), "<svg"), nil
}

// addBand fills what lies between the low and the high values.
func addBand(p *plot.Plot, c Curve, fill color.Color) error {
	outline, low := points(c.X, c.High), points(c.X, c.Low)
	slices.Reverse(low)
	band, err := plotter.NewPolygon(append(outline, low...))
	if err != nil {
		return err
	}
	band.Color, band.LineStyle.Width = fill, 0
	p.Add(band)
	return nil
}

func sans(size font.Length) font.Font {
	return font.From(font.Font{Typeface: "Liberation", Variant: "Sans"}, size)
}

// points drops what cannot be drawn.
func points(x, y []float64) plotter.XYs {
	var out plotter.XYs
	for i := range min(len(x), len(y)) {
		if v := x[i] + y[i]; !math.IsNaN(v) && !math.IsInf(v, 0) {
			out = append(out, plotter.XY{X: x[i], Y: y[i]})
		}
	}
	if out == nil {
		return plotter.XYs{{}}
	}
	return out
}

func runningMean(y []float64, n int) []float64 {
	out := make([]float64, len(y))
	for i := range y {
		lo := max(0, i-n+1)
		sum := 0.0
		for _, v := range y[lo : i+1] {
			sum += v
		}
		out[i] = sum / float64(i+1-lo)
	}
	return out
}
