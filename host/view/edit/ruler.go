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

// rank orders ends by what they lie on.
func (e *End) rank() int {
	switch {
	case e.Exact:
		return 0
	case e.Object != "":
		return 2
	case e.Wall > 0:
		return 1
	}
	return 0
}

// Measure returns the distance that is meant by two ends: that of points from
// each other; the least one on the floor from an object to another object, a wall
// or a point; and straight across the room from a wall to a point or to a wall
// that faces it.
func Measure(t *scenes.Task, l *scenes.Layout, a, b End) Span {
	turned := a.rank() < b.rank()
	if turned {
		a, b = b, a
	}
	s, ok := between(t, l, &a, &b)
	if !ok {
		s = Span{From: a.Point, To: b.Point, Length: b.Point.Sub(a.Point).Len()}
	}
	if turned {
		s.From, s.To = s.To, s.From
	}
	return s
}

// between measures from an object or a wall; false where the ends' points are
// what is meant.
func between(t *scenes.Task, l *scenes.Layout, a, b *End) (Span, bool) {
	if a.rank() == 1 {
		if b.rank() == 1 && !facing(&t.Room, a.Wall-1, b.Wall-1) {
			return Span{}, false
		}
		from, along := document.WallOf(&t.Room, a.Wall-1)
		q := from.Add(along.Mul(b.Point.Vec2().Sub(from).Dot(along)))
		return Span{From: q.Vec3(b.Point[2]), To: b.Point, Length: q.Sub(b.Point.Vec2()).Len()}, true
	}
	o, _ := t.Find(a.Object)
	p := l.Find(a.Object)
	if a.rank() == 0 || o == nil || p == nil || b.rank() == 2 && b.Object == a.Object {
		return Span{}, false
	}
	box := geom.BoxOf(o, *p)
	switch b.rank() {
	case 2:
		return Between(t, l, a.Object, b.Object)
	case 1:
		return toWall(&t.Room, box, b.Wall-1), true
	}
	q := box.NearestXY(b.Point.Vec2())
	return Span{From: q.Vec3(b.Point[2]), To: b.Point, Length: q.Sub(b.Point.Vec2()).Len()}, true
}

// facing reports whether two walls run along each other.
func facing(room *scenes.Room, a, b int) bool {
	_, u := document.WallOf(room, a)
	_, v := document.WallOf(room, b)
	return a != b && math.Abs(u.Dot(v)) > 0.999
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
