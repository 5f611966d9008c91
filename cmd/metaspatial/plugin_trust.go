package main

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"
)

func newPluginTrust() *cobra.Command {
	return &cobra.Command{
		Use:     "trust PROGRAM",
		Short:   "Allow a plugin program, with the bytes it has now, to run",
		Example: "  metaspatial plugin trust ./clearance",
		Args:    oneArg("a plugin, by id or program"),
		RunE: func(cmd *cobra.Command, args []string) error {
			trust, err := openTrust()
			if err != nil {
				return err
			}
			r, err := trust.Add(args[0])
			if err != nil {
				return badInput(err)
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "trusted %s\nsha256  %s\nuse it with --term %s=%s\n", r.Path, r.SHA256, filepath.Base(r.Path), args[0])
			return err
		},
	}
}

func newPluginUntrust() *cobra.Command {
	return &cobra.Command{
		Use:     "untrust PROGRAM",
		Short:   "No longer allow a plugin program to run",
		Example: "  metaspatial plugin untrust ./clearance",
		Args:    oneArg("a plugin, by id or program"),
		RunE: func(cmd *cobra.Command, args []string) error {
			trust, err := openTrust()
			if err != nil {
				return err
			}
			before := len(trust.Records())
			if err := trust.Remove(args[0]); err != nil {
				return err
			}
			if len(trust.Records()) == before {
				return badInput(fmt.Errorf("%s was not trusted; see metaspatial plugin list", args[0]))
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "no longer trusted: %s\n", args[0])
			return err
		},
	}
}
