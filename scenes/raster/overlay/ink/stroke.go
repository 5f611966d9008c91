package ink

import "math"

// Stroke adds a line of the given width along points, with round ends and
// joints.
func (p *Path) Stroke(width float64, points ...Point) {
	p.stroke(width, points, false)
}

// StrokeClosed is [Path.Stroke] back to the first point.
func (p *Path) StrokeClosed(width float64, points ...Point) {
	p.stroke(width, points, true)
}

func (p *Path) stroke(width float64, points []Point, closed bool) {
	n := len(points)
	for i, a := range points {
		if width > 1.2 {
			p.Circle(a, width/2)
		}
		if i+1 == n && !closed {
			break
		}
		p.segment(width, a, points[(i+1)%n])
	}
}

func (p *Path) segment(width float64, a, b Point) {
	d := Point{b.X - a.X, b.Y - a.Y}
	l := hypot(d.X, d.Y)
	if !(l > 1e-9) {
		return
	}
	// Counted in the direction of circles, so that windings add up.
	nx, ny := float64(d.Y/l*width/2), float64(-d.X/l*width/2)
	p.Polygon(Point{a.X + nx, a.Y + ny}, Point{b.X + nx, b.Y + ny}, Point{b.X - nx, b.Y - ny}, Point{a.X - nx, a.Y - ny})
}

// Dash adds a broken line: strokes of the given length with gaps as long as
// gap.
func (p *Path) Dash(width, length, gap float64, points ...Point) {
	const most = 4096 // dashes, against lines that run far off the picture
	at, on, left := 0, true, length
	for i := 0; i+1 < len(points); i++ {
		a, b := points[i], points[i+1]
		l := hypot(b.X-a.X, b.Y-a.Y)
		if !(l > 1e-9) || math.IsInf(l, 0) {
			continue
		}
		for from := 0.0; from < l && at < most; {
			to := min(l, from+left)
			if on {
				p.segment(width, lerp(a, b, from/l), lerp(a, b, to/l))
				at++
			}
			if left -= to - from; left <= 1e-9 {
				on = !on
				if left = gap; on {
					left = length
				}
			}
			from = to
		}
	}
}

func hypot(x, y float64) float64 { return math.Sqrt(float64(x*x) + float64(y*y)) }

func lerp(a, b Point, s float64) Point {
	return Point{a.X + float64((b.X-a.X)*s), a.Y + float64((b.Y-a.Y)*s)}
}
