package function

import (
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/measure/guideline"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
	"github.com/metaspatial/metaspatial/scenes/world"
)

const (
	// stripOff and stripDepth are SceneEval's strip (arXiv 2503.14756,
	// accessibility).
	stripOff   = 0.05
	stripDepth = 0.2
	// drawnUp is how near, in metres, a chair stands to the table that it is
	// drawn up to, and pullBack the space to pull it back and sit down.
	drawnUp  = 0.35
	pullBack = 0.610
	// leastStrip is the share of a strip that counts at least, however much of
	// it things take that are used together with the object.
	leastStrip = 0.25
	// mostBeside bounds the bodies that are told apart beside one side, against
	// layouts that pile thousands on each other.
	mostBeside = 64
	// poor is the score below which access and clearance get a finding.
	poor = 0.7
)

// uses measures access and clearance.
func (s *scratch) uses() {
	task := s.world.Task
	for i := range task.Objects {
		o := &task.Objects[i]
		if s.world.Body(i) == nil && o.Support == scenes.OnFloor && !o.Flat {
			if c := taxonomy.Find(o.Category); c != nil && c.Sides != 0 {
				s.add(Access, i, 0)
				s.add(Clearance, i, 0)
			}
		}
	}
	for _, b := range s.bodies {
		if b.Class != nil && b.Class.Sides != 0 && guideline.Stands(b) {
			s.use(b)
		}
	}
}

// side is one functional side of an object.
type side struct {
	which taxonomy.Sides
	depth float64
	// strip and space are the boxes that should be reached and free, and the
	// shares of them that are.
	strip, space  geom.Box
	access, clear float64
}

func (s *scratch) use(b *world.Body) {
	c := b.Class
	sides, asked := c.Sides, c.Clearance
	if s.drawnUp(b) {
		sides |= taxonomy.BackSide
		asked.Back = max(asked.Back, pullBack)
	}
	var access, free side
	sumAccess, sumClear, n := 0.0, 0.0, 0
	for _, which := range taxonomy.EachSide {
		if !sides.Has(which) {
			continue
		}
		x := s.measure(b, which, which.Depth(asked))
		sumAccess += x.access
		sumClear += x.clear
		// The sides that sentences are about: the best where one is enough, the
		// worst where each matters.
		if n++; n == 1 {
			access, free = x, x
			continue
		}
		if better(x.access, access.access, c.EverySide) {
			access = x
		}
		if better(x.clear, free.clear, c.EverySide) {
			free = x
		}
	}
	va, vc := access.access, free.clear
	if c.EverySide {
		va, vc = sumAccess/float64(n), sumClear/float64(n)
	}
	s.add(Access, b.Index, va)
	s.add(Clearance, b.Index, vc)
	s.intrude(b, &free, vc)
	if va < poor {
		s.unreached(b, &access, va, n)
	}
}

func better(x, than float64, worst bool) bool {
	if worst {
		return x < than
	}
	return x > than
}

// measure measures one side.
func (s *scratch) measure(b *world.Body, which taxonomy.Sides, depth float64) side {
	x := side{which: which, depth: depth, strip: beside(&b.Box, which, stripOff, stripDepth), space: beside(&b.Box, which, 0, depth)}
	cell := s.free.Cell * s.free.Cell
	reached, total := s.reached.Share(x.strip)
	empty, all := s.free.Share(x.space)
	var takenStrip, takenSpace, seated float64
	count := 0
	at, wide := x.space.Center.Vec2(), x.space.Half[0]+x.space.Half[1]
	for i := range s.disks {
		if s.disks[i].off(at, wide) || s.disks[i].stranger(b) {
			continue
		}
		p := s.bodies[i]
		if p == b || !near(&x.space, &p.Box) || !together(b, p) || !obstacle(p) {
			continue
		}
		if count++; count > mostBeside {
			break
		}
		strip := guideline.Overlap(x.strip, p.Box)
		takenStrip += strip
		takenSpace += guideline.Overlap(x.space, p.Box)
		if strip > 0 && p.Class != nil && p.Class.Plays(taxonomy.Seat) {
			seated = max(seated, s.round(p))
		}
	}
	if total > 0 {
		rest := max(float64(total)-takenStrip/cell, leastStrip*float64(total))
		x.access = min(1, max(float64(reached)/rest, seated))
	}
	if all > 0 {
		x.clear = min(1, (float64(empty)+takenSpace/cell)/float64(all))
	}
	return x
}

// round is how well a person gets to the best side of a seat.
func (s *scratch) round(seat *world.Body) float64 {
	best := 0.0
	for _, which := range taxonomy.EachSide {
		if free, total := s.reached.Share(beside(&seat.Box, which, stripOff, stripDepth)); total > 0 {
			best = max(best, float64(free)/float64(total))
		}
	}
	return best
}

