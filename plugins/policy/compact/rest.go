package compact

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// tilts are the turns, in degrees from a heading along the walls, that an item has
// to choose from where its task lets it stand askew.
var tilts = [...]float64{0, -15, 15, -30, 30, -45, 45}

// describeLeaving writes the features of leaving item i out, given how it would
// fare at the four headings.
func describeLeaving(s *state, i int, at *[4]shares, out []float32) {
	clear(out)
	out[0] = 1
	p, it := s.p, &s.p.items[i]
	f := &writer{row: out, at: restFrom}
	f.flag(true)
	var clearest, freest float64
	for k := range at {
		clearest, freest = max(clearest, at[k].clear), max(freest, 1-at[k].fixed)
	}
	f.put(clearest, freest)
	f.flag(clearest == 0, freest == 0)
	var taken, coming float64
	carrier := true
	for j := range p.items {
		o := &p.items[j]
		if o.obj.Flat || o.obj.Support != it.obj.Support {
			continue
		}
		if area := 4 * o.half[0] * o.half[1]; s.poses[j].standing == settled {
			taken += area
		} else if s.poses[j].standing != absent {
			coming += area
		}
	}
	for _, l := range it.links {
		carrier = carrier && (l.target < 0 || s.poses[l.target].standing != absent)
	}
	if it.parent >= 0 {
		carrier = carrier && s.poses[it.parent].standing != absent
	}
	floor := p.w * p.d
	f.put(taken/floor, coming/floor, 4*it.half[0]*it.half[1]/floor, float64(len(it.children))/4, float64(i)/float64(len(p.items)))
	f.flag(carrier, s.turn > 0)
	copy(out[staticFrom:], p.itemRow(i))
}

// describeTilt writes the features of turning item i, which has just been placed,
// by some degrees.
func describeTilt(s *state, i int, degrees float64, out []float32) {
	clear(out)
	out[0] = 1
	p := s.p
	q := s.poses[i]
	yaw := q.yaw + degrees
	q.hx, q.hy = geom.HalfExtents(p.items[i].obj.Size, yaw)
	f := &writer{row: out, at: restFrom + 12}
	box := q.rect()
	hits := 0
	for j := range p.items {
		o := &s.poses[j]
		if j != i && o.stands() && p.blocks[i*len(p.items)+j] && depthOf(box, o.rect()) > geom.Tolerance {
			hits++
		}
	}
	for _, z := range p.zones {
		if z.blocks[i] && depthOf(box, z.rect) > geom.Tolerance {
			hits++
		}
	}
	outside := q.x-q.hx < -geom.Tolerance || q.y-q.hy < -geom.Tolerance || q.x+q.hx > p.w+geom.Tolerance || q.y+q.hy > p.d+geom.Tolerance
	f.flag(true)
	f.put(math.Abs(degrees) / 45)
	f.flag(hits > 0, outside, s.distance(i, q) > geom.Tolerance)
	// How squarely it would look at what there is to look at.
	f.put(s.looks(i, yaw, taxonomy.Seat), s.looks(i, yaw, taxonomy.Screen), s.looks(i, yaw, taxonomy.Table))
	copy(out[staticFrom:], p.itemRow(i))
}

// looks returns the cosine between a yaw of item i and the way to the nearest
// other item of a role; 0 where there is none.
func (s *state) looks(i int, yaw float64, role taxonomy.Role) float64 {
	q := &s.poses[i]
	least, dx, dy := math.Inf(1), 0.0, 0.0
	for j := range s.p.items {
		o := &s.poses[j]
		if j == i || !o.stands() || !s.p.items[j].is(role) {
			continue
		}
		if d := math.Hypot(o.x-q.x, o.y-q.y); d < least && d > 1e-6 {
			least, dx, dy = d, (o.x-q.x)/d, (o.y-q.y)/d
		}
	}
	if math.IsInf(least, 1) {
		return 0
	}
	sin, cos := math.Sincos(yaw * math.Pi / 180)
	return sin*dx + cos*dy
}

// is reports whether the item's kind has a role.
func (it *item) is(role taxonomy.Role) bool { return it.class != nil && it.class.Has(role) }
