package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newPluginRemove() *cobra.Command {
	return &cobra.Command{
		Use:   "remove ID|FOLDER",
		Short: "Delete an installed plugin, and the trust in it",
		Long: `Delete an installed plugin, and the trust in it.

A symbolic link in a folder of plugins is only unlinked, and a folder that holds
more than the plugin's files, such as the one you work in, is left alone.`,
		Example: "  metaspatial plugin remove reward/clearance",
		Args:    oneArg("an installed plugin, by id or folder"),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := openCatalog()
			if err != nil {
				return err
			}
			path, err := c.Remove(args[0])
			if err != nil {
				return badInput(err)
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "removed %s\n", path)
			return err
		},
	}
}
