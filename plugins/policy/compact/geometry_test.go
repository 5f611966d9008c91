package compact

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

// room generates a task and a layout that solves it.
func room(t testing.TB, program string, objects int, seed uint64) (*scenes.Task, *scenes.Layout) {
	t.Helper()
	task, layout, err := roomgen.Generate(roomgen.Options{Seed: seed, Program: program, Objects: objects})
	if err != nil {
		t.Fatal(err)
	}
	return task, layout
}

func TestFrameRoundTrip(t *testing.T) {
	for quarter := range 4 {
		f := frame{quarter, 5, 3}
		u, v := f.point(1.25, 0.5)
		if x, y := f.back(u, v); x != 1.25 || y != 0.5 {
			t.Errorf("quarter %d: (1.25, 0.5) comes back as (%v, %v)", quarter, x, y)
		}
		_, front := scenes.Axes(float64(quarter) * 90)
		u2, v2 := f.point(1.25+front[0], 0.5+front[1])
		if math.Abs(u2-u) > 1e-12 || math.Abs(v2-v-1) > 1e-12 {
			t.Errorf("quarter %d: a step to the front goes by (%v, %v), want (0, 1)", quarter, u2-u, v2-v)
		}
		w, d := f.size()
		if r := f.rect(rect{0, 5, 0, 3}); r != (rect{0, w, 0, d}) {
			t.Errorf("quarter %d: the room becomes %v, want %v by %v", quarter, r, w, d)
		}
	}
}

// sees is an architecture with everything but pictures.
func sees(width, size int) arch {
	return arch{width: width, grid: newGrid(size), profiles: true, text: true}
}

// hits reports whether a cell hits something that is settled.
func (w *view) hits(a, b int) bool {
	for k := range w.obstacles {
		if o := &w.obstacles[k]; o.kind == fixed && o.hu>>a&1 == 1 && o.hv>>b&1 == 1 {
			return true
		}
	}
	return false
}

// randomState settles the first items of a room at random cells.
func randomState(p *problem, settledItems int, rng *rand.Rand) *state {
	s := newState(p, 0, nil, nil)
	var w view
	for i := range settledItems {
		q := rng.IntN(4)
		w.fill(s, i, q, sees(8, 24))
		x, y := w.frame.back(w.u[rng.IntN(24)], w.v[rng.IntN(24)])
		s.place(i, q, x, y)
	}
	return s
}

// placed returns only the settled items' placements.
func placed(s *state) *scenes.Layout {
	l := &scenes.Layout{}
	all := s.layout()
	for k := range s.poses {
		if s.poses[k].standing != unplaced {
			l.Placements = append(l.Placements, all.Placements[s.p.items[k].index])
		}
	}
	return l
}

// TestCellsAgreeWithGeometry checks every cell of many views against the shared
// rules: which relations it breaks, what it hits, whether it faces its target
// and stays in the room.
func TestCellsAgreeWithGeometry(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	g := newGrid(12)
	n := g.size()
	checked := 0
	for k, program := range []string{"bedroom", "dining", "office", "tavern", "living", "kitchen"} {
		task, _ := room(t, program, 12, uint64(k))
		p := newProblem(task, true, nil)
		for i := range p.items {
			s := randomState(p, i, rng)
			l := placed(s)
			quarter := rng.IntN(4)
			var w view
			w.fill(s, i, quarter, sees(8, 12))
			field := make([]float32, fields*n*n)
			w.maps(s, field[firstMap*n*n:])
			for c := range n * n {
				if w.hits(c/n, c%n) {
					field[fieldFixed*n*n+c] = 1
				}
			}
			for c := range n * n {
				x, y := w.frame.back(w.u[c/n], w.v[c%n])
				checkCell(t, s, i, l, field, c, n*n, scenes.Placement{
					ID: p.items[i].obj.ID, Position: scenes.Vec3{x, y, p.items[i].z}, Yaw: float64(quarter) * 90})
				checked++
			}
		}
	}
	if checked < 1000 {
		t.Fatalf("only %d cells checked", checked)
	}
}

