package geom

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

// star is a polygon round a centre with random radii, which never crosses
// itself.
func star(g *rand.Rand, c scenes.Vec2, radius float64) []scenes.Vec2 {
	n := 5 + g.IntN(8)
	out := make([]scenes.Vec2, n)
	for i := range out {
		s, co := math.Sincos(2 * math.Pi * (float64(i) + 0.8*g.Float64()) / float64(n))
		d := radius * (0.3 + 0.7*g.Float64())
		out[i] = c.Add(scenes.Vec2{d * co, d * s})
	}
	return out
}

// moved turns a polygon clockwise by degrees round the origin and shifts it.
func moved(ring []scenes.Vec2, deg float64, by scenes.Vec2) []scenes.Vec2 {
	s, c := math.Sincos(deg * math.Pi / 180)
	out := make([]scenes.Vec2, len(ring))
	for i, p := range ring {
		out[i] = scenes.Vec2{c*p[0] + s*p[1] + by[0], c*p[1] - s*p[0] + by[1]}
	}
	return out
}

func pillared() scenes.Room {
	room := scenes.RectRoom(6, 5, 2.5)
	room.Holes = [][]scenes.Vec2{
		{{2, 2}, {2.4, 2}, {2.4, 2.4}, {2, 2.4}},                 // a pillar
		{{4, 3}, {4, 4}, {4.5, 4}, {4.5, 3.5}, {5, 3.5}, {5, 3}}, // an L, clockwise
	}
	return room
}

func TestHoles(t *testing.T) {
	room := pillared()
	s := NewSpace(&room)
	box := func(x, y, hx, hy, yaw float64) Box {
		return Box{scenes.Vec3{x, y, 0.5}, scenes.Vec3{hx, hy, 0.5}, yaw}
	}
	tests := map[string]struct {
		b     Box
		depth float64
		dir   scenes.Vec2
	}{
		"beside the pillar":         {box(1.5, 2.2, 0.5, 0.5, 0), 0, scenes.Vec2{}},
		"into the pillar":           {box(1.6, 2.2, 0.5, 0.5, 90), 0.1, scenes.Vec2{-1, 0}},
		"over the pillar":           {box(2.2, 2.3, 1, 1, 0), 1.1, scenes.Vec2{0, 1}},
		"in the notch of the L":     {box(4.75, 3.75, 0.25, 0.25, 0), 0, scenes.Vec2{}},
		"into the foot of the L":    {box(4.75, 3.7, 0.2, 0.25, 0), 0.05, scenes.Vec2{0, 1}},
		"through the east wall":     {box(5.8, 1, 0.5, 0.2, 0), 0.3, scenes.Vec2{-1, 0}},
		"a small thing in the foot": {box(4.9, 3.25, 0.01, 0.01, 0), 0.11, scenes.Vec2{1, 0}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			d, dir := s.Outside(tc.b)
			if math.Abs(d-tc.depth) > near || dir.Sub(tc.dir).Len() > near {
				t.Errorf("got %v along %v, want %v along %v", d, dir, tc.depth, tc.dir)
			}
		})
	}
	points := map[scenes.Vec2][2]bool{ // on the floor, and 0.1 m from every edge
		{1, 1}: {true, true}, {2.2, 2.2}: {false, false}, {1.95, 2.2}: {true, false},
		{4.7, 3.7}: {true, true}, {4.2, 3.8}: {false, false}, {5.95, 1}: {true, false}, {7, 1}: {false, false},
	}
	for p, want := range points {
		if got := [2]bool{s.Inside(p, 0), s.Inside(p, -0.1)}; got != want {
			t.Errorf("%v inside: %v, want %v", p, got, want)
		}
		if got := InsideFloor(&room, p, -0.1); got != want[1] {
			t.Errorf("InsideFloor at %v is %v", p, got)
		}
	}
	if s.TouchesWall(Box{scenes.Vec3{1.98, 2.2, 1}, scenes.Vec3{0.1, 0.02, 0.1}, 90}, Tolerance) {
		t.Error("the side of a pillar counts as a wall")
	}
	if n := len(s.Walls()); n != 4 {
		t.Errorf("%d walls, want the four of the floor", n)
	}
}

