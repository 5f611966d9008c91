package kit_test

import (
	"bytes"
	"io/fs"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/roomgen/kit"
	"github.com/metaspatial/metaspatial/scenes/roomgen/kit/design"
)

// maxBytes keeps the kit a small part of the program.
const maxBytes = 1_550_000

func TestFilesAreCurrent(t *testing.T) {
	want, err := design.Build()
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, f := range want {
		got, err := fs.ReadFile(kit.Files(), f.Name)
		if err != nil || !bytes.Equal(got, f.Data) {
			t.Fatalf("%s is not what the code makes (%v); run: go generate ./scenes/roomgen/kit", f.Name, err)
		}
		total += len(got)
	}
	have, err := fs.Glob(kit.Files(), "models/*.glb")
	if err != nil || len(have) != len(want)-1 {
		t.Errorf("%d models are embedded, the code makes %d (%v)", len(have), len(want)-1, err)
	}
	if total > maxBytes {
		t.Errorf("the kit has %d bytes, more than %d", total, maxBytes)
	}
}
