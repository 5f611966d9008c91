package main

import (
	"bufio"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/scenes/measure/reference"
)

func newScore() *cobra.Command {
	var mode string
	cmd := &cobra.Command{
		Use:   "score [--mode reference|default] < LINES",
		Short: "Score scene graphs and responses, one JSON object a line",
		Long: `Score scene graphs and responses, one JSON object a line.

Mode "reference" agrees with MetaSpatial's public reward to the last bit. It
reads {"name","scene_graph","room":[x,y,z]} or
{"name","response","task"|"scene_graph","room","grades"} and writes
{"name","collision_ratio","colliding_pairs","constraint_ratio","violating",
"format","total","error":{"stage","code","detail"}} with the fields that apply.

Mode "default" measures by this program's own rules, at any yaw: it reads
the JSON files that generate and demo write, or {"name","task","layout"} or
{"name","response","task"} a line, and writes shares, validity and findings.`,
		Example: `  metaspatial score --mode reference < cases.jsonl
  cat metaspatial-demo/rooms/*.json | metaspatial score`,
		Args: noArgs,
	}
	cmd.Flags().StringVar(&mode, "mode", "default", "reference or default")
	cmd.Flags().Bool("json", true, "the output is always JSON lines")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		w := bufio.NewWriter(cmd.OutOrStdout())
		var err error
		switch mode {
		case "reference":
			err = reference.ScoreLines(cmd.Context(), stdin(cmd.Context()), w)
		case "default":
			err = scoreLines(cmd.Context(), stdin(cmd.Context()), w)
		default:
			return usage("--mode is %q; use reference or default", mode)
		}
		if flushErr := w.Flush(); err == nil {
			err = flushErr
		}
		return err
	}
	return cmd
}
