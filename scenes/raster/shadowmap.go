package raster

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// shadowMap is what one side of a light sees.
type shadowMap struct {
	Renderer
	// near holds by tile the greatest key in it and its neighbours, far the
	// least.
	near, far []float32
	tiles     int
	// empty says that nothing is seen.
	empty bool
}

const (
	// cubeSide and sunSide are the sides of the maps in texels.
	cubeSide = 384
	sunSide  = 1024
	// cubeAngle, in degrees, is a little more than a right angle, so that what
	// is filtered about the edge of a side lies within it.
	cubeAngle = 97
	tileSide  = 16
)

// cubeSides are the directions and the up vectors of a point light's maps.
var cubeSides = [6][2]scenes.Vec3{
	{{1, 0, 0}, {0, 0, 1}}, {{-1, 0, 0}, {0, 0, 1}}, {{0, 1, 0}, {0, 0, 1}},
	{{0, -1, 0}, {0, 0, 1}}, {{0, 0, 1}, {0, 1, 0}}, {{0, 0, -1}, {0, 1, 0}},
}

// draw fills the map with what the camera sees of the casters.
func (m *shadowMap) draw(from *Renderer, c Camera, side int) {
	m.view = newView(c, side, side)
	if c.Ortho > 0 {
		// Everything lies between the eye and this; small keys are exact.
		m.view.bias = float32(c.Ortho) + 4
	}
	m.instances = append(m.instances[:0], from.instances...)
	m.materials, m.calls = m.materials[:0], m.calls[:0]
	m.corners, m.cuts, m.tris = m.corners[:0], m.cuts[:0], m.tris[:0]
	m.clear, m.ghostly = m.clear[:0], m.ghostly[:0]
	m.normals, m.deferred, m.flat, m.coarse, m.exposure = true, true, true, 0.35, 1
	for _, k := range from.casters {
		m.Renderer.draw(k.part, k.instance)
	}
	n := side * side
	if m.empty = len(m.tris) == 0; m.empty {
		return
	}
	m.keys, m.seen = grow(m.keys, n), grow(m.seen, n)
	clear(m.keys)
	clear(m.seen)
	if len(m.painters) == 0 {
		m.painters = make([]painter, 1)
	}
	p := &m.painters[0]
	p.ready(&m.Renderer)
	for i := range m.tris {
		if t := &m.tris[i]; t.kind <= kindMask {
			p.fill(&m.layer, t, uint32(i+1), 0, int32(side))
		}
	}
	m.tile(side)
}

// tile finds the extremes about every tile.
func (m *shadowMap) tile(side int) {
	n := side / tileSide
	m.tiles = n
	m.near, m.far = grow(m.near, 2*n*n), grow(m.far, 2*n*n)
	near, far := m.near[n*n:], m.far[n*n:]
	for ty := range n {
		for tx := range n {
			lo, hi := m.keys[ty*tileSide*side+tx*tileSide], float32(0)
			for y := range tileSide {
				o := (ty*tileSide+y)*side + tx*tileSide
				for _, k := range m.keys[o : o+tileSide] {
					if k < lo {
						lo = k
					}
					if k > hi {
						hi = k
					}
				}
			}
			near[ty*n+tx], far[ty*n+tx] = hi, lo
		}
	}
	for ty := range n {
		for tx := range n {
			lo, hi := far[ty*n+tx], near[ty*n+tx]
			for y := max(0, ty-1); y <= min(n-1, ty+1); y++ {
				for x := max(0, tx-1); x <= min(n-1, tx+1); x++ {
					lo, hi = min(lo, far[y*n+x]), max(hi, near[y*n+x])
				}
			}
			m.near[ty*n+tx], m.far[ty*n+tx] = hi, lo
		}
	}
}

// softTaps is how many places are looked at in a penumbra, findTaps how many to
// find out how wide it is.
const (
	softTaps = 24
	findTaps = 12
)

// disc are evenly spread places in a unit disc, outwards (Vogel 1979).
var disc = func() (d [softTaps][2]float32) {
	const golden = 137.50776405003785
	for i := range d {
		r := grid(math.Sqrt((float64(i) + 0.5) / softTaps))
		s, c := sincos(golden * float64(i))
		d[i] = [2]float32{float32(float64(r * c)), float32(float64(r * s))}
	}
	return d
}()

// spot is where a point is seen from a light: its texel, its key and how the
// key of its plane changes from texel to texel, so that a surface that is lit
// at a grazing angle does not shade itself.
type spot struct{ x, y, key, gx, gy float32 }

// steep bounds a plane's slope, in texels of depth per texel.
const steep = 12

// slope sets the change of the key per texel; texel is the size of one in keys.
func (s *spot) slope(gx, gy, texel float32) {
	s.gx, s.gy = clamp(gx, steep*texel), clamp(gy, steep*texel)
	if s.gx != s.gx || s.gy != s.gy {
		s.gx, s.gy = 0, 0
	}
}

// at returns the share of a light of the given radius, in texels times depth
// (or in texels per metre, for the sun), that reaches a spot.
func (m *shadowMap) at(s *spot, radius float32) float32 {
	x, y, key := s.x, s.y, s.key
	n := m.view.w
	if m.empty || !(x >= 1 && y >= 1 && x < float32(n-1) && y < float32(n-1)) {
		return 1
	}
	tile := int(y)/tileSide*m.tiles + int(x)/tileSide
	if key >= m.near[tile] {
		return 1
	}
	if key < m.far[tile] {
		return 0
	}
	// The blockers' mean key gives the width of the penumbra (Fernando 2005).
	reach := min(max(m.blur(key, m.near[tile], radius), 1), tileSide-1)
	sum, blocked := float32(0), 0
	for i := 0; i < softTaps; i += softTaps / findTaps {
		dx, dy := float32(disc[i][0]*reach), float32(disc[i][1]*reach)
		k := m.texel(x+dx, y+dy)
		if k > key+float32(dx*s.gx)+float32(dy*s.gy) {
			sum += k
			blocked++
		}
	}
	if blocked == 0 {
		return 1
	}
	wide := min(max(m.blur(key, sum/float32(blocked), radius), 1.25), reach)
	lit := 0
	for i := range disc {
		dx, dy := float32(disc[i][0]*wide), float32(disc[i][1]*wide)
		if m.texel(x+dx, y+dy) <= key+float32(dx*s.gx)+float32(dy*s.gy) {
			lit++
		}
	}
	return float32(float32(lit) * (1.0 / softTaps))
}

// blur returns the radius of the penumbra, in texels, of a blocker at one key
// on a receiver at another.
func (m *shadowMap) blur(key, blocker, radius float32) float32 {
	// With keys 1/z the penumbra R(z-b)/b, seen at z, is R(1/b-1/z).
	return float32(radius * (blocker - key))
}

func (m *shadowMap) texel(x, y float32) float32 {
	n := m.view.w
	i, j := min(max(int(x), 0), n-1), min(max(int(y), 0), n-1)
	return m.keys[j*n+i]
}
