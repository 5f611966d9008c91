package catalog

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// plugin is one of somebody else's as it lies on the disk.
type plugin struct {
	// path identifies it: its folder, or its program where it is only that.
	path string
	// dir is the folder that its files are below, root the same, opened.
	dir  string
	root *os.Root
	// program is the file to start, below dir.
	program string
	// manifest is nil for a mere program.
	manifest *Manifest
}

// resolve finds the plugin that name stands for. The caller closes its root.
func (c *Catalog) resolve(name string) (*plugin, error) {
	if slices.Contains(c.options.Builtins, name) {
		return nil, fmt.Errorf("%s is part of this program: it needs no trust and has no files of its own", name)
	}
	if idForm.MatchString(name) {
		f, err := c.byID(name)
		if err != nil {
			return nil, err
		}
		if f != nil {
			return folderPlugin(f.Path)
		}
	}
	p, err := byPath(name)
	if !errors.Is(err, fs.ErrNotExist) {
		return p, err
	}
	if !strings.ContainsAny(name, `/\`) { // a program that lies in a folder of plugins
		found, serr := c.Search()
		for _, f := range found {
			if f.Manifest == nil && f.Problem == nil && (f.Entry == name || runtime.GOOS == "windows" && f.Entry == name+".exe") {
				return byPath(f.Path)
			}
		}
		if serr != nil {
			return nil, serr
		}
	}
	if !looksLikePath(name) {
		return nil, c.unknown(name)
	}
	return nil, err
}

// byID returns the first plugin with this id in the folders of plugins, or nil.
func (c *Catalog) byID(id string) (*Found, error) {
	for _, folder := range c.options.Folders {
		found, err := folder.search()
		if err != nil {
			return nil, err
		}
		var hit *Found
		for i := range found {
			if found[i].Manifest == nil || found[i].Manifest.ID != id {
				continue
			}
			if hit != nil {
				return nil, twice(*hit, found[i])
			}
			hit = &found[i]
		}
		if hit != nil {
			return hit, nil
		}
	}
	return nil, nil
}

// twice says that two plugins in one folder have the same id.
func twice(a, b Found) error {
	return fmt.Errorf("plugin %s is twice in %s: %s and %s; remove one of them", a.Manifest.ID, a.Folder.Path, a.Entry, b.Entry)
}

// byPath opens the plugin at a path: a folder with a plugin.json, the program
// of such a folder, or a mere program.
func byPath(name string) (*plugin, error) {
	path, err := filepath.Abs(name)
	if err != nil {
		return nil, fmt.Errorf("plugin %s: %w", name, err)
	}
	real, err := filepath.EvalSymlinks(path)
	if runtime.GOOS == "windows" && errors.Is(err, fs.ErrNotExist) {
		real, err = filepath.EvalSymlinks(path + ".exe")
	}
	if err != nil {
		return nil, missingError{name}
	}
	info, err := os.Stat(real)
	if err != nil {
		return nil, fmt.Errorf("plugin %s: %w", name, err)
	}
	if info.IsDir() {
		return folderPlugin(real)
	}
	dir := filepath.Dir(real)
	if _, err := os.Lstat(filepath.Join(dir, ManifestFile)); err == nil {
		// A broken plugin.json beside a program is somebody's mistake, which to
		// pass over would be to trust less than they meant.
		p, err := folderPlugin(dir)
		if err != nil || p.program == filepath.Base(real) {
			return p, err
		}
		p.root.Close()
	}
	switch {
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("plugin %s: is not a file; name the program itself", name)
	case runtime.GOOS != "windows" && info.Mode()&0o111 == 0:
		return nil, fmt.Errorf("plugin %s: is not executable; if it is a program, run: chmod +x %s", name, quote(real))
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("plugin %s: %w", name, err)
	}
	return &plugin{path: real, dir: dir, root: root, program: filepath.Base(real)}, nil
}

// folderPlugin opens the plugin in a folder.
func folderPlugin(dir string) (*plugin, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("plugin %s: %w", dir, err)
	}
	m, err := ReadManifest(root.FS())
	if err == nil {
		var program string
		if program, err = m.program(root); err == nil {
			return &plugin{path: dir, dir: dir, root: root, program: program, manifest: m}, nil
		}
	}
	root.Close()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("plugin %s: is a folder without a %s; name the program itself, or write one", dir, ManifestFile)
	}
	return nil, fmt.Errorf("plugin %s: %s: %w", dir, ManifestFile, err)
}

// entry is the plugin, by the name that somebody gave it.
func (p *plugin) entry(name string) Entry {
	e := Entry{ID: name, Path: filepath.Join(p.dir, filepath.FromSlash(p.program)), Dir: p.dir}
	if m := p.manifest; m != nil {
		e.ID, e.Serves, e.Args, e.Protocols = m.ID, m.ID, m.Args, m.Protocols
	}
	return e
}

// record hashes the plugin's files.
func (p *plugin) record() (Record, error) {
	r, names := Record{Path: p.path}, []string{p.program}
	if p.manifest != nil {
		r.ID, r.Version = p.manifest.ID, p.manifest.Version
		var err error
		if names, err = p.manifest.list(p.root); err != nil {
			return r, fmt.Errorf("plugin %s: %w", p.name(), err)
		}
	}
	var err error
	if r.Files, err = hashAll(p.root, names, nil); err != nil {
		return r, fmt.Errorf("plugin %s: %w", p.name(), err)
	}
	return r, nil
}

func (p *plugin) question(r Record) Question {
	q := Question{ID: r.ID, Version: r.Version, Path: r.Path, Files: r.Files}
	if p.manifest != nil {
		q.Summary = p.manifest.Summary
	}
	return q
}

// name is what errors call the plugin, and what commands take.
func (p *plugin) name() string { return p.path }

// looksLikePath tells ./clearance and plugins/x/clearance from reward/clearance.
func looksLikePath(name string) bool {
	return filepath.IsAbs(name) || strings.HasPrefix(name, ".") || strings.Contains(name, `\`) || strings.Count(name, "/") != 1
}

// missingError is a program that is not there.
type missingError struct{ name string }

func (e missingError) Error() string {
	return fmt.Sprintf("there is no plugin program %s; check the path, or see: metaspatial plugin list", e.name)
}

func (missingError) Is(target error) bool { return target == fs.ErrNotExist }

func untrusted(p *plugin) error {
	return fmt.Errorf("plugin %s is not trusted yet; a plugin can do whatever you can, so if you know where it comes from, run: metaspatial plugin trust %s", p.name(), quote(p.path))
}

// quote makes path one word for a shell.
func quote(path string) string {
	if !strings.ContainsAny(path, " \t\"'$&;|<>()*?[]#~`!{}") {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}
