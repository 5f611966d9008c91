package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/search"
	"github.com/metaspatial/metaspatial/scenes/assets/substitute"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// replaceFlags are the flags of assets replace.
type replaceFlags struct {
	library, words, out string
}

// replaced is what assets replace prints.
type replaced struct {
	Room   string      `json:"room"`
	Object string      `json:"object"`
	Was    string      `json:"was"`
	Asset  string      `json:"asset"`
	Size   scenes.Vec3 `json:"size_m"`
	Why    string      `json:"why"`
	// Before is how many faults the room had.
	Before   int              `json:"findings_before"`
	Findings []scenes.Finding `json:"findings"`
	File     string           `json:"file"`
}

func newAssetsReplace() *cobra.Command {
	var f replaceFlags
	cmd := &cobra.Command{
		Use:   "replace LAYOUT OBJECT [ASSET | --search TEXT] -o FILE",
		Short: "Replace an object of a layout by an asset of like size",
		Long: `Replace an object of a layout by an asset of like size.

LAYOUT is a layout with its task or a level, made with the same library. Where
rooms of a level have an object of the same id, OBJECT is ROOM/ID. Without an asset or words the most
like asset of the library is taken: of the same mount, the closest kind, the
least difference in size. The object keeps its id, its relations and its
heading, stands on or hangs from what it did, and touches the walls that it
touched. What the room's faults are afterwards is printed.`,
		Example: `  metaspatial assets replace mine/layout-1.json chair_2 -o mine/layout-2.json
  metaspatial assets replace mine/layout-1.json chair_2 --search "wooden armchair" -o mine/layout-2.json`,
		Args: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) < 2:
				return usage("name a layout and an object in it; see %s --help", cmd.CommandPath())
			case len(args) > 3:
				return usage("%q is one argument too many; see %s --help", args[3], cmd.CommandPath())
			case len(args) == 3 && f.words != "":
				return usage("name either an asset or --search; see %s --help", cmd.CommandPath())
			case f.out == "":
				return usage("name the file to write with -o; see %s --help", cmd.CommandPath())
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&f.library, "library", "", "imported asset library; default: the starter kit")
	cmd.Flags().StringVar(&f.words, "search", "", "words for what to put there")
	cmd.Flags().StringVarP(&f.out, "out", "o", "", "file to write (required)")
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		lib, err := run.Library(f.library)
		if err != nil {
			return badInput(err)
		}
		level, single, err := readLevel(cmd.Context(), args[0])
		if err != nil {
			return badInput(err)
		}
		room, o, err := objectOf(level, args[1])
		if err != nil {
			return badInput(fmt.Errorf("%s: %w", inputName(args[0]), err))
		}
		if err := knows(lib, level, o); err != nil {
			return badInput(fmt.Errorf("%s: %w", inputName(args[0]), err))
		}
		var named string
		if len(args) == 3 {
			named = args[2]
		}
		hit, err := f.choose(lib, o, named)
		if err != nil {
			return badInput(err)
		}
		out := replaced{Room: room.Task.ID, Object: o.ID, Was: o.Asset, Asset: hit.Asset.ID, Size: hit.Asset.Size, Why: hit.Why, File: f.out,
			Before: len(measure.Check(room.Task, room.Layout).Findings)}
		if room.Task, room.Layout, err = substitute.Object(room.Task, room.Layout, o.ID, hit.Asset); err != nil {
			return badInput(err)
		}
		out.Findings = append([]scenes.Finding{}, measure.Check(room.Task, room.Layout).Findings...)
		if err := writeLevel(f.out, level, single); err != nil {
			return err
		}
		if *asJSON {
			return printJSON(cmd, out)
		}
		printReplaced(cmd.OutOrStdout(), o, &out)
		return nil
	}
	return cmd
}

