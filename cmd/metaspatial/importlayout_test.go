package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/metaspatial/metaspatial/scenes/reimport"
)

// A level goes out, is edited and comes back; what is not touched is not
// changed.
func TestImportLayout(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "room.json", exportedLayout)
	done(t, dir, "export", "room.json", "-o", "out/room.gltf", "--colliders", "--navmesh")
	if out := done(t, dir, "import-layout", "out/room.gltf", "-o", "same.json"); !strings.HasPrefix(out, "2 objects as they were") {
		t.Errorf("printed %q", out)
	}
	same, _ := levelOf(t, filepath.Join(dir, "same.json"))
	before, _ := levelOf(t, filepath.Join(dir, "room.json"))
	for _, p := range before.Rooms[0].Layout.Placements {
		if q := same.Rooms[0].Layout.Find(p.ID); q == nil || *q != p {
			t.Errorf("%v became %v", p, q)
		}
	}

	// The crate, at (3, 0.25, −1) in the file's axes, is pushed 0.5 m to the east,
	// by a tool that drops all extras.
	text, err := os.ReadFile(filepath.Join(dir, "out", "room.gltf"))
	if err != nil {
		t.Fatal(err)
	}
	moved := regexp.MustCompile(`3,\s*0\.25,\s*-1`).ReplaceAllString(string(text), "3.5, 0.25, -1")
	if moved == string(text) {
		t.Fatal("the crate is not where it was looked for")
	}
	write(t, dir, "out/moved.gltf", strings.ReplaceAll(moved, `"extras"`, `"lost"`))
	r := program(t, dir, nil, "import-layout", "out/moved.gltf")
	if r.code != exitBadInput || !strings.Contains(r.stderr, "holds no level of ours: export it with custom properties (extras), or name the level or layout that it was made from with --task") {
		t.Errorf("without its level: exit code %d, %s", r.code, r.stderr)
	}
	report := decode[reimport.Report](t, done(t, dir, "import-layout", "out/moved.gltf", "--task", "room.json", "-o", "moved.json", "--json"))
	if report.Count(reimport.Same) != 1 || report.Count(reimport.Moved) != 1 || report.Objects[1].How != "name" || report.Objects[1].MovedM != 0.5 {
		t.Errorf("report %+v", report)
	}
	_, data := levelOf(t, filepath.Join(dir, "moved.json"))
	if !strings.Contains(data, `"x": 3.5`) {
		t.Errorf("the crate did not move: %s", data)
	}
	// Other commands read what is written.
	done(t, dir, "export", "moved.json", "-o", "again.glb")
}

func levelOf(t *testing.T, file string) (*scenes.Level, string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	level, err := codec.DecodeLevel(data)
	if err != nil {
		t.Fatal(err)
	}
	return level, string(data)
}

func TestImportLayoutRefuses(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "room.json", exportedLayout)
	done(t, dir, "export", "room.json", "-o", "room.glb")
	glb, err := os.ReadFile(filepath.Join(dir, "room.glb"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "half.glb", string(glb[:len(glb)/2]))
	write(t, dir, "other.json", strings.NewReplacer("chair", "sofa", "crate", "tent", "Küche", "Zelt").Replace(exportedLayout))
	for line, want := range map[string]struct {
		code int
		text string
	}{
		"":                            {exitUsage, "name the .glb or .gltf file; see metaspatial import-layout --help"},
		"room.glb -o room.glb":        {exitUsage, "-o room.glb is what is read and would be replaced; name another file"},
		"gone.glb":                    {exitBadInput, "gone.glb"},
		"nowhere/room.glb":            {exitBadInput, "the folder of nowhere/room.glb cannot be read"},
		"half.glb":                    {exitBadInput, "half.glb: "},
		"room.json":                   {exitBadInput, "room.json: "},
		"room.glb --task other.json":  {exitBadInput, `nothing in the file is of level "Zelt"`},
		"room.glb --task gone.json":   {exitBadInput, "task file gone.json does not exist; check the path"},
		"room.glb --task room.glb":    {exitBadInput, "room.glb: "},
		"room.glb --library nowhere":  {exitBadInput, "nowhere"},
		"room.glb -o nowhere/x/y.txt": {exitFailed, "metaspatial: write nowhere/x/y.txt: no such file or directory; check the path"},
	} {
		r := program(t, dir, nil, append([]string{"import-layout"}, strings.Fields(line)...)...)
		if r.code != want.code || !strings.Contains(lastLine(r.stderr), want.text) {
			t.Errorf("import-layout %s: exit code %d, %s; want %d, %s", line, r.code, lastLine(r.stderr), want.code, want.text)
		}
	}
}

// New meshes are found in the library by what is left of their names, and by
// their size where one asset only has it.
func TestFinder(t *testing.T) {
	lib, err := assets.New([]assets.Asset{
		{ID: "park/garden_bench", Name: "garden_bench", Category: "bench", Size: scenes.Vec3{1.5, 0.6, 0.9}},
		{ID: "attic/chair", Name: "chair", Category: "chair", Size: scenes.Vec3{0.5, 0.5, 0.9}},
		{ID: "shop/chair", Name: "chair", Category: "chair", Size: scenes.Vec3{0.6, 0.6, 1.1}},
		{ID: "shop/stool", Name: "stool", Category: "stool", Size: scenes.Vec3{0.4, 0.4, 0.5}},
		{ID: "attic/stool", Name: "old stool", Category: "stool", Size: scenes.Vec3{0.4, 0.4, 0.5}},
	}, func(assets.Asset) func() (*mesh.Model, error) { return nil })
	if err != nil {
		t.Fatal(err)
	}
	find := reimport.Finder(lib)
	for name, want := range map[string]struct {
		size  scenes.Vec3
		asset string
	}{
		"park_garden_bench": {scenes.Vec3{9, 9, 9}, "park/garden_bench"},
		"Garden Bench":      {scenes.Vec3{1, 1, 1}, "park/garden_bench"},
		"chair":             {scenes.Vec3{0.6, 0.6, 1}, "shop/chair"},
		"attic_chair":       {scenes.Vec3{0.6, 0.6, 1}, "attic/chair"},
		"Mesh":              {scenes.Vec3{1.5, 0.6, 0.9005}, "park/garden_bench"},
		"Mesh2":             {scenes.Vec3{0.4, 0.4, 0.5}, ""},
		"Cube":              {scenes.Vec3{1, 1, 1}, ""},
	} {
		if o, ok := find(name, want.size); o.Asset != want.asset || ok != (want.asset != "") {
			t.Errorf("%s of %v is %q, want %q", name, want.size, o.Asset, want.asset)
		}
	}
}
