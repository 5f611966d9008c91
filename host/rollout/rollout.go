// Package rollout lets a policy play groups of multi-turn episodes.
package rollout

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"time"

	"github.com/metaspatial/metaspatial/host/env"
	"github.com/metaspatial/metaspatial/host/trace"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// Options say who plays and how.
type Options struct {
	Policy policy.Policy
	Env    *env.Env
	// Group is the number of episodes per task; 0 means 1.
	Group int
	// Turns is the length of the episodes; 0 means that of the environment.
	Turns int
	// Temperature 0 is greedy.
	Temperature float64
	// Keep asks a trainer to remember the samples for an update.
	Keep bool
	// Reference asks it for the log-probabilities under its reference policy too.
	Reference bool
}

// Group is the episodes of one task.
type Group struct {
	Task         *scenes.Task
	Trajectories []Trajectory
}

// Trajectory is one finished episode.
type Trajectory struct {
	Turns []Turn
}

// Turn is one response and what it led to.
type Turn struct {
	// Handle and Actions are the policy's, as in [policy.Sample].
	Handle  uint64
	Actions []policy.Action
	env.Outcome
}

// Last returns the final turn.
func (t *Trajectory) Last() *Turn { return &t.Turns[len(t.Turns)-1] }

// Timing says where the time of a rollout went, and what the policy said that
// its answers took beside.
type Timing struct {
	Sample, Environment time.Duration
	Took                []policy.Statistic
}

// Run plays Group episodes of every task. All episodes of a turn go to the
// policy in one call: at turn 0 one observation per task, answered Group
// times; later one observation per episode.
func Run(ctx context.Context, opts Options, tasks []*scenes.Task, seed uint64) ([]Group, Timing, error) {
	size, turns := max(1, opts.Group), opts.Turns
	if turns == 0 {
		turns = opts.Env.Turns()
	}
	if turns > opts.Env.Turns() {
		return nil, Timing{}, fmt.Errorf("%d turns asked for, but episodes of this environment end after %d", turns, opts.Env.Turns())
	}
	ctx, traced := trace.Span(ctx, "rollout", slog.Int("tasks", len(tasks)), slog.Int("group", size))
	defer traced()
	groups := make([]Group, len(tasks))
	episodes := make([]*env.Episode, 0, len(tasks)*size)
	for i, task := range tasks {
		groups[i] = Group{Task: task, Trajectories: make([]Trajectory, size)}
		for range size {
			episodes = append(episodes, opts.Env.Reset(task))
		}
	}
	var timing Timing
	for turn := range turns {
		start := time.Now()
		samples, took, err := sample(ctx, opts, episodes, size, turn, Derive(seed, uint64(turn)))
		if err != nil {
			return nil, timing, err
		}
		timing.Took = policy.Sum(timing.Took, took)
		timing.Sample += time.Since(start)
		start = time.Now()
		responses := make([]string, len(samples))
		for i, s := range samples {
			responses[i] = s.Response
		}
		outcomes, err := opts.Env.Step(ctx, episodes, responses)
		if err != nil {
			return nil, timing, err
		}
		timing.Environment += time.Since(start)
		for i, o := range outcomes {
			t := &groups[i/size].Trajectories[i%size]
			t.Turns = append(t.Turns, Turn{Handle: samples[i].Handle, Actions: samples[i].Actions, Outcome: o})
		}
	}
	return groups, timing, nil
}

// sample returns one sample per episode, and what the call took.
func sample(ctx context.Context, opts Options, episodes []*env.Episode, size, turn int, seed uint64) ([]policy.Sample, []policy.Statistic, error) {
	req := policy.SampleRequest{N: 1, Temperature: opts.Temperature, Seed: seed, Keep: opts.Keep, Reference: opts.Reference}
	step := 1
	if turn == 0 {
		req.N, step = size, size
	}
	for i := 0; i < len(episodes); i += step {
		req.Observations = append(req.Observations, episodes[i].Observation())
	}
	ctx, traced := trace.Span(ctx, "sample", slog.Int("turn", turn))
	resp, err := opts.Policy.Sample(ctx, req)
	traced()
	if err == nil {
		err = resp.Diagnostics.Err()
	}
	if err != nil {
		return nil, nil, fmt.Errorf("policy %q, turn %d: %w", opts.Policy.Describe().ID, turn, err)
	}
	flat := make([]policy.Sample, 0, len(episodes))
	for _, s := range resp.Samples {
		flat = append(flat, s...)
	}
	if len(resp.Samples) != len(req.Observations) || len(flat) != len(episodes) {
		return nil, nil, fmt.Errorf("policy %q, turn %d: returned %d responses to %d observations, %d were asked for",
			opts.Policy.Describe().ID, turn, len(flat), len(req.Observations), len(episodes))
	}
	if opts.Reference && !resp.Reference {
		return nil, nil, fmt.Errorf("policy %q, turn %d: gives no log-probabilities under a reference policy, which a divergence in the reward needs; leave it out, or put it in the loss",
			opts.Policy.Describe().ID, turn)
	}
	for i := range flat {
		for k, a := range flat[i].Actions {
			if d := a.LogProb - a.RefLogProb; opts.Reference && (math.IsNaN(d) || math.IsInf(d, 0)) {
				return nil, nil, fmt.Errorf("policy %q, turn %d: response %d has the log-probability %v and under the reference policy %v for action %d; both must be finite",
					opts.Policy.Describe().ID, turn, i, a.LogProb, a.RefLogProb, k)
			}
		}
	}
	return flat, resp.Statistics, nil
}

// Derive makes a new seed out of a seed and a number, so that what happens at
// one iteration or turn does not depend on how many random numbers earlier
// ones drew. It is one step of SplitMix64 (Steele et al., OOPSLA 2014).
func Derive(seed, n uint64) uint64 {
	z := seed + (n+1)*0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
