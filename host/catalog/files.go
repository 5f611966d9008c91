package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
)

// The bounds of a plugin's files. Models and environments of gigabytes belong
// elsewhere, named by a setting.
const (
	maxFiles = 4096
	maxBytes = 1 << 30
)

// Files are the files of a plugin: the hexadecimal SHA-256 of each by its path
// below the plugin's folder, with forward slashes.
type Files map[string]string

// Digest is one hash for all: that of the file where there is only one, else
// the SHA-256 of what sha256sum prints for them, sorted by path.
func (f Files) Digest() string {
	if len(f) == 1 {
		for _, sum := range f {
			return sum
		}
	}
	h := sha256.New()
	for _, name := range f.Names() {
		fmt.Fprintf(h, "%s  %s\n", f[name], name)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Names returns the paths, sorted.
func (f Files) Names() []string { return slices.Sorted(maps.Keys(f)) }

// list returns the paths of the files that the manifest names: itself, the
// program, and the others. Symbolic links and other strange things among them
// are refused, so that what is hashed is what lies in the folder.
func (m *Manifest) list(root *os.Root) ([]string, error) {
	program, err := m.program(root)
	if err != nil {
		return nil, err
	}
	fsys := root.FS()
	names := map[string]bool{ManifestFile: true, program: true}
	for i, pattern := range m.Files {
		found, err := fs.Glob(fsys, pattern)
		if err != nil {
			return nil, fmt.Errorf("%s: files[%d]: %w", ManifestFile, i, err)
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("%s: files[%d] is %q, but there is nothing of that name", ManifestFile, i, pattern)
		}
		for _, name := range found {
			if err := walk(fsys, name, names); err != nil {
				return nil, err
			}
		}
	}
	for name := range names {
		info, err := root.Lstat(filepath.FromSlash(name))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, cause(err))
		}
		if !info.Mode().IsRegular() {
			return nil, fmt.Errorf("%s is a symbolic link or another thing that is no file; a plugin's files must be files", name)
		}
	}
	return slices.Sorted(maps.Keys(names)), nil
}

// walk adds name, or the files below it.
func walk(fsys fs.FS, name string, to map[string]bool) error {
	return fs.WalkDir(fsys, name, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", p, cause(err))
		case p != name && (strings.HasPrefix(d.Name(), ".") || d.Name() == "__pycache__"):
			if d.IsDir() {
				return fs.SkipDir
			}
		case !d.IsDir():
			to[p] = true
			if len(to) > maxFiles {
				return fmt.Errorf("the plugin has more than %d files; keep environments and data sets out of its folder", maxFiles)
			}
		}
		return nil
	})
}

// program returns the path of the file to start on this machine.
func (m *Manifest) program(root *os.Root) (string, error) {
	candidates := []string{hole.Replace(m.Program)}
	if runtime.GOOS == "windows" {
		candidates = append(candidates, candidates[0]+".exe")
	}
	for _, name := range candidates {
		info, err := root.Lstat(filepath.FromSlash(name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return "", fmt.Errorf("%s: %w", name, cause(err))
		case !info.Mode().IsRegular():
			return "", fmt.Errorf("%s is not a file; the program must be one", name)
		case runtime.GOOS != "windows" && info.Mode()&0o111 == 0:
			return "", fmt.Errorf("%s is not executable; run: chmod +x %s", name, quote(filepath.Join(root.Name(), filepath.FromSlash(name))))
		}
		return name, nil
	}
	return "", fmt.Errorf("the program %s is not there; build it first, or mend %q in %s", candidates[0], "program", ManifestFile)
}

// hashAll hashes the named files below root and, where to is not nil, copies
// them below it at the same time, so that the copy is what was hashed.
func hashAll(root *os.Root, names []string, to *os.Root) (Files, error) {
	out, left := Files{}, int64(maxBytes)
	for _, name := range names {
		sum, n, err := hashFile(root, name, left, to)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, cause(err))
		}
		if left -= n; left < 0 {
			return nil, fmt.Errorf("the plugin's files have more than %d MiB; keep models and data elsewhere and name them in a setting", maxBytes>>20)
		}
		out[name] = sum
	}
	return out, nil
}

// hashFile reads no more than one byte over most.
func hashFile(root *os.Root, name string, most int64, to *os.Root) (sum string, n int64, err error) {
	local := filepath.FromSlash(name)
	f, err := root.OpenFile(local, os.O_RDONLY|notBlocking, 0)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", 0, err
	}
	if !info.Mode().IsRegular() {
		return "", 0, errors.New("is not a file any more")
	}
	h := sha256.New()
	var w io.Writer = h
	if to != nil {
		if err := to.MkdirAll(filepath.Dir(local), 0o700); err != nil {
			return "", 0, err
		}
		if info.Mode()&0o100 != 0 {
			// A process that is forked while the copy is open for writing has it open
			// too until its own program begins; a program that is open so cannot be
			// started (go.dev/issue/22315).
			syscall.ForkLock.RLock()
			defer syscall.ForkLock.RUnlock()
		}
		c, err := to.OpenFile(local, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o400|info.Mode().Perm()&0o100)
		if err != nil {
			return "", 0, err
		}
		w = io.MultiWriter(h, c)
		defer func() {
			if cerr := c.Close(); err == nil {
				err = cerr
			}
		}()
	}
	n, err = io.CopyBuffer(w, io.LimitReader(f, most+1), make([]byte, 256<<10))
	if err != nil {
		return "", n, err
	}
	return hex.EncodeToString(h.Sum(nil)), n, nil
}
