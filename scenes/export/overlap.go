package export

import (
	"context"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/geom/earcut"
)

// mostOverlaps is how many overlaps of one level are told of.
const mostOverlaps = 10

// triangle is counter-clockwise.
type triangle = [3]scenes.Vec2

// floorPlan is the floor of a room in its level: whole, and without a rim of
// half of [geom.Tolerance].
type floorPlan struct {
	room          *scenes.LevelRoom
	whole, shrunk []triangle
	lo, hi        scenes.Vec3
}

// overlaps notes which rooms of a level stand in each other: those of whose
// floors more than the tolerance is shared, at a height that both have. Rooms
// may share a wall.
func overlaps(ctx context.Context, level *scenes.Level, note func(string, ...any)) {
	plans := make([]floorPlan, 0, len(level.Rooms))
	told := 0
	for i := range level.Rooms {
		b := newFloorPlan(&level.Rooms[i])
		for k := range plans {
			a := &plans[k]
			if ctx.Err() != nil {
				return
			}
			if a.apart(&b) || common(a.shrunk, b.shrunk) == 0 {
				continue
			}
			if told++; told > mostOverlaps {
				note("level %q: more rooms overlap than the %d pairs above", level.Name, mostOverlaps)
				return
			}
			note("level %q: rooms %q and %q overlap by %.2f m² of floor; move one of them with origin_m", level.Name, a.room.Task.ID, b.room.Task.ID, common(a.whole, b.whole))
		}
		plans = append(plans, b)
	}
}

func newFloorPlan(r *scenes.LevelRoom) floorPlan {
	room := &r.Task.Room
	p := floorPlan{room: r, whole: placed(r, room.Floor, room.Holes), shrunk: placed(r, inset(room.Floor, geom.Tolerance/2), room.Holes)}
	for i, c := range room.Floor {
		q := r.Point(scenes.Vec3{c[0], c[1], 0})
		if i == 0 {
			p.lo, p.hi = q, q
		}
		for k := range 2 {
			p.lo[k], p.hi[k] = min(p.lo[k], q[k]), max(p.hi[k], q[k])
		}
	}
	p.hi[2] += room.Height
	return p
}

// apart tells rooms that cannot overlap.
func (p *floorPlan) apart(q *floorPlan) bool {
	for k := range 3 {
		if p.hi[k]-geom.Tolerance <= q.lo[k] || q.hi[k]-geom.Tolerance <= p.lo[k] {
			return true
		}
	}
	return false
}

// placed cuts a floor into triangles and puts them in the level.
func placed(r *scenes.LevelRoom, floor []scenes.Vec2, holes [][]scenes.Vec2) []triangle {
	list := earcut.Triangulate(floor, holes)
	for i := range list {
		for k, c := range list[i] {
			q := r.Point(scenes.Vec3{c[0], c[1], 0})
			list[i][k] = scenes.Vec2{q[0], q[1]}
		}
	}
	return list
}

// inset moves the edges of a counter-clockwise polygon inward by d, which is
// short beside them.
func inset(ring []scenes.Vec2, d float64) []scenes.Vec2 {
	n := len(ring)
	out := make([]scenes.Vec2, 0, n)
	for i, p := range ring {
		u, v := direction(ring[(i+n-1)%n], p), direction(p, ring[(i+1)%n])
		// Where the two moved edges meet; corners that are hardly any move across.
		along := d / max(1+u.Dot(v), 0.01)
		out = append(out, p.Add(scenes.Vec2{-u[1] - v[1], u[0] + v[0]}.Mul(along)))
	}
	return out
}

func direction(a, b scenes.Vec2) scenes.Vec2 {
	d := b.Sub(a)
	if l := d.Len(); l > 0 {
		return d.Mul(1 / l)
	}
	return scenes.Vec2{}
}

// common returns the area that two floors have in common.
func common(a, b []triangle) float64 {
	sum := 0.0
	var from, to []scenes.Vec2
	for i := range a {
		for j := range b {
			from = append(from[:0], a[i][:]...)
			for k := range 3 {
				to = cut(to[:0], from, b[j][k], b[j][(k+1)%3])
				from, to = to, from
			}
			for k := 2; k < len(from); k++ {
				u, v := from[k-1].Sub(from[0]), from[k].Sub(from[0])
				sum += (u[0]*v[1] - u[1]*v[0]) / 2
			}
		}
	}
	return max(sum, 0)
}

// cut appends what of a convex polygon lies to the left of the line from p to q.
func cut(dst, polygon []scenes.Vec2, p, q scenes.Vec2) []scenes.Vec2 {
	d := q.Sub(p)
	side := func(c scenes.Vec2) float64 { return d[0]*(c[1]-p[1]) - d[1]*(c[0]-p[0]) }
	for i, c := range polygon {
		next := polygon[(i+1)%len(polygon)]
		s, t := side(c), side(next)
		if s >= 0 {
			dst = append(dst, c)
		}
		if s > 0 && t < 0 || s < 0 && t > 0 {
			dst = append(dst, c.Add(next.Sub(c).Mul(s/(s-t))))
		}
	}
	return dst
}
