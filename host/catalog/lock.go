package catalog

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/gofrs/flock" // a lock that two processes respect, on every system

	"github.com/metaspatial/metaspatial/host/internal/durable"
)

// LockFile is the name of the file that holds which plugins are trusted.
const LockFile = "plugins.lock"

// Lock is plugins.lock: the plugins that may run, with the hash of each of
// their files. It belongs to a user and never travels with a project, because
// whoever writes it decides what runs.
type Lock struct {
	path string

	mu      sync.Mutex
	records []Record
}

// Record is one trusted plugin.
type Record struct {
	// Path is the plugin's folder, or its program where it is only that;
	// absolute, without symbolic links.
	Path string `json:"path"`
	// ID and Version are what plugin.json said when the plugin was trusted;
	// empty for a mere program.
	ID      string `json:"id,omitempty"`
	Version string `json:"version,omitempty"`
	// Files are its files.
	Files Files `json:"files"`
}

// name is what errors call the plugin.
func (r Record) name() string {
	if r.Path == "" { // it lies nowhere yet
		return r.ID
	}
	return r.Path
}

type lockFile struct {
	Version int      `json:"version"`
	Plugins []Record `json:"plugins"`
}

// lockVersion is the version of the file's format.
const lockVersion = 1

// DefaultLockPath returns where the user's plugins.lock lies.
func DefaultLockPath() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("find the user's configuration folder: %w", err)
	}
	return filepath.Join(dir, "metaspatial", LockFile), nil
}

// OpenLock reads the file at path; a missing one trusts nothing.
func OpenLock(path string) (*Lock, error) {
	l := &Lock{path: path}
	return l, l.read()
}

func (l *Lock) read() error {
	f, err := os.Open(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		l.records = nil
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the trusted plugins: %w", err)
	}
	defer f.Close()
	// What others can write says nothing about what this user trusts.
	if info, err := f.Stat(); err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o022 != 0 {
		return fmt.Errorf("others can write %s, which says what may run; check it, then run: chmod 600 %s", l.path, quote(l.path))
	}
	var c lockFile
	if data, err := io.ReadAll(f); err != nil {
		return fmt.Errorf("read the trusted plugins: %w", err)
	} else if err := json.Unmarshal(data, &c); err != nil {
		return fmt.Errorf("the list of trusted plugins %s is damaged (%w); mend it, or delete it and trust your plugins anew", l.path, err)
	}
	if c.Version != lockVersion {
		return fmt.Errorf("the list of trusted plugins %s has version %d; this program knows version %d: take a newer one, or delete the file and trust your plugins anew", l.path, c.Version, lockVersion)
	}
	l.records = c.Plugins
	return nil
}

// Records returns the trusted plugins, sorted by path.
func (l *Lock) Records() []Record {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.SortedFunc(slices.Values(l.records), func(a, b Record) int { return cmp.Compare(a.Path, b.Path) })
}

// find returns the record of the plugin at path.
func (l *Lock) find(path string) (Record, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	i := slices.IndexFunc(l.records, func(r Record) bool { return r.Path == path })
	if i < 0 {
		return Record{}, false
	}
	return l.records[i], true
}

// set trusts the plugin with these files, in place of what was trusted at its
// path before.
func (l *Lock) set(r Record) error { return l.change(r.Path, &r) }

// unset no longer trusts the plugin at path.
func (l *Lock) unset(path string) error { return l.change(path, nil) }

func (l *Lock) change(path string, r *Record) error {
	if err := os.MkdirAll(filepath.Dir(l.path), 0o700); err != nil {
		return fmt.Errorf("write the trusted plugins: %w", err)
	}
	// Another process may be changing it, too.
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	turn := flock.New(l.path + ".turn")
	if ok, err := turn.TryLockContext(ctx, 10*time.Millisecond); !ok {
		return fmt.Errorf("write the trusted plugins: wait for another program that is writing %s: %w", l.path, err)
	}
	defer turn.Close()
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.read(); err != nil {
		return err
	}
	l.records = slices.DeleteFunc(slices.Clone(l.records), func(o Record) bool { return o.Path == path })
	if r != nil {
		l.records = append(l.records, *r)
	}
	slices.SortFunc(l.records, func(a, b Record) int { return cmp.Compare(a.Path, b.Path) })
	data, err := json.MarshalIndent(lockFile{Version: lockVersion, Plugins: l.records}, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the trusted plugins: %w", err)
	}
	if err := durable.WriteFile(l.path, append(data, '\n'), 0o600); err != nil {
		return fmt.Errorf("write the trusted plugins: %w", err)
	}
	return nil
}
