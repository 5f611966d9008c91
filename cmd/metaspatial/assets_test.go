package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/importer"
	"github.com/metaspatial/metaspatial/scenes/assets/store"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

// A library is imported, listed, corrected, checked, exported, damaged and
// repaired on the command line.
func TestLibraryCommands(t *testing.T) {
	t.Parallel()
	pack := scenestest.Shared(t, "packs/kenney-starter-city-builder")
	dir := t.TempDir()
	done(t, dir, "assets", "import", pack, "--as", "city", "--library", "lib")
	again := decode[importer.ImportReport](t, done(t, dir, "assets", "import", pack, "--as", "city", "--library", "lib", "--json"))
	if again.Unchanged != again.Files || again.Taken != 15 || again.Refused != 0 {
		t.Errorf("importing again: %+v", again)
	}
	list := decode[[]assets.Asset](t, done(t, dir, "assets", "list", "--library", "lib", "--pack", "city", "--json"))
	if len(list) != 15 {
		t.Fatalf("%d assets", len(list))
	}
	id := list[0].ID
	set := decode[[]assets.Asset](t, done(t, dir, "assets", "set", id, "category=crate", "mount=floor", "--library", "lib", "--json"))
	if len(set) != 1 || set[0].Category != "crate" || set[0].Evidence.Category.Confidence != 1 {
		t.Errorf("set: %+v", set)
	}
	if out := done(t, dir, "assets", "list", "--library", "lib", "--category", "crate"); !strings.Contains(out, id) {
		t.Errorf("the list has no %s:\n%s", id, out)
	}
	if r := program(t, dir, nil, "assets", "set", id, "colour=red", "--library", "lib"); r.code != exitBadInput || !strings.Contains(r.stderr, `there is no key "colour" to set`) {
		t.Errorf("a wrong key: exit code %d, %s", r.code, r.stderr)
	}
	if h := decode[store.Health](t, done(t, dir, "assets", "check", "lib", "--json")); len(h.Faults) != 0 || h.Assets != 15 {
		t.Errorf("check: %+v", h)
	}
	done(t, dir, "assets", "export", "lib", "-o", "city.zip")
	done(t, dir, "assets", "import", "city.zip", "--library", "copy")
	copied := decode[[]assets.Asset](t, done(t, dir, "assets", "list", "--library", "copy", "--json"))
	if len(copied) != 15 || copied[0].ID != id || copied[0].Category != "crate" {
		t.Errorf("the copy: %+v", copied[0])
	}
	if err := os.Remove(filepath.Join(dir, "lib", "blobs", filepath.FromSlash(list[1].Blob))); err != nil {
		t.Fatal(err)
	}
	if r := program(t, dir, nil, "assets", "check", "lib"); r.code != exitFailed || !strings.Contains(r.out, "is missing (needed by "+list[1].ID) || !strings.Contains(r.stderr, "assets repair lib") {
		t.Errorf("check of a damaged library: exit code %d\n%s%s", r.code, r.out, r.stderr)
	}
	if r := decode[importer.RepairReport](t, done(t, dir, "assets", "repair", "lib", "--json")); len(r.Mended) != 1 || len(r.Removed) != 0 {
		t.Errorf("repair: %+v", r)
	}
	done(t, dir, "assets", "check", "lib")
	overrides := filepath.Join(dir, "lib", "overrides", "city.yaml")
	good, err := os.ReadFile(overrides)
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "lib/overrides/city.yaml", "scale: 1\ncolour: red\n")
	for _, what := range []string{"check", "repair"} {
		if r := program(t, dir, nil, "assets", what, "lib"); r.code != exitFailed || !strings.Contains(r.out, "overrides/city.yaml:2: ") || !strings.Contains(r.stderr, "1 fault in lib, which no repair mends; correct what is named above by hand") {
			t.Errorf("%s with broken overrides: exit code %d\n%s%s", what, r.code, r.out, r.stderr)
		}
	}
	write(t, dir, "lib/overrides/city.yaml", string(good))
	write(t, dir, "lib/library.db", "hello")
	write(t, dir, "lib/packs.json", `[{"name":"city","source":"nowhere","files":[{"file":"a.glb","id":"city/a","assets":["city/a"]}]}]`)
	for range 2 {
		if r := program(t, dir, nil, "assets", "repair", "lib"); r.code != exitFailed || !strings.Contains(r.out, "lost city with 1 asset (city/a): its pack is no longer in nowhere") || !strings.Contains(r.stderr, "import the packs of what is lost again") {
			t.Errorf("repair without the pack: exit code %d\n%s%s", r.code, r.out, r.stderr)
		}
	}
	done(t, dir, "assets", "import", pack, "--as", "city", "--library", "lib")
	if out := done(t, dir, "assets", "check", "lib"); !strings.Contains(out, "15 assets of 1 pack in ") || !strings.Contains(out, "all sound") {
		t.Errorf("after importing again: %s", out)
	}
	if r := decode[struct {
		Pack   string
		Assets int
	}](t, done(t, dir, "assets", "remove", "city", "--library", "lib", "--json")); r.Pack != "city" || r.Assets != 15 {
		t.Errorf("removed %+v", r)
	}
	if r := program(t, dir, nil, "assets", "remove", "city", "--library", "lib"); r.code != exitBadInput || !strings.Contains(r.stderr, `has no pack "city"`) {
		t.Errorf("removing it twice: exit code %d, %s", r.code, r.stderr)
	}
}

