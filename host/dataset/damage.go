package dataset

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

// damageTries is how often a layout is spoilt anew until something is wrong with
// it.
const damageTries = 8

// damaged returns a copy of a layout with faults as models make them: about a
// third of the objects that are not locked, at most, are pushed, turned, put into
// another, lifted, sunk, thrown out of the room or forgotten. What does no harm is
// undone, so that every difference is one to mend. Where nothing comes of it, the
// copy has no fault.
func damaged(t *scenes.Task, l *scenes.Layout, g *rand.Rand) *scenes.Layout {
	whole := rounded(l)
	checker := measure.NewChecker(t)
	for range damageTries {
		out := &scenes.Layout{Placements: slices.Clone(whole.Placements)}
		spoil(t, out, g)
		out = rounded(out)
		findings := checker.Check(out).Findings
		if len(findings) == 0 {
			continue
		}
		for i := range out.Placements {
			p, was := &out.Placements[i], *whole.Find(out.Placements[i].ID)
			if *p == was {
				continue
			}
			harm := *p
			*p = was
			if !slices.Equal(checker.Check(out).Findings, findings) {
				*p = harm
			}
		}
		return out
	}
	return whole
}

func spoil(t *scenes.Task, l *scenes.Layout, g *rand.Rand) {
	var loose []string
	for _, p := range l.Placements {
		if t.Lock(p.ID) == nil {
			loose = append(loose, p.ID)
		}
	}
	if len(loose) == 0 {
		return
	}
	g.Shuffle(len(loose), func(i, j int) { loose[i], loose[j] = loose[j], loose[i] })
	for _, id := range loose[:1+g.IntN(1+len(loose)/3)] {
		p := l.Find(id)
		switch g.IntN(11) {
		case 0, 1, 2, 3:
			push(p, g, 0.2+g.Float64())
		case 4, 5:
			p.Yaw = math.Mod(p.Yaw+90*float64(1+g.IntN(3)), 360)
		case 6, 7:
			other := l.Placements[g.IntN(len(l.Placements))]
			p.Position[0], p.Position[1] = other.Position[0], other.Position[1]
		case 8:
			p.Position[2] += []float64{-1, 1}[g.IntN(2)] * (0.2 + 0.4*g.Float64())
		case 9:
			e := t.Room.Extent()
			push(p, g, max(e[0], e[1]))
		default:
			if len(l.Placements) > 1 {
				l.Placements = slices.DeleteFunc(l.Placements, func(q scenes.Placement) bool { return q.ID == id })
				continue
			}
			push(p, g, 0.5)
		}
	}
}

// rounded is a layout as prompt.Answer writes it.
func rounded(l *scenes.Layout) *scenes.Layout {
	out := &scenes.Layout{Placements: slices.Clone(l.Placements)}
	for i := range out.Placements {
		p := &out.Placements[i]
		for k := range p.Position {
			p.Position[k] = math.Round(p.Position[k]*1000) / 1000
		}
		p.Yaw = math.Round(p.Yaw*10) / 10
	}
	return out
}

// push moves a placement some metres in any direction.
func push(p *scenes.Placement, g *rand.Rand, far float64) {
	s, c := math.Sincos(2 * math.Pi * g.Float64())
	p.Position[0] += far * c
	p.Position[1] += far * s
}
