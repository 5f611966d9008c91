package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/eval"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// evalJSON is what eval --json prints.
type evalJSON struct {
	Suites map[string]suiteJSON `json:"suites"`
	Rows   []eval.MarshalRow    `json:"rows"`
}

func newEval() *cobra.Command {
	var (
		id, file, library string
		suites            []string
		n, turns          int
		seed              uint64
		temperature       float64
		settings          []string
	)
	cmd := &cobra.Command{
		Use:   "eval --policy ID[:CHECKPOINT] (--suite NAME | --tasks FILE.jsonl)",
		Short: "Measure a policy on held-out rooms",
		Long: fmt.Sprintf(`Measure a policy on held-out rooms.

The suites are seeded and never trained on: %s. --tasks
reads I-Design rooms, one JSON object a line, with "room" and
"objects_in_room". Shares lie between 0 and 1 in JSON.

Three tables: this program's shares; MetaSpatial's (format, judge, collision,
constraint, overall), with the offline critic as the judge and the ratios of the
public reward; SceneEval's metrics in percent. docs/scoring.md and docs/measures.md define them.`, strings.Join(roomgen.Suites(), ", ")),
		Example: `  metaspatial eval --policy policy/compact:metaspatial-demo/run --suite normal --n 200
  metaspatial eval --policy policy/solver --tasks rooms.jsonl --json`,
		Args: noArgs,
	}
	f := cmd.Flags()
	f.StringVar(&id, "policy", "", "policy id or program, with its checkpoint after a colon (required)")
	f.StringSliceVar(&suites, "suite", nil, "suite to measure on (repeatable)")
	f.StringVar(&file, "tasks", "", "file of I-Design rooms to measure on")
	f.IntVar(&n, "n", 64, "number of rooms of each suite; with --tasks 0 or unset means all")
	f.Uint64Var(&seed, "seed", run.SuiteSeed, "seed of the suites and of sampling")
	f.IntVar(&turns, "turns", 3, "length of an episode: after the first answer the policy sees its faults")
	f.Float64Var(&temperature, "temperature", 0, "0 is greedy")
	f.StringArrayVar(&settings, "set", nil, "NAME=VALUE, a setting of the policy (repeatable); plugin describe lists them")
	f.StringVar(&library, "library", "", "imported asset library for the suites; default: the starter kit")
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		switch {
		case id == "":
			return usage("name the policy with --policy; see %s --help", cmd.CommandPath())
		case (len(suites) == 0) == (file == ""):
			return usage("name either --suite or --tasks; see %s --help", cmd.CommandPath())
		case n < 0 || n == 0 && file == "":
			return usage("--n must be positive")
		case turns < 1 || turns > 100:
			return usage("--turns must be from 1 to 100")
		case !(temperature >= 0) || temperature > 100:
			return usage("--temperature must be from 0 to 100")
		}
		for i, s := range suites {
			if slices.Contains(suites[:i], s) {
				return usage("--suite names %q twice", s)
			}
		}
		lib, err := run.Library(library)
		if err != nil {
			return badInput(err)
		}
		var names []string
		var sets [][]*scenes.Task
		if file != "" {
			tasks, err := readRooms(cmd.Context(), file)
			if err != nil {
				return badInput(err)
			}
			if cmd.Flags().Changed("n") && n > 0 {
				tasks = tasks[:min(n, len(tasks))]
			}
			name := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
			names, sets = []string{name}, [][]*scenes.Task{tasks}
		} else {
			for _, s := range suites {
				tasks, err := run.Suite(cmd.Context(), s, n, seed, run.Items(lib))
				if err != nil {
					return err
				}
				names, sets = append(names, s), append(sets, tasks)
			}
		}
		config, err := parseSettings(settings)
		if err != nil {
			return err
		}
		return withPolicy(cmd, id, config, func(p policy.Policy) error {
			out := evalJSON{Suites: map[string]suiteJSON{}}
			var list []summary
			var tables []eval.Summary
			all := run.Survey(lib)
			for i, tasks := range sets {
				res, err := eval.Run(cmd.Context(), p, tasks, eval.Options{Turns: turns, Temperature: temperature, Seed: seed, Survey: &all})
				if err != nil {
					return err
				}
				row := summaryJSON(res.Summary)
				if row.SHA256, err = hashOf(tasks); err != nil {
					return err
				}
				out.Suites[names[i]] = row
				tables = append(tables, res.Summary)
				list = append(list, summary{res.Summary.Summary, res.Summary.LatencyMS})
				for k := range res.Rows {
					out.Rows = append(out.Rows, res.Rows[k].JSON())
				}
			}
			if *asJSON {
				return printJSON(cmd, out)
			}
			printSummaries(cmd.OutOrStdout(), names, list)
			printTables(cmd.OutOrStdout(), names, tables)
			return nil
		})
	}
	return cmd
}

// parseSettings reads NAME=VALUE arguments; a value is read as YAML is.
func parseSettings(args []string) (map[string]any, error) {
	out := map[string]any{}
	for _, arg := range args {
		name, text, ok := strings.Cut(arg, "=")
		var value any
		if !ok || name == "" || yaml.Unmarshal([]byte(text), &value) != nil {
			return nil, usage("--set %q: write NAME=VALUE", arg)
		}
		out[name] = value
	}
	return out, nil
}

// withPolicy starts the policy that ID[:CHECKPOINT] names, with the settings,
// and calls use.
func withPolicy(cmd *cobra.Command, arg string, settings map[string]any, use func(policy.Policy) error) error {
	plugins, err := openPlugins(run.PluginOptions{Output: os.Stderr})
	if err != nil {
		return err
	}
	defer plugins.Close()
	c := run.ParsePolicy(arg)
	c.Config = settings
	handles, err := plugins.Start(cmd.Context(), c.Plugin)
	if err != nil {
		return badInput(err)
	}
	p, err := handles[0].Policy()
	if err != nil {
		return badInput(err)
	}
	if c.Checkpoint != "" {
		if err := run.LoadWeights(cmd.Context(), p, c.Checkpoint); err != nil {
			return badInput(err)
		}
	}
	return use(p)
}

// readRooms reads a file of I-Design rooms; "-" is standard input.
func readRooms(ctx context.Context, file string) ([]*scenes.Task, error) {
	in, err := openInput(ctx, "room file", file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	rooms, err := codec.ReadRooms(in)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", inputName(file), err)
	}
	if len(rooms) == 0 {
		return nil, fmt.Errorf("%s holds no rooms; it needs one JSON object a line", inputName(file))
	}
	tasks := make([]*scenes.Task, len(rooms))
	for i := range rooms {
		tasks[i] = rooms[i].Task
		if err := fits(tasks[i]); err != nil {
			// It is measured all the same, so that files compare.
			say("note: %s: room %q: %s", inputName(file), tasks[i].ID, err)
		}
	}
	return tasks, nil
}
