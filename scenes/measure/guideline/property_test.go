package guideline

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// random furnishes a room of the given size with n objects at random places;
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

func costsOf(room scenes.Room, things []thing) Costs {
	return MeasureWith(furnish(room, things...), Options{SkipCirculation: true})
}

func same(a, b *Costs) (Kind, bool) {
	for k := range a.Of {
		x, y := a.Of[k], b.Of[k]
		if x.Applicable != y.Applicable || math.Abs(x.Value-y.Value) > 1e-6*(1+math.Abs(x.Value)) || math.Abs(x.Loss-y.Loss) > 1e-6 {
			return Kind(k), false
		}
	}
	return 0, true
}

// Turning the whole room by a quarter changes no cost.
func TestQuarterTurn(t *testing.T) {
	for seed := range uint64(200) {
		room := scenes.RectRoom(5, 3.5, 2.8)
		things := random(seed, 15, 5, 3.5)
		// Clockwise: (x, y) goes to (y, 5 − x), and a heading grows by 90°.
		turned := scenes.Room{Floor: []scenes.Vec2{{0, 5}, {0, 0}, {3.5, 0}, {3.5, 5}}, Height: 2.8}
		var round []thing
		for _, o := range things {
			o.x, o.y, o.yaw = o.y, 5-o.x, o.yaw+90
			round = append(round, o)
		}
		a, b := costsOf(room, things), costsOf(turned, round)
		if k, ok := same(&a, &b); !ok {
			t.Fatalf("seed %d: %v is %+v, turned %+v", seed, k, a.Of[k], b.Of[k])
		}
	}
}

// Costs do not depend on where the room is in the world, and losses stay
// between 0 and 1.
func TestMoved(t *testing.T) {
	for seed := range uint64(100) {
		room := scenes.RectRoom(5, 3.5, 2.8)
		things := random(seed, 12, 5, 3.5)
		moved := room
		moved.Floor = nil
		for _, p := range room.Floor {
			moved.Floor = append(moved.Floor, p.Add(scenes.Vec2{3, -7}))
		}
		var there []thing
		for _, o := range things {
			o.x, o.y = o.x+3, o.y-7
			there = append(there, o)
		}
		a, b := costsOf(room, things), costsOf(moved, there)
		if k, ok := same(&a, &b); !ok {
			t.Fatalf("seed %d: %v is %+v, moved %+v", seed, k, a.Of[k], b.Of[k])
		}
		check(t, &a)
	}
}

func check(t *testing.T, c *Costs) {
	t.Helper()
	for k, x := range c.Of {
		if math.IsNaN(x.Value) || math.IsInf(x.Value, 0) || !(x.Loss >= 0 && x.Loss <= 1+1e-9) || x.Terms < 0 {
			t.Fatalf("%v is %+v", Kind(k), x)
		}
		for i, v := range c.Objects(Kind(k)) {
			if !(v >= -1e-12 && v <= 1+1e-9) {
				t.Fatalf("%v of object %d is %v", Kind(k), i, v)
			}
		}
	}
}

// A table that moves away from its comfortable place never costs less.
func TestPairDistanceIsMonotone(t *testing.T) {
	last := -math.MaxFloat64
	for d := 0.457; d < 3; d += 0.05 {
		c := costsOf(scenes.RectRoom(6, 6, 3), []thing{
			{id: "sofa_1", category: "sofa", w: 2, d: 1, h: 0.8, x: 3, y: 0.5},
			{id: "table_1", category: "coffee_table", w: 1, d: 0.6, h: 0.4, x: 3, y: 1 + d + 0.3}})
		if v := c.Of[PairDistance].Value; v < last-1e-12 {
			t.Fatalf("%v m: %v after %v", d, v, last)
		} else {
			last = v
		}
	}
}

// overlap agrees with counting points.
func TestOverlapArea(t *testing.T) {
	g := rand.New(rand.NewPCG(1, 1))
	for range 50 {
		mk := func() piece {
			p := piece{at: scenes.Vec2{g.Float64(), g.Float64()}, half: scenes.Vec2{0.2 + g.Float64(), 0.2 + g.Float64()}}
			p.right, p.out = scenes.Axes(360 * g.Float64())
			return p
		}
		a, b := mk(), mk()
		in, n := 0, 150
		for i := range n {
			for j := range n {
				u, v := (float64(i)+0.5)/float64(n)*2-1, (float64(j)+0.5)/float64(n)*2-1
				q := a.at.Add(a.right.Mul(u * a.half[0])).Add(a.out.Mul(v * a.half[1]))
				if b.distance(q) == 0 {
					in++
				}
			}
		}
		want := float64(in) / float64(n*n) * a.area()
		if got := overlap(&a, &b); math.Abs(got-want) > 0.02 || math.Abs(got-overlap(&b, &a)) > 1e-9 {
			t.Errorf("overlap %v, %v the other way round, want %v", got, overlap(&b, &a), want)
		}
		if (overlap(&a, &b) > 1e-9) != (gap(&a, &b) == 0) {
			t.Errorf("overlap %v, but gap %v", overlap(&a, &b), gap(&a, &b))
		}
	}
}

func TestManyObjects(t *testing.T) {
	if testing.Short() {
		t.Skip("quadratic")
	}
	c := costsOf(scenes.RectRoom(5, 5, 3), random(3, 800, 5, 5))
	check(t, &c)
}

func FuzzGuideline(f *testing.F) {
	f.Add(uint64(1), uint8(12), 5.0, 4.0, 0.0, 1.0)
	f.Add(uint64(2), uint8(3), 0.0, 0.0, math.NaN(), 0.0)
	f.Add(uint64(3), uint8(40), 1e9, 1e-9, 1e300, 1e12)
	f.Add(uint64(4), uint8(2), -3.0, 4.0, math.Inf(1), -1.0)
	f.Fuzz(func(t *testing.T, seed uint64, n uint8, x, y, at, size float64) {
		things := random(seed, int(n%48), 5, 4)
		if len(things) > 0 {
			o := &things[int(seed%uint64(len(things)))]
			o.x, o.yaw, o.w, o.d = at, at, size, size
		}
		room := scenes.RectRoom(x, y, 3)
		w := furnish(room, things...)
		c := Measure(w)
		check(t, &c)
		for _, r := range Explain(w) {
			if r.Text == "" || math.IsNaN(r.Loss) {
				t.Fatalf("%+v", r)
			}
		}
	})
}

func BenchmarkMeasure(b *testing.B) {
	for _, n := range []int{5, 15, 50, 500} {
		side := math.Sqrt(float64(n)) * 1.5
		w := furnish(scenes.RectRoom(side, side, 3), random(1, n, side, side)...)
		for _, raster := range []bool{false, true} {
			b.Run(fmt.Sprintf("objects=%d/circulation=%t", n, raster), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					MeasureWith(w, Options{SkipCirculation: !raster})
				}
			})
		}
	}
}
