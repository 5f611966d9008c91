package design

import (
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// Every piece is as large as things of its class are, with closed normals of
// unit length.
func TestPieces(t *testing.T) {
	seen := make(map[string]bool)
	for _, p := range pieces() {
		t.Run(p.name, func(t *testing.T) {
			if seen[p.name] {
				t.Fatal("the name is used twice")
			}
			seen[p.name] = true
			class, ok := taxonomy.ByName(p.category)
			if !ok {
				t.Fatalf("no class %q", p.category)
			}
			m := model(p)
			for k, side := range []string{"right", "front", "up"} {
				// Two centimetres beyond the usual are still plausible.
				if s := float64(m.Size[k]); s < class.Min[k]-.02 || s > class.Max[k]+.02 {
					t.Errorf("%s is %.3f m, but a %s has %.2f to %.2f", side, s, p.category, class.Min[k], class.Max[k])
				}
			}
			if n := m.Triangles(); n > 6000 {
				t.Errorf("%d triangles", n)
			}
			for _, part := range m.Parts {
				for i, n := range part.Normals {
					if l := math.Sqrt(float64(n[0]*n[0] + n[1]*n[1] + n[2]*n[2])); math.Abs(l-1) > 1e-3 {
						t.Fatalf("normal %d of %s has length %v", i, m.Materials[part.Material].Name, l)
					}
				}
			}
		})
	}
}
