package chat

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// gate holds a client's requests to a number at once and to a pace, and all of
// them back while the server asks for a pause.
type gate struct {
	slots chan struct{}
	pace  *rate.Limiter // nil for no bound

	mu    sync.Mutex
	until time.Time // nothing is sent before
}

func newGate(concurrency int, perMinute float64) *gate {
	g := &gate{slots: make(chan struct{}, concurrency)}
	if perMinute > 0 {
		g.pace = rate.NewLimiter(rate.Limit(perMinute/60), 1)
	}
	return g
}

// enter waits for a place; leave gives it back.
func (g *gate) enter(ctx context.Context) error {
	select {
	case g.slots <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	err := g.pass(ctx)
	if err != nil {
		g.leave()
	}
	return err
}

func (g *gate) leave() { <-g.slots }

func (g *gate) pass(ctx context.Context) error {
	for {
		g.mu.Lock()
		wait := time.Until(g.until)
		g.mu.Unlock()
		if wait <= 0 {
			break
		}
		if err := sleep(ctx, wait); err != nil {
			return err
		}
	}
	if g.pace != nil {
		if err := g.pace.Wait(ctx); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return context.DeadlineExceeded // the place in the queue is beyond it
		}
	}
	return ctx.Err()
}

// hold keeps every request back for a while.
func (g *gate) hold(d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if t := time.Now().Add(d); t.After(g.until) {
		g.until = t
	}
}

// sleep waits, or returns early with the context's error.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
