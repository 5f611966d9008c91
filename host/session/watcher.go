package session

import (
	"context"
	"sync"
)

// watcher is one reader of a Watch stream. Events wait here without bound for
// records, states and terms, which are small; of samples only the newest wait.
type watcher struct {
	out   chan Event
	wake  chan struct{}
	mu    sync.Mutex
	queue []Event
	done  bool
}

func newWatcher() *watcher {
	return &watcher{out: make(chan Event), wake: make(chan struct{}, 1)}
}

// push never waits.
func (w *watcher) push(e Event) {
	w.mu.Lock()
	if e.Samples != nil {
		for i := range w.queue {
			w.queue[i].Samples = nil
		}
	}
	w.queue = append(w.queue, e)
	w.mu.Unlock()
	w.poke()
}

// finish lets the stream end after what is waiting.
func (w *watcher) finish() {
	w.mu.Lock()
	w.done = true
	w.mu.Unlock()
	w.poke()
}

func (w *watcher) poke() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// run hands events on until the context ends or the last one is read.
func (w *watcher) run(ctx context.Context) {
	defer close(w.out)
	for {
		w.mu.Lock()
		var next Event
		ready := len(w.queue) > 0
		if ready {
			next, w.queue = w.queue[0], w.queue[1:]
		}
		done := w.done
		w.mu.Unlock()
		switch {
		case ready:
			select {
			case w.out <- next:
			case <-ctx.Done():
				return
			}
		case done:
			return
		default:
			select {
			case <-w.wake:
			case <-ctx.Done():
				return
			}
		}
	}
}
