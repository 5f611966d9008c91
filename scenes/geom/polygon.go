package geom

import (
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
)

// coincide is how near, in metres, two corners are one.
const coincide = 1e-9

// CheckPolygon reports the first thing that keeps a polygon from being a simple
// one with an area, by the number of the corner and with what to do: too few
// corners, a corner that is not finite, corners that coincide, a spike, edges
// that cross or touch, no area. Corners on a straight edge and either direction
// are fine. The cost is n log n for the polygons of rooms.
func CheckPolygon(polygon []scenes.Vec2) error {
	n := len(polygon)
	if n < 3 {
		return fmt.Errorf("the polygon has %d corners; give it at least 3", n)
	}
	for i, p := range polygon {
		if !usablePoint(p) {
			return fmt.Errorf("corner %d is (%v, %v), which is no finite point; give it metres", i, p[0], p[1])
		}
	}
	for i, p := range polygon {
		if k := (i + 1) % n; p.Sub(polygon[k]).Len() < coincide {
			return fmt.Errorf("corners %d and %d coincide; leave one of them out", i, k)
		}
	}
	for i, p := range polygon {
		a, b := polygon[(i+n-1)%n], polygon[(i+1)%n]
		u, v := p.Sub(a), b.Sub(p)
		if u.Dot(v) < 0 && straightness(u, v) < coincide {
			return fmt.Errorf("corner %d is a spike: the outline turns back on itself; leave the corner out", i)
		}
	}
	if i, j := crossing(polygon); i >= 0 {
		return fmt.Errorf("the edges from corner %d and from corner %d cross or touch; list the corners in their order round the polygon", i, j)
	}
	if area(polygon) == 0 {
		return fmt.Errorf("the polygon has no area; its corners lie on one line")
	}
	return nil
}

// straightness is the distance that the shorter of two edges which meet at a
// corner keeps from the line of the other.
func straightness(u, v scenes.Vec2) float64 {
	cross := u[0]*v[1] - u[1]*v[0]
	if cross < 0 {
		cross = -cross
	}
	return cross / max(u.Len(), v.Len())
}

// crossing returns two edges of a polygon that share a point although they are
// not neighbours, or −1s.
func crossing(polygon []scenes.Vec2) (i, j int) {
	n := len(polygon)
	var s Sweep
	s.addEdges(polygon)
	for i := range n {
		for _, k := range s.Partners(i) {
			j := int(k)
			if j == i+1 || i == 0 && j == n-1 {
				continue
			}
			if meet(polygon[i], polygon[(i+1)%n], polygon[j], polygon[(j+1)%n]) {
				return i, j
			}
		}
	}
	return -1, -1
}

// addEdges adds the edges of a polygon in their order.
func (s *Sweep) addEdges(polygon []scenes.Vec2) {
	for i, a := range polygon {
		b := polygon[(i+1)%len(polygon)]
		// Edges that only touch must come out as a pair.
		s.Add(scenes.Vec3{min(a[0], b[0]) - coincide, min(a[1], b[1]) - coincide, 0},
			scenes.Vec3{max(a[0], b[0]) + coincide, max(a[1], b[1]) + coincide, 1})
	}
}

// meet reports whether two segments share a point.
func meet(a, b, c, d scenes.Vec2) bool {
	abc, abd := turn(a, b, c), turn(a, b, d)
	cda, cdb := turn(c, d, a), turn(c, d, b)
	if (abc > 0) != (abd > 0) && (cda > 0) != (cdb > 0) && abc != 0 && abd != 0 && cda != 0 && cdb != 0 {
		return true
	}
	on := func(p, q, r scenes.Vec2) bool { return closest(p, q, r).Sub(r).Len() < coincide }
	return on(a, b, c) || on(a, b, d) || on(c, d, a) || on(c, d, b)
}

// CheckFloor reports the first thing that is wrong with a room's floor and its
// holes: what [CheckPolygon] finds, a floor that runs clockwise, a hole that is
// not wholly on the floor, or holes that overlap. Each error says which polygon
// and corner it is about and what to do.
func CheckFloor(room *scenes.Room) error {
	if err := CheckPolygon(room.Floor); err != nil {
		return fmt.Errorf("the floor: %w", err)
	}
	if area(room.Floor) < 0 {
		return fmt.Errorf("the floor runs clockwise; list its corners counter-clockwise")
	}
	for i, h := range room.Holes {
		if err := CheckPolygon(h); err != nil {
			return fmt.Errorf("hole %d of the floor: %w", i, err)
		}
		for k, p := range h {
			if d, _, in := nearestOn(room.Floor, p); !in && d > coincide {
				return fmt.Errorf("corner %d of hole %d lies %.3g m outside the floor; move the hole inside or cut it out of the outline", k, i, d)
			}
		}
		if a, b := across(room.Floor, h); a >= 0 {
			return fmt.Errorf("the edge from corner %d of hole %d crosses the floor's edge %d; move the hole inside or cut it out of the outline", b, i, a)
		}
	}
	return checkHoles(room.Holes)
}

// checkHoles finds holes that overlap.
func checkHoles(holes [][]scenes.Vec2) error {
	var s Sweep
	for _, h := range holes {
		lo, hi := boundsOf(h)
		s.Add(scenes.Vec3{lo[0], lo[1], 0}, scenes.Vec3{hi[0], hi[1], 1})
	}
	for i, h := range holes {
		for _, k := range s.Partners(i) {
			g := holes[k]
			a, _ := across(h, g)
			_, _, first := nearestOn(h, g[0])
			_, _, second := nearestOn(g, h[0])
			if a >= 0 || first || second {
				return fmt.Errorf("holes %d and %d of the floor overlap; join them into one", i, k)
			}
		}
	}
	return nil
}

// across returns an edge of each of two polygons that properly cross, or −1s.
func across(p, q []scenes.Vec2) (i, j int) {
	var s Sweep
	s.addEdges(p)
	s.addEdges(q)
	for i, a := range p {
		b := p[(i+1)%len(p)]
		for _, k := range s.Partners(i) {
			j := int(k) - len(p)
			if j < 0 {
				continue
			}
			c, d := q[j], q[(j+1)%len(q)]
			if turn(a, b, c)*turn(a, b, d) < 0 && turn(c, d, a)*turn(c, d, b) < 0 {
				return i, j
			}
		}
	}
	return -1, -1
}
