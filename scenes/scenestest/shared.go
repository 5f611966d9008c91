// Package scenestest finds the real data that tests read: the folder "shared"
// beside the repository, with asset packs, scenes and reference values. It is
// not part of the repository, so tests that need it are skipped without it.
package scenestest

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Shared returns the path of a file or folder of the data, named with slashes,
// such as "packs/kaykit-furniture-bits". It skips the test, and says why, where
// that is absent.
func Shared(t testing.TB, name string) string {
	t.Helper()
	root, err := root()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(filepath.Dir(root), "shared", filepath.FromSlash(name))
	switch _, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
		t.Skipf("shared/%s is not beside the repository", name)
	case err != nil:
		t.Fatal(err)
	}
	return path
}

// Read returns what is in a file of the data. It skips the test as [Shared]
// does.
func Read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(Shared(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// root is the repository's root: the folder of go.mod above the test's own.
func root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", errors.New("there is no go.mod above the test's folder")
		}
		dir = up
	}
}
