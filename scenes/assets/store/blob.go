package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sync/errgroup"
)

// Blob is content under its own hash.
type Blob struct {
	// Name is the path below the blobs folder: xx/HASH.ext.
	Name string
	Data []byte
}

// NewBlob names data by its hash. The extension has its dot.
func NewBlob(data []byte, ext string) Blob {
	sum := sha256.Sum256(data)
	h := hex.EncodeToString(sum[:])
	return Blob{Name: h[:2] + "/" + h + ext, Data: data}
}

// temporary begins the names of blobs being written.
const temporary = ".new-"

// writers is how many blobs are synced at once: a disk takes several as fast as
// one.
const writers = 8

// writeBlobs makes the blobs files that survive a loss of power. Those that are
// there already cost a look.
func writeBlobs(dir string, blobs []Blob) error {
	var g errgroup.Group
	g.SetLimit(writers)
	folders := make(map[string]bool)
	for _, b := range blobs {
		file := filepath.Join(dir, blobDir, filepath.FromSlash(b.Name))
		if st, err := os.Stat(file); err == nil && st.Size() == int64(len(b.Data)) {
			continue
		}
		if sub := filepath.Dir(file); !folders[sub] {
			if err := os.MkdirAll(sub, 0o755); err != nil {
				return fmt.Errorf("writing to the library: %w", err)
			}
			folders[sub] = true
		}
		g.Go(func() error { return writeFile(file, b.Data) })
	}
	if err := g.Wait(); err != nil {
		return fmt.Errorf("writing to the library: %w", err)
	}
	if len(folders) == 0 {
		return nil
	}
	// The names of new files, and of new folders, are synced too.
	folders[filepath.Join(dir, blobDir)] = true
	for f := range folders {
		g.Go(func() error { return syncFolder(f) })
	}
	if err := g.Wait(); err != nil {
		return fmt.Errorf("writing to the library: %w", err)
	}
	return nil
}

// writeFile writes a file so that others see the old content or the new, never
// a part: a temporary file beside it, synced, then renamed.
func writeFile(name string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), temporary+"*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// syncFolder makes names in a folder durable, where the system can.
func syncFolder(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrInvalid) && !errors.Is(err, fs.ErrPermission) {
		return err
	}
	return nil
}

// faultOf says what is wrong with a blob's file, or nothing.
func faultOf(root fs.FS, name string, size int64) string {
	f, err := root.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return "is missing"
	}
	if err != nil {
		return "cannot be opened"
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, f)
	switch {
	case err != nil:
		return "cannot be read"
	case n != size:
		return fmt.Sprintf("has %d bytes instead of %d", n, size)
	case !strings.HasPrefix(name[strings.LastIndexByte(name, '/')+1:], hex.EncodeToString(h.Sum(nil))+"."):
		return "does not have the content its name says"
	}
	return ""
}
