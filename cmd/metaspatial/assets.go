package main

import (
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/scenes/assets/importer"
)

func newAssets() *cobra.Command {
	cmd := group(&cobra.Command{
		Use:     "assets",
		Short:   "Import glTF asset packs, and look after libraries of them",
		Example: "  metaspatial assets import ./packs/furniture --library furniture-library",
	})
	cmd.AddCommand(newAssetsImport(), newAssetsReview(), newAssetsSearch(), newAssetsReplace())
	cmd.AddCommand(newAssetsList(), newAssetsSet(), newAssetsRemove(), newAssetsCheck(), newAssetsRepair(), newAssetsExport())
	return cmd
}

// importMemory is what an import's heap should stay below.
const importMemory = 400 << 20

func newAssetsImport() *cobra.Command {
	var opts importer.ImportOptions
	cmd := &cobra.Command{
		Use:   "import FOLDER|FILE|ZIP… [--library DIR]",
		Short: "Turn folders and archives of .gltf and .glb models into an asset library",
		Long: `Turn folders and archives of .gltf and .glb models into an asset library.

Every folder or ZIP archive is a pack; single files belong to the pack of their
folder. Every model gets its true size, front, mount, support heights, category
and licence, each with its evidence. Files that cannot be used are refused with
the reason and the remedy; they never stop the rest.

Importing a pack into the same library again reads only what has changed. An
import that is interrupted keeps what it took; start it again to go on.`,
		Example: `  metaspatial assets import ./packs/furniture
  metaspatial assets import furniture.zip ./props --library my-library --json
  metaspatial assets import ./downloads/furniture --as furniture-2 --library my-library`,
		Args: someArgs("at least one folder of models"),
	}
	cmd.Flags().StringVar(&opts.Library, "library", "", "folder of the library to import into; without it nothing is written")
	cmd.Flags().Float64Var(&opts.Scale, "scale", 0, "metres per file unit, instead of inferring it")
	cmd.Flags().StringVar(&opts.As, "as", "", "name of the pack instead of its folder's; takes the place of a pack of that name")
	cmd.Flags().BoolVar(&opts.Keep, "keep", false, "keep assets whose files are gone from the pack")
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if cmd.Flags().Changed("as") && opts.As == "" {
			return usage("--as needs a name for the pack; see %s --help", cmd.CommandPath())
		}
		if os.Getenv("GOMEMLIMIT") == "" {
			// The collector works harder rather than let garbage of large files
			// lie about.
			debug.SetMemoryLimit(importMemory)
		}
		bar := newProgress("importing")
		opts.Progress = func(done, total int, file string) { bar.show(float64(done)/float64(total), oneLine(file)) }
		_, report, err := importer.Import(cmd.Context(), args, opts)
		bar.done()
		// Of a pack that is refused as a whole the report says why, file by file,
		// and of an import that was interrupted what it came to.
		told := report != nil && report.Files > 0 && (err == nil || report.Interrupted || report.Taken == 0 && report.Refused == report.Files)
		if told && *asJSON {
			if perr := printJSON(cmd, report); perr != nil {
				return perr
			}
		} else if told && (err == nil || report.Interrupted || report.Files > 1) {
			printImport(cmd.OutOrStdout(), report)
		}
		if err != nil {
			return badInput(err)
		}
		if *asJSON {
			return nil
		}
		if dir := opts.Library; dir != "" {
			say("library written to %s; use it with --library %s or tasks.assets in a run file", dir, dir)
		} else {
			say("nothing was written; name a folder with --library to keep the library")
		}
		return nil
	}
	return cmd
}
