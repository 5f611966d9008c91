package floorplan

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// layout is a plan with a way to every room.
type layout struct {
	cells []polygon
	walls []shared
	// tree is the shared wall by which each room is entered, -1 at the root, and
	// parent the room that it is entered from.
	tree, parent []int
	root         int
	cost         float64
}

// judge joins the pieces of a draft and works out what the plan costs. It is
// false for a plan that does not count.
func (m *maker) judge(d *draft) (*layout, bool) {
	l := &layout{}
	for i, parts := range d.cells {
		if len(parts) == 0 {
			if i < len(m.asks) {
				return nil, false
			}
			continue
		}
		cell, ok := union(parts)
		if !ok {
			return nil, false
		}
		cost, ok := m.shape(i, cell)
		if !ok {
			return nil, false
		}
		l.cells = append(l.cells, cell)
		l.cost += cost
	}
	l.walls = sharedWalls(l.cells)
	for i, cell := range l.cells {
		if k := m.kinds[i]; k.daylight > 0 && m.facade(cell) < 1.2 {
			l.cost += k.daylight
		}
	}
	if !m.connect(l) {
		return nil, false
	}
	l.cost += m.wishes(l)
	return l, true
}

// ledge is the least breadth of any part of a room that is no rectangle.
const ledge = 1.2

// shape is what the form of a room costs, and false where it is too narrow or
// too small for its kind.
func (m *maker) shape(i int, cell polygon) (float64, bool) {
	k := m.kinds[i]
	floor := m.floorOf(cell)
	net := area2(floor) / 2
	if net < 0.93*k.least {
		return 0, false
	}
	w, h := largest(floor)
	if min(w, h) < k.width-1e-6 {
		return 0, false
	}
	cost := 0.0
	if !isRect(floor) {
		if narrowest(floor) < min(ledge, k.width)-1e-6 || shortest(floor) < m.shortest {
			return 0, false
		}
		// Every corner more, and what lies aside of the room's main part.
		cost += 0.4*float64(len(floor)-4) + 6*max(0, 1-w*h/net-0.35)
		if k.name != hall && k.hub == 0 {
			cost += 1.5
		}
	}
	ratio := max(w, h) / min(w, h)
	if over := ratio - k.long; over > 0 {
		cost += 4*over + 1
	}
	if i == len(m.asks) {
		return cost + 2.5 + 0.35*net, true
	}
	if k.name == hall && m.asks[i].Area == 0 {
		return cost + 0.1*net, true
	}
	off := math.Abs(math.Log(area2(cell) / 2 / m.pieces[i].area))
	if m.asks[i].Area > 0 {
		off *= 3
	}
	return cost + 3*off, true
}

// facade is how long the longest stretch of outer wall of a cell is, less the
// walls that meet it.
func (m *maker) facade(cell polygon) float64 {
	longest := 0.0
	for _, s := range outer(m.footprint, cell) {
		longest = max(longest, s.length()-m.wall)
	}
	return longest
}

// wishes is what the neighbourhood of rooms costs.
func (m *maker) wishes(l *layout) float64 {
	cost := 0.0
	near := func(i int, names ...string) bool {
		for _, w := range l.walls {
			for side := range 2 {
				if w.rooms[side] != i || w.length() < doorway+m.wall {
					continue
				}
				for _, n := range names {
					if m.kinds[w.rooms[1-side]].name == n {
						return true
					}
				}
			}
		}
		return false
	}
	has := func(names ...string) bool {
		for i := range l.cells {
			for _, n := range names {
				if m.kinds[i].name == n {
					return true
				}
			}
		}
		return false
	}
	for i := range l.cells {
		if m.kinds[i].name == "kitchen" && has("dining", "living") && !near(i, "dining", "living") {
			cost += 2
		}
	}
	return cost
}

