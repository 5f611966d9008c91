package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/scenes/assets/importer"
	"github.com/metaspatial/metaspatial/scenes/assets/store"
)

func newAssetsCheck() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check LIBRARY",
		Short: "Read a whole library and say whether anything is damaged",
		Long: `Read a whole library and say whether anything is damaged.

The database is tested, every row is read, and every stored model and image is
compared with its hash. The exit code is 1 when something is wrong. Files that a
killed import left behind are counted, but are no fault.`,
		Example: "  metaspatial assets check furniture-library",
		Args:    oneArg("a library's folder"),
	}
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		h, err := store.Check(cmd.Context(), args[0])
		if err != nil {
			return badInput(err)
		}
		if *asJSON {
			if err := printJSON(cmd, h); err != nil {
				return err
			}
		} else {
			printHealth(cmd, h, args[0])
		}
		if n := len(h.Faults); n > 0 {
			return fmt.Errorf("%d faults in %s; mend them with: metaspatial assets repair %s", n, args[0], args[0])
		}
		return nil
	}
	return cmd
}

func printHealth(cmd *cobra.Command, h *store.Health, dir string) {
	w := cmd.OutOrStdout()
	for _, f := range h.Faults {
		fmt.Fprintf(w, "%s %s", f.What, oneLine(f.Why))
		if len(f.Assets) > 0 {
			fmt.Fprintf(w, " (needed by %s)", someNames(f.Assets))
		}
		fmt.Fprintln(w)
	}
	if h.Strays > 0 {
		fmt.Fprintf(w, "%d files (%s) that nothing refers to, as killed imports leave them; drop them with: metaspatial assets repair %s\n", h.Strays, bytesText(h.StrayBytes), dir)
	}
	state := "all sound"
	if len(h.Faults) > 0 {
		state = "damaged"
	}
	fmt.Fprintf(w, "%d assets of %d packs in %d blobs (%s): %s\n", h.Assets, h.Packs, h.Blobs, bytesText(h.Bytes), state)
}

// bytesText words a number of bytes.
func bytesText(n int64) string {
	switch {
	case n < 10_000:
		return fmt.Sprintf("%d bytes", n)
	case n < 10_000_000:
		return fmt.Sprintf("%d kB", n/1000)
	}
	return fmt.Sprintf("%d MB", n/1_000_000)
}

func newAssetsRepair() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "repair LIBRARY",
		Short: "Mend a damaged library from its packs",
		Long: `Mend a damaged library from its packs.

What is damaged is read again where its pack still lies in its place, else
removed, and you are told of it. What nothing refers to is dropped. A database
that cannot be read is set aside and made anew. Overrides stay as they are.`,
		Example: "  metaspatial assets repair furniture-library",
		Args:    oneArg("a library's folder"),
	}
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		r, err := importer.Repair(cmd.Context(), args[0])
		if err != nil {
			return badInput(err)
		}
		if *asJSON {
			return printJSON(cmd, r)
		}
		w := cmd.OutOrStdout()
		if r.SetAside != "" {
			fmt.Fprintf(w, "the database could not be mended and lies in %s now; packs that it does not name must be imported again\n", r.SetAside)
		}
		for _, m := range r.Removed {
			fmt.Fprintf(w, "removed %s: %s\n", oneLine(m.File), oneLine(m.Reason))
		}
		fmt.Fprintf(w, "%d faults, %d files read again, %d removed; %d files (%s) dropped that nothing referred to\n",
			len(r.Faults), len(r.Mended), len(r.Removed), r.Swept.Blobs+r.Swept.Temporary, bytesText(r.Swept.Bytes))
		return nil
	}
	return cmd
}

func newAssetsExport() *cobra.Command {
	var out string
	var opts store.ExportOptions
	cmd := &cobra.Command{
		Use:   "export LIBRARY -o FOLDER|FILE.zip",
		Short: "Write a portable copy of a library, which can be imported again",
		Long: `Write a portable copy of a library, which can be imported again.

Each pack becomes a folder with a GLB per asset, in metres and front at +Z, its
images once, a metaspatial.yaml that keeps what is known of each asset, and
CREDITS.txt.`,
		Example: `  metaspatial assets export furniture-library -o furniture.zip
  metaspatial assets import furniture.zip --library another-library`,
		Args: oneArg("a library's folder"),
	}
	cmd.Flags().StringVarP(&out, "out", "o", "", "folder or .zip file to write")
	cmd.Flags().StringVar(&opts.Pack, "pack", "", "only the assets of this pack")
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if out == "" {
			return usage("name the folder or .zip file to write with -o; see %s --help", cmd.CommandPath())
		}
		bar := newProgress("exporting")
		opts.Progress = func(done, total int, id string) { bar.show(float64(done)/float64(total), oneLine(id)) }
		done, err := store.Export(cmd.Context(), args[0], out, opts)
		bar.done()
		if err != nil {
			return badInput(err)
		}
		if *asJSON {
			return printJSON(cmd, done)
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%d assets of %d packs, with %d images, in %s\n", done.Assets, done.Packs, done.Images, out)
		return nil
	}
	return cmd
}

func newAssetsRemove() *cobra.Command {
	var library string
	cmd := &cobra.Command{
		Use:     "remove PACK --library DIR",
		Short:   "Remove a pack from a library",
		Long:    "Remove a pack from a library. What was said of it in overrides stays, for when\nit is imported again.",
		Example: "  metaspatial assets remove furniture --library my-library",
		Args:    oneArg("a pack"),
	}
	cmd.Flags().StringVar(&library, "library", "", "the library's folder")
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		s, err := updateLibrary(cmd, library)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.Close()) }()
		n, err := s.Remove(cmd.Context(), args[0])
		if err != nil {
			return badInput(err)
		}
		say("%d assets of the pack %s removed from %s", n, args[0], library)
		return nil
	}
	return cmd
}

// updateLibrary opens the library that --library names for writing.
func updateLibrary(cmd *cobra.Command, dir string) (*store.Store, error) {
	if dir == "" {
		return nil, usage("name the library's folder with --library; see %s --help", cmd.CommandPath())
	}
	s, err := store.Update(cmd.Context(), dir)
	return s, badInput(err)
}
