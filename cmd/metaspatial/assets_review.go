package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes/assets/review"
	"github.com/metaspatial/metaspatial/scenes/assets/store"
)

// reviewFile is where a review is written unless -o says otherwise.
const reviewFile = "review.html"

func newAssetsReview() *cobra.Command {
	var o review.Options
	var out string
	var force bool
	cmd := &cobra.Command{
		Use:   "review [--library DIR] [-o review.html]",
		Short: "Write a contact sheet that shows what to fix in a library",
		Long: `Write a contact sheet that shows what to fix in a library.

The page opens in any browser, from the disk and without a network. Every asset
has a picture from the corner, one from above with an arrow for its front, and
one beside a person, so that a wrong scale is seen at once. What the importer
doubts comes first; every card says why, and what to write to put it right.

Large libraries get several pages: review.html, review-2.html and so on. An
earlier review is replaced; any other file only with --force.`,
		Example: `  metaspatial assets review --library furniture-library
  metaspatial assets review --library furniture-library --pack dungeon -o dungeon.html`,
		Args: noArgs,
	}
	f := cmd.Flags()
	f.StringVar(&o.Library, "library", "", "the library's folder; default: the starter kit")
	f.StringVar(&o.Pack, "pack", "", "only the assets of this pack")
	f.StringVarP(&out, "out", "o", reviewFile, "file to write, or a folder for "+reviewFile)
	f.BoolVar(&force, "force", false, "replace a file whatever it is")
	f.IntVar(&o.Size, "size", 160, "side of the pictures in pixels")
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if o.Size < review.MinSize || o.Size > review.MaxSize {
			return usage("--size %d: give %d to %d pixels", o.Size, review.MinSize, review.MaxSize)
		}
		if st, err := os.Stat(out); err == nil && st.IsDir() || strings.HasSuffix(out, string(filepath.Separator)) {
			out = filepath.Join(out, reviewFile)
		}
		dir, name := filepath.Split(out)
		if st, err := os.Stat(filepath.Clean(dir)); dir != "" && (err != nil || !st.IsDir()) {
			return badInput(fmt.Errorf("there is no folder %s to write %s to; make it first", filepath.Clean(dir), name))
		}
		if err := replaceable(out, force); err != nil {
			return err
		}
		lib, err := run.Library(o.Library)
		if err != nil {
			return err
		}
		o.Name = name
		if o.Library != "" {
			refused, err := store.Refusals(cmd.Context(), o.Library)
			if err != nil {
				return badInput(err)
			}
			for _, r := range refused {
				o.Refused = append(o.Refused, review.Refusal{Pack: r.Pack, File: r.Path, Reason: r.Reason, Remedy: r.Remedy})
			}
		}
		bar := newProgress("drawing")
		o.Progress = func(done, total int, id string) { bar.show(float64(done)/float64(total), id) }
		stats, err := review.Write(cmd.Context(), lib, o, func(name string, page []byte) error {
			path := filepath.Join(dir, name)
			if err := replaceable(path, force); err != nil {
				return err
			}
			return run.WriteFile(path, page)
		})
		bar.done()
		if err != nil {
			return badInput(err)
		}
		if *asJSON {
			return printJSON(cmd, stats)
		}
		for _, page := range stats.Pages {
			fmt.Fprintln(cmd.OutOrStdout(), filepath.Join(dir, page))
		}
		say("to look at: %d of %s; open the page in a browser", stats.Look, counted(stats.Assets, "asset"))
		return nil
	}
	return cmd
}

// replaceable refuses to put a page in the place of something else: of a file
// that is no review unless force is set, and of what is no file at all.
func replaceable(path string, force bool) error {
	st, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return badInput(err)
	}
	if !st.Mode().IsRegular() {
		return badInput(fmt.Errorf("%s is no file that can be replaced; name another with -o", path))
	}
	if force {
		return nil
	}
	old, err := os.Open(path)
	if err != nil {
		return badInput(err)
	}
	defer old.Close()
	if !review.Mine(old) {
		return badInput(fmt.Errorf("%s is there already and is no review; name another file with -o, or replace it with --force", path))
	}
	return nil
}
