package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes/export"
)

// exportFlags are the flags of export as they were written.
type exportFlags struct {
	format, out, library                string
	colliders, navmesh, ceiling, packed bool
	force                               bool
	godot                               int
}

func newExport() *cobra.Command {
	var e exportFlags
	cmd := &cobra.Command{
		Use:   "export LAYOUT|LEVEL… --format FORMAT -o OUT",
		Short: "Write levels for game engines and other tools",
		Long: `Write levels for game engines and other tools.

The files are layouts with their tasks, as generate writes them, or levels of
several rooms; "-" is standard input. Formats:

  glb        one binary glTF with everything in it
  gltf       the same with its buffer and images beside it
  tscn       a Godot scene that instances the models' own files, which lie beside it
  usda       USD ASCII with its textures beside it
  sceneeval  a scene state of SceneEval for each room
  json       a level file, as this command reads it

OUT is the level's file, whose ending tells the format, or a folder. A folder
that holds anything but an earlier export is refused unless --force is given;
nothing is ever removed. Beside every level lies LEVEL.CREDITS.txt, which says
whom its models are owed to and what their licences ask for.

docs/engines.md says what arrives in which engine.`,
		Example: `  metaspatial export mine/layout-1.json -o room.glb
  metaspatial export room.json --format tscn --colliders --navmesh -o mygame/rooms
  metaspatial export level.json --format tscn --godot 3 --library lib -o old-game/level
  metaspatial export rooms/*.json --format usda -o stage`,
		Args: someArgs("at least one layout or level"),
	}
	f := cmd.Flags()
	f.StringVar(&e.format, "format", "", "glb, gltf, tscn, usda, sceneeval or json; default: what OUT ends in, else glb")
	f.StringVarP(&e.out, "out", "o", "", "file or folder to write; default: the level's name in this folder")
	f.StringVar(&e.library, "library", "", "asset library with the models; default: the starter kit")
	f.BoolVar(&e.colliders, "colliders", false, "add collision shapes: boxes for objects, floors and walls as they are")
	f.BoolVar(&e.navmesh, "navmesh", false, "add the floor that a person reaches as a navigation mesh")
	f.BoolVar(&e.ceiling, "ceiling", false, "close the rooms from above")
	f.BoolVar(&e.packed, "atlas", true, "pack small textures in one image (glb, gltf)")
	f.IntVar(&e.godot, "godot", 4, "version of Godot that tscn is for, 3 or 4")
	f.BoolVar(&e.force, "force", false, "write into a folder whatever it holds")
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		target, options, err := e.plan(cmd, args)
		if err != nil {
			return err
		}
		return e.run(cmd, args, target, options, *asJSON)
	}
	return cmd
}

// target is where an export goes.
type target struct {
	folder string
	// name is the level's file without its ending; empty takes the input's.
	name string
	// named says that OUT was a file.
	named bool
}

// plan checks what the flags ask for.
func (e *exportFlags) plan(cmd *cobra.Command, args []string) (target, export.Options, error) {
	o := export.Options{
		Format: export.Format(e.format), Colliders: e.colliders, Navmesh: e.navmesh, Ceiling: e.ceiling, KeepTextures: !e.packed,
		Note: func(sentence string) { say("%s", sentence) },
	}
	if cmd.Flags().Changed("godot") {
		o.Godot = e.godot
	}
	if o.Format == "" {
		o.Format = export.GLB
		if known, ok := export.FormatOf(filepath.Base(e.out)); ok {
			o.Format = known
		}
	}
	if err := o.Check(); err != nil {
		return target{}, o, usage("%w; see %s --help", err, cmd.CommandPath())
	}
	t := target{folder: e.out}
	base := filepath.Base(e.out)
	switch known, ok := export.FormatOf(base); {
	case !ok && fileEnding.MatchString(base) && !isFolder(e.out):
		return t, o, usage("-o %s ends as no format does; write .glb, .gltf, .tscn, .usda or .json, or name a folder, without an ending", e.out)
	case e.out == "" && o.Format.Files() && len(args) == 1 && args[0] != "-":
		t.folder = stem(args[0])
	case e.out == "":
		t = target{folder: ".", named: true}
	case ok && known.Ending() == o.Format.Ending() && !isFolder(e.out):
		t = target{folder: filepath.Dir(e.out), name: base[:len(base)-len(known.Ending())], named: true}
	case ok && !isFolder(e.out):
		return t, o, usage("-o %s ends as %s does, but --format is %s; see %s --help", e.out, known, o.Format, cmd.CommandPath())
	}
	if t.name != "" && len(args) > 1 {
		return t, o, usage("-o %s is one file, but there are %d levels; name a folder", e.out, len(args))
	}
	return t, o, nil
}

// fileEnding matches the name of a file, not that of a folder such as "rooms" or
// "v1.2".
var fileEnding = regexp.MustCompile(`\.[A-Za-z][0-9A-Za-z]{0,9}$`)

func isFolder(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.IsDir()
}

// stem is a file's name without its folder and its ending.
func stem(file string) string {
	base := filepath.Base(file)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// exportedFile is one file that export wrote.
type exportedFile struct {
	File  string `json:"file"`
	Bytes int    `json:"bytes"`
	// Level marks a level's own file.
	Level bool `json:"level,omitempty"`
}

func (e *exportFlags) run(cmd *cobra.Command, args []string, t target, o export.Options, asJSON bool) error {
	lib, err := run.Library(e.library)
	if err != nil {
		return err
	}
	o.Library = lib
	var sources []export.Source
	for _, file := range args {
		level, _, err := readLevel(cmd.Context(), file)
		if err != nil {
			return badInput(err)
		}
		s := export.Source{Name: t.name, Level: level}
		switch {
		case s.Name != "":
		case file == "-":
			s.Name = level.Name
		default:
			s.Name = stem(file)
		}
		sources = append(sources, s)
	}
	bundle, err := export.Make(cmd.Context(), sources, o)
	if err != nil {
		return badInput(err)
	}
	if err := apart(bundle, t.folder, args); err != nil {
		return err
	}
	err = bundle.Write(cmd.Context(), export.WriteOptions{Folder: t.folder, Named: t.named, Force: e.force})
	if errors.Is(err, export.ErrOccupied) {
		return badInput(err)
	}
	if err != nil {
		return err
	}
	var files []exportedFile
	for _, f := range bundle.Files {
		files = append(files, exportedFile{filepath.Join(t.folder, filepath.FromSlash(f.Name)), len(f.Data), f.Main})
	}
	if asJSON {
		return printJSON(cmd, struct {
			Files []exportedFile `json:"files"`
		}{files})
	}
	printExported(cmd.OutOrStdout(), files)
	return nil
}

// apart refuses an export that would replace what it was made from.
func apart(b *export.Bundle, folder string, inputs []string) error {
	for _, f := range b.Files {
		path := filepath.Join(folder, filepath.FromSlash(f.Name))
		st, err := os.Stat(path)
		if err != nil {
			continue
		}
		for _, in := range inputs {
			if from, err := os.Stat(in); err == nil && os.SameFile(st, from) {
				return usage("%s is what is exported and would be replaced; name another place with -o", path)
			}
		}
	}
	return nil
}

// printExported lists the levels and counts what lies beside them.
func printExported(w io.Writer, files []exportedFile) {
	others := 0
	for _, f := range files {
		if f.Level {
			fmt.Fprintln(w, f.File)
		} else {
			others++
		}
	}
	if others == 1 {
		fmt.Fprintln(w, "and its credits beside it")
	} else {
		fmt.Fprintf(w, "and %d files beside: credits and what levels refer to\n", others)
	}
}
