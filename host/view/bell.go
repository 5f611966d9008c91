package view

import (
	"sync"
	"time"

	"github.com/hajimehoshi/ebiten/v2"
)

// bell asks for frames in a window that draws only when it is asked. Now and
// then a request gets lost between the machine's events, so it rings until a
// frame has come.
type bell struct {
	mu    sync.Mutex
	due   time.Time // zero while nobody asks
	timer *time.Timer
	ended bool
}

// again is how long a frame may take to come before it is asked for once more.
const again = 60 * time.Millisecond

// poke asks for a frame at once. It may be called on any goroutine.
func (b *bell) poke() { b.ring(0) }

// ring asks for a frame after a while, unless one is asked for sooner.
func (b *bell) ring(after time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	at := time.Now().Add(after)
	if b.ended || !b.due.IsZero() && b.due.Before(at) {
		return
	}
	b.due = at
	if b.timer == nil {
		b.timer = time.AfterFunc(after, b.strike)
	} else {
		b.timer.Reset(after)
	}
}

func (b *bell) strike() {
	b.mu.Lock()
	asked := !b.due.IsZero() && !b.ended
	if asked {
		b.due = time.Now().Add(again)
		b.timer.Reset(again)
	}
	b.mu.Unlock()
	if asked {
		//lint:ignore SA1019 it belongs to the mode that draws when asked
		ebiten.ScheduleFrame()
	}
}

// heard is called when a frame begins: what is asked for from now on is another.
func (b *bell) heard() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.due = time.Time{}
	if b.timer != nil {
		b.timer.Stop()
	}
}

// end stops the bell for ever.
func (b *bell) end() {
	b.heard()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ended = true
}
