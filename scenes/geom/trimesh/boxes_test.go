package trimesh_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/geom/trimesh"
)

func boxMesh(b geom.Box) *trimesh.Placed {
	p := trimesh.FromBox(b.Half)
	p.Center, p.Yaw = b.Center, b.Yaw
	return &p
}

func randomBox(r *rand.Rand, headings bool) geom.Box {
	u := func(lo, hi float64) float64 { return lo + (hi-lo)*r.Float64() }
	b := geom.Box{
		Center: scenes.Vec3{u(-1, 1), u(-1, 1), u(-1, 1)},
		Half:   scenes.Vec3{u(0.05, 0.8), u(0.05, 0.8), u(0.05, 0.8)},
		Yaw:    u(0, 360),
	}
	if headings {
		b.Yaw = 90 * float64(r.IntN(4))
		for k := range 3 {
			b.Center[k] = math.Round(b.Center[k]*4) / 4
			b.Half[k] = math.Max(1, math.Round(b.Half[k]*8)) / 8
		}
	}
	return b
}

// TestBoxesAgree holds meshes of boxes against the separating axes of package
// geom, at free headings and on a grid, where faces coincide.
func TestBoxesAgree(t *testing.T) {
	for _, headings := range []bool{false, true} {
		r := rand.New(rand.NewPCG(1, 2))
		met := 0
		for i := range 4000 {
			a, b := randomBox(r, headings), randomBox(r, headings)
			want, _ := geom.Penetration(a, b)
			pa, pb := boxMesh(a), boxMesh(b)
			if want > 1e-6 {
				met++
			}
			if got := trimesh.Intersects(pa, pb); got != (want > 1e-6) {
				t.Fatalf("%d: Intersects = %v, the boxes are %g deep: %+v %+v", i, got, want, a, b)
			}
			got, dir := trimesh.Depth(pa, pb, 0)
			if want <= 1e-6 {
				want = 0
			}
			if math.Abs(got-want) > 2e-6 {
				t.Fatalf("%d: Depth = %g %v, the boxes' is %g: %+v %+v", i, got, dir, want, a, b)
			}
			if math.Abs(want-0.1) > 1e-5 && trimesh.Deeper(pa, pb, 0.1) != (want > 0.1) {
				t.Fatalf("%d: Deeper(0.1) is wrong for %g", i, want)
			}
		}
		if met < 400 {
			t.Fatalf("only %d pairs met", met)
		}
	}
}
