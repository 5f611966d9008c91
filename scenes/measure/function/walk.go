package function

import (
	"fmt"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/geom/freespace"
	"github.com/metaspatial/metaspatial/scenes/measure/guideline"
	"github.com/metaspatial/metaspatial/scenes/world"
)

const (
	// headroom and step are the heights in metres between which a body is in a
	// walker's way.
	headroom = 2.0
	step     = 0.03
	// worthReaching is the area in m² from which a piece of floor that nobody
	// reaches is worth a finding.
	worthReaching = 0.25
	// threshold is how far behind a door a person stands who has come in.
	threshold = 0.15
)

func obstacle(b *world.Body) bool {
	return !b.Object.Flat && b.Box.Bottom() < headroom && b.Box.Top() > step
}

// walk draws where a person gets to: free is the floor without obstacles, stand
// the places of a person's centre, reached what those who come in by any door
// cover.
func (s *scratch) walk() {
	room := &s.world.Task.Room
	cell := max(s.o.Cell, s.world.Space.Extent[0]/mostPixels, s.world.Space.Extent[1]/mostPixels)
	s.free.Reset(room.Floor, room.Holes, freespace.Options{Cell: cell})
	floor := s.free.Count()
	if floor == 0 {
		s.reached.CopyFrom(&s.free)
		return
	}
	for _, b := range s.bodies {
		if obstacle(b) {
			s.free.Block(b.Box, 0)
		}
	}
	s.stand.CopyFrom(&s.free)
	s.stand.ErodeDisk(s.o.Radius)
	s.parts.Find(&s.stand, freespace.Eight)
	open := max(s.open(float64(floor)*s.free.Cell*s.free.Cell), 1e-9)
	s.seeds.CopyFrom(&s.stand)
	s.reached.CopyFrom(&s.stand)
	s.marked = append(s.marked[:0], make([]bool, len(s.parts.Sizes))...)
	covered, doors := 0.0, 0
	s.seen = s.seen[:0]
	for _, o := range room.Openings {
		if o.Kind != scenes.Door || o.Wall < 0 || o.Wall >= len(room.Floor) || !(o.Width > 0) {
			continue
		}
		doors++
		inside := s.inside(o)
		s.seeds.Clear()
		s.seeds.Open(inside, 0)
		s.marks = s.parts.Touching(&s.seeds, s.marks)
		// Doors that lead to the same pieces need not be drawn twice.
		if doors == 1 || !slices.Equal(s.marks, s.seen) {
			covered = s.cover(s.marks)
		}
		s.seen = append(s.seen[:0], s.marks...)
		for k, m := range s.marks {
			s.marked[k] = s.marked[k] || m
		}
		if !slices.Contains(s.marks, true) {
			s.shut(o, inside)
		}
		s.add(Navigability, -1, covered/open)
	}
	if doors == 0 {
		if k, _ := s.parts.Largest(); k >= 0 {
			s.marked[k] = true
		}
		s.add(Navigability, -1, s.cover(s.marked)/open)
	} else if doors > 1 {
		s.cover(s.marked)
	}
	if !s.o.Silent {
		s.cutOff(doors)
	}
}

// Reached returns the floor that a person covers who comes in by any door, or in
// a room without doors, by its largest piece: what navigability measures.
func Reached(w *world.World, o Options) *freespace.Grid {
	s := pool.Get().(*scratch)
	defer pool.Put(s)
	o.Silent = true
	s.reset(w, o)
	s.walk()
	g := new(freespace.Grid)
	g.CopyFrom(&s.reached)
	s.world = nil
	return g
}

// cover draws what a person covers who gets to the marked pieces, and returns
// its area.
func (s *scratch) cover(marks []bool) float64 {
	s.parts.Keep(&s.reached, marks)
	s.reached.DilateDisk(s.o.Radius)
	return s.reached.Area()
}

// open is the area of a floor that is not meant for furniture.
func (s *scratch) open(floor float64) float64 {
	for i := range s.world.Task.Objects {
		o := &s.world.Task.Objects[i]
		if area := o.Size[0] * o.Size[1]; o.Support == scenes.OnFloor && !o.Flat && area > 0 && area < floor {
			floor -= area
		}
	}
	return floor
}

