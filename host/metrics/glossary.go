package metrics

import "strings"

// Metric explains one metric. In a name, * stands for what the run provides: a
// term, a turn or a policy's own statistic.
type Metric struct {
	Name    string `json:"name"`
	Meaning string `json:"meaning"`
}

// Glossary explains every metric that a run records, in the order of reading.
var Glossary = []Metric{
	{"reward/mean", "Weighted sum of all terms, mean over all turns of all episodes of the iteration."},
	{"reward/final", "The same over the final turns only: what the episodes end with."},
	{"reward/turn_*", "The same over one turn; a rise from turn to turn means that refining helps."},
	{"reward/group_std", "Spread of the rewards within a group, mean over groups and turns. Near 0 there is nothing left to learn from."},
	{"reward/kl", "What the divergence from the reference policy took off a turn's reward, mean over turns, where `optimiser.kl_in` is reward; the other rewards are without it."},
	{"term/*", "Raw value of a term before its weight, mean over all turns."},
	{"term/*/std", "Standard deviation of the raw value."},
	{"term/*/invalid", "Share of the responses that the term could not score."},
	{"term/*/weight", "Weight of the term in this iteration; at 0 it is reported only."},
	{"term/*/missing", "1 where the term has failed and takes no part any more; its other metrics are then absent."},
	{"term/*/held", "Share of the responses whose value was beyond ±1e9 and was held there; absent where there are none."},
	{"part/*", "Mean of one of the numbers behind a term's value, as TERM.NAME, over the responses that have it; the term's docs explain it. At part/judge.judge_fallback above 0 the critic has stood in for the judge."},
	{"layout/parsed", "Share of the responses that could be read as a layout."},
	{"layout/fully_valid", "Share of the final layouts of the training rooms with no fault at all."},
	{"layout/collision_free", "Share of the final layouts in which no two objects overlap."},
	{"layout/colliding_pairs", "Overlapping pairs of objects as a share of all pairs."},
	{"layout/violating_2cm", "Objects with a relation or facing that is off by more than 2 cm, as a share of all."},
	{"layout/violating_10cm", "The same by more than 10 cm."},
	{"layout/out_of_bounds", "Objects that are not wholly inside the room, as a share of all."},
	{"layout/unsupported", "Objects that nothing carries, as a share of all."},
	{"eval/*", "The same shares for the greedy policy on the held-out rooms, as it stood at the start of the iteration."},
	{"eval/reward", "Mean reward of the final layouts on the held-out rooms; of evaluations with as many rooms fully valid the one with the highest is the best."},
	{"rollout/flat", "Share of the groups played whose episodes all got the same rewards, so that they teach nothing."},
	{"rollout/draws", "Rollouts of this iteration: 1, and more where `resample` replaces flat groups."},
	{"advantage/mean", "Mean advantage of all actions; near 0 by construction."},
	{"advantage/std", "Spread of the advantages; near 1 unless groups agree."},
	{"advantage/actions", "Number of decisions learned from."},
	{"policy/loss", "Policy-gradient loss, mean over the update's steps."},
	{"policy/entropy", "Entropy of the decisions; a fast fall means that the policy stops exploring."},
	{"policy/clip_fraction", "Share of the decisions whose probability had moved beyond the clip range."},
	{"policy/kl", "Estimated divergence from the policy that sampled."},
	{"policy/grad_norm", "Norm of the gradient before clipping."},
	{"policy/steps", "Optimiser steps taken."},
	{"policy/actions", "Decisions that the steps looked at, over all epochs."},
	{"policy/ratio", "Mean ratio of a decision's probability after to that before; far from 1 the steps are too large."},
	{"policy/reference_kl", "Estimated divergence from the reference policy, where it counts in the loss."},
	{"policy/*", "A further statistic of the policy plugin; its docs explain it."},
	{"schedule/learning_rate", "Step size of this iteration."},
	{"schedule/rollbacks", "How often the run has diverged and gone back to a checkpoint, this iteration included; each time halves the learning rate."},
	{"schedule/object_credit", "Weight of object-level advantages in this iteration."},
	{"schedule/planned", "Number of iterations that the schedules refer to; 0 until a run that the clock ends has measured its pace."},
	{"time/sample_s", "Seconds in the policy's Sample."},
	{"time/environment_s", "Seconds for parsing, drawing and scoring."},
	{"time/update_s", "Seconds in the policy's Update."},
	{"time/iteration_s", "Seconds for the whole iteration."},
}

// Explain returns the glossary's entry for a metric's name, and false when it
// has none. Exact names come before patterns.
func Explain(name string) (Metric, bool) {
	for _, m := range Glossary {
		if m.Name == name {
			return m, true
		}
	}
	for _, m := range Glossary {
		before, after, ok := strings.Cut(m.Name, "*")
		rest, isPrefix := strings.CutPrefix(name, before)
		middle, isSuffix := strings.CutSuffix(rest, after)
		if ok && isPrefix && isSuffix && middle != "" && !strings.Contains(middle, "/") {
			return m, true
		}
	}
	return Metric{}, false
}
