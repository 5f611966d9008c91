package shape

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets/internal/packtest"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

type box = [2][3]float32

func heights(s Shape) []float64 {
	var out []float64
	for _, l := range s.Levels {
		out = append(out, math.Round(l.Height*1000)/1000)
	}
	return out
}

func TestBookcase(t *testing.T) {
	board := func(z float32) box { return box{{-.38, -.13, z}, {.38, .15, z + .02}} }
	open := []box{{{-.4, -.15, 0}, {.4, -.13, 1.5}}, {{-.4, -.13, 0}, {-.38, .15, 1.5}}, {{.38, -.13, 0}, {.4, .15, 1.5}}, board(0), board(.5), board(1), board(1.48)}
	s, _ := Of(packtest.Boxes(open...))
	if diff := cmp.Diff([]float64{.02, .52, 1.02, 1.5}, heights(s)); diff != "" {
		t.Errorf("heights (-want +got):\n%s", diff)
	}
	for i, want := range []float64{.48, .48, .46, 0} {
		if l := s.Levels[i]; math.Abs(l.Clear-want) > 1e-4 || math.Abs(l.Area-.76*.28) > .05*.76*.28+boolTo(i == 3)*.05 {
			t.Errorf("level %d is %+v, want a headroom of %v", i, l, want)
		}
	}
	if back := s.Sides[2]; back.Flat < .95 || s.Sides[0].Flat > .3 {
		t.Errorf("sides %+v", s.Sides)
	}
	// With a door nothing can be put in.
	s, _ = Of(packtest.Boxes(append(open, box{{-.4, .15, 0}, {.4, .17, 1.5}})...))
	if diff := cmp.Diff([]float64{1.5}, heights(s)); diff != "" {
		t.Errorf("heights of a closed case (-want +got):\n%s", diff)
	}
}

func boolTo(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// What stands on a table takes its place, whether or not its underside is
// modelled.
func TestFreeArea(t *testing.T) {
	table := box{{-1, -.5, 0}, {1, .5, .75}}
	vase := box{{.2, -.3, .75}, {.8, .3, 1.2}}
	whole := packtest.Boxes(table, vase)
	bottomless := packtest.Boxes(table, vase)
	p := &bottomless.Parts[0]
	// The first face of a box is its underside.
	p.Indices = append(p.Indices[:36:36], p.Indices[42:]...)
	for name, m := range map[string]*mesh.Model{"whole": whole, "bottomless": bottomless} {
		s, _ := Of(m)
		if len(s.Levels) != 1 {
			t.Errorf("%s: levels %+v", name, s.Levels)
			continue
		}
		l := s.Levels[0]
		if math.Abs(l.Height-.75) > 1e-5 || math.Abs(l.Area-(2-.36)) > .05 || l.Clear != 0 {
			t.Errorf("%s: %+v, want 1.64 free", name, l)
		}
		if math.Abs(l.Min[0]+1) > .02 || math.Abs(l.Max[0]-1) > .02 {
			t.Errorf("%s: bounds %v %v", name, l.Min, l.Max)
		}
	}
}

func TestHeadroom(t *testing.T) {
	desk := packtest.Boxes(box{{-1, -.5, 0}, {1, .5, .75}}, box{{-1, -.5, 1.1}, {1, .5, 1.2}}, box{{-1, -.5, .75}, {1, -.48, 1.1}})
	s, _ := Of(desk)
	if diff := cmp.Diff([]float64{.75, 1.2}, heights(s)); diff != "" {
		t.Fatalf("heights (-want +got):\n%s", diff)
	}
	if c := s.Levels[0].Clear; math.Abs(c-.35) > 1e-5 {
		t.Errorf("headroom %v, want 0.35", c)
	}
}

func TestFootprint(t *testing.T) {
	// A box turned by 30° and a disc of 100 corners.
	disc := &mesh.Model{Parts: make([]mesh.Part, 1)}
	p := &disc.Parts[0]
	p.Positions = append(p.Positions, [3]float32{0, 0, 1})
	for i := range 100 {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / 100)
		p.Positions = append(p.Positions, [3]float32{float32(2 * cos), float32(sin), 0})
		p.Indices = append(p.Indices, 0, uint32(1+i), uint32(1+(i+1)%100))
	}
	s, _ := Of(disc)
	if len(s.Footprint) != Corners {
		t.Fatalf("%d corners", len(s.Footprint))
	}
	area := 0.0
	for i, a := range s.Footprint {
		b := s.Footprint[(i+1)%Corners]
		area += (a[0]*b[1] - a[1]*b[0]) / 2
		for _, v := range p.Positions[1:] {
			if cross(a, b, scenes.Vec2{float64(v[0]), float64(v[1])}) < -1e-5 {
				t.Fatalf("corner %v lies outside of edge %d", v, i)
			}
		}
	}
	if area < 2*math.Pi*.998 || area > 2*math.Pi*1.03 {
		t.Errorf("area %.3f of an ellipse of %.3f", area, 2*math.Pi)
	}
	s, _ = Of(packtest.Boxes(box{{-1, -.5, 0}, {1, .5, 1}}))
	want := []scenes.Vec2{{-1, -.5}, {1, -.5}, {1, .5}, {-1, .5}}
	if diff := cmp.Diff(want, s.Footprint); diff != "" {
		t.Errorf("footprint of a box (-want +got):\n%s", diff)
	}
}

