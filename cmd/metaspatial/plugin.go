package main

import (
	"github.com/spf13/cobra"
)

func newPlugin() *cobra.Command {
	cmd := group(&cobra.Command{
		Use:   "plugin",
		Short: "List, describe and trust plugins",
		Long: `List, describe and trust plugins.

Built-in plugins are named by id. A program of somebody else's is named by its
path; it runs only after "plugin trust", which remembers the hash of its bytes.`,
		Example: `  metaspatial plugin list
  metaspatial plugin describe reward/physics
  metaspatial plugin trust ./clearance`,
	})
	cmd.AddCommand(newPluginList(), newPluginDescribe(), newPluginServe(), newPluginTrust(), newPluginUntrust())
	return cmd
}
