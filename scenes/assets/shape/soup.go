package shape

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// triangle is one triangle with its unit normal and area.
type triangle struct {
	corner [3]scenes.Vec3
	normal scenes.Vec3
	area   float64
}

func (t *triangle) centre() scenes.Vec3 {
	return t.corner[0].Add(t.corner[1]).Add(t.corner[2]).Mul(1.0 / 3)
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
			var t triangle
			ok := true
			for k := range 3 {
				at := p.Indices[i+k]
				if ok = ok && int(at) < len(p.Positions); !ok {
					break
				}
				v := p.Positions[at]
				t.corner[k] = scenes.Vec3{float64(v[0]), float64(v[1]), float64(v[2])}
			}
			if !ok {
				continue
			}
			n := t.corner[1].Sub(t.corner[0]).Cross(t.corner[2].Sub(t.corner[0]))
			l := n.Len()
			if !(l > 0) || math.IsInf(l, 0) {
				continue
			}
			t.normal, t.area = n.Mul(1/l), l/2
			s.triangles = append(s.triangles, t)
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
		for _, c := range s.triangles[i].corner {
			for k, x := range c {
				s.lo[k], s.hi[k] = min(s.lo[k], x), max(s.hi[k], x)
			}
		}
	}
	base := scenes.Vec3{(s.lo[0] + s.hi[0]) / 2, (s.lo[1] + s.hi[1]) / 2, s.lo[2]}
	for i := range s.triangles {
		for k := range 3 {
			s.triangles[i].corner[k] = s.triangles[i].corner[k].Sub(base)
		}
	}
	s.lo, s.hi = s.lo.Sub(base), s.hi.Sub(base)
}

// lay makes the front the top and the bottom the front.
func (s *soup) lay() {
	down := func(v scenes.Vec3) scenes.Vec3 { return scenes.Vec3{v[0], -v[2], v[1]} }
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
