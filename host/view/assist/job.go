package assist

import (
	"context"
	"errors"
	"sync"
	"time"
)

// ErrCancelled is the error of a job that was cancelled.
var ErrCancelled = errors.New("cancelled")

// Job is work under way. Its methods may be called from several goroutines.
type Job[T any] struct {
	title  string
	cancel context.CancelFunc
	done   chan struct{}
	now    func() time.Time
	began  time.Time

	mu       sync.Mutex
	step, of int
	ended    time.Time
	result   T
	err      error
}

// Title says for people what the job does: "Generate bedroom".
func (j *Job[T]) Title() string { return j.title }

// Cancel ends the job soon; one that has ended stays as it is.
func (j *Job[T]) Cancel() { j.cancel() }

// Done is closed when the job has ended.
func (j *Job[T]) Done() <-chan struct{} { return j.done }

// Ended reports whether the job has ended.
func (j *Job[T]) Ended() bool {
	select {
	case <-j.done:
		return true
	default:
		return false
	}
}

// Result returns what the job came to, or why it failed, which is
// [ErrCancelled] where it was cancelled. Both are zero before it has ended.
func (j *Job[T]) Result() (T, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.result, j.err
}

// Wait returns the result once the job has ended, or the context's error.
func (j *Job[T]) Wait(ctx context.Context) (T, error) {
	select {
	case <-j.done:
		return j.Result()
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// Progress returns how many of how many steps are done, such as the rooms of a
// level; of is 0 for a job of one step.
func (j *Job[T]) Progress() (done, of int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.step, j.of
}

// Took returns how long the job took, or has taken so far.
func (j *Job[T]) Took() time.Duration {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.ended.IsZero() {
		return j.now().Sub(j.began)
	}
	return j.ended.Sub(j.began)
}

// start begins a job and cancels the one before it: a designer who asks again
// no longer waits for the first answer.
func start[T any](a *Assistant, title string, steps int, work func(ctx context.Context, step func(done int)) (T, error)) *Job[T] {
	ctx, cancel := context.WithCancel(a.ctx)
	j := &Job[T]{title: title, cancel: cancel, done: make(chan struct{}), now: a.o.Now, began: a.o.Now(), of: steps}
	a.mu.Lock()
	if a.stop != nil {
		a.stop()
	}
	a.stop = cancel
	a.mu.Unlock()
	step := func(done int) {
		j.mu.Lock()
		j.step = done
		j.mu.Unlock()
		a.o.Changed()
	}
	a.wg.Go(func() {
		defer a.o.Changed()
		defer close(j.done)
		defer cancel()
		result, err := work(ctx, step)
		j.mu.Lock()
		defer j.mu.Unlock()
		j.ended = j.now()
		switch {
		case ctx.Err() != nil:
			j.err = ErrCancelled
		case err != nil:
			j.err = err
		default:
			j.result = result
		}
	})
	return j
}
