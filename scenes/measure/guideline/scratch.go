package guideline

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom/freespace"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// far bounds coordinates and sizes in metres: what lies beyond is in no room,
// and is not measured.
const far = 1e5

// oblongRatio is how much longer than wide a footprint is whose heading shows.
const oblongRatio = 1.05

// piece is a body as the costs read it.
type piece struct {
	body       *world.Body
	class      *taxonomy.Class
	at         scenes.Vec2
	right, out scenes.Vec2 // unit vectors to the right and out of the front
	half       scenes.Vec2 // half sizes along them
	low, high  float64
	radius     float64 // half diagonal of the footprint
	// drawn says that the task turns it to something.
	drawn bool
	// stands says that it is furniture: on the floor, and no covering.
	stands bool
	// fronted and headed say whether it has a front, and whether its heading
	// shows.
	fronted, headed bool
}

func (p *piece) plays(r taxonomy.Role) bool { return p.class != nil && p.class.Plays(r) }

// easy reports whether p is a seat for conversation.
func (p *piece) easy() bool {
	return p.stands && (p.plays(taxonomy.Sofa) || p.plays(taxonomy.Lounge))
}

func (p *piece) area() float64 { return 4 * p.half[0] * p.half[1] }

// fourfold returns the unit vector of four times the heading, by which headings
// are compared up to quarter turns.
func (p *piece) fourfold() scenes.Vec2 { return fourfold(p.out) }

// fourfold returns (cos 4θ, sin 4θ) of the direction of a unit vector.
func fourfold(u scenes.Vec2) scenes.Vec2 {
	c2, s2 := u[0]*u[0]-u[1]*u[1], 2*u[0]*u[1]
	return scenes.Vec2{c2*c2 - s2*s2, 2 * c2 * s2}
}

// disk is the circle round a footprint.
type disk struct {
	x, y, radius float64
	stands       bool
}

// slack is by how much, of a squared length, a disk must be out of reach to be
// passed over: more than rounding, so that passing over changes no result.
const slack = 1 + 1e-9

// beyond reports whether the disk lies farther than reach from a point.
func (d *disk) beyond(p scenes.Vec2, reach float64) bool {
	x, y, r := d.x-p[0], d.y-p[1], reach+d.radius
	return x*x+y*y > r*r*slack
}

// scratch holds what a measurement needs; it is reused.
type scratch struct {
	world  *world.World
	pieces []piece
	// disks are the circles round the pieces' footprints, one each, close together
	// in memory: what lies out of reach is told by them.
	disks []disk
	terms []term
	// focus is the focal point.
	focus Focus
	// order lists the pieces that a cost is about.
	order  []int32
	near   [][partners]int32
	group  []mirror
	spaces []space
	grid   freespace.Grid
	parts  freespace.Components
}

// collect measures every term of every cost.
func (s *scratch) collect(w *world.World, o Options) {
	s.world, s.terms = w, s.terms[:0]
	s.see(w)
	s.focus = s.findFocus()
	s.pairs()
	s.talk()
	s.balance()
	s.align()
	s.emphasis()
	s.symmetry()
	if !o.SkipCirculation {
		s.circulation(o.Cell)
	}
	s.clearance()
	s.access()
	s.visibility()
}

// see prepares the bodies; those that are not finite or beyond every room are
// left out.
func (s *scratch) see(w *world.World) {
	s.pieces, s.disks = s.pieces[:0], s.disks[:0]
	for i := range w.Bodies {
		b := &w.Bodies[i]
		p := piece{body: b, class: b.Class, at: b.Box.Center.Vec2(), half: b.Box.Half.Vec2(), low: b.Box.Bottom(), high: b.Box.Top()}
		if !within(p.at[0]) || !within(p.at[1]) || !within(p.half[0]) || !within(p.half[1]) || !within(p.low) || !within(p.high) {
			continue
		}
		p.half[0], p.half[1] = max(0, p.half[0]), max(0, p.half[1])
		p.radius = math.Hypot(p.half[0], p.half[1])
		p.right, p.out = scenes.Axes(b.Box.Yaw)
		p.stands, p.drawn = Stands(b), b.Object.Facing != ""
		p.fronted = b.Class != nil && b.Class.Front
		p.headed = p.stands && (p.fronted || max(p.half[0], p.half[1]) > oblongRatio*min(p.half[0], p.half[1]))
		s.pieces = append(s.pieces, p)
		s.disks = append(s.disks, disk{p.at[0], p.at[1], p.radius, p.stands})
	}
}

// onRug is the height in metres up to which what stands on an object, a rug or
// a low platform, stands on the floor.
const onRug = 0.15

// Stands reports whether a body is furniture of the floor: it stands on it, or
// on a rug, and is no covering itself.
func Stands(b *world.Body) bool {
	o := b.Object
	return !o.Flat && (o.Support == scenes.OnFloor || o.Support == scenes.OnObject && b.Box.Bottom() < onRug)
}

func within(x float64) bool { return math.Abs(x) <= far }

// add notes a term. Directions are unit vectors but for their rounding, which
// must not make a loss of −1e-16.
func (s *scratch) add(t term) {
	t.loss = min(1, max(0, t.loss))
	s.terms = append(s.terms, t)
}

// nearest returns the piece that satisfies ok with the smallest gap to p, the
// first of several; −1 when there is none.
func (s *scratch) nearest(p *piece, ok func(*piece) bool) (int32, float64) {
	best, at := int32(-1), math.Inf(1)
	for i := range s.disks {
		// No gap is less than that of the circles round the footprints.
		if s.disks[i].beyond(p.at, at+p.radius) {
			continue
		}
		q := &s.pieces[i]
		if q == p || !ok(q) {
			continue
		}
		if d := gap(p, q); d < at {
			best, at = int32(i), d
		}
	}
	return best, at
}
