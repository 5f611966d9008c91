package train

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/rollout"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/trace"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// Run trains until the iterations are done, the time is up, the hub says stop
// or the context ends. Then the state after the last complete iteration is
// saved; a context's error is returned together with the result so far.
func Run(ctx context.Context, o Options) (*Result, error) {
	r, err := open(ctx, o)
	var result *Result // of the last part of the run that could begin
	for f := (falls{}); ; {
		if err == nil {
			result = r.result
			err = r.train(ctx)
		}
		if !f.bearable(ctx, r, err) {
			return result, r.close(err)
		}
		r, err = r.revive(ctx, err)
	}
}

func (r *run) train(ctx context.Context) error {
	r.state(session.Running)
	// A run that diverges before its first checkpoint goes back to its beginning.
	if r.savedAt < 0 {
		if err := r.save(); err != nil {
			return err
		}
	}
	for r.stop = r.stop || r.timeUp(); !r.stop; {
		if err := r.control(ctx); err != nil {
			return r.interrupted(ctx, err)
		}
		if r.stop {
			break
		}
		if err := r.iterate(ctx); err != nil {
			if err = r.forgo(ctx, err); err != nil {
				return r.interrupted(ctx, err)
			}
			continue
		}
		if r.due() {
			if err := r.save(); err != nil {
				return err
			}
		}
		r.stop = r.stop || r.timeUp()
	}
	for _, line := range r.staging.waiting() {
		r.log(line)
	}
	if err := r.save(); err != nil {
		return err
	}
	for {
		err := r.evaluateAfter(ctx)
		if err == nil {
			return nil
		}
		if err = r.forgo(ctx, err); err != nil {
			return r.interrupted(ctx, err)
		}
	}
}

// iterate is one iteration. Nothing of it stays when it fails before the
// update, and an update that has begun is finished and recorded even when the
// context ends meanwhile.
func (r *run) iterate(ctx context.Context) error {
	// The seeds of an iteration depend on nothing but the run's seed and its
	// number.
	ctx, traced := trace.Lane(ctx, "training", "iteration", slog.Int("iteration", r.iteration))
	defer traced()
	seed := rollout.Derive(r.cfg.Seed, uint64(r.iteration))
	start := time.Now()
	m := record{}

	// Schedules run by iteration, never by the clock.
	done := progress(r.iteration, r.planned)
	rate := r.halved(learningRate(r.cfg.Optimiser, done))
	credit := objectCredit(r.cfg.Credit, done)
	m["schedule/learning_rate"], m["schedule/object_credit"], m["schedule/planned"] = rate, credit, float64(r.planned)

	// The weights of the terms, where they follow a schedule.
	if err := r.stage(); err != nil {
		return fmt.Errorf("iteration %d: %w", r.iteration, err)
	}

	// The policy as it stands, on held-out rooms.
	if every := r.cfg.Eval.Every; r.iteration == 0 || every > 0 && r.iteration%every == 0 {
		within, evaluated := trace.Span(ctx, "evaluate")
		err := r.evaluateBefore(within, m)
		evaluated()
		if err != nil {
			return err
		}
	}

	// Rollout: a group of episodes for every task.
	groups, timing, err := r.explore(ctx, seed, m)
	if err != nil {
		return fmt.Errorf("iteration %d: %w", r.iteration, err)
	}

	// A new best is kept once no term can fail any more in this iteration, which
	// would make the evaluation another one.
	if err := r.keepBest(); err != nil {
		return err
	}

	// The divergence from the reference policy, where it counts in the reward.
	rewarded, objective := groups, r.cfg.Optimiser.Loss
	if r.klInReward() {
		rewarded, m["reward/kl"] = penalised(groups, objective)
		objective.KL = 0
	}

	// Advantages: one per action.
	var items []policy.Item
	kept := 0
	how := AdvantageOptions{Kind: r.cfg.Advantage, Returns: r.cfg.Returns, Gamma: r.cfg.Gamma, Credit: r.cfg.Credit.Kind, Object: credit}
	for g, a := range Assign(rewarded, how) {
		kept += keptIn(&groups[g])
		// A group without differences teaches nothing: it is not learned from, but
		// where a divergence counts in the loss.
		if objective.KL != 0 || a.differ() {
			items = appendItems(items, &groups[g], a)
		}
	}
	if kept == 0 && decidable(groups) {
		return fmt.Errorf("policy %q kept no samples to learn from; its Sample must return handles when asked to keep", r.policy.Describe().ID)
	}

	// Update, beyond the reach of an interruption: a policy that was stopped
	// half-way would be neither the old one nor the new one.
	updating := time.Now()
	r.evaluated = nil
	within, updated := trace.Span(ctx, "update", slog.Int("items", len(items)))
	resp, err := r.policy.Update(context.WithoutCancel(within), policy.UpdateRequest{
		Items:        items,
		Loss:         objective,
		LearningRate: rate,
		MaxGradNorm:  r.cfg.Optimiser.MaxGradNorm,
		Minibatch:    r.cfg.Optimiser.Minibatch,
		Epochs:       r.cfg.Optimiser.Epochs,
		Seed:         rollout.Derive(seed, 1),
	})
	updated()
	if err == nil {
		err = resp.Diagnostics.Err()
	}
	if err != nil {
		return r.broken(fmt.Errorf("iteration %d: updating policy %q: %w", r.iteration, r.policy.Describe().ID, err))
	}

	// Record.
	m.rewards(r.manager.Terms(), groups)
	m.layouts(groups)
	m.advantages(items)
	m.timing(timing, time.Since(updating), time.Since(start))
	if len(items) == 0 {
		resp.Statistics = nil // an update of nothing tells nothing of the policy
	}
	why := r.divergence.add(m, m.policy(resp.Statistics))
	if err := r.finish(ctx, m, groups); err != nil {
		return err
	}

	// A run that goes wrong goes back.
	if why != "" {
		return r.rollback(ctx, why)
	}
	return r.approve()
}

