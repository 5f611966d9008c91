package checkers

import (
	"math"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

func TestDifferences(t *testing.T) {
	want := []Seen{
		{Object: "a", Centre: scenes.Vec3{1, 2, 3}, Size: scenes.Vec3{1, 0.5, 2}, Yaw: 359.999, Mesh: "chair"},
		{Object: "b", Centre: scenes.Vec3{4, 2, 3}, Size: scenes.Vec3{1, 0.5, 2}, Yaw: 90, Mesh: "chair"},
		{Object: "a", Centre: scenes.Vec3{9, 2, 3}, Size: scenes.Vec3{1, 1, 1}, Mesh: "table"},
	}
	good := func() []Seen {
		return []Seen{
			{Object: "a", Centre: scenes.Vec3{9, 2, 3}, Size: scenes.Vec3{1, 1, 1}, Mesh: "5"},
			{Object: "b", Centre: scenes.Vec3{4, 2, 3.0009}, Size: scenes.Vec3{1, 0.5, 2}, Yaw: 90, Mesh: "4"},
			{Object: "a", Centre: scenes.Vec3{1, 2, 3}, Size: scenes.Vec3{1, 0.5, 2.0009}, Yaw: 0.001, Mesh: "4"},
		}
	}
	if d := differences(good(), want); len(d) > 0 {
		t.Errorf("equal lists differ: %q", d)
	}
	for say, spoil := range map[string]func(s []Seen){
		`"b" is missing`:        func(s []Seen) { s[1].Object = "c" },
		`"b" is at`:             func(s []Seen) { s[1].Centre[2] += 0.001 },
		`"a" has the size`:      func(s []Seen) { s[2].Size[2] += 0.001 },
		`"b" faces 90.020°`:     func(s []Seen) { s[1].Yaw += 0.02 },
		`"b" faces 270.000°`:    func(s []Seen) { s[1].Yaw += 180 },
		`"b" has the mesh 7`:    func(s []Seen) { s[1].Mesh = "7" },
		`"a" has the size [NaN`: func(s []Seen) { s[0].Size[0] = math.NaN() },
	} {
		got := good()
		spoil(got)
		d := differences(got, want)
		if len(d) != 1 || !strings.HasPrefix(d[0], say) {
			t.Errorf("%q, want %q", d, say)
		}
	}
}

// A node of glTF's axes with its front along z, turned by a quarter so that it
// looks along x, which is east; then the same, mirrored.
func TestConvention(t *testing.T) {
	n := node{Basis: [3][3]float64{{0, 0, -2}, {0, 1, 0}, {1, 0, 0}}, Origin: [3]float64{1, 2, 3}, Box: &[2][3]float64{{-1, 0, -0.5}, {1, 1, 0.5}}}
	s, ok := yUp.seen(n)
	if want := (Seen{Centre: scenes.Vec3{1, -3, 2.5}, Size: scenes.Vec3{4, 1, 1}, Yaw: 90}); !ok || s != want {
		t.Errorf("saw %+v, want %+v", s, want)
	}
	n.Basis[0] = [3]float64{0, 0, 2}
	if s, _ := yUp.seen(n); !math.IsNaN(s.Size[0]) {
		t.Errorf("a mirrored node shows %+v", s)
	}
}
