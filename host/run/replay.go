package run

import (
	"context"
	"errors"
	"math"
	"path/filepath"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/session"
)

// Attach connects to a run: to a live one by its folder or address, or, when
// nothing is under way in the folder, to what it has recorded.
func Attach(ctx context.Context, where, token string) (session.Client, error) {
	client, err := session.Dial(ctx, where, token)
	if err == nil {
		return client, nil
	}
	if !fileExists(filepath.Join(where, metrics.MetricsFile)) {
		return nil, err
	}
	return Recorded(where)
}

// errUnended is what is known of a run that left its address behind.
var errUnended = errors.New("the run ended without a word, and what you see is what it had recorded; metaspatial train --resume goes on with it")

// Recorded returns a run that is not under way as a session: its metrics and
// layouts. Control actions on it fail. One that was killed has failed.
func Recorded(dir string) (session.Client, error) {
	history, err := metrics.History(dir)
	if err != nil {
		return nil, err
	}
	var terms []session.Term
	planned := 0
	if cfg, err := config.Load(filepath.Join(dir, ConfigFile)); err == nil {
		planned = cfg.Iterations
		for _, t := range cfg.Terms {
			terms = append(terms, session.Term{Name: t.ID, Weight: t.Weight})
		}
	}
	archive := metrics.NewArchive(dir)
	samples, err := archive.Samples(context.Background(), math.MaxInt)
	if err != nil {
		return nil, err
	}
	hub := session.NewHub(dir)
	hub.Keep(archive)
	hub.Begin(planned, terms, history, nil)
	hub.Publish(session.Event{Samples: samples})
	if fileExists(filepath.Join(dir, session.AddressFile)) {
		hub.SetState(session.Failed, errUnended)
	} else {
		hub.SetState(session.Finished, nil)
	}
	return hub, nil
}
