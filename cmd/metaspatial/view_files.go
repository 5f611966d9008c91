package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"github.com/metaspatial/metaspatial/host/view"
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/document/disk"
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
// of its own where there are several. What a format has no place for is left out
// of it.
func exporter() (func(context.Context, *document.State, string, view.ExportOptions, func(done, total int, what string)) ([]string, error), []string) {
	var names []string
	for _, f := range export.Formats {
		names = append(names, string(f))
	}
	return func(ctx context.Context, s *document.State, path string, o view.ExportOptions, progress func(done, total int, what string)) ([]string, error) {
		var files []string
		for i, f := range o.Formats {
			progress(i, len(o.Formats), f)
			to := path
			if len(o.Formats) > 1 {
				to = filepath.Join(path, f)
			}
			e := export.Options{Format: export.Format(f), Library: o.Library}
			for _, extra := range []struct {
				asked bool
				set   *bool
			}{{o.Colliders, &e.Colliders}, {o.Navmesh, &e.Navmesh}, {o.Ceiling, &e.Ceiling}} {
				*extra.set = extra.asked
				if e.Check() != nil {
					*extra.set = false
				}
			}
			wrote, err := disk.Export(ctx, s.Level, to, e, o.Force)
			if err != nil {
				return files, err
			}
			files = append(files, wrote...)
		}
		return files, nil
	}, names
}

// openPage shows a page in the person's browser.
func openPage(ctx context.Context, file string) error {
	opener := []string{"xdg-open", file}
	switch runtime.GOOS {
	case "darwin":
		opener = []string{"open", file}
	case "windows":
		opener = []string{"rundll32", "url.dll,FileProtocolHandler", file}
	}
	if _, err := exec.LookPath(opener[0]); err != nil {
		return fmt.Errorf("this machine has no %s", opener[0])
	}
	return exec.CommandContext(ctx, opener[0], opener[1:]...).Run()
}
