package train

import (
	"testing"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/rollout"
)

// TestGainIgnoresWhatATurnFound: two answers whose second turns both change nothing
// are alike in it, however unlike the first turns were.
func TestGainIgnoresWhatATurnFound(t *testing.T) {
	g := play([][]float64{{0, 0}, {1, 1}}, [][][]float64{{{-1, 0}, {-1, 0}}, {{0, 0}, {0, 0}}})
	for kind, same := range map[string]bool{config.Gain: true, config.Mixed: false} {
		a := Assign([]rollout.Group{*g}, AdvantageOptions{Kind: config.GRPO, Returns: kind, Object: 1})[0]
		if second := a[0][1][0] == a[1][1][0]; second != same {
			t.Errorf("%s: the advantages of the second turn are %v and %v", kind, a[0][1], a[1][1])
		}
		if a[0][0][0] >= a[1][0][0] {
			t.Errorf("%s: the advantages of the first turn are %v and %v", kind, a[0][0], a[1][0])
		}
	}
	// A turn that mends an object is better than one that leaves it.
	g = play([][]float64{{0, 1}, {1, 1}}, [][][]float64{{{-1, 0}, {0, 0}}, {{0, 0}, {0, 0}}})
	if a := Assign([]rollout.Group{*g}, AdvantageOptions{Kind: config.GRPO, Returns: config.Gain, Object: 1})[0]; a[0][1][0] <= a[1][1][0] {
		t.Errorf("mending is worth %v, changing nothing %v", a[0][1], a[1][1])
	}
}

func TestDiffer(t *testing.T) {
	if (Advantages{{{0, 0}, {0}}, {{0}}}).differ() || !(Advantages{{{0, 0}, {0}}, {{1e-9}}}).differ() {
		t.Error("advantages of 0 differ, or others do not")
	}
}
