// Package train learns a policy by group-relative policy optimisation.
//
// [Run] is the whole of it. grpo.go holds the loop and one iteration, which
// reads top to bottom: tasks, rollout, advantages, update, record. keep.go holds
// what is saved and which of it is the best, divergence.go what brings a run back
// that goes wrong, failure.go what happens without a reward term. Everything
// random is derived from the run's seed and the iteration, and everything
// that came from outside or from the clock is a recorded event, so a run that
// was interrupted goes on as if it had not been.
package train
