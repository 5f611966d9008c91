package session_test

import (
	"testing"

	"github.com/metaspatial/metaspatial/host/session"
)

// The history of a long run stays short, begins where the run began, has its
// newest records whole and its older ones evenly.
func TestLongHistory(t *testing.T) {
	const iterations = 100_000
	hub := session.NewHub("long")
	for i := range iterations {
		hub.Publish(session.Event{Record: &session.Record{Iteration: i}})
	}
	s, err := hub.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	h := s.History
	if len(h) > 4096 || len(h) < 1024+512 || h[0].Iteration != 0 || s.Iteration != iterations {
		t.Fatalf("%d records from iteration %d, at %d", len(h), h[0].Iteration, s.Iteration)
	}
	step, widest := 0, 0
	for i := 1; i < len(h); i++ {
		d := h[i].Iteration - h[i-1].Iteration
		if d < 1 {
			t.Fatalf("iteration %d follows %d", h[i].Iteration, h[i-1].Iteration)
		}
		if i >= len(h)-1023 && d != 1 {
			t.Errorf("of the newest, iteration %d follows %d", h[i].Iteration, h[i-1].Iteration)
		}
		if i == 1 {
			step = d
		}
		widest = max(widest, d)
	}
	if widest != step {
		t.Errorf("steps of %d at the beginning and of %d later", step, widest)
	}
	// What somebody resumes or attaches to late is as short.
	var whole []session.Record
	for i := range 10_000 {
		whole = append(whole, session.Record{Iteration: i})
	}
	if n := len(session.Thin(whole)); n > 4096 || whole[5000].Iteration != 5000 {
		t.Errorf("%d records are left of 10,000", n)
	}
	if short := session.Thin(whole[:4096]); len(short) != 4096 {
		t.Errorf("%d records are left of 4,096", len(short))
	}
}
