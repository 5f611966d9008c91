package train

import (
	"fmt"

	"github.com/metaspatial/metaspatial/host/session"
)

// idleAfter is the number of iterations without any advantage after which it is
// first said that nothing is learned.
const idleAfter = 10

// idle counts the last iterations in which no response was better than another,
// as under a constant reward. Such a run goes on: a weight that changes may set it
// moving again. What was said once is said again only of a stretch twice as long,
// for a policy that has learned its tiny tasks has many short ones.
type idle struct{ since, said int }

// add takes an iteration's metrics and returns what is to be said.
func (s *idle) add(m map[string]float64) string {
	if m["advantage/mean"] != 0 || m["advantage/std"] != 0 {
		s.since = 0
		return ""
	}
	if s.since++; s.since < max(idleAfter, 2*s.said) {
		return ""
	}
	s.said = s.since
	return fmt.Sprintf("nothing was learned in the last %d iterations: all answers to a task got the same reward, or there was nothing to decide; look at the terms and their weights", s.since)
}

// replay takes the records of a run that is resumed.
func (s *idle) replay(history []session.Record) {
	for i := range history {
		s.add(history[i].Metrics)
	}
}
