package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/catalog"
)

func newPluginInstall() *cobra.Command {
	var folder, digest string
	var project bool
	cmd := &cobra.Command{
		Use:   "install FOLDER|ARCHIVE",
		Short: "Copy a plugin into a folder of plugins",
		Long: `Copy a plugin into a folder of plugins, where runs find it by its id.

FOLDER holds a plugin.json; ARCHIVE is a .zip or .tar.gz of such a folder. The
files that plugin.json names are copied, and no others. Nothing of it is run.
On a terminal you are asked whether the plugin may run from now on; elsewhere
"plugin trust" says so, or --sha256 with the digest that its author published.`,
		Example: `  metaspatial plugin install ./clearance
  metaspatial plugin install clearance-1.0.0.tar.gz --sha256 DIGEST
  metaspatial plugin install ./clearance --project`,
		Args: oneArg("the folder or archive of a plugin"),
	}
	cmd.Flags().StringVar(&folder, "dir", "", "folder of plugins to install into (default the user's own, ~/.metaspatial/plugins)")
	cmd.Flags().BoolVar(&project, "project", false, "install into .metaspatial/plugins of the working directory")
	cmd.Flags().StringVar(&digest, "sha256", "", "trust the plugin if it has this digest, and refuse it otherwise")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		c, err := openCatalog()
		if err != nil {
			return err
		}
		switch {
		case project && folder != "":
			return usage("give --dir or --project, not both")
		case project:
			folder = catalog.ProjectFolder()
		case folder == "":
			if folder, err = catalog.UserFolder(); err != nil {
				return err
			}
		}
		p, err := c.Install(args[0], folder, digest)
		if err != nil {
			return badInput(err)
		}
		verb := "installed"
		if p.Before != "" {
			verb = "replaced " + p.Before + " by"
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%s %s %s\nfolder  %s\ndigest  %s\n", verb, p.ID, p.Version, p.Path, p.Files.Digest())
		if digest == "" {
			// On a terminal this asks; elsewhere it says what is left to do.
			if _, err := c.Lookup(p.Path, false); err != nil {
				say("it does not run yet: %v", err)
				return nil
			}
		}
		_, err = fmt.Fprintf(cmd.OutOrStdout(), "trusted; use it %s\n", usedBy(p.ID, p.ID))
		return err
	}
	return cmd
}
