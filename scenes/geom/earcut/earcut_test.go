package earcut

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

func rect(x0, y0, x1, y1 float64) []scenes.Vec2 {
	return []scenes.Vec2{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}
}

func backwards(p []scenes.Vec2) []scenes.Vec2 {
	out := make([]scenes.Vec2, len(p))
	for i, q := range p {
		out[len(p)-1-i] = q
	}
	return out
}

func turnedBy(p []scenes.Vec2, angle float64) []scenes.Vec2 {
	sin, cos := math.Sincos(angle)
	out := make([]scenes.Vec2, len(p))
	for i, q := range p {
		out[i] = scenes.Vec2{cos*q[0] - sin*q[1], sin*q[0] + cos*q[1]}
	}
	return out
}

func polygonArea(p []scenes.Vec2) float64 {
	a := 0.0
	for i := range p {
		a += cross(p[0], p[i], p[(i+1)%len(p)]) / 2
	}
	return math.Abs(a)
}

// covered checks every triangle and returns the area of all.
func covered(t *testing.T, floor []scenes.Vec2, holes [][]scenes.Vec2) float64 {
	t.Helper()
	room := scenes.Room{Floor: floor, Holes: holes}
	area := 0.0
	for _, tri := range Triangulate(floor, holes) {
		a := cross(tri[0], tri[1], tri[2]) / 2
		if !(a > 0) {
			t.Errorf("triangle %v is not counter-clockwise", tri)
		}
		middle := tri[0].Add(tri[1]).Add(tri[2]).Mul(1.0 / 3)
		if a > 1e-9 && !geom.InsideFloor(&room, middle, 1e-9) {
			t.Errorf("triangle %v is not on the floor", tri)
		}
		area += a
	}
	return area
}

func TestTriangulate(t *testing.T) {
	ell := []scenes.Vec2{{0, 0}, {4, 0}, {4, 2}, {2, 2}, {2, 4}, {0, 4}}
	bay := []scenes.Vec2{{0, 0}, {6, 0}, {6, 3.1}, {4.5, 4.4}, {1.5, 4.4}, {0, 3.1}}
	notched := []scenes.Vec2{{0, 0}, {6, 0}, {6, 4}, {4, 4}, {3, 0.5}, {2, 4}, {0, 4}}
	wedge := []scenes.Vec2{{0, 0}, {12, 2}, {12, 9}, {0, 9}}
	apart := [][]scenes.Vec2{{{1, 2}, {.5, 2}, {.5, 1}}, {{4, 1}, {3, 1.5}, {1, 1.5}}}
	for name, c := range map[string]struct {
		floor []scenes.Vec2
		holes [][]scenes.Vec2
		want  float64
	}{
		"an L":                        {ell, nil, 12},
		"clockwise":                   {backwards(ell), nil, 12},
		"corners on edges":            {[]scenes.Vec2{{0, 0}, {1, 0}, {2, 0}, {2, 1}, {2, 2}, {0, 2}, {0, 1}}, nil, 4},
		"a bay":                       {bay, nil, polygonArea(bay)},
		"a deep slanted notch":        {notched, nil, polygonArea(notched)},
		"a pillar":                    {rect(0, 0, 5, 4), [][]scenes.Vec2{rect(2, 1, 2.4, 1.4)}, 20 - .16},
		"a hole either way":           {rect(0, 0, 5, 4), [][]scenes.Vec2{backwards(rect(2, 1, 2.4, 1.4))}, 20 - .16},
		"a hole in an L":              {ell, [][]scenes.Vec2{rect(.5, 2.5, 1.5, 3.5)}, 11},
		"a hole beside a notch":       {notched, [][]scenes.Vec2{rect(.4, 1, 1.2, 3)}, polygonArea(notched) - 1.6},
		"a row of holes":              {rect(0, 0, 9, 3), [][]scenes.Vec2{rect(1, 1, 2, 2), rect(4, 1, 5, 2), rect(7, 1, 8, 2)}, 24},
		"holes above each other":      {rect(0, 0, 3, 9), [][]scenes.Vec2{rect(1, 1, 2, 2), rect(1, 4, 2, 5), rect(1, 7, 2, 8)}, 24},
		"a hole that touches a wall":  {rect(0, 0, 4, 4), [][]scenes.Vec2{rect(3, 1, 4, 2)}, 15},
		"a hole in the corner":        {rect(0, 0, 4, 4), [][]scenes.Vec2{rect(3, 3, 4, 4)}, 15},
		"holes that touch":            {rect(0, 0, 4, 4), [][]scenes.Vec2{rect(1, 1, 2, 2), rect(2, 2, 3, 3)}, 14},
		"holes side by side":          {rect(0, 0, 4, 4), [][]scenes.Vec2{rect(1, 1, 2, 2), rect(2, 1, 3, 2)}, 14},
		"a concave hole":              {rect(-1, -1, 5, 5), [][]scenes.Vec2{ell}, 24},
		"a hole in a hole's arms":     {rect(-1, -1, 5, 5), [][]scenes.Vec2{ell, rect(3, 3, 3.5, 3.5)}, 23.75},
		"bridges to one corner":       {wedge, apart, 96 - .25 - .5},
		"a hole without area":         {rect(0, 0, 2, 2), [][]scenes.Vec2{{{.5, .5}, {1, 1}, {1.5, 1.5}}, {}, {{1, 1}}}, 4},
		"a hole that is not a number": {rect(0, 0, 2, 2), [][]scenes.Vec2{{{math.NaN(), .5}, {1, math.Inf(1)}, {1, .5}}}, 4},
		"a floor without area":        {[]scenes.Vec2{{0, 0}, {1, 1}, {2, 2}}, [][]scenes.Vec2{rect(0, 0, 1, 1)}, 0},
		"no floor":                    {nil, nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			if got := covered(t, c.floor, c.holes); math.Abs(got-c.want) > 1e-9 {
				t.Errorf("the triangles cover %v m², want %v", got, c.want)
			}
		})
	}
}

