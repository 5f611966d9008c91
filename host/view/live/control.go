package live

import (
	"context"
	"fmt"

	"github.com/metaspatial/metaspatial/host/session"
)

// Pause lets the run wait at the end of the present iteration.
func (f *Feed) Pause() { f.send("pause the run", f.client.Pause) }

// Resume ends a pause.
func (f *Feed) Resume() { f.send("resume the run", f.client.Resume) }

// Toggle pauses a run that goes on, and resumes one that is paused.
func (f *Feed) Toggle() {
	switch f.State().State {
	case session.Running:
		f.Pause()
	case session.Paused:
		f.Resume()
	}
}

// Stop ends the run after the present iteration, with a checkpoint.
func (f *Feed) Stop() { f.send("stop the run", f.client.Stop) }

// SetWeight changes the weight of a term from the next iteration on. The slider
// of a term may call it for every step of a drag: of those that come while one
// is under way, the last counts.
func (f *Feed) SetWeight(term string, weight float64) {
	f.mu.Lock()
	w := &f.reel.weights
	if w.next == nil {
		w.next = map[string]float64{}
	}
	w.next[term] = weight
	busy := w.sending
	w.sending = true
	f.mu.Unlock()
	if busy {
		return
	}
	f.wg.Go(func() {
		for {
			f.mu.Lock()
			var name string
			var value float64
			found := false
			for _, t := range f.state.Terms { // in the run's order
				if v, ok := w.next[t.Name]; ok {
					name, value, found = t.Name, v, true
					break
				}
			}
			if !found || f.ctx.Err() != nil {
				for unknown := range w.next {
					f.state.Notice = fmt.Sprintf("cannot change a weight: the run has no term %q", unknown)
				}
				clear(w.next)
				w.sending = false
				f.mu.Unlock()
				return
			}
			delete(w.next, name)
			f.mu.Unlock()
			f.call("change the weight of "+name, func(ctx context.Context) error { return f.client.SetWeight(ctx, name, value) })
		}
	})
}

// weights are changes of weights on their way.
type weights struct {
	next    map[string]float64
	sending bool
}

// send makes a call beside the window.
func (f *Feed) send(what string, call func(context.Context) error) {
	if f.ctx.Err() != nil {
		return
	}
	f.wg.Go(func() { f.call(what, call) })
}

func (f *Feed) call(what string, call func(context.Context) error) {
	f.update(func() { f.state.Busy, f.state.Notice = what, "" })
	ctx, cancel := context.WithTimeout(f.ctx, f.o.Timeout)
	defer cancel()
	err := call(ctx)
	f.update(func() {
		if f.state.Busy == what {
			f.state.Busy = ""
		}
		if err != nil && f.ctx.Err() == nil {
			f.state.Notice = "cannot " + what + ": " + err.Error()
		}
	})
}
