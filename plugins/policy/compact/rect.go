package compact

import "github.com/metaspatial/metaspatial/scenes/geom"

// rect is an axis-aligned rectangle on the floor: x0 ≤ x ≤ x1, y0 ≤ y ≤ y1.
type rect struct{ x0, x1, y0, y1 float64 }

func rectOf(r geom.Range) rect { return rect{r.Min[0], r.Max[0], r.Min[1], r.Max[1]} }

// meet intersects r with s. Where they share nothing on an axis, the point
// between them that is nearest to r's inside stands for the intersection, and
// gap says how far apart they are.
func (r rect) meet(s rect) (out rect, gap float64) {
	var gx, gy float64
	out.x0, out.x1, gx = meetAxis(r.x0, r.x1, s.x0, s.x1)
	out.y0, out.y1, gy = meetAxis(r.y0, r.y1, s.y0, s.y1)
	return out, max(gx, gy)
}

func meetAxis(a0, a1, b0, b1 float64) (lo, hi, gap float64) {
	lo, hi = max(a0, b0), min(a1, b1)
	if lo <= hi {
		return lo, hi, 0
	}
	gap = lo - hi
	mid := min(max((lo+hi)/2, a0), a1)
	return mid, mid, gap
}

// grow moves the sides of r outward.
func (r rect) grow(left, right, down, up float64) rect {
	return rect{r.x0 - left, r.x1 + right, r.y0 - down, r.y1 + up}
}

// overlaps reports whether r and s share more than a border.
func (r rect) overlaps(s rect) bool {
	return r.x0 < s.x1 && s.x0 < r.x1 && r.y0 < s.y1 && s.y0 < r.y1
}

// A frame turns the room so that one heading points up. In it the axes are an
// object's right (u) and front (v), and the room's corner is the origin.
type frame struct {
	quarter int
	w, d    float64
}

// size returns the room's extents in the frame.
func (f frame) size() (w, d float64) {
	if f.quarter&1 == 1 {
		return f.d, f.w
	}
	return f.w, f.d
}

// point takes a point of the room into the frame.
func (f frame) point(x, y float64) (u, v float64) {
	switch f.quarter {
	case 1:
		return f.d - y, x
	case 2:
		return f.w - x, f.d - y
	case 3:
		return y, f.w - x
	}
	return x, y
}

// back takes a point of the frame into the room.
func (f frame) back(u, v float64) (x, y float64) {
	switch f.quarter {
	case 1:
		return v, f.d - u
	case 2:
		return f.w - u, f.d - v
	case 3:
		return f.w - v, u
	}
	return u, v
}

// rect takes a rectangle of the room into the frame.
func (f frame) rect(r rect) rect {
	u0, v0 := f.point(r.x0, r.y0)
	u1, v1 := f.point(r.x1, r.y1)
	return rect{min(u0, u1), max(u0, u1), min(v0, v1), max(v0, v1)}
}
