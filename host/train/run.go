package train

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/metaspatial/metaspatial/host/checkpoint"
	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/env"
	"github.com/metaspatial/metaspatial/host/eval"
	"github.com/metaspatial/metaspatial/host/internal/durable"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/session"
)

// run is a training run under way.
type run struct {
	o        Options
	cfg      *config.Run
	policy   *guarded
	manager  *reward.Manager
	env      *env.Env
	hub      *session.Hub
	lock     *metrics.Lock
	recorder *metrics.Recorder
	store    checkpoint.Store
	clock    clock
	result   *Result

	// iteration is the number of finished ones, planned the number that
	// schedules refer to, 0 while unknown.
	iteration, planned int
	// staging holds the schedules of the weights, and last the metrics of the
	// iteration before, which they wait for.
	staging staging
	last    map[string]float64
	// weights, lost and plans are the events that a resumed run has yet to replay;
	// rollbacks those that it will come to again by itself.
	weights, lost, plans, rollbacks []metrics.Event
	stop                            bool
	patience                        patience
	idle                            idle
	divergence                      divergence
	// held are the terms of which it was said that their values are held.
	held map[string]bool
	// undrawn is set once the renderer could not draw the recorded layouts.
	undrawn bool
	// dirty is set when the policy may be ahead of the record: no checkpoint
	// must be made of it.
	dirty bool
	// evaluated is the evaluation of the present weights, nil where there is none.
	evaluated *eval.Summary
	best      *checkpoint.Rank
	// savedAt is the iteration of the newest checkpoint, saved; -1 before it.
	savedAt int
	saved   *checkpoint.Checkpoint
	hash    string
}

// open prepares everything. The run it returns is never nil, so that what was
// opened can be closed.
func open(ctx context.Context, o Options) (*run, error) { return reopen(ctx, o, nil) }

// reopen is open for a run that has the lock of its folder already, where lock
// is not nil.
func reopen(ctx context.Context, o Options, lock *metrics.Lock) (*run, error) {
	r := &run{o: o, cfg: o.Config, hub: o.Hub, lock: lock, result: &Result{}, savedAt: -1, held: map[string]bool{}}
	if r.hub == nil {
		r.hub = session.NewHub("")
	}
	if err := o.check(); err != nil {
		return r, err
	}
	r.policy = &guarded{trainer: o.Policy}
	var err error
	if r.manager, err = reward.New(o.Terms); err != nil {
		return r, err
	}
	r.manager.Meshes = o.Meshes
	if r.staging, err = newStaging(r.cfg.Terms); err != nil {
		return r, err
	}
	policy := o.Policy.Describe()
	if r.env, err = env.New(env.Options{Scorer: r.manager, Renderer: o.Renderer, Turns: r.cfg.Turns, Pictures: policy.Wanted()}); err != nil {
		return r, err
	}
	if r.hash, err = configHash(r.cfg); err != nil {
		return r, err
	}
	if r.lock == nil {
		if r.lock, err = metrics.AcquireLock(r.cfg.Out); err != nil {
			return r, err
		}
		if err = r.sweep(); err != nil {
			return r, err
		}
	}
	r.store = checkpoint.Store{Dir: filepath.Join(r.cfg.Out, CheckpointDir), Keep: r.cfg.Checkpoint.Keep}
	if r.cfg.Minutes == 0 {
		r.planned = r.cfg.Iterations
	}
	var elapsed time.Duration
	if o.Resume {
		if elapsed, err = r.restore(ctx); err != nil {
			return r, err
		}
	}
	r.recorder, err = metrics.Open(metrics.Options{Dir: r.cfg.Out, Iteration: r.iteration, Resume: o.Resume, TensorBoard: r.cfg.Recorder.TensorBoard})
	if err != nil {
		return r, err
	}
	for _, e := range r.recorder.Pending() {
		switch {
		case e.Kind == metrics.EventWeight:
			r.weights = append(r.weights, e)
		case e.Kind == metrics.EventPlan && e.Iteration > r.iteration:
			r.plans = append(r.plans, e)
		case e.Kind == metrics.EventLost:
			r.lost = append(r.lost, e)
		case e.Kind == metrics.EventRollback:
			r.rollbacks = append(r.rollbacks, e)
		}
	}
	history, err := metrics.History(r.cfg.Out)
	if err != nil {
		return r, err
	}
	r.patience.limit = r.cfg.Eval.Patience
	r.divergence.Divergence, r.divergence.terms = r.cfg.Divergence, r.manager.Terms()
	if len(history) > 0 {
		r.result.Before = record(history[0].Metrics).summary(len(o.EvalTasks))
		r.last = history[len(history)-1].Metrics
		r.staging.replay(history)
		r.idle.replay(history)
		r.divergence.replay(history)
		if r.patience.replay(history) {
			r.stop = true
			r.log(r.patience.String())
		}
	}
	if o.Opened != nil {
		if err := o.Opened(); err != nil {
			return r, err
		}
		r.o.Opened = nil // it is called once
	}
	if err := r.recorder.Event(metrics.Event{Iteration: r.iteration, Kind: metrics.EventStart}); err != nil {
		return r, err
	}
	r.log(r.manager.Table())
	r.hub.Begin(r.cfg.Iterations, r.terms(), history, newService(r))
	r.clock.start(elapsed)
	return r, nil
}