// The report of hundreds of files is short, and what they are called does no
// harm to a terminal.
func TestImportReportIsReadable(t *testing.T) {
	r := &importer.ImportReport{Files: 700, Taken: 400, Warned: 400, Refused: 300}
	for i := range 400 {
		r.Assets = append(r.Assets, importer.AssetReport{Name: "thing", Warnings: []string{strings.Repeat("x", 5000), "is 1." + string(rune('0'+i%10)) + " m wide"}})
	}
	for range 300 {
		r.Refusals = append(r.Refusals, importer.Refusal{File: "evil\x1b[2J.glb", Reason: "accessors[3] is no good", Remedy: "export it again"})
	}
	var b strings.Builder
	printImport(&b, r)
	out := b.String()
	if n := strings.Count(out, "\n"); n > 60 || len(out) > 8000 {
		t.Errorf("%d lines, %d bytes", n, len(out))
	}
	for _, want := range []string{"… and 360 more", "refused evil?[2J.glb, ", "and 296 more: such as: accessors[3] is no good; export it again", "doubtful thing, thing, thing, thing and 396 more: such as: is 1.0 m wide"} {
		if !strings.Contains(out, want) {
			t.Errorf("the report lacks %q:\n%s", want, out)
		}
	}
	if lines := strings.Split(strings.TrimSpace(out), "\n"); lines[len(lines)-1] != "700 files: 400 taken, 400 of them with warnings, 300 refused" {
		t.Errorf("the last line is %q", lines[len(lines)-1])
	}
	if strings.ContainsRune(out, 0x1b) {
		t.Error("a name's control characters reach the terminal")
	}
}

// What a report says of one thing is in the singular, names that repeat give way
// to IDs, and what is kept or unfinished is said.
func TestImportReportWords(t *testing.T) {
	r := &importer.ImportReport{Files: 1, Interrupted: true}
	for _, id := range []string{"kit/a/chair", "kit/b/chair", "kit/stool"} {
		r.Assets = append(r.Assets, importer.AssetReport{Name: filepath.Base(id), ID: id})
	}
	r.Refusals = []importer.Refusal{{File: "bed.glb", Reason: "the file is empty", Remedy: "export it again", Kept: true}}
	var b strings.Builder
	printImport(&b, r)
	for _, want := range []string{"\nkit/a/chair ", "\nkit/b/chair ", "\nstool ", "export it again (kept as it was imported before)", "until the interruption, 1 file: 0 taken"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, b.String())
		}
	}
}

func TestAssetsImportAsNothing(t *testing.T) {
	t.Parallel()
	if r := program(t, t.TempDir(), nil, "assets", "import", "pack", "--as", ""); r.code != exitUsage || !strings.Contains(r.stderr, "--as needs a name") {
		t.Errorf("exit code %d, %s", r.code, r.stderr)
	}
}

// Of a pack without a usable file the report still says why, file by file.
func TestAssetsImportOfNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "pack/a.gltf", "{}")
	write(t, dir, "pack/b.glb", "glTF")
	r := program(t, dir, nil, "assets", "import", "pack", "--json")
	if r.code != exitBadInput || !strings.Contains(r.stderr, "none of the 2 files could be taken") {
		t.Errorf("exit code %d, %s", r.code, r.stderr)
	}
	report := decode[struct {
		Files, Taken, Refused int
		Assets                []any
		Refusals              []struct{ File, Reason, Remedy string }
	}](t, r.out)
	if report.Files != 2 || report.Taken != 0 || report.Refused != 2 || len(report.Refusals) != 2 || report.Assets == nil {
		t.Errorf("report %+v", report)
	}
	for _, f := range report.Refusals {
		if f.File == "" || f.Reason == "" || f.Remedy == "" {
			t.Errorf("refusal %+v", f)
		}
	}
	if r := program(t, dir, nil, "assets", "import", "pack"); r.code != exitBadInput || !strings.Contains(r.out, "a.gltf") {
		t.Errorf("exit code %d, %q", r.code, r.out)
	}
}
