package floorplan

import (
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// polygon is simple and counter-clockwise.
type polygon = []scenes.Vec2

// eps is the length below which places are the same, in metres.
const eps = 1e-9

// area2 is twice the signed area.
func area2(p polygon) float64 {
	a := 0.0
	for i := range p {
		q := p[(i+1)%len(p)]
		a += float64(p[i][0]*q[1]) - float64(q[0]*p[i][1])
	}
	return a
}

func bounds(p polygon) (lo, hi scenes.Vec2) {
	lo, hi = p[0], p[0]
	for _, c := range p {
		for k := range 2 {
			lo[k], hi[k] = min(lo[k], c[k]), max(hi[k], c[k])
		}
	}
	return lo, hi
}

// below clips p to what lies below c on the axis, or above it for sign −1. A
// polygon that is not cut in two may come out pinched; see [cut].
func below(p polygon, axis int, c, sign float64) polygon {
	return tidy(clipped(make(polygon, 0, len(p)+2), p, axis, c, sign))
}

// clipped appends what [below] returns, with corners that may be none.
func clipped(out, p polygon, axis int, c, sign float64) polygon {
	for i, a := range p {
		b := p[(i+1)%len(p)]
		s, t := sign*(c-a[axis]), sign*(c-b[axis])
		if s >= 0 {
			out = append(out, a)
		}
		if s > 0 && t < 0 || s < 0 && t > 0 {
			out = append(out, crossing(a, b, axis, c))
		}
	}
	return out
}

// crossing is where the line from a to b meets the coordinate c. It is the same,
// bit for bit, from b to a.
func crossing(a, b scenes.Vec2, axis int, c float64) scenes.Vec2 {
	if a[axis] > b[axis] {
		a, b = b, a
	}
	other := 1 - axis
	var p scenes.Vec2
	p[axis] = c
	p[other] = a[other]
	if a[other] != b[other] {
		p[other] += float64((b[other] - a[other]) * (c - a[axis]) / (b[axis] - a[axis]))
	}
	return p
}

// tidy leaves out corners that are none.
func tidy(p polygon) polygon {
	for changed := true; changed && len(p) >= 3; {
		changed = false
		out := p[:0:0]
		n := len(p)
		for i, b := range p {
			a := p[(i+n-1)%n]
			if len(out) > 0 {
				a = out[len(out)-1]
			}
			c := p[(i+1)%n]
			u, v := b.Sub(a), c.Sub(b)
			if u.Len() < eps || math.Abs(float64(u[0]*v[1])-float64(u[1]*v[0])) < eps*max(u.Len(), v.Len()) {
				changed = true
				continue
			}
			out = append(out, b)
		}
		p = out
	}
	if len(p) < 3 {
		return nil
	}
	return p
}

// cut divides a polygon at a coordinate. It is false where that does not give
// two simple polygons.
func cut(p polygon, axis int, c float64) (low, high polygon, ok bool) {
	side := func(v scenes.Vec2) int {
		switch d := v[axis] - c; {
		case d > eps:
			return 1
		case d < -eps:
			return -1
		}
		return 0
	}
	start := slices.IndexFunc(p, func(v scenes.Vec2) bool { return side(v) != 0 })
	if start < 0 {
		return nil, nil, false
	}
	// Round the polygon the sides change twice; nothing touches the line and turns
	// back.
	changes, last, onLine := 0, side(p[start]), false
	for i := range p {
		s := side(p[(start+i+1)%len(p)])
		if s == 0 {
			onLine = true
			continue
		}
		if s != last {
			changes++
		} else if onLine {
			return nil, nil, false
		}
		last, onLine = s, false
	}
	if changes != 2 {
		return nil, nil, false
	}
	low, high = below(p, axis, c, 1), below(p, axis, c, -1)
	return low, high, len(low) >= 3 && len(high) >= 3
}

// inward says whether the polygon turns inward at a corner.
func inward(p polygon, i int) bool {
	u, v := p[i].Sub(p[(i+len(p)-1)%len(p)]), p[(i+1)%len(p)].Sub(p[i])
	return float64(u[0]*v[1])-float64(u[1]*v[0]) < -eps
}

// steps is how many places for cuts there are in a metre.
const steps = 20

// cutArea divides a polygon across an axis so that the lower part has about the
// given area: on the grid, or at a corner that turns inward within reach, which
// leaves no ledges.
func cutArea(p polygon, axis int, want, reach float64) (low, high polygon, ok bool) {
	lo, hi := bounds(p)
	a, b := lo[axis], hi[axis]
	if isRect(p) {
		a += want / (hi[1-axis] - lo[1-axis])
	} else {
		var part polygon
		for range 24 { // to a micrometre
			m := (a + b) / 2
			if part = clipped(part[:0], p, axis, m, 1); area2(part)/2 > want {
				b = m
			} else {
				a = m
			}
		}
	}
	c := math.Round(a*steps) / steps
	best := reach
	for i := range p {
		if inward(p, i) {
			if d := math.Abs(p[i][axis] - a); d < best {
				best, c = d, p[i][axis]
			}
		}
	}
	if c <= lo[axis]+eps || c >= hi[axis]-eps {
		return nil, nil, false
	}
	return cut(p, axis, c)
}

// inset moves the edges of a polygon inward by d. Walls of rectangles stay where
// rounding has no part in it.
func inset(p polygon, d float64) polygon {
	n := len(p)
	out := make(polygon, n)
	for i, b := range p {
		u, v := direction(p[(i+n-1)%n], b), direction(b, p[(i+1)%n])
		along := d / max(1+u.Dot(v), 0.01)
		out[i] = round(b.Add(scenes.Vec2{-u[1] - v[1], u[0] + v[0]}.Mul(along)))
	}
	return out
}

// round takes a place to the nearest nanometre, so that 0.1 m is 0.1.
func round(p scenes.Vec2) scenes.Vec2 {
	return scenes.Vec2{math.Round(p[0]*1e9) / 1e9, math.Round(p[1]*1e9) / 1e9}
}

// direction is the unit vector from a to b, exact along the axes.
func direction(a, b scenes.Vec2) scenes.Vec2 {
	d := b.Sub(a)
	switch {
	case d[0] == 0:
		return scenes.Vec2{0, math.Copysign(1, d[1])}
	case d[1] == 0:
		return scenes.Vec2{math.Copysign(1, d[0]), 0}
	}
	return d.Mul(1 / d.Len())
}

// isRect says whether p is a rectangle along the axes.
func isRect(p polygon) bool {
	if len(p) != 4 {
		return false
	}
	for i := range p {
		q := p[(i+1)%4]
		if p[i][0] != q[0] && p[i][1] != q[1] {
			return false
		}
	}
	return true
}

// union joins polygons that share parts of their borders into one without
// holes. It is false where that is not what they make.
func union(parts []polygon) (polygon, bool) {
	if len(parts) == 1 {
		return parts[0], true
	}
	type edge struct{ a, b scenes.Vec2 }
	var edges []edge
	for _, p := range parts {
		for i, a := range p {
			b := p[(i+1)%len(p)]
			// The edge is split where corners of the others lie on it.
			from := a
			for from != b {
				to, nearest := b, b.Sub(from).Len()
				for _, q := range parts {
					for _, c := range q {
						u, v := b.Sub(from), c.Sub(from)
						l := v.Len()
						if l > eps && l < nearest && u.Dot(v) > 0 && math.Abs(float64(u[0]*v[1])-float64(u[1]*v[0])) < eps*u.Len() {
							to, nearest = c, l
						}
					}
				}
				edges = append(edges, edge{from, to})
				from = to
			}
		}
	}
	same := func(p, q scenes.Vec2) bool { return p.Sub(q).Len() < eps }
	left := edges[:0:0]
	for i, e := range edges {
		shared := false
		for k, f := range edges {
			shared = shared || i != k && same(e.a, f.b) && same(e.b, f.a)
		}
		if !shared {
			left = append(left, e)
		}
	}
	if len(left) < 3 {
		return nil, false
	}
	out := polygon{left[0].a}
	at := left[0].b
	used := make([]bool, len(left))
	used[0] = true
	for !same(at, out[0]) {
		next, ways := -1, 0
		for i, e := range left {
			if !used[i] && same(e.a, at) {
				next = i
				ways++
			}
		}
		if ways != 1 { // parts that touch at a corner
			return nil, false
		}
		out = append(out, at)
		at, used[next] = left[next].b, true
	}
	if len(out) != len(left) {
		return nil, false
	}
	out = tidy(out)
	return out, out != nil
}
