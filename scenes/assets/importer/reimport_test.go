package importer

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/internal/packtest"
	"github.com/metaspatial/metaspatial/scenes/assets/store"
)

// imported imports one pack into a library.
func imported(t *testing.T, dir, pack string, opts ImportOptions) (*assets.Library, *ImportReport) {
	t.Helper()
	opts.Library = dir
	lib, report, err := Import(t.Context(), []string{pack}, opts)
	if err != nil {
		t.Fatal(err)
	}
	return lib, report
}

func idsOf(lib *assets.Library) string {
	var ids []string
	for _, a := range lib.Assets() {
		ids = append(ids, a.ID)
	}
	return strings.Join(ids, " ")
}

func TestReimport(t *testing.T) {
	top := t.TempDir()
	pack, dir := filepath.Join(top, "pack"), filepath.Join(top, "library")
	write := func(name, back string) { packtest.Write(t, pack, name, packtest.Chair(1, back)) }
	write("chair.glb", "")
	write("stool.glb", "")
	if err := os.WriteFile(filepath.Join(pack, "bad.glb"), []byte("glTF"), 0o644); err != nil {
		t.Fatal(err)
	}
	imported(t, dir, pack, ImportOptions{})
	step := func(what string, unchanged int, ids string, opts ImportOptions) (*assets.Library, *ImportReport) {
		t.Helper()
		lib, report := imported(t, dir, pack, opts)
		if report.Unchanged != unchanged || idsOf(lib) != ids {
			t.Errorf("%s: %d unchanged, want %d; ids %s, want %s", what, report.Unchanged, unchanged, idsOf(lib), ids)
		}
		healthy(t, dir)
		return lib, report
	}
	_, report := step("nothing", 3, "pack/chair pack/stool", ImportOptions{})
	if report.Files != 3 || report.Taken != 2 || report.Refused != 1 || report.Refusals[0].File != "bad.glb" {
		t.Errorf("an unchanged pack is reported as %+v", report)
	}
	later := time.Now().Add(time.Hour)
	if err := os.Chtimes(filepath.Join(pack, "chair.glb"), later, later); err != nil {
		t.Fatal(err)
	}
	step("touched", 3, "pack/chair pack/stool", ImportOptions{})
	if err := os.WriteFile(filepath.Join(pack, "License.txt"), []byte("CC0"), 0o644); err != nil {
		t.Fatal(err)
	}
	lib, _ := step("with a licence", 3, "pack/chair pack/stool", ImportOptions{})
	if l := lib.Licence("pack/chair"); l != "CC0-1.0" {
		t.Errorf("the new licence is %q", l)
	}
	write("chair.glb", "right")
	lib, _ = step("changed", 2, "pack/chair pack/stool", ImportOptions{})
	if a, _ := lib.Find("pack/chair"); a.Front != "+X" {
		t.Errorf("the changed chair has its front at %s", a.Front)
	}
	// The chair keeps its ID although another one comes.
	write("more/chair.glb", "")
	step("one more", 3, "pack/chair pack/more/chair pack/stool", ImportOptions{})
	if err := os.Rename(filepath.Join(pack, "stool.glb"), filepath.Join(pack, "seat.glb")); err != nil {
		t.Fatal(err)
	}
	step("gone but kept", 3, "pack/chair pack/more/chair pack/seat pack/stool", ImportOptions{Keep: true})
	_, report = step("gone", 4, "pack/chair pack/more/chair pack/seat", ImportOptions{})
	if !slices.Equal(report.Gone, []string{"stool.glb"}) {
		t.Errorf("gone: %v", report.Gone)
	}
	// One file alone says nothing of the others.
	if lib, _ := imported(t, dir, filepath.Join(pack, "chair.glb"), ImportOptions{}); lib.Len() != 3 {
		t.Errorf("after importing one file: %s", idsOf(lib))
	}
	if err := os.WriteFile(filepath.Join(pack, "chair.glb"), []byte("glTF"), 0o644); err != nil {
		t.Fatal(err)
	}
	// What has become unusable stays as it was.
	lib, report = step("damaged meanwhile", 3, "pack/chair pack/more/chair pack/seat", ImportOptions{})
	if a, _ := lib.Find("pack/chair"); a.Front != "+X" {
		t.Errorf("the kept chair has its front at %s", a.Front)
	}
	if f := report.Refusals[1]; f.File != "chair.glb" || !f.Kept || report.Refusals[0].Kept || !strings.Contains(strings.Join(report.Notes, " "), "1 refused file of the pack pack was taken before") {
		t.Errorf("refusals %+v, notes %q", report.Refusals, report.Notes)
	}
	// A pack of which nothing can be used changes nothing, whatever else is gone.
	for _, name := range []string{"more/chair.glb", "new.glb"} {
		if err := os.WriteFile(filepath.Join(pack, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(filepath.Join(pack, "seat.glb")); err != nil {
		t.Fatal(err)
	}
	was := mustOpen(t, dir).Assets()
	_, report, err := Import(t.Context(), []string{pack}, ImportOptions{Library: dir})
	if err == nil || !strings.Contains(err.Error(), "none of the 4 files could be taken") || len(report.Gone) > 0 || len(report.Assets) > 0 {
		t.Errorf("a pack without a usable file: %v, %+v", err, report)
	}
	if diff := cmp.Diff(was, mustOpen(t, dir).Assets()); diff != "" || len(was) != 3 {
		t.Errorf("it changed the library (-before +after):\n%s", diff)
	}
	healthy(t, dir)
}

// An import that is interrupted reports what it took until then.
func TestInterruptedImport(t *testing.T) {
	top := t.TempDir()
	var packs []string
	for _, name := range []string{"one", "two"} {
		packs = append(packs, filepath.Join(top, name))
		packtest.Many(t, packs[len(packs)-1], 100)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	dir, settled := filepath.Join(top, "library"), 0
	_, report, err := Import(ctx, packs, ImportOptions{Library: dir, Progress: func(done, _ int, _ string) {
		if settled = done; done == 101 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) || !report.Interrupted {
		t.Fatalf("%v %+v", err, report)
	}
	if report.Taken != settled || report.Files != settled || len(report.Assets) != settled || settled == 200 {
		t.Errorf("%d files were settled, the report has %d of %d with %d assets", settled, report.Taken, report.Files, len(report.Assets))
	}
	if lib := mustOpen(t, dir); lib.Len() < settled {
		t.Errorf("the library has %d assets of %d reported", lib.Len(), settled)
	}
}

// A file is read again when one that it refers to appears or changes.
func TestDependencies(t *testing.T) {
	top := t.TempDir()
	pack, dir := filepath.Join(top, "pack"), filepath.Join(top, "library")
	packtest.Write(t, pack, "other.glb", packtest.Chair(1, ""))
	doc := map[string]any{
		"asset": map[string]any{"version": "2.0"}, "scene": 0, "scenes": []any{map[string]any{"nodes": []int{0}}},
		"nodes": []any{map[string]any{"mesh": 0}}, "meshes": []any{map[string]any{"primitives": []any{map[string]any{"attributes": map[string]int{"POSITION": 0}}}}},
		"accessors":   []any{map[string]any{"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3", "min": []int{0, 0, 0}, "max": []int{1, 1, 0}}},
		"bufferViews": []any{map[string]any{"buffer": 0, "byteLength": 36}}, "buffers": []any{map[string]any{"byteLength": 36, "uri": "shape.bin"}},
	}
	text, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(pack, "sign.gltf"), text, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, report := imported(t, dir, pack, ImportOptions{}); report.Refused != 1 {
		t.Fatalf("a file without its buffer: %+v", report.Refusals)
	}
	if _, report := imported(t, dir, pack, ImportOptions{}); report.Unchanged != 2 {
		t.Errorf("the same again: %d unchanged", report.Unchanged)
	}
	// Three corners: (0,0,0), (1,0,0), (0,1,0), little-endian.
	corners := make([]byte, 36)
	copy(corners[12:], "\x00\x00\x80\x3f")
	copy(corners[28:], "\x00\x00\x80\x3f")
	if err := os.WriteFile(filepath.Join(pack, "shape.bin"), corners, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, report := imported(t, dir, pack, ImportOptions{}); report.Taken != 2 || report.Unchanged != 1 {
		t.Errorf("with its buffer: %d taken, %d unchanged, refused %v", report.Taken, report.Unchanged, report.Refusals)
	}
}

func TestPacksOfOneName(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "library")
	a, b := filepath.Join(top, "a", "kit"), filepath.Join(top, "b", "kit")
	packtest.Write(t, a, "chair.glb", packtest.Chair(1, ""))
	packtest.Write(t, b, "stool.glb", packtest.Chair(1, ""))
	imported(t, dir, a, ImportOptions{})
	if _, _, err := Import(t.Context(), []string{b}, ImportOptions{Library: dir}); err == nil || !strings.Contains(err.Error(), "keep both with --as OTHER-NAME") {
		t.Errorf("another pack of the name: %v", err)
	}
	if lib, _ := imported(t, dir, b, ImportOptions{As: "kit-2"}); idsOf(lib) != "kit-2/stool kit/chair" {
		t.Errorf("under another name: %s", idsOf(lib))
	}
	// A pack that has moved is the same pack.
	moved := filepath.Join(top, "c", "kit")
	if err := os.MkdirAll(filepath.Dir(moved), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(a, moved); err != nil {
		t.Fatal(err)
	}
	if _, report := imported(t, dir, moved, ImportOptions{}); report.Unchanged != 1 {
		t.Errorf("the moved pack was read again: %+v", report)
	}
	if lib, report := imported(t, dir, b, ImportOptions{As: "kit"}); idsOf(lib) != "kit-2/stool kit/stool" || len(report.Gone) != 1 {
		t.Errorf("in its place: %s, gone %v", idsOf(lib), report.Gone)
	}
	s, err := store.Update(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if n, err := s.Remove(t.Context(), "kit-2"); err != nil || n != 1 {
		t.Errorf("removed %d: %v", n, err)
	}
	if _, err := s.Remove(t.Context(), "kit-2"); !store.NoPack(err) {
		t.Errorf("removed twice: %v", err)
	}
	healthy(t, dir)
}

// What a person said outlives imports; what the pack's author said yields to it.
func TestOverrides(t *testing.T) {
	top := t.TempDir()
	pack, dir := filepath.Join(top, "kit"), filepath.Join(top, "library")
	packtest.Write(t, pack, "chair.glb", packtest.Chair(1, ""))
	packtest.Write(t, pack, "thing.glb", packtest.Chair(1, ""))
	sidecar := "licence: CC-BY-4.0\nauthor: Ada\nassets:\n  thing: {category: stool, mount: wall}\n  ghost: {flat: true}\n"
	if err := os.WriteFile(filepath.Join(pack, store.Sidecar), []byte(sidecar), 0o644); err != nil {
		t.Fatal(err)
	}
	lib, report := imported(t, dir, pack, ImportOptions{})
	a, _ := lib.Find("kit/thing")
	if a.Category != "stool" || a.Mount != "wall" || a.Author != "Ada" || a.Licence != "CC-BY-4.0" || a.Evidence.Category.Confidence != 1 {
		t.Errorf("by the pack's author: %+v", a)
	}
	if len(report.Notes) != 1 || !strings.Contains(report.Notes[0], "ghost") {
		t.Errorf("notes %q", report.Notes)
	}
	s, err := store.Update(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	list, err := s.Set(t.Context(), "kit/thing", []store.Setting{{Key: "category", Value: "bench"}, {Key: "size_m", Value: "[0, 0, 1.8]"}})
	if err != nil || len(list) != 1 || list[0].Category != "bench" || list[0].Size[2] != 1.8 || list[0].Mount != "wall" {
		t.Errorf("set: %v %+v", err, list)
	}
	if m, err := mustOpen(t, dir).Model("kit/thing"); err != nil || m.Size[2] < 1.799 || m.Size[2] > 1.801 {
		t.Errorf("the model has size %v: %v", m.Size, err)
	}
	for _, bad := range []store.Setting{{Key: "colour", Value: "red"}, {Key: "front", Value: "up"}, {Key: "scale", Value: "-1"}} {
		if _, err := s.Set(t.Context(), "kit/thing", []store.Setting{{Key: "category", Value: "sofa"}, bad}); err == nil {
			t.Errorf("%v was taken", bad)
		}
	}
	if _, err := s.Set(t.Context(), "kit/nothing", nil); err == nil {
		t.Error("something unknown was set")
	}
	packtest.Write(t, pack, "thing.glb", packtest.Chair(1, "left"))
	lib, _ = imported(t, dir, pack, ImportOptions{})
	if a, _ := lib.Find("kit/thing"); a.Category != "bench" || a.Size[2] != 1.8 || a.Mount != "wall" {
		t.Errorf("after importing again: %+v", a)
	}
	// Overrides written by hand hold at once.
	file := store.OverridesFile(dir, "kit")
	if err := os.WriteFile(file, []byte("assets:\n  chair: {skip: true}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := idsOf(mustOpen(t, dir)); got != "kit/thing" {
		t.Errorf("with a chair left out: %s", got)
	}
	if err := os.WriteFile(file, []byte("asets: {}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(dir); err == nil || !strings.Contains(err.Error(), `overrides/kit.yaml:1: unknown key "asets"; did you mean "assets"?`) {
		t.Errorf("a mistyped key: %v", err)
	}
	if h, err := store.Check(context.Background(), dir); err != nil || len(h.Faults) != 1 {
		t.Errorf("check: %v %+v", err, h)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(pack, store.Sidecar), []byte("scale: [x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, report := imported(t, dir, pack, ImportOptions{}); report.Taken != 2 || len(report.Refusals) != 1 || report.Refusals[0].File != store.Sidecar {
		t.Errorf("a pack's own overrides that are damaged: %+v", report.Refusals)
	}
}

func mustOpen(t *testing.T, dir string) *assets.Library {
	t.Helper()
	lib, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return lib
}