// largest is the larger sides of the largest rectangle along the axes in a
// polygon. In polygons with slanted sides it is nearly that.
func largest(p polygon) (w, h float64) {
	if isRect(p) {
		lo, hi := bounds(p)
		return hi[0] - lo[0], hi[1] - lo[1]
	}
	var lines [2][]float64
	for i, c := range p {
		q := p[(i+1)%len(p)]
		for k := range 2 {
			lines[k] = append(lines[k], c[k])
			if c[0] != q[0] && c[1] != q[1] {
				lines[k] = append(lines[k], c[k]+(q[k]-c[k])/3, c[k]+(q[k]-c[k])*2/3)
			}
		}
	}
	best := 0.0
	for _, x0 := range lines[0] {
		for _, x1 := range lines[0] {
			if x1 <= x0 {
				continue
			}
			for _, y0 := range lines[1] {
				for _, y1 := range lines[1] {
					if a := (x1 - x0) * (y1 - y0); y1 > y0 && a > best && holds(p, scenes.Vec2{x0, y0}, scenes.Vec2{x1, y1}) {
						best, w, h = a, x1-x0, y1-y0
					}
				}
			}
		}
	}
	return w, h
}

// holds says whether a rectangle lies in the polygon: its middle does, and no
// edge passes through its inside.
func holds(p polygon, lo, hi scenes.Vec2) bool {
	if !inside(p, lo.Add(hi).Mul(0.5)) {
		return false
	}
	for i, a := range p {
		b := p[(i+1)%len(p)]
		// The part of the edge that is inside, as in Liang and Barsky 1984.
		t0, t1 := 0.0, 1.0
		d := b.Sub(a)
		for k := range 2 {
			l, h := lo[k]+1e-7, hi[k]-1e-7
			if d[k] == 0 {
				if a[k] <= l || a[k] >= h {
					t0, t1 = 1, 0
				}
				continue
			}
			u, v := (l-a[k])/d[k], (h-a[k])/d[k]
			t0, t1 = max(t0, min(u, v)), min(t1, max(u, v))
		}
		if t0 < t1 {
			return false
		}
	}
	return true
}

// inside says whether a point lies in the polygon, by the even-odd rule.
func inside(p polygon, q scenes.Vec2) bool {
	in := false
	for i, a := range p {
		b := p[(i+1)%len(p)]
		if a[1] > q[1] != (b[1] > q[1]) && q[0] < (b[0]-a[0])*(q[1]-a[1])/(b[1]-a[1])+a[0] {
			in = !in
		}
	}
	return in
}

// shortest is the length of the shortest edge.
func shortest(p polygon) float64 {
	least := math.Inf(1)
	for i, a := range p {
		least = min(least, p[(i+1)%len(p)].Sub(a).Len())
	}
	return least
}

// narrowest is the least way across a polygon: square to its edges, or between
// two corners that turn inward.
func narrowest(p polygon) float64 {
	least := math.Inf(1)
	for i, a := range p {
		for k := range i - 1 {
			if inward(p, i) && inward(p, k) && (i < len(p)-1 || k > 0) {
				least = min(least, p[k].Sub(a).Len())
			}
		}
	}
	for i, a := range p {
		b := p[(i+1)%len(p)]
		d := direction(a, b)
		in := scenes.Vec2{-d[1], d[0]}
		for _, f := range [...]float64{0.02, 0.25, 0.5, 0.75, 0.98} {
			from := a.Add(b.Sub(a).Mul(f))
			for k, c := range p {
				if k == i {
					continue
				}
				e := p[(k+1)%len(p)].Sub(c)
				det := in[0]*e[1] - in[1]*e[0]
				if math.Abs(det) < eps {
					continue
				}
				v := c.Sub(from)
				t, s := (v[0]*e[1]-v[1]*e[0])/det, (v[0]*in[1]-v[1]*in[0])/det
				if t > 1e-6 && s >= 0 && s <= 1 {
					least = min(least, t)
				}
			}
		}
	}
	return least
}
