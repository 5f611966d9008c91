package main

import (
	"bytes"
	"fmt"
	"image/color"
	"os"
	"path/filepath"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// palette is told apart by people with colour-vision deficiency as well
// (Okabe and Ito 2008).
var palette = []color.NRGBA{
	{0x00, 0x72, 0xb2, 0xff}, {0xd5, 0x5e, 0x00, 0xff}, {0x00, 0x9e, 0x73, 0xff},
	{0xcc, 0x79, 0xa7, 0xff}, {0xe6, 0x9f, 0x00, 0xff}, {0x56, 0xb4, 0xe9, 0xff},
}

const (
	figureWidth  = 6.5 * vg.Inch
	figureHeight = 3.2 * vg.Inch
	figureDPI    = 160
)

// figures draws the curves of every group into the folder and returns the
// pictures' paths from the page beside it.
func (r *results) figures(dir string) (map[string]string, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, g := range groups {
		if len(r.present(g)) == 0 {
			continue
		}
		p := newPlot(g.Title)
		drawn := 0
		for i, e := range g.Entries {
			runs := slices.DeleteFunc(slices.Clone(r.runs(e.ID)), func(o *outcome) bool { return o.Iterations < 2 })
			if len(runs) == 0 {
				continue
			}
			var curves []curve
			for _, o := range runs {
				c, err := curveOf(o)
				if err != nil {
					return nil, err
				}
				curves = append(curves, c)
			}
			if err := add(p, e.Name, palette[i%len(palette)], bandOf(curves)); err != nil {
				return nil, err
			}
			drawn++
		}
		if drawn == 0 {
			continue
		}
		name := "ablations-" + g.ID + ".png"
		if err := save(p, filepath.Join(dir, name)); err != nil {
			return nil, err
		}
		out[g.ID] = imageDir + "/" + name
	}
	return out, nil
}

func newPlot(title string) *plot.Plot {
	p := plot.New()
	p.Title.Text, p.Title.TextStyle.Font = title, sans(11)
	p.X.Label.Text, p.Y.Label.Text = "minutes of training", "held-out "+curveSuite+" rooms fully valid, %"
	p.X.Min, p.Y.Min, p.Y.Max = 0, 0, 100
	ink := color.Gray{0x44}
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		a.Color, a.Label.TextStyle.Color, a.Tick.Label.Color, a.Tick.Color = ink, ink, ink, ink
		a.Label.TextStyle.Font, a.Tick.Label.Font = sans(9), sans(8)
	}
	// The legend stands beside the curves, not upon them.
	p.Legend.Top, p.Legend.TextStyle.Font, p.Legend.XOffs = true, sans(8), legendWidth
	p.Legend.Padding = 3
	grid := plotter.NewGrid()
	grid.Vertical.Color = color.Transparent
	grid.Horizontal.Color = color.Gray{0xe4}
	p.Add(grid)
	return p
}

// legendWidth is the room to the right of the curves, and margin that round
// everything.
const (
	legendWidth = 1.75 * vg.Inch
	margin      = 0.08 * vg.Inch
)

// add draws a row: its mean over the band of its seeds.
func add(p *plot.Plot, name string, ink color.NRGBA, b band) error {
	line := make(plotter.XYs, len(b.X))
	edge := make(plotter.XYs, 0, 2*len(b.X))
	for i := range b.X {
		line[i] = plotter.XY{X: b.X[i], Y: 100 * b.Mean[i]}
		edge = append(edge, plotter.XY{X: b.X[i], Y: 100 * b.Max[i]})
	}
	for i := len(b.X) - 1; i >= 0; i-- {
		edge = append(edge, plotter.XY{X: b.X[i], Y: 100 * b.Min[i]})
	}
	area, err := plotter.NewPolygon(edge)
	if err != nil {
		return fmt.Errorf("the curve of %s: %w", name, err)
	}
	pale := ink
	pale.A = 0x26
	area.Color, area.LineStyle.Width = pale, 0
	mean, err := plotter.NewLine(line)
	if err != nil {
		return fmt.Errorf("the curve of %s: %w", name, err)
	}
	mean.Color, mean.Width = ink, 1.6
	p.Add(area, mean)
	p.Legend.Add(name, mean)
	return nil
}

func save(p *plot.Plot, file string) error {
	img := vgimg.NewWith(vgimg.UseWH(figureWidth, figureHeight), vgimg.UseDPI(figureDPI), vgimg.UseBackgroundColor(color.White))
	p.BackgroundColor = color.White
	whole := draw.New(img)
	p.Draw(draw.Crop(whole, margin, -legendWidth-margin, margin, -margin))
	var buf bytes.Buffer
	if _, err := (vgimg.PngCanvas{Canvas: img}).WriteTo(&buf); err != nil {
		return fmt.Errorf("draw %s: %w", file, err)
	}
	return write(file, buf.Bytes())
}

func sans(size font.Length) font.Font {
	return font.From(font.Font{Typeface: "Liberation", Variant: "Sans"}, size)
}
