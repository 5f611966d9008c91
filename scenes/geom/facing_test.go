package geom

import (
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

func TestFacingError(t *testing.T) {
	task, l := bedroom()
	tests := map[string]struct {
		facing string
		yaw    float64
		deg    float64
		ok     bool
	}{
		"nothing":                 {"", 77, 0, true},
		"ceiling":                 {scenes.Ceiling, 77, 0, true},
		"north, exact":            {scenes.NorthWall, 0, 0, true},
		"north, from the west":    {scenes.NorthWall, 356, 4, true},
		"west, beyond a turn":     {scenes.WestWall, -80, 10, true},
		"south, away":             {scenes.SouthWall, 0, 180, true},
		"the bed, straight":       {"bed_1", 141.34, 0, true},
		"the bed, in the cone":    {"bed_1", 180, 0, true},
		"the bed, out of it":      {"bed_1", 270, 90 + 38.65980825 - 45, true},
		"the middle, in the cone": {scenes.Middle, 90, 0, true},
		"not placed":              {"lamp_1", 0, 0, false},
		"not known":               {"ghost_1", 0, 0, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			o := task.Objects[1]
			o.Facing = tc.facing
			p := l.Placements[1]
			p.Yaw = tc.yaw
			deg, ok := FacingError(task, &o, p, l)
			if ok != tc.ok || math.Abs(deg-tc.deg) > 1e-6 {
				t.Errorf("got %v, %v; want %v, %v", deg, ok, tc.deg, tc.ok)
			}
		})
	}
}

func TestSupportZ(t *testing.T) {
	task, l := bedroom()
	want := map[string]float64{
		"bed_1":     0.25,
		"stand_1":   0.25,
		"picture_1": 0.5 + AboveGap + 0.2,
		"lamp_1":    0.65,
		"pendant_1": 2.4,
	}
	for id, z := range want {
		o, _ := task.Find(id)
		got, ok := SupportZ(task, o, l)
		if !ok || math.Abs(got-z) > near {
			t.Errorf("%s: got %v, %v; want %v", id, got, ok, z)
		}
	}
	for _, id := range []string{"lamp_1", "picture_1"} {
		o, _ := task.Find(id)
		if _, ok := SupportZ(task, o, &scenes.Layout{}); ok {
			t.Errorf("%s: the height is sure although nothing is placed", id)
		}
	}
	tall := scenes.Object{ID: "curtain_1", Size: scenes.Vec3{1, 0.1, 2.4}, Support: scenes.OnWall}
	if z, _ := SupportZ(task, &tall, l); math.Abs(z-1.4) > near {
		t.Errorf("a tall object on the wall has its centre at %v, want 1.4", z)
	}
}
