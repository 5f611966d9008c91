package catalog

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/sdk"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// The test program is its own built-in plugin.
func TestMain(m *testing.M) {
	if len(os.Args) == 4 && os.Args[1] == "plugin" && os.Args[2] == "serve" {
		if os.Args[3] == "reward/mute" {
			return
		}
		sdk.Serve(term{})
		return
	}
	os.Exit(m.Run())
}

type term struct{}

func (term) Describe() base.Description {
	return base.Description{
		ID: "reward/test", Kind: base.Reward, Version: "1.2.3", Summary: "Tests.",
		Schema: schema.Schema{{Name: "count", Type: schema.Integer, Default: 3, Doc: "A number."}},
	}
}

func (term) Configure(context.Context, base.ConfigureRequest) (base.ConfigureResponse, error) {
	return base.ConfigureResponse{}, nil
}

func (term) Evaluate(context.Context, reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	return reward.EvaluateResponse{}, nil
}

// newCatalog returns a catalog of two built-ins that trusts nothing yet, and
// its folder of plugins.
func newCatalog(t *testing.T) (*Catalog, string) {
	t.Helper()
	lock, err := OpenLock(filepath.Join(t.TempDir(), "config", LockFile))
	if err != nil {
		t.Fatal(err)
	}
	dir := real(t, t.TempDir())
	c, err := New(Options{Builtins: []string{"reward/test", "policy/compact"}, Lock: lock, Folders: []Folder{{Path: dir, Origin: "test"}}})
	if err != nil {
		t.Fatal(err)
	}
	return c, dir
}

// real resolves the symbolic links in a path.
func real(t *testing.T, path string) string {
	t.Helper()
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// write makes an executable file and returns its path with links resolved.
func write(t *testing.T, name, content string) string {
	t.Helper()
	dir := real(t, t.TempDir())
	put(t, dir, name, content)
	return filepath.Join(dir, name)
}

// put makes an executable file below dir.
func put(t *testing.T, dir, name, content string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o700); err != nil {
		t.Fatal(err)
	}
}

// manifest is the text of a plugin.json of this id.
func manifest(id string) string {
	return `{"id":"` + id + `","version":"1.2.3","summary":"Tests.","program":"run","files":["lib","*.txt"],"protocols":[1]}`
}

// makePlugin makes the folder of a plugin and returns it.
func makePlugin(t *testing.T, dir, id string) string {
	t.Helper()
	put(t, dir, ManifestFile, manifest(id))
	put(t, dir, "run", "program of "+id)
	put(t, dir, "lib/a.py", "a")
	put(t, dir, "lib/deep/b.py", "b")
	put(t, dir, "lib/__pycache__/a.pyc", "stale")
	put(t, dir, "lib/.hidden", "hidden")
	put(t, dir, "notes.txt", "notes")
	put(t, dir, "README.md", "not named by plugin.json")
	return dir
}

// lacks reports an error that is missing or does not say all of what it should.
func lacks(err error, wants ...string) bool {
	for _, w := range wants {
		if err == nil || !strings.Contains(err.Error(), w) {
			return true
		}
	}
	return false
}

