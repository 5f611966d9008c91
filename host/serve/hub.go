package serve

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/session"
)

// begin opens the record and makes the server known to viewers.
func (s *Server) begin() error {
	var history []session.Record
	if s.opts.Record != nil {
		var err error
		if s.notes, history, err = newRecorder(s, *s.opts.Record); err != nil {
			return err
		}
	}
	s.hub.Begin(0, s.terms(), history, service{s})
	s.hub.SetState(session.Running, nil)
	return nil
}

// finish writes down what is left and tells viewers of the end. Nobody plays
// any more when it is called.
func (s *Server) finish(failed error) error {
	var err error
	if s.notes != nil {
		err = s.notes.close()
	}
	if failed != nil {
		s.hub.SetState(session.Failed, failed)
	} else {
		s.hub.SetState(session.Finished, nil)
	}
	if s.notes != nil {
		err = errors.Join(err, s.notes.leave())
	}
	return err
}

func (s *Server) terms() []session.Term {
	var out []session.Term
	for _, t := range s.opts.Terms.Terms() {
		out = append(out, session.Term{Name: t.Name, Weight: t.Weight})
	}
	return out
}

// obey carries out what viewers ask for, until the context ends: new weights,
// and the end.
func (s *Server) obey(ctx context.Context, stop func()) {
	for {
		actions, _, end := s.hub.Actions()
		for _, a := range actions {
			if a.Kind != session.ActionWeight {
				continue
			}
			if err := s.opts.Terms.SetWeight(a.Term, a.Weight); err != nil {
				s.opts.Log(err.Error())
				continue
			}
			s.opts.Log(fmt.Sprintf("a viewer gave reward term %q the weight %g", a.Term, a.Weight))
			if s.notes != nil {
				s.notes.event(metrics.Event{Kind: metrics.EventWeight, Term: a.Term, Value: a.Weight})
			}
			s.hub.Publish(session.Event{Terms: s.terms()})
		}
		if end {
			s.opts.Log("a viewer ended the server")
			stop()
		}
		if s.hub.Wait(ctx) != nil {
			return
		}
	}
}

// errorLog passes on what net/http has to say.
func (s *Server) errorLog() *log.Logger { return log.New(lineWriter(s.opts.Log), "", 0) }

// lineWriter hands every write on as a line.
type lineWriter func(string)

func (w lineWriter) Write(p []byte) (int, error) {
	w(string(bytes.TrimSpace(p)))
	return len(p), nil
}
