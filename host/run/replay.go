package run

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
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

// Recorded returns a finished run as a session: its metrics and newest sample
// layouts. Control actions on it fail.
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
	samples, err := lastSamples(filepath.Join(dir, metrics.SamplesFile))
	if err != nil {
		return nil, err
	}
	hub := session.NewHub(dir)
	hub.Begin(planned, terms, history, nil)
	hub.Publish(session.Event{Samples: samples})
	hub.SetState(session.Finished, nil)
	return hub, nil
}

// lastSamples reads the layouts of the newest iteration on record.
func lastSamples(file string) ([]session.SampleLayout, error) {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the recorded layouts: %w", err)
	}
	defer f.Close()
	var out []session.SampleLayout
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for number := 1; lines.Scan(); number++ {
		var s metrics.Sample
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", file, number, err)
		}
		if len(out) > 0 && out[0].Iteration != s.Iteration {
			out = out[:0]
		}
		out = append(out, s.SampleLayout)
	}
	return out, lines.Err()
}