// star is a random polygon round a centre that does not cross itself.
func star(g *rand.Rand, c scenes.Vec2, least, most float64, corners int) []scenes.Vec2 {
	out := make([]scenes.Vec2, corners)
	for i := range out {
		s, co := math.Sincos(2 * math.Pi * (float64(i) + .8*g.Float64()) / float64(corners))
		r := least + (most-least)*g.Float64()
		out[i] = c.Add(scenes.Vec2{r * co, r * s})
	}
	return out
}

// Random concave outlines with random concave holes are covered wholly.
func TestTriangulateRandom(t *testing.T) {
	g := rand.New(rand.NewPCG(5, 7))
	for range 400 {
		floor := star(g, scenes.Vec2{}, 4, 6, 5+g.IntN(20))
		want := polygonArea(floor)
		var holes [][]scenes.Vec2
		for x := -2; x <= 2; x++ {
			for y := -2; y <= 2; y++ {
				if x*x+y*y > 5 || g.IntN(2) == 0 {
					continue
				}
				h := star(g, scenes.Vec2{float64(x), float64(y)}, .1, .5, 3+g.IntN(9))
				holes = append(holes, h)
			}
		}
		if geom.CheckFloor(&scenes.Room{Floor: floor, Holes: holes}) != nil {
			continue
		}
		for _, h := range holes {
			want -= polygonArea(h)
		}
		if got := covered(t, floor, holes); math.Abs(got-want) > 1e-6 {
			t.Fatalf("floor %v with holes %v: covered %v, want %v", floor, holes, got, want)
		}
	}
}

// Holes with many corners in one line, turned so that rounding moves them off it,
// leave the floor between them covered wholly.
func TestTriangulateTurned(t *testing.T) {
	g := rand.New(rand.NewPCG(3, 4))
	for try := range 4000 {
		// Every second one as it is.
		angle := float64(try % 2 * try)
		floor := turnedBy(rect(0, 0, 12, 12), angle)
		want := polygonArea(floor)
		var holes [][]scenes.Vec2
		for i := range 9 {
			var h []scenes.Vec2
			for range 3 {
				h = append(h, scenes.Vec2{float64(i%3*4 + 1 + g.IntN(3)), float64(i/3*4 + 1 + g.IntN(3))})
			}
			if polygonArea(h) > 0 {
				holes = append(holes, turnedBy(h, angle))
				want -= polygonArea(h)
			}
		}
		if got := covered(t, floor, holes); math.Abs(got-want) > 1e-9 {
			t.Fatalf("floor %v with holes %v: covered %v, want %v", floor, holes, got, want)
		}
	}
}

