package geom

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

// ell is a 4 × 4 m floor without its north-east quarter.
func ell() scenes.Room {
	return scenes.Room{Floor: []scenes.Vec2{{0, 0}, {4, 0}, {4, 2}, {2, 2}, {2, 4}, {0, 4}}, Height: 2.5}
}

func TestInsideFloor(t *testing.T) {
	rect, l := scenes.RectRoom(4, 3, 2.5), ell()
	tests := map[string]struct {
		room   scenes.Room
		p      scenes.Vec2
		margin float64
		want   bool
	}{
		"middle":                {rect, scenes.Vec2{2, 1.5}, 0, true},
		"outside":               {rect, scenes.Vec2{4.1, 1}, 0, false},
		"outside within margin": {rect, scenes.Vec2{4.01, 1}, Tolerance, true},
		"beyond the margin":     {rect, scenes.Vec2{4.03, 1}, Tolerance, false},
		"too near an edge":      {rect, scenes.Vec2{3.9, 1}, -0.2, false},
		"in the notch":          {l, scenes.Vec2{3, 3}, 0, false},
		"notch within margin":   {l, scenes.Vec2{2.01, 3}, Tolerance, true},
		"in the foot":           {l, scenes.Vec2{3, 1}, 0, true},
		"in the leg":            {l, scenes.Vec2{1, 3}, 0, true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := InsideFloor(&tc.room, tc.p, tc.margin); got != tc.want {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

func TestOutside(t *testing.T) {
	rect, l := scenes.RectRoom(4, 3, 2.5), ell()
	box := func(x, y, hx, hy, yaw float64) Box {
		return Box{scenes.Vec3{x, y, 0.5}, scenes.Vec3{hx, hy, 0.5}, yaw}
	}
	tests := map[string]struct {
		room  scenes.Room
		b     Box
		depth float64
		dir   scenes.Vec2
	}{
		"touching":               {rect, box(0.5, 0.3, 0.3, 0.5, 90), 0, scenes.Vec2{}},
		"through the east wall":  {rect, box(3.7, 1, 0.5, 0.2, 0), 0.2, scenes.Vec2{-1, 0}},
		"through the south wall": {rect, box(2, 0.1, 0.5, 0.2, 180), 0.1, scenes.Vec2{0, 1}},
		"turned, corner out":     {rect, box(2, 0.5, 0.5, 0.5, 45), math.Sqrt2/2 - 0.5, scenes.Vec2{0, 1}},
		"in the leg":             {l, box(1, 3, 0.9, 0.9, 0), 0, scenes.Vec2{}},
		"edge through the side":  {l, box(1.8, 2.9, 0.5, 0.4, 0), 0.3, scenes.Vec2{-1, 0}},
		"corner in the notch":    {l, box(2, 1.8, 1.5, 1.5, 0), 1.3, scenes.Vec2{0, -1}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			d, dir := NewSpace(&tc.room).Outside(tc.b)
			if math.Abs(d-tc.depth) > near || dir.Sub(tc.dir).Len() > near {
				t.Errorf("got %v along %v, want %v along %v", d, dir, tc.depth, tc.dir)
			}
		})
	}
}

// TestOutsideFindsEdges checks that a notch that no corner of the box reaches
// is found.
func TestOutsideFindsEdges(t *testing.T) {
	notch := scenes.Room{Height: 2.5, Floor: []scenes.Vec2{{0, 0}, {4, 0}, {4, 4}, {2.1, 4}, {2.1, 2}, {1.9, 2}, {1.9, 4}, {0, 4}}}
	b := Box{scenes.Vec3{2, 2.5, 0.5}, scenes.Vec3{1, 1, 0.5}, 0}
	if d, _ := NewSpace(&notch).Outside(b); d < 0.4 {
		t.Errorf("a wall that stands half a metre inside the box gives %v", d)
	}
}

func TestTouchesWall(t *testing.T) {
	rect := scenes.RectRoom(4, 3, 2.5)
	s := NewSpace(&rect)
	half := scenes.Vec3{0.5, 0.02, 0.3}
	tests := map[string]struct {
		b    Box
		want bool
	}{
		"on the north wall":        {Box{scenes.Vec3{2, 2.98, 1.6}, half, 180}, true},
		"on the west wall":         {Box{scenes.Vec3{0.02, 1, 1.6}, half, 90}, true},
		"a little off":             {Box{scenes.Vec3{2, 2.97, 1.6}, half, 180}, true},
		"off":                      {Box{scenes.Vec3{2, 2.9, 1.6}, half, 180}, false},
		"only a corner":            {Box{scenes.Vec3{0.37, 1, 1.6}, half, 45}, false},
		"in the middle of the air": {Box{scenes.Vec3{2, 1.5, 1.6}, half, 0}, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := s.TouchesWall(tc.b, Tolerance); got != tc.want {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

func TestDoorZone(t *testing.T) {
	room := scenes.RectRoom(4, 3, 2.5)
	want := map[int]Box{
		0: {scenes.Vec3{1, 0.45, 1}, scenes.Vec3{0.45, 0.45, 1}, 0},
		1: {scenes.Vec3{3.55, 1, 1}, scenes.Vec3{0.45, 0.45, 1}, 270},
		2: {scenes.Vec3{3, 2.55, 1}, scenes.Vec3{0.45, 0.45, 1}, 180},
		3: {scenes.Vec3{0.45, 2, 1}, scenes.Vec3{0.45, 0.45, 1}, 90},
	}
	for wall, w := range want {
		got := DoorZone(&room, scenes.Opening{Kind: scenes.Door, Wall: wall, Offset: 1, Width: 0.9, Height: 2})
		if got.Center.Sub(w.Center).Len() > near || got.Half != w.Half || AngleBetween(got.Yaw, w.Yaw) > near {
			t.Errorf("wall %d: got %+v, want %+v", wall, got, w)
		}
	}
}

func TestOutsideAgreesWithCorners(t *testing.T) {
	room := scenes.RectRoom(4, 3, 2.5)
	s := NewSpace(&room)
	g := rand.New(rand.NewPCG(7, 8))
	for range 5000 {
		b := randomBox(g)
		d, _ := s.Outside(b)
		inside := true
		for _, c := range b.Corners() {
			inside = inside && InsideFloor(&room, c, near)
		}
		if inside != (d <= near) {
			t.Fatalf("%+v: outside by %v, yet corners inside is %v", b, d, inside)
		}
	}
}