// inside returns where a person stands who has come in by a door.
func (s *scratch) inside(o scenes.Opening) geom.Box {
	b := geom.DoorZone(&s.world.Task.Room, o)
	_, front := scenes.Axes(b.Yaw)
	door := b.Center.Vec2().Sub(front.Mul(b.Half[1]))
	depth := max(threshold, 3*s.free.Cell)
	at := door.Add(front.Mul(s.o.Radius + depth/2))
	b.Center[0], b.Center[1] = at[0], at[1]
	b.Half[0], b.Half[1] = max(b.Half[0]-s.o.Radius, 1.5*s.free.Cell), depth/2
	return b
}

// shut reports a door that nobody can come in by, and the body nearest to it.
func (s *scratch) shut(o scenes.Opening, inside geom.Box) {
	var who *world.Body
	best := math.Inf(1)
	for _, b := range s.bodies {
		if d := b.Box.Center.Vec2().Sub(inside.Center.Vec2()).Len() - min(b.Box.Half[0], b.Box.Half[1]); obstacle(b) && d < best {
			who, best = b, d
		}
	}
	if who == nil {
		s.find(scenes.Finding{Rule: RuleNavigation, Other: o.ID,
			Message: fmt.Sprintf("Nobody can come in by %s: it leaves less than the %.2f m that a person needs.", o.ID, 2*s.o.Radius)})
		return
	}
	_, front := scenes.Axes(inside.Yaw)
	s.find(scenes.Finding{Rule: RuleNavigation, Object: who.Object.ID, Other: o.ID, Direction: front,
		Message: fmt.Sprintf("Nobody can come in by %s: %s stands before it; leave %.2f m to pass.", o.ID, who.Object.ID, 2*s.o.Radius)})
}

// cutOff reports the pieces of floor that nobody reaches.
func (s *scratch) cutOff(doors int) {
	if !slices.Contains(s.marked, true) {
		return
	}
	s.middles = s.middles[:0]
	for k, n := range s.parts.Sizes {
		// A person covers the piece and the radius round it.
		side := math.Sqrt(float64(n)) * s.stand.Cell
		area := side*side + 4*side*s.o.Radius + math.Pi*s.o.Radius*s.o.Radius
		if s.marked[k] || area < worthReaching || n < 9 {
			continue
		}
		if len(s.middles) == 0 {
			s.middle()
		}
		at := s.middles[k]
		from := "the doors"
		if doors == 0 {
			from = "the rest of the room"
		}
		f := scenes.Finding{Rule: RuleNavigation, Message: fmt.Sprintf(
			"About %.1f m² of floor round (%.1f, %.1f) cannot be reached from %s; leave gaps of at least %.2f m.", area, at[0], at[1], from, 2*s.o.Radius)}
		if b := s.nearest(at, func(b *world.Body) bool { return guideline.Stands(b) }); b != nil {
			f.Object = b.Object.ID
		}
		s.find(f)
	}
}

// middle finds the centres of all pieces.
func (s *scratch) middle() {
	s.middles = append(s.middles, make([]scenes.Vec2, len(s.parts.Sizes))...)
	g := &s.stand
	for y := range g.H {
		for x := 0; x < g.W; {
			if !g.Free(x, y) {
				x++
				continue
			}
			// Neighbours along a row are of one piece.
			from := x
			for x < g.W && g.Free(x, y) {
				x++
			}
			a, b := g.Center(from, y), g.Center(x-1, y)
			m := &s.middles[s.parts.Label(from, y)]
			m[0] += (a[0] + b[0]) / 2 * float64(x-from)
			m[1] += a[1] * float64(x-from)
		}
	}
	for k, n := range s.parts.Sizes {
		s.middles[k] = s.middles[k].Mul(1 / float64(n))
	}
}

// nearest returns the body whose footprint is nearest to a point, the first of
// several; nil when none fits.
func (s *scratch) nearest(p scenes.Vec2, ok func(*world.Body) bool) *world.Body {
	var who *world.Body
	best := math.Inf(1)
	for i := range s.disks {
		// No footprint is nearer than the circle round it.
		if s.disks[i].beyond(p, best) {
			continue
		}
		b := s.bodies[i]
		if !ok(b) {
			continue
		}
		if d := b.Box.DistanceXY(p); d < best {
			who, best = b, d
		}
	}
	return who
}
