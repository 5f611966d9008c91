package supervisor

import (
	"context"
	"fmt"
	"time"

	"github.com/metaspatial/metaspatial/sdk/client"
)

// answer is what one of two processes has said.
type answer[R any] struct {
	r    R
	err  error
	from *instance // the second process, nil when it did not come up
}

// hedged calls f on i and, when half of the time has passed, on a second process
// of the same plugin too. The first answer counts, and its process stays. So a
// plugin that hangs once in a long run costs half a timeout, and one that is
// only slow costs a second process for a while (Dean and Barroso, "The Tail at
// Scale", Communications of the ACM 56(2), 2013).
func hedged[R any](ctx context.Context, h *Handle, i *instance, limit time.Duration, f func(context.Context, client.Plugin) (R, error)) (R, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(h.ctx, cancel)() // a second process does not outlive the supervisor
	first := make(chan answer[R], 1)
	go func() {
		r, err := f(ctx, i.plugin)
		first <- answer[R]{r: r, err: err}
	}()
	half := time.NewTimer(limit / 2)
	defer half.Stop()
	select {
	case a := <-first:
		return a.r, a.err
	case <-half.C:
	}
	if !h.hedging.TryLock() {
		a := <-first // another call has asked for a second process already
		return a.r, a.err
	}
	defer h.hedging.Unlock()
	second := make(chan answer[R], 1)
	go func() {
		var a answer[R]
		if a.from, _, a.err = h.up(ctx); a.err == nil {
			a.r, a.err = f(ctx, a.from.plugin)
		}
		second <- a
	}()
	select {
	case a := <-first:
		cancel()
		(<-second).discard()
		return a.r, a.err
	case b := <-second:
		if b.err != nil {
			b.discard()
			a := <-first
			return a.r, a.err
		}
		cancel()
		a := <-first
		if a.err == nil { // both, at the same moment
			b.discard()
			return a.r, nil
		}
		if err := h.replace(b.from); err != nil {
			b.discard()
		}
		fmt.Fprintf(h.supervisor.options.Output, "[%s] has not answered within %v; another process of it has, and takes its place\n", h.name(), limit/2)
		return b.r, nil
	}
}

// discard ends the second process.
func (a answer[R]) discard() {
	if a.from != nil {
		a.from.kill()
	}
}
