package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/codec"
)

// exportedLayout is a furnished room as generate writes it.
const exportedLayout = `{
  "task": {
    "id": "Küche", "room": {"floor": [[0, 0], [4, 0], [4, 3], [0, 3]], "height": 2.5,
      "openings": [{"id": "door", "kind": "door", "wall": 0, "offset": 1, "width": 0.9, "height": 2}]},
    "objects": [
      {"id": "chair", "category": "chair", "asset": "starter/chair_rustic", "size": [0.45, 0.5, 0.9], "support": "floor"},
      {"id": "crate", "category": "crate", "size": [0.5, 0.5, 0.5], "support": "floor"}
    ]
  },
  "layout": [
    {"new_object_id": "chair", "x": 1, "y": 2, "z": 0.45, "rotation": {"z_angle": 90}},
    {"new_object_id": "crate", "x": 3, "y": 1, "z": 0.25}
  ]
}`

func TestExport(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "room.json", exportedLayout)
	for line, want := range map[string]string{
		"room.json -o a/room.glb":                              "a/room.glb a/room.CREDITS.txt",
		"room.json -o b --format gltf --atlas=false":           "b/room.gltf b/room.bin b/room.CREDITS.txt",
		"room.json -o c/flat.tscn --colliders --navmesh":       "c/flat.tscn c/assets/starter/chair_rustic.glb c/assets/boxes/crate.glb c/shells/flat-K_che.glb c/flat.CREDITS.txt",
		"room.json -o d --format tscn --godot 3 --ceiling":     "d/room.tscn d/assets/starter/chair_rustic.glb.import",
		"room.json -o e/room.usda --colliders":                 "e/room.usda e/room.CREDITS.txt",
		"room.json -o f/room.json":                             "f/room.json",
		"room.json -o g/state.json --format sceneeval":         "g/state.json",
		"room.json --format tscn":                              "room/room.tscn",
		"room.json -o v1.2":                                    "v1.2/room.glb",
		"room.json":                                            "room.glb room.CREDITS.txt",
		"room.json f/room.json -o h --format glb":              "h/room.glb h/room_2.glb h/room.CREDITS.txt h/room_2.CREDITS.txt",
		"./room.json -o i/ROOM.GLB --colliders --force --json": "i/ROOM.glb",
	} {
		if strings.Contains(line, "f/room.json -o h") { // needs what another writes
			done(t, dir, strings.Fields("export room.json -o f/room.json")...)
		}
		args := append([]string{"export"}, strings.Fields(line)...)
		if !slices.Contains(args, "--json") {
			args = append(args, "--json")
		}
		got := decode[struct{ Files []exportedFile }](t, done(t, dir, args...))
		for _, name := range strings.Fields(want) {
			if st, err := os.Stat(filepath.Join(dir, name)); err != nil || st.Size() == 0 {
				t.Errorf("export %s leaves no %s: %v", line, name, err)
			}
			if !slices.ContainsFunc(got.Files, func(f exportedFile) bool { return filepath.ToSlash(f.File) == name }) {
				t.Errorf("export %s does not say that it wrote %s: %+v", line, name, got.Files)
			}
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, "f", "room.json"))
	if err != nil {
		t.Fatal(err)
	}
	if level, err := codec.DecodeLevel(text); err != nil || len(level.Rooms[0].Layout.Placements) != 2 {
		t.Errorf("the level file holds %+v, %v", level, err)
	}
	if out := done(t, dir, "export", "room.json", "-o", "a/room.glb"); out != filepath.Join("a", "room.glb")+"\nand its credits beside it\n" {
		t.Errorf("printed %q", out)
	}
}

func TestExportReadsStandardInput(t *testing.T) {
	dir := t.TempDir()
	if r := program(t, dir, strings.NewReader(exportedLayout), "export", "-"); r.code != exitDone {
		t.Fatal(r.stderr)
	}
	if _, err := os.Stat(filepath.Join(dir, "K_che.glb")); err != nil {
		t.Error(err)
	}
}

func TestExportRefuses(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "room.json", exportedLayout)
	write(t, dir, "lost.json", strings.Replace(exportedLayout, "starter/chair_rustic", "shop/throne", 1))
	write(t, dir, "half.json", exportedLayout[:200])
	write(t, dir, "task.json", `{"id": "x"}`)
	write(t, dir, "binary.json", "\xff\xfe\x00glTF")
	write(t, dir, "full/notes.txt", "mine")
	write(t, dir, "room.glb", "glTF\x02\x00\x00\x00")
	for line, want := range map[string]struct {
		code int
		text string
	}{
		"":                                       {exitUsage, "name at least one layout or level; see metaspatial export --help"},
		"room.json --format fbx":                 {exitUsage, `format "fbx" is not known; use one of: glb, gltf, json`},
		"room.json --format usda --navmesh":      {exitUsage, "usda has no place for a navigation mesh; these have: glb, gltf, tscn"},
		"room.json --format tscn --godot 5":      {exitUsage, "godot 5 is not known; use 3 or 4"},
		"room.json --godot 3":                    {exitUsage, "glb has no place for a version of Godot"},
		"room.json -o x.gltf --format glb":       {exitUsage, "-o x.gltf ends as gltf does, but --format is glb"},
		"room.json room.json -o x.glb":           {exitUsage, "-o x.glb is one file, but there are 2 levels; name a folder"},
		"room.json -o x/q.blend":                 {exitUsage, "-o x/q.blend ends as no format does; write .glb, .gltf, .tscn, .usda or .json, or name a folder"},
		"room.json -o q.usdz --format usda":      {exitUsage, "-o q.usdz ends as no format does"},
		"room.glb":                               {exitBadInput, "room.glb: is a GLB; metaspatial import-layout makes a level of it"},
		"-":                                      {exitBadInput, "standard input: is empty; name a level"},
		"room.json --format json":                {exitUsage, "room.json is what is exported and would be replaced"},
		"room.json -o full":                      {exitBadInput, "full holds things that no export wrote; name a new folder, or write into it with --force"},
		"room.json -o room.json/x --format usda": {exitFailed, "not a directory"},
		"nothing.json":                           {exitBadInput, "layout file nothing.json does not exist; check the path"},
		"lost.json":                              {exitBadInput, `the library has no asset "shop/throne"; name the library that the layout was made with`},
		"room.json --library nowhere":            {exitBadInput, "nowhere"},
		"half.json":                              {exitBadInput, "half.json: line 4: the file ends before the level does; copy or write it again"},
		"task.json":                              {exitBadInput, "task.json: neither a level nor a layout"},
		"binary.json":                            {exitBadInput, "binary.json: is no JSON; name a level, or a layout with its task as generate writes it"},
		"full":                                   {exitBadInput, "layout file full is a folder; name a file in it"},
	} {
		r := program(t, dir, nil, append([]string{"export"}, strings.Fields(line)...)...)
		if r.code != want.code || r.out != "" || !strings.Contains(r.stderr, want.text) || strings.Count(r.stderr, "\n") != 1 {
			t.Errorf("export %s: exit code %d, printed %q and %q; want %d and %q", line, r.code, r.out, r.stderr, want.code, want.text)
		}
	}
	if left, err := os.ReadDir(filepath.Join(dir, "full")); err != nil || len(left) != 1 {
		t.Errorf("a refused export leaves %v, %v", left, err)
	}
}
