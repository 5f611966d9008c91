package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/sdk/base"
)

func newPluginTrust() *cobra.Command {
	var digest string
	cmd := &cobra.Command{
		Use:   "trust ID|FOLDER|PROGRAM",
		Short: "Allow a plugin, with the bytes it has now, to run",
		Long: `Allow a plugin, with the bytes it has now, to run.

The SHA-256 of each of its files goes into plugins.lock, in the folder of your
settings. A run gets a copy of just these files, and is refused when one of them
has changed. With --sha256 the plugin must have the digest that you expect.`,
		Example: `  metaspatial plugin trust ./clearance
  metaspatial plugin trust reward/clearance --sha256 DIGEST`,
		Args: oneArg("a plugin, by id, folder or program"),
	}
	cmd.Flags().StringVar(&digest, "sha256", "", "the digest that the plugin must have")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		c, err := openCatalog()
		if err != nil {
			return err
		}
		r, err := c.Trust(args[0], digest)
		if err != nil {
			return badInput(err)
		}
		w := cmd.OutOrStdout()
		fmt.Fprintf(w, "trusted %s\n", r.Path)
		for _, name := range r.Files.Names() {
			fmt.Fprintf(w, "sha256  %s  %s\n", r.Files[name], name)
		}
		if len(r.Files) > 1 {
			fmt.Fprintf(w, "digest  %s\n", r.Files.Digest())
		}
		_, err = fmt.Fprintf(w, "use it %s\n", usedBy(r.ID, args[0]))
		return err
	}
	return cmd
}

func newPluginUntrust() *cobra.Command {
	return &cobra.Command{
		Use:     "untrust ID|FOLDER|PROGRAM",
		Short:   "No longer allow a plugin to run",
		Example: "  metaspatial plugin untrust ./clearance",
		Args:    oneArg("a plugin, by id, folder or program"),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := openCatalog()
			if err != nil {
				return err
			}
			path, was, err := c.Untrust(args[0])
			if err != nil {
				return err
			}
			if !was {
				return badInput(fmt.Errorf("%s was not trusted; see metaspatial plugin list", args[0]))
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "no longer trusted: %s\n", path)
			return err
		},
	}
}

// usedBy says how commands name a plugin of this id, which is empty where nobody
// has said what kind it is.
func usedBy(id, name string) string {
	name = shellQuote(name)
	kind, short, _ := strings.Cut(id, "/")
	switch base.Kind(kind) {
	case base.Reward:
		return fmt.Sprintf("with --term %s=%s, or in a run file", short, name)
	case base.Policy:
		return fmt.Sprintf("with eval --policy %s, or in a run file", name)
	case base.Render:
		return fmt.Sprintf("with render --renderer %s, or in a run file", name)
	}
	return fmt.Sprintf("in a run file; if it is a reward term, also with --term NAME=%s", name)
}
