package function

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// random furnishes a room of the given size with n objects at random places,
// half of them at the four headings.
func random(seed uint64, n int, x, y float64) []thing {
	g := rand.New(rand.NewPCG(seed, 7))
	classes := taxonomy.All()
	var out []thing
	for i := range n {
		c := classes[g.IntN(len(classes))]
		s := c.Typical()
		o := thing{id: fmt.Sprintf("%s_%d", c.Name, i), category: c.Name, w: s[0], d: s[1], h: s[2], support: c.Mount,
			x: x * g.Float64(), y: y * g.Float64(), yaw: float64(90 * g.IntN(4))}
		if c.Mount != scenes.OnFloor {
			o.z = 1.2
		}
		if g.IntN(2) == 0 {
			o.yaw = 360 * g.Float64()
		}
		if i > 0 && g.IntN(2) == 0 {
			o.faces = out[g.IntN(i)].id
		}
		if g.IntN(8) == 0 {
			o.category = "qwxz"
		}
		out = append(out, o)
	}
	return out
}

// One more obstacle never raises navigability, access, clearance or openings.
// It is furniture of no known class, and the task has it from the beginning.
func TestObstaclesNeverHelp(t *testing.T) {
	for seed := range uint64(60) {
		g := rand.New(rand.NewPCG(seed, 8))
		things := random(seed, 7, 5, 4)
		block := thing{id: "thing_1", category: "qwxz", w: 0.2 + g.Float64(), d: 0.2 + g.Float64(), h: 1.8,
			x: 5 * g.Float64(), y: 4 * g.Float64(), yaw: 360 * g.Float64(), missing: true}
		without := Measure(furnish(hall(), append(things, block)...), Options{})
		block.missing = false
		with := Measure(furnish(hall(), append(things, block)...), Options{})
		for _, p := range []Part{Navigability, Access, Clearance, Sight, Openings} {
			a, b := without.Of[p], with.Of[p]
			if a.Applicable != b.Applicable || b.Value > a.Value+1e-9 {
				t.Fatalf("seed %d: %v was %+v, with an obstacle %+v", seed, p, a, b)
			}
		}
	}
}

// A box that moves before a door, out of a corner, never raises navigability.
func TestWayToTheDoor(t *testing.T) {
	last := 1.0
	for x := 3.0; x <= 4.4; x += 0.1 {
		r := Measure(furnish(hall(), thing{id: "thing_1", category: "qwxz", w: 1.2, d: 0.6, h: 1.8, x: x, y: 0.3}), Options{})
		if v := r.Of[Navigability].Value; v > last+0.005 {
			t.Fatalf("at %v m: %v after %v", x, v, last)
		} else {
			last = v
		}
	}
	if last != 0 {
		t.Errorf("with the box before the door, navigability is %v", last)
	}
}

// Turning the room by a quarter changes the scores by pixels only.
func TestQuarterTurn(t *testing.T) {
	for seed := range uint64(40) {
		room := hall()
		things := random(seed, 10, 5, 4)
		turned := scenes.Room{Floor: []scenes.Vec2{{0, 5}, {0, 0}, {4, 0}, {4, 5}}, Height: 2.8, Openings: room.Openings}
		var round []thing
		for _, o := range things {
			o.x, o.y, o.yaw = o.y, 5-o.x, o.yaw+90
			round = append(round, o)
		}
		a, b := Measure(furnish(room, things...), Options{Cell: 0.0125}), Measure(furnish(turned, round...), Options{Cell: 0.0125})
		for p := range Part(Parts) {
			x, y := a.Of[p], b.Of[p]
			// A gap of just a person's width may open or close, or a strip's
			// pixels fall otherwise.
			slack := 0.03
			if p == Reach || p == Sight {
				slack = 1e-9
			}
			if x.Applicable != y.Applicable || p != Navigability && p != Access && math.Abs(x.Value-y.Value) > slack {
				t.Errorf("seed %d: %v is %+v, turned %+v", seed, p, x, y)
			}
		}
	}
}

func check(t *testing.T, r *Report) {
	t.Helper()
	if !(r.Value >= 0 && r.Value <= 1) {
		t.Fatalf("value %v", r.Value)
	}
	for p, x := range r.Of {
		if !(x.Value >= 0 && x.Value <= 1) {
			t.Fatalf("%v: %+v", Part(p), x)
		}
	}
	for i, v := range r.Objects {
		if !(v <= 0) || math.IsInf(v, 0) {
			t.Fatalf("object %d: %v", i, v)
		}
	}
	for _, f := range r.Findings {
		if f.Message == "" || f.Rule == "" || math.IsNaN(f.Depth) || math.IsInf(f.Depth, 0) || f.Depth < 0 || math.IsNaN(f.Direction[0]) {
			t.Fatalf("finding %+v", f)
		}
	}
}

func TestDeterministic(t *testing.T) {
	w := furnish(hall(), random(5, 15, 5, 4)...)
	a, b := Measure(w, Options{}), Measure(w, Options{})
	if d := cmp.Diff(a, b); d != "" {
		t.Errorf("two measurements differ:\n%s", d)
	}
	check(t, &a)
}

func TestManyObjects(t *testing.T) {
	r := Measure(furnish(hall(), random(3, 500, 5, 4)...), Options{})
	check(t, &r)
}

func FuzzFunction(f *testing.F) {
	f.Add(uint64(1), uint8(12), 5.0, 4.0, 1.0, 1.0, 0.9, 0)
	f.Add(uint64(2), uint8(3), 0.0, 0.0, math.NaN(), 0.0, 0.0, -1)
	f.Add(uint64(3), uint8(40), 1e9, 1e-9, 1e300, 1e12, 1e9, 2)
	f.Add(uint64(4), uint8(2), -3.0, 4.0, math.Inf(1), -1.0, math.NaN(), 9)
	f.Fuzz(func(t *testing.T, seed uint64, n uint8, x, y, at, size, door float64, wall int) {
		things := random(seed, int(n%24), 5, 4)
		if len(things) > 0 {
			o := &things[int(seed%uint64(len(things)))]
			o.x, o.yaw, o.w, o.d = at, at, size, size
		}
		room := scenes.RectRoom(x, y, 3)
		kinds := []scenes.OpeningKind{scenes.Door, scenes.Window}
		for i, swing := range append([]scenes.Swing{""}, scenes.Swings...) {
			room.Openings = append(room.Openings, scenes.Opening{ID: fmt.Sprint("opening_", i), Kind: kinds[i/5], Wall: wall, Offset: door, Width: door, Height: 2, Swing: swing})
		}
		r := Measure(furnish(room, things...), Options{Cell: 0.05})
		check(t, &r)
	})
}

func BenchmarkMeasure(b *testing.B) {
	for _, n := range []int{5, 15, 50, 500} {
		side := math.Sqrt(float64(n)) * 1.5
		room := scenes.RectRoom(side, side, 3)
		room.Openings = []scenes.Opening{{ID: "door_1", Kind: scenes.Door, Wall: 0, Offset: 1, Width: 0.9, Height: 2},
			{ID: "window_1", Kind: scenes.Window, Wall: 1, Offset: 1, Width: 1.2, Height: 1.2, Sill: 0.9}}
		w := furnish(room, random(1, n, side, side)...)
		for _, silent := range []bool{false, true} {
			b.Run(fmt.Sprintf("objects=%d/findings=%t", n, !silent), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					Measure(w, Options{Silent: silent})
				}
			})
		}
	}
}
