package function

import (
	"math"
	"slices"
	"sync"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom/freespace"
	"github.com/metaspatial/metaspatial/scenes/measure/guideline"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// The rules of this package's findings, beside those of package scenes.
const (
	RuleNavigation scenes.Rule = "navigation"
	RuleAccess     scenes.Rule = "access"
	RuleReach      scenes.Rule = "reach"
	RuleSight      scenes.Rule = "sight"
)

// The defaults, in metres; see the package documentation for their sources.
const (
	DefaultRadius = 0.25
	DefaultReach  = 0.68
	DefaultCell   = 0.025
)

// Options choose the person and the weights. The zero value is the default.
type Options struct {
	// Radius is that of a person's disk, and Reach that of the arms.
	Radius, Reach float64
	// Cell is the side of the raster's pixels. Rooms longer than [mostPixels]
	// of them get larger ones.
	Cell float64
	// Weights are those of the parts in the value; all 0 means all alike.
	Weights [Parts]float64
	// Silent leaves the findings out.
	Silent bool
}

// mostPixels bounds the raster along a side.
const mostPixels = 512

// Report is what one layout is worth.
type Report struct {
	// Value is the weighted mean of the parts times the share of objects placed.
	Value float64
	// Of holds one score per [Part].
	Of [Parts]Score
	// Objects is minus each object's own losses (the weighted mean of those of
	// access, clearance, reach and sight, at most 1) and of what it takes from
	// others (clearances, sight, openings, at most 1); 0 is faultless. Objects
	// that are not placed have −2, so that none is better left out.
	Objects []float64
	// Findings say what is wrong.
	Findings []scenes.Finding
}

// Measure measures a layout.
func Measure(w *world.World, o Options) Report {
	s := pool.Get().(*scratch)
	defer pool.Put(s)
	s.reset(w, o)
	s.walk()
	s.uses()
	s.reaches()
	s.sights()
	s.openings()
	r := s.report()
	s.world, s.findings = nil, nil
	return r
}

var pool = sync.Pool{New: func() any { return new(scratch) }}

// scratch holds what a measurement needs; it is reused.
type scratch struct {
	o        Options
	world    *world.World
	bodies   []*world.Body
	disks    []disk
	corridor []*world.Body
	terms    []term
	blame    []float64
	findings []scenes.Finding

	free, stand, reached, seeds, local freespace.Grid
	parts                              freespace.Components
	marks, marked, seen                []bool
	polygon, middles                   []scenes.Vec2
}

// term is one summand of a part: the object or −1, and what it is worth.
type term struct {
	part   Part
	object int
	value  float64
}

// far bounds coordinates and sizes in metres.
const far = 1e5

func (s *scratch) reset(w *world.World, o Options) {
	o.Radius, o.Reach, o.Cell = positive(o.Radius, DefaultRadius), positive(o.Reach, DefaultReach), positive(o.Cell, DefaultCell)
	s.o, s.world = o, w
	s.terms, s.findings, s.bodies, s.disks = s.terms[:0], nil, s.bodies[:0], s.disks[:0]
	s.blame = append(s.blame[:0], make([]float64, len(w.Task.Objects))...)
	for i := range w.Bodies {
		b := &w.Bodies[i]
		if measurable(b) {
			s.bodies = append(s.bodies, b)
			s.disks = append(s.disks, diskOf(b))
		}
	}
}

func measurable(b *world.Body) bool {
	ok := math.Abs(b.Box.Yaw) <= 1e9
	for k := range 3 {
		ok = ok && math.Abs(b.Box.Center[k]) <= far && b.Box.Half[k] >= 0 && b.Box.Half[k] <= far
	}
	return ok
}

func positive(v, otherwise float64) float64 {
	if v > 0 && v < far {
		return v
	}
	return otherwise
}

func (s *scratch) add(p Part, object int, value float64) {
	s.terms = append(s.terms, term{p, object, min(1, max(0, value))})
}

func (s *scratch) find(f scenes.Finding) {
	if !s.o.Silent {
		s.findings = append(s.findings, f)
	}
}

// weight is that of a part.
func (s *scratch) weight(p Part) float64 {
	if s.o.Weights == ([Parts]float64{}) {
		return 1
	}
	return max(0, s.o.Weights[p])
}

func (s *scratch) report() Report {
	n := len(s.world.Task.Objects)
	r := Report{Objects: make([]float64, n), Findings: slices.Clone(s.findings)}
	weights := make([]float64, n)
	for i := range s.terms {
		t := &s.terms[i]
		x := &r.Of[t.part]
		x.Applicable = true
		x.Value += t.value
		x.Terms++
		if t.object >= 0 {
			r.Objects[t.object] -= s.weight(t.part) * (1 - t.value)
			weights[t.object] += s.weight(t.part)
		}
	}
	sum, total := 0.0, 0.0
	for k := range r.Of {
		if x := &r.Of[k]; x.Applicable {
			x.Value /= float64(x.Terms)
			sum += s.weight(Part(k)) * x.Value
			total += s.weight(Part(k))
		}
	}
	placed := 0
	for i := range r.Objects {
		if s.world.Body(i) == nil {
			r.Objects[i] = -2
			continue
		}
		placed++
		if weights[i] > 0 {
			r.Objects[i] /= weights[i]
		}
		r.Objects[i] -= min(1, s.blame[i])
	}
	if total > 0 && n > 0 {
		r.Value = sum / total * float64(placed) / float64(n)
	}
	return r
}

// together reports whether two bodies are used as one, by class or because one
// is turned to the other in the task.
func together(a, b *world.Body) bool { return guideline.UsedTogether(a, b) }
