package guideline

import (
	"math"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
)

// perMetre is γ of the symmetry cost. The paper gives no value; with this one
// a metre off the mirrored place weighs as much as a turn from
// facing to sideways.
const perMetre = 1.0

// axis is a line to mirror over.
type axis struct{ at, along scenes.Vec2 }

func (m *axis) turn(u scenes.Vec2) scenes.Vec2 {
	return m.along.Mul(2 * u.Dot(m.along)).Sub(u)
}

func (m *axis) point(p scenes.Vec2) scenes.Vec2 { return m.at.Add(m.turn(p.Sub(m.at))) }

// symmetry measures the layout over the axis that suits it best.
func (s *scratch) symmetry() {
	s.byClass()
	if len(s.order) == 0 {
		return
	}
	axes, n := s.axes()
	best, at := math.Inf(1), -1
	for k := range axes[:n] {
		sum := 0.0
		s.mirrored(&axes[k], func(_, _ int32, v float64) { sum -= v })
		if sum < best-1e-12 {
			best, at = sum, k
		}
	}
	if at < 0 {
		return
	}
	s.mirrored(&axes[at], func(f, _ int32, v float64) {
		s.add(term{kind: Symmetry, a: f, b: -1, value: -v, loss: (1 - v) / 2, weight: 1, at: heading(axes[at].along)})
	})
}

// axes returns the candidates: along and across the longest wall through the
// floor's centroid, and the focal object's.
func (s *scratch) axes() ([3]axis, int) {
	var out [3]axis
	n := 0
	if c, _, ok := centroid(s.world.Task.Room.Floor); ok {
		var along scenes.Vec2
		longest := 0.0
		walls(s.world.Task.Room.Floor, func(_, _, u scenes.Vec2, length float64) {
			if length > longest+1e-9 {
				longest, along = length, u
			}
		})
		if longest > 0 {
			out[0], out[1] = axis{c, along}, axis{c, scenes.Vec2{-along[1], along[0]}}
			n = 2
		}
	}
	if s.focus.found {
		out[n] = axis{s.focus.At, s.focus.out}
		n++
	}
	return out, n
}

// byClass lists the standing pieces, those of one category together.
func (s *scratch) byClass() {
	s.order = s.order[:0]
	for i := range s.pieces {
		if s.pieces[i].stands {
			s.order = append(s.order, int32(i))
		}
	}
	slices.SortStableFunc(s.order, func(i, j int32) int {
		return strings.Compare(s.pieces[i].category(), s.pieces[j].category())
	})
}

func (p *piece) category() string {
	if p.class != nil {
		return p.class.Name
	}
	return p.body.Object.Category
}

// mirror is what symmetry compares of a piece.
type mirror struct{ at, out scenes.Vec2 }

// mirrored calls visit with every piece, its best counterpart over the axis and
// cos(θ_f − θ′_g) − γ‖p_f − p′_g‖.
func (s *scratch) mirrored(m *axis, visit func(f, g int32, v float64)) {
	for from := 0; from < len(s.order); {
		to := from + 1
		name := s.pieces[s.order[from]].category()
		for to < len(s.order) && s.pieces[s.order[to]].category() == name {
			to++
		}
		group := s.order[from:to]
		s.group = s.group[:0]
		for _, j := range group {
			s.group = append(s.group, mirror{s.pieces[j].at, s.pieces[j].out})
		}
		for _, i := range group {
			f := &s.pieces[i]
			best, with := math.Inf(-1), int32(-1)
			// The reflection of f compared with g is that of g compared with f.
			at, out := m.point(f.at), m.turn(f.out)
			reach := math.Inf(1)
			for k := range s.group {
				g := &s.group[k]
				dx, dy := at[0]-g.at[0], at[1]-g.at[1]
				// Farther away than this not even a perfect heading is better.
				if dx*dx+dy*dy > reach {
					continue
				}
				d := math.Hypot(dx, dy)
				if 1-perMetre*d <= best {
					continue
				}
				c := out.Dot(g.out)
				if !f.fronted {
					c = math.Abs(c)
				}
				if !f.headed {
					c = 1
				}
				if v := c - perMetre*d; v > best {
					best, with = v, group[k]
					reach = (1 - best) / perMetre
					reach *= reach * slack
				}
			}
			visit(i, with, best)
		}
		from = to
	}
}
