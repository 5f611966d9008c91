package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/catalog"
)

func newPluginList() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List the built-in and the trusted plugins",
		Example: "  metaspatial plugin list --json",
		Args:    noArgs,
	}
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		c, err := openCatalog()
		if err != nil {
			return err
		}
		type entry struct {
			ID      string `json:"id"`
			Kind    string `json:"kind,omitempty"`
			Builtin bool   `json:"builtin"`
			Summary string `json:"summary,omitempty"`
			Path    string `json:"path,omitempty"`
			SHA256  string `json:"sha256,omitempty"`
			Error   string `json:"error,omitempty"`
		}
		list := []entry{}
		var rows [][]string
		for _, e := range c.List() {
			out := entry{ID: e.ID, Builtin: e.Builtin, SHA256: e.SHA256}
			origin := "built in"
			if e.Builtin {
				d := builtins[e.ID]().Describe()
				out.Kind, out.Summary = string(d.Kind), d.Summary
			} else {
				origin, out.Path = "trusted", e.Path
				if d, err := catalog.Describe(cmd.Context(), e); err != nil {
					out.Error = err.Error()
					out.Summary = "cannot be described: " + out.Error
				} else {
					out.ID, out.Kind, out.Summary = d.ID, string(d.Kind), d.Summary
				}
			}
			list = append(list, out)
			rows = append(rows, []string{out.ID, origin, firstSentence(out.Summary)})
		}
		if *asJSON {
			return printJSON(cmd, list)
		}
		for _, r := range rows {
			fmt.Fprintf(cmd.OutOrStdout(), "%-18s %-9s %s\n", r[0], r[1], r[2])
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
