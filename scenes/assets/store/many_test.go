package store

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/scenes/assets/internal/packtest"
	"github.com/metaspatial/metaspatial/scenes/assets/semantics"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
)

// put enters n models of one shape under different names.
func put(t *testing.T, s *Store, pack string, n int) {
	t.Helper()
	src := t.TempDir()
	packtest.Write(t, src, "chair.glb", packtest.Chair(1, ""))
	m, info, err := gltfio.ReadModel(os.DirFS(src), "chair.glb", gltfio.Options{})
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(src, "chair.glb"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Claim(t.Context(), Pack{Name: pack, Source: src, Licence: "CC0-1.0"}, false); err != nil {
		t.Fatal(err)
	}
	files := make([]File, n)
	for i := range files {
		name := fmt.Sprintf("chair_%05d", i)
		f := semantics.Measure(semantics.Facts{ID: pack + "/" + name, Name: name, File: name + ".glb"}, m, info)
		text, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		files[i] = File{
			Stamp: Stamp{Path: f.File, Size: int64(len(data))}, ID: f.ID, Dependencies: []Stamp{},
			Models: []Model{{ID: f.ID, Facts: text, Geometry: NewBlob(data, ".glb")}},
		}
	}
	if err := s.Put(t.Context(), pack, files); err != nil {
		t.Fatal(err)
	}
}

// A library of 10,000 models opens in less than a second, settled or not.
func TestTenThousandModels(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a few seconds")
	}
	const models = 10_000
	dir := empty(t)
	s, err := Update(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	put(t, s, "pack", models)
	for _, settled := range []bool{false, true} {
		if settled {
			if _, err := s.Settle(t.Context(), "pack"); err != nil {
				t.Fatal(err)
			}
		}
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		begun := time.Now()
		lib, err := Open(dir)
		took := time.Since(begun)
		if err != nil || lib.Len() != models {
			t.Fatal(err)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		t.Logf("settled %v: opened in %v, holding %d MB", settled, took.Round(time.Millisecond), (after.HeapAlloc-before.HeapAlloc)>>20)
		// Other work on the machine may slow it down several times.
		if took > 5*time.Second {
			t.Errorf("opening took %v", took)
		}
		runtime.KeepAlive(lib)
	}
}

// Where nobody can write, a library is read all the same.
func TestReadOnlyFolder(t *testing.T) {
	dir := empty(t)
	s, err := Update(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, "pack", 3)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o755)
	if writable(dir) {
		t.Skip("this user may write everywhere")
	}
	if lib, err := Open(dir); err != nil || lib.Len() != 3 {
		t.Errorf("%v", err)
	}
}
