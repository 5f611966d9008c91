package shape

import (
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// Thresholds of the support rule, measured on the tables, desks and bookcases
// of nine packs of game models.
const (
	steps    = 200  // slices of the height that level surfaces are gathered in
	facingUp = 0.95 // cosine of the steepest surface that carries

	// SupportShare is the part of the box's plan that a level must cover.
	SupportShare = 0.25
	// freeShare is the part of the box's plan that must be free of it.
	freeShare = 0.05
	// Headroom is the part of the largest extent that must be free above a
	// place for it to count as free.
	Headroom = 0.05
	// inside is the part of the largest extent within which an upward surface
	// above a place is the top of what stands there, its underside left out, as
	// game models have it; farther up it is a roof of a single sheet.
	inside = 0.4
	// mostLevels bounds the levels of one model.
	mostLevels = 16
)

// Level is a level surface.
type Level struct {
	// Height is above the base.
	Height float64 `json:"height"`
	// Area is the free area: neither covered by what of the model stands on it
	// nor by what hangs lower than [Headroom] above. Insides of closed things
	// are no levels.
	Area float64 `json:"area"`
	// Min and Max bound the free area along right and front.
	Min scenes.Vec2 `json:"min"`
	Max scenes.Vec2 `json:"max"`
	// Clear is the headroom over the free area up to the model's next part, or
	// 0 where the most of it is open.
	Clear float64 `json:"clear,omitempty"`
}

// levels finds the heights at which level surfaces cover enough of the plan,
// and what of them is free.
func (s *soup) levels() []Level {
	size := s.size()
	plan := size[0] * size[1]
	if !(plan > 0) || !(size[2] > 0) {
		return nil
	}
	at := make([][]int, steps)
	var area [steps + 2]float64 // with an empty slice below and above
	for i := range s.triangles {
		t := &s.triangles[i]
		if t.up() < facingUp {
			continue
		}
		step := min(max(int(t.centre()[2]/size[2]*steps), 0), steps-1)
		at[step] = append(at[step], i)
		area[step+1] += float64(t.area) * t.up()
	}
	var g *grid
	var out []Level
	for range mostLevels {
		best, most := -1, SupportShare*plan
		for i := steps - 1; i >= 0; i-- {
			if sum := area[i] + area[i+1] + area[i+2]; area[i+1] > 0 && sum > most {
				best, most = i, sum
			}
		}
		if best < 0 {
			break
		}
		if g == nil {
			if g = newGrid(s); g == nil {
				return nil
			}
		}
		var list []int
		for i := max(best-1, 0); i <= min(best+1, steps-1); i++ {
			list, area[i+1] = append(list, at[i]...), 0
		}
		if l, ok := g.level(list, s.middle(list)); ok {
			out = append(out, l)
		}
	}
	slices.SortFunc(out, func(a, b Level) int {
		if a.Height < b.Height {
			return -1
		}
		return 1
	})
	return out
}

// middle is the median height of the triangles by area: that of the flat part,
// whatever bevels surround it.
func (s *soup) middle(list []int) float64 {
	sorted := slices.Clone(list)
	total := 0.0
	for _, i := range sorted {
		total += float64(s.triangles[i].area)
	}
	height := func(i int) float64 { return s.triangles[i].centre()[2] }
	slices.SortFunc(sorted, func(a, b int) int {
		switch x, y := height(a), height(b); {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return a - b
	})
	sum := 0.0
	for _, i := range sorted {
		if sum += float64(s.triangles[i].area); sum >= total/2 {
			return height(i)
		}
	}
	return 0
}

// level looks at what is free of one level surface; ok is false where too
// little is.
func (g *grid) level(list []int, height float64) (Level, bool) {
	size := g.soup.size()
	largest := max(size[0], size[1], size[2])
	g.cover(list)
	g.lookUp(height, 0.01*size[2])
	l := Level{Height: height, Min: scenes.Vec2{math.Inf(1), math.Inf(1)}}
	l.Max = l.Min.Mul(-1)
	covered, free, open := 0, 0, 0
	var heads []float64
	var under []int
	for i, c := range g.cells {
		if !c.covered {
			continue
		}
		covered++
		head := float64(c.next) - height
		switch {
		case math.IsInf(head, 1):
			open++
		case head < Headroom*largest, c.up && head < inside*largest:
			continue
		default:
			heads, under = append(heads, head), append(under, i)
		}
		free++
		x, y := float64(i%g.nx), float64(i/g.nx)
		l.Min = scenes.Vec2{min(l.Min[0], x), min(l.Min[1], y)}
		l.Max = scenes.Vec2{max(l.Max[0], x+1), max(l.Max[1], y+1)}
	}
	if covered == 0 {
		return l, false
	}
	lo, hi, total := scenes.Vec2{math.Inf(1), math.Inf(1)}, scenes.Vec2{math.Inf(-1), math.Inf(-1)}, 0.0
	for _, i := range list {
		t := &g.soup.triangles[i]
		total += float64(t.area) * t.up()
		for k := range 3 {
			c := t.at(k)
			lo = scenes.Vec2{min(lo[0], c[0]), min(lo[1], c[1])}
			hi = scenes.Vec2{max(hi[0], c[0]), max(hi[1], c[1])}
		}
	}
	plan := size[0] * size[1]
	l.Area = min(total, plan) * float64(free) / float64(covered)
	if l.Area < freeShare*plan {
		return l, false
	}
	for k, n := range [2]float64{g.dx, g.dy} {
		l.Min[k] = max(g.soup.lo[k]+l.Min[k]*n, lo[k])
		l.Max[k] = min(g.soup.lo[k]+l.Max[k]*n, hi[k])
	}
	if open*2 < free {
		if g.enclosed(under, height) {
			return l, false
		}
		slices.Sort(heads)
		l.Clear = heads[len(heads)/20]
	}
	return l, true
}
