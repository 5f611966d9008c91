package trimesh_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom/trimesh"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// cubeOf has 12 triangles, the first two of which are the underside.
func cubeOf(half float64) [][3]scenes.Vec3 {
	p := trimesh.FromBox(scenes.Vec3{half, half, half})
	var v []scenes.Vec3
	for q := range p.Vertices() {
		v = append(v, q)
	}
	at := func(x, y, z float64) scenes.Vec3 {
		for _, q := range v {
			if q[0]*x > 0 && q[1]*y > 0 && q[2]*z > 0 {
				return q
			}
		}
		return scenes.Vec3{}
	}
	face := func(a, b, c, d scenes.Vec3) [][3]scenes.Vec3 {
		return [][3]scenes.Vec3{{a, b, c}, {a, c, d}}
	}
	return slices.Concat(
		face(at(-1, -1, -1), at(-1, 1, -1), at(1, 1, -1), at(1, -1, -1)),
		face(at(-1, -1, 1), at(1, -1, 1), at(1, 1, 1), at(-1, 1, 1)),
		face(at(-1, -1, -1), at(1, -1, -1), at(1, -1, 1), at(-1, -1, 1)),
		face(at(1, 1, -1), at(-1, 1, -1), at(-1, 1, 1), at(1, 1, 1)),
		face(at(1, -1, -1), at(1, 1, -1), at(1, 1, 1), at(1, -1, 1)),
		face(at(-1, 1, -1), at(-1, -1, -1), at(-1, -1, 1), at(-1, 1, 1)))
}

func inverted(list [][3]scenes.Vec3) [][3]scenes.Vec3 {
	out := slices.Clone(list)
	for i := range out {
		out[i][1], out[i][2] = out[i][2], out[i][1]
	}
	return out
}

func shifted(list [][3]scenes.Vec3, by scenes.Vec3) [][3]scenes.Vec3 {
	out := slices.Clone(list)
	for i := range out {
		for k := range out[i] {
			out[i][k] = out[i][k].Add(by)
		}
	}
	return out
}

func TestReport(t *testing.T) {
	nan := math.NaN()
	cube := cubeOf(0.5)
	quad := [][3]scenes.Vec3{{{0, 0, 0}, {1, 0, 0}, {1, 1, 0}}, {{0, 0, 0}, {1, 1, 0}, {0, 1, 0}}}
	for name, c := range map[string]struct {
		list   [][3]scenes.Vec3
		want   trimesh.Report
		inside bool // whether it holds the middle of its box
	}{
		"cube":          {cube, trimesh.Report{Triangles: 12, Pieces: 1, Volume: 1, Area: 6}, true},
		"inverted cube": {inverted(cube), trimesh.Report{Triangles: 12, Pieces: 1, Inverted: true, Volume: 1, Area: 6}, true},
		"no underside":  {cube[2:], trimesh.Report{Triangles: 10, Pieces: 1, Open: true, Area: 5}, true},
		"inverted, no underside": {inverted(cube[2:]),
			trimesh.Report{Triangles: 10, Pieces: 1, Open: true, Inverted: true, Area: 5}, true},
		"table top without underside and feet": {append(shifted(cubeOf(0.5)[2:], scenes.Vec3{0, 0, 3}), quad...),
			trimesh.Report{Triangles: 12, Pieces: 2, Open: true, Area: 6}, false},
		"two cubes": {append(shifted(cube, scenes.Vec3{3, 0, 0}), inverted(cube)...),
			trimesh.Report{Triangles: 24, Pieces: 2, Inverted: true, Volume: 2, Area: 12}, false},
		"hollow cube": {append(inverted(cubeOf(0.25)), cube...),
			trimesh.Report{Triangles: 24, Pieces: 2, Volume: 0.875, Area: 7.5}, false},
		"sheet":         {quad, trimesh.Report{Triangles: 2, Pieces: 1, Open: true, Area: 1}, false},
		"doubled sheet": {append(inverted(quad), quad...), trimesh.Report{Triangles: 4, Pieces: 1, Open: true, Area: 2}, false},
		"unusable triangles": {append([][3]scenes.Vec3{
			{{nan, 0, 0}, {1, 0, 0}, {0, 1, 0}}, {{0, 0, 0}, {math.Inf(1), 0, 0}, {0, 1, 0}}, {{0, 0, 0}, {1e12, 0, 0}, {0, 1, 0}},
			{{0, 0, 0}, {0, 0, 0}, {1, 0, 0}}, {{0, 0, 0}, {0.1, 0.1, 0.1}, {0.2, 0.2, 0.2}}}, cube...),
			trimesh.Report{Triangles: 12, Dropped: 5, Pieces: 1, Volume: 1, Area: 6}, true},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := trimesh.FromTriangles(c.list)
			if err != nil {
				t.Fatal(err)
			}
			got := m.Report()
			got.Volume, got.Area = math.Round(got.Volume*1e9)/1e9, math.Round(got.Area*1e9)/1e9
			if got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
			p := trimesh.Placed{Mesh: m, Center: scenes.Vec3{5, 6, 7}, Yaw: 40}
			if p.Contains(p.Center) != c.inside {
				t.Errorf("Contains the middle of its box: %v", !c.inside)
			}
		})
	}
}

