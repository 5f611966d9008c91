package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/host/train"
)

func newTrain() *cobra.Command {
	var (
		file, out, listen string
		resume            bool
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
on from the last complete iteration.`,
		Example: `  metaspatial train -c run.yaml
  metaspatial train -c my-run/run.yaml --resume --minutes 10
  metaspatial train -c run.yaml --term clearance=./clearance --term physics=2`,
		Args: cobra.NoArgs,
	}
	f := cmd.Flags()
	f.StringVarP(&file, "config", "c", "", "run file (required)")
	f.BoolVar(&resume, "resume", false, "go on from the run's last checkpoint")
	f.StringVar(&out, "out", "", "the run's folder, instead of the run file's")
	f.Float64Var(&minutes, "minutes", 0, "training time, instead of the run file's")
	f.IntVar(&iterations, "iterations", 0, "number of iterations, instead of the run file's")
	f.StringArrayVar(&terms, "term", nil, "NAME=WEIGHT changes a term's weight; NAME=PROGRAM or NAME=PROGRAM:WEIGHT adds a reward plugin (repeatable)")
	f.StringArrayVar(&dev, "dev", nil, "run this plugin program without trust, for its developer (repeatable)")
	f.StringVar(&listen, "listen", "", `where viewers attach: default a socket of this machine, HOST:PORT the network, "off" nowhere`)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if file == "" {
			return usage("name the run file with -c; see %s --help", cmd.CommandPath())
		}
		cfg, err := config.Load(file)
		if err != nil {
			return badInput(err)
		}
		if out != "" {
			cfg.Out = out
		}
		if minutes > 0 {
			cfg.Minutes, cfg.Iterations = minutes, iterations
		} else if iterations > 0 {
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
		return trainRun(cmd, cfg, dev, run.TrainOptions{Resume: resume, Listen: listen})
	}
	return cmd
}

// trainRun trains and prints what came of it.
func trainRun(cmd *cobra.Command, cfg *config.Run, dev []string, o run.TrainOptions) error {
	lib, err := run.Library(cfg.Tasks.Assets)
	if err != nil {
		return badInput(err)
	}
	plugins, err := openPlugins(run.PluginOptions{Output: os.Stderr, Dev: dev})
	if err != nil {
		return err
	}
	defer plugins.Close()
	set, err := plugins.StartSet(cmd.Context(), cfg)
	if err != nil {
		return badInput(err)
	}
	bar := newProgress("training")
	o.Log = func(line string) { say("%s", line) }
	o.Listening = func(string) { say("to watch it learn: metaspatial view --attach %s", cfg.Out) }
	o.Progress = func(p train.Progress) {
		bar.show(p.Fraction, fmt.Sprintf("iteration %d, reward %.3f", p.Iteration, p.Record.Metrics["reward/mean"]))
	}
	res, err := plugins.Train(cmd.Context(), cfg, set, lib, o)
	bar.done()
	if err != nil {
		return interruptedRun(cmd.Context(), err, cfg.Out)
	}
	w := cmd.OutOrStdout()
	fmt.Fprintf(w, "%d iterations in %.0f s; checkpoint %s\n", res.Iterations, res.Elapsed, res.Checkpoint)
	if res.Before != nil && res.After != nil {
		fmt.Fprintln(w)
		printSummaries(w, []string{"before", "after"}, []summary{{res.Before.Summary, res.Before.LatencyMS}, {res.After.Summary, res.After.LatencyMS}})
	}
	return nil
}

// applyTerm changes a term's weight or adds an external term.
func applyTerm(cfg *config.Run, arg string) error {
	name, value, ok := strings.Cut(arg, "=")
	if !ok || name == "" || value == "" {
		return usage("--term %q: write NAME=WEIGHT or NAME=PROGRAM[:WEIGHT]", arg)
	}
	for i := range cfg.Rewards {
		if run.TermName(cfg.Rewards[i], cfg.Rewards[i].ID) != name {
			continue
		}
		w, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return usage("--term %q: the run has a term %q; its weight must be a number", arg, name)
		}
		cfg.Rewards[i].Weight = w
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
	path, err := filepath.Abs(value)
	if err != nil {
		return err
	}
	cfg.Rewards = append(cfg.Rewards, config.Reward{Plugin: config.Plugin{Path: path}, Name: name, Weight: weight})
	return nil
}

// interruptedRun says how an interrupted run is resumed.
func interruptedRun(ctx context.Context, err error, dir string) error {
	if ctx.Err() == nil || !errors.Is(err, context.Canceled) {
		return err
	}
	if _, statErr := os.Stat(filepath.Join(dir, train.CheckpointDir)); statErr == nil {
		say("interrupted; the run goes on with: metaspatial train -c %s --resume", filepath.Join(dir, run.ConfigFile))
	} else {
		say("interrupted")
	}
	return err
}
