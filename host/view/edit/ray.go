package edit

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// Ray is a line of sight in a room: where it begins and where it goes. The way
// need not have a length of one.
type Ray struct{ From, Way scenes.Vec3 }

// edgeOn is the sine of the angle to a plane, some 4°, below which a pixel more
// or less is metres there, so that the plane is of no use to point at.
const edgeOn = 0.07

// at is the point after so many ways.
func (r Ray) at(t float64) scenes.Vec3 { return r.From.Add(r.Way.Mul(t)) }

// finite reports whether there is a way to go.
func (r Ray) finite() bool {
	l := r.Way.Len()
	return l > 1e-12 && l < 1e12 && r.From.Len() <= scenes.Farthest
}

// Floor returns where the ray meets the horizontal plane at a height, and false
// where it does not.
func (r Ray) Floor(z float64) (scenes.Vec3, bool) {
	t := (z - r.From[2]) / r.Way[2]
	if !(t > 0) || !r.finite() || t*r.Way.Len() > scenes.Farthest {
		return scenes.Vec3{}, false
	}
	return r.at(t), true
}

// Across returns what the ray points at on the horizontal plane through a point
// or, where that is seen edge-on, on the upright one that faces the eye.
func (r Ray) Across(p scenes.Vec3) (scenes.Vec3, bool) {
	if !r.finite() {
		return scenes.Vec3{}, false
	}
	if math.Abs(r.Way[2]) > edgeOn*r.Way.Len() {
		return r.Floor(p[2])
	}
	n := scenes.Vec3{r.Way[0], r.Way[1], 0}
	t := p.Sub(r.From).Dot(n) / r.Way.Dot(n)
	if !(t > 0) {
		return scenes.Vec3{}, false
	}
	return r.at(t), true
}

// Along returns the point of the line through p along a unit vector that is
// nearest to the ray, and false where the eye looks along that line.
func (r Ray) Along(p, axis scenes.Vec3) (scenes.Vec3, bool) {
	if !r.finite() {
		return scenes.Vec3{}, false
	}
	way := r.Way.Mul(1 / r.Way.Len())
	b := axis.Dot(way)
	det := 1 - b*b
	if det < edgeOn*edgeOn {
		return scenes.Vec3{}, false
	}
	w := p.Sub(r.From)
	s := (b*way.Dot(w) - axis.Dot(w)) / det
	if math.Abs(s) > scenes.Farthest {
		return scenes.Vec3{}, false
	}
	return p.Add(axis.Mul(s)), true
}

// Wall returns the wall of a room that the ray meets first from the inside, and
// where; false where it meets none between floor and ceiling.
func (r Ray) Wall(room *scenes.Room) (wall int, at scenes.Vec3, ok bool) {
	if !r.finite() {
		return 0, scenes.Vec3{}, false
	}
	best := math.Inf(1)
	for i, a := range room.Floor {
		d := room.Floor[(i+1)%len(room.Floor)].Sub(a)
		inward := scenes.Vec2{-d[1], d[0]}
		facing := r.Way.Vec2().Dot(inward)
		if facing >= 0 {
			continue
		}
		t := a.Sub(r.From.Vec2()).Dot(inward) / facing
		p := r.at(t)
		along := p.Vec2().Sub(a).Dot(d) / d.Dot(d)
		if t > 0 && t < best && along >= 0 && along <= 1 && p[2] >= 0 && p[2] <= room.Height {
			wall, at, ok, best = i, p, true, t
		}
	}
	return wall, at, ok
}

// Ground returns where the ray first meets what an object may stand on: the top
// of another one, whose id is given, or the floor. The object itself and what
// stands on it are looked through.
func (r Ray) Ground(t *scenes.Task, l *scenes.Layout, o *scenes.Object) (at scenes.Vec3, carrier string, ok bool) {
	at, ok = r.Floor(0)
	best := math.Inf(1)
	if ok {
		best = at.Sub(r.From).Len()
	}
	for i := range t.Objects {
		c := &t.Objects[i]
		p := l.Find(c.ID)
		if p == nil || c.ID == o.ID || o.ID != "" && c.Parent == o.ID || c.Flat || c.Support == scenes.OnWall || c.Support == scenes.OnCeiling {
			continue
		}
		b := geom.BoxOf(c, *p)
		q, meets := r.Floor(b.Top())
		if far := q.Sub(r.From).Len(); meets && far < best && b.ContainsXY(q.Vec2(), 0) {
			at, carrier, ok, best = q, c.ID, true, far
		}
	}
	return at, carrier, ok
}
