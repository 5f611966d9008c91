package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/catalog"
)

// pluginJSON is a plugin of plugin list --json and plugin verify --json.
type pluginJSON struct {
	ID      string        `json:"id"`
	Kind    string        `json:"kind,omitempty"`
	Builtin bool          `json:"builtin"`
	State   catalog.State `json:"state"`
	Version string        `json:"version,omitempty"`
	Summary string        `json:"summary,omitempty"`
	// Path is the folder or program, Origin why it was found.
	Path   string        `json:"path,omitempty"`
	Origin string        `json:"origin,omitempty"`
	SHA256 string        `json:"sha256,omitempty"` // of all files, see docs/plugins.md
	Files  catalog.Files `json:"files,omitempty"`
	Error  string        `json:"error,omitempty"`
}

func statusJSON(s catalog.Status) pluginJSON {
	out := pluginJSON{ID: s.Path, State: s.State, Path: s.Path, Origin: s.Origin, Files: s.Files}
	if m := s.Manifest; m != nil {
		out.ID, out.Version, out.Summary = m.ID, m.Version, m.Summary
		out.Kind, _, _ = strings.Cut(m.ID, "/")
	}
	if len(s.Files) > 0 {
		out.SHA256 = s.Files.Digest()
	}
	if s.Problem != nil {
		out.Error = s.Problem.Error()
	}
	return out
}

func newPluginList() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the built-in plugins, those in folders of plugins, and the trusted ones",
		Long: `List the built-in plugins, those in folders of plugins, and the trusted ones.

Searched are the folders that METASPATIAL_PLUGIN_PATH lists, .metaspatial/plugins
in the working directory, and ~/.metaspatial/plugins. Of these plugins only
trusted ones without a plugin.json are run, to hear what they are.`,
		Example: "  metaspatial plugin list --json",
		Args:    noArgs,
	}
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		c, err := openCatalog()
		if err != nil {
			return err
		}
		statuses, unread := c.List()
		list := []pluginJSON{}
		for _, s := range statuses {
			out := statusJSON(s)
			switch {
			case s.State == catalog.BuiltIn:
				d := builtins[s.Entry.ID]().Describe()
				out.ID, out.Builtin, out.Kind, out.Summary = s.Entry.ID, true, string(d.Kind), d.Summary
			case s.State == catalog.Trusted && s.Manifest == nil:
				if d, err := catalog.Describe(cmd.Context(), s.Entry); err != nil {
					out.Error = err.Error()
					out.Summary = "cannot be described: " + out.Error
				} else {
					out.ID, out.Kind, out.Version, out.Summary = d.ID, string(d.Kind), d.Version, d.Summary
				}
			}
			list = append(list, out)
		}
		if unread != nil {
			say("%v", unread)
		}
		if *asJSON {
			return printJSON(cmd, list)
		}
		for _, p := range list {
			about := firstSentence(p.Summary)
			if p.Error != "" {
				about = p.Error
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%-18s %-11s %s\n", p.ID, p.State, about)
		}
		return nil
	}
	return cmd
}

func firstSentence(s string) string {
	if i := strings.Index(s, ". "); i >= 0 {
		return s[:i+1]
	}
	return s
}