// TestOutsideMovesWithTheFrame turns and shifts rooms of any shape.
func TestOutsideMovesWithTheFrame(t *testing.T) {
	g := rand.New(rand.NewPCG(21, 1))
	hits := 0
	for range 1200 {
		room := scenes.Room{Floor: star(g, scenes.Vec2{}, 3), Holes: [][]scenes.Vec2{star(g, scenes.Vec2{0.3, 0}, 0.6)}, Height: 2.5}
		b := randomBox(g)
		b.Center = b.Center.Sub(scenes.Vec3{1.5, 1.5, 0})
		deg, by := g.Float64()*360, scenes.Vec2{g.Float64() * 9, g.Float64() * 9}
		other := scenes.Room{Floor: moved(room.Floor, deg, by), Holes: [][]scenes.Vec2{moved(room.Holes[0], deg, by)}, Height: 2.5}
		c := turned(b, deg)
		c.Center = c.Center.Add(by.Vec3(0))
		s, o := NewSpace(&room), NewSpace(&other)
		d, _ := s.Outside(b)
		e, dir := o.Outside(c)
		if math.Abs(d-e) > 1e-7 || e > 0 && math.Abs(dir.Len()-1) > near {
			t.Fatalf("%v, and %v along %v after turning by %v°", d, e, dir, deg)
		}
		if d > 0 {
			hits++
		}
		// A point of the footprint off the floor means a depth.
		right, front := scenes.Axes(b.Yaw)
		for range 30 {
			p := b.Center.Vec2().Add(right.Mul((g.Float64()*2 - 1) * b.Half[0])).Add(front.Mul((g.Float64()*2 - 1) * b.Half[1]))
			if !s.Inside(p, 1e-6) && d == 0 {
				t.Fatalf("%v of %+v is off the floor %v or in %v, yet nothing is outside", p, b, room.Floor, room.Holes)
			}
		}
	}
	if hits < 200 {
		t.Fatalf("only %d boxes reach out; the test shows little", hits)
	}
}

// TestPieces checks that the pieces of a polygon are convex and make up its
// area.
func TestPieces(t *testing.T) {
	g := rand.New(rand.NewPCG(22, 1))
	for range 2000 {
		ring := star(g, scenes.Vec2{g.Float64() * 9, 3}, 2)
		if g.IntN(2) == 0 {
			ring = moved(ring, 33, scenes.Vec2{1, 1})
		}
		sum := 0.0
		for _, p := range pieces(ring) {
			for i := range p {
				if turn(p[i], p[(i+1)%len(p)], p[(i+2)%len(p)]) < 0 {
					t.Fatalf("a piece of %v is not convex: %v", ring, p)
				}
			}
			sum += area(p)
		}
		if math.Abs(sum-area(ring)) > 1e-9 {
			t.Fatalf("the pieces of %v have %v m², the polygon has %v", ring, sum, area(ring))
		}
	}
}

// TestConvexHolesAreBoxes compares a rectangular hole with a box of its place.
func TestConvexHolesAreBoxes(t *testing.T) {
	g := rand.New(rand.NewPCG(23, 1))
	room := scenes.RectRoom(100, 100, 3)
	for range 5000 {
		a, b := randomBox(g), randomBox(g)
		a.Center = a.Center.Add(scenes.Vec3{50, 50, 0})
		b.Center = b.Center.Add(scenes.Vec3{50, 50, 0})
		c := b.Corners()
		room.Holes = [][]scenes.Vec2{c[:]}
		d, _ := FloorPenetration(a, b)
		s := NewSpace(&room)
		e, dir := s.Outside(a)
		if math.Abs(d-e) > 1e-8 {
			t.Fatalf("hole %v, box %v", e, d)
		}
		out := a
		out.Center = out.Center.Add(dir.Mul(e).Vec3(0))
		if f, _ := s.Outside(out); f > 1e-8 {
			t.Fatalf("still %v over the hole after moving out by %v along %v", f, e, dir)
		}
		a.Half[0] += g.Float64()
		a.Half[1] += g.Float64()
		if f, _ := s.Outside(a); f < e-1e-9 {
			t.Fatalf("a larger box is less deep: %v, then %v", e, f)
		}
	}
}
