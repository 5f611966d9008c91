package ink

import "math"

// Point is a place in a picture.
type Point struct{ X, Y float64 }

// unit is how many steps a pixel has.
const unit = 256

// limit keeps coordinates, in steps, far from overflow.
const limit = 1 << 24

type step struct{ x, y int32 }

type edge struct {
	x0, y0, x1, y1 int32 // y0 < y1
	down           int32 // 1 or -1
}

// Path is an outline of one or several closed contours. The zero value is
// empty.
type Path struct {
	edges       []edge
	start, last step
	open        bool
}

// Reset empties the path and keeps its memory.
func (p *Path) Reset() { *p = Path{edges: p.edges[:0]} }

// Empty reports whether nothing would be filled.
func (p *Path) Empty() bool { return len(p.edges) == 0 }

func fix(q Point) step {
	f := func(v float64) int32 {
		if !(v > -limit/unit) {
			v = -limit / unit
		}
		return int32(math.Floor(float64(min(v, limit/unit)*unit) + 0.5))
	}
	return step{f(q.X), f(q.Y)}
}

// MoveTo closes the present contour and starts another.
func (p *Path) MoveTo(q Point) {
	p.Close()
	p.start = fix(q)
	p.last, p.open = p.start, true
}

// LineTo goes straight on.
func (p *Path) LineTo(q Point) {
	if !p.open {
		p.MoveTo(q)
		return
	}
	p.line(fix(q))
}

func (p *Path) line(to step) {
	a, b, down := p.last, to, int32(1)
	p.last = to
	if a.y == b.y {
		return
	}
	if a.y > b.y {
		a, b, down = b, a, -1
	}
	p.edges = append(p.edges, edge{a.x, a.y, b.x, b.y, down})
}

// Close returns to where the contour began.
func (p *Path) Close() {
	if p.open {
		p.line(p.start)
		p.open = false
	}
}

// Polygon adds a closed contour.
func (p *Path) Polygon(points ...Point) {
	if len(points) < 3 {
		return
	}
	p.MoveTo(points[0])
	for _, q := range points[1:] {
		p.LineTo(q)
	}
	p.Close()
}

// Rect adds a rectangle with rounded corners.
func (p *Path) Rect(x0, y0, x1, y1, radius float64) {
	r := max(0, min(radius, (x1-x0)/2, (y1-y0)/2))
	if r == 0 {
		p.Polygon(Point{x0, y0}, Point{x1, y0}, Point{x1, y1}, Point{x0, y1})
		return
	}
	centres := [4]Point{{x1 - r, y0 + r}, {x1 - r, y1 - r}, {x0 + r, y1 - r}, {x0 + r, y0 + r}}
	first := true
	for k, c := range centres {
		const steps = 8
		for i := range steps + 1 {
			s, co := turn(float64(90*(k-1)*steps+90*i) / steps)
			q := Point{c.X + float64(r*co), c.Y + float64(r*s)}
			if first {
				p.MoveTo(q)
				first = false
			} else {
				p.LineTo(q)
			}
		}
	}
	p.Close()
}

// Circle adds a circle.
func (p *Path) Circle(c Point, r float64) {
	n := max(8, min(96, int(4*math.Sqrt(max(r, 1)))*4))
	for i := range n {
		s, co := turn(float64(i) * 360 / float64(n))
		q := Point{c.X + float64(r*co), c.Y + float64(r*s)}
		if i == 0 {
			p.MoveTo(q)
		} else {
			p.LineTo(q)
		}
	}
	p.Close()
}

// turn returns the sine and cosine of an angle in degrees without the bits in
// which processors may differ.
func turn(deg float64) (s, c float64) {
	s, c = math.Sincos(deg * math.Pi / 180)
	return math.Round(s*(1<<30)) / (1 << 30), math.Round(c*(1<<30)) / (1 << 30)
}