// decidable reports whether there was anything to decide; there is not where
// every object is locked.
func decidable(groups []rollout.Group) bool {
	return slices.ContainsFunc(groups, func(g rollout.Group) bool {
		return slices.ContainsFunc(g.Task.Objects, func(o scenes.Object) bool { return g.Task.Lock(o.ID) == nil })
	})
}

// appendItems pairs the kept samples of a group with their advantages.
func appendItems(items []policy.Item, g *rollout.Group, a Advantages) []policy.Item {
	for m := range g.Trajectories {
		for t := range g.Trajectories[m].Turns {
			if h := g.Trajectories[m].Turns[t].Handle; h != 0 {
				items = append(items, policy.Item{Handle: h, Advantages: a[m][t]})
			}
		}
	}
	return items
}

// keptIn is the number of samples of a group that the policy has kept.
func keptIn(g *rollout.Group) (n int) {
	for m := range g.Trajectories {
		for t := range g.Trajectories[m].Turns {
			if g.Trajectories[m].Turns[t].Handle != 0 {
				n++
			}
		}
	}
	return n
}

// finish publishes and records a completed iteration.
func (r *run) finish(ctx context.Context, m record, groups []rollout.Group) error {
	ctx, recorded := trace.Span(ctx, "record")
	defer recorded()
	r.last = m
	rec := session.Record{Iteration: r.iteration, Elapsed: r.elapsed(), Metrics: m}
	if err := r.recorder.Record(rec); err != nil {
		return r.broken(err)
	}
	r.sayHeld(m)
	samples := r.samples(groups)
	every := r.cfg.Recorder.SamplesEvery
	if every > 0 && r.iteration%every == 0 {
		if err := r.recordSamples(context.WithoutCancel(ctx), samples); err != nil {
			return r.broken(err)
		}
	}
	r.hub.Publish(session.Event{Record: &rec, Samples: samples})
	r.iteration++
	r.clock.lap()
	r.result.Iterations, r.result.Elapsed = r.iteration, rec.Elapsed
	if err := r.replan(); err != nil {
		return r.broken(err)
	}
	if line := r.idle.add(m); line != "" {
		r.log(line)
	}
	if r.patience.add(m) {
		r.stop = true
		r.log(r.patience.String())
	}
	if r.o.Progress != nil {
		r.o.Progress(Progress{Iteration: r.iteration, Planned: r.planned, Fraction: r.fraction(), Record: rec})
	}
	return nil
}

// control obeys what came in since the last iteration: first what a resumed
// run has to replay, then the hub. It waits while the run is paused.
func (r *run) control(ctx context.Context) error {
	if err := r.lock.Held(); err != nil {
		return err
	}
	for len(r.weights) > 0 && r.weights[0].Iteration <= r.iteration {
		e := r.weights[0]
		r.weights = r.weights[1:]
		if err := r.manager.SetWeight(e.Term, e.Value); err != nil {
			return fmt.Errorf("replaying the recorded events: %w", err)
		}
		r.staging.byHand(e.Term)
		r.hub.Publish(session.Event{Terms: r.terms()})
	}
	if err := r.lose(); err != nil {
		return err
	}
	waiting := false
	for {
		actions, paused, stop := r.hub.Actions()
		for _, a := range actions {
			if err := r.obey(a); err != nil {
				return err
			}
		}
		if stop {
			r.stop = true
			return nil
		}
		if !paused {
			if waiting {
				r.clock.resume()
				r.state(session.Running)
			}
			return ctx.Err()
		}
		if !waiting {
			waiting = true
			r.clock.pause()
			r.state(session.Paused)
		}
		if err := r.hub.Wait(ctx); err != nil {
			return err
		}
	}
}

// obey records an action and, for a weight, carries it out.
func (r *run) obey(a session.Action) error {
	if a.Kind == session.ActionWeight {
		if err := r.manager.SetWeight(a.Term, a.Weight); err != nil {
			return err
		}
		r.staging.byHand(a.Term)
		r.hub.Publish(session.Event{Terms: r.terms()})
	}
	return r.recorder.Event(metrics.Event{Iteration: r.iteration, Kind: string(a.Kind), Term: a.Term, Value: a.Weight})
}

// replan estimates the length of a run that the clock ends, where that is due.
func (r *run) replan() error {
	if len(r.plans) > 0 && r.plans[0].Iteration <= r.iteration {
		r.planned = int(r.plans[0].Value)
		r.plans = r.plans[1:]
		return nil
	}
	if r.cfg.Minutes == 0 || !estimateDue(r.iteration, r.planned) {
		return nil
	}
	planned := estimate(r.iteration, r.clock.pace(), r.cfg.Minutes*60-r.elapsed())
	if r.cfg.Iterations > 0 {
		planned = min(planned, r.cfg.Iterations)
	}
	r.planned = planned
	return r.recorder.Event(metrics.Event{Iteration: r.iteration, Kind: metrics.EventPlan, Value: float64(planned)})
}
