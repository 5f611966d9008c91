package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/store"
)

func newAssetsList() *cobra.Command {
	var library, pack, category string
	cmd := &cobra.Command{
		Use:   "list [--library DIR]",
		Short: "List the assets of a library",
		Long: `List the assets of a library: their ids, categories, true sizes, fronts, mounts
and licences. --json prints everything that is known of each.`,
		Example: `  metaspatial assets list --library furniture-library --category chair
  metaspatial assets list --library furniture-library --json`,
		Args: noArgs,
	}
	cmd.Flags().StringVar(&library, "library", "", "the library's folder; default: the starter kit")
	cmd.Flags().StringVar(&pack, "pack", "", "only the assets of this pack")
	cmd.Flags().StringVar(&category, "category", "", "only the assets of this category")
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		lib, err := run.Library(library)
		if err != nil {
			return err
		}
		list := []assets.Asset{}
		for _, a := range lib.Assets() {
			if (pack == "" || a.Pack == pack) && (category == "" || a.Category == category) {
				list = append(list, a)
			}
		}
		if *asJSON {
			return printJSON(cmd, list)
		}
		printAssets(cmd, list)
		fmt.Fprintf(cmd.OutOrStdout(), "%d of %s\n", len(list), count(lib.Len(), "asset"))
		return nil
	}
	return cmd
}

func printAssets(cmd *cobra.Command, list []assets.Asset) {
	var rows [][]string
	for _, a := range list {
		rows = append(rows, []string{oneLine(a.ID), a.Category, sizeText(a.Size), a.Front, string(a.Mount), oneLine(a.Licence)})
	}
	printColumns(cmd.OutOrStdout(), []string{"id", "category", "right × front × up", "front", "mount", "licence"}, rows, 1)
}

func newAssetsSet() *cobra.Command {
	var library string
	cmd := &cobra.Command{
		Use:   "set ID|PACK KEY=VALUE… --library DIR",
		Short: "Correct what a library knows of an asset or a pack",
		Long: `Correct what a library knows of an asset or a pack.

What you say is written to overrides/PACK.yaml in the library, stands above
everything that was inferred, and outlives imports. KEY= without a value takes
it back.

Keys of an asset: category, size_m, scale, front, up, mount, flat,
support_heights_m, sides, tags, licence, author, skip, split. Keys of a pack:
scale, licence, author, up.`,
		Example: `  metaspatial assets set furniture/chair_A front=-Z category=office_chair --library my-library
  metaspatial assets set furniture/table "size_m=[0, 0, 0.74]" --library my-library
  metaspatial assets set furniture scale=0.7 licence=CC0-1.0 --library my-library`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < 2 {
				return usage("name an asset or a pack, and KEY=VALUE; see %s --help", cmd.CommandPath())
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&library, "library", "", "the library's folder")
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		var settings []store.Setting
		again := false
		for _, arg := range args[1:] {
			key, value, ok := strings.Cut(arg, "=")
			if !ok {
				return usage("%q is no KEY=VALUE; see %s --help", arg, cmd.CommandPath())
			}
			settings = append(settings, store.Setting{Key: key, Value: value})
			again = again || key == "split"
		}
		s, err := updateLibrary(cmd, library)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.Close()) }()
		list, err := s.Set(cmd.Context(), args[0], settings)
		if err != nil {
			return badInput(err)
		}
		pack, _, _ := strings.Cut(args[0], "/")
		if *asJSON {
			if list == nil {
				list = []assets.Asset{}
			}
			if err := printJSON(cmd, list); err != nil {
				return err
			}
		} else if len(list) > 0 {
			printAssets(cmd, list)
		}
		say("%s changed; said in %s", count(len(list), "asset"), store.OverridesFile(library, pack))
		if again {
			say("import the pack again to split its files anew")
		}
		return nil
	}
	return cmd
}
