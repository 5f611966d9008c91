package importer

import (
	"errors"
	"io/fs"
	"os"
)

// folder is a pack's folder, which nothing leads out of. Only regular files and
// folders are opened: a pipe would be waited for without end.
type folder struct{ fs.FS }

func openRoot(dir string) (fs.FS, func() error, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, nil, err
	}
	return folder{root.FS()}, root.Close, nil
}

// Open implements fs.FS.
func (f folder) Open(name string) (fs.File, error) {
	st, err := fs.Stat(f.FS, name)
	if err != nil {
		return nil, err
	}
	if !st.Mode().IsRegular() && !st.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("it is not a regular file")}
	}
	return f.FS.Open(name)
}

// Stat implements fs.StatFS.
func (f folder) Stat(name string) (fs.FileInfo, error) { return fs.Stat(f.FS, name) }

// ReadDir implements fs.ReadDirFS.
func (f folder) ReadDir(name string) ([]fs.DirEntry, error) {
	st, err := fs.Stat(f.FS, name)
	if err == nil && !st.IsDir() {
		err = &fs.PathError{Op: "readdir", Path: name, Err: errors.New("it is not a folder")}
	}
	if err != nil {
		return nil, err
	}
	return fs.ReadDir(f.FS, name)
}
