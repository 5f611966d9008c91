package overlay

import (
	"image"
	"math"

	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay/ink"
)

// plan knows what is taken of the picture.
type plan struct {
	bounds image.Rectangle
	taken  []image.Rectangle
	// leaders are the leader lines, points the anchors of the objects.
	leaders [][2]ink.Point
	points  []ink.Point
	// arrows are points of the arrows, which labels should leave free.
	arrows []ink.Point
	// sums[y*(w+1)+x] is how many of the cells above and left of it show an
	// object.
	sums    []int32
	w, step int
}

func (p *plan) start(s *sheet) {
	p.bounds = s.img.Rect.Inset(max(1, int(2*s.u)))
	p.step = max(1, (max(s.f.W, s.f.H)+coarse-1)/coarse)
	p.w = (s.f.W + p.step - 1) / p.step
	h := (s.f.H + p.step - 1) / p.step
	n := p.w + 1
	p.sums = make([]int32, n*(h+1))
	for y := range h {
		row := int32(0)
		for x := range p.w {
			if s.f.ID[y*p.step*s.f.W+x*p.step] >= raster.ObjectID {
				row++
			}
			p.sums[(y+1)*n+x+1] = p.sums[y*n+x+1] + row
		}
	}
}

// busy returns which part of a rectangle shows objects.
func (p *plan) busy(r image.Rectangle) float64 {
	n, h := p.w+1, len(p.sums)/(p.w+1)-1
	x0, x1 := min(max(r.Min.X/p.step, 0), p.w), min(max(r.Max.X/p.step, 0), p.w)
	y0, y1 := min(max(r.Min.Y/p.step, 0), h), min(max(r.Max.Y/p.step, 0), h)
	if x0 >= x1 || y0 >= y1 {
		return 0
	}
	sum := p.sums[y1*n+x1] - p.sums[y0*n+x1] - p.sums[y1*n+x0] + p.sums[y0*n+x0]
	return float64(sum) / float64((x1-x0)*(y1-y0))
}

// free reports whether a rectangle is in the picture and not taken.
func (p *plan) free(r image.Rectangle) bool {
	if r.Empty() || !r.In(p.bounds) {
		return false
	}
	for _, t := range p.taken {
		if r.Overlaps(t) {
			return false
		}
	}
	return true
}

func (p *plan) take(r image.Rectangle) { p.taken = append(p.taken, r) }

// box returns the rectangle of a size about a point.
func box(c ink.Point, w, h int) image.Rectangle {
	x, y := int(math.Floor(c.X-half(w)+0.5)), int(math.Floor(c.Y-half(h)+0.5))
	return image.Rect(x, y, x+w, y+h)
}

// slide moves a rectangle that sticks out into the picture.
func (p *plan) slide(r image.Rectangle) image.Rectangle {
	return r.Add(image.Pt(max(0, p.bounds.Min.X-r.Min.X)+min(0, p.bounds.Max.X-r.Max.X),
		max(0, p.bounds.Min.Y-r.Min.Y)+min(0, p.bounds.Max.Y-r.Max.Y)))
}

// holds reports whether a rectangle contains a point.
func holds(r image.Rectangle, p ink.Point) bool {
	return p.X >= float64(r.Min.X) && p.X < float64(r.Max.X) && p.Y >= float64(r.Min.Y) && p.Y < float64(r.Max.Y)
}

// toward returns the point of a rectangle nearest to p.
func toward(r image.Rectangle, p ink.Point) ink.Point {
	return ink.Point{
		X: min(max(p.X, float64(r.Min.X)), float64(r.Max.X)),
		Y: min(max(p.Y, float64(r.Min.Y)), float64(r.Max.Y)),
	}
}

func apart(a, b ink.Point) float64 { return hypot(a.X-b.X, a.Y-b.Y) }

// cuts reports whether a line passes through a rectangle.
func cuts(r image.Rectangle, a, b ink.Point) bool {
	lo, hi := 0.0, 1.0
	for _, v := range [2][4]float64{
		{a.X, b.X - a.X, float64(r.Min.X), float64(r.Max.X)},
		{a.Y, b.Y - a.Y, float64(r.Min.Y), float64(r.Max.Y)},
	} {
		if math.Abs(v[1]) < 1e-9 {
			if v[0] <= v[2] || v[0] >= v[3] {
				return false
			}
			continue
		}
		s, e := (v[2]-v[0])/v[1], (v[3]-v[0])/v[1]
		lo, hi = max(lo, min(s, e)), min(hi, max(s, e))
	}
	return lo < hi
}

// meet reports whether two lines cross.
func meet(a, b [2]ink.Point) bool {
	side := func(p, q, r ink.Point) float64 {
		return float64((q.X-p.X)*(r.Y-p.Y)) - float64((q.Y-p.Y)*(r.X-p.X))
	}
	return side(a[0], a[1], b[0])*side(a[0], a[1], b[1]) < 0 && side(b[0], b[1], a[0])*side(b[0], b[1], a[1]) < 0
}
