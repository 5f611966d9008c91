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
	// eyes is the height of a seated person's eyes above the seat in metres.
	eyes = 0.75
	// The angles between which a view goes from good to none: from the seat's
	// front, and from the screen's.
	seatGood, seatNone     = 30.0, 90.0
	screenGood, screenNone = 45.0, 90.0
	// unseen is the score below which there is a finding.
	unseen = 0.6
)

// aims are the points of a screen that lines of sight go to, as shares of its
// half width and half height.
var aims = [5][2]float64{{0, 0}, {-0.6, 0}, {0.6, 0}, {0, -0.6}, {0, 0.6}}

// sights measures what seats see of the room's screen or board, and the chairs
// drawn up to a desk of the screens on it.
func (s *scratch) sights() {
	if focus, ok := guideline.FindFocus(s.world); ok {
		if screen := s.body(focus.Name); screen != nil && screen.Class != nil && (screen.Class.Plays(taxonomy.Screen) || screen.Class.Plays(taxonomy.Board)) {
			for _, b := range s.bodies {
				if focus.Draws(b) && b != screen {
					s.sight(b, screen)
				}
			}
		}
	}
	for _, screen := range s.bodies {
		c := screen.Class
		if c == nil || !c.Plays(taxonomy.Screen) || !c.Plays(taxonomy.Tabletop) {
			continue
		}
		desk := s.body(screen.Object.Parent)
		if desk == nil {
			continue
		}
		chair := s.nearest(screen.Box.Center.Vec2(), func(b *world.Body) bool {
			return b.Class != nil && b.Class.Plays(taxonomy.Chair) && guideline.Stands(b) && desk.Box.DistanceXY(b.Box.Center.Vec2()) <= s.o.Reach
		})
		if chair != nil {
			s.sight(chair, screen)
		}
	}
}

func (s *scratch) body(id string) *world.Body {
	if b := s.world.Find(id); b != nil && measurable(b) {
		return b
	}
	return nil
}

func (s *scratch) sight(seat, screen *world.Body) {
	from := seat.Box.Center
	from[2] = seat.Box.Bottom() + seat.Class.SeatHeight + eyes
	turned, aside := 0.0, 0.0
	if bearing, ok := geom.Bearing(from.Vec2(), screen.Box.Center.Vec2()); ok {
		turned = geom.AngleBetween(seat.Box.Yaw, bearing)
		aside = geom.AngleBetween(screen.Box.Yaw, bearing+180)
	}
	right, front := scenes.Axes(screen.Box.Yaw)
	s.corridor = s.corridor[:0]
	lowest := min(from[2], screen.Box.Center[2]-aims[4][1]*screen.Box.Half[2]) - 1e-6
	for i := range s.disks {
		// Every line of sight ends within the circle round the screen, and none is
		// lower than its lower end.
		if d := &s.disks[i]; d.top >= lowest && !d.aside(from.Vec2(), screen.Box.Center.Vec2(), math.Hypot(screen.Box.Half[0], screen.Box.Half[1])) {
			s.corridor = append(s.corridor, s.bodies[i])
		}
	}
	hidden := 0
	var by *world.Body
	for _, a := range aims {
		to := screen.Box.Center.Add(right.Mul(a[0] * screen.Box.Half[0]).Vec3(0)).Add(front.Mul(screen.Box.Half[1]).Vec3(a[1] * screen.Box.Half[2]))
		if b := s.between(from, to, seat, screen); b != nil {
			hidden++
			if by == nil {
				by = b
			}
		}
	}
	seen := 1 - float64(hidden)/float64(len(aims))
	v := ramp(turned, seatGood, seatNone) * ramp(aside, screenGood, screenNone) * seen
	s.add(Sight, seat.Index, v)
	if by != nil {
		s.blame[by.Index] += (1 - seen) / 2
	}
	if v >= unseen || s.o.Silent {
		return
	}
	f := scenes.Finding{Rule: RuleSight, Object: seat.Object.ID, Other: screen.Object.ID}
	switch {
	case by != nil && seen < 0.7:
		f.Object, f.Other, f.Depth = by.Object.ID, screen.Object.ID, 1-seen
		f.Message = fmt.Sprintf("%s stands between %s and %s; move it out of the line of sight.", by.Object.ID, seat.Object.ID, screen.Object.ID)
	case turned > seatGood:
		f.Depth = turned - seatGood
		f.Message = fmt.Sprintf("%s is turned %.0f° away from %s; turn it to within %.0f°.", seat.Object.ID, turned, screen.Object.ID, seatGood)
	default:
		f.Depth = max(0, aside-screenGood)
		f.Message = fmt.Sprintf("From %s one sees %s from %.0f° aside; move it more before the screen.", seat.Object.ID, screen.Object.ID, aside)
	}
	s.find(f)
}

// between returns the first body in the task's order that a line of sight
// crosses. The seat, the screen and what carries either are not in the way.
func (s *scratch) between(from, to scenes.Vec3, seat, screen *world.Body) *world.Body {
	for _, b := range s.corridor {
		if b == seat || b == screen || b.Object.Flat || b.Object.ID == screen.Object.Parent || b.Object.ID == seat.Object.Parent || b.Object.Parent == seat.Object.ID {
			continue
		}
		if crosses(&b.Box, from, to) {
			return b
		}
	}
	return nil
}

// crosses reports whether a segment passes through the inside of a box, by the
// slabs between its faces.
func crosses(b *geom.Box, from, to scenes.Vec3) bool {
	right, front := scenes.Axes(b.Yaw)
	p, d := from.Sub(b.Center), to.Sub(from)
	local := func(v scenes.Vec3) scenes.Vec3 {
		return scenes.Vec3{v[0]*right[0] + v[1]*right[1], v[0]*front[0] + v[1]*front[1], v[2]}
	}
	p, d = local(p), local(d)
	t0, t1 := 0.0, 1.0
	for k := range 3 {
		if math.Abs(d[k]) < 1e-12 {
			if math.Abs(p[k]) >= b.Half[k] {
				return false
			}
			continue
		}
		lo, hi := (-b.Half[k]-p[k])/d[k], (b.Half[k]-p[k])/d[k]
		t0, t1 = max(t0, min(lo, hi)), min(t1, max(lo, hi))
	}
	return t1-t0 > 1e-9
}
