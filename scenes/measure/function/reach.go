package function

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/measure/guideline"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
	"github.com/metaspatial/metaspatial/scenes/world"
)

const (
	// lowHand and highHand are the heights in metres between which hands work
	// without stooping or stretching, and pastHand how far beyond nothing is
	// left of that.
	lowHand, highHand, pastHand = 0.4, 1.9, 0.5
	// sitHigh is the height of the lowest table to sit at on a chair.
	sitHigh = 0.6
	// turnedTo and turnedFrom are the angles between which a chair goes from
	// facing its table to not.
	turnedTo, turnedFrom = 45.0, 135.0
	// outOfReach is the score below which there is a finding.
	outOfReach = 0.7
)

// reaches measures what should be at hand.
func (s *scratch) reaches() {
	// desks holds the best chair's score of every desk.
	type best struct {
		chair *world.Body
		value float64
		d     float64
	}
	var desks map[*world.Body]best
	for _, b := range s.bodies {
		switch c := b.Class; {
		case c == nil:
		case c.Plays(taxonomy.Handled) && b.Object.Support == scenes.OnWall:
			s.height(b)
		case !guideline.Stands(b):
		case c.Plays(taxonomy.Chair) || c.Name == "bar_stool":
			table := s.nearest(b.Box.Center.Vec2(), func(p *world.Body) bool { return sitsAt(b, p) })
			if table == nil {
				continue
			}
			v, d := s.seated(b, table)
			if !table.Class.Plays(taxonomy.Desk) {
				s.reach(b, table, v, d)
			} else if was, ok := desks[table]; !ok || v > was.value {
				if desks == nil {
					desks = map[*world.Body]best{}
				}
				desks[table] = best{b, v, d}
			}
		case c.Plays(taxonomy.Sofa), c.Plays(taxonomy.Lounge):
			s.beside(b, func(p *world.Body) bool {
				return p.Class.Plays(taxonomy.LowTable) || p.Class.Plays(taxonomy.SideTable) && !p.Class.Plays(taxonomy.Storage)
			})
		case len(c.Roles) > 0 && c.Roles[0] == taxonomy.Bedside:
			s.beside(b, func(p *world.Body) bool { return p.Class.Plays(taxonomy.Bed) })
		}
	}
	for _, b := range s.bodies {
		if x, ok := desks[b]; ok {
			s.reach(x.chair, b, x.value, x.d)
		}
	}
}

// sitsAt reports whether chairs like b sit at p.
func sitsAt(b, p *world.Body) bool {
	// Most bodies are told apart by their classes, at the least cost.
	return p != b && p.Class != nil && together(b, p) && guideline.Stands(p) && p.Box.Top() >= sitHigh &&
		(p.Class.Plays(taxonomy.Table) || p.Class.Plays(taxonomy.Counter) && p.Class.Sides.Has(taxonomy.BackSide))
}

// seated measures a chair at a table: how far the table's edge is from the
// seat's centre, and whether the chair is turned to it.
func (s *scratch) seated(chair, table *world.Body) (value, d float64) {
	at := chair.Box.Center.Vec2()
	d = table.Box.DistanceXY(at)
	value = s.within(d)
	if !chair.Class.Front {
		return value, d
	}
	edge := table.Box.NearestXY(at)
	if d < 1e-6 {
		edge = table.Box.Center.Vec2()
	}
	if bearing, ok := geom.Bearing(at, edge); ok {
		value *= ramp(geom.AngleBetween(chair.Box.Yaw, bearing), turnedTo, turnedFrom)
	}
	return value, d
}

// within is 1 up to the arm's reach and (r/d)² beyond: Merrell et al.'s t
// (2011, pairwise distance).
func (s *scratch) within(d float64) float64 {
	if d <= s.o.Reach {
		return 1
	}
	return (s.o.Reach / d) * (s.o.Reach / d)
}

// ramp is 1 up to full, 0 from none, linear between.
func ramp(x, full, none float64) float64 {
	return min(1, max(0, (none-x)/(none-full)))
}

// beside measures the gap to the nearest body that fits, if the room has one.
func (s *scratch) beside(b *world.Body, fits func(*world.Body) bool) {
	var who *world.Body
	best := math.Inf(1)
	at, radius := b.Box.Center.Vec2(), math.Hypot(b.Box.Half[0], b.Box.Half[1])
	for i := range s.disks {
		if s.disks[i].beyond(at, best+radius) {
			continue
		}
		p := s.bodies[i]
		if p == b || p.Class == nil || !guideline.Stands(p) || !fits(p) {
			continue
		}
		if d := guideline.Gap(b.Box, p.Box); d < best {
			who, best = p, d
		}
	}
	if who != nil {
		s.reach(b, who, s.within(best), best)
	}
}

// reach adds the term of a person at or on b who should reach other.
func (s *scratch) reach(b, other *world.Body, value, d float64) {
	s.add(Reach, b.Index, value)
	if value >= outOfReach || s.o.Silent {
		return
	}
	f := scenes.Finding{Rule: RuleReach, Object: b.Object.ID, Other: other.Object.ID, Depth: max(0, d-s.o.Reach)}
	if d <= s.o.Reach {
		f.Message = fmt.Sprintf("%s is turned away from %s; turn it so that whoever sits there faces it.", b.Object.ID, other.Object.ID)
		s.find(f)
		return
	}
	if to := other.Box.Center.Sub(b.Box.Center).Vec2(); to.Len() > 1e-9 {
		f.Direction = to.Normalize()
	}
	f.Message = fmt.Sprintf("%s is %.2f m from %s; within %.2f m it would be at hand.", b.Object.ID, d, other.Object.ID, s.o.Reach)
	s.find(f)
}

// height measures how high something hangs that hands use.
func (s *scratch) height(b *world.Body) {
	z := b.Box.Center[2]
	off := max(0, z-highHand, lowHand-z)
	v := ramp(off, 0, pastHand)
	s.add(Reach, b.Index, v)
	if v >= outOfReach {
		return
	}
	way := "lower"
	if z < lowHand {
		way = "higher"
	}
	s.find(scenes.Finding{Rule: RuleReach, Object: b.Object.ID, Depth: off, Message: fmt.Sprintf(
		"The middle of %s is %.2f m high, out of reach; hang it %.2f m %s.", b.Object.ID, z, off, way)})
}
