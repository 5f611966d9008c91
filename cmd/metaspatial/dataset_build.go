package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/dataset"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/raster"
)

// datasetFlags are those of dataset build.
type datasetFlags struct {
	format, out, from, file, library, agent, policy string
	tasks, picture, k, turns                        int
	seed                                            uint64
	split, refine                                   float64
	sft                                             bool
	settings                                        []string
}

// The numbers of tasks that may be asked for, and how many are made unless said.
const (
	defaultTasks = 1000
	maxTasks     = 10_000_000
)

func newDatasetBuild() *cobra.Command {
	g := &datasetFlags{}
	names := make([]string, len(dataset.Formats))
	for i, f := range dataset.Formats {
		names[i] = string(f)
	}
	formats := strings.Join(names, ", ")
	cmd := &cobra.Command{
		Use:   "build --format NAME --out DIR [--tasks N] [--sft]",
		Short: "Write prompts, pictures and ground truth as a training engine reads them",
		Long: `Write prompts, pictures and ground truth as a training engine reads them.

DIR gets a file for training, one for validation and a README.md that says what is
in them. A row asks for the layout of a room, with a picture of the empty room; its
ground truth is the task. --refine adds rows of a second turn, which show a faulty
layout with its reward and findings. --sft adds answers to learn from, of which
only those are taken that break no rule.

The rooms are drawn as training draws them, by the tasks of the run file that -c
names; none is of an evaluation suite. --from takes the tasks of a file in their
place, one JSON object a line, as dataset import writes them.

The same flags give the same bytes. Nothing is left of a set that was interrupted.
docs/datasets.md lists the columns of each format.`,
		Example: `  metaspatial dataset build --tasks 10000 --format verl --out rooms-verl
  metaspatial dataset build --tasks 2000 --sft --refine 0.5 --format trl --out rooms-sft
  metaspatial dataset build --from tasks.jsonl --format easyr1 --out rooms-easyr1
  metaspatial dataset build --tasks 500 --sft --policy policy/compact --k 8 --turns 3 --format jsonl --out rooms`,
		Args: noArgs,
	}
	f := cmd.Flags()
	f.StringVar(&g.format, "format", "", "engine to write for: "+formats+" (required)")
	f.StringVarP(&g.out, "out", "o", "", "folder to write; it must be empty or not exist (required)")
	f.IntVar(&g.tasks, "tasks", defaultTasks, "number of tasks; with --from 0 or unset means all")
	f.Float64Var(&g.split, "split", 0.95, "share of the tasks for training; the others are for validation")
	f.Float64Var(&g.refine, "refine", 0, "share of the tasks that also have a row of a second turn")
	f.BoolVar(&g.sft, "sft", false, "add answers to learn from")
	f.StringVar(&g.policy, "policy", solverPolicy, "policy that gives them, with its checkpoint after a colon")
	f.IntVar(&g.k, "k", 1, "number of its tries for each task, of which the best counts")
	f.IntVar(&g.turns, "turns", 1, "number of its answers in a try; after the first it sees its faults")
	f.StringArrayVar(&g.settings, "set", nil, "NAME=VALUE, a setting of the policy (repeatable)")
	f.IntVar(&g.picture, "picture", 256, "side of the pictures in pixels; 0 leaves them out")
	f.StringVar(&g.agent, "agent", "", "name of verl's agent loop, for a column agent_name")
	f.StringVar(&g.from, "from", "", "file of tasks, one a line, in the place of drawn rooms; - is standard input")
	f.StringVarP(&g.file, "config", "c", "", "run file whose tasks say which rooms are drawn and whose terms score refinements")
	f.StringVar(&g.library, "library", "", "imported asset library to furnish from; default: the run file's, or the starter kit")
	f.Uint64Var(&g.seed, "seed", 1, "seed of everything")
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := g.check(cmd); err != nil {
			return err
		}
		return g.run(cmd, *asJSON)
	}
	return cmd
}

func (g *datasetFlags) check(cmd *cobra.Command) error {
	if g.from != "" && !cmd.Flags().Changed("tasks") {
		g.tasks = 0
	}
	minTasks := 1
	if g.from != "" {
		minTasks = 0
	}
	switch {
	case g.format == "":
		return usage("name the engine with --format; see %s --help", cmd.CommandPath())
	case !slices.Contains(dataset.Formats, dataset.Format(g.format)):
		return usage("--format is %q; use one of %v", g.format, dataset.Formats)
	case g.out == "":
		return usage("name the folder to write with --out; see %s --help", cmd.CommandPath())
	case g.tasks < minTasks || g.tasks > maxTasks:
		return usage("--tasks must be from %d to %d", minTasks, maxTasks)
	case !(g.split > 0 && g.split <= 1):
		return usage("--split must be above 0 and at most 1")
	case !(g.refine >= 0 && g.refine <= 1):
		return usage("--refine must be from 0 to 1")
	case g.k < 1 || g.k > run.MaxTries:
		return usage("--k must be from 1 to %d", run.MaxTries)
	case g.turns < 1 || g.turns > 100:
		return usage("--turns must be from 1 to 100")
	case g.picture != 0 && (g.picture < 28 || g.picture > raster.MaxSize):
		return usage("--picture must be 0, or from 28 to %d pixels", raster.MaxSize)
	case g.agent != "" && g.format != string(dataset.VERL):
		return usage("--agent is for --format verl")
	}
	for _, name := range []string{"policy", "k", "turns", "set"} {
		if cmd.Flags().Changed(name) && !g.sft {
			return usage("--%s says how --sft gets its answers; add --sft", name)
		}
	}
	return nil
}

