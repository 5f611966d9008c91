package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/reimport"
)

func newImportLayout() *cobra.Command {
	var task, library, out string
	cmd := &cobra.Command{
		Use:   "import-layout FILE.glb|FILE.gltf -o OUT.json",
		Short: "Read a level back that was edited in Blender or an engine",
		Long: `Read a level back that was edited in Blender or an engine.

FILE is what export wrote, after anything was moved, turned, scaled, copied,
deleted or put in. Objects are known by the extras of their nodes; where a
program dropped those, by the nodes' names, else by their meshes. New meshes
become objects of the library's assets by name and size, else boxes. The level
that FILE was made from is in its extras; where they are gone, name it with
--task.

OUT is a layout with its task, as generate writes it, or a level where there are
several rooms or a room was moved. What became of every object is printed.`,
		Example: `  metaspatial import-layout room.glb -o room.json
  metaspatial import-layout edited.glb --task level.json --library my-library -o level-2.json --json`,
		Args: oneArg("the .glb or .gltf file"),
	}
	f := cmd.Flags()
	f.StringVar(&task, "task", "", `layout, level or task that the file was made from, instead of the one in its extras; "-" is standard input`)
	f.StringVar(&library, "library", "", "asset library that knows new meshes; default: the starter kit")
	f.StringVarP(&out, "out", "o", "", "file to write; without it nothing is written")
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		for _, in := range []string{args[0], task} {
			if a, err := os.Stat(in); err == nil {
				if b, err := os.Stat(out); err == nil && os.SameFile(a, b) {
					return usage("-o %s is what is read and would be replaced; name another file", out)
				}
			}
		}
		lib, err := run.Library(library)
		if err != nil {
			return err
		}
		level, report, err := importLayout(cmd.Context(), args[0], task, lib)
		if err != nil {
			return badInput(err)
		}
		if out != "" {
			data, err := encodeLayout(level)
			if err != nil {
				return err
			}
			if err := run.WriteFile(out, data); err != nil {
				return err
			}
		}
		if *asJSON {
			return printJSON(cmd, struct {
				*reimport.Report
				File string `json:"file,omitempty"`
			}{report, out})
		}
		printReimport(cmd.OutOrStdout(), report)
		if out == "" {
			say("nothing was written; name a file with -o to keep the layout")
		}
		return nil
	}
	return cmd
}

// importLayout reads a level's file; task names the file of what it was made
// from, or is empty.
func importLayout(ctx context.Context, file, task string, lib *assets.Library) (*scenes.Level, *reimport.Report, error) {
	var level *scenes.Level
	if task != "" {
		var err error
		if level, err = readOriginal(ctx, task); err != nil {
			return nil, nil, err
		}
	}
	// What a .gltf refers to lies in its folder; nothing else is read.
	root, err := os.OpenRoot(filepath.Dir(file))
	if err != nil {
		return nil, nil, fmt.Errorf("the folder of %s cannot be read: %w", file, err)
	}
	defer root.Close()
	edited, err := gltfio.ReadLevel(root.FS(), filepath.Base(file))
	if err != nil {
		return nil, nil, err
	}
	out, report, err := reimport.Level(level, edited, reimport.Options{Find: reimport.Finder(lib)})
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", file, err)
	}
	return out, report, ctx.Err()
}

// encodeLayout writes a room in its own frame as a layout with its task, which
// every command reads, and anything else as a level.
func encodeLayout(level *scenes.Level) ([]byte, error) {
	if r := level.Rooms[0]; len(level.Rooms) > 1 || r.Origin != (scenes.Vec3{}) || r.Yaw != 0 {
		return codec.EncodeLevel(level)
	}
	r := level.Rooms[0]
	data, err := json.MarshalIndent(run.LayoutFile{Task: r.Task, Layout: codec.EncodeLayout(r.Layout)}, "", "  ")
	return append(data, '\n'), err
}

// printReimport lists what changed.
func printReimport(w io.Writer, r *reimport.Report) {
	var rows [][]string
	for _, m := range r.Rooms {
		rows = append(rows, []string{m.Task, string(m.Change), length(m.MovedM), degrees(m.TurnedDeg), "the room"})
	}
	for _, o := range r.Objects {
		if o.Change == reimport.Same {
			continue
		}
		how := o.How
		if o.Was != (scenes.Vec3{}) {
			how += fmt.Sprintf("; now %.3g × %.3g × %.3g m", o.Size[0], o.Size[1], o.Size[2])
		}
		if o.Asset != "" {
			how += "; " + o.Asset
		}
		rows = append(rows, []string{o.Room + "/" + o.ID, string(o.Change), length(o.MovedM), degrees(o.TurnedDeg), how})
	}
	if len(rows) > 0 {
		printColumns(w, []string{"object", "change", "by", "turned", "known by"}, rows, 4)
	}
	for _, s := range r.Warnings {
		fmt.Fprintln(w, s)
	}
	fmt.Fprintf(w, "%d objects as they were, %d changed, %d added, %d removed\n",
		r.Count(reimport.Same), r.Count(reimport.Moved), r.Count(reimport.Added), r.Count(reimport.Removed))
}

func length(metres float64) string {
	if metres == 0 {
		return ""
	}
	return fmt.Sprintf("%.3f m", metres)
}

func degrees(d float64) string {
	if d == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f°", d)
}
