package scenestate_test

import (
	"os"
	"path/filepath"
	"testing"
)

// sharedFile reads a file of the data folder beside the repository, and skips
// the test where there is none.
func sharedFile(t testing.TB, name string) []byte {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above the test")
		}
		dir = filepath.Dir(dir)
	}
	data, err := os.ReadFile(filepath.Join(filepath.Dir(dir), "shared", filepath.FromSlash(name)))
	if os.IsNotExist(err) {
		t.Skipf("shared/%s is not beside the repository", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}
