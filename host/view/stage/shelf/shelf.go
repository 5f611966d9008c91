// Package shelf keeps small files in a folder under names that are hashes, and
// no more of them than it was told.
package shelf

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/metaspatial/metaspatial/host/internal/durable"
)

// DefaultMost is how many bytes a shelf holds when nothing is said.
const DefaultMost = 128 << 20

// largest bounds a single file, in bytes.
const largest = 4 << 20

// Shelf is a folder of small files. It may be used by several goroutines; two
// programs may share a folder.
type Shelf struct {
	dir  string
	most int64

	mu   sync.Mutex
	size int64
}

// Open makes the folder if need be. Beyond most bytes the oldest files go; 0
// means [DefaultMost].
func Open(dir string, most int64) (*Shelf, error) {
	if most == 0 {
		most = DefaultMost
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("keep pictures in %s: %w", dir, err)
	}
	s := &Shelf{dir: dir, most: most}
	return s, s.prune()
}

// path returns where a name lies; names are hexadecimal.
func (s *Shelf) path(name string) (string, error) {
	if len(name) < 8 || len(name) > 128 || strings.Trim(name, "0123456789abcdef") != "" {
		return "", fmt.Errorf("%q is not the name of a kept picture", name)
	}
	return filepath.Join(s.dir, name[:2], name[2:]), nil
}

// Load returns a file.
func (s *Shelf) Load(name string) ([]byte, error) {
	path, err := s.path(name)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > largest {
		return nil, fmt.Errorf("%s is no kept picture", path)
	}
	return os.ReadFile(path)
}

// Save writes a file.
func (s *Shelf) Save(name string, data []byte) error {
	path, err := s.path(name)
	if err != nil {
		return err
	}
	if len(data) > largest {
		return fmt.Errorf("a picture of %d bytes is too large to be kept", len(data))
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if err := durable.WriteFile(path, data, 0o644); err != nil {
		return err
	}
	s.mu.Lock()
	s.size += int64(len(data))
	full := s.size > s.most
	s.mu.Unlock()
	if full {
		return s.prune()
	}
	return nil
}

// prune counts the files and takes the oldest away until a quarter of the room
// is free, where there are too many.
func (s *Shelf) prune() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	type file struct {
		path string
		size int64
		age  int64
	}
	var files []file
	s.size = 0
	err := filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			// What another program took away meanwhile is no matter.
			return nil
		}
		if info, err := d.Info(); err == nil {
			files = append(files, file{path, info.Size(), info.ModTime().UnixNano()})
			s.size += info.Size()
		}
		return nil
	})
	if err != nil || s.size <= s.most {
		return err
	}
	slices.SortFunc(files, func(a, b file) int { return cmp.Or(cmp.Compare(a.age, b.age), strings.Compare(a.path, b.path)) })
	for _, f := range files {
		if s.size <= s.most*3/4 {
			break
		}
		if err := os.Remove(f.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		s.size -= f.size
	}
	return nil
}