func TestLookupProgram(t *testing.T) {
	c, _ := newCatalog(t)
	e, err := c.Lookup("reward/test", false)
	if err != nil || !e.Builtin || e.Verify() != nil {
		t.Fatalf("entry %+v, error %v", e, err)
	}
	if diff := cmp.Diff([]string{"plugin", "serve", "reward/test"}, e.Args); diff != "" {
		t.Error(diff)
	}
	path := write(t, "my term", "one")
	if _, err = c.Lookup(path, false); lacks(err, "is not trusted yet", "run: metaspatial plugin trust '"+path+"'") {
		t.Error(err)
	}
	if e, err = c.Lookup(path, true); err != nil || !e.Dev || e.Verify() != nil {
		t.Errorf("a developer's entry %+v, error %v", e, err)
	}
	r, err := c.Trust(path, "")
	if err != nil {
		t.Fatal(err)
	}
	const one = "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"
	if r.Files.Digest() != one {
		t.Errorf("a mere program's digest is %s, not its own hash", r.Files.Digest())
	}
	e, err = c.Lookup(path, false)
	want := Entry{ID: path, Path: path, Dir: filepath.Dir(path), Files: Files{"my term": one}}
	if diff := cmp.Diff(want, e); err != nil || diff != "" {
		t.Errorf("error %v, entry %s", err, diff)
	}
	put(t, filepath.Dir(path), "my term", "two")
	if err := e.Verify(); lacks(err, "has changed since it was trusted", "plugin trust '"+path+"'") {
		t.Errorf("a changed program: %v", err)
	}
	if _, err := c.Lookup(path, false); lacks(err, "has changed") {
		t.Errorf("a changed program: %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Stage(t.TempDir()); lacks(err, "has changed") {
		t.Errorf("a program that is gone: %v", err)
	}
	if _, was, err := c.Untrust(path); err != nil || !was {
		t.Errorf("untrust one that is gone: %t, %v", was, err)
	}
	if _, was, err := c.Untrust(path); err != nil || was {
		t.Errorf("untrust it again: %t, %v", was, err)
	}
}

func TestLookupErrors(t *testing.T) {
	c, dir := newCatalog(t)
	plain := write(t, "plain", "text")
	if err := os.Chmod(plain, 0o600); err != nil {
		t.Fatal(err)
	}
	future := t.TempDir()
	put(t, future, ManifestFile, strings.Replace(manifest("reward/future"), "[1]", "[7,9]", 1))
	put(t, future, "run", "")
	taken := makePlugin(t, t.TempDir(), "policy/compact")
	makePlugin(t, filepath.Join(dir, "one"), "reward/twice")
	makePlugin(t, filepath.Join(dir, "two"), "reward/twice")
	put(t, dir, "bad/"+ManifestFile, "{")
	for name, want := range map[string]string{
		"reward/tset":    `did you mean "reward/test"?`,
		"render/nothing": "use the path of a program or one of policy/compact, reward/test",
		"render/other":   "one could not be read: " + filepath.Join(dir, "bad", ManifestFile) + ": is no JSON object",
		"./nothing":      "there is no plugin program ./nothing; check the path",
		"nothing":        "there is no plugin program nothing",
		t.TempDir():      "is a folder without a plugin.json",
		plain:            "chmod +x",
		future:           "plugin reward/future did not start: it speaks protocol 7 and 9; this host speaks 1; update this program",
		taken:            "is that of a built-in plugin",
		"reward/twice":   "is twice in " + dir + ": one and two; remove one of them",
	} {
		if runtime.GOOS == "windows" && name == plain {
			continue
		}
		if _, err := c.Lookup(name, true); lacks(err, want) {
			t.Errorf("%s: error %v lacks %q", name, err, want)
		}
	}
}

func TestLookupInFolders(t *testing.T) {
	c, dir := newCatalog(t)
	home := makePlugin(t, filepath.Join(dir, "anything"), "reward/mine")
	put(t, dir, "loose", "a mere program")
	put(t, dir, "letter.txt", "no program")
	if err := os.Chmod(filepath.Join(dir, "letter.txt"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Lookup("reward/mine", false); lacks(err, "plugin "+home+" is not trusted yet", "metaspatial plugin trust "+home) {
		t.Error(err)
	}
	r, err := c.Trust("reward/mine", "")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"lib/a.py", "lib/deep/b.py", "notes.txt", ManifestFile, "run"}, r.Files.Names()); diff != "" {
		t.Errorf("trusted files: %s", diff)
	}
	// One plugin, whatever it is called by.
	for _, name := range []string{"reward/mine", home, filepath.Join(home, "run")} {
		e, err := c.Lookup(name, false)
		want := Entry{ID: "reward/mine", Serves: "reward/mine", Path: filepath.Join(home, "run"), Dir: home, Files: r.Files, Protocols: []int{1}}
		if diff := cmp.Diff(want, e); err != nil || diff != "" {
			t.Errorf("%s: error %v, entry %s", name, err, diff)
		}
	}
	if e, err := c.Lookup("loose", true); err != nil || e.Path != filepath.Join(dir, "loose") {
		t.Errorf("a program in a folder of plugins: %+v, %v", e, err)
	}
	statuses, err := c.List()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range statuses {
		got = append(got, string(s.State)+" "+filepath.Base(s.Path))
	}
	if diff := cmp.Diff([]string{"built in .", "built in .", "trusted anything", "not trusted loose"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestFoldersInOrder(t *testing.T) {
	dir := real(t, t.TempDir())
	t.Chdir(dir)
	t.Setenv("HOME", filepath.Join(dir, "home"))
	t.Setenv("USERPROFILE", filepath.Join(dir, "home"))
	t.Setenv(PathEnv, filepath.Join(dir, "a")+string(filepath.ListSeparator)+string(filepath.ListSeparator)+"b")
	want := []Folder{
		{filepath.Join(dir, "configured"), "plugins.dirs", true},
		{filepath.Join(dir, "a"), PathEnv, false}, {filepath.Join(dir, "b"), PathEnv, false},
		{filepath.Join(dir, ".metaspatial", "plugins"), "project", false},
		{filepath.Join(dir, "home", ".metaspatial", "plugins"), "user", false},
	}
	folders := Folders([]string{"configured"})
	if diff := cmp.Diff(want, folders); diff != "" {
		t.Fatal(diff)
	}
	c, err := New(Options{Folders: folders})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Search(); lacks(err, "configured (plugins.dirs): no such file") && runtime.GOOS != "windows" {
		t.Errorf("a configured folder that is missing: %v", err)
	}
	put(t, dir, "configured/plugin.json", manifest("reward/mine"))
	if _, err := c.Search(); lacks(err, "configured (plugins.dirs): is itself a plugin; name the folder that it lies in") {
		t.Errorf("a plugin in place of a folder of plugins: %v", err)
	}
	if err := os.Remove(filepath.Join(dir, "configured/plugin.json")); err != nil {
		t.Fatal(err)
	}
	put(t, dir, "configured/file", "")
	for _, f := range folders { // each holds the plugin, so that the first one hides the others
		makePlugin(t, filepath.Join(f.Path, "p"), "reward/mine")
	}
	statuses, err := c.List()
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range statuses[1:] { // after the loose file
		hidden := i > 0
		if (s.State == Hidden) != hidden || s.Path != filepath.Join(want[i].Path, "p") {
			t.Errorf("plugin %d is %s, %s", i, s.State, s.Path)
		}
	}
	if e, err := c.Lookup("reward/mine", true); err != nil || e.Path != filepath.Join(want[0].Path, "p", "run") {
		t.Errorf("%+v, %v", e, err)
	}
}

func TestDescribe(t *testing.T) {
	c, _ := newCatalog(t)
	e, err := c.Lookup("reward/test", false)
	if err != nil {
		t.Fatal(err)
	}
	d, err := Describe(context.Background(), e)
	if err != nil {
		t.Fatal(err)
	}
	want := term{}.Describe()
	want.SDKVersion, want.Schema[0].Default = sdk.Version, int64(3)
	if diff := cmp.Diff(want, d); diff != "" {
		t.Error(diff)
	}
	if _, err := Describe(context.Background(), c.builtin("reward/mute")); err == nil || !strings.Contains(err.Error(), "no metaspatial plugin") {
		t.Errorf("error %v", err)
	}
}
