package catalog

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/host/internal/durable"
)

// Installed is what [Catalog.Install] has done.
type Installed struct {
	// Record is the plugin as it lies in the folder of plugins now.
	Record
	Summary string
	// Before is the version that it has replaced, or empty.
	Before string
}

// Install copies the plugin at source, a folder with a plugin.json or an
// archive (.zip, .tar.gz) of one, into a folder of plugins: the files that
// plugin.json names and no others. A plugin of the same id there is replaced, in
// one step. With a digest it must have that one, and is trusted; without, it is
// not trusted by being installed.
func (c *Catalog) Install(source, folder, digest string) (Installed, error) {
	folder = absolute(folder)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return Installed{}, fmt.Errorf("make the folder of plugins: %w", err)
	}
	temp, err := os.MkdirTemp(folder, ".install-")
	if err != nil {
		return Installed{}, fmt.Errorf("install into %s: %w", folder, err)
	}
	defer os.RemoveAll(temp)
	dir := source
	if isArchive(source) {
		if dir, err = unpack(source, filepath.Join(temp, "unpacked")); err != nil {
			return Installed{}, fmt.Errorf("install %s: %w", source, err)
		}
		if err := makeRunnable(dir); err != nil {
			return Installed{}, fmt.Errorf("install %s: %w", source, err)
		}
	} else if info, err := os.Stat(source); err == nil && !info.IsDir() {
		return Installed{}, fmt.Errorf("install %s: is neither a folder with a %s nor an archive of one; a mere program needs no installing: name it by its path", source, ManifestFile)
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return Installed{}, fmt.Errorf("install %s: %w", source, cause(err))
	}
	p, err := folderPlugin(dir)
	if err != nil {
		return Installed{}, err
	}
	defer p.root.Close()
	if slices.Contains(c.options.Builtins, p.manifest.ID) {
		return Installed{}, fmt.Errorf("install %s: %s is the id of a built-in plugin; the plugin needs another one", source, p.manifest.ID)
	}
	if err := speaks(p.entry(source)); err != nil {
		return Installed{}, err
	}
	return c.put(p, temp, folder, digest)
}

// put copies the plugin below temp and moves it to its place in folder.
func (c *Catalog) put(p *plugin, temp, folder, digest string) (Installed, error) {
	out := Installed{Summary: p.manifest.Summary}
	names, err := p.manifest.list(p.root)
	if err != nil {
		return out, fmt.Errorf("plugin %s: %w", p.name(), err)
	}
	fresh := filepath.Join(temp, "new")
	if err := os.Mkdir(fresh, 0o755); err != nil {
		return out, fmt.Errorf("plugin %s: %w", p.name(), err)
	}
	to, err := os.OpenRoot(fresh)
	if err != nil {
		return out, fmt.Errorf("plugin %s: %w", p.name(), err)
	}
	defer to.Close()
	if out.Files, err = hashAll(p.root, names, to); err != nil {
		return out, fmt.Errorf("plugin %s: %w", p.name(), err)
	}
	out.ID, out.Version = p.manifest.ID, p.manifest.Version
	if err := expect(out.Record, digest); err != nil {
		return out, err
	}
	final := filepath.Join(folder, strings.ReplaceAll(p.manifest.ID, "/", "-"))
	out.Path = final
	switch before, err := manifestOf(final); {
	case err == nil && before.ID != out.ID:
		return out, fmt.Errorf("plugin %s: %s holds the plugin %s; remove it first", p.name(), final, before.ID)
	case err == nil:
		out.Before = before.Version
	}
	if _, err := os.Lstat(final); err == nil {
		if err := durable.Rename(final, filepath.Join(temp, "old")); err != nil {
			return out, fmt.Errorf("replace %s: %w", final, err)
		}
	}
	if err := durable.Rename(fresh, final); err != nil {
		return out, fmt.Errorf("install %s: %w", final, err)
	}
	if real, err := filepath.EvalSymlinks(final); err == nil {
		out.Path = real
	}
	if digest != "" {
		return out, c.trust(out.Record)
	}
	if lock := c.options.Lock; lock != nil {
		if r, ok := lock.find(out.Path); ok && r.Files.Digest() != out.Files.Digest() {
			return out, lock.unset(out.Path) // what was trusted is no longer there
		}
	}
	return out, nil
}

// makeRunnable marks the program of an unpacked plugin as one that can be
// started, which archives made on Windows cannot say. What else is wrong with
// the plugin is told by whoever looks at it next.
func makeRunnable(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	m, err := ReadManifest(root.FS())
	if err != nil {
		return fmt.Errorf("%s: %w", ManifestFile, err)
	}
	program := filepath.FromSlash(hole.Replace(m.Program))
	if info, err := root.Lstat(program); err == nil && info.Mode().IsRegular() {
		return root.Chmod(program, info.Mode().Perm()|0o100)
	}
	return nil
}
