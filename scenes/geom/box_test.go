package geom

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

// near is the rounding error that the tests forgive, in metres.
const near = 1e-9

func randomBox(g *rand.Rand) Box {
	yaw := Headings[g.IntN(4)]
	if g.IntN(2) == 0 {
		yaw = g.Float64()*720 - 360
	}
	return Box{
		Center: scenes.Vec3{g.Float64() * 3, g.Float64() * 3, g.Float64() * 2},
		Half:   scenes.Vec3{0.05 + g.Float64(), 0.05 + g.Float64(), 0.05 + g.Float64()},
		Yaw:    yaw,
	}
}

func turned(b Box, deg float64) Box {
	s, c := math.Sincos(deg * math.Pi / 180)
	x, y := b.Center[0], b.Center[1]
	b.Center[0], b.Center[1] = c*x+s*y, c*y-s*x
	b.Yaw += deg
	return b
}

func TestPenetrationProperties(t *testing.T) {
	g := rand.New(rand.NewPCG(1, 2))
	hits := 0
	for range 20000 {
		a, b := randomBox(g), randomBox(g)
		d, dir := Penetration(a, b)
		e, back := Penetration(b, a)
		if math.Abs(d-e) > near {
			t.Fatalf("not symmetric: %v and %v for %+v, %+v", d, e, a, b)
		}
		if d == 0 {
			continue
		}
		hits++
		if (dir == scenes.Vec2{}) != (back == scenes.Vec2{}) && math.Abs(d-verticalOverlap(&a, &b)) > near {
			t.Fatalf("one way is vertical, the other not: %v, %v", dir, back)
		}
		move := scenes.Vec3{g.Float64(), g.Float64(), g.Float64()}
		am, bm := a, b
		am.Center, bm.Center = a.Center.Add(move), b.Center.Add(move)
		if f, _ := Penetration(am, bm); math.Abs(f-d) > near {
			t.Fatalf("moves with the frame: %v, then %v", d, f)
		}
		deg := g.Float64() * 360
		if f, _ := Penetration(turned(a, deg), turned(b, deg)); math.Abs(f-d) > 1e-8 {
			t.Fatalf("turns with the frame: %v, then %v", d, f)
		}
		out := a
		if dir == (scenes.Vec2{}) {
			out.Center[2] += math.Copysign(d, a.Center[2]-b.Center[2])
		} else {
			out.Center = a.Center.Add(dir.Mul(d).Vec3(0))
		}
		if f, _ := Penetration(out, b); f > 1e-8 {
			t.Fatalf("still %v deep after moving out by %v along %v", f, d, dir)
		}
	}
	if hits < 1000 {
		t.Fatalf("only %d of the pairs overlap; the test shows little", hits)
	}
}

// TestPenetrationGrows checks that growing a box never makes an overlap
// shallower, and that a box inside another has at least its own size to go.
func TestPenetrationGrows(t *testing.T) {
	g := rand.New(rand.NewPCG(2, 3))
	for range 10000 {
		a, b := randomBox(g), randomBox(g)
		d, _ := Penetration(a, b)
		grown := a
		for k := range 3 {
			grown.Half[k] += g.Float64() * 0.3
		}
		if e, _ := Penetration(grown, b); e < d-near {
			t.Fatalf("%v deep, %v after growing: %+v in %+v", d, e, a, b)
		}
		inner := b
		inner.Half = b.Half.Mul(0.1 + 0.8*g.Float64())
		inner.Yaw += float64(g.IntN(4) * 180)
		if e, _ := Penetration(inner, b); e < 2*min(inner.Half[0], inner.Half[1], inner.Half[2]) {
			t.Fatalf("%+v lies in %+v, but is only %v deep", inner, b, e)
		}
	}
}

// TestPenetrationAgainstSamples compares with points of one box tested against
// the other.
func TestPenetrationAgainstSamples(t *testing.T) {
	g := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		a, b := randomBox(g), randomBox(g)
		d, _ := Penetration(a, b)
		inside := false
		right, front := scenes.Axes(a.Yaw)
		for range 400 {
			u, v, w := g.Float64()*2-1, g.Float64()*2-1, g.Float64()*2-1
			p := a.Center.Vec2().Add(right.Mul(u * a.Half[0])).Add(front.Mul(v * a.Half[1]))
			z := a.Center[2] + w*a.Half[2]
			if b.ContainsXY(p, 0) && math.Abs(z-b.Center[2]) <= b.Half[2] {
				inside = true
			}
		}
		if inside && d == 0 {
			t.Fatalf("%+v and %+v share a point but have no depth", a, b)
		}
	}
}

