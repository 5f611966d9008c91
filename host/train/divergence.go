package train

import (
	"context"
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/host/checkpoint"
	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/session"
)

// divergence watches a run for going wrong, by the criteria of
// [config.Divergence]. It depends on nothing but the metrics of the finished
// iterations, so that a resumed run finds itself where it was.
type divergence struct {
	config.Divergence
	terms []reward.Term
	// first is the metrics of the first iteration, whose policy had not learned
	// anything from this run.
	first map[string]float64
	// worse counts the last iterations that were worse than the first, and
	// rollbacks how often the run has gone back.
	worse, rollbacks int
}

// add takes an iteration's metrics, into which it writes the rollbacks, and what
// the update has said of spoilt weights. It returns why the run diverges, or
// nothing where it does not.
func (d *divergence) add(m map[string]float64, spoilt string) string {
	d.count(m)
	why := spoilt
	entropy, told := m["policy/entropy"]
	switch size, kl, first := m["policy/grad_norm"], math.Abs(m["policy/kl"]), d.first["policy/entropy"]; {
	case why != "":
	case d.GradNorm > 0 && size > d.GradNorm:
		why = fmt.Sprintf("policy/grad_norm is %.3g, above %g", size, d.GradNorm)
	case d.KL > 0 && kl > d.KL:
		why = fmt.Sprintf("policy/kl is %.3g, above %g", kl, d.KL)
	case told && first > 0 && entropy < d.Entropy*first:
		why = fmt.Sprintf("policy/entropy is %.3g, less than %g of the first iteration's %.3g", entropy, d.Entropy, first)
	case d.Collapse > 0 && d.worse >= d.Collapse:
		why = fmt.Sprintf("the reward has been far below that of the first iteration for %d iterations", d.worse)
	}
	if why != "" {
		d.rollbacks++
		d.worse = 0
	}
	m["schedule/rollbacks"] = float64(d.rollbacks)
	return why
}

// count counts the iterations in a row that are worse than the first.
func (d *divergence) count(m map[string]float64) {
	if d.first == nil {
		d.first = m
	}
	lost, spread := 0.0, 0.0
	for _, t := range d.terms {
		name := "term/" + t.Name
		value, ok := m[name]
		if !ok {
			continue // the term is missing
		}
		weight := m[name+"/weight"]
		lost += weight * (d.first[name] - value)
		spread += math.Abs(weight) * d.first[name+"/std"]
	}
	if lost > spread {
		d.worse++
	} else {
		d.worse = 0
	}
}

// replay takes the records of a run that is resumed.
func (d *divergence) replay(history []session.Record) {
	for i := range history {
		m := history[i].Metrics
		d.count(m)
		if n := int(m["schedule/rollbacks"]); n > d.rollbacks {
			d.rollbacks, d.worse = n, 0
		}
	}
}

// rollback gives the policy the weights of the last good checkpoint, or ends a
// run that has gone back too often.
func (r *run) rollback(ctx context.Context, why string) error {
	diverged := r.iteration - 1
	c, err := r.store.Marked(checkpoint.Good)
	if err != nil {
		return r.broken(fmt.Errorf("iteration %d diverged: %s; %w", diverged, why, err))
	}
	if c == nil {
		return r.broken(fmt.Errorf("iteration %d diverged: %s; there is no checkpoint to go back to", diverged, why))
	}
	f, err := c.Open()
	if err != nil {
		return r.broken(err)
	}
	defer f.Close()
	if err := r.policy.Load(context.WithoutCancel(ctx), f); err != nil {
		return r.broken(fmt.Errorf("iteration %d diverged: %s; policy %q cannot load checkpoint %s: %w", diverged, why, r.policy.Describe().ID, c.Dir, err))
	}
	if err := r.rolledBack(metrics.Event{Iteration: r.iteration, Kind: metrics.EventRollback, Value: float64(c.State.Iteration), Note: why}); err != nil {
		return r.broken(err)
	}
	if n := r.divergence.rollbacks; n <= r.cfg.Divergence.Rollbacks {
		r.log(fmt.Sprintf("iteration %d diverged: %s; back to the weights of iteration %d, with half the learning rate (%d of %d times)",
			diverged, why, c.State.Iteration, n, r.cfg.Divergence.Rollbacks))
		return nil
	}
	if err := r.save(); err != nil {
		return err
	}
	return fmt.Errorf("iteration %d diverged: %s; it has gone back as often as divergence.rollbacks allows (%d), so the run ends, with the weights of iteration %d; start again with an optimiser.learning_rate below %g",
		diverged, why, r.cfg.Divergence.Rollbacks, c.State.Iteration, r.halved(r.cfg.Optimiser.LearningRate)*2)
}

// rolledBack records the event, unless the run that is resumed has.
func (r *run) rolledBack(e metrics.Event) error {
	for _, old := range r.rollbacks {
		if old == e {
			return nil
		}
	}
	return r.recorder.Event(e)
}

// halved is a learning rate after the rollbacks.
func (r *run) halved(rate float64) float64 { return math.Ldexp(rate, -r.divergence.rollbacks) }
