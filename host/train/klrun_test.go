package train_test

import (
	"math"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/train"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/policy/loss"
)

// The divergence in the reward holds the policy near where it began, and the
// policy's own loss is told of none.
func TestDivergenceInTheReward(t *testing.T) {
	last := map[float64]map[string]float64{}
	for _, kl := range []float64{0, 3} {
		o := options(t, 40)
		o.Config.Optimiser.KLIn, o.Config.Optimiser.Loss.KL, o.Config.Optimiser.Loss.KLEstimate = config.InReward, kl, loss.K1
		o.Config.Credit.Object = 0
		o.Policy = &toy.Policy{Referring: true, OnUpdate: func(req policy.UpdateRequest) {
			if req.Loss.KL != 0 {
				t.Error("the divergence counts twice")
			}
		}}
		if _, err := train.Run(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		h := history(t, o.Config.Out)
		last[kl] = h[len(h)-1].Metrics
	}
	_, without := last[0]["reward/kl"]
	if _, with := last[3]["reward/kl"]; without || !with {
		t.Errorf("reward/kl is recorded without a divergence (%v), or not with one (%v)", without, with)
	}
	if free, held := last[0]["reward/final"], last[3]["reward/final"]; !(held < free-0.3) || math.IsNaN(held) {
		t.Errorf("held to the untrained policy it reaches %.2f, free %.2f", held, free)
	}
}

func TestPolicyWithoutReference(t *testing.T) {
	o := options(t, 3)
	o.Config.Optimiser.KLIn, o.Config.Optimiser.Loss.KL = config.InReward, 0.1
	_, err := train.Run(t.Context(), o)
	if err == nil || !strings.Contains(err.Error(), `policy "policy/toy", turn 0: gives no log-probabilities under a reference policy`) || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v", err)
	}
}
