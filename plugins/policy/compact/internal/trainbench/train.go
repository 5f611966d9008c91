package main

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/metaspatial/metaspatial/plugins/policy/compact"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/policy/loss"
)

type config struct {
	minutes                                            float64
	iterations, tasks, group, turns, minibatch, epochs int
	rate, entropy, objects, objectsEnd, final, tight   float64
	seed                                               uint64
	eval, lo, hi                                       int
	every                                              time.Duration
	explain                                            bool
	suite                                              string
}

type trainer struct {
	config
	policy *compact.Plugin
	held   []*scenes.Task
}

// An outcome is one turn of one episode.
type outcome struct {
	handle  uint64
	actions []policy.Action
	reward  float64
	objects []float64
	layout  *scenes.Layout
	report  measure.Report
}

// grade turns a report into a reward per object and their mean.
func grade(r *measure.Report) (total float64, objects []float64) {
	objects = make([]float64, len(r.Objects))
	for i := range r.Objects {
		o := &r.Objects[i]
		v := 0.0
		for _, bad := range [...]bool{o.Collides, o.OutOfBounds, o.Unsupported, o.Blocks} {
			if bad {
				v--
			}
		}
		for _, tol := range [...]float64{measure.Fine, measure.Coarse} {
			if o.Violates(tol) {
				v -= 0.5
			}
		}
		objects[i] = v
		total += v
	}
	return total / float64(len(objects)), objects
}

// turn samples once for every observation and scores the answers.
func (t *trainer) turn(ctx context.Context, obs []policy.Observation, checkers []*measure.Checker, n int, temperature float64, seed uint64, keep bool) ([][]outcome, error) {
	res, err := t.policy.Sample(ctx, policy.SampleRequest{Observations: obs, N: n, Temperature: temperature, Seed: seed, Keep: keep})
	if err == nil {
		err = res.Diagnostics.Err()
	}
	if err != nil {
		return nil, err
	}
	out := make([][]outcome, len(obs))
	for k, samples := range res.Samples {
		for _, s := range samples {
			parsed := codec.ParseResponse(obs[k].Task, s.Response)
			if parsed.Layout == nil {
				return nil, fmt.Errorf("the policy's response does not parse: %s", parsed.Reason)
			}
			o := outcome{handle: s.Handle, actions: s.Actions, layout: parsed.Layout, report: checkers[k].Check(parsed.Layout)}
			o.reward, o.objects = grade(&o.report)
			out[k] = append(out[k], o)
		}
	}
	return out, nil
}

func (t *trainer) train(ctx context.Context) error {
	if err := t.evaluate(ctx, "untrained", 0); err != nil {
		return err
	}
	start, pause := time.Now(), time.Duration(0)
	limit := time.Duration(t.minutes * float64(time.Minute))
	next, reward, entropy := t.every, 0.0, 0.0
	var rollout, learn time.Duration
	for it := 0; ; it++ {
		elapsed := time.Since(start) - pause
		done := elapsed.Seconds() / limit.Seconds()
		if t.iterations > 0 {
			done = float64(it) / float64(t.iterations)
		}
		if done >= 1 {
			fmt.Printf("%d iterations, rollout %v, learning %v each\n", it, rollout/time.Duration(it), learn/time.Duration(it))
			return t.evaluate(ctx, "trained", it)
		}
		if elapsed > next {
			next += t.every
			begun := time.Now()
			if err := t.evaluate(ctx, fmt.Sprintf("%.0f s, reward %.3f, entropy %.2f", elapsed.Seconds(), reward, entropy), it); err != nil {
				return err
			}
			pause += time.Since(begun)
		}
		begun := time.Now()
		turns, err := t.rollout(ctx, uint64(it))
		if err != nil {
			return err
		}
		rollout += time.Since(begun)
		begun = time.Now()
		items := t.advantages(turns, t.objects+(t.objectsEnd-t.objects)*min(1, done*1.25))
		res, err := t.policy.Update(ctx, policy.UpdateRequest{
			Items: items, Loss: loss.Spec{ClipLow: 0.2, ClipHigh: 0.25, Entropy: t.entropy},
			LearningRate: t.rate * max(0.1, min(1, 1.5*(1-done))), MaxGradNorm: 1,
			Minibatch: t.minibatch, Epochs: t.epochs, Seed: t.seed<<20 + uint64(it),
		})
		if err == nil {
			err = res.Diagnostics.Err()
		}
		if err != nil {
			return err
		}
		learn += time.Since(begun)
		last := turns[len(turns)-1]
		mean := 0.0
		for _, g := range last {
			for _, o := range g {
				mean += o.reward / float64(len(last)*len(g))
			}
		}
		if it == 0 {
			reward, entropy = mean, res.Statistics[1].Value
		}
		reward += 0.05 * (mean - reward)
		entropy += 0.05 * (res.Statistics[1].Value - entropy)
	}
}

