package store

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/assets/internal/packtest"
	"github.com/metaspatial/metaspatial/scenes/assets/semantics"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
)

// put enters n models of one shape under different names.
func put(t testing.TB, s *Store, pack string, n int) {
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

// A library is whole before it is settled and after.
func TestOpenSettledOrNot(t *testing.T) {
	const models = 300
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
		lib, err := Open(dir)
		if err != nil || lib.Len() != models {
			t.Fatalf("settled %v: %v", settled, err)
		}
	}
}

// BenchmarkOpen opens a library of 10,000 models, settled and not, and says what
// it holds.
func BenchmarkOpen(b *testing.B) {
	const models = 10_000
	dir := empty(b)
	s, err := Update(b.Context(), dir)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	put(b, s, "pack", models)
	for _, settled := range []bool{false, true} {
		if settled {
			if _, err := s.Settle(b.Context(), "pack"); err != nil {
				b.Fatal(err)
			}
		}
		b.Run(fmt.Sprintf("settled=%t", settled), func(b *testing.B) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			for b.Loop() {
				lib, err := Open(dir)
				if err != nil || lib.Len() != models {
					b.Fatal(err)
				}
				b.StopTimer()
				runtime.GC()
				runtime.ReadMemStats(&after)
				runtime.KeepAlive(lib)
				b.StartTimer()
			}
			b.ReportMetric(float64(int64(after.HeapAlloc)-int64(before.HeapAlloc))/(1<<20), "MiB")
		})
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
