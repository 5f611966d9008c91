package train

import (
	"slices"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/rollout"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/policy/loss"
)

// klInReward reports whether the divergence from the reference policy counts in
// the reward.
func (r *run) klInReward() bool {
	return r.cfg.Optimiser.KLIn == config.InReward && r.cfg.Optimiser.Loss.KL != 0
}

// penalised returns the groups with the divergence from the reference policy
// taken off every turn's reward, r − β·Σ_a k(log π(a) − log π_ref(a)) over the
// actions of the response (Stiennon et al., arXiv 2009.01325, section 3.4, by
// action as in verl's use_kl_in_reward), and the mean of what was taken off. β is
// [loss.Spec.KL] and k the estimate of [loss.Divergence]. The groups themselves
// stay as they are, so that what is reported is the terms' own reward.
func penalised(groups []rollout.Group, s loss.Spec) (out []rollout.Group, mean float64) {
	out = slices.Clone(groups)
	turns := 0
	for g := range out {
		out[g].Trajectories = slices.Clone(out[g].Trajectories)
		for m := range out[g].Trajectories {
			t := &out[g].Trajectories[m]
			t.Turns = slices.Clone(t.Turns)
			for i := range t.Turns {
				off := s.KL * departure(t.Turns[i].Actions, s.KLEstimate)
				t.Turns[i].Score.Total -= off
				mean += off
				turns++
			}
		}
	}
	return out, mean / float64(max(1, turns))
}

// departure sums the estimates over the actions of a response.
func departure(actions []policy.Action, kind string) float64 {
	sum := 0.0
	for _, a := range actions {
		value, _ := loss.Divergence(kind, a.LogProb-a.RefLogProb)
		sum += value
	}
	return sum
}
