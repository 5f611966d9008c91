package main

import (
	"context"
	"fmt"

	"github.com/metaspatial/metaspatial/cmd/internal/live"
	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/train"
)

// training shows a run under way: a table on a terminal, a line now and then
// elsewhere.
type training struct {
	ctx   context.Context
	dir   string
	table *live.Table
	lines *progress
	begun bool
	// stop takes back what is to happen when the context ends; nil while nothing
	// is shown.
	stop func() bool
}

// newTraining shows the run of a folder until the context ends: what comes then
// is the command's last words. Nil terms are those that the run records, by name.
func newTraining(ctx context.Context, title, dir string, terms []config.Term) *training {
	if !stderr.Draws() {
		return &training{ctx: ctx, dir: dir, lines: newProgress(title)}
	}
	var names []string
	for _, t := range terms {
		names = append(names, t.ID)
	}
	return &training{ctx: ctx, dir: dir, table: live.NewTable(title, names)}
}

// begin shows the run, maybe before its first iteration, which takes a while.
func (t *training) begin() {
	if t.table == nil || t.ctx.Err() != nil {
		return
	}
	if t.stop == nil {
		// A second interruption ends the program where it stands, which must not
		// be amid a drawing.
		t.stop = context.AfterFunc(t.ctx, func() {
			if stderr.Halt() {
				say("interrupted; the iteration under way is finished first, a second interruption ends at once")
			}
		})
	}
	stderr.Show(t.table)
}

// show takes an iteration. The first one of a resumed run brings those before
// it from the run's record.
func (t *training) show(p train.Progress) {
	if t.table == nil {
		reward := p.Record.Metrics["reward/mean"]
		attrs := []any{"iteration", p.Iteration, "planned", p.Planned, "reward", reward, "elapsed_s", p.Record.Elapsed}
		t.lines.show(p.Fraction, fmt.Sprintf("iteration %d, reward %.3f", p.Iteration, reward), attrs...)
		logger.Debug("iteration done", attrs...)
		return
	}
	if !t.begun && p.Iteration > 1 {
		// Without the record the changes are those since the run was resumed.
		history, _ := metrics.History(t.dir)
		for _, rec := range history {
			if rec.Iteration < p.Record.Iteration {
				t.table.Add(rec)
			}
		}
	}
	t.begun = true
	t.table.Add(p.Record)
	t.table.Progress(p.Fraction, p.Planned)
	t.begin()
}

// done ends the showing; the last state stays with keep.
func (t *training) done(keep bool) {
	if t.stop == nil {
		return
	}
	t.stop()
	t.stop = nil
	stderr.End(keep)
}
