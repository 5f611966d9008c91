package sceneeval

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// openings is SceneEval's OpeningClearanceMetric (its public code, version
// 1.1): what stands within a door's width, or 0.5 m of a window, on
// the room's side is projected onto the opening.
func (m *Meter) openings() {
	room := &m.w.Task.Room
	if len(room.Openings) == 0 {
		m.miss("openings: the room has no doors and windows")
		return
	}
	res := &Openings{}
	from := len(m.r.Findings)
	m.pixels = 0
	for i := range room.Openings {
		if m.ctx.Err() != nil {
			return
		}
		o := &room.Openings[i]
		depth := o.Width
		if o.Kind == scenes.Window {
			depth = windowDepth
		}
		zone, ok := zoneOf(room, o, depth)
		if !ok {
			m.miss(fmt.Sprintf("openings: %s lies in a wall without length or is too large", o.ID))
			continue
		}
		e := m.opening(o, &zone)
		if m.pixels > maxPixels {
			m.miss(fmt.Sprintf("openings: too much stands before them; %s and those after it were not measured", o.ID))
			break
		}
		res.Of++
		res.Area += e.Covered
		if len(e.By) > 0 {
			res.Occluded++
		}
		for _, c := range e.By {
			m.add(from, scenes.Finding{Rule: scenes.RuleOpening, Object: c.Object, Other: o.ID, Depth: c.Share,
				Message: fmt.Sprintf("%s stands within %s of %s and covers %.0f %% of it", c.Object, length(depth), o.ID, 100*c.Share)})
		}
		res.Each = append(res.Each, e)
	}
	if res.Of > 0 {
		res.Area /= float64(res.Of)
		m.r.Openings = res
	}
}

// opening projects what is in the zone before one opening.
func (m *Meter) opening(o *scenes.Opening, zone *geom.Box) Opening {
	e := Opening{ID: o.ID, Kind: o.Kind}
	lo, hi := zone.Bounds()
	m.plate.reset(o.Width, o.Height)
	for i := range m.items {
		it := &m.items[i]
		if it.skip || it.lo[0] > hi[0] || it.hi[0] < lo[0] || it.lo[1] > hi[1] || it.hi[1] < lo[1] || it.lo[2] > hi[2] || it.hi[2] < lo[2] {
			continue
		}
		if d, _ := geom.Penetration(it.Box, *zone); d <= rounding {
			continue
		}
		m.cover.reset(o.Width, o.Height)
		if m.pixels += len(m.cover.covered); m.pixels > maxPixels {
			break
		}
		if !m.project(it, zone) {
			continue
		}
		e.By = append(e.By, Cover{it.Object.ID, m.cover.share()})
		m.plate.or(&m.cover)
	}
	e.Covered = m.plate.share()
	return e
}

// project draws an item's triangles that reach into the zone's depth onto the
// opening, and reports whether there are any.
func (m *Meter) project(it *item, zone *geom.Box) bool {
	right, front := scenes.Axes(zone.Yaw)
	f := frame{right: right, front: front, half: zone.Half}
	f.origin = zone.Center.Sub(scenes.Vec3{right[0], right[1], 0}.Mul(zone.Half[0])).
		Sub(scenes.Vec3{front[0], front[1], 0}.Mul(zone.Half[1])).Sub(scenes.Vec3{0, 0, zone.Half[2]})
	if it.Mesh != nil {
		return m.projectMesh(it, &f)
	}
	q := it.Box.Corners()
	bottom, top := it.Box.Bottom(), it.Box.Top()
	drawn := false
	at := func(k int, z float64) scenes.Vec3 { return scenes.Vec3{q[k&3][0], q[k&3][1], z} }
	for k := range q {
		a, b, c, d := at(k, bottom), at(k+1, bottom), at(k+1, top), at(k, top)
		drawn = m.drawTriangle(&f, a, b, c) || drawn
		drawn = m.drawTriangle(&f, a, c, d) || drawn
	}
	// The level faces.
	for _, z := range [2]float64{bottom, top} {
		drawn = m.drawTriangle(&f, at(0, z), at(1, z), at(2, z)) || drawn
		drawn = m.drawTriangle(&f, at(0, z), at(2, z), at(3, z)) || drawn
	}
	return drawn
}

