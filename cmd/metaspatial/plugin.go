package main

import (
	"github.com/spf13/cobra"
)

func newPlugin() *cobra.Command {
	cmd := group(&cobra.Command{
		Use:   "plugin",
		Short: "Write, check, install and trust plugins",
		Long: `Write, check, install and trust plugins.

Built-in and installed plugins are named by id, others by the path of their
folder or program. A plugin of somebody else's runs only after you have trusted
it, which remembers the hash of each of its files.`,
		Example: `  metaspatial plugin new reward quiet-corner
  metaspatial plugin list
  metaspatial plugin describe reward/physics
  metaspatial plugin trust ./clearance`,
	})
	cmd.AddCommand(newPluginNew(), newPluginCheck(), newPluginRun(), newPluginDocs(), newPluginList(), newPluginDescribe(), newPluginServe(),
		newPluginInstall(), newPluginRemove(), newPluginTrust(), newPluginUntrust(), newPluginVerify())
	return cmd
}
