package view

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/metaspatial/metaspatial/host/view/ui"
)

// errand is work beside the window, which reads, writes or draws while the
// person goes on.
type errand struct {
	title string
	// quiet errands are not shown and cancelled without a word.
	quiet  bool
	begun  time.Duration
	cancel context.CancelFunc

	mu    sync.Mutex
	part  float64
	what  string
	ended bool
	then  func()
}

// report says how much of the errand is done, of 1, and what is being worked on.
// It may be called on any goroutine.
func (e *errand) report(part float64, what string) {
	e.mu.Lock()
	e.part, e.what = part, what
	e.mu.Unlock()
}

func (e *errand) end(then func()) {
	e.mu.Lock()
	e.ended, e.then = true, then
	e.mu.Unlock()
}

func (e *errand) look() (part float64, what string, ended bool, then func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.part, e.what, e.ended, e.then
}

// errands are those under way, the oldest first.
type errands struct {
	list []*errand
	wg   sync.WaitGroup
}

// send begins an errand. What work returns is called on the window's goroutine
// when it has ended; work itself must not touch the shell.
func (s *shell) send(title string, work func(ctx context.Context, e *errand) (then func())) {
	s.sendOff(&errand{title: title}, work)
}

// sendQuietly is send for what the person did not ask for by itself.
func (s *shell) sendQuietly(title string, work func(ctx context.Context, e *errand) (then func())) context.CancelFunc {
	e := &errand{title: title, quiet: true}
	s.sendOff(e, work)
	return e.cancel
}

func (s *shell) sendOff(e *errand, work func(ctx context.Context, e *errand) (then func())) {
	title := e.title
	ctx, cancel := context.WithCancel(context.Background())
	e.begun, e.cancel = s.u.Input().Time, cancel
	s.errands.list = append(s.errands.list, e)
	s.errands.wg.Go(func() {
		defer s.poke()
		defer cancel()
		defer func() {
			if broken := recover(); broken != nil {
				e.end(func() {
					s.toast(warning, fmt.Sprintf("%s ended by a mistake of this program (%v); what is open in the window is as it was.", title, broken))
				})
			}
		}()
		then := work(ctx, e)
		if ctx.Err() != nil {
			if then = nil; !e.quiet {
				then = func() { s.toast(notice, title+" was cancelled.") }
			}
		}
		e.end(then)
	})
}

// closeErrands cancels what is under way and waits for it.
func (s *shell) closeErrands() {
	for _, e := range s.errands.list {
		e.cancel()
	}
	s.errands.wg.Wait()
}

// pollErrands takes in what has ended.
func (s *shell) pollErrands() {
	var thens []func()
	kept := s.errands.list[:0]
	for _, e := range s.errands.list {
		if _, _, ended, then := e.look(); !ended {
			kept = append(kept, e)
		} else if then != nil {
			thens = append(thens, then)
		}
	}
	clear(s.errands.list[len(kept):])
	s.errands.list = kept
	for _, then := range thens {
		then()
		s.busy = true
	}
	if len(s.errands.list) > 0 {
		s.u.WakeAfter(100 * time.Millisecond)
	}
}

// patience is how long an errand may last without being shown.
const patience = 200 * time.Millisecond

// drawErrands shows what takes a while, in the corner above the status line.
func (s *shell) drawErrands(whole ui.Rect) {
	u := s.u
	y := whole.Bottom() - 34
	u.Overlay(func() {
		for i, e := range s.errands.list {
			if e.quiet || u.Input().Time-e.begun < patience {
				continue
			}
			part, what, _, _ := e.look()
			card := ui.R(whole.X+8, y-64, min(320, whole.W-16), 60)
			y -= 68
			u.Block(card)
			u.Shadow(card)
			u.FillRound(card, ui.Radius, u.Theme.Over)
			in := card.Pad(12, 8)
			head := in.CutTop(20)
			if u.Button(fmt.Sprint("errand/cancel", i), head.CutRight(22), "", ui.ButtonOptions{Icon: "close", Flat: true, Tip: "Cancel"}) {
				e.cancel()
			}
			u.Text(head, e.title, ui.Font{Bold: true})
			u.Text(in.CutTop(16), what, ui.Font{Size: ui.Small, Color: u.Theme.Soft})
			bar := in.CutBottom(4)
			u.FillRound(bar, 2, u.Theme.Line)
			bar.W *= max(0, min(1, part))
			u.FillRound(bar, 2, u.Theme.Accent)
		}
	})
}
