package sceneeval

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/geom/freespace"
	"github.com/metaspatial/metaspatial/scenes/geom/trimesh"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// Meter measures rooms one after another and keeps its buffers between them. It
// is not safe for concurrent use; the zero value is ready and measures as
// SceneEval does.
type Meter struct {
	o   Options
	ctx context.Context
	w   *world.World
	r   *Report

	items []item
	floor floor

	// order is by rising least x; widest is the greatest extent along x.
	order  []int32
	widest float64
	// rays and pixels are what support and openings have cost so far.
	rays, pixels int

	pairs   []pair
	points  []scenes.Vec3
	samples []trimesh.Sample
	near    []int32
	clip    [2][]scenes.Vec2
	cuts    []float64

	bare, full, seeds freespace.Grid
	parts             freespace.Components
	mark              []bool
	plate, cover      plate
}

// item is a body as the metrics read it.
type item struct {
	*world.Body
	lo, hi scenes.Vec3
	// skip marks what is too large or too far to measure.
	skip bool
}

// NewMeter returns a meter with the given options.
func NewMeter(o Options) *Meter { return &Meter{o: o} }

var meters = sync.Pool{New: func() any { return new(Meter) }}

// Measure measures one room. The error is the context's; whatever else is wrong
// with the room is in the report.
func Measure(ctx context.Context, w *world.World, o Options) (Report, error) {
	m := meters.Get().(*Meter)
	defer meters.Put(m)
	m.o = o
	return m.Measure(ctx, w)
}

// Measure measures one room. The error is the context's; whatever else is wrong
// with the room is in the report.
func (m *Meter) Measure(ctx context.Context, w *world.World) (Report, error) {
	m.o = m.o.withDefaults()
	r := Report{Scene: w.Task.ID, Wanted: len(w.Task.Objects)}
	m.ctx, m.w, m.r = ctx, w, &r
	defer func() { m.ctx, m.w, m.r = nil, nil, nil }()
	m.start()
	if reason := unfit(&w.Task.Room); reason != "" {
		m.miss("everything: " + reason)
		return r, ctx.Err()
	}
	m.floor.reset(&w.Task.Room)
	for _, metric := range m.metrics() {
		if err := ctx.Err(); err != nil {
			return Report{}, err
		}
		metric()
	}
	if err := ctx.Err(); err != nil {
		return Report{}, err
	}
	return r, nil
}

// metrics lists what can be measured and names what cannot.
func (m *Meter) metrics() []func() {
	u := m.o.Unsized
	if len(u) == 0 {
		return []func(){m.collide, m.bound, m.support, m.navigate, m.access, m.openings, m.specs}
	}
	m.r.Unsized = u
	for _, what := range [...]string{"support", "navigability", "accessibility", "openings"} {
		m.miss(fmt.Sprintf("%s: %s no size", what, haveNo(len(u))))
	}
	if len(m.items) == 0 {
		m.miss(fmt.Sprintf("collision and out of bounds: %s no size", haveNo(len(u))))
		return nil
	}
	m.miss(fmt.Sprintf("collision and out of bounds: %s no size and are left out", haveNo(len(u))))
	return []func(){m.collide, m.bound}
}

func haveNo(n int) string {
	if n == 1 {
		return "1 object has"
	}
	return fmt.Sprintf("%d objects have", n)
}

// start fills the items and the objects of the report.
func (m *Meter) start() {
	bodies := m.w.Bodies
	m.items = m.items[:0]
	m.order, m.widest, m.rays = m.order[:0], 0, 0
	m.r.Objects = make([]Object, len(bodies))
	var far []string
	for i := range bodies {
		b := &bodies[i]
		it := item{Body: b}
		it.lo, it.hi = b.Box.Bounds()
		if it.skip = !measurable(&b.Box); it.skip {
			far = append(far, b.Object.ID)
		}
		m.items = append(m.items, it)
		if !it.skip {
			m.order = append(m.order, int32(i))
			m.widest = max(m.widest, it.hi[0]-it.lo[0])
		}
		m.r.Objects[i] = Object{ID: b.Object.ID, Category: b.Object.Category, Mesh: b.Mesh != nil}
	}
	slices.SortFunc(m.order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(m.items[a].lo[0], m.items[b].lo[0]), cmp.Compare(a, b))
	})
	if len(far) > 0 {
		m.miss(fmt.Sprintf("%s: larger than %g m or further than %g m away, counted as out of bounds only",
			list(far), largest, furthest))
	}
	var absent []string
	for i := range m.w.Task.Objects {
		if m.w.Body(i) == nil {
			absent = append(absent, m.w.Task.Objects[i].ID)
		}
	}
	if len(absent) > 0 {
		m.miss("every metric: " + list(absent) + " not placed")
	}
}

func (m *Meter) miss(what string) { m.r.Missing = append(m.r.Missing, what) }

// add appends a finding unless the metric has given all it may; from is the
// number of findings before the metric.
func (m *Meter) add(from int, f scenes.Finding) bool {
	if len(m.r.Findings)-from >= m.o.MaxFindings {
		return false
	}
	m.r.Findings = append(m.r.Findings, f)
	return true
}

// unfit says why a room cannot be measured, or nothing.
func unfit(room *scenes.Room) string {
	if err := room.Validate(); err != nil {
		return err.Error()
	}
	if n := len(room.Floor); n > maxCorners {
		return fmt.Sprintf("the floor has %d corners; floors of up to %d are measured", n, maxCorners)
	}
	for _, e := range room.Extent() {
		if e > largest {
			return fmt.Sprintf("the room is %g m large; rooms of up to %g m are measured", e, largest)
		}
	}
	for _, p := range room.Floor {
		if p[0] < -largest || p[1] < -largest {
			return fmt.Sprintf("the floor reaches to (%g, %g); its least corner should be the origin", p[0], p[1])
		}
	}
	return ""
}

func measurable(b *geom.Box) bool {
	for k := range b.Center {
		if !(math.Abs(b.Center[k]) <= furthest) || !(b.Half[k] >= 0) || !(b.Half[k] <= largest/2) {
			return false
		}
	}
	return b.Half[0]*b.Half[1]+b.Half[1]*b.Half[2]+b.Half[0]*b.Half[2] > 0 && !math.IsNaN(b.Yaw) && !math.IsInf(b.Yaw, 0)
}

// list names up to five things and counts the rest.
func list(ids []string) string {
	if n := len(ids); n > 5 {
		return strings.Join(ids[:5], ", ") + fmt.Sprintf(" and %d more", n-5)
	}
	return strings.Join(ids, ", ")
}
