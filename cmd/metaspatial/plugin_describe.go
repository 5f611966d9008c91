package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/catalog"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

func newPluginDescribe() *cobra.Command {
	var dev bool
	cmd := &cobra.Command{
		Use:     "describe ID|PROGRAM|FOLDER",
		Short:   "Print what a plugin does and its settings",
		Example: "  metaspatial plugin describe policy/compact\n  metaspatial plugin describe --dev ./clearance --json",
		Args:    oneArg("a plugin, by id, program or folder"),
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