// read reads the run file, with the flags over it.
func (g *datasetFlags) read() (*config.Run, *assets.Library, error) {
	cfg := config.Default()
	if g.file != "" {
		var err error
		if cfg, err = config.Load(g.file); err != nil {
			return nil, nil, badInput(err)
		}
	}
	if g.library != "" {
		cfg.Tasks.Assets = g.library
	}
	settings, err := parseSettings(g.settings)
	if err != nil {
		return nil, nil, err
	}
	cfg.Policy, cfg.Seed = run.ParsePolicy(g.policy), g.seed
	cfg.Policy.Config = settings
	completePolicy(&cfg.Policy)
	lib, err := run.Library(cfg.Tasks.Assets)
	return cfg, lib, badInput(err)
}

func (g *datasetFlags) run(cmd *cobra.Command, asJSON bool) error {
	cfg, lib, err := g.read()
	if err != nil {
		return err
	}
	o := dataset.Options{Dir: g.out, Format: dataset.Format(g.format), Tasks: g.tasks, Seed: g.seed, Validation: 1 - g.split,
		Refine: g.refine, Agent: g.agent, Library: lib, Version: thisBuild().Version, Made: g.made(cmd)}
	if g.from != "" {
		in, err := openInput(cmd.Context(), "task file", g.from)
		if err != nil {
			return badInput(err)
		}
		defer in.Close()
		o.Source = dataset.Lines{In: codec.NewTaskLines(inputName(g.from), in)}
		if o.Tasks == 0 {
			o.Tasks = maxTasks
		}
	} else {
		o.Source = &dataset.Rooms{Seed: g.seed, Tasks: cfg.Tasks, Items: run.Items(lib)}
	}
	helpers, err := g.start(cmd.Context(), cfg, lib, &o)
	if err != nil {
		return err
	}
	defer helpers.Close()
	bar := newProgress("building")
	o.Progress = func(tasks int) {
		share := 0.0
		if o.Tasks < maxTasks {
			share = float64(tasks) / float64(o.Tasks)
		}
		bar.show(share, fmt.Sprintf("%d tasks", tasks))
	}
	report, err := dataset.Build(cmd.Context(), o)
	bar.done()
	if err != nil {
		return datasetError(cmd.Context(), err)
	}
	if asJSON {
		return printJSON(cmd, report)
	}
	printDataset(cmd.OutOrStdout(), report)
	say("wrote %s", g.out)
	return nil
}

// datasetError marks what the user can mend: everything but an interruption and a
// full disk.
func datasetError(ctx context.Context, err error) error {
	if ctx.Err() != nil || diskFull(err) {
		return err
	}
	return badInput(err)
}

// made is the command that makes the set again, without where it lies.
func (g *datasetFlags) made(cmd *cobra.Command) string {
	words := []string{cmd.CommandPath()}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		values := []string{f.Value.String()}
		if list, ok := f.Value.(pflag.SliceValue); ok {
			values = list.GetSlice()
		}
		for _, v := range values {
			switch f.Name {
			case "out", "json":
				continue
			case "from", "config", "library":
				v = filepath.Base(v)
			case "policy":
				v = policyName(v)
			}
			words = append(words, "--"+f.Name+"="+v)
		}
	})
	return strings.Join(words, " ")
}

// policyName names a policy and its checkpoint without their folders.
func policyName(arg string) string {
	p := run.ParsePolicy(arg)
	if !isBuiltin(p.Name) {
		p.Name = filepath.Base(p.Name)
	}
	if p.Checkpoint != "" {
		p.Name += ":" + filepath.Base(p.Checkpoint)
	}
	return p.Name
}

func printDataset(w io.Writer, r *dataset.Report) {
	var rows [][]string
	for _, f := range r.Files {
		rows = append(rows, []string{f.Name, fmt.Sprint(f.Tasks), fmt.Sprint(f.Rows), f.SHA256[:16] + "…"})
	}
	printTable(w, []string{"file", "tasks", "rows", "SHA-256"}, rows)
	if r.Refinements > 0 {
		fmt.Fprintf(w, "%d rows are of a second turn\n", r.Refinements)
	}
	if r.Repeated > 0 {
		fmt.Fprintf(w, "%d tasks were there already and are left out\n", r.Repeated)
	}
	if r.Unanswered > 0 {
		fmt.Fprintf(w, "%d tasks without a valid answer are left out\n", r.Unanswered)
	}
	if r.Wishes > 0 {
		fmt.Fprintf(w, "the answers meet %d of %d wishes that are understood\n", r.Met, r.Wishes)
	}
}
