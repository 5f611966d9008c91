package gltfio

import (
	"fmt"
	"image/color"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

// scattered is a file of nodes, each given as JSON members; meshes 0 and 1 are
// the same square under two indices.
func scattered(nodes ...string) []byte {
	var list, roots []string
	for i, n := range nodes {
		list = append(list, "{"+n+"}")
		roots = append(roots, fmt.Sprint(i))
	}
	quad := `{"primitives":[{"attributes":{"POSITION":0},"mode":5}]}`
	return fmt.Appendf(nil, `{"asset":{"version":"2.0"},"scene":0,"scenes":[{"nodes":[%s]}],"nodes":[%s],"meshes":[%s,%s],
"buffers":[%s],"bufferViews":[{"buffer":0,"byteLength":48}],"accessors":[{"bufferView":0,"componentType":5126,"count":4,"type":"VEC3","min":[0,0,0],"max":[2,1,0]}]}`,
		strings.Join(roots, ","), strings.Join(list, ","), quad, quad, dataURI(square))
}

// at is a node that draws a mesh at x.
func at(name string, mesh int, x float64) string {
	return fmt.Sprintf(`"name":%q,"mesh":%d,"translation":[%g,0,0]`, name, mesh, x)
}

func TestSplitAuto(t *testing.T) {
	for name, test := range map[string]struct {
		file []byte
		want []string
	}{
		"two things apart":          {scattered(at("chair", 0, 0), at("table", 1, 3)), []string{"chair", "table"}},
		"letters tell things apart": {scattered(at("chair_A", 0, 0), at("chair_B", 1, 3)), []string{"chair_A", "chair_B"}},
		"numbered, with gaps":       {scattered(at("tree_1", 0, 0), at("tree_2", 1, 3)), []string{"tree_1", "tree_2"}},
		"one name twice":            {scattered(at("lamp", 0, 0), at("lamp", 1, 3), at("rug", 0, 6)), []string{"lamp", "lamp_2"}},
		"a repetition is left out":  {scattered(at("chair", 0, 0), at("table", 1, 3), at("chair.001", 0, 6)), []string{"chair", "table"}},
		"numbered, close together":  {scattered(at("candle_1", 0, 0), at("candle_2", 1, 2.1)), []string{"x"}},
		"copies of one thing":       {scattered(at("chair_1", 0, 0), at("chair_2", 0, 4)), []string{"x"}},
		"two things that overlap":   {scattered(at("cabinet", 0, 0), at("vase", 1, 1)), []string{"x"}},
		"two things that touch":     {scattered(at("cabinet", 0, 0), at("shelf", 1, 2)), []string{"x"}},
		"a pair":                    {scattered(at("curtain_left", 0, 0), at("curtain_right", 1, 6)), []string{"x"}},
		"parts of one thing":        {scattered(at("leg_1", 0, 0), at("wheel", 1, 3), at("door", 1, 6)), []string{"x"}},
		"legs under their seat": {scattered(at("leg_A", 0, 0), at("leg_B", 1, 8), `"name":"chair","mesh":1,"scale":[5,1,1]`,
			`"name":"stool","mesh":1,"scale":[5,1,1],"translation":[0,9,0]`), []string{"x"}},
		"names that mean nothing": {scattered(at("Cube.001", 0, 0), at("Plane", 1, 3)), []string{"x"}},
		"one thing":               {scattered(at("chair", 0, 0), `"name":"light"`), []string{"x"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, names(t, test.file, SplitAuto)); diff != "" {
				t.Errorf("models (-want +got):\n%s", diff)
			}
		})
	}
}

func names(t *testing.T, text []byte, mode SplitMode) []string {
	t.Helper()
	f, err := Open(fstest.MapFS{"x.gltf": {Data: text}}, "x.gltf", Options{Split: mode})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for i, m := range f.Models() {
		out = append(out, m.Name)
		if _, _, err := f.Model(i); err != nil {
			t.Error(err)
		}
	}
	return out
}

func TestSplitModes(t *testing.T) {
	touching := scattered(at("cabinet", 0, 0), at("vase", 1, 1))
	if got := names(t, touching, SplitAlways); !cmp.Equal(got, []string{"cabinet", "vase"}) {
		t.Errorf("SplitAlways gives %q", got)
	}
	if got := names(t, scattered(at("chair", 0, 0), at("table", 1, 3)), SplitNever); !cmp.Equal(got, []string{"x"}) {
		t.Errorf("SplitNever gives %q", got)
	}
}

