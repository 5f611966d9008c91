package serve

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// errEnded is what work gets that comes after the end.
var errEnded = errors.New("the server has ended")

// batcher gathers what many goroutines ask for into batches.
type batcher[In, Out any] struct {
	// do answers a whole batch, in its order.
	do func(ctx context.Context, in []In) ([]Out, error)
	// size is the largest batch, wait how long one waits for more.
	size int
	wait time.Duration
	// played is told of every batch's size; nil tells nobody.
	played func(n int)

	jobs  chan *job[In, Out]
	ended chan struct{}
}

type job[In, Out any] struct {
	in   In
	out  Out
	err  error
	done chan struct{}
}

func newBatcher[In, Out any](size int, wait time.Duration, do func(context.Context, []In) ([]Out, error)) *batcher[In, Out] {
	return &batcher[In, Out]{do: do, size: size, wait: wait, jobs: make(chan *job[In, Out]), ended: make(chan struct{})}
}

// run plays batches, at most n at a time, until the context ends and those
// under way have.
func (b *batcher[In, Out]) run(ctx context.Context, n int) {
	slots := make(chan struct{}, n)
	var wg sync.WaitGroup
	defer func() {
		close(b.ended)
		wg.Wait()
	}()
	for {
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
			return
		}
		batch := b.gather(ctx)
		if batch == nil {
			return
		}
		wg.Go(func() {
			b.play(ctx, batch)
			<-slots
		})
	}
}

// gather waits for a first job and a moment for more; nil when the context ends.
func (b *batcher[In, Out]) gather(ctx context.Context) []*job[In, Out] {
	var batch []*job[In, Out]
	select {
	case j := <-b.jobs:
		batch = append(batch, j)
	case <-ctx.Done():
		return nil
	}
	timer := time.NewTimer(b.wait)
	defer timer.Stop()
	for len(batch) < b.size {
		select {
		case j := <-b.jobs:
			batch = append(batch, j)
		case <-timer.C:
			return batch
		case <-ctx.Done():
			return batch
		}
	}
	return batch
}

// play answers a batch. When it fails each job is tried alone, so that one
// that cannot be answered spoils no other.
func (b *batcher[In, Out]) play(ctx context.Context, batch []*job[In, Out]) {
	if b.played != nil {
		b.played(len(batch))
	}
	if b.try(ctx, batch) != nil {
		for i := range batch {
			if len(batch) > 1 {
				batch[i].err = b.try(ctx, batch[i:i+1])
			}
		}
	}
	for _, j := range batch {
		close(j.done)
	}
}

func (b *batcher[In, Out]) try(ctx context.Context, batch []*job[In, Out]) error {
	in := make([]In, len(batch))
	for i, j := range batch {
		in[i] = j.in
	}
	out, err := b.do(ctx, in)
	if err == nil && len(out) != len(in) {
		err = fmt.Errorf("%d answers for %d questions", len(out), len(in))
	}
	for i, j := range batch {
		if j.err = err; err == nil {
			j.out = out[i]
		}
	}
	return err
}

// ask returns the answer to one question. It waits for it whatever becomes of
// the asker, who holds something of what is being worked on.
func (b *batcher[In, Out]) ask(in In) (Out, error) {
	j := &job[In, Out]{in: in, done: make(chan struct{})}
	select {
	case b.jobs <- j:
	case <-b.ended:
		return j.out, errEnded
	}
	<-j.done
	return j.out, j.err
}

// askAll returns the answers to several questions, and an error for each.
func (b *batcher[In, Out]) askAll(in []In) ([]Out, []error) {
	out, errs := make([]Out, len(in)), make([]error, len(in))
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(len(in), 2*b.size) {
		wg.Go(func() {
			for i := range next {
				out[i], errs[i] = b.ask(in[i])
			}
		})
	}
	for i := range in {
		next <- i
	}
	close(next)
	wg.Wait()
	return out, errs
}