func TestPenetrationCases(t *testing.T) {
	unit := scenes.Vec3{0.5, 0.5, 0.5}
	tests := map[string]struct {
		a, b  Box
		depth float64
		dir   scenes.Vec2
	}{
		"touching sides":     {Box{scenes.Vec3{1, 0, 0}, unit, 0}, Box{scenes.Vec3{}, unit, 0}, 0, scenes.Vec2{}},
		"resting on top":     {Box{scenes.Vec3{0, 0, 1}, unit, 0}, Box{scenes.Vec3{}, unit, 30}, 0, scenes.Vec2{}},
		"east by a little":   {Box{scenes.Vec3{0.9, 0, 0}, unit, 90}, Box{scenes.Vec3{}, unit, 0}, 0.1, scenes.Vec2{1, 0}},
		"south by a little":  {Box{scenes.Vec3{0, -0.7, 0}, unit, 0}, Box{scenes.Vec3{}, unit, 180}, 0.3, scenes.Vec2{0, -1}},
		"sunk from above":    {Box{scenes.Vec3{0.1, 0, 0.95}, unit, 0}, Box{scenes.Vec3{}, unit, 0}, 0.05, scenes.Vec2{}},
		"corner past corner": {Box{scenes.Vec3{0.9, 0.9, 0}, unit, 45}, Box{scenes.Vec3{}, unit, 0}, 0, scenes.Vec2{}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			d, dir := Penetration(tc.a, tc.b)
			if math.Abs(d-tc.depth) > near || dir.Sub(tc.dir).Len() > near {
				t.Errorf("got %v along %v, want %v along %v", d, dir, tc.depth, tc.dir)
			}
		})
	}
}

func TestBoundsHoldCorners(t *testing.T) {
	g := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		b := randomBox(g)
		lo, hi := b.Bounds()
		gotLo, gotHi := scenes.Vec2{math.Inf(1), math.Inf(1)}, scenes.Vec2{math.Inf(-1), math.Inf(-1)}
		for _, c := range b.Corners() {
			if !b.ContainsXY(c, near) {
				t.Fatalf("%+v does not contain its corner %v", b, c)
			}
			for k := range 2 {
				gotLo[k], gotHi[k] = min(gotLo[k], c[k]), max(gotHi[k], c[k])
			}
		}
		if gotLo.Sub(lo.Vec2()).Len()+gotHi.Sub(hi.Vec2()).Len() > near {
			t.Fatalf("bounds %v %v of %+v do not fit its corners %v %v", lo, hi, b, gotLo, gotHi)
		}
	}
}

func TestOverlapOfFlatObjects(t *testing.T) {
	rug := scenes.Object{ID: "rug_1", Size: scenes.Vec3{2, 2, 0.01}, Flat: true}
	mat := scenes.Object{ID: "mat_1", Size: scenes.Vec3{1, 1, 0.01}, Flat: true}
	carried := mat
	carried.Support, carried.Parent = scenes.OnObject, "rug_1"
	table := scenes.Object{ID: "table_1", Size: scenes.Vec3{1, 1, 0.7}}
	at := func(o scenes.Object, z float64) Box {
		return BoxOf(&o, scenes.Placement{Position: scenes.Vec3{1, 1, z}})
	}
	tests := map[string]struct {
		a, b   scenes.Object
		za, zb float64
		want   bool
	}{
		"a table on a rug":          {table, rug, 0.35, 0.005, false},
		"two rugs on one spot":      {rug, mat, 0.005, 0.005, true},
		"a mat lying on a rug":      {rug, mat, 0.005, 0.015, false},
		"a rug that carries a mat":  {carried, rug, 0.005, 0.005, false},
		"two tables on one spot":    {table, table, 0.35, 0.35, true},
		"a rug hung above a rug":    {rug, mat, 0.005, 1, false},
		"a table sunk into a table": {table, table, 0.35, 0.95, true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			d, _ := Overlap(&tc.a, &tc.b, at(tc.a, tc.za), at(tc.b, tc.zb))
			if got := d > Tolerance; got != tc.want {
				t.Errorf("collide = %v (depth %v), want %v", got, d, tc.want)
			}
		})
	}
}

func TestHotPathsDoNotAllocate(t *testing.T) {
	room := scenes.RectRoom(4, 3, 2.5)
	s := NewSpace(&room)
	a := Box{scenes.Vec3{1, 1, 0.5}, scenes.Vec3{0.5, 0.4, 0.5}, 10}
	b := Box{scenes.Vec3{1.2, 1.3, 0.5}, scenes.Vec3{0.5, 0.4, 0.5}, 90}
	odd := pillared()
	odd.Floor = append(odd.Floor[:3:3], scenes.Vec2{1, 5}, scenes.Vec2{0, 3})
	slanted := NewSpace(&odd)
	z := randomZone(rand.New(rand.NewPCG(8, 8)))
	var sink float64
	n := testing.AllocsPerRun(100, func() {
		d, _ := Penetration(a, b)
		e, _ := s.Outside(a)
		r := s.ObjectRange(a.Extents(), scenes.LeftOf, true, b)
		q := s.ElementRange(a.Extents(), scenes.NorthWall)
		o, _ := slanted.Outside(b)
		w, _ := z.Overlap(b)
		c, _ := ClearanceBoxes(b, scenes.Clearance{Front: 1})
		sink += o + w + c[FrontSide].Top()
		sink += d + e + r.Intersect(q).Distance(a.Center)
		if s.TouchesWall(a, Tolerance) {
			sink++
		}
	})
	if n != 0 {
		t.Errorf("%v allocations (sum %v), want none", n, sink)
	}
}

func BenchmarkPenetration(b *testing.B) {
	g := rand.New(rand.NewPCG(1, 2))
	boxes := make([]Box, 64)
	for i := range boxes {
		boxes[i] = randomBox(g)
	}
	for i := 0; b.Loop(); i++ {
		Penetration(boxes[i%64], boxes[(i*7+3)%64])
	}
}