// A split model keeps the turn and scale of what is above it, and its own box.
func TestSplitKeepsParents(t *testing.T) {
	text := []byte(strings.Replace(string(scattered(
		`"children":[1,2],"scale":[2,2,2],"rotation":[0,0.70710678,0,0.70710678],"name":"all"`,
		at("chair", 0, 0), at("table", 1, 7))), `"scenes":[{"nodes":[0,1,2]}]`, `"scenes":[{"nodes":[0]}]`, 1))
	f, err := Open(fstest.MapFS{"x.gltf": {Data: text}}, "x.gltf", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Models(); !cmp.Equal(got, []ModelInfo{{Name: "chair", Node: "chair"}, {Name: "table", Node: "table"}}) {
		t.Fatalf("models %+v", got)
	}
	m, info, err := f.Model(1)
	if err != nil {
		t.Fatal(err)
	}
	if m.Name != "table" || m.Size[0] > 1e-6 || m.Size[1] != 4 || m.Size[2] != 2 {
		t.Errorf("%s has size %v, want 4 deep and 2 high", m.Name, m.Size)
	}
	if len(info.Parts) != 1 || info.Parts[0].Parent != "all" || info.Parts[0].Name != "table" {
		t.Errorf("parts %+v", info.Parts)
	}
	if _, _, err := f.Model(2); err == nil {
		t.Error("model 2 of 2 was read")
	}
}

func TestSplitRealFiles(t *testing.T) {
	hard := os.DirFS(scenestest.Shared(t, "packs/hard-variants"))
	for name, want := range map[string][]string{
		"merged3scenes.glb": {"chair", "loungeSofa", "table"},
		"level.gltf":        {"level"},
		"level.glb":         {"level"},
		"couch.packed.glb":  {"couch.packed"},
	} {
		f, err := Open(hard, name, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i, m := range f.Models() {
			got = append(got, m.Name)
			if model, _, err := f.Model(i); err != nil || model.Triangles() == 0 {
				t.Errorf("%s: model %q: %v", name, m.Name, err)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	level, err := Open(hard, "level.gltf", Options{Split: SplitAlways})
	if err != nil {
		t.Fatal(err)
	}
	// Six chairs are one, and the node that draws three at once is another.
	if got, want := level.Models(), []ModelInfo{{"chair_001", "chair_001"}, {"chairs_batch", "chairs_batch"}}; !cmp.Equal(got, want) {
		t.Errorf("the level splits into %v, want %v", got, want)
	}
	for _, pack := range []string{"packs/kaykit-furniture-bits", "packs/kenney-starter-city-builder"} {
		fsys := os.DirFS(scenestest.Shared(t, pack))
		for _, name := range models(t, fsys) {
			f, err := Open(fsys, name, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := f.Models(); len(got) != 1 {
				t.Errorf("%s is one asset but was split into %v", name, got)
			}
		}
	}
}

// The models of a file share its images, which count once against its limit.
func TestSplitModelsShareImages(t *testing.T) {
	text := strings.Replace(string(scattered(at("chair", 0, 0), at("table", 1, 3))), `"primitives":[{`, `"primitives":[{"material":0,`, 2)
	text = strings.TrimSuffix(text, "}") + `,"images":[{"uri":"rough.png"}],"textures":[{"source":0}],"materials":[{"pbrMetallicRoughness":{"metallicRoughnessTexture":{"index":0}}}]}`
	data, err := decodeDataURI("", picturePNG(color.NRGBA{0, 51, 255, 255}), imageTypes)
	if err != nil {
		t.Fatal(err)
	}
	f, err := Open(fstest.MapFS{"x.gltf": {Data: []byte(text)}, "rough.png": {Data: data}}, "x.gltf", Options{})
	if err != nil {
		t.Fatal(err)
	}
	f.images.texels = maxPixels - 1
	for i := range f.Models() {
		m, info, err := f.Model(i)
		if err != nil {
			t.Fatal(err)
		}
		if m.Materials[0].Roughness != 0.2 || !cmp.Equal(info.Dependencies, []string{"rough.png"}) {
			t.Errorf("model %d: roughness %v, dependencies %q, warnings %q", i, m.Materials[0].Roughness, info.Dependencies, info.Warnings)
		}
	}
}
