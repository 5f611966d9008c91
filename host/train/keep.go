package train

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/metaspatial/metaspatial/host/checkpoint"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/reward"
)

// CheckpointDir is the folder of the checkpoints below that of the run, and
// BestDir that of the copy of the best one.
const (
	CheckpointDir = "checkpoints"
	BestDir       = "best"
)

// restore loads the latest checkpoint.
func (r *run) restore(ctx context.Context) (time.Duration, error) {
	old, err := metrics.History(r.cfg.Out)
	if err != nil {
		return 0, err
	}
	c, damaged, err := r.store.Usable(len(old))
	if err != nil {
		return 0, err
	}
	for _, d := range damaged {
		r.log(fmt.Sprintf("checkpoint %s is damaged: %v; it is left out", d.Dir, d.Err))
	}
	if c == nil {
		// A run records nothing before its first checkpoint.
		switch _, err := os.Stat(filepath.Join(r.cfg.Out, metrics.MetricsFile)); {
		case len(damaged) > 0:
			return 0, fmt.Errorf("there is nothing to resume in %s: none of its checkpoints can be read; start another run", r.cfg.Out)
		case len(old) > 0:
			return 0, fmt.Errorf("there is nothing to resume in %s: it has a record of %d iterations, but its checkpoints are gone; put its folder %s back, or start another run", r.cfg.Out, len(old), CheckpointDir)
		case err == nil: // lost before it, it starts again with the same seed
			return 0, nil
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
		if w.Lost {
			if err := r.manager.Lose(w.Term); err != nil {
				return 0, fmt.Errorf("checkpoint %s: %w", c.Dir, err)
			}
		}
	}
	// The run may have been lost between saving and marking.
	if s.Best != nil && s.Best.Iteration == s.Iteration {
		if err := r.store.Mark(checkpoint.Best, c); err != nil {
			return 0, err
		}
	}
	r.iteration, r.savedAt, r.best, r.saved = s.Iteration, s.Iteration, s.Best, c
	if r.cfg.Minutes > 0 {
		r.planned = s.Planned
	}
	r.result.Iterations, r.result.Elapsed, r.result.Checkpoint = s.Iteration, s.Elapsed, c.Dir
	return time.Duration(s.Elapsed * float64(time.Second)), nil
}

// save makes a checkpoint of the last complete iteration, unless there is one.
// It is not interrupted by the run's context.
func (r *run) save() error {
	ranked := r.rank()
	if r.savedAt == r.iteration && !ranked {
		return nil
	}
	return r.write(ranked)
}

// keepBest makes a checkpoint where the evaluation of the policy is the best so
// far.
func (r *run) keepBest() error {
	if r.evaluated == nil || !r.rank() {
		return nil
	}
	return r.write(true)
}

func (r *run) write(best bool) error {
	if err := r.lock.Held(); err != nil {
		return err
	}
	s := checkpoint.State{
		Iteration: r.iteration, Seed: r.cfg.Seed, Config: r.hash, Policy: r.policy.Describe().ID,
		Planned: r.planned, Elapsed: r.elapsed(), Best: r.best,
	}
	for _, t := range r.manager.Terms() {
		s.Weights = append(s.Weights, checkpoint.Weight{Term: t.Name, Weight: t.Weight, Manual: r.staging.manual(t.Name), Lost: t.Lost})
	}
	// A checkpoint is never ahead of the record, not even after a power cut.
	if err := r.recorder.Sync(); err != nil {
		return err
	}
	c, err := r.store.Save(s, func(w io.Writer) error { return r.policy.Save(context.Background(), w) })
	if err != nil {
		return err
	}
	r.savedAt, r.saved, r.result.Checkpoint = r.iteration, c, c.Dir
	if r.iteration == 0 {
		if err := r.store.Mark(checkpoint.Good, c); err != nil {
			return err
		}
	}
	if best {
		return r.store.Mark(checkpoint.Best, c)
	}
	return nil
}

// due reports whether the run file asks for a checkpoint here.
func (r *run) due() bool { return r.dueAt(r.iteration) }

func (r *run) dueAt(iteration int) bool {
	every := r.cfg.Checkpoint.Every
	return iteration == 0 || every > 0 && iteration%every == 0
}

// approve marks the checkpoint with which the iteration that went well began: a
// diverging run may go back to it. What spoils a policy is often seen only when
// it plays. Checkpoints that are not due do not count, so that a run comes out
// the same however often it was interrupted.
func (r *run) approve() error {
	began := r.iteration - 1
	if r.savedAt != began || !r.dueAt(began) || r.divergence.worse > 0 {
		return nil
	}
	return r.store.Mark(checkpoint.Good, r.saved)
}

// rank compares the policy with the best so far, and reports whether it has
// taken its place. A run that evaluates on its way goes by its evaluations
// alone; another by the reward in training, of the rollouts before the last
// update, at the checkpoints that are due and the last.
func (r *run) rank() bool {
	var rank checkpoint.Rank
	switch {
	case r.cfg.Eval.Every > 0 && len(r.o.EvalTasks) > 0:
		if r.evaluated == nil {
			return false
		}
		rank = checkpoint.Rank{Held: true, FullyValid: r.evaluated.FullyValid, Reward: r.evaluated.Reward}
	case r.iteration == 0 || r.savedAt == r.iteration || r.best != nil && !r.due() && !r.stop:
		return false
	default:
		rank.Reward = r.last["reward/final"]
	}
	rank.Iteration = r.iteration
	if !rank.Above(r.best) {
		return false
	}
	r.best = &rank
	return true
}

// export copies the best checkpoint to where it is easily found.
func (r *run) export() error {
	if err := r.lock.Held(); err != nil {
		return err
	}
	c, err := r.store.Marked(checkpoint.Best)
	if err != nil || c == nil || c.State.Best == nil {
		return err
	}
	dir := filepath.Join(r.cfg.Out, BestDir)
	if err := checkpoint.Export(c, dir); err != nil {
		return err
	}
	r.result.Best = &Best{Rank: *c.State.Best, Dir: dir}
	return nil
}

// interrupted saves the last complete iteration when the run was told to end, or
// a reward term has failed, and returns the context's error instead of what
// plugins make of it. After other errors the policy cannot be trusted to be what
// it was.
func (r *run) interrupted(ctx context.Context, err error) error {
	var term *reward.TermError
	if r.dirty || ctx.Err() == nil && !errors.As(err, &term) {
		return err
	}
	if err := r.save(); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}
