package sceneeval

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// support is SceneEval's SupportMetric (arXiv 2503.14756).
func (m *Meter) support() {
	s := &Share{}
	m.r.Support = s
	contacts, held := make([]int, len(m.items)), make([]bool, len(m.items))
	from := len(m.r.Findings)
	for i := range m.items {
		it := &m.items[i]
		if i&15 == 0 && m.ctx.Err() != nil {
			return
		}
		if it.skip {
			continue
		}
		var tips bool
		if contacts[i], held[i], tips = m.carried(i); m.rays > maxRays {
			m.miss(fmt.Sprintf("support: too many objects lie on each other; %s and those after it were not tested", it.Object.ID))
			break
		}
		s.Of++
		m.r.Objects[i].Contacts, m.r.Objects[i].Supported = &contacts[i], &held[i]
		if held[i] {
			s.Count++
			continue
		}
		m.add(from, m.unsupported(it, contacts[i], tips))
	}
	s.Share, s.Scene = ratio(s.Count, s.Of), s.Count == s.Of
}

// carried lifts an item and looks for contacts with what is on its gravity's
// side. It tells how many ray origins find one, whether that is support, and
// whether contacts are there but not under the centroid.
func (m *Meter) carried(i int) (contacts int, held, tips bool) {
	it := &m.items[i]
	g := gravity(it)
	if it.Mesh == nil && g[2] < 0 && m.standsFree(it) {
		return m.baseSamples(&it.Box), true, false
	}
	m.neighbours(i)
	if len(m.near) == 0 && g[2] < 0 && (it.Box.Bottom()+lift >= supportReach || it.Box.Bottom() < -lift-supportReach) {
		return 0, false, false
	}
	m.origins(it, g)
	if m.rays += len(m.points) * m.rayCost(); m.rays > maxRays {
		return 0, false, false
	}
	if g[2] >= 0 {
		for _, p := range m.points {
			if m.touches(p, g) {
				contacts++
			}
		}
		return contacts, contacts > 0, false
	}
	hull := cone{at: centroid(it).Vec2()}
	for _, p := range m.points {
		if m.touches(p, g) {
			contacts++
			hull.add(p)
		}
	}
	enough := contacts >= 4 && hull.distinct >= 3
	held = enough && hull.inside()
	return contacts, held, enough && !held
}

// gravity is the direction in which an item leans on what carries it.
func gravity(it *item) scenes.Vec3 {
	switch it.Object.Support {
	case scenes.OnCeiling:
		return scenes.Vec3{0, 0, 1}
	case scenes.OnWall:
		_, front := scenes.Axes(it.Box.Yaw)
		return scenes.Vec3{-front[0], -front[1], 0}
	}
	return scenes.Vec3{0, 0, -1}
}

// standsFree reports whether the whole base of a box is in contact with the
// floor, so that no ray need be cast.
func (m *Meter) standsFree(it *item) bool {
	if gap := it.Box.Bottom(); gap < -lift || gap+lift >= supportReach {
		return false
	}
	q := it.Box.Corners()
	return m.floor.holds(&q)
}

// baseSamples is the number of ray origins of a box's face: four corners and
// the samples of two triangles.
func (m *Meter) baseSamples(b *geom.Box) int { return 4 + m.faceSamples(2*b.Half[0]*b.Half[1]) }

func (m *Meter) faceSamples(area float64) int {
	each := max(leastPerFace, int(min(area/2*supportSamples, supportTotal)))
	return min(2*each, m.o.MaxSamples)
}

// origins fills points with the ray origins of an item, lifted against g.
func (m *Meter) origins(it *item, g scenes.Vec3) {
	m.points = m.points[:0]
	if it.Mesh != nil {
		m.meshOrigins(it, g)
		return
	}
	right, front := scenes.Axes(it.Box.Yaw)
	c, h := it.Box.Center.Sub(g.Mul(lift)), it.Box.Half
	u, v := scenes.Vec3{right[0], right[1], 0}.Mul(h[0]), scenes.Vec3{front[0], front[1], 0}.Mul(h[1])
	face, area := g.Mul(h[2]), 4*h[0]*h[1]
	if g[2] == 0 {
		face, area, v = g.Mul(h[1]), 4*h[0]*h[2], scenes.Vec3{0, 0, h[2]}
	}
	c = c.Add(face)
	m.points = append(m.points, c.Add(u).Add(v), c.Sub(u).Add(v), c.Sub(u).Sub(v), c.Add(u).Sub(v))
	for k := range m.faceSamples(area) {
		s, t := plane(k)
		m.points = append(m.points, c.Add(u.Mul(2*s-1)).Add(v.Mul(2*t-1)))
	}
}