// rollout plays all turns: outcomes[turn][task][episode].
func (t *trainer) rollout(ctx context.Context, it uint64) ([][][]outcome, error) {
	var obs []policy.Observation
	var checkers []*measure.Checker
	for k := range t.tasks {
		task, err := t.task(it*uint64(t.tasks) + uint64(k))
		if err != nil {
			return nil, err
		}
		obs = append(obs, policy.Observation{Task: task})
		checkers = append(checkers, measure.NewChecker(task))
	}
	var all [][][]outcome
	seed := t.seed<<32 + it*16
	for turn := range t.turns {
		n := t.group
		if turn > 0 {
			n = 1
		}
		flat, err := t.turn(ctx, obs, checkers, n, 1, seed+uint64(turn), true)
		if err != nil {
			return nil, err
		}
		groups := make([][]outcome, t.tasks)
		var nextObs []policy.Observation
		var nextCheckers []*measure.Checker
		for k, outs := range flat {
			task := k * n / t.group
			groups[task] = append(groups[task], outs...)
			for _, o := range outs {
				nextObs = append(nextObs, policy.Observation{Task: obs[k].Task, Turn: turn + 1, Previous: o.layout, Findings: o.report.Findings, Reward: o.reward})
				nextCheckers = append(nextCheckers, checkers[k])
			}
		}
		all = append(all, groups)
		obs, checkers = nextObs, nextCheckers
	}
	return all, nil
}

// normal standardises the values of a group (GRPO, arXiv 2402.03300 section 4).
func normal(v []float64) []float64 {
	mean, variance := 0.0, 0.0
	for _, x := range v {
		mean += x / float64(len(v))
	}
	for _, x := range v {
		variance += (x - mean) * (x - mean) / float64(len(v)-1)
	}
	out := make([]float64, len(v))
	for i, x := range v {
		out[i] = (x - mean) / (math.Sqrt(variance) + 1e-4)
	}
	return out
}

func (t *trainer) advantages(turns [][][]outcome, objects float64) (items []policy.Item) {
	column := func(g []outcome, f func(*outcome) float64) []float64 {
		v := make([]float64, len(g))
		for i := range g {
			v[i] = f(&g[i])
		}
		return normal(v)
	}
	last := turns[len(turns)-1]
	for k, turn := range turns {
		for g, group := range turn {
			own := column(group, func(o *outcome) float64 { return o.reward })
			final := column(last[g], func(o *outcome) float64 { return o.reward })
			per := make([][]float64, len(group[0].objects))
			for i := range per {
				per[i] = column(group, func(o *outcome) float64 { return o.objects[i] })
			}
			for e, o := range group {
				base := own[e]
				if k < len(turns)-1 {
					base = (1-t.final)*own[e] + t.final*final[e]
				}
				it := policy.Item{Handle: o.handle}
				for _, a := range o.actions {
					it.Advantages = append(it.Advantages, (1-objects/2)*base+objects*per[a.Object][e])
				}
				items = append(items, it)
			}
		}
	}
	return items
}

// evaluate prints how the greedy policy does on the held-out rooms, turn by
// turn.
func (t *trainer) evaluate(ctx context.Context, name string, it int) error {
	obs := make([]policy.Observation, len(t.held))
	checkers := make([]*measure.Checker, len(t.held))
	for k, task := range t.held {
		obs[k], checkers[k] = policy.Observation{Task: task}, measure.NewChecker(task)
	}
	for turn := range t.turns {
		out, err := t.turn(ctx, obs, checkers, 1, 0, 1, false)
		if err != nil {
			return err
		}
		var tally measure.Tally
		blocks, objects := 0, 0
		for k := range out {
			o := &out[k][0]
			tally.Add(o.report)
			for _, f := range o.report.Findings {
				if t.explain && turn == t.turns-1 {
					fmt.Println(obs[k].Task.ID, obs[k].Task.Program, f.Rule, f.Message)
				}
			}
			for _, r := range o.report.Objects {
				objects++
				if r.Blocks {
					blocks++
				}
			}
			obs[k] = policy.Observation{Task: obs[k].Task, Turn: turn + 1, Previous: o.layout, Findings: o.report.Findings, Reward: o.reward}
		}
		s := tally.Summary()
		fmt.Printf("%-32s it %4d turn %d: free %5.1f%% valid %5.1f%% pairs %5.2f%% v2cm %5.2f%% v10cm %5.2f%% out %5.2f%% unsup %5.2f%% door %5.2f%%\n",
			name, it, turn+1, 100*s.CollisionFree, 100*s.FullyValid, 100*s.CollidingPairs, 100*s.Violating2cm,
			100*s.Violating10cm, 100*s.OutOfBounds, 100*s.Unsupported, 100*float64(blocks)/float64(objects))
	}
	return nil
}
