package catalog

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// staged returns an entry of a trusted plugin and the plugin's folder.
func staged(t *testing.T) (Entry, string) {
	t.Helper()
	c, dir := newCatalog(t)
	home := makePlugin(t, filepath.Join(dir, "p"), "reward/mine")
	if _, err := c.Trust("reward/mine", ""); err != nil {
		t.Fatal(err)
	}
	e, err := c.Lookup("reward/mine", false)
	if err != nil {
		t.Fatal(err)
	}
	return e, home
}

// TestStage copies what was trusted, and nothing that was put beside it.
func TestStage(t *testing.T) {
	e, home := staged(t)
	put(t, home, "lib/evil.py", "not trusted")
	to := t.TempDir()
	program, err := e.Stage(to)
	if err != nil || program != filepath.Join(to, "run") {
		t.Fatal(program, err)
	}
	var got []string
	err = filepath.WalkDir(to, func(path string, d fs.DirEntry, err error) error {
		if !d.IsDir() {
			rel, _ := filepath.Rel(to, path)
			got = append(got, filepath.ToSlash(rel))
		}
		return err
	})
	slices.Sort(got)
	if diff := cmp.Diff(e.Files.Names(), got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	// What happens to the plugin after the check changes nothing.
	put(t, home, "run", "swapped")
	if data, err := os.ReadFile(program); err != nil || string(data) != "program of reward/mine" {
		t.Errorf("what would run is %q, %v", data, err)
	}
	if info, err := os.Stat(program); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o500 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// TestStageRefuses makes each change that somebody could make after the trust.
func TestStageRefuses(t *testing.T) {
	outside := write(t, "outside", "program of reward/mine, not")
	same := write(t, "same", "program of reward/mine")
	for name, c := range map[string]struct {
		change func(t *testing.T, home string)
		want   string // empty: harmless
	}{
		"bytes":       {func(t *testing.T, home string) { put(t, home, "lib/deep/b.py", "B") }, "lib/deep/b.py has the SHA-256"},
		"longer":      {func(t *testing.T, home string) { put(t, home, "run", "program of reward/mine\n") }, "run has the SHA-256"},
		"manifest":    {func(t *testing.T, home string) { put(t, home, ManifestFile, manifest("reward/mine")+"\n") }, "plugin.json has the SHA-256"},
		"gone":        {func(t *testing.T, home string) { os.Remove(filepath.Join(home, "notes.txt")) }, "notes.txt: no such file"},
		"link":        {func(t *testing.T, home string) { link(t, outside, filepath.Join(home, "run")) }, "run: "},
		"link inside": {func(t *testing.T, home string) { link(t, "notes.txt", filepath.Join(home, "lib", "a.py")) }, "has changed"},
		"link folder": {func(t *testing.T, home string) {
			os.RemoveAll(filepath.Join(home, "lib"))
			link(t, filepath.Dir(outside), filepath.Join(home, "lib"))
		}, "lib/a.py: "},
		"link out, same bytes": {func(t *testing.T, home string) { link(t, same, filepath.Join(home, "run")) }, "run: "},
		"folder": {func(t *testing.T, home string) {
			os.Remove(filepath.Join(home, "run"))
			os.Mkdir(filepath.Join(home, "run"), 0o700)
		}, "is not a file any more"},
		"other files": {func(t *testing.T, home string) { put(t, home, "lib/more.py", "more") }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if runtime.GOOS == "windows" {
				t.Skip("the words of errors are those of Unix")
			}
			e, home := staged(t)
			c.change(t, home)
			_, err := e.Stage(t.TempDir())
			if c.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if lacks(err, c.want) {
				t.Errorf("error %v lacks %q", err, c.want)
			}
		})
	}
}

func link(t *testing.T, to, at string) {
	t.Helper()
	if err := os.RemoveAll(at); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(to, at); err != nil {
		t.Fatal(err)
	}
}

// TestTrustRefusesLinks holds that links are seen when the plugin is trusted.
func TestTrustRefusesLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need rights there")
	}
	c, _ := newCatalog(t)
	for _, at := range []string{"run", "notes.txt", "lib/a.py"} {
		home := makePlugin(t, t.TempDir(), "reward/mine")
		link(t, write(t, "outside", ""), filepath.Join(home, at))
		if _, err := c.Trust(home, ""); err == nil {
			t.Errorf("a link at %s was trusted", at)
		}
	}
}

// TestStagedProgramsStart copies and starts programs from many goroutines at
// once: no process may hold the copy of another open for writing.
func TestStagedProgramsStart(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a shell script is no program there")
	}
	home := t.TempDir()
	put(t, home, "run", "#!/bin/sh\nexit 0\n")
	program := filepath.Join(home, "run")
	if err := os.Chmod(program, 0o700); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(home)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	files, err := hashAll(root, []string{"run"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	e := Entry{ID: "reward/mine", Path: program, Dir: home, Files: files}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 40 {
				copied, err := e.Stage(t.TempDir())
				if err == nil {
					err = exec.Command(copied).Run()
				}
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
}
