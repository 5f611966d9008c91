package shape

import (
	"testing"

	"github.com/metaspatial/metaspatial/scenes/assets/internal/packtest"
)

// BenchmarkShape measures a bookcase of 300 triangles.
func BenchmarkShape(b *testing.B) {
	var list []box
	for i := range 25 {
		z := float32(i) * .08
		list = append(list, box{{-.4, -.15, z}, {.4, .15, z + .02}})
	}
	m := packtest.Boxes(list...)
	b.ReportAllocs()
	for b.Loop() {
		Of(m)
	}
}
