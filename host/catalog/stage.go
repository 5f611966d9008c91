package catalog

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Verify reports a plugin whose files are not the trusted ones.
func (e Entry) Verify() error {
	if e.Builtin || e.Dev {
		return nil
	}
	return e.check(nil)
}

// Stage returns the program to start, right before the start. For a built-in
// and for a developer's program that is the program itself. Of others it copies
// the trusted files into dir, an empty folder, and checks the bytes as they are
// copied: whatever happens to the plugin's own folder after that, only what was
// trusted runs, and there is nothing beside it that was not.
func (e Entry) Stage(dir string) (program string, err error) {
	if e.Builtin || e.Dev {
		return e.Path, nil
	}
	if err := quarantined(e.Path); err != nil {
		return "", err
	}
	to, err := os.OpenRoot(dir)
	if err != nil {
		return "", fmt.Errorf("plugin %s: copy it: %w", e.ID, err)
	}
	defer to.Close()
	if err := e.check(to); err != nil {
		return "", err
	}
	rel, err := filepath.Rel(e.Dir, e.Path)
	if err != nil {
		return "", fmt.Errorf("plugin %s: %w", e.ID, err)
	}
	if _, trusted := e.Files[filepath.ToSlash(rel)]; !trusted {
		return "", e.changed(fmt.Sprintf("its program is now %s", rel))
	}
	return filepath.Join(dir, rel), nil
}

// check hashes the plugin's files, and copies them below to where that is not
// nil.
func (e Entry) check(to *os.Root) error {
	if len(e.Files) == 0 {
		return fmt.Errorf("plugin %s is not trusted yet; run: metaspatial plugin trust %s", e.ID, quote(e.where()))
	}
	root, err := os.OpenRoot(e.Dir)
	if err != nil {
		return fmt.Errorf("plugin %s: %w", e.ID, err)
	}
	defer root.Close()
	files, err := hashAll(root, e.Files.Names(), to)
	if errors.Is(err, os.ErrNotExist) {
		return e.changed(err.Error())
	}
	if err != nil {
		return fmt.Errorf("plugin %s: %w", e.ID, err)
	}
	for _, name := range e.Files.Names() {
		if sum, want := files[name], e.Files[name]; sum != want {
			return e.changed(fmt.Sprintf("%s has the SHA-256 %.12s…, trusted is %.12s…", name, sum, want))
		}
	}
	return nil
}

func (e Entry) changed(how string) error {
	return fmt.Errorf("plugin %s has changed since it was trusted (%s); if that is your doing, run: metaspatial plugin trust %s", e.where(), how, quote(e.where()))
}

// where is the plugin's folder, or its program where it is only that.
func (e Entry) where() string {
	if e.Serves != "" {
		return e.Dir
	}
	return e.Path
}
