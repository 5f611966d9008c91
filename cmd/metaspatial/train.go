package main

import (
	"fmt"
	"math"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/checkpoint"
	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/eval"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/host/train"
)

func newTrain() *cobra.Command {
	var (
		file, out, listen string
		resume, watch     bool
		minutes           float64
		iterations        int
		terms, dev        []string
	)
	cmd := &cobra.Command{
		Use:   "train -c FILE",
		Short: "Train a policy by a run file",
		Long: `Train a policy by a run file.

The run file is YAML; what it leaves out has good defaults. The run's folder
gets run.yaml with all of them filled in, metrics.jsonl, sample layouts, event
files for TensorBoard, and checkpoints. Interrupt it at any time: --resume goes
on from the last complete iteration.

On a terminal a table shows how the terms and the held-out rooms fare, elsewhere
a line every ten seconds. docs/training.md says how to read it.`,
		Example: `  metaspatial train -c run.yaml
  metaspatial train -c my-run/run.yaml --resume --minutes 10
  metaspatial train -c run.yaml --term clearance=./clearance --term physics=2`,
		Args: noArgs,
	}
	f := cmd.Flags()
	f.StringVarP(&file, "config", "c", "", "run file (required)")
	f.BoolVar(&resume, "resume", false, "go on from the run's last checkpoint")
	f.StringVar(&out, "out", "", "the run's folder, instead of the run file's")
	f.Float64Var(&minutes, "minutes", 0, "training time, instead of the run file's")
	f.IntVar(&iterations, "iterations", 0, "number of iterations, instead of the run file's")
	f.StringArrayVar(&terms, "term", nil, "NAME=WEIGHT changes a term's weight; NAME=PROGRAM or NAME=PROGRAM:WEIGHT adds a reward plugin (repeatable)")
	f.StringArrayVar(&dev, "dev", nil, "run this plugin program without trust, for its developer (repeatable)")
	f.BoolVar(&watch, "watch", false, "go on with the new program whenever a plugin of --dev has been built anew")
	f.StringVar(&listen, "listen", "", `where viewers attach: default a socket of this machine, HOST:PORT the network, "off" nowhere`)
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if file == "" {
			return usage("name the run file with -c; see %s --help", cmd.CommandPath())
		}
		if watch && len(dev) == 0 {
			return usage("--watch watches the plugins that --dev names; name one")
		}
		if f.Changed("minutes") && (!(minutes > 0) || math.IsInf(minutes, 0)) {
			return usage("--minutes must be a positive number, not %v", minutes)
		}
		if f.Changed("iterations") && iterations < 1 {
			return usage("--iterations must be at least 1, not %d", iterations)
		}
		cfg, err := config.Load(file)
		if err != nil {
			return badInput(err)
		}
		if out != "" {
			cfg.Out = out
		}
		switch {
		case minutes > 0:
			cfg.Minutes, cfg.Iterations = minutes, iterations
		case iterations > 0:
			cfg.Minutes, cfg.Iterations = 0, iterations
		}
		for _, t := range terms {
			if err := applyTerm(cfg, t); err != nil {
				return err
			}
		}
		if err := cfg.Validate(); err != nil {
			return badInput(err)
		}
		sayBuild()
		return trainRun(cmd, cfg, dev, watch, *asJSON, run.TrainOptions{Resume: resume, Listen: listen})
	}
	return cmd
}