// A hole at a turned wall, which its corners lie on but for rounding, is cut out
// exactly.
func TestTriangulateTurnedWall(t *testing.T) {
	for angle := range 1000 {
		floor, hole := turnedBy(rect(0, 0, 4, 4), float64(angle)), turnedBy(rect(3, 1, 4, 2), float64(angle))
		if got := covered(t, floor, [][]scenes.Vec2{hole}); math.Abs(got-15) > 1e-9 {
			t.Fatalf("at %v radians: covered %v, want 15", angle, got)
		}
	}
}

// Thousands of corners and holes end in bounded time.
func TestTriangulateLarge(t *testing.T) {
	g := rand.New(rand.NewPCG(1, 2))
	floor := star(g, scenes.Vec2{50, 50}, 40, 90, 5000)
	var holes [][]scenes.Vec2
	for i := range 5000 {
		holes = append(holes, rect(float64(i%70)+20, float64(i/70)+20, float64(i%70)+20.5, float64(i/70)+20.5))
	}
	if got := len(Triangulate(floor, holes)); got < 4000 {
		t.Errorf("%d triangles", got)
	}
}

// FuzzTriangulate: any corners end in triangles with areas; where floor and
// holes are sound and apart, the triangles cover the floor.
func FuzzTriangulate(f *testing.F) {
	f.Add([]byte{0, 0, 40, 0, 40, 40, 0, 40}, []byte{10, 10, 20, 10, 20, 20})
	f.Add([]byte{0, 0, 40, 0, 40, 20, 20, 20, 20, 40, 0, 40}, []byte{4, 30, 4, 34, 8, 34, 8, 30})
	f.Add([]byte{0, 0, 40, 40, 40, 0, 0, 40}, []byte{0, 0, 40, 40, 20, 20})
	f.Fuzz(func(t *testing.T, outline, hole []byte) {
		floor, holes := points(outline), [][]scenes.Vec2{points(hole)}
		if n := len(holes[0]); n >= 6 {
			holes = append(holes, holes[0][n/2:])
			holes[0] = holes[0][:n/2]
		}
		area := 0.0
		for _, tri := range Triangulate(floor, holes) {
			a := cross(tri[0], tri[1], tri[2]) / 2
			if !(a > 0) {
				t.Fatalf("triangle %v has no area", tri)
			}
			area += a
		}
		if geom.CheckFloor(&scenes.Room{Floor: floor, Holes: holes}) != nil || touch(append(holes, floor)) {
			return
		}
		want := polygonArea(floor)
		for _, h := range holes {
			want -= polygonArea(h)
		}
		if math.Abs(area-want) > 1e-6*(1+want) {
			t.Fatalf("floor %v with holes %v: covered %v, want %v", floor, holes, area, want)
		}
	})
}

// touch reports whether a corner of one polygon lies on another; where holes
// part the floor, only most of it is covered.
func touch(polygons [][]scenes.Vec2) bool {
	for i, p := range polygons {
		for j, q := range polygons {
			for _, v := range p {
				for k, a := range q {
					e := q[(k+1)%len(q)].Sub(a)
					u := min(max(v.Sub(a).Dot(e)/e.Dot(e), 0), 1)
					if i != j && v.Sub(a.Add(e.Mul(u))).Len() < 1e-6 {
						return true
					}
				}
			}
		}
	}
	return false
}

// points reads corners on a grid, where many lie in one line, or, after a first
// byte of 255, any numbers.
func points(data []byte) []scenes.Vec2 {
	var out []scenes.Vec2
	if len(data) > 0 && data[0] == 255 {
		for data = data[1:]; len(data) >= 16 && len(out) < 64; data = data[16:] {
			out = append(out, scenes.Vec2{
				math.Float64frombits(binary.LittleEndian.Uint64(data)), math.Float64frombits(binary.LittleEndian.Uint64(data[8:]))})
		}
		return out
	}
	for ; len(data) >= 2 && len(out) < 64; data = data[2:] {
		out = append(out, scenes.Vec2{float64(data[0]) / 8, float64(data[1]) / 8})
	}
	return out
}
