package importer

import (
	"database/sql"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/internal/packtest"
	"github.com/metaspatial/metaspatial/scenes/assets/store"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
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

// damages are ways in which a database can suffer.
var damages = map[string]func(data []byte) []byte{
	"header": func(data []byte) []byte { copy(data, "no database at all"); return data },
	"empty":  func([]byte) []byte { return nil },
	"text":   func([]byte) []byte { return []byte("hello") },
	"cut":    func(data []byte) []byte { return data[:len(data)/2] },
	"short":  func(data []byte) []byte { return data[:10_000] },
	"noise": func(data []byte) []byte {
		random := rand.New(rand.NewPCG(7, 11))
		for range 400 {
			data[random.IntN(len(data))] ^= byte(1 + random.IntN(255))
		}
		return data
	},
}

func damage(t *testing.T, dir string, how func([]byte) []byte) {
	t.Helper()
	file := filepath.Join(dir, "library.db")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, how(data), 0o644); err != nil {
		t.Fatal(err)
	}
	if h, err := store.Check(t.Context(), dir); err == nil && len(h.Faults) == 0 {
		t.Fatal("the damage is not noticed")
	}
}

// A library whose database is damaged is whole again, with the same IDs, when
// its packs are in their places.
func TestDamagedDatabase(t *testing.T) {
	for name, how := range damages {
		t.Run(name, func(t *testing.T) {
			dir, packs := twoPacks(t)
			packtest.Write(t, filepath.Join(packs[0], "aaa"), "here.glb", packtest.Chair(4, ""))
			imported(t, dir, packs[0], ImportOptions{})
			want := mustOpen(t, dir).Assets()
			damage(t, dir, how)
			r, err := Repair(t.Context(), dir)
			if err != nil || !r.Whole() {
				t.Fatalf("%v %+v", err, r)
			}
			if _, err := os.Stat(r.SetAside); err != nil {
				t.Errorf("the damaged database is gone: %v", err)
			}
			healthy(t, dir)
			if diff := cmp.Diff(want, mustOpen(t, dir).Assets()); diff != "" {
				t.Errorf("assets (-before +after):\n%s", diff)
			}
		})
	}
}

// What cannot be imported again is named, its models stay for when its pack is
// there again, and the library is told to be damaged until then.
func TestDamagedDatabaseWithoutPacks(t *testing.T) {
	for _, name := range []string{"text", "cut"} {
		t.Run(name, func(t *testing.T) {
			how := damages[name]
			dir, packs := twoPacks(t)
			want := mustOpen(t, dir).Assets()
			blobs := func() int {
				list, err := filepath.Glob(filepath.Join(dir, "blobs", "??", "*"))
				if err != nil {
					t.Fatal(err)
				}
				return len(list)
			}
			n := blobs()
			moved := packs[1] + "-moved"
			if err := os.Rename(packs[1], moved); err != nil {
				t.Fatal(err)
			}
			damage(t, dir, how)
			for _, what := range []string{"repair", "repair again"} {
				r, err := Repair(t.Context(), dir)
				if err != nil {
					t.Fatal(err)
				}
				if r.Whole() || len(r.Removed) != 1 || r.Removed[0].File != "away" || len(r.Removed[0].IDs) != 5 {
					t.Errorf("%s: removed %+v", what, r.Removed)
				}
				if have := blobs(); have != n {
					t.Errorf("%s: %d blobs of %d are left", what, have, n)
				}
				if h, err := store.Check(t.Context(), dir); err != nil || len(h.Faults) != 1 || h.Faults[0].What != "pack away" {
					t.Errorf("%s: check says %+v, %v", what, h, err)
				}
			}
			imported(t, dir, moved, ImportOptions{As: "away"})
			healthy(t, dir)
			if diff := cmp.Diff(want, mustOpen(t, dir).Assets()); diff != "" {
				t.Errorf("assets (-before +after):\n%s", diff)
			}
		})
	}
}

// A library of a former version has no ledger: what its database still names is
// imported again, and what it held is never dropped.
func TestDamagedDatabaseWithoutLedger(t *testing.T) {
	for _, name := range []string{"empty", "noise"} {
		t.Run(name, func(t *testing.T) {
			how := damages[name]
			dir, packs := twoPacks(t)
			if err := os.Remove(filepath.Join(dir, "packs.json")); err != nil {
				t.Fatal(err)
			}
			damage(t, dir, how)
			r, err := Repair(t.Context(), dir)
			if err != nil {
				t.Fatal(err)
			}
			if n := mustOpen(t, dir).Len(); r.Unknown && n > 0 || r.Whole() && n == 0 {
				t.Errorf("%d assets after %+v", n, r)
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

// Rows that are missing from a sound database are noticed and come back.
func TestLostRows(t *testing.T) {
	dir, _ := twoPacks(t)
	want := mustOpen(t, dir).Assets()
	db, err := sql.Open("sqlite", filepath.Join(dir, "library.db"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"DELETE FROM files WHERE path = 'here.glb'", "DELETE FROM assets WHERE path = 'here.glb'", "DELETE FROM assets WHERE id = 'away/away'"} {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	h, err := store.Check(t.Context(), dir)
	if err != nil || len(h.Faults) != 2 || h.Faults[0].What != "pack away" || h.Faults[1].Assets[0] != "here/here" {
		t.Fatalf("check: %+v, %v", h, err)
	}
	if r, err := Repair(t.Context(), dir); err != nil || !r.Whole() || len(r.Mended) != 2 {
		t.Fatalf("repair: %+v, %v", r, err)
	}
	healthy(t, dir)
	if diff := cmp.Diff(want, mustOpen(t, dir).Assets()); diff != "" {
		t.Errorf("assets (-before +after):\n%s", diff)
	}
}

// An exported library is imported with the same semantics.
func TestExport(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "library")
	imported(t, dir, scenestest.Shared(t, "packs/kaykit-furniture-bits"), ImportOptions{})
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
