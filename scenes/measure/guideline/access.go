package guideline

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// zone is a space that should be free: its centre and half diagonal.
type zone struct {
	at     scenes.Vec2
	radius float64
}

// mostIntruders bounds the pieces that are counted in one space, against layouts
// that pile thousands of objects on each other; the cost then is a lower bound.
const mostIntruders = 256

// intrusion is max(0, 1 − ‖p − v‖/(b + vd)): how far a piece stands in a space
// (Yu et al. 2011, accessibility), 1 when it stands at its
// centre.
func (p *piece) intrusion(z *zone) float64 {
	reach := p.radius + z.radius
	d := p.at.Sub(z.at)
	if n := d.Dot(d); n < reach*reach {
		return 1 - math.Sqrt(n)/reach
	}
	return 0
}

// side returns the space on one side of p, as deep as the class's clearance.
func (p *piece) side(s taxonomy.Sides) zone {
	out, _ := s.Vectors(p.right, p.out)
	depth := s.Depth(p.class.Clearance)
	from, across := p.half[1], p.half[0]
	if s == taxonomy.LeftSide || s == taxonomy.RightSide {
		from, across = across, from
	}
	return zone{p.at.Add(out.Mul(from + depth/2)), math.Hypot(across, depth/2)}
}

// access measures what stands in the spaces of functional sides.
func (s *scratch) access() {
	for j := range s.pieces {
		q := &s.pieces[j]
		if !q.stands || q.class == nil || q.class.Sides == 0 {
			continue
		}
		sum, worst, by := s.blocked(q)
		s.add(term{kind: Accessibility, a: int32(j), b: by, value: sum, loss: min(1, sum), weight: 1, at: worst})
	}
}

// blocked sums the intrusions into the spaces of q: all of them, or the freest
// where one is enough. It names the worst intruder there.
func (s *scratch) blocked(q *piece) (sum, worst float64, by int32) {
	by = -1
	first := true
	for _, side := range taxonomy.EachSide {
		if !q.class.Sides.Has(side) {
			continue
		}
		z := q.side(side)
		v, w, b := s.intruders(q, &z)
		switch {
		case q.class.EverySide:
			sum += v
			if w > worst {
				worst, by = w, b
			}
		case first || v < sum:
			sum, worst, by = v, w, b
		}
		first = false
	}
	return sum, worst, by
}

func (s *scratch) intruders(q *piece, z *zone) (sum, worst float64, by int32) {
	by = -1
	count := 0
	for i := range s.disks {
		if d := &s.disks[i]; !d.stands || d.beyond(z.at, z.radius) {
			continue
		}
		p := &s.pieces[i]
		if p == q {
			continue
		}
		v := p.intrusion(z)
		if v == 0 || belong(p, q) {
			continue
		}
		if count++; count > mostIntruders {
			break
		}
		sum += v
		if v > worst {
			worst, by = v, int32(i)
		}
	}
	return sum, worst, by
}

const (
	// viewDepth is how far before a screen its view is kept free, in metres, in
	// viewParts squares.
	viewDepth = 3.0
	viewParts = 3
	// sightline is the height in metres of a seated person's eyes, about which
	// handbooks of seated dimensions agree; what is lower hides nothing.
	sightline = 1.1
)

// visibility measures what stands in the view of screens and boards.
func (s *scratch) visibility() {
	for j := range s.pieces {
		q := &s.pieces[j]
		if !roomScreen(q) && !q.plays(taxonomy.Board) {
			continue
		}
		sum, worst, by := 0.0, 0.0, int32(-1)
		edge := min(q.low, sightline)
		for k := range viewParts {
			depth := viewDepth / viewParts
			z := zone{q.at.Add(q.out.Mul(q.half[1] + depth*(float64(k)+0.5))), math.Hypot(q.half[0], depth/2)}
			count := 0
			for i := range s.disks {
				if d := &s.disks[i]; !d.stands || d.beyond(z.at, z.radius) {
					continue
				}
				p := &s.pieces[i]
				if p == q || p.high <= edge || p.plays(taxonomy.Seat) || q.body.Object.Parent == p.body.Object.ID {
					continue
				}
				if v := p.intrusion(&z); v > 0 {
					if count++; count > mostIntruders {
						break
					}
					sum += v
					if v > worst {
						worst, by = v, int32(i)
					}
				}
			}
		}
		s.add(term{kind: Visibility, a: int32(j), b: by, value: sum, loss: min(1, sum), weight: 1, at: worst})
	}
}
