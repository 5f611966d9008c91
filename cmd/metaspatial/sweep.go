package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/host/sweep"
	"github.com/metaspatial/metaspatial/host/train"
)

func newSweep() *cobra.Command {
	var (
		o        sweep.Options
		seeds    []uint
		vary     []string
		parallel int
		dev      []string
	)
	cmd := &cobra.Command{
		Use:   "sweep -c FILE --seeds 1,2,3",
		Short: "Train by one run file with several seeds or settings, and compare",
		Long: `Train by one run file with several seeds or settings, and compare.

Every seed, and with --vary every combination of values, is a run of its own in a
folder below the sweep's. Interrupt it at any time: the same command repeats no
finished run, goes on with the one that was interrupted, and takes further seeds
and values. In the end sweep.txt, sweep.json and sweep.html hold the mean, the
sample standard deviation and the range over the seeds.

--vary takes any key of the run file by its path; in a list stands the number of
the element, from 0 on, or a term's id. A value with commas is put in brackets.`,
		Example: `  metaspatial sweep -c run.yaml --seeds 1,2,3
  metaspatial sweep -c run.yaml --seeds 1,2,3 --vary optimiser.learning_rate=1e-3,3e-3
  metaspatial sweep -c run.yaml --vary terms.physics.weight=0,1 --vary tasks.programs=[bedroom],[bedroom,office]`,
		Args: noArgs,
	}
	f := cmd.Flags()
	f.StringVarP(&o.File, "config", "c", "", "run file (required)")
	f.UintSliceVar(&seeds, "seeds", nil, "seeds of every combination; default: the run file's")
	f.StringArrayVar(&vary, "vary", nil, "KEY=VALUE,VALUE gives a key of the run file each of the values (repeatable)")
	f.StringVar(&o.Out, "out", "", `the sweep's folder; default: the run file's "out" with -sweep behind it`)
	f.IntVar(&parallel, "parallel", 1, "runs side by side, which share the processors")
	f.StringArrayVar(&dev, "dev", nil, "run this plugin program without trust, for its developer (repeatable)")
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if o.File == "" {
			return usage("name the run file with -c; see %s --help", cmd.CommandPath())
		}
		if parallel < 1 || parallel > maxParallel {
			return usage("--parallel must be from 1 to %d, not %d", maxParallel, parallel)
		}
		for _, s := range seeds {
			o.Seeds = append(o.Seeds, uint64(s))
		}
		for _, v := range vary {
			a, err := sweep.ParseAxis(v)
			if err != nil {
				return usage("--vary %v", err)
			}
			o.Vary = append(o.Vary, a)
		}
		plan, err := sweep.NewPlan(o)
		if err != nil {
			return badInput(err)
		}
		sayBuild()
		return sweepRun(cmd, plan, parallel, dev, *asJSON)
	}
	return cmd
}

// maxParallel bounds the plugin processes that a sweep starts at once.
const maxParallel = 64

// sweepRun carries out a plan, and prints and writes what came of it.
func sweepRun(cmd *cobra.Command, plan *sweep.Plan, parallel int, dev []string, asJSON bool) error {
	w := &sweepers{plan: plan, dev: dev, parallel: parallel, done: make([]float64, len(plan.Runs))}
	if parallel > 1 {
		w.all = newProgress("sweep")
	}
	outcomes, err := plan.Run(cmd.Context(), sweep.RunOptions{Parallel: parallel, Train: w.train, Begin: w.begin, End: w.end})
	if w.all != nil {
		w.all.done()
	}
	if err != nil {
		if interrupted(cmd.Context(), err) {
			say("interrupted; the same command goes on with the sweep")
			return told(err)
		}
		return badInput(err)
	}
	s, err := plan.Summarise(outcomes)
	if err != nil {
		return err
	}
	if err := writeSweep(plan.Dir, s); err != nil {
		return err
	}
	if asJSON {
		err = printJSON(cmd, s)
	} else {
		printSweep(cmd.OutOrStdout(), s)
		say("\npage        %s", filepath.Join(plan.Dir, sweepPage))
	}
	if failed := sweepErrors(outcomes); err == nil && failed != nil {
		return failed
	}
	return err
}

