package shape

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// triangle is one triangle with its unit normal and area, kept small because
// models may have millions.
type triangle struct {
	corner [3][3]float32
	normal [3]float32
	area   float32
}

func (t *triangle) at(k int) scenes.Vec3 { return wide(t.corner[k]) }

func (t *triangle) up() float64 { return float64(t.normal[2]) }

func (t *triangle) centre() scenes.Vec3 {
	return t.at(0).Add(t.at(1)).Add(t.at(2)).Mul(1.0 / 3)
}

func wide(v [3]float32) scenes.Vec3 {
	return scenes.Vec3{float64(v[0]), float64(v[1]), float64(v[2])}
}

func narrow(v scenes.Vec3) [3]float32 {
	return [3]float32{float32(v[0]), float32(v[1]), float32(v[2])}
}

// soup is a model's triangles without order, with the centre of the base of
// their box at the origin.
type soup struct {
	triangles []triangle
	lo, hi    scenes.Vec3
}

// soupOf leaves out triangles without area and those with corners that are not
// finite.
func soupOf(m *mesh.Model) *soup {
	s := &soup{triangles: make([]triangle, 0, m.Triangles())}
	for _, p := range m.Parts {
		for i := 0; i+2 < len(p.Indices); i += 3 {
			var c [3]scenes.Vec3
			ok := true
			for k := range 3 {
				at := p.Indices[i+k]
				if ok = ok && int(at) < len(p.Positions); ok {
					c[k] = wide(p.Positions[at])
				}
			}
			n := c[1].Sub(c[0]).Cross(c[2].Sub(c[0]))
			l := n.Len()
			if !ok || !(l > 0) || math.IsInf(l, 0) {
				continue
			}
			s.triangles = append(s.triangles, triangle{
				corner: [3][3]float32{narrow(c[0]), narrow(c[1]), narrow(c[2])}, normal: narrow(n.Mul(1 / l)), area: float32(l / 2),
			})
		}
	}
	s.stand()
	return s
}

// stand moves the centre of the base to the origin.
func (s *soup) stand() {
	if len(s.triangles) == 0 {
		return
	}
	s.lo = scenes.Vec3{math.Inf(1), math.Inf(1), math.Inf(1)}
	s.hi = s.lo.Mul(-1)
	for i := range s.triangles {
		for k := range 3 {
			for j, x := range s.triangles[i].at(k) {
				s.lo[j], s.hi[j] = min(s.lo[j], x), max(s.hi[j], x)
			}
		}
	}
	base := scenes.Vec3{(s.lo[0] + s.hi[0]) / 2, (s.lo[1] + s.hi[1]) / 2, s.lo[2]}
	for i := range s.triangles {
		t := &s.triangles[i]
		for k := range 3 {
			t.corner[k] = narrow(t.at(k).Sub(base))
		}
	}
	s.lo, s.hi = s.lo.Sub(base), s.hi.Sub(base)
}

// lay makes the front the top and the bottom the front.
func (s *soup) lay() {
	down := func(v [3]float32) [3]float32 { return [3]float32{v[0], -v[2], v[1]} }
	for i := range s.triangles {
		t := &s.triangles[i]
		t.normal = down(t.normal)
		for k := range 3 {
			t.corner[k] = down(t.corner[k])
		}
	}
	s.stand()
}

func (s *soup) size() scenes.Vec3 { return s.hi.Sub(s.lo) }
