package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// newMan writes what the commands say of themselves as pages; for packagers.
func newMan() *cobra.Command {
	var markdown bool
	cmd := &cobra.Command{
		Use:   "man DIR",
		Short: "Write the manual pages of all commands",
		Long: `Write the manual pages of all commands, for a package or for
man -M. They are dated by SOURCE_DATE_EPOCH, where it is set.`,
		Example: `  metaspatial man ~/.local/share/man/man1
  metaspatial man pages --markdown`,
		Args:   oneArg("a folder to write to"),
		Hidden: true,
	}
	cmd.Flags().BoolVar(&markdown, "markdown", false, "write Markdown instead")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := os.MkdirAll(args[0], 0o755); err != nil {
			return badInput(err)
		}
		root := cmd.Root()
		root.DisableAutoGenTag = true
		var err error
		if markdown {
			err = doc.GenMarkdownTree(root, args[0])
		} else {
			err = doc.GenManTree(root, &doc.GenManHeader{Title: "METASPATIAL", Section: "1", Source: "metaspatial", Manual: "MetaSpatial"}, args[0])
		}
		if err != nil {
			return fmt.Errorf("write the pages: %w", err)
		}
		return nil
	}
	return cmd
}
