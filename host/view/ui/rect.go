package ui

// Rect is a place in units, y downward.
type Rect struct{ X, Y, W, H float64 }

// R is a Rect from its parts.
func R(x, y, w, h float64) Rect { return Rect{x, y, w, h} }

// Has reports whether the point lies inside; the right and lower edge do not.
func (r Rect) Has(x, y float64) bool {
	return x >= r.X && x < r.X+r.W && y >= r.Y && y < r.Y+r.H
}

// Right is the x of the right edge.
func (r Rect) Right() float64 { return r.X + r.W }

// Bottom is the y of the lower edge.
func (r Rect) Bottom() float64 { return r.Y + r.H }

// Center returns the middle.
func (r Rect) Center() (x, y float64) { return r.X + r.W/2, r.Y + r.H/2 }

// Empty reports whether nothing fits inside.
func (r Rect) Empty() bool { return r.W <= 0 || r.H <= 0 }

// Inset shrinks all sides by d, or grows them where d is negative.
func (r Rect) Inset(d float64) Rect { return r.Pad(d, d) }

// Pad shrinks the sides by dx and top and bottom by dy.
func (r Rect) Pad(dx, dy float64) Rect {
	return Rect{r.X + dx, r.Y + dy, max(0, r.W-2*dx), max(0, r.H-2*dy)}
}

// Moved is the rectangle elsewhere.
func (r Rect) Moved(dx, dy float64) Rect { return Rect{r.X + dx, r.Y + dy, r.W, r.H} }

// CutTop takes a strip off the rectangle: CutTop(24) returns the upper 24 units
// and leaves the rest. What is not there cannot be taken.
func (r *Rect) CutTop(h float64) Rect {
	h = min(max(h, 0), r.H)
	out := Rect{r.X, r.Y, r.W, h}
	r.Y, r.H = r.Y+h, r.H-h
	return out
}

// CutBottom is like [Rect.CutTop] from below.
func (r *Rect) CutBottom(h float64) Rect {
	h = min(max(h, 0), r.H)
	r.H -= h
	return Rect{r.X, r.Y + r.H, r.W, h}
}

// CutLeft is like [Rect.CutTop] from the left.
func (r *Rect) CutLeft(w float64) Rect {
	w = min(max(w, 0), r.W)
	out := Rect{r.X, r.Y, w, r.H}
	r.X, r.W = r.X+w, r.W-w
	return out
}

// CutRight is like [Rect.CutTop] from the right.
func (r *Rect) CutRight(w float64) Rect {
	w = min(max(w, 0), r.W)
	r.W -= w
	return Rect{r.X + r.W, r.Y, w, r.H}
}

// Middle returns a rectangle of the given size in the middle of r.
func (r Rect) Middle(w, h float64) Rect {
	return Rect{r.X + (r.W-w)/2, r.Y + (r.H-h)/2, w, h}
}

// Clip returns the part of r inside s.
func (r Rect) Clip(s Rect) Rect {
	x, y := max(r.X, s.X), max(r.Y, s.Y)
	return Rect{x, y, max(0, min(r.Right(), s.Right())-x), max(0, min(r.Bottom(), s.Bottom())-y)}
}

// Split divides r into n columns of one width with a gap between them.
func (r Rect) Split(n int, gap float64) []Rect {
	out := make([]Rect, n)
	w := (r.W - gap*float64(n-1)) / float64(n)
	for i := range out {
		out[i] = Rect{r.X + float64(i)*(w+gap), r.Y, w, r.H}
	}
	return out
}