func TestTurned(t *testing.T) {
	m := packtest.Chair(1, "right")
	s, _ := Of(m)
	direct, _ := Of(packtest.Chair(1, ""))
	// The back lies to the right, so that the left, three quarters on, is front.
	turned := s.Turned(3)
	if turned.Size != direct.Size || math.Abs(turned.Upper[0]-direct.Upper[0]) > 1e-3 || math.Abs(turned.Upper[1]-direct.Upper[1]) > 1e-3 {
		t.Errorf("turned to %+v, want %+v", turned, direct)
	}
	if diff := cmp.Diff(direct.Levels, turned.Levels, cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < .02 })); diff != "" {
		t.Errorf("levels (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(s, s.Turned(1).Turned(2).Turned(1)); diff != "" {
		t.Errorf("a whole turn (-want +got):\n%s", diff)
	}
	for i := range 4 {
		if s.Turned(i).Sides[0] != s.Sides[i] {
			t.Errorf("side %d is not the front after %d quarters", i, i)
		}
	}
}

// A chair that lies on its back, as z-up files show it, stands when read so.
func TestLying(t *testing.T) {
	up := packtest.Chair(1, "")
	down := packtest.Chair(1, "")
	for i, v := range down.Parts[0].Positions {
		// The inverse of the turn that reading with up +Z makes.
		down.Parts[0].Positions[i] = [3]float32{v[0], v[2], -v[1]}
	}
	want, _ := Of(up)
	_, got := Of(down)
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-5 })); diff != "" {
		t.Errorf("lying (-want +got):\n%s", diff)
	}
}

// Whatever the triangles, nothing breaks and everything is finite and within
// the box.
func TestHostileModels(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	odd := []float32{0, 1, -1, 1e-20, 1e12, -1e12, inf, -inf, nan, 3.4e38}
	for round := range 300 {
		m := &mesh.Model{Parts: make([]mesh.Part, 1)}
		p := &m.Parts[0]
		p.Material = round%3 - 1
		for range rnd.IntN(30) {
			var v [3]float32
			for k := range v {
				if v[k] = rnd.Float32(); round%2 == 0 && rnd.IntN(4) == 0 {
					v[k] = odd[rnd.IntN(len(odd))]
				}
			}
			p.Positions = append(p.Positions, v)
		}
		for range 3 * rnd.IntN(20) {
			p.Indices = append(p.Indices, uint32(rnd.IntN(len(p.Positions)+1+round%2)))
		}
		for _, s := range [2]Shape{first(Of(m)), second(Of(m))} {
			for _, l := range s.Levels {
				if !(l.Area >= 0) || !(l.Height >= -1e-3*s.Size[2]) || l.Height > s.Size[2]*1.001 || math.IsInf(l.Area, 0) {
					t.Fatalf("round %d: level %+v of %v", round, l, s.Size)
				}
			}
			for _, c := range s.Footprint {
				if !(math.Abs(c[0]) <= s.Size[0]) || !(math.Abs(c[1]) <= s.Size[1]) {
					t.Fatalf("round %d: corner %v of %v", round, c, s.Size)
				}
			}
		}
		for _, c := range Colours(m) {
			if !(c.Share > 0 && c.Share <= 1) {
				t.Fatalf("round %d: %+v", round, c)
			}
		}
	}
	Of(&mesh.Model{})
	Colours(&mesh.Model{})
}

func first(a, _ Shape) Shape  { return a }
func second(_, b Shape) Shape { return b }

// Large triangles in great number do not take forever.
func TestManyLargeTriangles(t *testing.T) {
	m := &mesh.Model{Parts: make([]mesh.Part, 1)}
	p := &m.Parts[0]
	for i := range 60_000 {
		z, at := float32(i%50)/50, uint32(len(p.Positions))
		p.Positions = append(p.Positions, [3]float32{0, 0, z}, [3]float32{1, 0, z}, [3]float32{0, 1, z})
		p.Indices = append(p.Indices, at, at+1, at+2)
	}
	s, _ := Of(m)
	if len(s.Levels) == 0 {
		t.Error("no level")
	}
}
