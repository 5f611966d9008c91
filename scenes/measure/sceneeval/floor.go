package sceneeval

import (
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// floor is the room's floor for questions about points and areas.
type floor struct {
	polygon []scenes.Vec2
	holes   [][]scenes.Vec2
	lo, hi  scenes.Vec2
	// rect and convex floors without holes have shortcuts.
	rect, convex bool
}

// onEdge is how far from the outline a point still lies on the floor, in
// metres: rounding, not a tolerance.
const onEdge = 1e-6

func (f *floor) reset(room *scenes.Room) {
	f.polygon, f.holes = room.Floor, room.Holes
	f.lo, f.hi = f.polygon[0], f.polygon[0]
	n := len(f.polygon)
	f.convex, f.rect = len(f.holes) == 0, n == 4 && len(f.holes) == 0
	for i, p := range f.polygon {
		q, r := f.polygon[(i+1)%n], f.polygon[(i+2)%n]
		for k := range p {
			f.lo[k], f.hi[k] = min(f.lo[k], p[k]), max(f.hi[k], p[k])
		}
		u, v := q.Sub(p), r.Sub(q)
		f.convex = f.convex && u[0]*v[1]-u[1]*v[0] >= 0
		f.rect = f.rect && (u[0] == 0) != (u[1] == 0)
	}
	// A star turns left at every corner too, but more than once.
	f.convex = f.convex && f.turns() == 1
	f.rect = f.rect && f.convex
}

// turns is how often the outline winds round.
func (f *floor) turns() int {
	sum := 0.0
	n := len(f.polygon)
	for i, p := range f.polygon {
		q, r := f.polygon[(i+1)%n], f.polygon[(i+2)%n]
		u, v := q.Sub(p), r.Sub(q)
		sum += math.Atan2(u[0]*v[1]-u[1]*v[0], u.Dot(v))
	}
	return int(math.Round(sum / (2 * math.Pi)))
}

// contains reports whether a point lies on the floor or its outline, by the
// even-odd rule.
func (f *floor) contains(p scenes.Vec2) bool {
	if !(p[0] >= f.lo[0]-onEdge && p[0] <= f.hi[0]+onEdge && p[1] >= f.lo[1]-onEdge && p[1] <= f.hi[1]+onEdge) {
		return false
	}
	if f.rect {
		return true
	}
	if !within(f.polygon, p) && !along(f.polygon, p) {
		return false
	}
	for _, h := range f.holes {
		if within(h, p) && !along(h, p) {
			return false
		}
	}
	return true
}

func within(polygon []scenes.Vec2, p scenes.Vec2) bool {
	in := false
	a := polygon[len(polygon)-1]
	for _, b := range polygon {
		if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(b[0]-a[0])*(p[1]-a[1])/(b[1]-a[1]) {
			in = !in
		}
		a = b
	}
	return in
}

func along(polygon []scenes.Vec2, p scenes.Vec2) bool {
	a := polygon[len(polygon)-1]
	for _, b := range polygon {
		d, e := b.Sub(a), p.Sub(a)
		t := min(max(e.Dot(d)/max(d.Dot(d), 1e-300), 0), 1)
		if off := e.Sub(d.Mul(t)); off.Dot(off) <= onEdge*onEdge {
			return true
		}
		a = b
	}
	return false
}

// holds reports whether a quadrangle lies wholly on the floor, as far as its
// corners can tell: always right for a convex floor, otherwise false means
// unknown.
func (f *floor) holds(q *[4]scenes.Vec2) bool {
	if !f.convex {
		return false
	}
	for _, c := range q {
		if !f.contains(c) {
			return false
		}
	}
	return true
}

// shareOf is the share of a quadrangle's area that is floor.
func (m *Meter) shareOf(q *[4]scenes.Vec2) float64 {
	u, v := q[1].Sub(q[0]), q[2].Sub(q[1])
	whole := math.Abs(u[0]*v[1] - u[1]*v[0])
	if !(whole > 0) {
		return 0
	}
	area, _ := m.clipTo(m.floor.polygon, q)
	for _, h := range m.floor.holes {
		a, _ := m.clipTo(h, q)
		area -= math.Abs(a)
	}
	return min(max(area/whole, 0), 1)
}

// clipTo returns the area and centroid of a polygon's part within a
// counter-clockwise convex quadrangle, by Sutherland and Hodgman's clipping:
// where the part falls into pieces it joins them by edges that enclose nothing.
func (m *Meter) clipTo(polygon []scenes.Vec2, q *[4]scenes.Vec2) (float64, scenes.Vec2) {
	in := polygon
	for k := range q {
		a, b := q[k], q[(k+1)&3]
		out := m.clip[k&1][:0]
		d := b.Sub(a)
		side := func(p scenes.Vec2) float64 { return d[0]*(p[1]-a[1]) - d[1]*(p[0]-a[0]) }
		for i, p := range in {
			n := in[(i+1)%len(in)]
			sp, sn := side(p), side(n)
			if sp >= 0 {
				out = append(out, p)
			}
			if (sp > 0 && sn < 0) || (sp < 0 && sn > 0) {
				out = append(out, p.Add(n.Sub(p).Mul(sp/(sp-sn))))
			}
		}
		m.clip[k&1] = out
		in = out
	}
	return polygonArea(in)
}

func polygonArea(p []scenes.Vec2) (float64, scenes.Vec2) {
	if len(p) < 3 {
		return 0, scenes.Vec2{}
	}
	var sum float64
	var c scenes.Vec2
	o := p[0]
	for i := 1; i+1 < len(p); i++ {
		u, v := p[i].Sub(o), p[i+1].Sub(o)
		a := u[0]*v[1] - u[1]*v[0]
		sum += a
		c = c.Add(u.Add(v).Mul(a / 3))
	}
	if sum == 0 {
		return 0, o
	}
	return sum / 2, o.Add(c.Mul(1 / sum))
}

// stretch is the share of a segment that runs over the floor.
func (m *Meter) stretch(a, b scenes.Vec2) float64 {
	if m.floor.convex && m.floor.contains(a) && m.floor.contains(b) {
		return 1
	}
	m.cuts = append(m.cuts[:0], 0, 1)
	m.crossings(m.floor.polygon, a, b)
	for _, h := range m.floor.holes {
		m.crossings(h, a, b)
	}
	slices.Sort(m.cuts)
	sum := 0.0
	for i, t := range m.cuts[1:] {
		s := m.cuts[i]
		if t > s && m.floor.contains(a.Add(b.Sub(a).Mul((s+t)/2))) {
			sum += t - s
		}
	}
	return sum
}

func (m *Meter) crossings(polygon []scenes.Vec2, a, b scenes.Vec2) {
	d := b.Sub(a)
	p := polygon[len(polygon)-1]
	for _, q := range polygon {
		e, s := q.Sub(p), p.Sub(a)
		if x := d[0]*e[1] - d[1]*e[0]; x != 0 {
			t, u := (s[0]*e[1]-s[1]*e[0])/x, (s[0]*d[1]-s[1]*d[0])/x
			if t > 0 && t < 1 && u >= 0 && u <= 1 {
				m.cuts = append(m.cuts, t)
			}
		}
		p = q
	}
}
