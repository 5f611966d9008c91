package floorplan

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// stretch is a straight piece of a cell's border.
type stretch struct{ from, to scenes.Vec2 }

func (s stretch) length() float64 { return s.to.Sub(s.from).Len() }

// shared is a stretch of border that two cells have in common, the first on its
// left.
type shared struct {
	stretch
	rooms [2]int
}

// common is what two edges that run against each other have in common, in the
// direction of the first.
func common(a, b, c, d scenes.Vec2) (stretch, bool) {
	u := direction(a, b)
	l := b.Sub(a).Len()
	for _, p := range [2]scenes.Vec2{c, d} {
		if v := p.Sub(a); math.Abs(u[0]*v[1]-u[1]*v[0]) > 1e-6 {
			return stretch{}, false
		}
	}
	from, to := max(0, d.Sub(a).Dot(u)), min(l, c.Sub(a).Dot(u))
	if to-from < 1e-6 {
		return stretch{}, false
	}
	return stretch{a.Add(u.Mul(from)), a.Add(u.Mul(to))}, true
}

// sharedWalls lists what borders the cells share.
func sharedWalls(cells []polygon) []shared {
	var out []shared
	for i, p := range cells {
		for j := i + 1; j < len(cells); j++ {
			q := cells[j]
			for a := range p {
				for b := range q {
					if s, ok := common(p[a], p[(a+1)%len(p)], q[b], q[(b+1)%len(q)]); ok {
						out = append(out, shared{s, [2]int{i, j}})
					}
				}
			}
		}
	}
	return out
}

// outer lists the stretches of a cell's border on the footprint, the cell on
// their left.
func outer(footprint, cell polygon) []stretch {
	var out []stretch
	for a := range cell {
		for b := range footprint {
			// The footprint runs the same way round.
			if s, ok := common(cell[a], cell[(a+1)%len(cell)], footprint[(b+1)%len(footprint)], footprint[b]); ok {
				out = append(out, s)
			}
		}
	}
	return out
}
