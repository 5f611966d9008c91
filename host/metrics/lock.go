package metrics

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/metaspatial/metaspatial/host/internal/durable"
)

// LockFile is held by the run that writes a folder.
const LockFile = "run.lock"

// errLocked is what lockFile returns when another process holds the lock.
var errLocked = errors.New("locked")

// Lock keeps other runs out of a folder until it is closed or its process
// ends, however it ends: the operating system holds the lock, so that a file
// that a dead process left behind keeps nobody out.
type Lock struct {
	f    *os.File
	path string
}

// AcquireLock takes the lock of a run's folder, which is made when missing.
func AcquireLock(dir string) (*Lock, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("cannot make the run's folder: %w", durable.Explain(err, dir))
	}
	path := filepath.Join(dir, LockFile)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, fmt.Errorf("cannot lock the run's folder: %w", durable.Explain(err, path))
	}
	if err := lockFile(f); err != nil {
		defer f.Close()
		if !errors.Is(err, errLocked) {
			return nil, fmt.Errorf("cannot lock the run's folder %s: %w", dir, err)
		}
		holder := "another process"
		if data, err := io.ReadAll(io.LimitReader(f, 32)); err == nil {
			if pid, err := strconv.Atoi(strings.TrimSpace(string(data))); err == nil {
				holder = fmt.Sprintf("process %d", pid)
			}
		}
		return nil, fmt.Errorf("folder %s is in use by a run of %s; wait for it, stop it, or choose another folder", dir, holder)
	}
	if err := f.Truncate(0); err == nil {
		_, err = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
		if err != nil {
			f.Close()
			return nil, fmt.Errorf("cannot lock the run's folder: %w", durable.Explain(err, path))
		}
	}
	return &Lock{f, path}, nil
}

// Held returns an error where the folder is no longer the one that was locked:
// somebody has moved or removed it, and another run may lie in its place.
func (l *Lock) Held() error {
	own, err := l.f.Stat()
	if err != nil {
		return fmt.Errorf("cannot look after the lock of the run's folder: %w", err)
	}
	there, err := os.Stat(l.path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !os.SameFile(own, there) {
		return fmt.Errorf("folder %s, or %s in it, was moved or removed while the run went on; resume the run from where its folder is now, or start another", filepath.Dir(l.path), LockFile)
	}
	return nil // a disk that does not answer shows at the next write
}

// Close gives the folder free.
func (l *Lock) Close() error { return l.f.Close() }
