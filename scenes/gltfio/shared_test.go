package gltfio

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shared returns the named folder of the data beside the repository, or skips.
func shared(t testing.TB, name string) fs.FS {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if parent := filepath.Dir(dir); parent != dir {
			dir = parent
			continue
		}
		t.Skip("no go.mod above the test")
	}
	dir = filepath.Join(filepath.Dir(dir), "shared", filepath.FromSlash(name))
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("shared/%s is absent", name)
	}
	return os.DirFS(dir)
}

// models lists the .gltf and .glb files of a folder in order.
func models(t testing.TB, fsys fs.FS) []string {
	t.Helper()
	var out []string
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && (strings.HasSuffix(p, ".gltf") || strings.HasSuffix(p, ".glb")) {
			out = append(out, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
