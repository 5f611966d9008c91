package durable_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/metaspatial/metaspatial/host/internal/durable"
)

func TestWriteIsAllOrNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "file")
	if err := durable.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	full := &os.PathError{Op: "write", Path: path, Err: syscall.ENOSPC}
	err := durable.Write(path, 0o600, func(w io.Writer) error {
		io.WriteString(w, "half of the n")
		return full
	})
	if !errors.Is(err, syscall.ENOSPC) || !strings.HasPrefix(err.Error(), "the disk is full while writing "+path+"; free some space") {
		t.Errorf("a full disk: %v", err)
	}
	if data, err := os.ReadFile(path); string(data) != "old" {
		t.Errorf("the file holds %q, %v", data, err)
	}
	if entries, err := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("%d files stay behind, %v", len(entries), err)
	}
}

func TestErrorsNameTheFile(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{filepath.Join(dir, "none", "a.json"), dir} {
		err := durable.WriteFile(path, []byte("x"), 0o644)
		var file *fs.PathError
		if !errors.As(err, &file) || file.Path != path || strings.Contains(err.Error(), "a.json-") {
			t.Errorf("writing %s: %v", path, err)
		}
	}
}

func TestSweep(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.json", ".a.json-123", "b/.b-9", "b/.hidden", "b/c-12", ".git-x"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := durable.Sweep(dir); err != nil {
		t.Fatal(err)
	}
	var left []string
	filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if !d.IsDir() {
			left = append(left, strings.TrimPrefix(path, dir+string(filepath.Separator)))
		}
		return err
	})
	if got := filepath.ToSlash(strings.Join(left, " ")); got != ".git-x a.json b/.b-9 b/.hidden b/c-12" {
		t.Errorf("left: %s", got)
	}
	if err := durable.Sweep(filepath.Join(dir, "none")); err != nil {
		t.Error(err)
	}
}

func TestReadOnlyDisk(t *testing.T) {
	err := durable.Explain(&os.PathError{Op: "open", Path: "x", Err: syscall.EROFS}, "run/x")
	if !errors.Is(err, syscall.EROFS) || err.Error() != "the disk of run/x can only be read; name a folder elsewhere, or have the disk made writable" {
		t.Errorf("got %v", err)
	}
}
