package train

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/metaspatial/metaspatial/host/checkpoint"
	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/env"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/session"
)

// CheckpointDir is the folder of the checkpoints below that of the run.
const CheckpointDir = "checkpoints"

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
	// weights and plans are the events that a resumed run has yet to replay.
	weights, plans []metrics.Event
	stop           bool
	patience       patience
	// dirty is set when the policy may be ahead of the record: no checkpoint
	// must be made of it.
	dirty      bool
	lastReward float64
	best       float64
	savedAt    int
	hash       string
}

// open prepares everything. The run it returns is never nil, so that what was
// opened can be closed.
func open(ctx context.Context, o Options) (*run, error) {
	r := &run{o: o, cfg: o.Config, hub: o.Hub, result: &Result{}, savedAt: -1}
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
	if r.lock, err = metrics.AcquireLock(r.cfg.Out); err != nil {
		return r, err
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
		}
	}
	history, err := metrics.History(r.cfg.Out)
	if err != nil {
		return r, err
	}
	r.patience.limit = r.cfg.Eval.Patience
	if len(history) > 0 {
		r.result.Before = record(history[0].Metrics).summary(len(o.EvalTasks))
		r.last = history[len(history)-1].Metrics
		r.staging.replay(history)
		if r.patience.replay(history) {
			r.stop = true
			r.log(r.patience.String())
		}
	}
	if o.Opened != nil {
		if err := o.Opened(); err != nil {
			return r, err
		}
	}
	if err := r.recorder.Event(metrics.Event{Iteration: r.iteration, Kind: metrics.EventStart}); err != nil {
		return r, err
	}
	r.log(r.manager.Table())
	r.hub.Begin(r.cfg.Iterations, r.terms(), history, newService(r))
	r.clock.start(elapsed)
	return r, nil
}

// restore loads the latest checkpoint.
func (r *run) restore(ctx context.Context) (time.Duration, error) {
	c, err := r.store.Latest()
	if err != nil {
		return 0, err
	}
	if c == nil {
		// A run that was lost before its first checkpoint starts again, with the
		// same seed, over what it had recorded.
		if old, err := metrics.History(r.cfg.Out); err != nil || len(old) > 0 {
			return 0, err
		}
		return 0, fmt.Errorf("there is nothing to resume in %s: it has no checkpoint; start the run without resuming", r.cfg.Out)
	}
	s := c.State
	id := r.policy.Describe().ID
	switch {
	case s.Policy != id:
		return 0, fmt.Errorf("checkpoint %s is of policy %q, the run uses %q", c.Dir, s.Policy, id)
	case s.Config != r.hash:
		return 0, fmt.Errorf("the run file has changed in more than its length since checkpoint %s was made; restore it, or start another run with this checkpoint under policy.checkpoint", c.Dir)
	}
	f, err := c.Open()
	if err != nil {
		return 0, err
	}
	defer f.Close()
	if err := r.policy.Load(ctx, f); err != nil {
		return 0, fmt.Errorf("policy %q cannot load checkpoint %s: %w", id, c.Dir, err)
	}
	for _, w := range s.Weights {
		if err := r.manager.SetWeight(w.Term, w.Weight); err != nil {
			return 0, fmt.Errorf("checkpoint %s: %w", c.Dir, err)
		}
		if w.Manual {
			r.staging.byHand(w.Term)
		}
	}
	r.iteration, r.savedAt, r.best, r.lastReward = s.Iteration, s.Iteration, s.Best, s.Score
	if r.cfg.Minutes > 0 {
		r.planned = s.Planned
	}
	r.result.Iterations, r.result.Elapsed, r.result.Checkpoint = s.Iteration, s.Elapsed, c.Dir
	return time.Duration(s.Elapsed * float64(time.Second)), nil
}

// save makes a checkpoint of the last complete iteration, unless there is one.
// It is not interrupted by the run's context.
func (r *run) save() error {
	if r.iteration == 0 || r.savedAt == r.iteration {
		return nil
	}
	best := r.savedAt < 0 || r.lastReward > r.best
	if best {
		r.best = r.lastReward
	}
	s := checkpoint.State{
		Iteration: r.iteration, Seed: r.cfg.Seed, Config: r.hash, Policy: r.policy.Describe().ID,
		Planned: r.planned, Elapsed: r.elapsed(), Score: r.lastReward, Best: r.best,
	}
	for _, t := range r.manager.Terms() {
		s.Weights = append(s.Weights, checkpoint.Weight{Term: t.Name, Weight: t.Weight, Manual: r.staging.manual(t.Name)})
	}
	c, err := r.store.Save(s, best, func(w io.Writer) error { return r.policy.Save(context.Background(), w) })
	if err != nil {
		return err
	}
	r.savedAt, r.result.Checkpoint = r.iteration, c.Dir
	return nil
}

// interrupted saves the last complete iteration when the run was told to end,
// and returns the context's error instead of what plugins make of it. After
// other errors the policy cannot be trusted to be what it was: one whose
// process was restarted has lost its weights.
func (r *run) interrupted(ctx context.Context, err error) error {
	if r.dirty || ctx.Err() == nil {
		return err
	}
	if err := r.save(); err != nil {
		return err
	}
	return ctx.Err()
}

// broken marks the policy as ahead of the record.
func (r *run) broken(err error) error {
	r.dirty = true
	return err
}

// close ends the run, whichever way it went.
func (r *run) close(err error) error {
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
func (r *run) timeUp() bool {
	return r.cfg.Iterations > 0 && r.iteration >= r.cfg.Iterations ||
		r.cfg.Minutes > 0 && r.elapsed() >= r.cfg.Minutes*60
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
		out = append(out, session.Term{Name: t.Name, Weight: t.Weight})
	}
	return out
}

// configHash identifies the settings that decide what a run computes. Its
// length, its folder and what is recorded may change when it is resumed.
func configHash(c *config.Run) (string, error) {
	d := c.Portable() // the same from wherever the run is started
	d.Minutes, d.Iterations, d.Out = 0, 0, ""
	d.Eval, d.Checkpoint, d.Recorder = config.Eval{}, config.Checkpoint{}, config.Recorder{}
	data, err := json.Marshal(d)
	if err != nil {
		return "", fmt.Errorf("the run file holds a setting that cannot be written down: %w", err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}
