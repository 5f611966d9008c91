package gltfio

import (
	"bytes"
	"errors"
	"fmt"
	"image/color"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/metaspatial/metaspatial/scenes"
)

// FuzzReadModel: whatever the bytes, reading ends in a model or a refusal.
func FuzzReadModel(f *testing.F) {
	task, layout := room()
	var buf bytes.Buffer
	if err := ExportLevel(&buf, scenes.Single(task, layout), oneModel{chair()}, LevelExport{}); err != nil {
		f.Fatal(err)
	}
	f.Add(buf.Bytes())
	buf.Reset()
	if err := ExportModel(&buf, chair(), ModelExport{Compact: true}); err != nil {
		f.Fatal(err)
	}
	f.Add(buf.Bytes())
	f.Add(document{}.text())
	f.Add(document{node: `{"children":[1]},{"mesh":0,"matrix":[2,0,0,0, 0,2,0,0, 0,0,2,0, 9,9,9,1]}`}.text())
	f.Fuzz(func(t *testing.T, data []byte) {
		m, _, err := ReadModel(fstest.MapFS{"x.glb": {Data: data}}, "x.glb", Options{})
		var fault *Error
		if err != nil && !errors.As(err, &fault) {
			t.Fatalf("%v is not a refusal", err)
		}
		if err == nil && m.Triangles() == 0 {
			t.Fatal("a model without triangles was taken")
		}
	})
}

// refusal fails for errors that are not an [*Error] with reason and remedy.
func refusal(t *testing.T, err error) {
	t.Helper()
	var fault *Error
	if err != nil && (!errors.As(err, &fault) || fault.Reason == "" || fault.Remedy == "") {
		t.Fatalf("%v is not a refusal", err)
	}
}

// FuzzOpen: however a file is split, every model in it can be asked for, names
// are unique, and reading twice gives the same.
func FuzzOpen(f *testing.F) {
	f.Add(scattered(at("chair", 0, 0), at("table", 1, 3)), false)
	f.Add(scattered(at("a", 0, 0), at("b", 1, 1), at("b", 0, 2)), true)
	f.Add(figure(f, make([]uint8, 16), []uint8{255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0}, ""), true)
	f.Add(painted(`{"extensions":{"KHR_materials_pbrSpecularGlossiness":{"diffuseTexture":{"index":0}}}}`, `"KHR_materials_pbrSpecularGlossiness"`, picturePNG(color.NRGBA{9, 9, 9, 9}), "gone.png"), false)
	f.Add(cabinet(), true)
	f.Fuzz(func(t *testing.T, data []byte, always bool) {
		opts := Options{}
		if always {
			opts.Split, opts.Up = SplitAlways, PlusZ
		}
		file, err := Open(fstest.MapFS{"x.gltf": {Data: data}, "cabinet.bin": {Data: make([]byte, 48)}}, "x.gltf", opts)
		refusal(t, err)
		if err != nil {
			return
		}
		seen := make(map[string]bool)
		for i, m := range file.Models() {
			if m.Name == "" || seen[m.Name] {
				t.Fatalf("model %d is called %q", i, m.Name)
			}
			seen[m.Name] = true
			a, first, err := file.Model(i)
			refusal(t, err)
			if err != nil {
				continue
			}
			if a.Triangles() == 0 {
				t.Fatal("a model without triangles was taken")
			}
			b, second, err := file.Model(i)
			if err != nil || a.Size != b.Size || a.Triangles() != b.Triangles() || !slices.Equal(first.Warnings, second.Warnings) {
				t.Fatalf("reading twice differs: %v", err)
			}
		}
	})
}

// FuzzContainer: whatever the bytes, a GLB's chunks lie within them.
func FuzzContainer(f *testing.F) {
	f.Add(chunked(`{"asset":{"version":"2.0"}}`, []byte{1, 2, 3, 4}))
	f.Add([]byte("glTF\x02\x00\x00\x00\x14\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		text, bin, _, err := container("x.glb", data)
		refusal(t, err)
		if err == nil && len(text)+len(bin) > len(data) {
			t.Fatalf("%d and %d bytes out of %d", len(text), len(bin), len(data))
		}
	})
}

// FuzzAccessor: whatever an accessor claims of a small buffer, it is read
// within it or refused.
func FuzzAccessor(f *testing.F) {
	f.Add(0, 0, 4, 0, 5126, "VEC3", false, 48)
	f.Add(2, 6, 3, 8, 5122, "VEC3", true, 40)
	f.Add(0, 0, 2, 0, 5121, "MAT2", false, 14)
	f.Add(-1, 1<<62, 1<<62, 252, 5123, "MAT4", false, 1<<62)
	f.Fuzz(func(t *testing.T, viewOffset, offset, count, stride, kind int, shape string, normalized bool, length int) {
		view := fmt.Sprintf(`{"buffer":0,"byteOffset":%d,"byteLength":%d`, viewOffset, length)
		if stride != 0 {
			view += fmt.Sprintf(`,"byteStride":%d`, stride)
		}
		text := fmt.Sprintf(`{"asset":{"version":"2.0"},"buffers":[%s],"bufferViews":[%s}],"accessors":[{"bufferView":0,"byteOffset":%d,"count":%d,"componentType":%d,"type":%q,"normalized":%t}]}`,
			dataURI(square), view, offset, count, kind, shape, normalized)
		file := &File{fsys: fstest.MapFS{"x.gltf": {Data: []byte(text)}}, name: "x.gltf"}
		err := file.load()
		refusal(t, err)
		if err != nil {
			return
		}
		values, components, err := file.reader().raw(0)
		if err != nil || len(values) != count*components || len(values) > 48 {
			t.Fatalf("%d values of %d components: %v", len(values), components, err)
		}
	})
}
