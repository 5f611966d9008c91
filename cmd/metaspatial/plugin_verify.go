package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/catalog"
)

func newPluginVerify() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verify [ID|FOLDER|PROGRAM...]",
		Short: "Compare the trusted plugins with their files",
		Long: `Compare the trusted plugins with their files, all of them or those named.

The same is done before every start. The exit code is 3 when a plugin has
changed, is gone or is broken.`,
		Example: "  metaspatial plugin verify\n  metaspatial plugin verify reward/clearance --json",
	}
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		c, err := openCatalog()
		if err != nil {
			return err
		}
		checked, err := c.Check(args...)
		if err != nil {
			return badInput(err)
		}
		list, bad := []pluginJSON{}, 0
		for _, s := range checked {
			list = append(list, statusJSON(s))
			if s.State != catalog.Trusted {
				bad++
			}
			if *asJSON {
				continue
			}
			if s.Problem != nil {
				fmt.Fprintf(cmd.OutOrStdout(), "FAIL  %s\n      %v\n", s.Path, s.Problem)
			} else {
				fmt.Fprintf(cmd.OutOrStdout(), "ok    %s (%d files, digest %.12s…)\n", s.Path, len(s.Files), s.Files.Digest())
			}
		}
		if *asJSON {
			if err := printJSON(cmd, list); err != nil {
				return err
			}
		} else if len(checked) == 0 {
			fmt.Fprintln(cmd.OutOrStdout(), "no plugin is trusted")
		}
		if bad > 0 {
			return badInput(fmt.Errorf("%d of %d plugins are not what was trusted", bad, len(checked)))
		}
		return nil
	}
	return cmd
}
