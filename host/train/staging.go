package train

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/session"
)

// staging carries out the schedules of the terms' weights, such as that of
// MetaSpatial v2: format first, physics raised once the format is right, the
// picture last (arXiv 2503.18470 v2). It depends on nothing but the metrics of
// the finished iterations, so that a resumed run finds itself where it was.
type staging []*staged

// staged is one term with a schedule.
type staged struct {
	name   string
	weight float64
	stages []config.Stage
	when   []*config.Condition
	// begun counts the stages that have begun, the last one at iteration since
	// with the weight from.
	begun, since int
	from         float64
	// manual is set once the weight was set by hand: the schedule ends.
	manual bool
}

// newStaging prepares the schedules of a run file.
func newStaging(terms []config.Term) (staging, error) {
	var out staging
	for _, t := range terms {
		if len(t.Schedule) == 0 {
			continue
		}
		s := &staged{name: t.ID, weight: t.Weight, stages: t.Schedule, when: make([]*config.Condition, len(t.Schedule))}
		for i, stage := range t.Schedule {
			if stage.When == "" {
				continue
			}
			c, err := config.ParseCondition(stage.When)
			if err != nil {
				return nil, fmt.Errorf("term %q: %w", t.ID, err)
			}
			if _, ok := metrics.Explain(c.Metric); !ok {
				return nil, fmt.Errorf("term %q waits for the metric %q, which no run records; docs/metrics.md lists them", t.ID, c.Metric)
			}
			s.when[i] = &c
		}
		out = append(out, s)
	}
	return out, nil
}

// advance begins what is due before an iteration and returns the weights; last
// holds the metrics of the iteration before.
func (s *staged) advance(iteration, planned int, last map[string]float64) float64 {
	for ; s.begun < len(s.stages); s.begun++ {
		next, when := &s.stages[s.begun], s.when[s.begun]
		if next.From > 0 && progress(iteration, planned) < next.From {
			break
		}
		if when != nil {
			if v, ok := last[when.Metric]; !ok || !when.Holds(v) {
				break
			}
		}
		s.from, s.since = s.at(iteration, planned), iteration
	}
	return s.at(iteration, planned)
}

// at is the weight in an iteration.
func (s *staged) at(iteration, planned int) float64 {
	if s.begun == 0 {
		return s.weight
	}
	stage := &s.stages[s.begun-1]
	if stage.Over == 0 {
		return stage.Weight
	}
	if planned == 0 {
		return s.from
	}
	done := min(1, float64(iteration-s.since)/(stage.Over*float64(planned)))
	return s.from + (stage.Weight-s.from)*done
}

// replay brings the schedules to where they stood before the next iteration.
func (st staging) replay(history []session.Record) {
	for i := range history {
		var last map[string]float64
		if i > 0 {
			last = history[i-1].Metrics
		}
		for _, s := range st {
			s.advance(history[i].Iteration, int(history[i].Metrics["schedule/planned"]), last)
		}
	}
}

// waiting says which stages have never begun, for people.
func (st staging) waiting() []string {
	var out []string
	for _, s := range st {
		if s.manual || s.begun == len(s.stages) {
			continue
		}
		next := s.stages[s.begun]
		why := fmt.Sprintf("from %v of the run", next.From)
		if next.When != "" {
			why = "when " + next.When
		}
		out = append(out, fmt.Sprintf("term %q kept the weight %v: stage %d of its schedule, %s, never began", s.name, s.at(math.MaxInt32, 1), s.begun+1, why))
	}
	return out
}

// byHand ends the schedule of a term.
func (st staging) byHand(term string) {
	for _, s := range st {
		if s.name == term {
			s.manual = true
		}
	}
}

// manual reports whether the term's schedule was ended by hand.
func (st staging) manual(term string) bool {
	for _, s := range st {
		if s.name == term {
			return s.manual
		}
	}
	return false
}

// stage gives the terms the weights that their schedules have for the coming
// iteration.
func (r *run) stage() error {
	changed := false
	for _, s := range r.staging {
		if s.manual {
			continue
		}
		weight := s.advance(r.iteration, r.planned, r.last)
		for _, t := range r.manager.Terms() {
			if t.Name != s.name || t.Weight == weight {
				continue
			}
			if err := r.manager.SetWeight(s.name, weight); err != nil {
				return err
			}
			changed = true
		}
	}
	if changed {
		r.hub.Publish(session.Event{Terms: r.terms()})
	}
	return nil
}
