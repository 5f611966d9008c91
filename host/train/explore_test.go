package train

import (
	"testing"

	"github.com/metaspatial/metaspatial/host/rollout"
)

func TestFlatGroupsAreReplaced(t *testing.T) {
	group := func(rewards ...float64) rollout.Group {
		var rows [][]float64
		for _, r := range rewards {
			rows = append(rows, []float64{0, r})
		}
		return *play(rows, nil)
	}
	same, lively := group(1, 1, 1), group(1, 2, 1)
	if !flat(&same) || flat(&lively) {
		t.Fatal("flat does not tell the groups apart")
	}
	total := func(g rollout.Group) float64 { return g.Trajectories[1].Turns[1].Score.Total }
	got := replaceFlat([]rollout.Group{group(1, 1), group(0, 5), group(3, 3)}, []rollout.Group{group(4, 4), group(0, 7)})
	for i, want := range []float64{7, 5, 3} {
		if total(got[i]) != want {
			t.Errorf("group %d has %v, want %v", i, total(got[i]), want)
		}
	}
	got = replaceFlat(got, []rollout.Group{group(0, 8), group(0, 9)})
	for i, want := range []float64{7, 5, 8} {
		if total(got[i]) != want {
			t.Errorf("group %d has %v, want %v", i, total(got[i]), want)
		}
	}
}
