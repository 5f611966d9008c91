package trimesh_test

import (
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom/trimesh"
)

// TestTangledMeshesEnd places thousands of large tilted sheets between
// thousands of others, none of which cross: the tree helps with none of them.
func TestTangledMeshesEnd(t *testing.T) {
	const n = 4000
	var list [][3]scenes.Vec3
	for i := range n {
		z := float64(i) / n
		list = append(list, [3]scenes.Vec3{{-5, -5, z - 9}, {5, -5, z + 1}, {0, 5, z - 4}})
	}
	m, err := trimesh.FromTriangles(list)
	if err != nil {
		t.Fatal(err)
	}
	a, b := trimesh.Placed{Mesh: m}, trimesh.Placed{Mesh: m, Center: scenes.Vec3{0, 0, 0.5 / n}}
	depth, _ := trimesh.Depth(&a, &b, 0)
	if math.Abs(depth-10) > 1 {
		t.Errorf("Depth = %g, want about 10, as the boxes", depth)
	}
	c := b
	c.Center[0] = 20
	if s := trimesh.Separation(&a, &c, math.Inf(1)); s < 13.4 || s > 14.4 {
		t.Errorf("Separation = %g, want about 13.5", s)
	}
}

// TestLargeMesh asks a sphere of 100,000 triangles.
func TestLargeMesh(t *testing.T) {
	m, err := trimesh.FromTriangles(sphere(0.5, 224))
	if err != nil {
		t.Fatal(err)
	}
	if n := m.Triangles(); n < 99000 {
		t.Fatalf("%d triangles", n)
	}
	a := trimesh.Placed{Mesh: m}
	for _, c := range []struct{ at, depth, separation float64 }{{0.3, 0.7, 0}, {0.98, 0.02, 0}, {1.25, 0, 0.25}} {
		b := trimesh.Placed{Mesh: m, Center: scenes.Vec3{c.at, 0, 0}}
		if d, _ := trimesh.Depth(&a, &b, 0); math.Abs(d-c.depth) > 1e-3 {
			t.Errorf("at %g: Depth = %g, want %g", c.at, d, c.depth)
		}
		if s := trimesh.Separation(&a, &b, 9); math.Abs(s-c.separation) > 1e-3 {
			t.Errorf("at %g: Separation = %g, want %g", c.at, s, c.separation)
		}
	}
}
