package main

import (
	"fmt"
	"image/color"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

var colours = []color.Color{color.RGBA{0x1f, 0x5f, 0xa8, 255}, color.RGBA{0x2a, 0x9d, 0x6f, 255}, color.RGBA{0xd0, 0x6a, 0x1c, 255}}

// guides are what the curves are to be compared with; they start at the first
// curve's cost for 15 objects.
var guides = []struct {
	name string
	of   func(n float64) float64
	dash vg.Length
}{
	{"in proportion to objects", func(n float64) float64 { return n }, 4},
	{"in proportion to pairs", func(n float64) float64 { return n * (n - 1) }, 1.5},
}

const guideAt = 2

// marks are the labelled values of an axis.
type marks []float64

var _ plot.Ticker = marks(nil)

// Ticks returns the marks between two values.
func (m marks) Ticks(lo, hi float64) []plot.Tick {
	var out []plot.Tick
	for _, v := range m {
		if v >= lo*0.999 && v <= hi*1.001 {
			out = append(out, plot.Tick{Value: v, Label: strconv.FormatFloat(v, 'f', -1, 64)})
		}
	}
	return out
}

func frame() *plot.Plot {
	p := plot.New()
	p.Title.Text = "Cost of checking one layout"
	p.X.Label.Text, p.Y.Label.Text = "objects", "µs per layout on one core"
	p.X.Scale, p.Y.Scale = plot.LogScale{}, plot.LogScale{}
	p.X.Tick.Marker = marks{5, 10, 15, 25, 50, 100, 200, 500}
	p.Y.Tick.Marker = marks{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000}
	p.Title.TextStyle.Font.Size = vg.Points(14)
	p.X.Label.Padding, p.Y.Label.Padding = vg.Points(4), vg.Points(4)
	p.BackgroundColor = color.White
	p.Title.TextStyle.Font.Variant, p.Legend.TextStyle.Font.Variant = "Sans", "Sans"
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		a.Label.TextStyle.Font.Variant, a.Tick.Label.Font.Variant = "Sans", "Sans"
	}
	p.Legend.XOffs, p.Legend.YOffs = vg.Points(-14), vg.Points(6)
	p.Legend.Padding, p.Legend.ThumbnailWidth = vg.Points(3), vg.Points(26)
	grid := plotter.NewGrid()
	grid.Vertical.Color, grid.Horizontal.Color = color.Gray{0xe8}, color.Gray{0xe8}
	p.Add(grid)
	return p
}

func points(y []float64) plotter.XYs {
	out := make(plotter.XYs, len(y))
	for i := range y {
		out[i] = plotter.XY{X: float64(counts[i]), Y: y[i]}
	}
	return out
}

// plotAll draws the curves on logarithmic axes, and the guides under them.
func plotAll(file string, all []series) error {
	p := frame()
	var lines []*plotter.Line
	for _, g := range guides {
		y := make([]float64, len(counts))
		for i, n := range counts {
			y[i] = all[0].micros[guideAt] * g.of(float64(n)) / g.of(float64(counts[guideAt]))
		}
		line, err := plotter.NewLine(points(y))
		if err != nil {
			return fmt.Errorf("draw the line %q: %w", g.name, err)
		}
		line.Color, line.Width = color.Gray{0x8c}, vg.Points(1)
		line.Dashes = []vg.Length{g.dash, 3}
		p.Add(line)
		lines = append(lines, line)
	}
	for k, s := range all {
		line, dots, err := plotter.NewLinePoints(points(s.micros))
		if err != nil {
			return fmt.Errorf("draw the line %q: %w", s.name, err)
		}
		line.Color, line.Width = colours[k], vg.Points(1.6)
		dots.Color, dots.Shape, dots.Radius = colours[k], draw.CircleGlyph{}, vg.Points(2.4)
		p.Add(line, dots)
		p.Legend.Add(s.name, line, dots)
	}
	for k, line := range lines {
		p.Legend.Add(guides[k].name, line)
	}
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 4.5, 580, 0.7, 2200
	if err := p.Save(7*vg.Inch, 4.6*vg.Inch, file); err != nil {
		return fmt.Errorf("write the picture: %w", err)
	}
	return nil
}
