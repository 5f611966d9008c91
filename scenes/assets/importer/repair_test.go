package importer

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/internal/packtest"
	"github.com/metaspatial/metaspatial/scenes/assets/store"
)

// twoPacks imports two packs of four models each and returns the library's
// folder and the packs'.
func twoPacks(t *testing.T) (dir string, packs []string) {
	t.Helper()
	top := t.TempDir()
	dir = filepath.Join(top, "library")
	for _, name := range []string{"here", "away"} {
		p := filepath.Join(top, name)
		packtest.Many(t, p, 4)
		packtest.Write(t, p, name+".glb", packtest.Chair(3, name))
		imported(t, dir, p, ImportOptions{})
		packs = append(packs, p)
	}
	return dir, packs
}

func TestCheckAndRepair(t *testing.T) {
	dir, packs := twoPacks(t)
	lib := mustOpen(t, dir)
	blob := func(id string) string {
		a, ok := lib.Find(id)
		if !ok {
			t.Fatalf("no %s in %s", id, idsOf(lib))
		}
		return filepath.Join(dir, "blobs", filepath.FromSlash(a.Blob))
	}
	flip := func(file string) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		data[len(data)/2] ^= 1
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	// Blobs are shared by equal models of both packs, but for one each.
	flip(blob("here/chair_00000"))
	if err := os.Remove(blob("away/away")); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(blob("here/here"), 20); err != nil {
		t.Fatal(err)
	}
	for _, stray := range []string{"00/.new-123", "00/0000.glb", "note.txt"} {
		file := filepath.Join(dir, "blobs", filepath.FromSlash(stray))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte("left over"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	h, err := store.Check(t.Context(), dir)
	if err != nil || len(h.Faults) != 3 || h.Strays != 3 || h.Assets != 10 || h.Packs != 2 {
		t.Fatalf("check: %v %+v", err, h)
	}
	said := ""
	for _, f := range h.Faults {
		said += f.Why + " " + strings.Join(f.Assets, " ") + "\n"
	}
	for _, want := range []string{"is missing away/away", "does not have the content its name says away/chair_00000 here/chair_00000", "has 20 bytes instead of"} {
		if !strings.Contains(said, want) {
			t.Errorf("faults\n%swant %q", said, want)
		}
	}
	if err := os.RemoveAll(packs[1]); err != nil {
		t.Fatal(err)
	}
	r, err := Repair(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"here/chair_00/chair_00000.glb", "here/here.glb"}, r.Mended, sorted); diff != "" {
		t.Errorf("mended (-want +got):\n%s", diff)
	}
	var removed []string
	for _, m := range r.Removed {
		removed = append(removed, m.IDs...)
		if !strings.Contains(m.Reason, "no longer in") {
			t.Errorf("%s removed since %q", m.File, m.Reason)
		}
	}
	if diff := cmp.Diff([]string{"away/away", "away/chair_00000"}, removed, sorted); diff != "" {
		t.Errorf("removed (-want +got):\n%s", diff)
	}
	if r.Swept.Blobs+r.Swept.Temporary != 3 {
		t.Errorf("swept %+v", r.Swept)
	}
	healthy(t, dir)
	lib = mustOpen(t, dir)
	if lib.Len() != 8 {
		t.Errorf("%s are left", idsOf(lib))
	}
	for _, a := range lib.Assets() {
		if _, err := lib.Model(a.ID); err != nil {
			t.Error(err)
		}
	}
}

var sorted = cmpopts.SortSlices(func(a, b string) bool { return a < b })

// A database that is no database any more is made anew from the packs that it
// still names, if it names any.
func TestDamagedDatabase(t *testing.T) {
	for name, test := range map[string]struct {
		damage func(data []byte) []byte
		want   int
	}{
		"header": {func(data []byte) []byte { copy(data, "no database at all"); return data }, 0},
		"empty":  {func([]byte) []byte { return nil }, 0},
		"cut":    {func(data []byte) []byte { return data[:len(data)/2] }, -1},
	} {
		t.Run(name, func(t *testing.T) {
			dir, packs := twoPacks(t)
			file := filepath.Join(dir, "library.db")
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, test.damage(data), 0o644); err != nil {
				t.Fatal(err)
			}
			if h, err := store.Check(t.Context(), dir); err == nil && len(h.Faults) == 0 {
				t.Fatal("the damage is not noticed")
			}
			r, err := Repair(t.Context(), dir)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(r.SetAside); err != nil {
				t.Errorf("the damaged database is gone: %v", err)
			}
			healthy(t, dir)
			if n := mustOpen(t, dir).Len(); test.want >= 0 && n != test.want {
				t.Errorf("%d assets after the repair, want %d", n, test.want)
			}
			for _, p := range packs {
				imported(t, dir, p, ImportOptions{})
			}
			if n := mustOpen(t, dir).Len(); n != 10 {
				t.Errorf("%d assets after importing again", n)
			}
			healthy(t, dir)
		})
	}
}