// sweepErrors joins what the runs have failed of into one sentence.
func sweepErrors(outcomes []sweep.Outcome) error {
	var first error
	n := 0
	for _, o := range outcomes {
		if o.Err != nil {
			n++
			if first == nil {
				first = o.Err
			}
		}
	}
	if first == nil {
		return nil
	}
	return fmt.Errorf("%d of %d runs failed, first %w; the same command tries them again", n, len(outcomes), first)
}

// sweepers carries out the runs of a sweep.
type sweepers struct {
	plan     *sweep.Plan
	dev      []string
	parallel int
	over     int
	// all shows runs side by side, of which done are the fractions in the order
	// of the plan, behind mu; nil shows each run by itself.
	all  *progress
	mu   sync.Mutex
	done []float64
}

// train is one run, with plugins of its own.
func (w *sweepers) train(ctx context.Context, r *sweep.Run, resume bool) (*train.Result, error) {
	lib, err := run.Library(r.Config.Tasks.Assets)
	if err != nil {
		return nil, err
	}
	plugins, err := openPlugins(run.PluginOptions{Output: pluginLines(), Dev: w.dev, Settings: r.Config.Plugins, Processors: w.processors()})
	if err != nil {
		return nil, err
	}
	defer plugins.Close()
	set, err := plugins.StartSet(ctx, r.Config)
	if err != nil {
		return nil, badInput(err)
	}
	o := run.TrainOptions{Resume: resume, Log: func(line string) {
		if !strings.Contains(line, "\n") { // the table of terms is the same every time
			say("%s: %s", r.Name, line)
		}
	}}
	if w.all != nil {
		o.Progress = func(p train.Progress) { w.show(r, p.Fraction) }
		return plugins.Train(ctx, r.Config, set, lib, o)
	}
	watch := newTraining(ctx, fmt.Sprintf("run %d of %d, %s", 1+w.index(r), len(w.plan.Runs), r.Name), r.Config.Out, r.Config.Terms)
	o.Progress = watch.show
	watch.begin()
	defer watch.done(false)
	return plugins.Train(ctx, r.Config, set, lib, o)
}

func (w *sweepers) index(r *sweep.Run) int { return slices.Index(w.plan.Runs, r) }

// show shows how far runs side by side have come together.
func (w *sweepers) show(r *sweep.Run, fraction float64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done[w.index(r)] = fraction
	sum := 0.0
	for _, f := range w.done {
		sum += f / float64(len(w.done))
	}
	w.all.show(sum, fmt.Sprintf("%d of %d runs", w.over, len(w.done)))
}

// processors is the share of one run.
func (w *sweepers) processors() int {
	if w.parallel == 1 {
		return 0
	}
	return max(1, runtime.GOMAXPROCS(0)/w.parallel)
}

func (w *sweepers) begin(r *sweep.Run, resume bool) {
	how := "begins"
	if resume {
		how = "goes on"
	}
	say("%s %s; to watch it learn: metaspatial view --attach %s", r.Name, how, shellWord(r.Config.Out))
}

func (w *sweepers) end(o sweep.Outcome) {
	w.mu.Lock()
	w.over++
	w.done[w.index(o.Run)] = 1
	w.mu.Unlock()
	at := fmt.Sprintf("%d of %d: %s", w.over, len(w.plan.Runs), o.Run.Name)
	switch {
	case o.Err != nil:
		say("%s failed: %s", at, strings.TrimPrefix(explain(o.Err), o.Run.Name+": "))
	case o.Earlier:
		say("%s was finished before", at)
	case o.Result.After != nil:
		say("%s: %d iterations in %.0f s, %.1f %% of the held-out rooms fully valid", at, o.Result.Iterations, o.Result.Elapsed, 100*o.Result.After.FullyValid)
	default:
		say("%s: %d iterations in %.0f s", at, o.Result.Iterations, o.Result.Elapsed)
	}
}

// The files that a sweep leaves in its folder.
const (
	sweepTable = "sweep.txt"
	sweepData  = "sweep.json"
	sweepPage  = "sweep.html"
)

// writeSweep writes the table, the data and the page.
func writeSweep(dir string, s *sweep.Summary) error {
	page := s.Page()
	return errors.Join(
		run.WriteReport(filepath.Join(dir, sweepTable), func(w io.Writer) error { printSweep(w, s); return nil }),
		run.WriteReport(filepath.Join(dir, sweepData), s.WriteJSON),
		run.WriteReport(filepath.Join(dir, sweepPage), page.Write))
}
