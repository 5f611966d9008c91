package geom

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

func TestCheckPolygon(t *testing.T) {
	square := []scenes.Vec2{{0, 0}, {4, 0}, {4, 4}, {0, 4}}
	tests := map[string]struct {
		polygon []scenes.Vec2
		want    string // part of the error; empty for none
	}{
		"a square":            {square, ""},
		"clockwise":           {[]scenes.Vec2{{0, 0}, {0, 4}, {4, 4}, {4, 0}}, ""},
		"a corner on an edge": {[]scenes.Vec2{{0, 0}, {2, 0}, {4, 0}, {4, 4}, {0, 4}}, ""},
		"two corners":         {square[:2], "2 corners"},
		"not finite":          {[]scenes.Vec2{{0, 0}, {4, 0}, {math.NaN(), 4}, {0, 4}}, "corner 2 is (NaN, 4)"},
		"infinite":            {[]scenes.Vec2{{0, 0}, {math.Inf(1), 0}, {0, 4}}, "corner 1"},
		"a double corner":     {[]scenes.Vec2{{0, 0}, {4, 0}, {4, 0}, {0, 4}}, "corners 1 and 2 coincide"},
		"closed twice":        {append(append([]scenes.Vec2{}, square...), scenes.Vec2{}), "corners 4 and 0 coincide"},
		"a spike":             {[]scenes.Vec2{{0, 0}, {4, 0}, {6, 0}, {4, 0.0}, {4, 4}, {0, 4}}, "corner 2 is a spike"},
		"a line":              {[]scenes.Vec2{{0, 0}, {1, 1}, {2, 2}}, "corner 0 is a spike"},
		"a bow tie":           {[]scenes.Vec2{{0, 0}, {4, 4}, {4, 0}, {0, 4}}, "corner 0 and from corner 2 cross"},
		"touches itself":      {[]scenes.Vec2{{0, 0}, {4, 0}, {4, 4}, {2, 0}, {0, 4}}, "corner 0 and from corner 2 cross or touch"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			err := CheckPolygon(tc.polygon)
			if (err == nil) != (tc.want == "") || err != nil && !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
	g := rand.New(rand.NewPCG(41, 1))
	for range 500 {
		if p := star(g, scenes.Vec2{3, 3}, 3); CheckPolygon(p) != nil {
			t.Fatalf("%v: %v", p, CheckPolygon(p))
		}
	}
}

func TestCheckFloor(t *testing.T) {
	hole := func(x, y float64) []scenes.Vec2 {
		return []scenes.Vec2{{x, y}, {x + 1, y}, {x + 1, y + 1}, {x, y + 1}}
	}
	l := ell()
	tests := map[string]struct {
		floor []scenes.Vec2
		holes [][]scenes.Vec2
		want  string
	}{
		"fine":               {l.Floor, [][]scenes.Vec2{hole(0.5, 0.5), hole(2.5, 0.5)}, ""},
		"holes side by side": {l.Floor, [][]scenes.Vec2{hole(0.5, 0.5), hole(1.5, 0.5)}, ""},
		"clockwise":          {[]scenes.Vec2{{0, 0}, {0, 4}, {4, 4}, {4, 0}}, nil, "clockwise"},
		"a bad outline":      {l.Floor[:2], nil, "the floor: the polygon has 2 corners"},
		"a bad hole":         {l.Floor, [][]scenes.Vec2{hole(0.5, 0.5), l.Floor[:2]}, "hole 1 of the floor: the polygon has 2 corners"},
		"beyond the floor":   {l.Floor, [][]scenes.Vec2{hole(2.5, 2.5)}, "corner 0 of hole 0 lies 0.5 m outside"},
		"across the notch":   {l.Floor, [][]scenes.Vec2{{{1, 3.5}, {3.5, 1}, {3.6, 1.1}, {1.1, 3.6}}}, "crosses the floor's edge"},
		"overlapping holes":  {l.Floor, [][]scenes.Vec2{hole(0.5, 0.5), hole(1, 1)}, "holes 0 and 1 of the floor overlap"},
		"a hole within a hole": {l.Floor, [][]scenes.Vec2{{{0.5, 0.5}, {1.5, 0.5}, {1.5, 1.5}, {0.5, 1.5}},
			{{0.8, 0.8}, {1, 0.8}, {1, 1}}}, "holes 0 and 1 of the floor overlap"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			err := CheckFloor(&scenes.Room{Floor: tc.floor, Holes: tc.holes, Height: 2.5})
			if (err == nil) != (tc.want == "") || err != nil && !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func TestWalls(t *testing.T) {
	room := scenes.Room{Floor: []scenes.Vec2{{0, 0}, {4, 0}, {4, 0}, {4, 2}, {2, 4}, {0, 4}}, Height: 2.5}
	walls := NewSpace(&room).Walls()
	want := []struct {
		index  int
		yaw    float64
		length float64
	}{{0, 0, 4}, {2, 270, 2}, {3, 225, 2 * math.Sqrt2}, {4, 180, 2}, {5, 90, 4}}
	if len(walls) != len(want) {
		t.Fatalf("%d walls, want %d: a corner that is there twice has no wall", len(walls), len(want))
	}
	for i, w := range walls {
		_, front := scenes.Axes(w.Yaw)
		if w.Index != want[i].index || math.Abs(w.Length-want[i].length) > near ||
			AngleBetween(w.Yaw, want[i].yaw) > near || front.Sub(w.Inward).Len() > near {
			t.Errorf("wall %d is %+v, want %+v", i, w, want[i])
		}
		if !InsideFloor(&room, w.From.Add(w.To).Mul(0.5).Add(w.Inward.Mul(0.01)), 0) {
			t.Errorf("wall %d points out of the room", i)
		}
	}
}
