// Package durable writes files that are either whole or not there, whenever
// the program is interrupted.
package durable

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
)

// WriteFile replaces the file at path by data in one step.
func WriteFile(path string, data []byte, mode os.FileMode) error {
	return Write(path, mode, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// Write replaces the file at path by what write produces, in one step: a
// temporary file beside it is written, flushed to the disk and renamed. Errors
// of the system name path.
func Write(path string, mode os.FileMode, write func(io.Writer) error) error {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, "."+filepath.Base(path)+"-*")
	if err != nil {
		return Explain(named(err, path), path)
	}
	err = write(f)
	if err == nil {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		return Explain(named(err, path), path)
	}
	return SyncDir(dir)
}

// named makes an error of the system that names the temporary file name the
// file at path, which was asked for.
func named(err error, path string) error {
	temporary := func(name string) bool {
		return strings.HasPrefix(filepath.Base(name), "."+filepath.Base(path)+"-")
	}
	var link *os.LinkError
	var file *fs.PathError
	switch {
	case errors.As(err, &link) && temporary(link.Old):
		err = link.Err
	case errors.As(err, &file) && temporary(file.Path):
		err = file.Err
	default:
		return err
	}
	return &fs.PathError{Op: "write", Path: path, Err: err}
}

// leftover is what the temporary files of Write are called.
var leftover = regexp.MustCompile(`^\..+-[0-9]+$`)

// Sweep removes the temporary files in a folder, not below it, that a Write has
// left behind which never came to its end. Nobody may be writing there. A folder
// that is not there is clean.
func Sweep(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		if err == nil && e.Type().IsRegular() && leftover.MatchString(e.Name()) {
			err = os.Remove(filepath.Join(dir, e.Name()))
		}
	}
	return err
}

// SyncDir flushes a folder's list of files, so that a rename outlives a power
// cut. Windows does so by itself and cannot open folders.
func SyncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	// Some network file systems refuse this; the data itself is already safe.
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		return Explain(err, dir)
	}
	return nil
}

// windowsDiskFull is ERROR_DISK_FULL.
const windowsDiskFull = syscall.Errno(112)

// FullError is a disk that has no space left.
type FullError struct {
	// Path is what was being written.
	Path string
	// Err is the system's own error.
	Err error
}

// Error says which file and what to do.
func (e *FullError) Error() string {
	return fmt.Sprintf("the disk is full while writing %s; free some space, everything written before is kept", e.Path)
}

// Unwrap returns the system's error.
func (e *FullError) Unwrap() error { return e.Err }

// ReadOnlyError is a disk that cannot be written to.
type ReadOnlyError struct {
	// Path is what was to be written.
	Path string
	// Err is the system's own error.
	Err error
}

// Error says which file and what to do.
func (e *ReadOnlyError) Error() string {
	return fmt.Sprintf("the disk of %s can only be read; name a folder elsewhere, or have the disk made writable", e.Path)
}

// Unwrap returns the system's error.
func (e *ReadOnlyError) Unwrap() error { return e.Err }

// Explain turns "no space left" into a [FullError] and "read-only file system"
// into a [ReadOnlyError], which say what to do; other errors it returns as they
// are.
func Explain(err error, path string) error {
	var full *FullError
	var readOnly *ReadOnlyError
	if errors.As(err, &full) || errors.As(err, &readOnly) {
		return err
	}
	if errors.Is(err, syscall.EROFS) {
		return &ReadOnlyError{Path: path, Err: err}
	}
	space := errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) ||
		runtime.GOOS == "windows" && errors.Is(err, windowsDiskFull)
	if space {
		return &FullError{Path: path, Err: err}
	}
	return err
}
