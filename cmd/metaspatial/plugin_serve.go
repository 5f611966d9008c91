package main

import (
	"os/signal"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/sdk"
)

func newPluginServe() *cobra.Command {
	return &cobra.Command{
		Use:     "serve ID",
		Short:   "Serve a built-in plugin to the host that started this process",
		Example: "  metaspatial plugin serve reward/physics",
		Args:    oneArg("a plugin, by id or program"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !isBuiltin(args[0]) {
				return usage("no built-in plugin is called %q; see metaspatial plugin list", args[0])
			}
			signal.Reset() // the host decides when a plugin ends
			sdk.Serve(builtins[args[0]]())
			return nil
		},
	}
}
