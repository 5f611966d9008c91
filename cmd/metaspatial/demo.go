package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/demo"
	"github.com/metaspatial/metaspatial/host/report"
	"github.com/metaspatial/metaspatial/host/run"
)

func newDemo() *cobra.Command {
	var o demo.Options
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Train a policy on a pack and show rooms before and after",
		Long: `Train a policy on a pack and show rooms before and after.

The demo imports the pack (the built-in starter kit by default), makes rooms
with it, trains the compact policy from scratch and measures it before and
after on rooms it has never seen. It leaves report.html, the rooms as PNG, GLB
and JSON, and the run with its metrics and checkpoints.`,
		Example: `  metaspatial demo
  metaspatial demo --assets ./packs/furniture --minutes 5 --out furniture-demo`,
		Args: noArgs,
	}
	cmd.Flags().StringVar(&o.Assets, "assets", "", "folder with .gltf and .glb models; default: the starter kit")
	cmd.Flags().Float64Var(&o.Minutes, "minutes", 3, "training time in minutes")
	cmd.Flags().StringVar(&o.Out, "out", "metaspatial-demo", "folder for the results")
	cmd.Flags().Uint64Var(&o.Seed, "seed", 1, "seed of everything random")
	cmd.Flags().IntVar(&o.Rooms, "rooms", 128, "number of held-out rooms to measure on")
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if !(o.Minutes > 0) || math.IsInf(o.Minutes, 0) {
			return usage("--minutes must be a positive number, not %v", o.Minutes)
		}
		if o.Rooms < 8 {
			return usage("--rooms must be at least 8, the number of rooms in the report")
		}
		sayBuild()
		plugins, err := openPlugins(run.PluginOptions{Output: pluginLines()})
		if err != nil {
			return err
		}
		defer plugins.Close()
		o.Plugins = plugins
		watch := newTraining(cmd.Context(), "training", filepath.Join(o.Out, "run"), nil)
		o.Stage = func(s string) { watch.done(true); say("%s", s) }
		o.Train = watch.show
		o.Listening = func(string) {
			say("to watch it learn: metaspatial view --attach %s", filepath.Join(o.Out, "run"))
		}
		res, err := demo.Run(cmd.Context(), o)
		watch.done(true)
		if err != nil {
			return demoEnded(cmd.Context(), err, &o, res)
		}
		if *asJSON {
			return json.NewEncoder(cmd.OutOrStdout()).Encode(map[string]any{
				"before": summaryJSON(res.Before().Summary), "after": summaryJSON(res.After().Summary), "out": o.Out, "checkpoint": res.Checkpoint,
			})
		}
		printDemo(cmd, res, o.Out)
		return nil
	}
	return cmd
}

// demoEnded says how a demo goes on that an error or an interruption has ended.
func demoEnded(ctx context.Context, err error, o *demo.Options, res *demo.Result) error {
	if res.Checkpoint == "" {
		return runEnded(ctx, err, res.Config.Out)
	}
	next := fmt.Sprintf("metaspatial eval --policy policy/compact:%s --suite %s --n %d", shellWord(res.Config.Out), demo.Suite, o.Rooms)
	if lib := res.Config.Tasks.Assets; lib != "" {
		next += " --library " + shellWord(lib)
	}
	if !interrupted(ctx, err) {
		return &endedError{explain(err) + "; the policy is trained, and measured with: " + next, err}
	}
	say("interrupted; the policy is trained, and measured with: %s", next)
	return told(err)
}

func printDemo(cmd *cobra.Command, res *demo.Result, out string) {
	w := cmd.OutOrStdout()
	var rows [][]string
	for _, c := range res.Table {
		s := c.Result.Summary
		rows = append(rows, []string{c.Name, report.Percent(s.FullyValid), report.Percent(s.CollisionFree), report.Percent(s.CollidingPairs),
			report.Percent(s.Violating2cm), report.Percent(s.Violating10cm), report.Percent(s.OutOfBounds), fmt.Sprintf("%.1f ms", s.LatencyMS.P50)})
	}
	fmt.Fprintf(w, "\n%d held-out rooms of %d objects\n\n", len(res.After().Rows), len(res.After().Rows[0].Task.Objects))
	printTable(w, []string{"policy", "fully valid", "collision-free", "colliding pairs", "violating 2 cm", "violating 10 cm", "out of bounds", "per room"}, rows)
	fmt.Fprintf(w, "\nreport      %s\ncheckpoint  %s\n\nWorth trying next:\n", res.Report, res.Checkpoint)
	for _, c := range res.Next(out) {
		fmt.Fprintln(w, "  "+c)
	}
}
