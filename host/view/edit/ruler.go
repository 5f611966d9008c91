package edit

import (
	"math"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// Span is a measured stretch.
type Span struct {
	From, To scenes.Vec3
	Length   float64
	// Object is at its end, empty for a wall.
	Object string
}

// Gaps measures how much is free round a placed object: from the middle of each
// of its sides, in the order of [geom.SideNames], straight out to the first
// object of its height or wall. A side that is in something has length 0.
func Gaps(t *scenes.Task, l *scenes.Layout, id string) []Span {
	o, _ := t.Find(id)
	p := l.Find(id)
	if o == nil || p == nil {
		return nil
	}
	b := geom.BoxOf(o, *p)
	right, front := scenes.Axes(p.Yaw)
	var out []Span
	for side, way := range [4]scenes.Vec2{front, front.Mul(-1), right.Mul(-1), right} {
		half := b.Half[1]
		if side >= geom.LeftSide {
			half = b.Half[0]
		}
		from := p.Position.Vec2().Add(way.Mul(half))
		far, what := ray(t, l, o, &b, from, way)
		if math.IsInf(far, 1) {
			continue
		}
		z := b.Bottom() + 0.01
		out = append(out, Span{From: from.Vec3(z), To: from.Add(way.Mul(far)).Vec3(z), Length: far, Object: what})
	}
	return out
}

// ray returns how far it is from a point along a way to the first thing.
func ray(t *scenes.Task, l *scenes.Layout, self *scenes.Object, b *geom.Box, from, way scenes.Vec2) (far float64, what string) {
	far = math.Inf(1)
	hit := func(polygon []scenes.Vec2, id string) {
		for i, p := range polygon {
			e := polygon[(i+1)%len(polygon)].Sub(p)
			cross := way[0]*e[1] - way[1]*e[0]
			if math.Abs(cross) < 1e-12 {
				continue
			}
			d := p.Sub(from)
			s := (d[0]*e[1] - d[1]*e[0]) / cross
			u := (d[0]*way[1] - d[1]*way[0]) / cross
			if s >= -1e-9 && u >= 0 && u <= 1 && s < far {
				far, what = max(0, s), id
			}
		}
	}
	hit(t.Room.Floor, "")
	for _, h := range t.Room.Holes {
		hit(h, "")
	}
	for i := range t.Objects {
		c := &t.Objects[i]
		q := l.Find(c.ID)
		if q == nil || c.ID == self.ID || c.Flat {
			continue
		}
		cb := geom.BoxOf(c, *q)
		if cb.Bottom() >= b.Top()-geom.Tolerance || cb.Top() <= b.Bottom()+geom.Tolerance {
			continue
		}
		if cb.ContainsXY(from, -1e-9) {
			return 0, c.ID
		}
		corners := cb.Corners()
		hit(corners[:], c.ID)
	}
	return far, what
}

// Between measures the free way on the floor between two placed objects, where
// they are nearest to each other; it is false where one is not placed.
func Between(t *scenes.Task, l *scenes.Layout, a, b string) (Span, bool) {
	oa, _ := t.Find(a)
	ob, _ := t.Find(b)
	pa, pb := l.Find(a), l.Find(b)
	if oa == nil || ob == nil || pa == nil || pb == nil {
		return Span{}, false
	}
	ba, bb := geom.BoxOf(oa, *pa), geom.BoxOf(ob, *pb)
	if depth, _ := geom.FloorPenetration(ba, bb); depth > 0 {
		return Span{From: pa.Position, To: pb.Position, Object: b}, true
	}
	best := Span{Length: math.Inf(1), Object: b}
	// Of two convex shapes that are apart a corner of one is nearest.
	for _, c := range ba.Corners() {
		if q := bb.NearestXY(c); q.Sub(c).Len() < best.Length {
			best.From, best.To, best.Length = c.Vec3(0.01), q.Vec3(0.01), q.Sub(c).Len()
		}
	}
	for _, c := range bb.Corners() {
		if q := ba.NearestXY(c); q.Sub(c).Len() < best.Length {
			best.From, best.To, best.Length = q.Vec3(0.01), c.Vec3(0.01), q.Sub(c).Len()
		}
	}
	return best, true
}

// End is one end of what is measured: a point, which may lie on an object or a
// wall, or be a corner that is meant exactly.
type End struct {
	Point  scenes.Vec3
	Object string
	// Wall is the index of the wall counted from 1, 0 for none.
	Wall  int
	Exact bool
}

// Measure returns the distance that is meant by two ends: that of exact points
// from each other; the least one on the floor from an object to another object, a
// wall or a point; and across the room between walls that face each other.
func Measure(t *scenes.Task, l *scenes.Layout, a, b End) Span {
	if a.Object == "" && b.Object != "" || a.Exact && !b.Exact {
		s := Measure(t, l, b, a)
		s.From, s.To = s.To, s.From
		return s
	}
	straight := Span{From: a.Point, To: b.Point, Length: b.Point.Sub(a.Point).Len(), Object: b.Object}
	if a.Exact {
		return straight
	}
	o, _ := t.Find(a.Object)
	p := l.Find(a.Object)
	switch {
	case o != nil && p != nil && b.Object == a.Object:
		return straight
	case o != nil && p != nil && b.Object != "" && !b.Exact:
		if s, ok := Between(t, l, a.Object, b.Object); ok {
			return s
		}
	case o != nil && p != nil && b.Wall > 0 && !b.Exact:
		return toWall(&t.Room, geom.BoxOf(o, *p), b.Wall-1)
	case o != nil && p != nil:
		q := geom.BoxOf(o, *p).NearestXY(b.Point.Vec2())
		z := b.Point[2]
		return Span{From: q.Vec3(z), To: b.Point, Length: q.Sub(b.Point.Vec2()).Len()}
	case b.Wall > 0 && !b.Exact && a.Wall != b.Wall:
		from, along := document.WallOf(&t.Room, b.Wall-1)
		if _, other := document.WallOf(&t.Room, max(a.Wall, 1)-1); a.Wall > 0 && math.Abs(along.Dot(other)) < 0.999 {
			break
		}
		q := from.Add(along.Mul(a.Point.Vec2().Sub(from).Dot(along)))
		return Span{From: a.Point, To: q.Vec3(a.Point[2]), Length: q.Sub(a.Point.Vec2()).Len()}
	}
	return straight
}

// toWall measures the free way from a box to a wall's line, 0 where it is in it.
func toWall(room *scenes.Room, b geom.Box, wall int) Span {
	from, along := document.WallOf(room, wall)
	inward := scenes.Vec2{-along[1], along[0]}
	best := Span{Length: math.Inf(1)}
	corners := b.Corners()
	for i, c := range corners {
		// The middle of a side that runs along the wall reads better than its end.
		for _, q := range [2]scenes.Vec2{c, c.Add(corners[(i+1)%len(corners)]).Mul(0.5)} {
			if far := q.Sub(from).Dot(inward); far <= best.Length+1e-9 {
				z := b.Bottom() + 0.01
				best = Span{From: q.Vec3(z), To: q.Sub(inward.Mul(far)).Vec3(z), Length: max(0, far)}
			}
		}
	}
	return best
}
