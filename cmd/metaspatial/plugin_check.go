package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/probe"
	"github.com/metaspatial/metaspatial/sdk/conformance"
)

func newPluginCheck() *cobra.Command {
	var settings []string
	var patience time.Duration
	cmd := &cobra.Command{
		Use:   "check ID|PROGRAM|FOLDER",
		Short: "Check that a plugin keeps the contract",
		Long: `Check that a plugin keeps the contract.

The plugin is started as a run does, untrusted, since who checks a program is
its developer. It has to start from a copy of the files that plugin.json names,
which is all that a run has of it, describe itself, refuse wrong settings, give
the same answer to the same request, alone and in a batch and several at once,
stay sound whatever a layout holds, survive calls that are given up or whose
time is over, take a request of 65 MiB, and end when it is told. Every problem
comes with what to do about it.`,
		Example: "  metaspatial plugin check .\n  metaspatial plugin check ./clearance --set depth=0.8 --json",
		Args:    oneArg("a plugin, by id, program or folder"),
	}
	cmd.Flags().StringArrayVar(&settings, "set", nil, "NAME=VALUE, a setting of the plugin (repeatable)")
	cmd.Flags().DurationVar(&patience, "patience", 30*time.Second, "how long one call may take")
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if patience <= 0 {
			return usage("--patience must be a positive time such as 30s, not %v", patience)
		}
		config, err := parseSettings(settings)
		if err != nil {
			return err
		}
		c, err := openCatalog()
		if err != nil {
			return err
		}
		e, err := c.Lookup(args[0], true)
		if err != nil {
			return badInput(err)
		}
		o := probe.Options{Config: config, Patience: patience}
		if !e.Builtin && e.Attach == nil {
			copied, err := c.AsTrusted(args[0])
			if err != nil {
				return badInput(err)
			}
			o.Copied = &copied
		}
		r, err := probe.Check(cmd.Context(), e, o)
		if err != nil {
			return err
		}
		if *asJSON {
			err = printJSON(cmd, r)
		} else {
			err = printReport(cmd.OutOrStdout(), r)
		}
		if n := r.Failed(); n > 0 && err == nil {
			return fmt.Errorf("%s: %d of %d checks failed", r.Plugin, n, len(r.Results))
		}
		return err
	}
	return cmd
}

// printReport writes a line for each check, and below it what to do.
func printReport(w io.Writer, r *probe.Report) error {
	if _, err := fmt.Fprintln(w, strings.TrimSpace(r.Plugin+" "+r.Version)); err != nil {
		return err
	}
	for _, c := range r.Results {
		line := fmt.Sprintf("  %-8s %s", c.Status, c.Check)
		if c.Status == conformance.Passed {
			line = "  ok       " + c.Check
		}
		const below = "\n             "
		if c.Problem != "" {
			line += ": " + strings.ReplaceAll(c.Problem, "\n", below)
		}
		if c.Remedy != "" {
			line += below + "→ " + c.Remedy
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}
