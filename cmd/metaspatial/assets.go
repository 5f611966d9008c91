package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/scenes/assets/importer"
)

func newAssets() *cobra.Command {
	cmd := group(&cobra.Command{
		Use:     "assets",
		Short:   "Import glTF asset packs",
		Example: "  metaspatial assets import ./packs/furniture --library furniture-library",
	})
	cmd.AddCommand(newAssetsImport(), newAssetsReview())
	return cmd
}

func newAssetsImport() *cobra.Command {
	var library string
	var scale float64
	cmd := &cobra.Command{
		Use:   "import DIR… [--library DIR]",
		Short: "Turn folders of .gltf and .glb models into an asset library",
		Long: `Turn folders of .gltf and .glb models into an asset library.

Every model gets its true size, front, mount, support heights, category and
licence, each with its evidence. Files that cannot be used are refused with the
reason and the remedy; they never stop the rest.`,
		Example: `  metaspatial assets import ./packs/furniture
  metaspatial assets import ./furniture ./props --library my-library --json`,
		Args: someArgs("at least one folder of models"),
	}
	cmd.Flags().StringVar(&library, "library", "", "folder to write the library to; without it nothing is written")
	cmd.Flags().Float64Var(&scale, "scale", 0, "metres per file unit, instead of inferring it")
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		bar := newProgress("importing")
		_, report, err := importer.Import(cmd.Context(), args, importer.ImportOptions{
			Library: library, Scale: scale,
			Progress: func(done, total int, file string) { bar.show(float64(done)/float64(total), file) },
		})
		bar.done()
		if err != nil {
			return badInput(err)
		}
		if *asJSON {
			return printJSON(cmd, report)
		}
		printImport(cmd.OutOrStdout(), report)
		if library != "" {
			say("library written to %s; use it with --assets %s or tasks.assets in a run file", library, library)
		} else {
			fmt.Fprintln(os.Stderr, "nothing was written; name a folder with --library to keep the library")
		}
		return nil
	}
	return cmd
}

func printImport(w io.Writer, r *importer.ImportReport) {
	var rows [][]string
	for _, a := range r.Assets {
		rows = append(rows, []string{a.Name, a.Category, fmt.Sprintf("%.2f × %.2f × %.2f m", a.Size[0], a.Size[1], a.Size[2]), a.Front, string(a.Mount), fmt.Sprint(a.Triangles), a.Licence})
	}
	printTable(w, []string{"asset", "category", "right × front × up", "front", "mount", "triangles", "licence"}, rows)
	for _, f := range r.Refusals {
		fmt.Fprintf(w, "refused %s: %s; %s\n", f.File, f.Reason, f.Remedy)
	}
	fmt.Fprintf(w, "%d files: %d taken, %d of them with warnings, %d refused\n", r.Files, r.Taken, r.Warned, r.Refused)
}
