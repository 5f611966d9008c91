package semantics

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes/assets/internal/packtest"
	"github.com/metaspatial/metaspatial/scenes/assets/shape"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
)

func TestFront(t *testing.T) {
	k := kind{upper: true}
	for back, want := range map[string]gltfio.Axis{"behind": "+Z", "front": "-Z", "right": "+X", "left": "-X"} {
		if got, why := frontOf(packtest.Chair(1, back), k); got != want {
			t.Errorf("back %s: front %s (%s), want %s", back, got, why, want)
		}
	}
	stool := packtest.Boxes([2][3]float32{{-.2, -.2, 0}, {.2, .2, .45}})
	if got, why := frontOf(stool, k); got != gltfio.PlusZ || !strings.Contains(why, "centred") {
		t.Errorf("a stool looks %s because %s", got, why)
	}
	corner := packtest.Boxes([2][3]float32{{-1, -1, 0}, {1, 1, .4}}, [2][3]float32{{-1, -1, .4}, {1, -.7, .8}}, [2][3]float32{{-1, -1, .4}, {-.7, 1, .8}})
	if got, why := frontOf(corner, k); got != gltfio.PlusZ || !strings.Contains(why, "two sides") {
		t.Errorf("a corner sofa looks %s because %s", got, why)
	}
}

func TestSupportsOfABookcase(t *testing.T) {
	shelf := func(z float32) [2][3]float32 { return [2][3]float32{{-.4, -.15, z}, {.4, .15, z + .02}} }
	m := packtest.Boxes([2][3]float32{{-.4, -.15, 0}, {.4, -.13, 1.5}}, shelf(0), shelf(.5), shelf(1), shelf(1.48))
	// The model is centred by the reader; here the base lies at 0.
	for i := range m.Parts[0].Positions {
		m.Parts[0].Positions[i][2] -= .75
	}
	var got []float64
	for _, h := range shape.Supports(m) {
		got = append(got, math.Round(h*150)/100)
	}
	if diff := cmp.Diff([]float64{.02, .52, 1.02, 1.5}, got); diff != "" {
		t.Errorf("heights (-want +got):\n%s", diff)
	}
}
