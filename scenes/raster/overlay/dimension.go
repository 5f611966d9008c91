package overlay

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay/ink"
)

// The measures of the room as package raster draws it, in metres: half the
// thickness of walls, the height of the curb of cut walls and that of a plan's
// walls, and how far outside a plan's walls the lines run.
const (
	halfWall  = 0.06
	curb      = 0.105
	planCut   = 1.25
	planApart = 0.19
	// shortest is the shortest side that is worth a dimension.
	shortest = 0.25
)

// dimensions writes the lengths of the room's sides, and its height where a
// standing corner is seen whole.
func (s *sheet) dimensions() {
	room := &s.task.Room
	n := len(room.Floor)
	type side struct{ d scenes.Vec2 }
	var done []side
	cut := make([]bool, n)
	for i := range n {
		cut[i] = s.cut(i)
	}
	// Cut walls first: a standing one that is as long as a cut one in parallel
	// need not be told again.
	for _, pass := range [2]bool{true, false} {
		for i, a := range room.Floor {
			b := room.Floor[(i+1)%n]
			d := b.Sub(a)
			long := hypot(d[0], d[1])
			if cut[i] != pass || !(long >= shortest) {
				continue
			}
			known := false
			for _, e := range done {
				sum, diff := e.d.Add(d), e.d.Sub(d)
				known = known || hypot(sum[0], sum[1]) < 0.01 || hypot(diff[0], diff[1]) < 0.01
			}
			if known {
				continue
			}
			out := scenes.Vec2{d[1] / long, -d[0] / long}
			if p, q := s.beside(a, b, out, cut[i]); s.dimension(p, q, metres(long), 0.4, s.text) {
				done = append(done, side{d})
			}
		}
	}
	if s.cam.Plan {
		return
	}
	best, x := -1, math.Inf(1)
	for i, p := range room.Floor {
		a, b, ok := s.line(raise(p, 0), raise(p, room.Height))
		if ok && (!cut[i] || !cut[(i+n-1)%n]) && s.inside(a, 2*s.u) && s.inside(b, 2*s.u) && a.X+b.X < x-1e-6 {
			best, x = i, a.X+b.X
		}
	}
	if best >= 0 {
		s.dimension(raise(room.Floor[best], 0), raise(room.Floor[best], room.Height), metres(room.Height), 0.9, s.text)
	}
}

// beside returns where a wall's dimension line runs.
func (s *sheet) beside(a, b, out scenes.Vec2, cut bool) (p, q scenes.Vec3) {
	by, z := halfWall, s.task.Room.Height+0.01
	switch {
	case s.cam.Plan:
		by, z = planApart, planCut+0.01
	case cut:
		z = curb
	case s.cam.Ortho <= 0 && s.cam.Eye[2] < s.task.Room.Height:
		by, z = -halfWall, overFloor // tops of walls are not seen from inside
	}
	return raise(offset(a, out, by), z), raise(offset(b, out, by), z)
}

// cut reports whether the camera sees a wall from its outer side.
func (s *sheet) cut(i int) bool {
	floor := s.task.Room.Floor
	p, q := floor[i], floor[(i+1)%len(floor)]
	nx, ny := q[1]-p[1], p[0]-q[0]
	if s.cam.Ortho > 0 {
		return float64(nx*s.rays.d[0])+float64(ny*s.rays.d[1]) < -1e-6
	}
	return float64(nx*(s.cam.Eye[0]-p[0]))+float64(ny*(s.cam.Eye[1]-p[1])) > 0
}

func metres(v float64) string { return fmt.Sprintf("%.2f m", v) }

