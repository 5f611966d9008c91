package rpc

import (
	"context"
	"sync"
	"time"

	"google.golang.org/grpc/stats"
)

const (
	// linger is how long a plugin outlives its last connection.
	linger = 500 * time.Millisecond
	// patience is how long it waits for its first one.
	patience = time.Minute
)

// lifeline ends a plugin whose host is gone. A host that is killed cannot tell
// its plugins, but the kernel closes its connections, on every system.
type lifeline struct {
	opened func() // runs at the first connection
	lost   func() // runs when no connection is left

	mu    sync.Mutex
	open  int
	once  bool
	timer *time.Timer
}

var _ stats.Handler = (*lifeline)(nil)

func newLifeline(opened, lost func()) *lifeline {
	return &lifeline{opened: opened, lost: lost, timer: time.AfterFunc(patience, lost)}
}

func (l *lifeline) HandleConn(_ context.Context, s stats.ConnStats) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch s.(type) {
	case *stats.ConnBegin:
		l.open++
		l.timer.Stop()
		if !l.once {
			l.once = true
			l.opened()
		}
	case *stats.ConnEnd:
		if l.open--; l.open == 0 {
			l.timer = time.AfterFunc(linger, l.lost)
		}
	}
}

func (l *lifeline) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context { return ctx }

func (l *lifeline) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context { return ctx }

func (l *lifeline) HandleRPC(context.Context, stats.RPCStats) {}
