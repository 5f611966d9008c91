package guideline

import (
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// The comfortable gaps in metres (Merrell et al. 2011, pairwise
// relationships).
var (
	lowTableGap = span{0.406, 0.457}
	endTableGap = span{0, 0.305}
)

// pairs measures the distance and angle of tables to what they serve.
func (s *scratch) pairs() {
	isEasy := func(p *piece) bool { return p.easy() }
	isBed := func(p *piece) bool { return p.stands && p.plays(taxonomy.Bed) }
	isLow := func(p *piece) bool { return p.stands && p.plays(taxonomy.LowTable) }
	for i := range s.pieces {
		p := &s.pieces[i]
		if !p.stands || p.class == nil {
			continue
		}
		if p.easy() && p.class.Name != "corner_sofa" {
			if table, d := s.nearest(p, isLow); table >= 0 {
				s.pair(int32(i), table, d, lowTableGap)
			}
			continue
		}
		seat, d := int32(-1), 0.0
		switch main(p.class) {
		case taxonomy.Bedside:
			if seat, d = s.nearest(p, isBed); seat < 0 {
				seat, d = s.nearest(p, isEasy)
			}
		case taxonomy.SideTable:
			if !p.plays(taxonomy.Dining) {
				seat, d = s.nearest(p, func(q *piece) bool { return isEasy(q) || p.plays(taxonomy.Bedside) && isBed(q) })
			}
		}
		if seat >= 0 {
			s.pair(seat, int32(i), d, endTableGap)
		}
	}
}

// main is a class's most specific role.
func main(c *taxonomy.Class) taxonomy.Role {
	if len(c.Roles) == 0 {
		return ""
	}
	return c.Roles[0]
}

// pair adds the terms of a seat or bed and the table d away from it.
func (s *scratch) pair(seat, table int32, d float64, want span) {
	t := comfort(d, want.min, want.max)
	s.add(term{kind: PairDistance, a: table, b: seat, value: -t, loss: 1 - t, weight: 1, at: d, want: want})
	p, q := &s.pieces[seat], &s.pieces[table]
	if !p.fronted {
		return
	}
	from := p.at
	if p.plays(taxonomy.Bed) {
		from = p.level(q.at)
	}
	// cos 4φ = 8cos⁴φ − 8cos²φ + 1.
	c := facing(p.out, from, q.at)
	four := 8*c*c*c*c - 8*c*c + 1
	s.add(term{kind: PairAngle, a: table, b: seat, value: -four, loss: (1 - four) / 2, weight: 1, at: degrees(c)})
}

// level returns the point of p's axis from back to front that is nearest to q.
func (p *piece) level(q scenes.Vec2) scenes.Vec2 {
	along := min(p.half[1], max(-p.half[1], q.Sub(p.at).Dot(p.out)))
	return p.at.Add(p.out.Mul(along))
}
