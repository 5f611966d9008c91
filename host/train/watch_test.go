package train

import (
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/session"
)

// TestCollapse walks a run of two terms, one of them with a weight that changes,
// through good and bad iterations.
func TestCollapse(t *testing.T) {
	at := func(a, b, weight float64) map[string]float64 {
		return map[string]float64{"term/a": a, "term/a/std": 2, "term/a/weight": 1, "term/b": b, "term/b/std": 1, "term/b/weight": weight}
	}
	d := divergence{Divergence: config.Divergence{Collapse: 2}, terms: []reward.Term{{Name: "a"}, {Name: "b"}, {Name: "missing"}}}
	var history []session.Record
	for i, c := range []struct {
		m     map[string]float64
		worse int
		why   bool
	}{
		{at(0, 0, 0), 0, false},
		{at(-1.9, -50, 0), 0, false},   // within the spread; b does not count yet
		{at(-2.1, 0, 0), 1, false},     // below it
		{at(-2.1, 0, 1), 0, false},     // the spread of b counts too now
		{at(-4, 0, 1), 1, false},       //
		{at(0, -4, 1), 0, true},        // the second in a row
		{at(0, -4, 1), 1, false},       // it counts from 0 again
		{at(100, 100, 1), 0, false},    //
		{at(-100, 1000, 1), 0, false},  // what one loses the other gains
		{at(-100, 1000, -1), 1, false}, // unless its weight is negative
		{at(-100, 1000, -1), 0, true},  //
	} {
		why := d.add(c.m, "")
		if (why != "") != c.why || d.worse != c.worse {
			t.Errorf("iteration %d: said %q with %d in a row, want %v, %d", i, why, d.worse, c.why, c.worse)
		}
		history = append(history, session.Record{Iteration: i, Metrics: c.m})
		again := divergence{Divergence: d.Divergence, terms: d.terms}
		again.replay(history)
		if again.worse != d.worse || again.rollbacks != d.rollbacks {
			t.Errorf("iteration %d: replayed to %d in a row and %d rollbacks, want %d and %d", i, again.worse, again.rollbacks, d.worse, d.rollbacks)
		}
	}
	if d.rollbacks != 2 || history[10].Metrics["schedule/rollbacks"] != 2 {
		t.Errorf("%d rollbacks", d.rollbacks)
	}
	off := divergence{terms: d.terms}
	for range 100 {
		if why := off.add(at(-1e9, 0, 0), ""); why != "" {
			t.Fatalf("a run without criteria said %q", why)
		}
	}
	if why := off.add(at(0, 0, 0), "policy/loss is NaN"); why != "policy/loss is NaN" {
		t.Errorf("spoilt weights: %q", why)
	}
}

func TestIdle(t *testing.T) {
	var s idle
	said := map[int]string{9: "last 10 iterations", 32: "last 20 iterations", 52: "last 40 iterations"}
	for i := range 60 {
		m := map[string]float64{"advantage/mean": 0, "advantage/std": 0}
		if i == 12 {
			m["advantage/std"] = 1
		}
		if line := s.add(m); (line != "") != (said[i] != "") || !strings.Contains(line, said[i]) {
			t.Errorf("iteration %d: %q, want %q", i, line, said[i])
		}
	}
}