// plane is the k-th point of the R2 sequence in the unit square: multiples of
// the powers of the inverse plastic number, which fill it evenly at any count.
func plane(k int) (s, t float64) {
	_, s = math.Modf(0.5 + float64(k+1)*0.7548776662466927)
	_, t = math.Modf(0.5 + float64(k+1)*0.5698402909980532)
	return s, t
}

// neighbours lists the items whose boxes come within reach of an item's.
func (m *Meter) neighbours(i int) {
	m.near = m.near[:0]
	const r = lift + supportReach
	lo, hi := m.items[i].lo, m.items[i].hi
	from, _ := slices.BinarySearchFunc(m.order, lo[0]-r-m.widest, func(j int32, x float64) int {
		return cmp.Compare(m.items[j].lo[0], x)
	})
	for _, j := range m.order[from:] {
		b := &m.items[j]
		if b.lo[0] > hi[0]+r {
			break
		}
		if int(j) != i && b.hi[0] >= lo[0]-r && b.lo[1] <= hi[1]+r && b.hi[1] >= lo[1]-r && b.lo[2] <= hi[2]+r && b.hi[2] >= lo[2]-r {
			m.near = append(m.near, j)
		}
	}
}

// rayCost is what a ray past all neighbours costs.
func (m *Meter) rayCost() int {
	cost := 1
	for _, j := range m.near {
		if m.items[j].Mesh != nil {
			cost += 8
		} else {
			cost++
		}
	}
	return cost
}

// touches reports whether a ray from p along g hits the room or a neighbour
// within reach.
func (m *Meter) touches(p, g scenes.Vec3) bool {
	switch {
	case g[2] < 0:
		if p[2] >= -rounding && p[2] < supportReach && m.floor.contains(p.Vec2()) {
			return true
		}
	case g[2] > 0:
		if d := m.w.Task.Room.Height - p[2]; d >= -rounding && d < supportReach && m.floor.contains(p.Vec2()) {
			return true
		}
	default:
		if p[2] >= 0 && p[2] <= m.w.Task.Room.Height && (m.meetsWall(m.floor.polygon, p.Vec2(), g.Vec2()) || m.meetsHole(p.Vec2(), g.Vec2())) {
			return true
		}
	}
	for _, j := range m.near {
		b := &m.items[j]
		if !b.within(p, g) {
			continue
		}
		if b.Mesh != nil {
			if rayMesh(b, p, g) {
				return true
			}
		} else if t, ok := rayBox(&b.Box, p, g); ok && t < supportReach {
			return true
		}
	}
	return false
}

// within reports whether a ray of the reach from p along g comes through an
// item's axis-aligned box.
func (it *item) within(p, g scenes.Vec3) bool {
	for k := range p {
		q := p[k] + g[k]*supportReach
		if max(p[k], q) < it.lo[k] || min(p[k], q) > it.hi[k] {
			return false
		}
	}
	return true
}

// meetsWall reports whether a level ray hits an edge of a polygon within reach.
func (m *Meter) meetsWall(polygon []scenes.Vec2, p, g scenes.Vec2) bool {
	a := polygon[len(polygon)-1]
	for _, b := range polygon {
		e, s := b.Sub(a), a.Sub(p)
		if x := g[0]*e[1] - g[1]*e[0]; x != 0 {
			t, u := (s[0]*e[1]-s[1]*e[0])/x, (s[0]*g[1]-s[1]*g[0])/x
			if t >= -rounding && t < supportReach && u >= 0 && u <= 1 {
				return true
			}
		}
		a = b
	}
	return false
}

// meetsHole is meetsWall for the sides of pillars and shafts.
func (m *Meter) meetsHole(p, g scenes.Vec2) bool {
	for _, h := range m.floor.holes {
		if m.meetsWall(h, p, g) {
			return true
		}
	}
	return false
}

