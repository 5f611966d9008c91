package stage

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/raster"
)

// The measures of a walker in metres: a person of package measure/function, and
// what one steps over and passes under.
const (
	bodyRadius = 0.25
	eyeHeight  = geom.EyeHeight
	stepHeight = 0.12
	bodyHeight = 1.8
	// spots is how finely a place to begin a walk is looked for.
	spots = 0.2
	// passage is how far behind a door another room must lie.
	passage = 0.35
	// threshold is half the way through a door from one floor to the next.
	threshold = 0.2
)

// walker is a person on the floors of the level.
type walker struct {
	// walls are the pieces of wall that cannot be walked through, boxes the
	// furniture that is in a person's way; both in the level.
	walls []segment
	boxes []geom.Box
	rooms []Room
	// back is the view that the walk began from.
	back raster.Orbit
}

// segment is a piece of wall.
type segment struct{ a, b scenes.Vec2 }

// enter takes in what stands where.
func (w *walker) enter(c *Content) {
	w.walls, w.boxes, w.rooms = w.walls[:0], w.boxes[:0], c.Rooms
	for i := range c.Rooms {
		r := &c.Rooms[i]
		if r.Task == nil {
			continue
		}
		w.addWalls(r)
		l := shown(r)
		if l == nil {
			continue
		}
		for _, p := range l.Placements {
			o, _ := r.Task.Find(p.ID)
			if o == nil || o.Flat {
				continue
			}
			b := geom.BoxOf(o, p)
			floor := b.Bottom()
			b.Center, b.Yaw = r.Point(b.Center), r.Heading(b.Yaw)
			if floor < bodyHeight && floor+2*b.Half[2] > stepHeight {
				w.boxes = append(w.boxes, b)
			}
		}
	}
}

// addWalls adds a room's walls and the edges of its holes, without the doors
// that lead into another room.
func (w *walker) addWalls(r *Room) {
	at := func(p scenes.Vec2) scenes.Vec2 { return r.Point(p.Vec3(0)).Vec2() }
	room := &r.Task.Room
	for i, p := range room.Floor {
		q := room.Floor[(i+1)%len(room.Floor)]
		long := q.Sub(p).Len()
		if !(long > 1e-6) {
			continue
		}
		d := q.Sub(p).Mul(1 / long)
		from := 0.0
		for {
			// The next open door along the wall.
			s0, s1 := long, long
			for _, o := range room.Openings {
				if o.Kind == scenes.Door && o.Wall == i && o.Offset-o.Width/2 >= from && o.Offset-o.Width/2 < s0 {
					mid := p.Add(d.Mul(o.Offset)).Add(scenes.Vec2{d[1], -d[0]}.Mul(passage))
					if w.inside(at(mid), 0) {
						s0, s1 = o.Offset-o.Width/2, min(long, o.Offset+o.Width/2)
					}
				}
			}
			w.walls = append(w.walls, segment{at(p.Add(d.Mul(from))), at(p.Add(d.Mul(s0)))})
			if from = s1; s0 >= long {
				break
			}
		}
	}
	for _, h := range room.Holes {
		for i := range h {
			w.walls = append(w.walls, segment{at(h[i]), at(h[(i+1)%len(h)])})
		}
	}
}

// inside reports whether a point of the level is on the floor of a room, by a
// margin.
func (w *walker) inside(p scenes.Vec2, margin float64) bool {
	for i := range w.rooms {
		r := &w.rooms[i]
		if r.Task != nil && geom.InsideFloor(&r.Task.Room, r.Local(p.Vec3(0)).Vec2(), -margin) {
			return true
		}
	}
	return false
}

