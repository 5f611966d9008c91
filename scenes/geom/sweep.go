package geom

import (
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// Sweep finds the pairs of axis-aligned boxes that overlap without trying them
// all. The zero value is ready; after [Sweep.Reset] it keeps its buffers and
// allocates nothing for as many boxes as before. It is not safe for concurrent
// use.
//
// Boxes of about one size form a tier, a grid whose cells are as large as the
// largest of them, kept in one hash table for all tiers; a box looks for
// partners in the nine or so cells round it in every tier. The cost is that of
// the boxes and of the pairs near each other, whatever the mixture of sizes and
// however far off some are; only boxes that lie in one heap make it quadratic,
// as their pairs are. Few boxes are compared one by one.
type Sweep struct {
	boxes []span
	tiers []tier
	slot  [256]int16
	// table holds the boxes by the hash of their cell: those of bucket h are
	// table[start[h]:start[h+1]].
	table, start []int32
	members      []int32
	found        []int32
	built        bool
}

// fewBoxes is up to how many boxes comparing all pairs is the fastest way.
const fewBoxes = 128

type span struct {
	lo, hi scenes.Vec3
	tier   int16
	x, y   int32
}

// tier is the grid of the boxes of about one size: members[from:to].
type tier struct {
	from, to int
	cell     float64
	reach    [2]float64
}

// Reset forgets the boxes.
func (s *Sweep) Reset() { s.boxes, s.built = s.boxes[:0], false }

// Add adds a box by its opposite corners. Boxes are numbered from 0 in the order
// in which they are added. One that has a number that is not finite, or a lower
// corner beyond its upper one, has no partners.
func (s *Sweep) Add(lo, hi scenes.Vec3) {
	s.boxes, s.built = append(s.boxes, span{lo: lo, hi: hi}), false
}

// AddBox adds the axis-aligned box round b.
func (s *Sweep) AddBox(b Box) { s.Add(b.Bounds()) }

// Len returns the number of boxes.
func (s *Sweep) Len() int { return len(s.boxes) }

// Partners returns, in increasing order, the boxes numbered above i that overlap
// box i by more than nothing on every axis. Going through i from 0 up gives
// every pair once, in the order of the pairs. The slice is good until the next
// call.
func (s *Sweep) Partners(i int) []int32 {
	if !s.built {
		s.build()
	}
	s.found = s.found[:0]
	b := &s.boxes[i]
	if b.tier < 0 {
		return nil
	}
	if len(s.boxes) <= fewBoxes {
		for j := i + 1; j < len(s.boxes); j++ {
			s.try(b, i, int32(j))
		}
		return s.found
	}
	for k := range s.tiers {
		t := &s.tiers[k]
		x0, x1 := t.at(b.lo[0]-t.reach[0]), t.at(b.hi[0]+t.reach[0])
		y0, y1 := t.at(b.lo[1]-t.reach[1]), t.at(b.hi[1]+t.reach[1])
		if (int64(x1)-int64(x0)+1)*(int64(y1)-int64(y0)+1) >= int64(t.to-t.from) {
			// More cells than boxes: take the boxes.
			for _, j := range s.members[t.from:t.to] {
				s.try(b, i, j)
			}
			continue
		}
		for y := y0; y <= y1; y++ {
			for x := x0; x <= x1; x++ {
				h := s.bucket(int16(k), x, y)
				for _, j := range s.table[s.start[h]:s.start[h+1]] {
					// Other cells share the bucket.
					if c := &s.boxes[j]; c.x == x && c.y == y && c.tier == int16(k) {
						s.try(b, i, j)
					}
				}
			}
		}
	}
	slices.Sort(s.found)
	return s.found
}

// try notes the box j when it comes after i and overlaps it.
func (s *Sweep) try(a *span, i int, j int32) {
	b := &s.boxes[j]
	if int(j) > i && b.tier >= 0 && a.lo[0] < b.hi[0] && b.lo[0] < a.hi[0] && a.lo[1] < b.hi[1] && b.lo[1] < a.hi[1] &&
		a.lo[2] < b.hi[2] && b.lo[2] < a.hi[2] {
		s.found = append(s.found, j)
	}
}

// bucket hashes a cell to a place in the table.
func (s *Sweep) bucket(tier int16, x, y int32) uint32 {
	h := uint64(uint32(x))*0x9e3779b97f4a7c15 ^ uint64(uint32(y))*0xc2b2ae3d27d4eb4f ^ uint64(uint16(tier))*0x165667b19e3779f9
	h ^= h >> 29
	h *= 0xbf58476d1ce4e5b9
	return uint32(h>>40) & uint32(len(s.start)-2)
}

func (s *Sweep) build() {
	s.built = true
	s.sortTiers()
	if len(s.boxes) <= fewBoxes {
		return
	}
	buckets := 64
	for buckets < 2*len(s.boxes) && buckets < 1<<22 {
		buckets *= 2
	}
	s.start = resized(s.start, buckets+1)
	clear(s.start)
	s.table = resized(s.table, len(s.members))
	for k := range s.tiers {
		t := &s.tiers[k]
		t.cell = max(2*t.reach[0], 2*t.reach[1])
		for _, j := range s.members[t.from:t.to] {
			b := &s.boxes[j]
			b.x, b.y = t.at((b.lo[0]+b.hi[0])/2), t.at((b.lo[1]+b.hi[1])/2)
			s.start[s.bucket(b.tier, b.x, b.y)]++
		}
		// Rounding must not hide a box that only just reaches into a cell.
		t.reach[0] += t.cell * 1e-6
		t.reach[1] += t.cell * 1e-6
	}
	sum := int32(0)
	for h := range s.start {
		sum += s.start[h]
		s.start[h] = sum
	}
	for n := len(s.members) - 1; n >= 0; n-- {
		b := &s.boxes[s.members[n]]
		h := s.bucket(b.tier, b.x, b.y)
		s.start[h]--
		s.table[s.start[h]] = s.members[n]
	}
}

// sortTiers puts every box into the tier of its size; two powers of two share
// one.
func (s *Sweep) sortTiers() {
	s.tiers = s.tiers[:0]
	s.slot = [256]int16{}
	for i := range s.boxes {
		b := &s.boxes[i]
		if b.tier = -1; !b.usable() {
			continue
		}
		_, exp := math.Frexp(max(b.hi[0]-b.lo[0], b.hi[1]-b.lo[1], 1e-6))
		size := min((exp+64)/2, len(s.slot)-1)
		if s.slot[size] == 0 {
			s.tiers = append(s.tiers, tier{reach: [2]float64{1e-6, 1e-6}})
			s.slot[size] = int16(len(s.tiers))
		}
		b.tier = s.slot[size] - 1
		t := &s.tiers[b.tier]
		t.to++
		t.reach[0] = max(t.reach[0], (b.hi[0]-b.lo[0])/2)
		t.reach[1] = max(t.reach[1], (b.hi[1]-b.lo[1])/2)
	}
	from := 0
	for k := range s.tiers {
		t := &s.tiers[k]
		from, t.from, t.to = from+t.to, from, from
	}
	s.members = resized(s.members, from)
	for i := range s.boxes {
		if k := s.boxes[i].tier; k >= 0 {
			t := &s.tiers[k]
			s.members[t.to] = int32(i)
			t.to++
		}
	}
}

func resized(b []int32, n int) []int32 {
	if cap(b) < n {
		return make([]int32, n)
	}
	return b[:n]
}

func (b *span) usable() bool {
	for k := range 3 {
		if !usable(b.lo[k]) || !usable(b.hi[k]) || b.lo[k] > b.hi[k] {
			return false
		}
	}
	return true
}

// at is the row or column of a coordinate; those too far off share the last.
func (t *tier) at(v float64) int32 {
	return int32(min(max(math.Floor(v/t.cell), -1<<30), 1<<30))
}