// near reports whether two footprints may meet, by circles round them; strips
// are inside or beside the space.
func near(a, b *geom.Box) bool {
	d := a.Center.Sub(b.Center)
	reach := a.Half[0] + a.Half[1] + b.Half[0] + b.Half[1] + stripOff + stripDepth
	return d[0]*d[0]+d[1]*d[1] <= reach*reach
}

// beside returns the box of a depth on one side of another, off metres away.
func beside(b *geom.Box, which taxonomy.Sides, off, depth float64) geom.Box {
	right, front := scenes.Axes(b.Yaw)
	out, _ := which.Vectors(right, front)
	axis := 1
	if which == taxonomy.LeftSide || which == taxonomy.RightSide {
		axis = 0
	}
	x := *b
	at := out.Mul(b.Half[axis] + off + depth/2)
	x.Center = b.Center.Add(at.Vec3(0))
	x.Half[axis] = depth / 2
	return x
}

// drawnUp reports whether a chair stands at a table.
func (s *scratch) drawnUp(b *world.Body) bool {
	if !b.Class.Plays(taxonomy.Chair) && !b.Class.Plays(taxonomy.Stool) {
		return false
	}
	reach := b.Box
	reach.Half[0] += drawnUp
	reach.Half[1] += drawnUp
	at, wide := reach.Center.Vec2(), reach.Half[0]+reach.Half[1]
	for i := range s.disks {
		if s.disks[i].off(at, wide) || s.disks[i].stranger(b) {
			continue
		}
		p := s.bodies[i]
		if p != b && near(&reach, &p.Box) && together(b, p) && (p.Class.Plays(taxonomy.Table) || p.Class.Plays(taxonomy.Counter)) && guideline.Overlap(reach, p.Box) > 0 {
			return true
		}
	}
	return false
}

// intrude blames the bodies that take of a space what its use needs, and tells
// of the deepest.
func (s *scratch) intrude(b *world.Body, x *side, value float64) {
	if value >= 1 || x.depth == 0 {
		return
	}
	var who *world.Body
	var depth float64
	var dir scenes.Vec2
	area := 4 * x.space.Half[0] * x.space.Half[1]
	count := 0
	at, wide := x.space.Center.Vec2(), x.space.Half[0]+x.space.Half[1]
	for i := range s.disks {
		if s.disks[i].off(at, wide) {
			continue
		}
		p := s.bodies[i]
		if p == b || !near(&x.space, &p.Box) || together(b, p) || !obstacle(p) {
			continue
		}
		d, way := geom.FloorPenetration(p.Box, x.space)
		if d <= geom.Tolerance {
			continue
		}
		if count++; count > mostBeside {
			break
		}
		if area > 0 {
			s.blame[p.Index] += min(1, guideline.Overlap(x.space, p.Box)/area) / 2
		}
		if d > depth {
			who, depth, dir = p, d, way
		}
	}
	if value >= poor || s.o.Silent {
		return
	}
	f := scenes.Finding{Rule: scenes.RuleClearance, Object: b.Object.ID, Depth: x.depth * (1 - x.clear)}
	where := x.which.String()
	if who != nil {
		f.Object, f.Other, f.Depth, f.Direction = who.Object.ID, b.Object.ID, min(depth, x.depth), dir
		f.Message = fmt.Sprintf("%s takes %.2f m of the %.2f m that should be free at the %s of %s; move it away.", who.Object.ID, f.Depth, x.depth, where, b.Object.ID)
	} else {
		right, front := scenes.Axes(b.Box.Yaw)
		out, _ := x.which.Vectors(right, front)
		f.Direction = out.Mul(-1)
		f.Message = fmt.Sprintf("The %s of %s is too close to a wall: its use needs %.2f m there; turn it or move it into the room.", where, b.Object.ID, x.depth)
	}
	s.find(f)
}

// unreached tells of an object that a person does not get to.
func (s *scratch) unreached(b *world.Body, x *side, value float64, sides int) {
	if s.o.Silent {
		return
	}
	where := "the " + x.which.String()
	if sides > 1 && !b.Class.EverySide {
		where = "any side"
	}
	how := "hardly gets"
	if value < 0.05 {
		how = "cannot get"
	}
	s.find(scenes.Finding{Rule: RuleAccess, Object: b.Object.ID, Depth: stripDepth * (1 - value), Message: fmt.Sprintf(
		"A person who comes in %s to %s of %s; keep a way of %.2f m free to it.", how, where, b.Object.ID, 2*s.o.Radius)})
}
