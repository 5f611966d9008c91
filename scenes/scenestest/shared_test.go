package scenestest

import (
	"os"
	"path/filepath"
	"testing"
)

// newRepository makes a repository with data beside it, and the test stands in
// a folder of it.
func newRepository(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, d := range []string{"repository/a/b", "shared/packs/chairs"} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{"repository/go.mod": "module m\n", "shared/packs/chairs/list.txt": "a chair"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(filepath.Join(dir, "repository", "a", "b"))
	return dir
}

func TestShared(t *testing.T) {
	newRepository(t)
	list, err := os.ReadDir(Shared(t, "packs/chairs"))
	if err != nil || len(list) != 1 {
		t.Errorf("%d entries, %v", len(list), err)
	}
	if got := string(Read(t, "packs/chairs/list.txt")); got != "a chair" {
		t.Errorf("read %q", got)
	}
}

// What is absent skips the test that asks for it, at once.
func TestAbsentIsSkipped(t *testing.T) {
	newRepository(t)
	skipped, after := false, false
	t.Run("asks", func(t *testing.T) {
		defer func() { skipped = t.Skipped() }()
		Read(t, "packs/tables")
		after = true
	})
	if !skipped || after {
		t.Errorf("skipped %v, went on %v", skipped, after)
	}
}
