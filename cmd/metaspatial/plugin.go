package main

import (
	"fmt"
	"io"
	"os/signal"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/catalog"
	"github.com/metaspatial/metaspatial/sdk"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

func newPlugin() *cobra.Command {
	cmd := group(&cobra.Command{
		Use:   "plugin",
		Short: "List, describe and trust plugins",
		Long: `List, describe and trust plugins.

Built-in plugins are named by id. A program of somebody else's is named by its
path; it runs only after "plugin trust", which remembers the hash of its bytes.`,
		Example: `  metaspatial plugin list
  metaspatial plugin describe reward/physics
  metaspatial plugin trust ./clearance`,
	})
	cmd.AddCommand(newPluginList(), newPluginDescribe(), newPluginServe(), newPluginTrust(), newPluginUntrust())
	return cmd
}

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

func newPluginDescribe() *cobra.Command {
	var dev bool
	cmd := &cobra.Command{
		Use:     "describe ID|PROGRAM",
		Short:   "Print what a plugin does and its settings",
		Example: "  metaspatial plugin describe policy/compact\n  metaspatial plugin describe --dev ./clearance --json",
		Args:    oneArg("a plugin, by id or program"),
	}
	cmd.Flags().BoolVar(&dev, "dev", false, "run a program that is not trusted, for its developer")
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		c, err := openCatalog()
		if err != nil {
			return err
		}
		entry, err := c.Lookup(args[0], dev)
		if err != nil {
			return badInput(err)
		}
		d, err := catalog.Describe(cmd.Context(), entry)
		if err != nil {
			return err
		}
		if *asJSON {
			return printJSON(cmd, d)
		}
		printDescription(cmd.OutOrStdout(), d)
		return nil
	}
	return cmd
}

func printDescription(w io.Writer, d base.Description) {
	fmt.Fprintf(w, "%s %s (%s, sdk %s)\n%s\n", d.ID, d.Version, d.Kind, d.SDKVersion, d.Summary)
	if d.Docs != "" {
		fmt.Fprintf(w, "\n%s\n", strings.TrimSpace(d.Docs))
	}
	if len(d.Schema) == 0 {
		return
	}
	fmt.Fprintln(w, "\nSettings:")
	for _, a := range d.Schema {
		fmt.Fprintf(w, "  %s (%s%s)\n      %s\n", a.Name, a.Type, settingDetail(a), a.Doc)
	}
}

func settingDetail(a schema.Attribute) string {
	s := ""
	if a.Unit != "" {
		s += ", " + a.Unit
	}
	if len(a.Enum) > 0 {
		s += ", one of " + strings.Join(a.Enum, ", ")
	}
	if a.Min != nil {
		s += fmt.Sprintf(", at least %v", *a.Min)
	}
	if a.Max != nil {
		s += fmt.Sprintf(", at most %v", *a.Max)
	}
	if a.Default == nil {
		return s + ", required"
	}
	return s + fmt.Sprintf(", default %v", a.Default)
}

func newPluginServe() *cobra.Command {
	return &cobra.Command{
		Use:     "serve ID",
		Short:   "Serve a built-in plugin to the host that started this process",
		Example: "  metaspatial plugin serve reward/physics",
		Args:    oneArg("a plugin, by id or program"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !isBuiltin(args[0]) {
				return usage("no built-in plugin is called %q; see metaspatial plugin list", args[0])
			}
			signal.Reset() // the host decides when a plugin ends
			sdk.Serve(builtins[args[0]]())
			return nil
		},
	}
}

func newPluginTrust() *cobra.Command {
	return &cobra.Command{
		Use:     "trust PROGRAM",
		Short:   "Allow a plugin program, with the bytes it has now, to run",
		Example: "  metaspatial plugin trust ./clearance",
		Args:    oneArg("a plugin, by id or program"),
		RunE: func(cmd *cobra.Command, args []string) error {
			trust, err := openTrust()
			if err != nil {
				return err
			}
			r, err := trust.Add(args[0])
			if err != nil {
				return badInput(err)
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "trusted %s\nsha256  %s\nuse it with --term %s=%s\n", r.Path, r.SHA256, filepath.Base(r.Path), args[0])
			return err
		},
	}
}

func newPluginUntrust() *cobra.Command {
	return &cobra.Command{
		Use:     "untrust PROGRAM",
		Short:   "No longer allow a plugin program to run",
		Example: "  metaspatial plugin untrust ./clearance",
		Args:    oneArg("a plugin, by id or program"),
		RunE: func(cmd *cobra.Command, args []string) error {
			trust, err := openTrust()
			if err != nil {
				return err
			}
			before := len(trust.Records())
			if err := trust.Remove(args[0]); err != nil {
				return err
			}
			if len(trust.Records()) == before {
				return badInput(fmt.Errorf("%s was not trusted; see metaspatial plugin list", args[0]))
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "no longer trusted: %s\n", args[0])
			return err
		},
	}
}
