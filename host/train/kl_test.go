package train

import (
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/rollout"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/policy/loss"
)

// TestPenalised holds r − β·Σ k(d) to the reference's numbers: the divergences
// d = ln 2 and −ln 2 of two actions.
func TestPenalised(t *testing.T) {
	g := play([][]float64{{5, 7}, {5, 7}}, nil)
	g.Trajectories[0].Turns[0].Actions = []policy.Action{
		{LogProb: -1, RefLogProb: -1 - math.Ln2}, {LogProb: -2, RefLogProb: -2 + math.Ln2},
	}
	for kind, want := range map[string]float64{
		loss.K1:  0,                                         // ln 2 − ln 2
		loss.Abs: 2 * math.Ln2,                              //
		loss.K2:  math.Ln2 * math.Ln2,                       // 2·(ln² 2)/2
		loss.K3:  (0.5 + math.Ln2 - 1) + (2 - math.Ln2 - 1), // e^−d + d − 1
		"":       (0.5 + math.Ln2 - 1) + (2 - math.Ln2 - 1), // the first of them
	} {
		out, mean := penalised([]rollout.Group{*g}, loss.Spec{KL: 0.1, KLEstimate: kind})
		if got := out[0].Trajectories[0].Turns[0].Score.Total; math.Abs(got-(5-0.1*want)) > 1e-12 {
			t.Errorf("%q: reward %v, want %v", kind, got, 5-0.1*want)
		}
		if math.Abs(mean-0.1*want/4) > 1e-12 {
			t.Errorf("%q: mean %v, want %v", kind, mean, 0.1*want/4)
		}
		if out[0].Trajectories[1].Turns[1].Score.Total != 7 || g.Trajectories[0].Turns[0].Score.Total != 5 {
			t.Errorf("%q: another turn, or the group itself, has changed", kind)
		}
	}
	// The divergence decides where the terms cannot.
	out, _ := penalised([]rollout.Group{*g}, loss.Spec{KL: 0.1, KLEstimate: loss.K2})
	a := Assign(out, AdvantageOptions{Kind: config.DrGRPO, Returns: config.Discounted})
	if !(a[0][0][0][0] < 0 && a[0][1][0][0] > 0) {
		t.Errorf("advantages %v: the response that left the reference must have the lower one", a[0])
	}
}
