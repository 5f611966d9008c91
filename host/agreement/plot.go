package agreement

import (
	"fmt"
	"image/color"
	"io"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

const (
	panel  = 2.6 * vg.Inch
	across = 3
	dpi    = 120
	margin = 0.12 * vg.Inch
)

// Plot draws the judge's grades over the critic's, a panel for each of [Scales],
// as a PNG file: a point for each room, the line on which both agree, and
// Spearman's correlation above.
func (j *Judge) Plot(w io.Writer) error {
	rows := len(Scales) / across
	img := vgimg.NewWith(vgimg.UseWH(across*panel, vg.Length(rows)*panel), vgimg.UseDPI(dpi), vgimg.UseBackgroundColor(color.White))
	tiles := draw.Tiles{Rows: rows, Cols: across, PadTop: margin, PadBottom: margin, PadLeft: margin, PadRight: margin, PadX: 2 * margin, PadY: 2 * margin}
	whole := draw.New(img)
	report := j.Compare()
	for k := range Scales {
		p, err := j.panel(k, report.Rows[k].Spearman)
		if err != nil {
			return fmt.Errorf("draw the %s: %w", Scales[k].Name, err)
		}
		p.Draw(tiles.At(whole, k%across, k/across))
	}
	_, err := vgimg.PngCanvas{Canvas: img}.WriteTo(w)
	return err
}

func (j *Judge) panel(k int, rho float64) (*plot.Plot, error) {
	s := Scales[k]
	p := plot.New()
	p.BackgroundColor = color.White
	p.Title.Text = s.Name
	if k == 0 {
		p.Title.Text = fmt.Sprintf("%s of %d rooms", s.Name, len(j.Rooms))
	}
	if !math.IsNaN(rho) {
		p.Title.Text += fmt.Sprintf("\nρ = %.2f", rho)
	}
	p.Title.TextStyle.Font = sans(8)
	p.X.Label.Text, p.Y.Label.Text = "critic", "judge"
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = s.Low, s.High, s.Low, s.High
	ink := color.Gray{0x44}
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		a.Color, a.Label.TextStyle.Color, a.Tick.Label.Color, a.Tick.Color = ink, ink, ink, ink
		a.Label.TextStyle.Font, a.Tick.Label.Font = sans(8), sans(7)
	}
	line, err := plotter.NewLine(plotter.XYs{{X: s.Low, Y: s.Low}, {X: s.High, Y: s.High}})
	if err != nil {
		return nil, err
	}
	line.Color, line.Dashes = color.Gray{0xaa}, []vg.Length{3, 3}
	points := make(plotter.XYs, len(j.Rooms))
	for i := range j.Rooms {
		points[i] = plotter.XY{X: j.Rooms[i].Critic[k], Y: j.Rooms[i].Judge[k]}
	}
	p.Add(plotter.NewGrid(), line)
	if len(points) == 0 {
		return p, nil
	}
	dots, err := plotter.NewScatter(points)
	if err != nil {
		return nil, err
	}
	dots.Shape, dots.Radius, dots.Color = draw.CircleGlyph{}, 1.8, color.NRGBA{0x00, 0x72, 0xb2, 0x90}
	p.Add(dots)
	return p, nil
}

func sans(size font.Length) font.Font {
	return font.From(font.Font{Typeface: "Liberation", Variant: "Sans"}, size)
}