// dimension draws a line with ticks and its length, unless less than the given
// share of it is in the picture or there is no place for the text.
func (s *sheet) dimension(a, b scenes.Vec3, text string, share, size float64) bool {
	p, q, ok := s.line(a, b)
	if !ok {
		return false
	}
	long := apart(p, q)
	w, h := int(ink.Measure(ink.Regular, size, text)+float64(0.6*size)), int(1.3*size)
	if long < 0.9*float64(min(w, 2*h)) {
		return false
	}
	lo, hi := s.clip(p, q)
	if (hi-lo)*long < share*long || s.hidden(a, b) > 0.6 {
		return false
	}
	mid := func(t float64) ink.Point {
		t = lo + float64((hi-lo)*t)
		return ink.Point{X: p.X + float64((q.X-p.X)*t), Y: p.Y + float64((q.Y-p.Y)*t)}
	}
	// Beside short lines, on long ones.
	nx, ny := -(q.Y-p.Y)/long, (q.X-p.X)/long
	away := float64(math.Abs(nx)*half(w)) + float64(math.Abs(ny)*half(h)) + float64(2.5*s.u)
	var places []ink.Point
	if long > 1.5*float64(w) {
		for _, t := range [...]float64{0.5, 0.42, 0.58, 0.34, 0.66, 0.25, 0.75} {
			places = append(places, mid(t))
		}
	}
	for _, t := range [...]float64{0.5, 0.3, 0.7} {
		m, dx, dy := mid(t), float64(nx*away), float64(ny*away)
		places = append(places, ink.Point{X: m.X + dx, Y: m.Y + dy}, ink.Point{X: m.X - dx, Y: m.Y - dy})
	}
	for _, m := range places {
		r := s.plan.slide(box(m, w, h))
		if !s.plan.free(r) {
			continue
		}
		s.plan.take(r)
		s.rule(a, b, p, q)
		var path ink.Path
		path.Rect(float64(r.Min.X), float64(r.Min.Y), float64(r.Max.X), float64(r.Max.Y), 0.3*size)
		s.pen.Fill(s.img, &path, alpha(paper, 236), nil)
		s.write(ink.Regular, size, float64(r.Min.X)+float64(0.3*size), float64(r.Min.Y), float64(h), text, dark)
		return true
	}
	return false
}

// rule draws a line of the room with a slanted tick at either end.
func (s *sheet) rule(a, b scenes.Vec3, p, q ink.Point) {
	// The plane through the line that faces the camera most.
	d := b.Sub(a)
	n := cross(d, cross(s.rays.d, d))
	if s.cam.Ortho <= 0 {
		n = cross(d, cross(between(a, b, 0.5).Sub(s.cam.Eye), d))
	}
	light := s.lit(plane{n, dot(n, a)}, 80)
	long := apart(p, q)
	dx, dy := (q.X-p.X)/long, (q.Y-p.Y)/long
	tx, ty := float64((dx-dy)*3.4*s.u), float64((dy+dx)*3.4*s.u)
	for _, k := range []struct {
		wide float64
		c    [4]uint8
	}{{3.6, [4]uint8{255, 255, 255, 215}}, {1.3, [4]uint8{23, 27, 33, 255}}} {
		var path ink.Path
		path.Stroke(k.wide*s.u, p, q)
		for _, e := range [2]ink.Point{p, q} {
			path.Stroke(k.wide*s.u, ink.Point{X: e.X - tx, Y: e.Y - ty}, ink.Point{X: e.X + tx, Y: e.Y + ty})
		}
		c := dark
		c.R, c.G, c.B, c.A = k.c[0], k.c[1], k.c[2], k.c[3]
		s.pen.Fill(s.img, &path, c, light)
	}
}

// hidden returns which part of what is in the picture of a line of the room is
// behind something.
func (s *sheet) hidden(a, b scenes.Vec3) float64 {
	const steps = 24
	n, all := 0, 0
	for i := range steps {
		x, y, depth, ok := s.cam.Project(s.f.W, s.f.H, between(a, b, (float64(i)+0.5)/steps))
		if !ok || x < 0 || y < 0 || x >= float64(s.f.W) || y >= float64(s.f.H) {
			continue
		}
		all++
		if seen := s.f.Depth[int(y)*s.f.W+int(x)]; seen > 0 && depth > float64(float64(seen)*1.02)+0.03 {
			n++
		}
	}
	return float64(n) / float64(max(all, 1))
}

// clip returns which part of a line is in the picture.
func (s *sheet) clip(p, q ink.Point) (lo, hi float64) {
	lo, hi = 0, 1
	for _, v := range [2][3]float64{{p.X, q.X - p.X, float64(s.f.W)}, {p.Y, q.Y - p.Y, float64(s.f.H)}} {
		if math.Abs(v[1]) < 1e-9 {
			if v[0] < 0 || v[0] > v[2] {
				return 0, 0
			}
			continue
		}
		a, b := -v[0]/v[1], (v[2]-v[0])/v[1]
		lo, hi = max(lo, min(a, b)), min(hi, max(a, b))
	}
	return lo, max(lo, hi)
}

func cross(a, b scenes.Vec3) scenes.Vec3 {
	return scenes.Vec3{
		float64(a[1]*b[2]) - float64(a[2]*b[1]),
		float64(a[2]*b[0]) - float64(a[0]*b[2]),
		float64(a[0]*b[1]) - float64(a[1]*b[0]),
	}
}
