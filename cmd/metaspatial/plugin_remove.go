package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newPluginRemove() *cobra.Command {
	return &cobra.Command{
		Use:     "remove ID|FOLDER",
		Short:   "Delete an installed plugin, and the trust in it",
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
