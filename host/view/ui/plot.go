package ui

import (
	"image/color"
	"math"
	"strconv"
)

// Curve is a line of a plot: y over x, x not falling. Points that are no
// numbers are left out.
type Curve struct {
	Name  string
	X, Y  []float64
	Color color.NRGBA
}

// PlotOptions are how a plot looks.
type PlotOptions struct {
	// Mark is a place on the x axis that is marked, such as the step that is
	// shown; NaN for none.
	Mark float64
	// Title stands above, at the right the last value of the first curve.
	Title string
	// Smooth adds a running mean over that many points, and pales the values.
	Smooth int
}

// Plot draws curves over a common range.
func (u *UI) Plot(id string, r Rect, curves []Curve, o PlotOptions) {
	t := u.Theme
	u.FillRound(r, Radius, t.Window)
	in := r.Pad(9, 6)
	head := in.CutTop(18)
	if len(curves) > 0 && len(curves[0].Y) > 0 {
		last := curves[0].Y[len(curves[0].Y)-1]
		f := Font{Size: Small, Bold: true, Color: curves[0].Color, Align: AlignRight}
		u.Text(head.CutRight(u.Width(Short(last), f)+1), Short(last), f)
	}
	u.Text(head, o.Title, Font{Size: Small, Bold: true})
	x0, x1, y0, y1 := bounds(curves)
	small := Font{Size: 10, Color: t.Soft, Align: AlignRight}
	axis := in.CutRight(max(u.Width(Short(y1), small), u.Width(Short(y0), small)) + 4)
	in.CutTop(4)
	in.CutBottom(2)
	u.Text(Rect{axis.X, in.Y - 6, axis.W, 12}, Short(y1), small)
	u.Text(Rect{axis.X, in.Bottom() - 7, axis.W, 12}, Short(y0), small)
	u.Fill(Rect{in.X, in.Y, in.W, 1}, t.Line)
	u.Fill(Rect{in.X, in.Bottom(), in.W, 1}, t.Line)
	place := func(x, y float64) Point {
		return Point{in.X + in.W*(x-x0)/(x1-x0), in.Y + in.H*(1-(y-y0)/(y1-y0))}
	}
	if o.Mark >= x0 && o.Mark <= x1 {
		u.Fill(Rect{place(o.Mark, y0).X, in.Y, 1, in.H}, t.Soft)
	}
	for _, c := range curves {
		if o.Smooth > 1 {
			u.trace(c.X, c.Y, place, 1, Alpha(c.Color, 0.35))
			u.trace(c.X, running(c.Y, o.Smooth), place, 1.8, c.Color)
		} else {
			u.trace(c.X, c.Y, place, 1.6, c.Color)
		}
	}
	if u.Over(r) && len(curves) > 0 && in.W > 0 {
		u.probe(in, curves[0], x0, x1, place)
	}
}

// probe shows the value under the pointer.
func (u *UI) probe(in Rect, c Curve, x0, x1 float64, place func(x, y float64) Point) {
	at, near := -1, math.Inf(1)
	want := x0 + (x1-x0)*(u.in.X-in.X)/in.W
	for i, x := range c.X {
		if d := math.Abs(x - want); d < near && finite(c.Y[i]) {
			at, near = i, d
		}
	}
	if at < 0 {
		return
	}
	p := place(c.X[at], c.Y[at])
	u.Disc(p.X, p.Y, 3.5, c.Color)
	label := Short(c.X[at]) + ": " + Short(c.Y[at])
	f := Font{Size: Small}
	w := u.Width(label, f) + 12
	box := Rect{max(in.X, min(p.X+8, in.Right()-w)), max(in.Y, p.Y-24), w, 18}
	u.FillRound(box, 4, u.Theme.Over)
	u.Text(box.Pad(6, 0), label, f)
}

// trace draws a curve, thinned to two points per pixel column.
func (u *UI) trace(xs, ys []float64, place func(x, y float64) Point, width float64, c color.NRGBA) {
	var pts []Point
	for i := range ys {
		if !finite(ys[i]) {
			continue
		}
		p := place(xs[i], ys[i])
		if n := len(pts); n > 1 && p.X-pts[n-2].X < 0.5 {
			pts[n-1] = p
			continue
		}
		pts = append(pts, p)
	}
	if len(pts) == 1 {
		u.Disc(pts[0].X, pts[0].Y, 2.5, c)
	}
	u.Line(width, c, pts...)
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// bounds is the range of all points, never empty.
func bounds(curves []Curve) (x0, x1, y0, y1 float64) {
	x0, y0 = math.Inf(1), math.Inf(1)
	x1, y1 = math.Inf(-1), math.Inf(-1)
	for _, c := range curves {
		for i, y := range c.Y {
			if finite(y) {
				x0, x1 = min(x0, c.X[i]), max(x1, c.X[i])
				y0, y1 = min(y0, y), max(y1, y)
			}
		}
	}
	if !(x0 <= x1) {
		return 0, 1, 0, 1
	}
	if x1-x0 < 1e-9 {
		x1 = x0 + 1
	}
	if y1-y0 < 1e-9 {
		at := math.Round(y0*1e6) / 1e6 // 0.5 with a rounding error has 0 and 1 beside it
		y0, y1 = at-0.5, at+0.5
	}
	return x0, x1, y0, y1
}

// running is the mean over the last n values.
func running(y []float64, n int) []float64 {
	out := make([]float64, len(y))
	sum, count := 0.0, 0
	for i, v := range y {
		if finite(v) {
			sum, count = sum+v, count+1
		}
		if i >= n && finite(y[i-n]) {
			sum, count = sum-y[i-n], count-1
		}
		out[i] = sum / float64(max(1, count))
	}
	return out
}

// Short writes a value in at most six characters or so.
func Short(v float64) string {
	switch a := math.Abs(v); {
	case v == math.Trunc(v) && a < 100000:
		return strconv.FormatFloat(v, 'f', 0, 64)
	case a >= 10000 || a < 0.001:
		return strconv.FormatFloat(v, 'g', 2, 64)
	case a >= 100:
		return strconv.FormatFloat(v, 'f', 0, 64)
	case a >= 10:
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return strconv.FormatFloat(v, 'f', 3, 64)
}
