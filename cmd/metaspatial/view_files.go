package main

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/export"
)

// diskFiles keeps documents on this machine's disk.
type diskFiles struct{}

func (diskFiles) Folder(dir string) fs.FS { return os.DirFS(dir) }

func (diskFiles) Write(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return run.WriteFile(path, data)
}

func (diskFiles) Remove(path string) error {
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return err
	}
	return nil
}

// home keeps the window's memory in a file.
type home string

func (h home) Load() ([]byte, error) { return os.ReadFile(string(h)) }

func (h home) Save(data []byte) error { return diskFiles{}.Write(string(h), data) }

// exporter writes levels as the command export does, every format into a folder
// of its own where there are several.
func exporter(lib *assets.Library) (func(context.Context, *document.State, string, []string) ([]string, error), []string) {
	var names []string
	for _, f := range export.Formats {
		names = append(names, string(f))
	}
	return func(ctx context.Context, s *document.State, dir string, formats []string) ([]string, error) {
		var files []string
		for _, f := range formats {
			folder := dir
			if len(formats) > 1 {
				folder = filepath.Join(dir, f)
			}
			bundle, err := export.Make(ctx, []export.Source{{Name: s.Level.Name, Level: s.Level}}, export.Options{Format: export.Format(f), Library: lib})
			if err != nil {
				return files, err
			}
			if err := bundle.Write(ctx, export.WriteOptions{Folder: folder}); err != nil {
				return files, err
			}
			for _, file := range bundle.Files {
				files = append(files, filepath.Join(folder, filepath.FromSlash(file.Name)))
			}
		}
		return files, nil
	}, names
}
