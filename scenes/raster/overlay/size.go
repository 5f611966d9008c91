package overlay

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// sizes writes the width, depth and height of the objects that are seen along
// edges of their boxes.
func (s *sheet) sizes() {
	small := 0.88 * s.text
	s.placed(func(k int, o *scenes.Object, p scenes.Placement) {
		if s.regions[k].pixels == 0 {
			return
		}
		b := geom.BoxOf(o, p)
		c := b.Corners()
		z := b.Bottom()
		if s.cam.Plan {
			z = b.Top()
		}
		// Of the edges across (front, back) and along (left, right) those lower
		// in the picture.
		s.dimension2(raise(c[0], z), raise(c[1], z), raise(c[3], z), raise(c[2], z), o.Size[0], small)
		if o.Size[1] > 0.08 {
			s.dimension2(raise(c[1], z), raise(c[2], z), raise(c[0], z), raise(c[3], z), o.Size[1], small)
		}
		if s.cam.Plan || o.Size[2] < 0.08 {
			return
		}
		left, x := 0, math.Inf(1)
		for i, q := range c {
			if v := s.at(raise(q, b.Center[2])).X; v < x-1e-6 {
				left, x = i, v
			}
		}
		s.dimension(raise(c[left], b.Bottom()), raise(c[left], b.Top()), metres(o.Size[2]), 0.9, small)
	})
}

// dimension2 draws the dimension along the lower of two parallel edges.
func (s *sheet) dimension2(a, b, c, d scenes.Vec3, long, size float64) {
	if s.at(a).Y+s.at(b).Y < s.at(c).Y+s.at(d).Y {
		a, b = c, d
	}
	s.dimension(a, b, metres(long), 0.9, size)
}
