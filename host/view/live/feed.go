package live

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/metaspatial/metaspatial/host/session"
)

// Options of a feed; the zero value is right.
type Options struct {
	// Changed is called, on any goroutine, when there is something new to show.
	Changed func()
	// Timeout bounds what a command to the run may take; 0 means 5 seconds.
	Timeout time.Duration
	// Seen is how many iterations of layouts are remembered for the way back
	// where the run gives none itself; 0 means 400.
	Seen int
}

// State is what is known of the run. Its slices are read only.
type State struct {
	// Version changes with everything else.
	Version uint64
	session.Snapshot
	// Lost is set when the connection broke off: the rest is what was seen last.
	Lost bool
	// Notice is one sentence on what has gone wrong, for people; empty when
	// nothing has.
	Notice string
	// Busy names the command that the run has not answered yet: "pause the run".
	Busy string
	// Control says whether the run obeys commands.
	Control bool
}

// Feed keeps the newest state of a run. Its methods may be called from several
// goroutines; none of them waits for the run.
type Feed struct {
	o      Options
	client session.Client
	ctx    context.Context
	cancel context.CancelFunc
	wg     sync.WaitGroup

	mu       sync.Mutex
	state    State
	reel     reel
	compared Comparison
	back     setback
}

// setback is what is said of a run that went back, until it is again where it
// had been.
type setback struct {
	notice  string
	reached int
}

// Attach begins to follow a run. Close ends it; the client stays open.
func Attach(ctx context.Context, client session.Client, o Options) (*Feed, error) {
	if o.Changed == nil {
		o.Changed = func() {}
	}
	if o.Timeout == 0 {
		o.Timeout = 5 * time.Second
	}
	if o.Seen == 0 {
		o.Seen = 400
	}
	f := &Feed{o: o, client: client}
	f.ctx, f.cancel = context.WithCancel(context.WithoutCancel(ctx))
	// The stream first and the state then, so that nothing between is missed.
	events, err := client.Watch(f.ctx)
	if err != nil {
		f.cancel()
		return nil, fmt.Errorf("cannot follow the run: %w", err)
	}
	snap, err := client.Snapshot(ctx)
	if err != nil {
		f.cancel()
		return nil, fmt.Errorf("cannot follow the run: %w", err)
	}
	f.state = State{Version: 1, Snapshot: *snap}
	f.settle()
	f.reel.remember(snap.Samples, o.Seen)
	f.wg.Go(func() { f.follow(events) })
	return f, nil
}

// Close ends the feed and returns when nothing of it is going on any more. The
// run goes on.
func (f *Feed) Close() {
	f.cancel()
	f.wg.Wait()
}

// State returns what is known of the run.
func (f *Feed) State() State {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.state
}

// Version returns the state's version, for those who only want to know whether
// to look.
func (f *Feed) Version() uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.state.Version
}

// update changes the state and has the window look.
func (f *Feed) update(change func()) {
	f.mu.Lock()
	change()
	f.state.Version++
	f.mu.Unlock()
	f.o.Changed()
}

// follow takes in what the run says, until it ends or the feed is closed.
func (f *Feed) follow(events <-chan session.Event) {
	for {
		select {
		case <-f.ctx.Done():
			return
		case e, more := <-events:
			if !more {
				if f.ctx.Err() == nil {
					f.update(f.ended)
				}
				return
			}
			f.update(func() { f.take(e) })
		}
	}
}

func (f *Feed) take(e session.Event) {
	s := &f.state
	if e.State != "" {
		s.State = e.State
	}
	if e.Error != "" {
		s.Error = e.Error
	}
	if e.Record != nil { // before its layouts, which belong to what it begins
		f.record(*e.Record)
	}
	if e.Samples != nil {
		s.Samples = e.Samples
		f.reel.remember(e.Samples, f.o.Seen)
	}
	if e.Terms != nil {
		s.Terms = e.Terms
	}
	f.settle()
}

// record takes in what an iteration has brought. The stream began before the
// state was asked for, so one may come twice; one that is another than that of
// its iteration says that the run has gone back to a checkpoint, and what came
// after that is no part of it any more.
func (f *Feed) record(r session.Record) {
	s := &f.state
	i, found := slices.BinarySearchFunc(s.History, r.Iteration, func(h session.Record, it int) int { return cmp.Compare(h.Iteration, it) })
	if found && s.History[i].Elapsed == r.Elapsed {
		return
	}
	if i < len(s.History) {
		s.Notice = fmt.Sprintf("the run went back to its checkpoint before iteration %d, and goes on from there", r.Iteration+1)
		f.back = setback{notice: s.Notice, reached: s.History[len(s.History)-1].Iteration}
		s.History = s.History[:i]
		f.reel.cut(r.Iteration)
	}
	if r.Iteration > f.back.reached && s.Notice == f.back.notice {
		s.Notice = "" // it has made up for it
	}
	s.History = session.Thin(append(slices.Clip(s.History), r))
	s.Iteration, s.Elapsed = r.Iteration+1, r.Elapsed
}

// settle works out what follows from the run's state.
func (f *Feed) settle() {
	s := &f.state
	over := s.State == session.Finished || s.State == session.Failed
	s.Control = !over && !s.Lost
	if s.State == session.Failed {
		s.Notice = "the run has failed"
		if s.Error != "" {
			s.Notice += ": " + s.Error
		}
	}
}

// ended is called at the end of the stream, which is the run's or the
// connection's.
func (f *Feed) ended() {
	s := &f.state
	if s.State != session.Finished && s.State != session.Failed {
		s.Lost = true
		s.Notice = fmt.Sprintf("the run at iteration %d no longer answers; what you see is its last state. Attach again once it goes on", s.Iteration)
	}
	f.settle()
}
