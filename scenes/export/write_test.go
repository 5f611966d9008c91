package export

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/scenes"
)

func bundle(t *testing.T, o Options) *Bundle {
	t.Helper()
	b, err := Make(t.Context(), []Source{{"room", scenes.Single(polygon().Task, polygon().Layout)}}, o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// tree lists what lies in a folder, files and folders.
func tree(t *testing.T, dir string) string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if rel, _ := filepath.Rel(dir, p); err == nil && rel != "." {
			out = append(out, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(out, " ")
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestWriteFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "new")
	b := bundle(t, Options{Format: TSCN, Godot: 3})
	if err := b.Write(t.Context(), WriteOptions{Folder: dir}); err != nil {
		t.Fatal(err)
	}
	want := "assets assets/boxes assets/boxes/crate.glb assets/boxes/crate.glb.import assets/starter assets/starter/floor_lamp_tripod.glb assets/starter/floor_lamp_tripod.glb.import" +
		" assets/starter/rug.glb assets/starter/rug.glb.import assets/starter/sofa_leather.glb assets/starter/sofa_leather.glb.import room.CREDITS.txt room.tscn shells" +
		" shells/room-Wohnk_che__s_d_.glb shells/room-Wohnk_che__s_d_.glb.import"
	if got := tree(t, dir); got != want {
		t.Errorf("wrote %s\nwant %s", got, want)
	}
	// A second export into the same folder replaces what differs, leaves alone
	// what is the same, keeps settings that were changed and what others put
	// there.
	sofa, settings := filepath.Join(dir, "assets/starter/sofa_leather.glb"), filepath.Join(dir, "assets/starter/rug.glb.import")
	put(t, settings, "mine")
	put(t, filepath.Join(dir, "room.tscn"), "edited")
	put(t, filepath.Join(dir, "extra.txt"), "x")
	old := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
	if err := os.Chtimes(sofa, old, old); err != nil {
		t.Fatal(err)
	}
	if err := b.Write(t.Context(), WriteOptions{Folder: dir}); err != nil {
		t.Fatal(err)
	}
	if st, err := os.Stat(sofa); err != nil || !st.ModTime().Equal(old) {
		t.Errorf("a file that was the same was written: %v", err)
	}
	if text, err := os.ReadFile(settings); string(text) != "mine" {
		t.Errorf("settings are %q, %v", text, err)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "room.tscn")); string(text) != string(find(t, b, "room.tscn")) {
		t.Errorf("the level was not written again: %v", err)
	}
	if got := tree(t, dir); got != strings.Replace(want, "room.CREDITS", "extra.txt room.CREDITS", 1) {
		t.Errorf("holds %s", got)
	}
}

func TestWriteSparesWhatIsThere(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "thesis.doc"), "years of work")
	b := bundle(t, Options{Format: GLTF})
	err := b.Write(t.Context(), WriteOptions{Folder: dir})
	if !errors.Is(err, ErrOccupied) || !strings.Contains(err.Error(), "--force") {
		t.Errorf("a folder of other things: %v", err)
	}
	if got := tree(t, dir); got != "thesis.doc" {
		t.Errorf("holds %s", got)
	}
	// Credits of somebody else are no earlier export.
	put(t, filepath.Join(dir, "film.CREDITS.txt"), "Directed by")
	if err := b.Write(t.Context(), WriteOptions{Folder: dir}); !errors.Is(err, ErrOccupied) {
		t.Errorf("a folder with other credits: %v", err)
	}
	if err := b.Write(t.Context(), WriteOptions{Folder: dir, Force: true}); err != nil {
		t.Error(err)
	}
	if got := tree(t, dir); got != "film.CREDITS.txt room.CREDITS.txt room.bin room.gltf thesis.doc" {
		t.Errorf("holds %s", got)
	}
}

// TestWriteAfterAnInterruption: a killed export leaves a hidden folder, or its
// credits and some models. The next one goes on from there.
func TestWriteAfterAnInterruption(t *testing.T) {
	b := bundle(t, Options{Format: TSCN})
	dir := t.TempDir()
	put(t, filepath.Join(dir, ".export-123", "0"), "half of a mo")
	if err := b.Write(t.Context(), WriteOptions{Folder: dir}); err != nil {
		t.Error(err)
	}
	dir = t.TempDir()
	// A folder stands where the third file belongs, so that writing ends there.
	if err := os.MkdirAll(filepath.Join(dir, "assets", "starter", "rug.glb"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := b.Write(t.Context(), WriteOptions{Folder: dir, Force: true}); err == nil {
		t.Fatal("nothing was in the way")
	}
	if _, err := os.Stat(filepath.Join(dir, "room.tscn")); err == nil {
		t.Error("the level is there without its models")
	}
	if err := os.Remove(filepath.Join(dir, "assets", "starter", "rug.glb")); err != nil {
		t.Fatal(err)
	}
	if err := b.Write(t.Context(), WriteOptions{Folder: dir}); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "room.tscn")); err != nil {
		t.Error(err)
	}
}

func TestWriteNamedFile(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "other.glb"), "x")
	put(t, filepath.Join(dir, "room.gltf"), "an old one")
	put(t, filepath.Join(dir, "room.bin"), "of a game of cards")
	b, named := bundle(t, Options{Format: GLTF}), WriteOptions{Folder: dir, Named: true}
	if err := b.Write(t.Context(), named); !errors.Is(err, ErrOccupied) || !strings.Contains(err.Error(), "room.bin") {
		t.Errorf("another file in the way: %v", err)
	}
	if err := os.Remove(filepath.Join(dir, "room.bin")); err != nil {
		t.Fatal(err)
	}
	if err := b.Write(t.Context(), named); err != nil {
		t.Errorf("an old level in the way: %v", err)
	}
	// Another export of the level replaces all that it wrote.
	put(t, filepath.Join(dir, "room.bin"), "of the level as it was")
	if err := b.Write(t.Context(), named); err != nil {
		t.Errorf("once more: %v", err)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "room.bin")); string(text) != string(find(t, b, "room.bin")) {
		t.Errorf("the buffer was not written again: %v", err)
	}
	if got := tree(t, dir); got != "other.glb room.CREDITS.txt room.bin room.gltf" {
		t.Errorf("holds %s", got)
	}
}

func TestWriteFails(t *testing.T) {
	b := bundle(t, Options{Format: GLTF})
	stop, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("enough"))
	dir := t.TempDir()
	if err := b.Write(stop, WriteOptions{Folder: dir}); err == nil || err.Error() != "enough" {
		t.Errorf("a stopped write: %v", err)
	}
	if got := tree(t, dir); got != "" {
		t.Errorf("a stopped write leaves %s", got)
	}
	// A folder where a file belongs.
	if err := os.Mkdir(filepath.Join(dir, "room.gltf"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := b.Write(t.Context(), WriteOptions{Folder: dir, Force: true}); err == nil {
		t.Error("wrote over a folder")
	}
	if got := tree(t, dir); strings.Contains(got, ".export-") {
		t.Errorf("a failed write leaves %s", got)
	}
	file := filepath.Join(dir, "file")
	put(t, file, "x")
	if err := b.Write(t.Context(), WriteOptions{Folder: filepath.Join(file, "below")}); err == nil {
		t.Error("wrote below a file")
	}
}
