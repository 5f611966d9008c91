package compact

import (
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// slices of a wall that runs askew: so many steps stand for it.
const steps = 6

// outside covers what of the room's bounding rectangle is no floor with
// rectangles: beyond the walls, and the holes. A wall that runs askew becomes a
// stair that lies wholly in the room.
func (p *problem) outside() []rect {
	room := &p.task.Room
	xs, ys := []float64{0, p.w}, []float64{0, p.d}
	rings := append([][]scenes.Vec2{room.Floor}, room.Holes...)
	for _, ring := range rings {
		for i, a := range ring {
			b := ring[(i+1)%len(ring)]
			xs, ys = append(xs, a[0]), append(ys, a[1])
			if a[0] == b[0] || a[1] == b[1] {
				continue
			}
			for k := 1; k < steps; k++ {
				q := a.Add(b.Sub(a).Mul(float64(k) / steps))
				xs, ys = append(xs, q[0]), append(ys, q[1])
			}
		}
	}
	xs, ys = ticks(xs), ticks(ys)
	var out []rect
	for j := range len(ys) - 1 {
		for i := 0; i < len(xs)-1; {
			if p.isFloor(xs[i], xs[i+1], ys[j], ys[j+1]) {
				i++
				continue
			}
			from := i
			for i < len(xs)-1 && !p.isFloor(xs[i], xs[i+1], ys[j], ys[j+1]) {
				i++
			}
			out = stack(out, rect{xs[from], xs[i], ys[j], ys[j+1]})
		}
	}
	return out
}

// stack adds a rectangle, to one just below it of the same width where there is
// one.
func stack(list []rect, r rect) []rect {
	for k := range list {
		if list[k].x0 == r.x0 && list[k].x1 == r.x1 && list[k].y1 == r.y0 {
			list[k].y1 = r.y1
			return list
		}
	}
	return append(list, r)
}

// ticks sorts coordinates and drops those within a tolerance of one another.
func ticks(at []float64) []float64 {
	slices.Sort(at)
	out := at[:1]
	for _, x := range at[1:] {
		if x-out[len(out)-1] > geom.Tolerance {
			out = append(out, x)
		}
	}
	return out
}

// isFloor reports whether a cell lies in the room.
func (p *problem) isFloor(x0, x1, y0, y1 float64) bool {
	b := geom.Box{Center: scenes.Vec3{(x0 + x1) / 2, (y0 + y1) / 2, 0}, Half: scenes.Vec3{(x1 - x0) / 2, (y1 - y0) / 2, 0.5}}
	depth, _ := p.space.Outside(b)
	return depth <= geom.Tolerance
}