// choose finds the asset to put in the place of an object: the one named, the
// one that fits the words and of those the likest in size, or the likest of
// all.
func (f *replaceFlags) choose(lib *assets.Library, o *scenes.Object, named string) (search.Hit, error) {
	if named != "" {
		a, err := assetOf(lib, named)
		return search.Hit{Asset: a, Why: "as named"}, err
	}
	index := search.New(lib.Assets())
	old := assets.Asset{ID: o.Asset, Category: o.Category, Size: o.Size, Mount: o.Support}
	if f.words != "" {
		query := search.Query{Text: f.words}
		if err := index.Check(query); err != nil {
			return search.Hit{}, err
		}
		hit, ok := index.Likest(query, old)
		if !ok {
			return hit, index.Miss(f.words)
		}
		return hit, nil
	}
	for _, tolerance := range []float64{search.Tolerance, 2 * search.Tolerance} {
		if hits := index.Like(old, tolerance); len(hits) > 0 {
			return hits[0], nil
		}
	}
	return search.Hit{}, fmt.Errorf("nothing else in the library is like %s (%s, %s); name an asset, or words with --search", o.ID, o.Category, search.Metres(o.Size))
}

// objectOf finds an object by its id, in whichever room it is, or by the room's
// id, a slash and its own.
func objectOf(level *scenes.Level, id string) (*scenes.LevelRoom, *scenes.Object, error) {
	var room *scenes.LevelRoom
	var object *scenes.Object
	var ids, named []string
	for i := range level.Rooms {
		r := &level.Rooms[i]
		if own, ok := strings.CutPrefix(id, r.Task.ID+"/"); ok {
			if o, _ := r.Task.Find(own); o != nil {
				return r, o, nil
			}
		}
		for k := range r.Task.Objects {
			o := &r.Task.Objects[k]
			if strings.HasPrefix(id, r.Task.ID+"/") {
				ids = append(ids, r.Task.ID+"/"+o.ID)
			} else {
				ids = append(ids, o.ID)
			}
			if o.ID == id {
				room, object, named = r, o, append(named, strconv.Quote(r.Task.ID+"/"+id))
			}
		}
	}
	switch {
	case len(named) == 1:
		return room, object, nil
	case len(named) > 1:
		return nil, nil, fmt.Errorf("%d rooms have an object %q; name one with its room: %s", len(named), id, strings.Join(named[:min(len(named), 8)], " or "))
	case len(ids) == 0:
		return nil, nil, errors.New("there are no objects to replace")
	}
	if near := schema.Nearest(id, ids); near != "" {
		return nil, nil, fmt.Errorf("there is no object %q; did you mean %q?", id, near)
	}
	return nil, nil, fmt.Errorf("there is no object %q; the objects are %s", id, strings.Join(ids[:min(len(ids), 20)], ", "))
}

// knows reports the first asset of a level that the library lacks, but for that
// of the object to replace: the level could not be exported with any library.
func knows(lib *assets.Library, level *scenes.Level, but *scenes.Object) error {
	for i := range level.Rooms {
		objects := level.Rooms[i].Task.Objects
		for k := range objects {
			o := &objects[k]
			if _, ok := lib.Find(o.Asset); o.Asset != "" && o != but && !ok {
				return fmt.Errorf("the library has no asset %q, which %s is; name the library that the layout was made with by --library", o.Asset, o.ID)
			}
		}
	}
	return nil
}

// writeLevel writes a level, or its only room as a layout with its task.
func writeLevel(file string, level *scenes.Level, single bool) error {
	var data []byte
	var err error
	if single {
		r := &level.Rooms[0]
		data, err = json.MarshalIndent(run.LayoutFile{Task: r.Task, Layout: codec.EncodeLayout(r.Layout)}, "", "  ")
		data = append(data, '\n')
	} else {
		data, err = codec.EncodeLevel(level)
	}
	if err != nil {
		return err
	}
	return run.WriteFile(file, data)
}

func printReplaced(w io.Writer, was *scenes.Object, r *replaced) {
	old := r.Was
	if old == "" {
		old = "a plain " + strings.ReplaceAll(was.Category, "_", " ")
	}
	fmt.Fprintf(w, "%s: %s, %s → %s, %s (%s)\n", r.Object, old, search.Metres(was.Size), r.Asset, search.Metres(r.Size), r.Why)
	for _, f := range r.Findings {
		fmt.Fprintln(w, "  "+f.Message)
	}
	fmt.Fprintf(w, "%s written: %s, before %s\n", r.File, faults(len(r.Findings)), faults(r.Before))
}

func faults(n int) string {
	if n == 0 {
		return "no faults"
	}
	return counted(n, "fault")
}

// counted writes a number with its noun.
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
