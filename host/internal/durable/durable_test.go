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
