package catalog

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// item is a file of an archive.
type item struct {
	name, content string
	mode          fs.FileMode
}

func zipped(t *testing.T, items []item) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "plugin.zip")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z := zip.NewWriter(f)
	for _, i := range items {
		h := &zip.FileHeader{Name: i.name, Method: zip.Deflate}
		h.SetMode(i.mode)
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, i.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func tarred(t *testing.T, items []item) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "plugin.tar.gz")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	g := gzip.NewWriter(f)
	w := tar.NewWriter(g)
	for _, i := range items {
		h := &tar.Header{Name: i.name, Mode: int64(i.mode.Perm()), Size: int64(len(i.content)), Typeflag: tar.TypeReg}
		switch {
		case i.mode.IsDir():
			h.Typeflag = tar.TypeDir
		case i.mode&fs.ModeSymlink != 0:
			h.Typeflag, h.Linkname, h.Size = tar.TypeSymlink, i.content, 0
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if h.Size > 0 {
			if _, err := io.WriteString(w, i.content); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func packed(top, version string) []item {
	text := strings.Replace(manifest("reward/mine"), "1.2.3", version, 1)
	return []item{
		{top + ManifestFile, text, 0o644}, {top + "run", "program " + version, 0o755},
		{top + "lib/a.py", "a", 0o644}, {top + "notes.txt", "n", 0o644}, {top + "README.md", "r", 0o644},
	}
}

// TestInstall installs one version after the other, from a folder and from
// archives, and removes what it has installed.
func TestInstall(t *testing.T) {
	c, dir := newCatalog(t)
	home := filepath.Join(dir, "reward-mine")
	first, err := c.Install(makePlugin(t, t.TempDir(), "reward/mine"), dir, "")
	if err != nil || first.Path != home || first.Before != "" || first.Summary != "Tests." {
		t.Fatalf("%+v, %v", first, err)
	}
	if _, err := c.Lookup("reward/mine", false); lacks(err, "is not trusted yet") {
		t.Errorf("installing trusts: %v", err)
	}
	if _, err := os.Stat(filepath.Join(home, "README.md")); err == nil {
		t.Error("a file that plugin.json does not name was installed")
	}
	if _, err := c.Trust("reward/mine", first.Files.Digest()); err != nil {
		t.Error(err)
	}
	if _, err := c.Install(tarred(t, packed("./", "1.3.0")), dir, strings.Repeat("0", 64)); lacks(err, "plugin reward/mine has the digest", "nothing was done") {
		t.Errorf("another digest: %v", err)
	}
	if _, err := c.Lookup("reward/mine", false); err != nil {
		t.Errorf("a refused install has touched the plugin: %v", err)
	}
	second, err := c.Install(tarred(t, packed("./", "1.3.0")), dir, "")
	if err != nil || second.Before != "1.2.3" || second.Version != "1.3.0" {
		t.Fatalf("%+v, %v", second, err)
	}
	if _, err := c.Lookup("reward/mine", false); lacks(err, "is not trusted yet") {
		t.Errorf("another version is trusted: %v", err)
	}
	third, err := c.Install(zipped(t, packed("mine-2.0.0/", "2.0.0")), dir, strings.ToUpper(digestOf(t, packed("", "2.0.0"))))
	if err != nil || third.Before != "1.3.0" {
		t.Fatalf("%+v, %v", third, err)
	}
	e, err := c.Lookup("reward/mine", false)
	if err != nil {
		t.Fatalf("installed by its digest: %v", err)
	}
	program, err := e.Stage(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(program); err != nil || string(data) != "program 2.0.0" {
		t.Errorf("%s, %v", data, err)
	}
	if path, err := c.Remove("reward/mine"); err != nil || path != home {
		t.Error(path, err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 || len(c.options.Lock.Records()) != 0 {
		t.Errorf("left behind: %v, %v", left, c.options.Lock.Records())
	}
	for name, want := range map[string]string{"reward/mine": "no plugin reward/mine in the folders", "reward/test": "is built in", write(t, "p", ""): "lies in no folder of plugins", "./nowhere": "there is no plugin ./nowhere"} {
		if _, err := c.Remove(name); lacks(err, want) {
			t.Errorf("remove %s: %v", name, err)
		}
	}
}

// TestRemoveLeavesWork keeps the folder that an author works in, and what would
// have to be guessed; what is broken goes all the same.
func TestRemoveLeavesWork(t *testing.T) {
	c, dir := newCatalog(t)
	work := makePlugin(t, filepath.Join(dir, "work"), "reward/mine")
	put(t, work, "lib/__pycache__/a.pyc", "")
	put(t, work, ".git/HEAD", "ref")
	if _, err := c.Remove("reward/mine"); lacks(err, "work holds .git,", "plugin untrust "+work) {
		t.Error(err)
	}
	if err := os.RemoveAll(filepath.Join(work, ".git")); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Remove("reward/mine"); lacks(err, "holds README.md") {
		t.Error(err)
	}
	if err := os.Remove(filepath.Join(work, "README.md")); err != nil {
		t.Fatal(err)
	}
	other, err := c.Install(makePlugin(t, t.TempDir(), "reward/mine"), dir, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Remove("reward/mine"); lacks(err, "is twice in "+dir) {
		t.Error(err)
	}
	statuses, err := c.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range statuses[2:] {
		if s.State != Broken || lacks(s.Problem, "is twice in") {
			t.Errorf("%s is %s: %v", s.Path, s.State, s.Problem)
		}
	}
	if path, err := c.Remove(work); err != nil || path != work {
		t.Error(path, err)
	}
	if _, err := c.Trust("reward/mine", ""); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(other.Path, ManifestFile)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Remove(other.Path); err != nil || len(c.options.Lock.Records()) != 0 {
		t.Errorf("without its plugin.json: %v, %v", err, c.options.Lock.Records())
	}
}

// TestArchiveWithoutModes installs what was packed on a system that has none.
func TestArchiveWithoutModes(t *testing.T) {
	c, dir := newCatalog(t)
	items := packed("", "1.0.0")
	for i := range items {
		items[i].mode = 0o644
	}
	for _, archive := range []string{zipped(t, items), tarred(t, items)} {
		if _, err := c.Install(archive, dir, digestOf(t, items)); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Lookup("reward/mine", false); err != nil {
			t.Error(err)
		}
	}
}

// digestOf is what the author of an archive publishes.
func digestOf(t *testing.T, items []item) string {
	t.Helper()
	dir := t.TempDir()
	for _, i := range items {
		put(t, dir, i.name, i.content)
	}
	p, err := byPath(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer p.root.Close()
	r, err := p.record()
	if err != nil {
		t.Fatal(err)
	}
	return r.Files.Digest()
}

func TestInstallRefuses(t *testing.T) {
	c, dir := newCatalog(t)
	with := func(more ...item) []item { return append(packed("", "1.0.0"), more...) }
	bomb := with(item{"lib/zeros", strings.Repeat("\x00", 1<<20), 0o644})
	many := with()
	for i := range maxFiles {
		many = append(many, item{fmt.Sprintf("lib/%d", i), "", 0o644})
	}
	cut, err := os.ReadFile(tarred(t, bomb))
	if err != nil {
		t.Fatal(err)
	}
	for name, p := range map[string]struct{ source, want string }{
		"missing":     {filepath.Join(dir, "nothing"), "nothing: no such file"},
		"program":     {write(t, "p", ""), "a mere program needs no installing"},
		"no manifest": {t.TempDir(), "without a plugin.json"},
		"built-in id": {makePlugin(t, t.TempDir(), "reward/test"), "is the id of a built-in plugin"},
		"empty":       {tarred(t, nil), "has no plugin.json at its top"},
		"no archive":  {write(t, "x.zip", "text"), "x.zip: "},
		"cut short":   {write(t, "y.tar.gz", string(cut[:len(cut)/2])), "unexpected EOF"},
		"upwards":     {tarred(t, with(item{"../evil", "", 0o644})), `"../evil": is no path below`},
		"absolute":    {zipped(t, with(item{"/evil", "", 0o644})), `"/evil": `},
		"backslashes": {zipped(t, with(item{`..\evil`, "", 0o644})), "is no path below"},
		"link":        {tarred(t, with(item{"lib/link", "/etc/passwd", fs.ModeSymlink | 0o777})), "is a symbolic link"},
		"link in zip": {zipped(t, with(item{"lib/link", "/etc/passwd", fs.ModeSymlink | 0o777})), "is a symbolic link"},
		"twice":       {tarred(t, with(item{"run", "again", 0o755})), `"run": `},
		"many":        {tarred(t, many), "more than 4096 files"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := c.Install(p.source, dir, ""); lacks(err, p.want) {
				t.Errorf("error %v lacks %q", err, p.want)
			}
		})
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	// More than fits is noticed before it is on the disk.
	u := &unpacker{left: 10}
	if u.root, err = os.OpenRoot(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	defer u.root.Close()
	if err := u.tar(tarred(t, bomb)); lacks(err, "the archive holds more than") {
		t.Error(err)
	}
}

// TestCheck compares what is trusted with what is there.
func TestCheck(t *testing.T) {
	c, dir := newCatalog(t)
	for _, name := range []string{"a", "b", "c", "d"} {
		home := makePlugin(t, filepath.Join(dir, name), "reward/"+name)
		if _, err := c.Trust(home, ""); err != nil {
			t.Fatal(err)
		}
	}
	put(t, dir, "b/run", "other")
	put(t, dir, "c/lib/more.py", "more")
	if err := os.RemoveAll(filepath.Join(dir, "d")); err != nil {
		t.Fatal(err)
	}
	checked, err := c.Check()
	if err != nil {
		t.Fatal(err)
	}
	var got []State
	for _, s := range checked {
		got = append(got, s.State)
	}
	if diff := cmp.Diff([]State{Trusted, Changed, Changed, Broken}, got); diff != "" {
		t.Error(diff)
	}
	if lacks(checked[2].Problem, "lib/more.py") {
		t.Error(checked[2].Problem)
	}
	if one, err := c.Check("reward/b"); err != nil || len(one) != 1 || one[0].State != Changed {
		t.Error(one, err)
	}
	if _, err := c.Check(write(t, "other", "")); lacks(err, "not trusted yet") {
		t.Error(err)
	}
	for _, f := range []func() error{
		func() error { _, err := c.Trust("reward/test", ""); return err },
		func() error { _, err := c.Check("reward/test"); return err },
	} {
		if err := f(); lacks(err, "reward/test is part of this program: it needs no trust") {
			t.Error(err)
		}
	}
	// A mere program that has become part of a plugin is not the one that was trusted.
	mere := write(t, "run", "a program")
	if _, err := c.Trust(mere, ""); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Dir(mere), ManifestFile, manifest("reward/grown"))
	checked, err = c.Check()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range checked {
		if s.Path == mere && (s.State != Untrusted || lacks(s.Problem, "it is the program of the plugin", "is not trusted yet")) {
			t.Errorf("%+v", s)
		}
	}
	if _, was, err := c.Untrust("reward/d"); err != nil || !was {
		t.Errorf("by its id, since it is gone: %t, %v", was, err)
	}
}