// out returns how a person at p must move to leave what is entered deepest, and
// how deep it is.
func (w *walker) out(p scenes.Vec2) (way scenes.Vec2, deep float64) {
	note := func(from scenes.Vec2, gap float64) {
		if d := bodyRadius - gap; d > deep {
			if l := from.Len(); l > 1e-9 {
				way, deep = from.Mul(1/l), d
			}
		}
	}
	for _, s := range w.walls {
		q := s.nearest(p)
		note(p.Sub(q), p.Sub(q).Len())
	}
	for _, b := range w.boxes {
		if b.ContainsXY(p, 0) {
			// From inside the nearest side is the way out.
			right, front := scenes.Axes(b.Yaw)
			rel := p.Sub(b.Center.Vec2())
			x, y := rel.Dot(right), rel.Dot(front)
			dx, dy := b.Half[0]-math.Abs(x), b.Half[1]-math.Abs(y)
			if dx < dy {
				note(right.Mul(math.Copysign(1, x)), -dx)
			} else {
				note(front.Mul(math.Copysign(1, y)), -dy)
			}
			continue
		}
		q := b.NearestXY(p)
		note(p.Sub(q), p.Sub(q).Len())
	}
	return way, deep
}

func (s segment) nearest(p scenes.Vec2) scenes.Vec2 {
	d := s.b.Sub(s.a)
	l := d.Dot(d)
	if !(l > 0) {
		return s.a
	}
	return s.a.Add(d.Mul(min(1, max(0, p.Sub(s.a).Dot(d)/l))))
}

// free reports whether a person can stand at a point.
func (w *walker) free(p scenes.Vec2) bool {
	const hair = 1e-6
	_, deep := w.out(p)
	return deep <= hair && w.inside(p, -threshold)
}

// step moves a person, who slides along what is in the way and never enters it.
func (w *walker) step(p, move scenes.Vec2) scenes.Vec2 {
	// No step may jump over a wall.
	n := int(math.Ceil(move.Len() / (bodyRadius / 2)))
	for range min(max(n, 1), 256) {
		q := p.Add(move.Mul(1 / float64(max(n, 1))))
		for range 6 {
			way, deep := w.out(q)
			if deep == 0 {
				break
			}
			q = q.Add(way.Mul(deep + 1e-9))
		}
		if !w.free(q) {
			break
		}
		p = q
	}
	return p
}

// stand returns the free place nearest to a point, and false where there is
// none.
func (w *walker) stand(p scenes.Vec2, around bounds) (scenes.Vec2, bool) {
	if w.free(p) {
		return p, true
	}
	best, near := p, math.Inf(1)
	for x := around.lo[0]; x <= around.hi[0] && (around.hi[0]-around.lo[0])/spots < 1e3; x += spots {
		for y := around.lo[1]; y <= around.hi[1] && (around.hi[1]-around.lo[1])/spots < 1e3; y += spots {
			q := scenes.Vec2{x, y}
			if d := q.Sub(p).Len(); d < near && w.free(q) {
				best, near = q, d
			}
		}
	}
	return best, !math.IsInf(near, 1)
}

// startWalk puts a person on the floor where the camera looks; it ends a walk
// that is on. Where nobody can stand the camera stays.
func (s *Stage) startWalk() {
	if s.walker != nil {
		s.leaveWalk()
		return
	}
	r := s.content.active()
	if r == nil {
		return
	}
	s.nav.flying = false
	w := &walker{back: s.goal()}
	w.enter(&s.content)
	from := s.view.Target.Vec2()
	if !w.inside(from, 0) {
		from = s.around.middle().Vec2()
	}
	e := r.extent()
	p, ok := w.stand(from, e)
	if !ok {
		return
	}
	floor := e.lo[2]
	h := min(eyeHeight, max(0.3, (e.hi[2]-e.lo[2])*0.9))
	to := raster.Orbit{Yaw: s.view.Yaw, Distance: 1, FovY: walkFov}
	_, _, f := axes(to)
	to.Target = p.Vec3(floor + h).Add(f)
	s.walker = w
	s.record()
	s.move = &transition{from: s.view, to: to}
	s.painter.dirty()
}

// leaveWalk ends a walk and goes back to the view it began from.
func (s *Stage) leaveWalk() {
	if s.walker == nil {
		return
	}
	back := s.walker.back
	s.walker = nil
	s.move = &transition{from: s.view, to: back}
	s.painter.dirty()
}

// stride moves the person on a walk.
func (s *Stage) stride(move scenes.Vec2) {
	e := eye(s.view)
	at := e.Vec2()
	to := s.walker.step(at, move).Sub(at)
	s.view.Target = s.view.Target.Add(to.Vec3(0))
}