// rayBox returns how far along a ray the surface of a box is, from within as
// from without. The direction is a unit vector, level or upright.
func rayBox(b *geom.Box, p, g scenes.Vec3) (float64, bool) {
	right, front := scenes.Axes(b.Yaw)
	d := p.Sub(b.Center)
	o := scenes.Vec3{d[0]*right[0] + d[1]*right[1], d[0]*front[0] + d[1]*front[1], d[2]}
	v := scenes.Vec3{g[0]*right[0] + g[1]*right[1], g[0]*front[0] + g[1]*front[1], g[2]}
	in, out := math.Inf(-1), math.Inf(1)
	for k := range o {
		if v[k] == 0 {
			if math.Abs(o[k]) > b.Half[k] {
				return 0, false
			}
			continue
		}
		s, t := (-b.Half[k]-o[k])/v[k], (b.Half[k]-o[k])/v[k]
		in, out = max(in, min(s, t)), min(out, max(s, t))
	}
	switch {
	case in > out || out < 0:
		return 0, false
	case in >= -rounding:
		return max(in, 0), true
	}
	return out, true
}

// cone tells whether a point lies in the convex hull of points seen from above,
// without building the hull: it widens the angle under which they are seen
// until it exceeds half a turn.
type cone struct {
	at          scenes.Vec2
	left, right scenes.Vec2
	first       [2]scenes.Vec3
	distinct    int
	begun       bool
	// around is set once the angle exceeds half a turn, between when points lie
	// on opposite sides in one line, off when some lie off that line.
	around, between, off bool
}

func (c *cone) add(p scenes.Vec3) {
	switch {
	case c.distinct == 0, c.distinct == 1 && p != c.first[0], c.distinct == 2 && p != c.first[0] && p != c.first[1]:
		if c.distinct < 2 {
			c.first[c.distinct] = p
		}
		c.distinct++
	}
	if c.around {
		return
	}
	d := p.Vec2().Sub(c.at)
	if d[0] == 0 && d[1] == 0 {
		c.between = true
		return
	}
	if !c.begun {
		c.left, c.right, c.begun = d, d, true
		return
	}
	l, r := c.left[0]*d[1]-c.left[1]*d[0], c.right[0]*d[1]-c.right[1]*d[0]
	if l != 0 || r != 0 {
		c.off = true
	}
	switch {
	case l > 0 && r < 0:
		c.around = true
	case l > 0:
		c.left = d
	case r < 0:
		c.right = d
	}
	if (l == 0 && c.left.Dot(d) < 0) || (r == 0 && c.right.Dot(d) < 0) {
		c.between = true
	}
}

// inside reports whether the point lies in the hull or on its edge. Points in
// one line have no hull.
func (c *cone) inside() bool { return c.around || c.between && c.off }

// unsupported words why an item is not carried.
func (m *Meter) unsupported(it *item, contacts int, tips bool) scenes.Finding {
	id := it.Object.ID
	f := scenes.Finding{Rule: scenes.RuleSupport, Object: id}
	if it.Object.Support == scenes.OnObject {
		f.Other = it.Object.Parent
	}
	switch {
	case tips:
		f.Message = id + " tips: what carries it is not under its centre"
	case it.Object.Support == scenes.OnWall:
		f.Message = id + " has nothing within 1 cm behind it; put its back against a wall"
	case it.Object.Support == scenes.OnCeiling:
		f.Message = id + " has nothing within 1 cm above it; hang it from the ceiling"
	case contacts > 0:
		f.Message = id + " is carried at " + strconv.Itoa(contacts) + " points only; it needs 4"
	case it.Box.Bottom() < -lift:
		f.Depth = -it.Box.Bottom()
		f.Message = id + " is sunk into the floor by " + length(f.Depth) + "; raise it"
	case f.Other != "" && m.w.Find(f.Other) != nil:
		top := m.w.Find(f.Other).Box.Top()
		f.Depth = math.Abs(it.Box.Bottom() - top)
		f.Message = id + " does not rest on " + f.Other + "; put it on top, with its lower side at " +
			strconv.FormatFloat(top, 'f', 2, 64) + " m"
	default:
		f.Depth = it.Box.Bottom()
		f.Message = id + " floats " + length(f.Depth) + " above the floor with nothing within 1 cm below it; lower it"
	}
	return f
}