func TestErrors(t *testing.T) {
	nan := float32(math.NaN())
	for name, c := range map[string]struct {
		model *mesh.Model
		want  string
	}{
		"none":      {nil, "no model"},
		"empty":     {&mesh.Model{Name: "void"}, `"void": it has no triangles`},
		"NaN":       {&mesh.Model{Name: "n", Parts: []mesh.Part{{Positions: make3(nan), Indices: []uint32{0, 1, 2}}}}, "none of its 1 triangles"},
		"bad index": {&mesh.Model{Name: "i", Parts: []mesh.Part{{Positions: make3(0), Indices: []uint32{0, 1, 3}}}}, "none of its 1 triangles"},
		"flat":      {&mesh.Model{Name: "f", Parts: []mesh.Part{{Positions: make([][3]float32, 3), Indices: []uint32{0, 1, 2}}}}, "none of its 1 triangles"},
		"cut off":   {&mesh.Model{Name: "c", Parts: []mesh.Part{{Positions: make3(0), Indices: []uint32{0, 1}}}}, "it has no triangles"},
		"enormous":  {&mesh.Model{Name: "e", Parts: []mesh.Part{{Positions: make3(3e38), Indices: []uint32{0, 1, 2}}}}, "none of its 1 triangles"},
		"far too many": {&mesh.Model{Name: "m", Parts: []mesh.Part{{Indices: make([]uint32, 3*(trimesh.MaxTriangles+1))}}},
			"more than 1048576: simplify it"},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := trimesh.New(c.model)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got %v %v, want an error with %q", m, err, c.want)
			}
		})
	}
}

func make3(x float32) [][3]float32 {
	return [][3]float32{{x, 0, 0}, {1, 0, 0}, {0, 1, 0}}
}

