// Package disk keeps documents in the files of this machine.
package disk

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/metaspatial/metaspatial/host/internal/durable"
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/export"
)

// Files are the files of this machine. The zero value is ready.
type Files struct{}

var _ document.Files = Files{}

// Folder implements document.Files.
func (Files) Folder(dir string) fs.FS { return os.DirFS(dir) }

// Write implements document.Files: the file is written beside its place, flushed
// and renamed. One that is there keeps its mode.
func (Files) Write(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return durable.Explain(err, path)
	}
	mode := os.FileMode(0o644)
	if st, err := os.Stat(path); err == nil {
		mode = st.Mode().Perm()
	}
	// Where the path is a link, what it points to is replaced.
	if to, err := filepath.EvalSymlinks(path); err == nil {
		path = to
	}
	return durable.WriteFile(path, data, mode)
}

// Remove implements document.Files.
func (Files) Remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Abs implements document.Files. A path that begins with ~ begins in the home of
// the person.
func (Files) Abs(path string) string {
	if rest, ok := strings.CutPrefix(path, "~"); ok && (rest == "" || os.IsPathSeparator(rest[0])) {
		if home, err := os.UserHomeDir(); err == nil {
			path = filepath.Join(home, rest)
		}
	}
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// Export writes a level in any format of package export: to the given file, or
// into the given folder where the path ends as no format does, whatever it holds
// with force. It returns the files.
func Export(ctx context.Context, level *scenes.Level, path string, o export.Options, force bool) ([]string, error) {
	w := export.WriteOptions{Folder: path, Force: force}
	name := level.Name
	if f, ok := export.FormatOf(filepath.Base(path)); ok {
		if o.Format == "" {
			o.Format = f
		}
		if f.Ending() == o.Format.Ending() {
			name = filepath.Base(path)[:len(filepath.Base(path))-len(f.Ending())]
			w.Folder, w.Named = filepath.Dir(path), true
		}
	}
	b, err := export.Make(ctx, []export.Source{{Name: name, Level: level}}, o)
	if err != nil {
		return nil, err
	}
	var files []string
	for _, f := range b.Files {
		files = append(files, filepath.Join(w.Folder, filepath.FromSlash(f.Name)))
	}
	return files, b.Write(ctx, w)
}
