package main

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

type generatedOut struct {
	Name       string
	Task       struct{ Objects []struct{ ID string } }
	Layout     []map[string]any
	FullyValid bool `json:"fully_valid"`
	Findings   []any
	Files      []string
}

// What is locked stays, whatever the seed; the file that generate wrote says
// where.
func TestGenerateRoundLockedObjects(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	done(t, dir, "generate", "--room", "5x4x2.7", "--objects", "sofa, armchair, coffee table, floor lamp", "--out", "mine")
	type layout struct {
		FullyValid bool `json:"fully_valid"`
		Layout     []codec.AnswerItem
	}
	was := decode[layout](t, string(read(t, dir, "mine/layout-1.json")))
	moved := 0
	for _, seed := range []string{"2", "3"} {
		got := decode[[]layout](t, done(t, dir, "generate", "--task", "mine/layout-1.json", "--lock", "sofa_1,coffee_table_1", "--seed", seed, "--json"))[0]
		if !got.FullyValid {
			t.Errorf("seed %s: the room has faults", seed)
		}
		for i, p := range got.Layout {
			locked := p.ID == "sofa_1" || p.ID == "coffee_table_1"
			if same := p == was.Layout[i]; locked && !same {
				t.Errorf("seed %s: %s went from %+v to %+v", seed, p.ID, was.Layout[i], p)
			} else if !locked && !same {
				moved++
			}
		}
	}
	if moved == 0 {
		t.Error("nothing but the locked objects was placed anew")
	}
	for args, want := range map[string]string{
		"--lock|ghost": `--lock: the task has no object "ghost"`,
	} {
		r := program(t, dir, nil, append([]string{"generate", "--task", "mine/layout-1.json"}, strings.Split(args, "|")...)...)
		if r.code != exitBadInput || !strings.Contains(r.stderr, want) {
			t.Errorf("%s: exit code %d, %s", args, r.code, r.stderr)
		}
	}
	if r := program(t, dir, nil, "generate", "--room", "4x4x3", "--objects", "chair", "--lock", "chair_1"); r.code != exitUsage {
		t.Errorf("--lock without a layout: exit code %d", r.code)
	}
}

func TestGenerate(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	args := []string{"generate", "--room", "5x4x2.7", "--objects", "sofa, 2 armchairs, coffee table, rug, floor lamp", "--prefer", "calm", "--n", "2", "--out", "mine", "--json"}
	first := done(t, dir, args...)
	out := decode[[]generatedOut](t, first)
	if len(out) != 2 {
		t.Fatalf("%d alternatives, want 2", len(out))
	}
	var files []string
	for _, g := range out {
		if !g.FullyValid || len(g.Findings) > 0 || len(g.Task.Objects) != 6 || len(g.Layout) != 6 {
			t.Errorf("%s: valid %t, %d findings, %d of %d objects placed", g.Name, g.FullyValid, len(g.Findings), len(g.Layout), len(g.Task.Objects))
		}
		files = append(files, g.Files...)
	}
	var want []string
	for _, name := range []string{"layout-1", "layout-2"} {
		for _, kind := range []string{".json", ".glb", ".png"} {
			want = append(want, filepath.Join("mine", name+kind))
		}
	}
	if d := cmp.Diff(want, files); d != "" {
		t.Errorf("files (-want +got):\n%s", d)
	}
	glb, err := os.ReadFile(filepath.Join(dir, "mine", "layout-1.glb"))
	if err != nil || !bytes.HasPrefix(glb, []byte("glTF\x02\x00\x00\x00")) {
		t.Errorf("the GLB begins with %.12q (%v)", glb, err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "mine", "layout-1.png"))
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil || picture.Width < 640 {
		t.Errorf("the picture is %+v (%v)", picture, err)
	}
	if again := done(t, dir, args...); again != first {
		t.Error("the same seed furnishes the room differently")
	}

	// What it writes, it and score read.
	file := filepath.Join("mine", "layout-1.json")
	if !strings.Contains(done(t, dir, "generate", "--task", file), "layout-1: everything fits") {
		t.Error("the task in its own file is not furnished")
	}
	layout, err := os.ReadFile(filepath.Join(dir, file))
	if err != nil {
		t.Fatal(err)
	}
	r := program(t, dir, bytes.NewReader(layout), "score")
	if r.code != exitDone || !decode[struct {
		FullyValid bool `json:"fully_valid"`
	}](t, r.out).FullyValid {
		t.Errorf("score says %s%s", r.out, r.stderr)
	}
	if r := program(t, dir, strings.NewReader(goodTask), "generate", "--task", "-", "--policy", "policy/random", "--json"); r.code != exitDone ||
		len(decode[[]generatedOut](t, r.out)[0].Layout) != 1 {
		t.Errorf("from standard input: exit code %d\n%s%s", r.code, r.out, r.stderr)
	}
}

func TestAssetsImport(t *testing.T) {
	t.Parallel()
	pack := scenestest.Shared(t, "packs/kaykit-furniture-bits")
	dir := t.TempDir()
	type report struct {
		Files, Taken, Warned, Refused int
		Assets                        []struct {
			Name, File, ID, Category, Front, Mount, Licence string
			Size                                            [3]float64 `json:"size_m"`
			Triangles                                       int
			Evidence                                        map[string]assets.Reason
		}
		Refusals []struct{ File, Reason, Remedy string }
		Packs    []struct {
			Name    string
			Scale   float64
			Licence string
		}
	}
	out := decode[report](t, done(t, dir, "assets", "import", pack, "--library", "lib", "--json"))
	if out.Files < 50 || out.Taken+out.Refused != out.Files || out.Refused != 0 || len(out.Assets) != out.Taken || len(out.Packs) != 1 {
		t.Errorf("%d files, %d taken, %d refused, %d assets, %d packs", out.Files, out.Taken, out.Refused, len(out.Assets), len(out.Packs))
	}
	for _, a := range out.Assets {
		if a.Category == "" || a.Mount == "" || a.Licence != "CC0-1.0" || a.Triangles == 0 || a.Size[0] <= 0 || a.Size[1] <= 0 || a.Size[2] <= 0 {
			t.Errorf("%+v", a)
		}
		for _, what := range []string{"category", "scale", "front", "mount", "support", "licence"} {
			if a.Evidence[what].Why == "" {
				t.Errorf("%s: no evidence for its %s", a.ID, what)
			}
		}
	}
	// The library furnishes rooms without the pack.
	got := decode[[]generatedOut](t, done(t, dir, "generate", "--library", "lib", "--room", "5x5x3", "--objects", "bed, armchair, rug", "--out", "mine", "--json"))
	if len(got) != 1 || len(got[0].Layout) != 3 || len(got[0].Files) != 3 {
		t.Errorf("with the library: %+v", got)
	}
}
