package main

import (
	"errors"
	"fmt"
	"io"

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
		return faultsError(h.Faults, args[0])
	}
	return cmd
}

// faultsError sums up what is wrong with a library and says what mends it.
func faultsError(faults []store.Fault, dir string) error {
	byHand := 0
	for _, f := range faults {
		if f.ByHand {
			byHand++
		}
	}
	switch n := len(faults); {
	case n == 0:
		return nil
	case byHand == n:
		return fmt.Errorf("%s in %s, which no repair mends; correct what is named above by hand", count(n, "fault"), dir)
	case byHand > 0:
		return fmt.Errorf("%s in %s; correct overrides by hand, and mend the rest with: metaspatial assets repair %s", count(n, "fault"), dir, dir)
	}
	return fmt.Errorf("%s in %s; mend with: metaspatial assets repair %s", count(len(faults), "fault"), dir, dir)
}

func printHealth(cmd *cobra.Command, h *store.Health, dir string) {
	w := cmd.OutOrStdout()
	for _, f := range h.Faults {
		fmt.Fprintf(w, "%s %s", f.What, oneLine(f.Why))
		switch {
		case len(f.Assets) > 0 && f.OfLost():
			fmt.Fprintf(w, ": %s", someNames(f.Assets))
		case len(f.Assets) > 0:
			fmt.Fprintf(w, " (needed by %s)", someNames(f.Assets))
		}
		fmt.Fprintln(w)
	}
	if h.Strays > 0 {
		fmt.Fprintf(w, "%s (%s) that nothing refers to, as killed imports and damage leave them; metaspatial assets repair %s drops what no pack can need\n", count(h.Strays, "file"), bytesText(h.StrayBytes), dir)
	}
	state := "all sound"
	if len(h.Faults) > 0 {
		state = "damaged"
	}
	fmt.Fprintf(w, "%s of %s in %s (%s): %s\n", count(h.Assets, "asset"), count(h.Packs, "pack"), count(h.Blobs, "blob"), bytesText(h.Bytes), state)
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

What is damaged or lost is read again where its pack still lies in its place,
else you are told of it, and the exit code is 1. What nothing refers to is
dropped. A database that cannot be read is set aside and made anew from the
packs; as long as it lies there, no stored model is dropped. Overrides stay as
they are: correct them by hand.`,
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
			if err := printJSON(cmd, r); err != nil {
				return err
			}
		} else {
			printRepair(cmd.OutOrStdout(), r)
		}
		return repairError(r, args[0])
	}
	return cmd
}

func printRepair(w io.Writer, r *importer.RepairReport) {
	if r.SetAside != "" {
		fmt.Fprintf(w, "the database could not be mended and lies in %s now; a new one was made from the packs\n", r.SetAside)
	}
	for _, f := range r.Unmended {
		fmt.Fprintf(w, "%s %s\n", f.What, oneLine(f.Why))
	}
	for _, m := range r.Removed {
		fmt.Fprintf(w, "lost %s", oneLine(m.File))
		if len(m.IDs) > 0 {
			fmt.Fprintf(w, " with %s (%s)", count(len(m.IDs), "asset"), someNames(m.IDs))
		}
		fmt.Fprintf(w, ": %s\n", oneLine(m.Reason))
	}
	if r.Unknown {
		fmt.Fprintln(w, "nothing tells which packs the library had; import them again")
	}
	if r.Swept.Kept > 0 {
		fmt.Fprintf(w, "%s (%s) that nothing refers to any more stay, for packs that are imported again; to drop them, delete library.db.damaged and repair once more\n", count(r.Swept.Kept, "file"), bytesText(r.Swept.KeptBytes))
	}
	fmt.Fprintf(w, "%s, %s read again, %d lost; %s (%s) dropped that nothing referred to\n",
		count(len(r.Faults), "fault"), count(len(r.Mended), "file"), len(r.Removed), count(r.Swept.Blobs+r.Swept.Temporary, "file"), bytesText(r.Swept.Bytes))
}

// repairError says what a repair could not do, and what to do instead.
func repairError(r *importer.RepairReport, dir string) error {
	switch {
	case r.Unknown:
		return fmt.Errorf("the library in %s is empty now; import its packs again: metaspatial assets import PACK --library %s", dir, dir)
	case len(r.Removed) > 0:
		return fmt.Errorf("not all of %s could be mended; import the packs of what is lost again: metaspatial assets import PACK --library %s", dir, dir)
	}
	return faultsError(r.Unmended, dir)
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
		fmt.Fprintf(cmd.OutOrStdout(), "%s of %s, with %s, in %s\n", count(done.Assets, "asset"), count(done.Packs, "pack"), count(done.Images, "image"), out)
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
	asJSON := jsonFlag(cmd)
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
		if *asJSON {
			return printJSON(cmd, struct {
				Pack   string `json:"pack"`
				Assets int    `json:"assets"`
			}{args[0], n})
		}
		say("%s of the pack %s removed from %s", count(n, "asset"), args[0], library)
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
