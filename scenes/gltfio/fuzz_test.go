package gltfio

import (
	"bytes"
	"errors"
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
