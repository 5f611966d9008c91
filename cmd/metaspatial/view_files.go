package main

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"github.com/metaspatial/metaspatial/host/view"
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/document/disk"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/export"
)

// home keeps the window's memory in a file.
type home string

func (h home) Load() ([]byte, error) { return os.ReadFile(string(h)) }

func (h home) Save(data []byte) error { return disk.Files{}.Write(string(h), data) }

// unsavedCopies keeps the unsaved work of all windows in the person's folder for
// settings, because what lies in one for caches may be cleared away.
func unsavedCopies() (c *view.Copies, closing func() error) {
	c = &view.Copies{Now: time.Now, Open: func(string) bool { return false }}
	dir, err := os.UserConfigDir()
	if err != nil {
		// The window says so as soon as there is something to keep.
		c.Claim = func() (string, error) { return "", err }
		return c, func() error { return nil }
	}
	c.Folder = filepath.Join(dir, "metaspatial", "unsaved")
	sessions := disk.NewSessions(c.Folder)
	c.Claim, c.Open = sessions.Claim, sessions.Open
	return c, sessions.Close
}

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