// trainRun trains and prints what came of it.
func trainRun(cmd *cobra.Command, cfg *config.Run, dev []string, watched, asJSON bool, o run.TrainOptions) error {
	lib, err := run.Library(cfg.Tasks.Assets)
	if err != nil {
		return badInput(err)
	}
	plugins, err := openPlugins(run.PluginOptions{Output: pluginLines(), Dev: dev, Settings: cfg.Plugins})
	if err != nil {
		return err
	}
	defer plugins.Close()
	set, err := plugins.StartSet(cmd.Context(), cfg)
	if err != nil {
		return badInput(err)
	}
	if watched {
		go plugins.Watch(cmd.Context()) // it ends with the plugins
	}
	watch := newTraining(cmd.Context(), "training", cfg.Out, cfg.Terms)
	o.Log = func(line string) {
		say("%s", line)
		watch.begin() // below the first line, which is the table of terms
	}
	o.Listening = func(string) { say("to watch it learn: metaspatial view --attach %s", cfg.Out) }
	o.Progress = watch.show
	res, err := plugins.Train(cmd.Context(), cfg, set, lib, o)
	watch.done(true)
	if err != nil {
		return runEnded(cmd.Context(), err, cfg.Out)
	}
	if asJSON {
		return printJSON(cmd, trainedJSON(res))
	}
	w := cmd.OutOrStdout()
	fmt.Fprintf(w, "%d iterations in %.1f s; checkpoint %s\n", res.Iterations, res.Elapsed, res.Checkpoint)
	if res.Best != nil {
		fmt.Fprintf(w, "best: %s; checkpoint %s\n", res.Best, res.Best.Dir)
	}
	if res.Before != nil && res.After != nil {
		fmt.Fprintln(w)
		printSummaries(w, []string{"before", "after"}, []summary{{res.Before.Summary, res.Before.LatencyMS}, {res.After.Summary, res.After.LatencyMS}})
	}
	return nil
}

// trained is what train --json prints.
type trained struct {
	Iterations int        `json:"iterations"`
	ElapsedS   float64    `json:"elapsed_s"`
	Checkpoint string     `json:"checkpoint"`
	Best       *bestJSON  `json:"best,omitempty"`
	Before     *suiteJSON `json:"before,omitempty"`
	After      *suiteJSON `json:"after,omitempty"`
}

// bestJSON is the best checkpoint and what it is the best by.
type bestJSON struct {
	checkpoint.Rank
	Checkpoint string `json:"checkpoint"`
}

func trainedJSON(res *train.Result) trained {
	out := trained{Iterations: res.Iterations, ElapsedS: res.Elapsed, Checkpoint: res.Checkpoint}
	if res.Best != nil {
		out.Best = &bestJSON{res.Best.Rank, res.Best.Dir}
	}
	for _, s := range []struct {
		from *eval.Summary
		to   **suiteJSON
	}{{res.Before, &out.Before}, {res.After, &out.After}} {
		if s.from != nil {
			j := summaryJSON(*s.from)
			*s.to = &j
		}
	}
	return out
}

// applyTerm changes a term's weight or adds an external term.
func applyTerm(cfg *config.Run, arg string) error {
	name, value, ok := strings.Cut(arg, "=")
	if !ok || name == "" || value == "" {
		return usage("--term %q: write NAME=WEIGHT or NAME=PROGRAM[:WEIGHT]", arg)
	}
	for i := range cfg.Terms {
		if cfg.Terms[i].ID != name {
			continue
		}
		w, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return usage("--term %q: the run has a term %q; its weight must be a number", arg, name)
		}
		cfg.Terms[i].Weight, cfg.Terms[i].Schedule = w, nil
		return nil
	}
	if _, err := strconv.ParseFloat(value, 64); err == nil {
		return usage("--term %q: the run has no term %q; add one with %s=PROGRAM:WEIGHT", arg, name, name)
	}
	weight := 1.0
	if i := strings.LastIndexByte(value, ':'); i > 1 {
		if w, err := strconv.ParseFloat(value[i+1:], 64); err == nil {
			value, weight = value[:i], w
		}
	}
	plugin := config.Plugin{Name: value}
	if plugin.External() {
		var err error
		if plugin.Name, err = filepath.Abs(value); err != nil {
			return err
		}
	}
	cfg.Terms = append(cfg.Terms, config.Term{ID: name, Plugin: plugin, Weight: weight})
	return nil
}