func checkCell(t *testing.T, s *state, i int, l *scenes.Layout, field []float32, c, cells int, at scenes.Placement) {
	t.Helper()
	task, o := s.p.task, s.p.items[i].obj
	far := 0.0
	for _, r := range o.Relations {
		if q, ok := geom.RelationRange(task, o, at.Yaw, r, l); ok {
			// Heights are the support's business.
			q.Min[2], q.Max[2] = math.Inf(-1), math.Inf(1)
			far = max(far, q.Distance(at.Position))
		}
	}
	if broken := field[fieldBroken*cells+c] > 0; broken != (far > relationSlack) && o.Support == scenes.OnFloor {
		t.Errorf("%s at %v: broken is %v, but the relations are %v m off", o.ID, at, broken, far)
	}
	depth := 0.0
	box := geom.BoxOf(o, at)
	for _, q := range l.Placements {
		other, _ := task.Find(q.ID)
		d, _ := geom.Overlap(o, other, box, geom.BoxOf(other, q))
		depth = max(depth, d)
	}
	for _, op := range task.Room.Openings {
		if op.Kind == scenes.Door && !o.Flat {
			d, _ := geom.Penetration(box, geom.DoorZone(&task.Room, op))
			depth = max(depth, d)
		}
	}
	hits := field[fieldFixed*cells+c] > 0
	if !hits && depth > geom.Tolerance || hits && depth < slack/2 {
		t.Errorf("%s at %v: hits is %v at a depth of %v m", o.ID, at, hits, depth)
	}
	if deg, ok := geom.FacingError(task, o, at, l); ok && s.p.items[i].face != faceWall {
		if off := field[fieldFacing*cells+c] > 0; !off && deg > geom.AngleTolerance || off && deg == 0 {
			t.Errorf("%s at %v: facing off is %v at %v°", o.ID, at, off, deg)
		}
	}
	if lo, hi := box.Bounds(); lo[0] < -1e-9 || lo[1] < -1e-9 || hi[0] > s.p.w+1e-9 || hi[1] > s.p.d+1e-9 {
		t.Errorf("%s at %v leaves the room", o.ID, at)
	}
}

func TestHeightsAgreeWithGeometry(t *testing.T) {
	for k, program := range roomgen.Programs() {
		task, layout := room(t, program, 12, uint64(k))
		p := newProblem(task, true, nil)
		for i := range p.items {
			it := &p.items[i]
			if z, ok := geom.SupportZ(task, it.obj, layout); !ok || math.Abs(z-it.z) > 1e-9 {
				t.Errorf("%s %s: height %v, want %v (%v)", program, it.obj.ID, it.z, z, ok)
			}
		}
	}
}

func TestOrderPutsAnchorsFirst(t *testing.T) {
	for k, program := range roomgen.Programs() {
		task, _ := room(t, program, 14, uint64(k))
		p := newProblem(task, true, nil)
		for i := range p.items {
			for _, l := range p.items[i].links {
				if l.target > i {
					t.Errorf("%s: %s comes before its target %s", program, p.items[i].obj.ID, p.items[l.target].obj.ID)
				}
			}
		}
	}
}

func TestSpread(t *testing.T) {
	for name, c := range map[string]struct {
		lo, hi float64
		marks  []float64
		want   []float64
	}{
		"even":             {0, 4, nil, []float64{0, 1, 2, 3, 4}},
		"point":            {2, 2, []float64{2, 3}, []float64{2, 2, 2, 2, 2}},
		"mark moves":       {0, 4, []float64{1.2}, []float64{0, 1.2, 2, 3, 4}},
		"mark near an end": {0, 4, []float64{0.1}, []float64{0, 0.1, 2, 3, 4}},
		"two marks":        {0, 4, []float64{1.9, 2.2}, []float64{0, 1, 1.9, 2.2, 4}},
		"outside":          {0, 4, []float64{-1, 7}, []float64{0, 1, 2, 3, 4}},
	} {
		t.Run(name, func(t *testing.T) {
			got := make([]float64, 5)
			spread(got, c.lo, c.hi, c.marks)
			if fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestQuarterOf(t *testing.T) {
	for yaw, want := range map[float64]int{0: 0, 44: 0, 46: 1, 90: 1, 180: 2, 270: 3, 359: 0, -90: 3, 450: 1, -360: 0} {
		if got := quarterOf(yaw); got != want {
			t.Errorf("quarterOf(%v) = %d, want %d", yaw, got, want)
		}
	}
}
