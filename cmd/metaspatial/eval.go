package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/eval"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
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
		n, turns, k       int
		seed              uint64
		temperature       float64
		settings, terms   []string
		termSettings      []string
		mute              bool
		batch             int
		transcripts       string
	)
	cmd := &cobra.Command{
		Use:   "eval --policy ID[:CHECKPOINT] (--suite NAME | --tasks FILE.jsonl)",
		Short: "Measure a policy on held-out rooms",
		Long: fmt.Sprintf(`Measure a policy on held-out rooms.

The suites are seeded and never trained on: %s. --tasks
reads tasks, one JSON object a line, as dataset import writes them,
or I-Design rooms with "room" and "objects_in_room". Shares lie between 0 and 1 in JSON.

policy/compact without a checkpoint has the weights that come with the program;
--set weights=untrained takes them away.

--term adds a reward term. One with a weight other than 0 is told to the policy
between its turns, as in training; "--term NAME=PROGRAM:0" only measures. Its
settings are given by --term-set, after the name that --term gave it. With --k each room is answered that often and the best counts: by the faults per
object and the weighted terms. --mute hides the preference texts from the policy.

Three tables: this program's shares; MetaSpatial's (format, judge, collision,
constraint, overall), with the ratios of the public reward and, as the judge, the
reward/judge among the terms, else the offline critic; SceneEval's metrics in percent. docs/scoring.md and docs/measures.md define them.

A policy that asks a server, such as policy/vlm, is asked about --batch rooms at
once. With --transcripts it keeps every question and answer in a folder, and
what is there is not asked again: after an interruption, or a server's end, the
same command goes on and pays for no answer twice, and later it gives the same
tables without a server. The folder also gets the result, eval.json.`, strings.Join(roomgen.Suites(), ", ")),
		Example: `  metaspatial eval --policy policy/compact:metaspatial-demo/run --suite normal --n 200
  metaspatial eval --policy policy/compact:run --suite free --k 8 --temperature 0.5 --term clearance=./clearance:0
  metaspatial eval --policy policy/compact:run --suite normal --term reward/judge=0 --term-set reward/judge.model=qwen2.5-vl-7b
  metaspatial eval --policy policy/solver --tasks rooms.jsonl --json
  metaspatial eval --policy policy/vlm --set model=qwen2.5-vl-7b --suite normal --n 64 --batch 16 --transcripts qwen`,
		Args: noArgs,
	}
	f := cmd.Flags()
	f.StringVar(&id, "policy", "", "policy id or program, with its checkpoint after a colon (required)")
	f.StringSliceVar(&suites, "suite", nil, "suite to measure on (repeatable)")
	f.StringVar(&file, "tasks", "", "file of tasks or I-Design rooms to measure on")
	f.IntVar(&n, "n", 64, "number of rooms of each suite; with --tasks 0 or unset means all")
	f.Uint64Var(&seed, "seed", run.SuiteSeed, "seed of the suites and of sampling")
	f.IntVar(&turns, "turns", 3, "length of an episode: after the first answer the policy sees its faults")
	f.Float64Var(&temperature, "temperature", 0, "0 is greedy")
	f.IntVar(&k, "k", 1, "number of answers to each room, of which the best counts; above 1 it needs a --temperature")
	f.StringArrayVar(&terms, "term", nil, "ID=WEIGHT or NAME=PROGRAM[:WEIGHT], a reward term to measure too (repeatable)")
	f.StringArrayVar(&termSettings, "term-set", nil, "TERM.NAME=VALUE, a setting of a term that --term gives (repeatable)")
	f.BoolVar(&mute, "mute", false, "do not show the policy the preference texts")
	f.StringArrayVar(&settings, "set", nil, "NAME=VALUE, a setting of the policy (repeatable); plugin describe lists them")
	f.IntVar(&batch, "batch", 1, "rooms that the policy gets in one call; latencies are then a call's divided by its rooms")
	f.StringVar(&transcripts, "transcripts", "", "folder that keeps what a policy asks of a server, and the result")
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
		case k < 1 || k > run.MaxTries:
			return usage("--k must be from 1 to %d", run.MaxTries)
		case batch < 1 || batch > 100000:
			return usage("--batch must be from 1 to 100000")
		case k > 1 && temperature == 0:
			return usage("--k %d answers of temperature 0 are all alike; give a --temperature, such as 0.5", k)
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
		if err := keepTranscripts(config, transcripts); err != nil {
			return err
		}
		cfg := evalConfig(id, library, config)
		for _, arg := range terms {
			rules := 1.0
			if err := chooseBy(cfg, &rules, arg); err != nil {
				return err
			}
			if rules != 1 {
				return usage("--term %q: an evaluation always goes by the rules; give other terms a weight beside them", arg)
			}
		}
		if err := setTerms(cfg.Terms, termSettings); err != nil {
			return err
		}
		return withEvaluated(cmd, cfg, lib, func(p policy.Policy, o eval.Options) error {
			o.Turns, o.Temperature, o.Seed, o.Tries, o.Mute, o.Batch = turns, temperature, seed, k, mute, batch
			out := evalJSON{Suites: map[string]suiteJSON{}}
			var list []summary
			var tables []eval.Summary
			all := run.Survey(lib)
			o.Survey = &all
			for i, tasks := range sets {
				show, end := countRooms(names[i], len(tasks))
				o.Progress = show
				res, err := eval.Run(cmd.Context(), p, tasks, o)
				end()
				if transcripts != "" && interrupted(cmd.Context(), err) {
					say("interrupted; the same command goes on with the evaluation")
					return told(err)
				}
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
			if err := keepResult(transcripts, out); err != nil {
				return err
			}
			if *asJSON {
				return printJSON(cmd, out)
			}
			printSummaries(cmd.OutOrStdout(), names, list)
			printTables(cmd.OutOrStdout(), names, tables)
			printFaulty(cmd.OutOrStdout(), out.Rows)
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

// setTerms gives terms the settings of TERM.NAME=VALUE arguments.
func setTerms(terms []config.Term, args []string) error {
	for _, arg := range args {
		path, _, _ := strings.Cut(arg, "=")
		i := slices.IndexFunc(terms, func(t config.Term) bool { return strings.HasPrefix(path, t.ID+".") })
		if i < 0 {
			return usage("--term-set %q: write TERM.NAME=VALUE, with a TERM that --term gives", arg)
		}
		one, err := parseSettings([]string{arg[len(terms[i].ID)+1:]})
		if err != nil {
			return usage("--term-set %q: write TERM.NAME=VALUE", arg)
		}
		if terms[i].Config == nil {
			terms[i].Config = map[string]any{}
		}
		maps.Copy(terms[i].Config, one)
	}
	return nil
}

// evalConfig is a run file's parts for the policy that ID[:CHECKPOINT] names,
// with its settings.
func evalConfig(id, library string, settings map[string]any) *config.Run {
	cfg := config.Default()
	cfg.Policy, cfg.Terms, cfg.Tasks.Assets = run.ParsePolicy(id), nil, library
	cfg.Policy.Config = settings
	withWeights(&cfg.Policy)
	return cfg
}

// withEvaluated starts the policy, the terms and, where any of them wants
// pictures, the renderer, and calls use with them.
func withEvaluated(cmd *cobra.Command, cfg *config.Run, lib *assets.Library, use func(policy.Policy, eval.Options) error) error {
	plugins, err := openPlugins(run.PluginOptions{Output: pluginLines()})
	if err != nil {
		return err
	}
	defer plugins.Close()
	p, o, err := plugins.Evaluated(cmd.Context(), cfg, lib)
	if err != nil {
		return badInput(err)
	}
	return use(p, o)
}

// readRooms reads a file of tasks, one a line; "-" is standard input.
func readRooms(ctx context.Context, file string) ([]*scenes.Task, error) {
	in, err := openInput(ctx, "room file", file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	lines := codec.NewTaskLines(inputName(file), in)
	var tasks []*scenes.Task
	for {
		task, err := lines.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		tasks = append(tasks, task)
		if err := fits(task); err != nil {
			// It is measured all the same, so that files compare.
			say("note: %s: room %q: %s", inputName(file), task.ID, err)
		}
	}
	if len(tasks) == 0 {
		return nil, fmt.Errorf("%s holds no rooms; it needs one JSON object a line", inputName(file))
	}
	return tasks, nil
}
