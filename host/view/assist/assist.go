package assist

import (
	"context"
	"sync"
	"time"

	"github.com/metaspatial/metaspatial/host/furnish"
	"github.com/metaspatial/metaspatial/host/session"
)

// Options are the parts of an assistant. Client is required.
type Options struct {
	// Client generates and scores.
	Client session.Client
	// Stock is what objects are chosen from; without a library nothing can be
	// chosen.
	Stock furnish.Stock
	// Changed is called, on any goroutine, whenever a job has moved on or a score
	// has come, so that the window looks; nil means that it looks by itself.
	Changed func()
	// Now tells the time that jobs take; nil means time.Now.
	Now func() time.Time
}

// Assistant asks a policy on behalf of a designer. Its methods may be called
// from several goroutines.
type Assistant struct {
	o      Options
	ctx    context.Context
	cancel context.CancelFunc
	wg     sync.WaitGroup

	mu     sync.Mutex
	stop   context.CancelFunc // ends the job under way
	seed   uint64
	looker looker
}

// New returns an assistant. Close ends it.
func New(o Options) *Assistant {
	if o.Changed == nil {
		o.Changed = func() {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	a := &Assistant{o: o}
	a.ctx, a.cancel = context.WithCancel(context.Background())
	return a
}

// Close cancels everything and returns when nothing is going on any more. The
// client stays open.
func (a *Assistant) Close() {
	a.cancel()
	a.wg.Wait()
}

// next returns the seed of a request: the one asked for, or, for 0, another one
// every time, so that asking again gives something else.
func (a *Assistant) next(seed uint64) uint64 {
	if seed != 0 {
		return seed
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.seed++
	return a.seed
}