// An exported library is imported with the same semantics.
func TestExport(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "library")
	imported(t, dir, shared(t, "packs/kaykit-furniture-bits"), ImportOptions{})
	strange := filepath.Join(top, "strange")
	packtest.Write(t, strange, "a/seat: large?.glb", packtest.Chair(2, "right"))
	packtest.Write(t, strange, "b/Stool.glb", packtest.Chair(1, ""))
	packtest.Write(t, strange, "c/stool.glb", packtest.Chair(1, "left"))
	imported(t, dir, strange, ImportOptions{})
	want := mustOpen(t, dir).Assets()
	for _, out := range []string{filepath.Join(top, "copy.zip"), filepath.Join(top, "deep", "copy")} {
		done, err := store.Export(t.Context(), dir, out, store.ExportOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if done.Packs != 2 || done.Assets != 56 || done.Images != 1 {
			t.Errorf("exported %+v", done)
		}
		if _, err := store.Export(t.Context(), dir, out, store.ExportOptions{}); err == nil || !strings.Contains(err.Error(), "is there already") {
			t.Errorf("exporting over it: %v", err)
		}
		back := filepath.Join(t.TempDir(), "library")
		lib, report, err := Import(t.Context(), []string{out}, ImportOptions{Library: back})
		if err != nil || report.Refused > 0 || len(report.Notes) > 0 {
			t.Fatal(err, report)
		}
		for _, a := range want {
			// Names that some file system would take for one are told apart.
			id := strings.NewReplacer(":", "_", "?", "_", "/stool", "/stool-2").Replace(a.ID)
			b, ok := lib.Find(id)
			if !ok {
				t.Errorf("no %s in %s", id, idsOf(lib))
				continue
			}
			for k := range 3 {
				if math.Abs(a.Size[k]-b.Size[k]) > 1e-3 {
					t.Errorf("%s has size %v, had %v", a.ID, b.Size, a.Size)
				}
			}
			if diff := cmp.Diff(meaning(a), meaning(b)); diff != "" {
				t.Errorf("%s (-before +after):\n%s", a.ID, diff)
			}
		}
		if lib.Len() != len(want) {
			t.Errorf("%d assets came back of %d", lib.Len(), len(want))
		}
	}
	left, err := filepath.Glob(filepath.Join(top, ".new-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left over: %v", left)
	}
	if _, err := store.Export(t.Context(), dir, filepath.Join(top, "x"), store.ExportOptions{Pack: "none"}); !store.NoPack(err) {
		t.Errorf("an unknown pack: %v", err)
	}
}

// meaning is what overrides can say of an asset, with the front where an
// exported model has it.
func meaning(a assets.Asset) assets.Asset {
	m := assets.Asset{
		Category: a.Category, Known: a.Known, Mount: a.Mount, Flat: a.Flat, SupportHeights: a.SupportHeights, Sides: a.Sides,
		Tags: a.Tags, Licence: a.Licence, Author: a.Author, Triangles: a.Triangles,
	}
	if len(m.Tags) == 0 {
		m.Tags = nil
	}
	if len(m.Sides) == 0 {
		m.Sides = nil
	}
	return m
}

// What cannot be written is said in one sentence, and the library is as before.
func TestWriteErrors(t *testing.T) {
	dir, packs := twoPacks(t)
	more := filepath.Join(packs[0], "more")
	packtest.Write(t, more, "table.glb", packtest.Boxes([2][3]float32{{-.7, -.4, 0}, {.7, .4, .75}}))
	// A file where blobs have their folder stands for a disk that fails.
	if err := os.Rename(filepath.Join(dir, "blobs"), filepath.Join(dir, "aside")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "blobs"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	_, _, err := Import(t.Context(), []string{packs[0]}, ImportOptions{Library: dir})
	if err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "writing to the library") {
		t.Errorf("got %v", err)
	}
	if err := os.Remove(filepath.Join(dir, "blobs")); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, "aside"), filepath.Join(dir, "blobs")); err != nil {
		t.Fatal(err)
	}
	if n := mustOpen(t, dir).Len(); n != 10 {
		t.Errorf("%d assets", n)
	}
	healthy(t, dir)
	if lib, report := imported(t, dir, packs[0], ImportOptions{}); lib.Len() != 11 || report.Unchanged != 5 {
		t.Errorf("afterwards: %s, %d unchanged", idsOf(lib), report.Unchanged)
	}
}
