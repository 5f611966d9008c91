package compact

import (
	"bytes"
	"context"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// valid returns the share of held-out rooms that a policy furnishes fully valid in
// three turns.
func valid(t *testing.T, p *Plugin, suite string, n int) float64 {
	t.Helper()
	tasks, err := roomgen.Suite(suite, n, 7, nil)
	if err != nil {
		t.Fatal(err)
	}
	obs := make([]policy.Observation, n)
	for k := range obs {
		obs[k].Task = tasks[k]
	}
	for range 2 {
		obs = again(t, obs, sample(t, p, policy.SampleRequest{Observations: obs}))
	}
	good := 0
	for k, s := range sample(t, p, policy.SampleRequest{Observations: obs}) {
		if measure.Check(tasks[k], codec.ParseResponse(tasks[k], s[0].Response).Layout).FullyValid() {
			good++
		}
	}
	return float64(good) / float64(n)
}

// TestUntrainedIsBad holds the policy to what it has learned: nothing inside it may
// make layouts valid by itself.
func TestUntrainedIsBad(t *testing.T) {
	for seed := range 3 {
		share := valid(t, configured(t, map[string]any{"seed": seed}), "normal", 40)
		t.Logf("untrained, seed %d: %.0f %% fully valid", seed, 100*share)
		if share > 0.25 {
			t.Errorf("untrained, seed %d, %.0f %% of the rooms are fully valid", seed, 100*share)
		}
	}
}

func TestPretrainedIsGood(t *testing.T) {
	p := configured(t, map[string]any{"weights": pretrained})
	for _, suite := range []string{"normal", "poly", "free"} {
		share := valid(t, p, suite, 40)
		t.Logf("%s: %.0f %% fully valid", suite, 100*share)
		if share < 0.85 {
			t.Errorf("%s: %.0f %% of the rooms are fully valid", suite, 100*share)
		}
	}
	// A checkpoint stripped again is what it was.
	var out bytes.Buffer
	if err := p.Save(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	var stripped bytes.Buffer
	if err := Strip(&stripped, &out); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(stripped.Bytes(), pretrainedWeights) {
		t.Error("stripping a checkpoint changes the weights")
	}
}
