package export

import (
	"bytes"
	"context"
	"errors"
	"math"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/codec/scenestate"
)

// variants are options that between them reach every line of every writer.
func variants() map[string]Options {
	out := map[string]Options{"godot 3": everything(TSCN), "json": {Format: JSON}, "sceneeval": {Format: SceneEval}}
	for _, f := range []Format{GLB, GLTF, TSCN, USDA} {
		out[string(f)], out["bare "+string(f)] = everything(f), Options{Format: f}
	}
	three := out["godot 3"]
	three.Godot = 3
	out["godot 3"] = three
	return out
}

func TestSameInputSameBytes(t *testing.T) {
	for name, o := range variants() {
		t.Run(name, func(t *testing.T) {
			sources := []Source{{"level", twoRooms(t)}, {"level", scenes.Single(polygon().Task, polygon().Layout)}}
			first, err := Make(t.Context(), sources, o)
			if err != nil {
				t.Fatal(err)
			}
			for range 3 {
				again, err := Make(t.Context(), sources, o)
				if err != nil {
					t.Fatal(err)
				}
				if len(again.Files) != len(first.Files) {
					t.Fatalf("%d files, then %d", len(first.Files), len(again.Files))
				}
				for i, f := range first.Files {
					if a := again.Files[i]; a.Name != f.Name || a.Main != f.Main || !bytes.Equal(a.Data, f.Data) {
						t.Errorf("%s differs from %s", a.Name, f.Name)
					}
				}
			}
			names := make(map[string]bool)
			for _, f := range first.Files {
				if names[strings.ToLower(f.Name)] || path.Clean(f.Name) != f.Name || strings.HasPrefix(f.Name, "../") || strings.ContainsFunc(f.Name, func(r rune) bool { return r > '~' || r <= ' ' }) {
					t.Errorf("file %q is there twice or badly named", f.Name)
				}
				names[strings.ToLower(f.Name)] = true
			}
		})
	}
}

func find(t *testing.T, b *Bundle, name string) []byte {
	t.Helper()
	i := slices.IndexFunc(b.Files, func(f File) bool { return f.Name == name })
	if i < 0 {
		t.Fatalf("there is no %s", name)
	}
	return b.Files[i].Data
}

func TestLevelFilesReadBack(t *testing.T) {
	level := twoRooms(t)
	b, err := Make(t.Context(), []Source{{"a/b", level}}, Options{Format: JSON})
	if err != nil {
		t.Fatal(err)
	}
	got, err := codec.DecodeLevel(find(t, b, "a_b.json"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range level.Rooms {
		if d := cmp.Diff(level.Rooms[i].Layout, got.Rooms[i].Layout); d != "" || got.Rooms[i].Yaw != level.Rooms[i].Yaw {
			t.Errorf("room %d (-want +got):\n%s", i, d)
		}
	}
}

func TestSceneStatesReadBack(t *testing.T) {
	level := twoRooms(t)
	var notes []string
	b, err := Make(t.Context(), []Source{{"level", level}}, Options{Format: SceneEval, Note: func(s string) { notes = append(notes, s) }})
	if err != nil {
		t.Fatal(err)
	}
	if len(notes) != 1 {
		t.Errorf("notes %q", notes)
	}
	for i, name := range []string{"level-Wohnk_che__s_d_.json", "level-bedroom_10_5.json"} {
		s, err := scenestate.Decode(name, find(t, b, name))
		if err != nil {
			t.Fatal(err)
		}
		near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-6 || math.Abs(math.Abs(a-b)-360) < 1e-6 })
		if d := cmp.Diff(level.Rooms[i].Layout, s.Layout, near); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestMakeRefuses(t *testing.T) {
	good := func() *scenes.Level { return scenes.Single(polygon().Task, polygon().Layout) }
	lost := good()
	lost.Rooms[0].Task.Objects[0].Asset = "nobody/chair"
	far := good()
	far.Rooms[0].Layout.Placements[1].Position[0] = math.Inf(1)
	for name, c := range map[string]struct {
		level *scenes.Level
		o     Options
		want  string
	}{
		"format":    {good(), Options{Format: "fbx"}, `format "fbx" is not known; use one of: glb`},
		"godot":     {good(), Options{Format: TSCN, Godot: 5}, "godot 5 is not known"},
		"godot glb": {good(), Options{Godot: 3}, "glb has no place for a version of Godot"},
		"navmesh":   {good(), Options{Format: USDA, Navmesh: true}, "usda has no place for a navigation mesh"},
		"colliders": {good(), Options{Format: JSON, Colliders: true}, "json has no place for colliders"},
		"atlas":     {good(), Options{Format: USDA, KeepTextures: true}, "usda has no place for an atlas"},
		"asset":     {lost, Options{}, `room "Wohnküche \"süd\"", object "sofa": the library has no asset "nobody/chair"; name the library`},
		"infinity":  {far, Options{Format: USDA}, `object "söfa": its placement is not finite`},
		"no rooms":  {&scenes.Level{}, Options{}, "has no rooms"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Make(t.Context(), []Source{{"level", c.level}}, c.o)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
	if _, err := Make(t.Context(), nil, Options{}); err == nil {
		t.Error("no level is no export")
	}
	stop, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("enough"))
	if _, err := Make(stop, []Source{{"level", good()}}, Options{Format: TSCN}); err == nil || err.Error() != "enough" {
		t.Errorf("a stopped export: %v", err)
	}
}
