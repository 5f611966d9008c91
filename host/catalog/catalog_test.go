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

func newCatalog(t *testing.T) (*Catalog, *Trust) {
	t.Helper()
	trust, err := OpenTrust(filepath.Join(t.TempDir(), "config", "trust.json"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := New([]string{"reward/test", "policy/compact"}, trust)
	if err != nil {
		t.Fatal(err)
	}
	return c, trust
}

// write makes an executable file and returns its path with links resolved.
func write(t *testing.T, name, content string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(content), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLookup(t *testing.T) {
	c, trust := newCatalog(t)
	e, err := c.Lookup("reward/test", false)
	if err != nil || !e.Builtin || e.Verify() != nil {
		t.Fatalf("entry %+v, error %v", e, err)
	}
	if diff := cmp.Diff([]string{"plugin", "serve", "reward/test"}, e.Args); diff != "" {
		t.Error(diff)
	}
	path := write(t, "my term", "one")

	_, err = c.Lookup(path, false)
	if want := "run: metaspatial plugin trust '" + path + "'"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v lacks %q", err, want)
	}
	if e, err = c.Lookup(path, true); err != nil || !e.Dev || e.Verify() != nil {
		t.Errorf("a developer's entry %+v, error %v", e, err)
	}
	r, err := trust.Add(path)
	if err != nil {
		t.Fatal(err)
	}
	e, err = c.Lookup(path, false)
	if diff := cmp.Diff(Entry{ID: path, Path: path, SHA256: r.SHA256}, e); err != nil || diff != "" {
		t.Errorf("error %v, entry %s", err, diff)
	}
	if err := os.WriteFile(path, []byte("two"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := e.Verify(); err == nil || !strings.Contains(err.Error(), "has changed since it was trusted") {
		t.Errorf("a changed program: %v", err)
	}
	if _, err := c.Lookup(path, false); err == nil || !strings.Contains(err.Error(), "has changed") {
		t.Errorf("a changed program: %v", err)
	}
}

func TestLookupErrors(t *testing.T) {
	c, _ := newCatalog(t)
	plain := write(t, "plain", "text")
	if err := os.Chmod(plain, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"reward/tset":    `there is no plugin "reward/tset"; did you mean "reward/test"?`,
		"render/nothing": "use the path of a program or one of policy/compact, reward/test",
		"./nothing":      "there is no plugin program ./nothing; check the path",
		t.TempDir():      "is not a file",
		plain:            "chmod +x",
	} {
		if runtime.GOOS == "windows" && name == plain {
			continue
		}
		if _, err := c.Lookup(name, true); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v lacks %q", name, err, want)
		}
	}
}

func TestTrustIsKept(t *testing.T) {
	c, trust := newCatalog(t)
	b, a := write(t, "b", "b"), write(t, "a", "a")
	link := filepath.Join(filepath.Dir(a), "link")
	if err := os.Symlink(a, link); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	for _, name := range []string{b, link, link} {
		if _, err := trust.Add(name); err != nil {
			t.Fatal(err)
		}
	}
	again, err := OpenTrust(trust.path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(trust.Records(), again.Records()); diff != "" || len(again.Records()) != 2 {
		t.Errorf("%d records: %s", len(again.Records()), diff)
	}
	var ids []string
	for _, e := range c.List() {
		ids = append(ids, e.ID)
	}
	want := []string{"policy/compact", "reward/test", a, b}
	if filepath.Dir(b) < filepath.Dir(a) {
		want[2], want[3] = b, a
	}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Error(diff)
	}
	if err := again.Remove(link); err != nil {
		t.Fatal(err)
	}
	if _, err := again.Check(a); err == nil {
		t.Error("a removed program is still trusted")
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(trust.path), ".trust-*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestBrokenTrustStore(t *testing.T) {
	for content, want := range map[string]string{
		"{":             "mend or delete it",
		`{"version":9}`: "this program knows version 1",
	} {
		if _, err := OpenTrust(write(t, "trust.json", content)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v lacks %q", content, err, want)
		}
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
