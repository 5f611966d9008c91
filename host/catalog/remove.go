package catalog

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Remove deletes the plugin with this id, or at this path, from the folder of
// plugins that it lies in, and the trust in it. What is a symbolic link there is
// only unlinked. A folder that holds more than a plugin's files, such as the one
// that its author works in, is left alone.
func (c *Catalog) Remove(name string) (string, error) {
	if slices.Contains(c.options.Builtins, name) {
		return "", fmt.Errorf("%s is built in and cannot be removed", name)
	}
	f, err := c.placed(name)
	if err != nil {
		return "", err
	}
	entry := filepath.Join(f.Folder.Path, f.Entry)
	if extra := c.stray(f, entry); extra != "" {
		return "", fmt.Errorf("%s holds %s, which is no file of the plugin, so it was not installed there; delete the folder by hand, or only no longer allow it to run: metaspatial plugin untrust %s", entry, extra, quote(entry))
	}
	if err := os.RemoveAll(entry); err != nil {
		return entry, fmt.Errorf("remove the plugin: %w", err)
	}
	if c.options.Lock == nil {
		return entry, nil
	}
	return entry, c.options.Lock.unset(f.Path)
}

// placed finds the plugin in the folders of plugins, by its id or its path. One
// whose plugin.json is gone or broken is found by its path.
func (c *Catalog) placed(name string) (Found, error) {
	if idForm.MatchString(name) {
		f, err := c.byID(name)
		if err != nil {
			return Found{}, err
		}
		if f == nil {
			return Found{}, fmt.Errorf("there is no plugin %s in the folders of plugins; see: metaspatial plugin list", name)
		}
		return *f, nil
	}
	path := absolute(name)
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return Found{}, fmt.Errorf("there is no plugin %s in the folders of plugins; see: metaspatial plugin list", name)
	}
	for _, folder := range c.options.Folders {
		found, _ := folder.search() // another folder may be readable
		for _, f := range found {
			if filepath.Join(folder.Path, f.Entry) == path || f.Path == real {
				return f, nil
			}
		}
		if filepath.Dir(path) == folder.Path && c.options.Lock != nil {
			if _, trusted := c.options.Lock.find(real); trusted {
				return Found{Path: real, Folder: folder, Entry: filepath.Base(path)}, nil
			}
		}
	}
	return Found{}, fmt.Errorf("%s lies in no folder of plugins; to no longer allow it to run: metaspatial plugin untrust %s", name, quote(name))
}

// stray returns a file in the plugin's folder that neither plugin.json names nor
// was ever trusted; empty where there is none, or where the entry is no folder.
func (c *Catalog) stray(f Found, entry string) string {
	if info, err := os.Lstat(entry); err != nil || !info.IsDir() {
		return ""
	}
	known := map[string]bool{ManifestFile: true}
	if p, err := folderPlugin(entry); err == nil {
		names, _ := p.manifest.list(p.root) // without it, what was trusted has to do
		p.root.Close()
		for _, n := range names {
			known[n] = true
		}
	}
	if c.options.Lock != nil {
		r, _ := c.options.Lock.find(f.Path)
		for n := range r.Files {
			known[n] = true
		}
	}
	extra := ""
	_ = fs.WalkDir(os.DirFS(entry), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil: // what cannot be looked at cannot be known either
			extra = name
			return fs.SkipAll
		case d.IsDir() && d.Name() == "__pycache__":
			return fs.SkipDir
		case d.IsDir() && d.Name() == ".git":
			extra = name
			return fs.SkipAll
		case !d.IsDir() && !known[name] && d.Name()[0] != '.': // file managers leave hidden ones
			extra = name
			return fs.SkipAll
		}
		return nil
	})
	return extra
}
