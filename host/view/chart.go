package view

import (
	"math"
	"strconv"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/vector"

	"github.com/metaspatial/metaspatial/host/session"
)

// series is one metric over the iterations of a run.
type series struct {
	name string
	x, y []float64
}

// collect gathers a metric, leaving out records that do not have it.
func collect(history []session.Record, name string) series {
	s := series{name: name}
	for _, r := range history {
		if v, ok := r.Metrics[name]; ok && !math.IsNaN(v) && !math.IsInf(v, 0) {
			s.x, s.y = append(s.x, float64(r.Iteration)), append(s.y, v)
		}
	}
	return s
}

// bounds returns the range of the values, never empty.
func (s series) bounds() (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, v := range s.y {
		lo, hi = min(lo, v), max(hi, v)
	}
	if !(lo <= hi) {
		return 0, 1
	}
	if hi-lo < 1e-9 {
		return lo - 0.5, hi + 0.5
	}
	return lo, hi
}

// draw puts the chart into r: name and newest value above, the raw values
// pale, a running mean on top, the range at the right.
func (s series) draw(dst *ebiten.Image, p *pen, r rect, col int) {
	fill(dst, r, panel)
	in := r.inset(8 * p.scale)
	small := style{size: 11, color: soft}
	p.write(dst, s.name, in.x, in.y, style{size: 12, bold: true, color: ink})
	if n := len(s.y); n > 0 {
		p.write(dst, short(s.y[n-1]), in.x+in.w, in.y, style{size: 12, bold: true, color: curveOf[col%len(curveOf)], right: true})
	}
	top := 20 * p.scale
	plot := rect{in.x, in.y + top, in.w - 44*p.scale, in.h - top}
	lo, hi := s.bounds()
	p.write(dst, short(hi), in.x+in.w, plot.y-2*p.scale, style{size: 10, color: small.color, right: true})
	p.write(dst, short(lo), in.x+in.w, plot.y+plot.h-12*p.scale, style{size: 10, color: small.color, right: true})
	for _, y := range []float64{plot.y, plot.y + plot.h} {
		vector.StrokeLine(dst, float32(plot.x), float32(y), float32(plot.x+plot.w), float32(y), 1, line, false)
	}
	if len(s.x) == 0 {
		return
	}
	c := curveOf[col%len(curveOf)]
	pale := c
	pale.A = 0x48
	window := max(1, len(s.y)/25)
	s.stroke(dst, plot, s.y, lo, hi, 1*p.scale, rgba(pale))
	s.stroke(dst, plot, smooth(s.y, window), lo, hi, 1.6*p.scale, rgba(c))
}

// stroke draws the values, thinned to one per pixel.
func (s series) stroke(dst *ebiten.Image, plot rect, y []float64, lo, hi, width float64, c colorScale) {
	span := max(1, s.x[len(s.x)-1]-s.x[0])
	at := func(i int) (float32, float32) {
		return float32(plot.x + plot.w*(s.x[i]-s.x[0])/span), float32(plot.y + plot.h*(1-(y[i]-lo)/(hi-lo)))
	}
	var path vector.Path
	px, py := at(0)
	path.MoveTo(px, py)
	if len(y) == 1 {
		path.LineTo(px+2, py)
	}
	step := max(1, len(y)/int(max(1, plot.w)))
	for i := step; i < len(y); i += step {
		path.LineTo(at(i))
	}
	path.LineTo(at(len(y) - 1))
	op := &vector.DrawPathOptions{AntiAlias: true}
	op.ColorScale.Scale(c[0], c[1], c[2], c[3])
	vector.StrokePath(dst, &path, &vector.StrokeOptions{Width: float32(width), LineJoin: vector.LineJoinRound}, op)
}

// smooth is a running mean over n values.
func smooth(y []float64, n int) []float64 {
	out := make([]float64, len(y))
	sum := 0.0
	for i, v := range y {
		sum += v
		if i >= n {
			sum -= y[i-n]
		}
		out[i] = sum / float64(min(i+1, n))
	}
	return out
}

// short formats a value in at most six characters or so.
func short(v float64) string {
	switch a := math.Abs(v); {
	case a != 0 && (a >= 10000 || a < 0.001):
		return strconv.FormatFloat(v, 'g', 2, 64)
	case a >= 100:
		return strconv.FormatFloat(v, 'f', 0, 64)
	case a >= 10:
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return strconv.FormatFloat(v, 'f', 3, 64)
}
