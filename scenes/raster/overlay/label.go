package overlay

import (
	"cmp"
	"fmt"
	"image"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay/ink"
)

// mostLabels bounds the work: it grows with the square of the labels.
const mostLabels = 400

// chip is a label: a number on dark ground, an id and lines about faults.
type chip struct {
	object      int
	number, id  string
	words       []string
	anchor      ink.Point
	area        int
	hidden      bool
	fault       bool
	r           image.Rectangle
	leader      bool
	from, until ink.Point
}

// labels places and draws the labels of all objects and faults.
func (s *sheet) labels(faults []fault) {
	if !s.o.IDs && !s.o.Marks && len(faults) == 0 {
		return
	}
	wrong := make([][]string, len(s.task.Objects))
	for _, f := range faults {
		wrong[f.object] = f.words
	}
	var chips []chip
	taken := make([]bool, len(s.task.Objects))
	s.placed(func(k int, o *scenes.Object, p scenes.Placement) {
		if taken[k] || !s.o.IDs && !s.o.Marks && wrong[k] == nil {
			return
		}
		taken[k] = true
		r := s.regions[k]
		c := chip{object: k, anchor: r.anchor, area: r.pixels, fault: wrong[k] != nil}
		if r.pixels == 0 {
			if c.anchor = s.at(p.Position); !s.inside(c.anchor, 2*s.u) {
				s.drawn.LeftOut = append(s.drawn.LeftOut, o.ID)
				return
			}
			c.hidden = true
		}
		if s.o.Marks {
			c.number = fmt.Sprint(k + 1)
		}
		if s.o.IDs || c.fault && !s.o.Marks {
			c.id = o.ID
		}
		c.words = s.brief(wrong[k])
		chips = append(chips, c)
		s.plan.points = append(s.plan.points, c.anchor)
	})
	// Small things have the fewest places: they come first, as in set-of-mark
	// prompting; faults before all.
	slices.SortStableFunc(chips, func(a, b chip) int {
		if a.fault != b.fault {
			if a.fault {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.area, b.area)
	})
	kept := chips[:0]
	for _, c := range chips {
		ok := len(kept) < mostLabels && s.settle(&c)
		for !ok && len(c.words) > 0 && len(kept) < mostLabels {
			c.words = c.words[:len(c.words)-1]
			ok = s.settle(&c)
		}
		if !ok && c.id != "" && c.number != "" {
			c.id = ""
			ok = s.settle(&c)
		}
		if !ok {
			s.drawn.LeftOut = append(s.drawn.LeftOut, s.task.Objects[c.object].ID)
			continue
		}
		kept = append(kept, c)
	}
	for i := range kept {
		s.lead(&kept[i])
	}
	for i := range kept {
		s.chip(&kept[i])
		c := &kept[i]
		s.drawn.Labels = append(s.drawn.Labels, Label{
			Object: c.object, Box: c.r, Hidden: c.hidden, Anchor: image.Pt(int(c.anchor.X), int(c.anchor.Y)),
		})
	}
	slices.SortFunc(s.drawn.Labels, func(a, b Label) int { return cmp.Compare(a.Object, b.Object) })
	slices.Sort(s.drawn.LeftOut)
}

// brief keeps as many lines as the picture has room for.
func (s *sheet) brief(lines []string) []string {
	most := 1
	if s.f.H >= 24*int(s.text) {
		most = 3
	}
	if len(lines) <= most {
		return slices.Clone(lines)
	}
	out := slices.Clone(lines[:most])
	out[most-1] += fmt.Sprintf(" (+%d)", len(lines)-most)
	return out
}

// settle finds the best place for a chip: on its object, or round it with a
// leader line.
func (s *sheet) settle(c *chip) bool {
	w, h := s.extent(c)
	best, found := math.Inf(1), false
	try := func(at ink.Point) {
		r := s.plan.slide(box(at, w, h))
		if !s.plan.free(r.Inset(-max(1, int(s.u)))) && !s.plan.free(r) {
			return
		}
		if cost := s.cost(c, r, best); cost < best {
			best, found, c.r = cost, true, r
		}
	}
	try(c.anchor)
	for ring := range 9 {
		k := float64(ring)
		gap := (0.7 + float64(0.9*k*(1+float64(0.15*k)))) * s.text
		for i := range 24 {
			sin, cos := sincos(float64(i) * 15)
			// The label's nearest side is as far away as the ring says.
			try(ink.Point{
				X: c.anchor.X + float64(cos*(float64(gap)+half(w))),
				Y: c.anchor.Y + float64(sin*(float64(gap)+half(h))),
			})
		}
	}
	if !found {
		return false
	}
	c.leader = c.hidden || !holds(c.r, c.anchor)
	if c.leader {
		c.from, c.until = c.anchor, toward(c.r, c.anchor)
		s.plan.leaders = append(s.plan.leaders, [2]ink.Point{c.from, c.until})
	}
	s.plan.take(c.r)
	return true
}

// cost is how badly a label stands, in lines of text of leader; it is not
// summed up beyond the least so far.
func (s *sheet) cost(c *chip, r image.Rectangle, least float64) float64 {
	end := toward(r, c.anchor)
	cost := apart(end, c.anchor) / s.text
	if cost >= least {
		return cost
	}
	own := s.own(c.object, r)
	area := float64(r.Dx() * r.Dy())
	// Of other objects nothing should be covered, of the object itself a third
	// may.
	cost += float64(4 * max(0, s.plan.busy(r)-own/area))
	if c.area > 0 {
		most, dear := 0.34, 5.0
		if c.fault { // that there is one should be seen
			most, dear = 0.08, 9
		}
		cost += float64(dear * max(0, own/float64(c.area)-most))
	}
	on := holds(r, c.anchor)
	if !on {
		cost += 1.1
		line := [2]ink.Point{c.anchor, end}
		for _, t := range s.plan.taken {
			if cuts(t, line[0], line[1]) {
				cost += 8
			}
		}
		for _, l := range s.plan.leaders {
			if meet(l, line) {
				cost += 5
			}
		}
	}
	for _, l := range s.plan.leaders {
		if cuts(r, l[0], l[1]) {
			cost += 6
		}
	}
	for _, p := range s.plan.arrows {
		if holds(r, p) {
			cost += 0.7
		}
	}
	for _, p := range s.plan.points {
		if p != c.anchor && holds(r.Inset(-int(2*s.u)), p) {
			cost += 3
		}
	}
	return cost
}

// own returns how many pixels of an object a rectangle covers.
func (s *sheet) own(k int, r image.Rectangle) float64 {
	g := &s.regions[k]
	r = r.Intersect(image.Rect(g.x0, g.y0, g.x1, g.y1))
	step := max(1, int(s.text/5))
	n := 0
	for y := r.Min.Y; y < r.Max.Y; y += step {
		for x := r.Min.X; x < r.Max.X; x += step {
			if int(s.f.ID[y*s.f.W+x]) == k+raster.ObjectID {
				n++
			}
		}
	}
	return float64(n * step * step)
}

func sincos(deg float64) (s, c float64) {
	s, c = math.Sincos(deg * math.Pi / 180)
	return math.Round(s*(1<<30)) / (1 << 30), math.Round(c*(1<<30)) / (1 << 30)
}
