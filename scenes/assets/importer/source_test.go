package importer

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/scenes/assets/internal/packtest"
)

// glb returns a chair as a file.
func glb(t *testing.T) []byte {
	t.Helper()
	dir := t.TempDir()
	packtest.Write(t, dir, "chair.glb", packtest.Chair(1, ""))
	data, err := os.ReadFile(filepath.Join(dir, "chair.glb"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// entryOf is one entry of an archive under test.
type entryOf struct {
	name string
	data []byte
	mode fs.FileMode
}

func writeZip(t *testing.T, file string, entries ...entryOf) {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		if e.mode != 0 {
			h.SetMode(e.mode)
		}
		f, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(e.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, buf.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// refusals returns the refused files with their reasons.
func refusals(r *ImportReport) map[string]string {
	out := make(map[string]string)
	for _, f := range r.Refusals {
		if f.Remedy == "" {
			out[f.File] = "without a remedy"
			continue
		}
		out[f.File] = f.Reason
	}
	return out
}

func TestArchives(t *testing.T) {
	chair := glb(t)
	file := filepath.Join(t.TempDir(), "kit.zip")
	writeZip(t, file,
		entryOf{name: "Kit 1.0/License.txt", data: []byte("CC0")},
		entryOf{name: "Kit 1.0/gltf/chair.glb", data: chair},
		entryOf{name: "Kit 1.0/gltf/stool.glb", data: chair},
		entryOf{name: "Kit 1.0/gltf/cut.glb", data: chair[:100]},
		entryOf{name: "../../evil.glb", data: chair},
		entryOf{name: "/etc/evil.glb", data: chair},
		entryOf{name: `..\evil.glb`, data: chair},
		entryOf{name: "Kit 1.0/link.glb", data: []byte("/etc/passwd"), mode: fs.ModeSymlink | 0o777},
		entryOf{name: "Kit 1.0/inner.zip", data: []byte("PK")},
		entryOf{name: "Kit 1.0/bad\xff.glb", data: chair},
	)
	for _, library := range []string{"", filepath.Join(t.TempDir(), "library")} {
		lib, report, err := Import(t.Context(), []string{file}, ImportOptions{Library: library})
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, a := range lib.Assets() {
			ids = append(ids, a.ID)
			if a.Licence != "CC0-1.0" {
				t.Errorf("%s: licence %q", a.ID, a.Licence)
			}
			if m, err := lib.Model(a.ID); err != nil || m.Triangles() == 0 {
				t.Errorf("%s: %v", a.ID, err)
			}
		}
		if diff := cmp.Diff([]string{"kit/chair", "kit/stool"}, ids); diff != "" {
			t.Errorf("ids (-want +got):\n%s", diff)
		}
		got := refusals(report)
		for name, want := range map[string]string{
			"../../evil.glb":        "leads out of the archive",
			"/etc/evil.glb":         "leads out of the archive",
			`..\evil.glb`:           "leads out of the archive",
			"Kit 1.0/link.glb":      "symbolic link",
			"Kit 1.0/inner.zip":     "archive inside a pack",
			`"Kit 1.0/bad\xff.glb"`: "not UTF-8",
			"Kit 1.0/gltf/cut.glb":  "bytes",
		} {
			if !strings.Contains(got[name], want) {
				t.Errorf("%s: refused for %q, want %q", name, got[name], want)
			}
		}
		if len(got) != 7 || report.Files != 9 || report.Taken != 2 {
			t.Errorf("%d files, %d taken, refused %v", report.Files, report.Taken, got)
		}
	}
}

func TestHostileArchives(t *testing.T) {
	chair := glb(t)
	many := make([]entryOf, maxEntries+1)
	for i := range many {
		many[i] = entryOf{name: fmt.Sprint(i)}
	}
	huge := func(t *testing.T, file string) {
		// The directory claims sizes that no data follow.
		var buf bytes.Buffer
		w := zip.NewWriter(&buf)
		for i := range 5 {
			f, err := w.CreateRaw(&zip.FileHeader{Name: fmt.Sprintf("%d.glb", i), Method: zip.Deflate, CompressedSize64: 4, UncompressedSize64: 1 << 30})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := f.Write([]byte("\x03\x00\x00\x00")); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, buf.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, test := range map[string]struct {
		make func(t *testing.T, file string)
		want string
	}{
		"no archive": {func(t *testing.T, file string) {
			if err := os.WriteFile(file, []byte("PK but no more"), 0o644); err != nil {
				t.Fatal(err)
			}
		}, "cannot be read as a ZIP archive"},
		"many entries": {func(t *testing.T, file string) { writeZip(t, file, many...) }, "more than the 100000 that are read"},
		"huge claims":  {huge, "unpacks to more than 4 GiB"},
		"bomb": {func(t *testing.T, file string) {
			writeZip(t, file, entryOf{name: "bomb.glb", data: make([]byte, 64<<20)})
		}, "as only a trap does"},
		"twice": {func(t *testing.T, file string) {
			writeZip(t, file, entryOf{name: "a/chair.glb", data: chair}, entryOf{name: "a/chair.glb", data: chair})
		}, `holds "a/chair.glb" twice; unpack it and import the folder`},
		"file and folder": {func(t *testing.T, file string) {
			writeZip(t, file, entryOf{name: "a/x/chair.glb", data: chair}, entryOf{name: "a/x", data: chair})
		}, `holds "a/x" both as a file and as a folder`},
		"nothing of use": {func(t *testing.T, file string) { writeZip(t, file, entryOf{name: "chair.fbx", data: chair}) }, "only others such as .fbx; export them as .glb"},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "pack.zip")
			test.make(t, file)
			if _, _, err := Import(t.Context(), []string{file}, ImportOptions{}); err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// What lies about in a folder and is no model of it is refused by name; nothing
// outside is read.
func TestFoldersOfStrangeThings(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs symbolic links and names of any bytes")
	}
	outside, dir := t.TempDir(), filepath.Join(t.TempDir(), "pack")
	packtest.Write(t, outside, "secret.glb", packtest.Chair(1, ""))
	packtest.Write(t, dir, "chair.glb", packtest.Chair(1, ""))
	packtest.Write(t, dir, "deep/stool.glb", packtest.Chair(1, ""))
	for link, to := range map[string]string{
		"away.glb": filepath.Join(outside, "secret.glb"), "away": outside, "dangling.glb": "nowhere.glb", "loop.glb": "loop.glb",
		"up": "..", "round": ".", "again.glb": "deep/stool.glb",
	} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	for name, data := range map[string]string{"bad\xffname.glb": "glTF", "bad\xff.txt": "", "old.zip": "PK", "empty.glb": ""} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "folder.glb"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "bad\xfffolder"), 0o755); err != nil {
		t.Fatal(err)
	}
	pipe(t, filepath.Join(dir, "pipe.glb"))
	lib, report, err := Import(t.Context(), []string{dir}, ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, a := range lib.Assets() {
		ids = append(ids, a.ID)
	}
	if diff := cmp.Diff([]string{"pack/again", "pack/chair", "pack/stool"}, ids); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
	got := refusals(report)
	for name, want := range map[string]string{
		"away.glb": "leads out of the pack", "away": "leads out of the pack", "dangling.glb": "leads out of the pack or nowhere",
		"loop.glb": "symbolic link", "up": "leads out of the pack", `"bad\xffname.glb"`: "not UTF-8", `"bad\xfffolder"`: "not UTF-8",
		"old.zip": "archive inside a pack", "empty.glb": "", "pipe.glb": "not a regular file", "round": "link to a folder",
	} {
		if reason, ok := got[name]; !ok || !strings.Contains(reason, want) {
			t.Errorf("%s: refused for %q, want %q", name, reason, want)
		}
	}
	if len(got) != 11 {
		t.Errorf("refused %v", got)
	}
}

func TestNamesOfPacksAndAssets(t *testing.T) {
	top := t.TempDir()
	for _, f := range []string{"a/kit/chair.glb", "b/kit/chair.glb", "kit 2/gltf/x.glb", "kit 2/gltf/x.b.glb", "kit 2/other/x.glb", "kit 2/x\x1b[31m.glb"} {
		packtest.Write(t, filepath.Join(top, filepath.Dir(f)), filepath.Base(f), packtest.Chair(1, ""))
	}
	in := func(name string) string { return filepath.Join(top, filepath.FromSlash(name)) }
	if _, _, err := Import(t.Context(), []string{in("a/kit"), in("b/kit")}, ImportOptions{}); err == nil || !strings.Contains(err.Error(), "--as OTHER-NAME") {
		t.Errorf("two packs of one name: %v", err)
	}
	lib, _, err := Import(t.Context(), []string{in("kit 2")}, ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, a := range lib.Assets() {
		ids = append(ids, a.ID)
	}
	if diff := cmp.Diff([]string{"kit_2/gltf/x", "kit_2/other/x", "kit_2/x.b", "kit_2/x_[31m"}, ids); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
	// Single files of a folder are one pack.
	lib, _, err = Import(t.Context(), []string{in("kit 2/gltf/x.glb"), in("a/kit/chair.glb"), in("kit 2/gltf/x.b.glb")}, ImportOptions{})
	if err != nil || lib.Len() != 3 {
		t.Fatal(err)
	}
	for _, a := range lib.Assets() {
		if want := []string{"kit/chair", "kit_2/x", "kit_2/x.b"}; !slices.Contains(want, a.ID) {
			t.Errorf("id %s, want one of %v", a.ID, want)
		}
	}
	for _, name := range []string{"", "a/b", "..", "a b", "x\x00"} {
		if name == "" {
			continue
		}
		if _, _, err := Import(t.Context(), []string{in("a/kit")}, ImportOptions{As: name}); err == nil || !strings.Contains(err.Error(), "is no name for a pack") {
			t.Errorf("--as %q: %v", name, err)
		}
	}
}

// Entries of an archive that cannot be read are refused with what mends them.
func TestUnreadableEntries(t *testing.T) {
	chair := glb(t)
	for name, test := range map[string]struct {
		flags, method uint16
		spoil         bool
		data          []byte
		reason        string
		remedy        string
	}{
		"encrypted":         {flags: 1, method: zip.Deflate, reason: "it is encrypted", remedy: "with its password"},
		"strongly":          {flags: 1, method: 99, reason: "it is encrypted", remedy: "with its password"},
		"packed by LZMA":    {method: 14, reason: "packed by a method that is not read", remedy: "with deflate"},
		"of a flipped byte": {method: zip.Store, spoil: true, reason: "it is damaged in the archive", remedy: "download the archive again"},
		"a trap":            {method: zip.Deflate, data: make([]byte, 64<<20), reason: "as only a trap does", remedy: "leave it out"},
	} {
		t.Run(name, func(t *testing.T) {
			data := test.data
			if data == nil {
				data = chair
			}
			var packed bytes.Buffer
			w, err := flate.NewWriter(&packed, 5)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write(data); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			raw := packed.Bytes()
			if test.method == zip.Store {
				raw = bytes.Clone(data)
			}
			if test.spoil {
				raw[len(raw)-3] ^= 1
			}
			var buf bytes.Buffer
			z := zip.NewWriter(&buf)
			put, err := z.CreateRaw(&zip.FileHeader{Name: "bad.glb", Method: test.method, Flags: test.flags, CRC32: crc32.ChecksumIEEE(data),
				CompressedSize64: uint64(len(raw)), UncompressedSize64: uint64(len(data))})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := put.Write(raw); err != nil {
				t.Fatal(err)
			}
			if put, err = z.Create("good.glb"); err != nil {
				t.Fatal(err)
			}
			if _, err := put.Write(chair); err != nil {
				t.Fatal(err)
			}
			if err := z.Close(); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), "kit.zip")
			if err := os.WriteFile(file, buf.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			_, report, err := Import(t.Context(), []string{file}, ImportOptions{})
			if err != nil || report.Taken != 1 || len(report.Refusals) != 1 {
				t.Fatalf("%v %+v", err, report)
			}
			f := report.Refusals[0]
			if !strings.Contains(f.Reason, test.reason) || !strings.Contains(f.Remedy, test.remedy) || strings.Contains(f.Reason, "zip:") {
				t.Errorf("refused since %q; %q", f.Reason, f.Remedy)
			}
		})
	}
}

// A library is no pack, and none of a pack that it lies in.
func TestLibraryInPack(t *testing.T) {
	pack := filepath.Join(t.TempDir(), "pack")
	packtest.Write(t, pack, "chair.glb", packtest.Chair(1, ""))
	dir := filepath.Join(pack, "deep", "library")
	imported(t, dir, pack, ImportOptions{})
	lib, report := imported(t, dir, pack, ImportOptions{})
	if lib.Len() != 1 || report.Unchanged != 1 || len(report.Notes) != 1 || !strings.Contains(report.Notes[0], "deep/library is a library") {
		t.Errorf("%s, %+v", idsOf(lib), report)
	}
	if _, _, err := Import(t.Context(), []string{dir}, ImportOptions{}); err == nil || !strings.Contains(err.Error(), "is a library; export it with metaspatial assets export") {
		t.Errorf("a library as a pack: %v", err)
	}
	file := filepath.Join(pack, "chair.glb")
	if _, _, err := Import(t.Context(), []string{pack}, ImportOptions{Library: file}); err == nil || !strings.Contains(err.Error(), "is a file, not the folder of a library") {
		t.Errorf("a file as a library: %v", err)
	}
}

// Notes on overrides name the file that holds them.
func TestNotesNameTheirFile(t *testing.T) {
	top := t.TempDir()
	pack, dir := filepath.Join(top, "pack"), filepath.Join(top, "library")
	packtest.Write(t, pack, "chair.glb", packtest.Chair(1, ""))
	for file, text := range map[string]string{
		filepath.Join(pack, "metaspatial.yaml"): "assets:\n  sofa: {skip: true}\n", filepath.Join(dir, "overrides", "pack.yaml"): "assets:\n  bed: {skip: true}\n",
	} {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	_, report := imported(t, dir, pack, ImportOptions{})
	want := []string{`metaspatial.yaml of the pack speaks of "sofa", which the pack does not have`, `overrides/pack.yaml speaks of "bed", which the pack does not have`}
	if diff := cmp.Diff(want, report.Notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}
