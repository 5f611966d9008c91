package train

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/session"
)

// forgo takes a reward term out of the run that has failed, where the run file
// says to go on without. It returns nil then, and the iteration, of which
// nothing has stayed, begins again; otherwise it returns the error.
func (r *run) forgo(ctx context.Context, err error) error {
	var failed *reward.TermError
	if r.dirty || ctx.Err() != nil || r.cfg.OnTermFailure != config.Continue || !errors.As(err, &failed) {
		return err
	}
	if lerr := r.manager.Lose(failed.Term); lerr != nil {
		return fmt.Errorf("%w; %w", err, lerr)
	}
	why, _, _ := strings.Cut(failed.Err.Error(), "\n")
	r.log(fmt.Sprintf("reward term %q has failed in iteration %d and takes no part any more: %s", failed.Term, r.iteration, why))
	r.hub.Publish(session.Event{Terms: r.terms()})
	return r.recorder.Event(metrics.Event{Iteration: r.iteration, Kind: metrics.EventLost, Term: failed.Term, Note: why})
}

// lose takes the terms out again that a resumed run had lost by this iteration.
func (r *run) lose() error {
	for len(r.lost) > 0 && r.lost[0].Iteration <= r.iteration {
		e := r.lost[0]
		r.lost = r.lost[1:]
		if err := r.manager.Lose(e.Term); err != nil {
			return fmt.Errorf("replaying the recorded events: %w", err)
		}
		r.hub.Publish(session.Event{Terms: r.terms()})
	}
	return nil
}

// sayHeld says once of every term that values of it were held.
func (r *run) sayHeld(m record) {
	for _, t := range r.manager.Terms() {
		if m["term/"+t.Name+"/held"] > 0 && !r.held[t.Name] {
			r.held[t.Name] = true
			r.log(fmt.Sprintf("reward term %q returns values beyond ±%g, which stand for the larger ones; nothing is learned from the other terms beside it", t.Name, reward.Limit))
		}
	}
}
