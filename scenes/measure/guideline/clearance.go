package guideline

import (
	"cmp"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// mostOverlaps bounds the overlaps that are measured, against layouts that pile
// thousands of objects on each other; the cost then is a lower bound.
const mostOverlaps = 1 << 17

// clearance measures where the clearances of pieces that are not used together
// overlap. A sweep along x finds the candidates.
func (s *scratch) clearance() {
	s.order, s.spaces = s.order[:0], s.spaces[:0]
	total := 0.0
	for i := range s.pieces {
		p := &s.pieces[i]
		g := p.grown()
		reach := g.shadow(scenes.Vec2{1, 0})
		s.spaces = append(s.spaces, space{g, g.at[0] - reach, g.at[0] + reach})
		if p.stands {
			s.order = append(s.order, int32(i))
			total += g.area() - p.area()
		}
	}
	if total <= 0 || len(s.order) == 0 {
		return
	}
	slices.SortStableFunc(s.order, func(i, j int32) int { return cmp.Compare(s.spaces[i].west, s.spaces[j].west) })
	found, sum := 0, 0.0
	first := len(s.terms)
	for k, i := range s.order {
		p := &s.pieces[i]
		a := &s.spaces[i]
		for _, j := range s.order[k+1:] {
			q := &s.pieces[j]
			b := &s.spaces[j]
			if b.west > a.east || found >= mostOverlaps {
				break
			}
			if p.class == nil && q.class == nil || belong(p, q) {
				continue
			}
			found++
			if v := overlap(&a.piece, &b.piece); v > 0 {
				s.add(term{kind: Clearance, a: i, b: j, value: v, loss: 1, weight: v, at: v})
				sum += v
			}
		}
	}
	// The weights make the loss the ratio of the overlaps to all clearances; a
	// term without a loss stands for what does not overlap.
	scale := 1 / max(total, sum)
	for k := first; k < len(s.terms); k++ {
		s.terms[k].weight *= scale
	}
	s.add(term{kind: Clearance, a: -1, b: -1, weight: max(0, 1-sum*scale), rest: true})
}

// UsedTogether reports whether two bodies are used as one, so that neither is in
// the other's way: by class ([taxonomy.Together]), or because the task turns a
// seat to the other.
func UsedTogether(a, b *world.Body) bool {
	return taxonomy.Together(a.Class, b.Class) || drawn(a, b) || drawn(b, a)
}

// drawn reports whether the task turns a chair, a stool or a bench to b.
func drawn(a, b *world.Body) bool {
	c := a.Class
	return c != nil && a.Object.Facing != "" && a.Object.Facing == b.Object.ID && (c.Plays(taxonomy.Chair) || c.Plays(taxonomy.Stool) || c.Plays(taxonomy.Bench))
}

// belong is [UsedTogether]; few pieces are drawn to others, and most need no
// look at their bodies.
func belong(p, q *piece) bool {
	return taxonomy.Together(p.class, q.class) || p.drawn && drawn(p.body, q.body) || q.drawn && drawn(q.body, p.body)
}

// space is a piece grown by its clearances and its span along x.
type space struct {
	piece
	west, east float64
}

// grown returns the piece with its footprint grown by its clearances.
func (p *piece) grown() piece {
	g := *p
	if p.class == nil {
		return g
	}
	c := &p.class.Clearance
	g.half = scenes.Vec2{p.half[0] + (c.Left+c.Right)/2, p.half[1] + (c.Front+c.Back)/2}
	g.at = p.at.Add(p.right.Mul((c.Right - c.Left) / 2)).Add(p.out.Mul((c.Front - c.Back) / 2))
	return g
}

// Gap returns the distance in metres between two footprints, 0 when they meet.
func Gap(a, b geom.Box) float64 {
	p, q := footprint(&a), footprint(&b)
	return gap(&p, &q)
}

// Overlap returns the area in m² that two footprints share. Boxes that are not
// finite share none.
func Overlap(a, b geom.Box) float64 {
	p, q := footprint(&a), footprint(&b)
	if v := overlap(&p, &q); v > 0 {
		return v
	}
	return 0
}

func footprint(b *geom.Box) piece {
	p := piece{at: b.Center.Vec2(), half: b.Half.Vec2()}
	p.right, p.out = scenes.Axes(b.Yaw)
	return p
}

// overlap is the area that two footprints share: one clipped by the other's
// four sides (Sutherland and Hodgman).
func overlap(a, b *piece) float64 {
	if !crossing(a, b) {
		return 0
	}
	var x, y [8]scenes.Vec2
	corners := a.corners()
	n := copy(x[:], corners[:])
	from, to := &x, &y
	for _, side := range [4]struct {
		out  scenes.Vec2
		half float64
	}{{b.right, b.half[0]}, {b.right.Mul(-1), b.half[0]}, {b.out, b.half[1]}, {b.out.Mul(-1), b.half[1]}} {
		m := 0
		for k := range n {
			p, q := from[k], from[(k+1)%n]
			dp, dq := p.Sub(b.at).Dot(side.out)-side.half, q.Sub(b.at).Dot(side.out)-side.half
			if dp <= 0 {
				to[m&7] = p
				m++
			}
			if dp < 0 != (dq < 0) && dp != dq && dp*dq < 0 {
				to[m&7] = p.Add(q.Sub(p).Mul(dp / (dp - dq)))
				m++
			}
		}
		from, to, n = to, from, min(m, 8)
		if n == 0 {
			return 0
		}
	}
	area := 0.0
	for k := range n {
		p, q := from[k].Sub(from[0]), from[(k+1)%n].Sub(from[0])
		area += p[0]*q[1] - q[0]*p[1]
	}
	return math.Abs(area) / 2
}
