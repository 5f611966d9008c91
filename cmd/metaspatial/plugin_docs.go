package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/catalog"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/sdk/manual"
)

func newPluginDocs() *cobra.Command {
	var dev bool
	var out string
	cmd := &cobra.Command{
		Use:   "docs ID|PROGRAM|FOLDER",
		Short: "Write a plugin's page from what it says of itself",
		Long: `Write a plugin's page from what it says of itself.

The page is Markdown: what the plugin does and reads, its settings with their
defaults and bounds, and how a run file names it. Write it anew with every
release, and compare it in continuous integration, and it is never out of date.`,
		Example: "  metaspatial plugin docs reward/physics\n  metaspatial plugin docs --dev . -o SETTINGS.md",
		Args:    oneArg("a plugin, by id, program or folder"),
	}
	cmd.Flags().BoolVar(&dev, "dev", false, "run a program that is not trusted, for its developer")
	cmd.Flags().StringVarP(&out, "out", "o", "", "file of the page (default standard output)")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		c, err := openCatalog()
		if err != nil {
			return err
		}
		e, err := c.Lookup(args[0], dev)
		if err != nil {
			return badInput(err)
		}
		d, err := catalog.Describe(cmd.Context(), e)
		if err != nil {
			return err
		}
		if out == "" {
			_, err = io.WriteString(cmd.OutOrStdout(), manual.Page(d))
			return err
		}
		return run.WriteFile(out, []byte(manual.Page(d)))
	}
	return cmd
}