// frame is an opening's own frame: u along the wall, v into the room, w up,
// from the lower corner on the wall.
type frame struct {
	origin       scenes.Vec3
	right, front scenes.Vec2
	half         scenes.Vec3
}

func (f *frame) to(p scenes.Vec3) (u, v, w float64) {
	d := p.Sub(f.origin)
	return d[0]*f.right[0] + d[1]*f.right[1], d[0]*f.front[0] + d[1]*f.front[1], d[2]
}

// drawTriangle draws a triangle whole if it reaches into the zone's depth.
func (m *Meter) drawTriangle(f *frame, a, b, c scenes.Vec3) bool {
	au, av, aw := f.to(a)
	bu, bv, bw := f.to(b)
	cu, cv, cw := f.to(c)
	if min(av, bv, cv) > 2*f.half[1] || max(av, bv, cv) < 0 {
		return false
	}
	m.cover.triangle(scenes.Vec2{au, aw}, scenes.Vec2{bu, bw}, scenes.Vec2{cu, cw})
	return true
}

// plate is an opening at 100 pixels per metre, a pixel being covered when its
// centre is.
type plate struct {
	w, h    int
	du, dw  float64
	covered []bool
}

// maxPlate bounds the pixels along a side of an opening; larger ones get
// larger pixels.
const maxPlate = 2048

func (p *plate) reset(width, height float64) {
	p.w = int(min(max(math.Ceil(width*pixelsPerMetre-rounding), 1), maxPlate))
	p.h = int(min(max(math.Ceil(height*pixelsPerMetre-rounding), 1), maxPlate))
	p.du, p.dw = width/float64(p.w), height/float64(p.h)
	if n := p.w * p.h; cap(p.covered) < n {
		p.covered = make([]bool, n)
	} else {
		p.covered = p.covered[:n]
		clear(p.covered)
	}
}

// triangle covers the pixels whose centres are in a triangle, its outline
// included.
func (p *plate) triangle(a, b, c scenes.Vec2) {
	y0, y1 := span(min(a[1], b[1], c[1])/p.dw, max(a[1], b[1], c[1])/p.dw, p.h)
	for y := y0; y < y1; y++ {
		z := (float64(y) + 0.5) * p.dw
		lo, hi := math.Inf(1), math.Inf(-1)
		for _, e := range [3][2]scenes.Vec2{{a, b}, {b, c}, {c, a}} {
			s, t := e[0], e[1]
			if s[1] > t[1] {
				s, t = t, s
			}
			if z < s[1]-rounding || z > t[1]+rounding {
				continue
			}
			if t[1]-s[1] <= rounding {
				lo, hi = min(lo, s[0], t[0]), max(hi, s[0], t[0])
				continue
			}
			x := s[0] + (t[0]-s[0])*min(max((z-s[1])/(t[1]-s[1]), 0), 1)
			lo, hi = min(lo, x), max(hi, x)
		}
		if lo > hi {
			continue
		}
		row := p.covered[y*p.w : (y+1)*p.w]
		for x, x1 := span(lo/p.du, hi/p.du, p.w); x < x1; x++ {
			row[x] = true
		}
	}
}

// span returns those of n pixels, from the first to before the last, whose
// centres are between lo and hi, in pixels. Nothing is between what are no
// numbers, as for openings too small to have pixels.
func span(lo, hi float64, n int) (first, end int) {
	within := func(v float64) int {
		if !(v > 0) {
			return 0
		}
		return int(min(v, float64(n)))
	}
	return within(math.Ceil(lo - 0.5 - rounding)), within(math.Floor(hi-0.5+rounding) + 1)
}

func (p *plate) or(q *plate) {
	for i, c := range q.covered {
		p.covered[i] = p.covered[i] || c
	}
}

func (p *plate) share() float64 {
	n := 0
	for _, c := range p.covered {
		if c {
			n++
		}
	}
	return ratio(n, len(p.covered))
}
