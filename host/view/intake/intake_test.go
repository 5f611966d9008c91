package intake_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/view/intake"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// model is the GLB of one of the kit's assets.
func model(t *testing.T, id string) []byte {
	t.Helper()
	m, err := assets.Starter().Model(id)
	if err != nil {
		t.Fatal(err)
	}
	c := *m
	c.Name = filepath.Base(id)
	var buf bytes.Buffer
	if err := gltfio.ExportModel(&buf, (*mesh.Model)(&c), gltfio.ModelExport{}); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func put(t *testing.T, file string, data []byte) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestTake(t *testing.T) {
	dir := t.TempDir()
	kit := assets.Starter()
	in, lib, err := intake.Open(kit, filepath.Join(dir, "library"))
	if err != nil || lib.Len() != kit.Len() {
		t.Fatalf("%d assets: %v", lib.Len(), err)
	}
	chair, table := model(t, "starter/chair"), model(t, "starter/table")
	a := put(t, filepath.Join(dir, "pack", "my chair.glb"), chair)
	broken := put(t, filepath.Join(dir, "pack", "broken.glb"), chair[:len(chair)/2])
	text := put(t, filepath.Join(dir, "pack", "notes.txt"), []byte("hello"))
	archive := filepath.Join(dir, "zipped.zip")
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	w, err := z.Create("table.glb")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(table); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	put(t, archive, buf.Bytes())

	last := 0
	taken, err := in.Take(t.Context(), []string{a, text, broken, archive}, func(done, total int, file string) {
		if done < last || done > total {
			t.Errorf("%s: %d of %d after %d", file, done, total, last)
		}
		last = done
	})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(taken.New, []string{"pack/my chair", "zipped/table"}) {
		t.Errorf("taken: %q", taken.New)
	}
	if len(taken.Refused) != 2 || !strings.Contains(strings.Join(taken.Refused, " "), "broken.glb") || !strings.Contains(strings.Join(taken.Refused, " "), "notes.txt") {
		t.Errorf("refused: %q", taken.Refused)
	}
	for _, r := range taken.Refused {
		if strings.Contains(r, "\n") || strings.Contains(r, "--") {
			t.Errorf("not a sentence for a window: %q", r)
		}
	}
	if m, err := taken.Library.Model("zipped/table"); err != nil || len(m.Parts) == 0 {
		t.Errorf("the model: %v", err)
	}
	// Another folder of the same name is a pack of its own.
	b := put(t, filepath.Join(dir, "elsewhere", "pack", "my chair.glb"), table)
	taken, err = in.Take(t.Context(), []string{b}, nil)
	if err != nil || !slices.Equal(taken.New, []string{"pack-2/my chair"}) {
		t.Fatalf("taken: %+v, %v", taken, err)
	}
	// A second file of the first folder leaves the first one in the library.
	c := put(t, filepath.Join(dir, "pack", "desk.glb"), table)
	if taken, err = in.Take(t.Context(), []string{c}, nil); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"pack/my chair", "pack/desk", "pack-2/my chair", "zipped/table", "starter/chair"} {
		if _, ok := taken.Library.Find(id); !ok {
			t.Errorf("%s is not in the library", id)
		}
	}
	// A library is joined as it is.
	other := filepath.Join(dir, "another-library")
	second, _, err := intake.Open(nil, other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := second.Take(t.Context(), []string{archive}, nil); err != nil {
		t.Fatal(err)
	}
	alone, _, err := intake.Open(nil, filepath.Join(dir, "empty"))
	if err != nil {
		t.Fatal(err)
	}
	if joined, err := alone.Take(t.Context(), []string{other}, nil); err != nil || !slices.Equal(joined.New, []string{"zipped/table"}) {
		t.Errorf("joined %+v: %v", joined, err)
	}
	// The next window has them all.
	if _, lib, err = intake.Open(kit, filepath.Join(dir, "library")); err != nil || lib.Len() != taken.Library.Len() {
		t.Errorf("%d assets, want %d: %v", lib.Len(), taken.Library.Len(), err)
	}
}

func TestTakeNothing(t *testing.T) {
	dir := t.TempDir()
	in, _, err := intake.Open(nil, filepath.Join(dir, "library"))
	if err != nil {
		t.Fatal(err)
	}
	text := put(t, filepath.Join(dir, "a.glb"), []byte("no model"))
	if _, err := in.Take(t.Context(), []string{text, filepath.Join(dir, "gone.glb")}, nil); err == nil || !strings.Contains(err.Error(), "a.glb") {
		t.Errorf("took what is no model: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := in.Take(ctx, []string{text}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