func TestScaleTo(t *testing.T) {
	m, err := trimesh.FromTriangles([][3]scenes.Vec3{{{0, 0, 3}, {2, 0, 3}, {0, 4, 3}}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := m.Size(), (scenes.Vec3{2, 4, 0}); got != want {
		t.Errorf("Size = %v, want %v", got, want)
	}
	if got, want := m.ScaleTo(scenes.Vec3{1, 1, 1}), (scenes.Vec3{0.5, 0.25, 1}); got != want {
		t.Errorf("ScaleTo = %v, want %v", got, want)
	}
	if got, want := m.ScaleTo(scenes.Vec3{math.NaN(), -1, math.Inf(1)}), (scenes.Vec3{1, 1, 1}); got != want {
		t.Errorf("ScaleTo of no size = %v, want %v", got, want)
	}
}

func TestPlaced(t *testing.T) {
	// A wedge whose edge is at its front right.
	m, err := trimesh.FromTriangles([][3]scenes.Vec3{{{0, 0, 0}, {2, 0, 0}, {2, 1, 0}}, {{0, 0, 0}, {2, 1, 0}, {2, 1, 4}}})
	if err != nil {
		t.Fatal(err)
	}
	p := trimesh.Placed{Mesh: m, Center: scenes.Vec3{10, 20, 30}, Yaw: 90, Scale: scenes.Vec3{2, 1, 0.5}}
	// At yaw 90 the front faces +x and the right −y.
	lo, hi := p.Bounds()
	if want := (scenes.Vec3{9.5, 18, 29}); lo != want {
		t.Errorf("lo = %v, want %v", lo, want)
	}
	if want := (scenes.Vec3{10.5, 22, 31}); hi != want {
		t.Errorf("hi = %v, want %v", hi, want)
	}
	if got, want := p.Extreme(scenes.Vec3{0, 0, 1}, 0.01, nil), []scenes.Vec3{{10.5, 18, 31}}; !slices.Equal(got, want) {
		t.Errorf("highest corners %v, want %v", got, want)
	}
	if got := p.Extreme(scenes.Vec3{0, 0, -1}, 0.01, nil); len(got) != 3 {
		t.Errorf("lowest corners %v, want 3", got)
	}
	n := 0
	for range p.Vertices() {
		n++
	}
	if n != 4 {
		t.Errorf("%d corners, want 4", n)
	}
	n = 0
	p.Each(func(a, b, c scenes.Vec3) bool {
		if b.Sub(a).Cross(c.Sub(a)).Len() < 1 {
			t.Errorf("triangle %v %v %v is smaller than in the mesh", a, b, c)
		}
		n++
		return true
	})
	if n != 2 {
		t.Errorf("%d triangles, want 2", n)
	}
	at, normal, hit := p.Raycast(scenes.Vec3{10.25, 18.1, 40}, scenes.Vec3{0, 0, -2}, 100)
	if !hit || math.Abs(at-5.5) > 0.2 || math.Abs(normal.Len()-1) > 1e-12 {
		t.Errorf("Raycast = %g %v %v", at, normal, hit)
	}
	if _, _, hit := p.Raycast(scenes.Vec3{10.25, 18.1, 40}, scenes.Vec3{0, 0, -2}, 4); hit {
		t.Error("a ray hits beyond its end")
	}
}

func TestSurface(t *testing.T) {
	p := trimesh.FromBox(scenes.Vec3{1, 0.5, 0.25})
	p.Center, p.Yaw = scenes.Vec3{3, 4, 5}, 90
	const n = 7000
	got := p.Surface(n, 9, nil)
	if !slices.Equal(got, p.Surface(n, 9, nil)) {
		t.Fatal("not the same for the same seed")
	}
	if slices.Equal(got, p.Surface(n, 10, nil)) {
		t.Fatal("the same for another seed")
	}
	count := map[scenes.Vec3]float64{}
	for _, s := range got {
		if d := p.Distance(s.Point, 1); d > 1e-12 {
			t.Fatalf("%v is %g off the surface", s.Point, d)
		}
		if s.Point.Sub(p.Center).Dot(s.Normal) <= 0 {
			t.Fatalf("the normal %v at %v points inwards", s.Normal, s.Point)
		}
		count[s.Normal]++
	}
	// Faces are 2×1, 2×0.5 and 1×0.5 in size; at yaw 90 the front faces +x.
	for normal, area := range map[scenes.Vec3]float64{{0, 0, 1}: 2, {0, 0, -1}: 2, {1, 0, 0}: 1, {-1, 0, 0}: 1, {0, 1, 0}: 0.5, {0, -1, 0}: 0.5} {
		if c := count[normal]; math.Abs(c-n*area/7) > 8 {
			t.Errorf("%g samples on the face %v, want %g", c, normal, n*area/7)
		}
	}
}

// TestUnusablePlacements says that they fill no space.
func TestUnusablePlacements(t *testing.T) {
	good := trimesh.FromBox(scenes.Vec3{1, 1, 1})
	nan := math.NaN()
	for name, p := range map[string]*trimesh.Placed{
		"nil":           nil,
		"no mesh":       {},
		"NaN centre":    {Mesh: good.Mesh, Center: scenes.Vec3{nan, 0, 0}},
		"infinite yaw":  {Mesh: good.Mesh, Yaw: math.Inf(1)},
		"NaN scale":     {Mesh: good.Mesh, Scale: scenes.Vec3{1, nan, 1}},
		"enormous size": {Mesh: good.Mesh, Scale: scenes.Vec3{1e300, 1e300, 1}},
		"an empty mesh": {Mesh: &trimesh.Mesh{}},
	} {
		t.Run(name, func(t *testing.T) {
			if trimesh.Intersects(p, &good) || trimesh.Intersects(&good, p) || trimesh.Deeper(p, &good, 0) {
				t.Error("it intersects")
			}
			if d, _ := trimesh.Depth(p, &good, 0); d != 0 {
				t.Errorf("Depth = %g", d)
			}
			if s := trimesh.Separation(p, &good, 7); s != 7 {
				t.Errorf("Separation = %g", s)
			}
			if p.Contains(scenes.Vec3{}) || p.Distance(scenes.Vec3{}, 7) != 7 || len(p.Surface(5, 1, nil)) != 0 {
				t.Error("it fills space")
			}
			if _, _, hit := p.Raycast(scenes.Vec3{}, scenes.Vec3{1, 0, 0}, 9); hit {
				t.Error("a ray hits it")
			}
			if len(trimesh.Contacts(p, &good, nil, 5)) != 0 || len(p.Extreme(scenes.Vec3{0, 0, 1}, 1, nil)) != 0 {
				t.Error("it has points")
			}
		})
	}
}

func TestNothingAllocates(t *testing.T) {
	contacts := make([]scenes.Vec3, 0, 100)
	samples := make([]trimesh.Sample, 0, 100)
	for _, c := range pairs(t) {
		for name, f := range map[string]func(){
			"Intersects":  func() { trimesh.Intersects(c.a, c.b) },
			"Deeper":      func() { trimesh.Deeper(c.a, c.b, 0.02) },
			"Depth":       func() { trimesh.Depth(c.a, c.b, 0) },
			"Separation":  func() { trimesh.Separation(c.a, c.b, 10) },
			"Contacts":    func() { trimesh.Contacts(c.a, c.b, contacts, 100) },
			"MeanContact": func() { trimesh.MeanContact(c.a, c.b) },
			"Contains":    func() { c.a.Contains(c.b.Center) },
			"Distance":    func() { c.a.Distance(c.b.Center, 10) },
			"Raycast":     func() { c.a.Raycast(c.b.Center, scenes.Vec3{1, 1, 0}, 10) },
			"Extreme":     func() { c.a.Extreme(scenes.Vec3{0, 0, -1}, 1e-3, contacts) },
			"Surface":     func() { c.a.Surface(100, 1, samples) },
			"Bounds":      func() { c.a.Bounds() },
		} {
			if n := testing.AllocsPerRun(5, f); n != 0 {
				t.Errorf("%s, %s: %g allocations", name, c.name, n)
			}
		}
	}
}
