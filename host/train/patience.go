package train

import (
	"fmt"

	"github.com/metaspatial/metaspatial/host/session"
)

// judged is the metric of held-out tasks by which a run is told to be over.
const judged = "eval/fully_valid"

// patience ends a run whose evaluations no longer get better.
type patience struct {
	// limit is the number of evaluations without a new best after which the run
	// ends; 0 never ends it.
	limit int
	best  float64
	since int
	seen  bool
}

// add takes an iteration's metrics and reports whether the run is over.
func (p *patience) add(m map[string]float64) bool {
	v, ok := m[judged]
	if !ok {
		return false
	}
	if !p.seen || v > p.best {
		p.best, p.since, p.seen = v, 0, true
		return false
	}
	p.since++
	return p.limit > 0 && p.since >= p.limit
}

// replay takes the records of a run that is resumed.
func (p *patience) replay(history []session.Record) bool {
	over := false
	for i := range history {
		over = p.add(history[i].Metrics)
	}
	return over
}

// String says why the run is over.
func (p *patience) String() string {
	return fmt.Sprintf("stopped early: %s has not been above %.3f for %d evaluations", judged, p.best, p.since)
}