// sweep removes what an interrupted run has left in its folder, which is this
// run's alone by now. In a folder that holds no run nothing is anybody's but its
// owner's.
func (r *run) sweep() error {
	if _, err := os.Stat(filepath.Join(r.cfg.Out, metrics.MetricsFile)); err != nil {
		return nil
	}
	for _, name := range []string{"", metrics.SamplesDir, CheckpointDir} {
		dir := filepath.Join(r.cfg.Out, name)
		if err := durable.Sweep(dir); err != nil {
			return fmt.Errorf("tidy the run's folder: %w", durable.Explain(err, dir))
		}
	}
	return nil
}

// broken marks the policy as ahead of the record.
func (r *run) broken(err error) error {
	r.dirty = true
	return err
}

// close ends the run, whichever way it went.
func (r *run) close(err error) error {
	if r.savedAt >= 0 {
		if xerr := r.export(); err == nil {
			err = xerr
		}
	}
	if r.recorder != nil {
		if cerr := r.recorder.Close(); err == nil {
			err = cerr
		}
	}
	if r.lock != nil {
		if cerr := r.lock.Close(); err == nil {
			err = cerr
		}
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		r.hub.SetState(session.Failed, err)
	} else {
		r.hub.SetState(session.Finished, nil)
	}
	return err
}

func (r *run) state(s session.State) { r.hub.SetState(s, nil) }

func (r *run) log(line string) {
	if r.o.Log != nil {
		r.o.Log(strings.TrimRight(line, "\n"))
	}
}

func (r *run) elapsed() float64 { return r.clock.elapsed().Seconds() }

// timeUp reports whether the run is over by its own limits.
// However slow the machine, a run that the clock ends has one iteration to show.
func (r *run) timeUp() bool {
	return r.cfg.Iterations > 0 && r.iteration >= r.cfg.Iterations ||
		r.cfg.Minutes > 0 && r.iteration > 0 && r.elapsed() >= r.cfg.Minutes*60
}

// fraction is how much of the run is done.
func (r *run) fraction() float64 {
	f := 0.0
	if r.cfg.Iterations > 0 {
		f = float64(r.iteration) / float64(r.cfg.Iterations)
	}
	if r.cfg.Minutes > 0 {
		f = max(f, r.elapsed()/(r.cfg.Minutes*60))
	}
	return min(1, f)
}

func (r *run) terms() []session.Term {
	var out []session.Term
	for _, t := range r.manager.Terms() {
		if t.Lost {
			t.Weight = 0
		}
		out = append(out, session.Term{Name: t.Name, Weight: t.Weight})
	}
	return out
}

// configHash identifies the settings that decide what a run computes. Its
// length, its folder, what plugins may use and what is recorded may change when
// it is resumed.
func configHash(c *config.Run) (string, error) {
	d := c.Portable() // the same from wherever the run is started
	d.Minutes, d.Iterations, d.Out, d.Divergence.Rollbacks = 0, 0, "", 0
	d.Eval, d.Checkpoint, d.Recorder = config.Eval{}, config.Checkpoint{}, config.Recorder{}
	d.Plugins = config.Plugins{}
	data, err := json.Marshal(d)
	if err != nil {
		return "", fmt.Errorf("the run file holds a setting that cannot be written down: %w", err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}
