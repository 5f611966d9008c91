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
// Boxes of about one size share a grid whose cells are as large as the largest
// of them; a box looks for partners in the cells round it of every such grid.
// The cost is n log n and the pairs near each other, whatever the mixture of
// sizes; only boxes that lie in one heap make it quadratic, as their pairs are.
type Sweep struct {
	boxes []span
	keys  []cellKey
	tiers []tier
	found []int32
	built bool
}

type span struct {
	lo, hi scenes.Vec3
	tier   int16
}

// tier is the grid of the boxes of about one size.
type tier struct {
	exp        int16
	from, to   int
	cell       float64
	reach      [2]float64
	minY, maxY int32
}

// cellKey sorts boxes by tier, then row, then column, then number.
type cellKey struct {
	tier int16
	y, x int32
	box  int32
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
	for k := range s.tiers {
		t := &s.tiers[k]
		x0, x1 := t.at(b.lo[0]-t.reach[0]), t.at(b.hi[0]+t.reach[0])
		y0, y1 := max(t.at(b.lo[1]-t.reach[1]), t.minY), min(t.at(b.hi[1]+t.reach[1]), t.maxY)
		if int(y1)-int(y0) >= t.to-t.from {
			// More rows than boxes: take the boxes.
			s.scan(i, t.from, t.to, math.MinInt32, math.MaxInt32)
			continue
		}
		for y := y0; y <= y1; y++ {
			s.scan(i, s.lower(t, y, x0), t.to, y, x1)
		}
	}
	slices.Sort(s.found)
	return s.found
}

// scan collects partners among the sorted boxes up to the end of the row y or
// of the column x1; the least row stands for all rows.
func (s *Sweep) scan(i, from, to int, y, x1 int32) {
	a := &s.boxes[i]
	for _, k := range s.keys[from:to] {
		if y != math.MinInt32 && (k.y != y || k.x > x1) {
			return
		}
		b := &s.boxes[k.box]
		if int(k.box) > i && a.lo[0] < b.hi[0] && b.lo[0] < a.hi[0] && a.lo[1] < b.hi[1] && b.lo[1] < a.hi[1] &&
			a.lo[2] < b.hi[2] && b.lo[2] < a.hi[2] {
			s.found = append(s.found, k.box)
		}
	}
}

// lower returns the first key of the tier that is not before the cell.
func (s *Sweep) lower(t *tier, y, x int32) int {
	lo, hi := t.from, t.to
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if k := &s.keys[mid]; k.y < y || k.y == y && k.x < x {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

func (s *Sweep) build() {
	s.built = true
	s.keys, s.tiers = s.keys[:0], s.tiers[:0]
	for i := range s.boxes {
		b := &s.boxes[i]
		if b.tier = -1; !b.usable() {
			continue
		}
		// Two powers of two share a tier.
		_, exp := math.Frexp(max(b.hi[0]-b.lo[0], b.hi[1]-b.lo[1], 1e-6))
		b.tier = int16((exp + 64) / 2)
		s.keys = append(s.keys, cellKey{tier: b.tier, box: int32(i)})
	}
	slices.SortFunc(s.keys, compareKeys)
	for from := 0; from < len(s.keys); {
		t := tier{exp: s.keys[from].tier, from: from, to: from, minY: math.MaxInt32, maxY: math.MinInt32}
		for ; t.to < len(s.keys) && s.keys[t.to].tier == t.exp; t.to++ {
			b := &s.boxes[s.keys[t.to].box]
			for k := range 2 {
				t.reach[k] = max(t.reach[k], (b.hi[k]-b.lo[k])/2)
			}
		}
		t.cell = max(2*t.reach[0], 2*t.reach[1], 1e-6)
		for i := t.from; i < t.to; i++ {
			key := &s.keys[i]
			b := &s.boxes[key.box]
			key.x, key.y = t.at((b.lo[0]+b.hi[0])/2), t.at((b.lo[1]+b.hi[1])/2)
			t.minY, t.maxY = min(t.minY, key.y), max(t.maxY, key.y)
		}
		// Rounding must not hide a box that only just reaches into a cell.
		for k := range 2 {
			t.reach[k] += t.cell * 1e-6
		}
		slices.SortFunc(s.keys[t.from:t.to], compareKeys)
		s.tiers = append(s.tiers, t)
		from = t.to
	}
}

func (b *span) usable() bool {
	for k := range 3 {
		if !usable(b.lo[k]) || !usable(b.hi[k]) || b.lo[k] > b.hi[k] {
			return false
		}
	}
	return true
}

func compareKeys(a, b cellKey) int {
	switch {
	case a.tier != b.tier:
		return int(a.tier) - int(b.tier)
	case a.y != b.y:
		return order(a.y, b.y)
	case a.x != b.x:
		return order(a.x, b.x)
	}
	return order(a.box, b.box)
}

func order(a, b int32) int {
	if a < b {
		return -1
	}
	return 1
}

// at is the row or column of a coordinate; those too far off share the last.
func (t *tier) at(v float64) int32 {
	return int32(min(max(math.Floor(v/t.cell), -1<<30), 1<<30))
}
