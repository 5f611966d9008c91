package raster

import (
	"cmp"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// Measures of the shell, in metres.
const (
	wallThickness = 0.12
	slabThickness = 0.08
	curbHeight    = 0.1
	planCut       = 1.25
	lapWidth      = 0.04
	thresholdTop  = 0.001
	baseHeight    = 0.085
	baseDepth     = 0.014
)

var (
	trimColor    = hex(0xF4F2EE)
	sectionColor = hex(0x8C929B)
	outsideColor = hex(0xB9BEC6)
	leafColor    = hex(0xC9A77C)
	// A threshold as bright as the wall would show as a broken line.
	thresholdColor = hex(0x9A8468)
	knobColor      = hex(0x55585E)
	glassColor     = hex(0xBFE0F5)
	// The ceiling would be grey by the light from below alone.
	ceilingColor = hex(0xF2F2F0).times(1.6)
)

// shell is the room as it is drawn: floor, one part per wall, and everything
// of one plain colour.
type shell struct {
	floor, trim, glass part
	veil               part // of the cut walls, behind what hangs on them
	walls              []part
	shades             []occlusion // the floor's, then the walls'
	edges              []occlusion // the same without furniture, of the room
	stands, before     []stand     // what the shades hold, and room for the next
	shaded             bool        // whether they hold it
	outline            []scenes.Vec2
	height             float64
	cuts               []scenes.Opening
	bounds             []float32
	left, right        []float32
	cut                []bool // by wall: cut away for the camera
	ring               []int
	area               int // how many of the floor's indices are the polygon's
}

// build makes the shell for a camera. The walls that stand between the camera
// and the room are cut down to a curb, unless the options say otherwise.
func (sh *shell) build(t *scenes.Task, c Camera, opts *Options) {
	plain := opts.Quality != Train
	room := &t.Room
	look := finishOf(t.Program)
	n := len(room.Floor)
	if len(sh.shades) != n+1 {
		sh.shades, sh.shaded = grow(sh.shades, n+1), false
	}
	sh.walls, sh.cut = grow(sh.walls, n), grow(sh.cut, n)
	floorShade, repeat := &sh.shades[0], float32(1/floorTile)
	if plain {
		floorShade = nil
	}
	sh.floor.start(material{tex: floorTextures[look.floor](), repeat: repeat, shade: floorShade})
	sh.trim.start(material{})
	sh.glass.start(material{unlit: true})
	sh.buildFloor(room)
	for i := range n {
		var shade *occlusion
		if !plain {
			shade = &sh.shades[i+1]
		}
		sh.walls[i].start(material{shade: shade})
		sh.cut[i] = false
		f, length := wallFrame(room, i)
		if length < 1e-3 {
			continue
		}
		h := float32(room.Height)
		if c.Plan {
			h = min(h, planCut)
		} else if !opts.FullWalls && (opts.LowWalls || outside(room, i, c)) {
			h = min(h, curbHeight)
			sh.cut[i] = true
		}
		w := wall{shell: sh, room: room, i: i, f: f, length: length, top: h, full: float32(room.Height), color: look.wall}
		w.build()
	}
	if !c.Plan {
		sh.buildCeiling(room)
	}
}

// wallFrame returns a frame along floor edge i, its n axis pointing into the
// room, and the edge's length.
func wallFrame(room *scenes.Room, i int) (frame, float32) {
	p, q := room.Floor[i], room.Floor[(i+1)%len(room.Floor)]
	n := outward(room, i)
	d := scenes.Vec3{q[0] - p[0], q[1] - p[1], 0}
	u := scenes.Vec2{-n[1], n[0]}
	length := float32(dot64(d, scenes.Vec3{u[0], u[1], 0}))
	return frame{
		o: vec3{float32(p[0]), float32(p[1]), 0},
		s: vec3{float32(u[0]), float32(u[1]), 0},
		n: vec3{float32(-n[0]), float32(-n[1]), 0},
		z: vec3{0, 0, 1}, length: length, end: vec3{float32(q[0]), float32(q[1]), 0},
	}, length
}

// outside reports whether the camera looks at wall i from its outer side.
func outside(room *scenes.Room, i int, c Camera) bool {
	n, p := outward(room, i), room.Floor[i]
	if c.Ortho > 0 {
		_, _, f := c.basis()
		return float64(n[0]*f[0])+float64(n[1]*f[1]) < -1e-6
	}
	return float64(n[0]*(c.Eye[0]-p[0]))+float64(n[1]*(c.Eye[1]-p[1])) > 0
}

func (sh *shell) buildFloor(room *scenes.Room) {
	base := uint32(len(sh.floor.verts))
	for _, p := range room.Floor {
		x, y := float32(p[0]), float32(p[1])
		sh.floor.verts = append(sh.floor.verts, vertex{
			p: vec3{x, y, 0}, n: vec3{0, 0, 1}, u: x, v: -y, c: [4]float32{1, 1, 1, 1},
		})
	}
	sh.ring = grow(sh.ring, len(room.Floor))
	for i := range sh.ring {
		sh.ring[i] = i
	}
	triangulate(room.Floor, sh.ring, func(a, b, c int) {
		sh.floor.idx = append(sh.floor.idx, base+uint32(a), base+uint32(b), base+uint32(c))
	})
	sh.area = len(sh.floor.idx)
	sh.floor.lap(room, 0, true)
}

func (sh *shell) buildCeiling(room *scenes.Room) {
	base := uint32(len(sh.trim.verts))
	for _, p := range room.Floor {
		sh.trim.verts = append(sh.trim.verts, vertex{
			p: vec3{float32(p[0]), float32(p[1]), float32(room.Height)}, n: vec3{0, 0, -1},
			c: [4]float32{ceilingColor[0], ceilingColor[1], ceilingColor[2], 1},
		})
	}
	for i := 0; i+2 < sh.area; i += 3 {
		t := sh.floor.idx[i:]
		sh.trim.idx = append(sh.trim.idx, base+t[0], base+t[2], base+t[1])
	}
	sh.trim.lap(room, base, false)
}

// lap lets a floor or ceiling, whose corners are the vertices from base on,
// run on a little under or over the walls. The walls have more corners along
// the joint than it has, and rounding them would let the background through.
func (p *part) lap(room *scenes.Room, base uint32, up bool) {
	n := uint32(len(room.Floor))
	for i := range n {
		a, b := base+i, base+(i+1)%n
		d := outward(room, int(i))
		out := vec3{float32(d[0] * lapWidth), float32(d[1] * lapWidth), 0}
		k := uint32(len(p.verts))
		for _, q := range [2]uint32{a, b} {
			v := p.verts[q]
			v.p = v.p.add(out)
			v.u, v.v = v.p.x, -v.p.y
			p.verts = append(p.verts, v)
		}
		if up {
			p.idx = append(p.idx, a, k, k+1, a, k+1, b)
		} else {
			p.idx = append(p.idx, a, k+1, k, a, b, k+1)
		}
	}
}

// triangulate cuts ears off a counter-clockwise polygon. It destroys ring. A
// polygon that crosses itself gives some triangles, never a hang.
func triangulate(pts []scenes.Vec2, ring []int, emit func(a, b, c int)) {
	cross := func(a, b, c int) float64 {
		p, q, r := pts[a], pts[b], pts[c]
		return float64((q[0]-p[0])*(r[1]-p[1])) - float64((q[1]-p[1])*(r[0]-p[0]))
	}
	for len(ring) >= 3 {
		cut := -1
		for i := range ring {
			a, b, c := ring[(i+len(ring)-1)%len(ring)], ring[i], ring[(i+1)%len(ring)]
			if cross(a, b, c) < 0 {
				continue
			}
			ear := true
			for _, d := range ring {
				if d == a || d == b || d == c {
					continue
				}
				if cross(a, b, d) >= 0 && cross(b, c, d) >= 0 && cross(c, a, d) >= 0 {
					ear = false
					break
				}
			}
			if ear {
				cut = i
				break
			}
		}
		if cut < 0 {
			cut = 0
		}
		emit(ring[(cut+len(ring)-1)%len(ring)], ring[cut], ring[(cut+1)%len(ring)])
		ring = slices.Delete(ring, cut, cut+1)
	}
}

// openings returns the wall's openings in order along it.
func (sh *shell) openings(room *scenes.Room, wall int) []scenes.Opening {
	sh.cuts = sh.cuts[:0]
	for _, o := range room.Openings {
		if o.Wall == wall && finite(o.Offset, o.Width, o.Height, o.Sill) {
			sh.cuts = append(sh.cuts, o)
		}
	}
	slices.SortStableFunc(sh.cuts, func(a, b scenes.Opening) int { return cmp.Compare(a.Offset, b.Offset) })
	return sh.cuts
}
