package catalog

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
)

// PathEnv is the environment variable that lists folders of plugins.
const PathEnv = "METASPATIAL_PLUGIN_PATH"

// maxFound bounds how many entries of a folder of plugins are looked at.
const maxFound = 10_000

// Folder is a folder whose subfolders and programs are plugins.
type Folder struct {
	Path string
	// Origin says why it is searched.
	Origin string
	// Required folders must be there, because somebody named them for this run.
	Required bool
}

// Folders returns the folders that are searched, in this order: those that are
// configured, those that the environment variable METASPATIAL_PLUGIN_PATH
// lists, .metaspatial/plugins in the working directory, and the same in the
// user's own folder.
func Folders(configured []string) []Folder {
	var out []Folder
	for _, dir := range configured {
		out = append(out, Folder{Path: absolute(dir), Origin: "plugins.dirs", Required: true})
	}
	for _, dir := range filepath.SplitList(os.Getenv(PathEnv)) {
		if dir != "" {
			out = append(out, Folder{Path: absolute(dir), Origin: PathEnv})
		}
	}
	out = append(out, Folder{Path: absolute(ProjectFolder()), Origin: "project"})
	if dir, err := UserFolder(); err == nil {
		out = append(out, Folder{Path: dir, Origin: "user"})
	}
	return out
}

// ProjectFolder is the folder of the plugins of the project in the working
// directory.
func ProjectFolder() string { return filepath.Join(".metaspatial", "plugins") }

// UserFolder is the folder of the user's own plugins.
func UserFolder() (string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("find the user's home folder: %w", err)
	}
	return filepath.Join(home, ".metaspatial", "plugins"), nil
}

func absolute(name string) string {
	if abs, err := filepath.Abs(name); err == nil {
		return abs
	}
	return name
}

// Found is something in a folder of plugins.
type Found struct {
	// Path is the plugin's folder, or its program where it is only that,
	// without symbolic links.
	Path string
	// Manifest is what its plugin.json says; nil for a mere program, and where
	// there is a problem.
	Manifest *Manifest
	// Problem is why it cannot be used.
	Problem error
	// Folder is where it was found, and Entry the name that it has there.
	Folder Folder
	Entry  string
}

// search returns what lies in the folder, sorted by name. A folder that is not
// there is empty, unless it is required.
func (f Folder) search() ([]Found, error) {
	dir, err := os.Open(f.Path)
	if errors.Is(err, fs.ErrNotExist) && !f.Required {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("folder of plugins %s (%s): %w", f.Path, f.Origin, cause(err))
	}
	defer dir.Close()
	if info, err := dir.Stat(); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("folder of plugins %s (%s): is not a folder", f.Path, f.Origin)
	}
	if _, err := os.Lstat(filepath.Join(f.Path, ManifestFile)); err == nil {
		return nil, fmt.Errorf("folder of plugins %s (%s): is itself a plugin; name the folder that it lies in", f.Path, f.Origin)
	}
	names, err := dir.Readdirnames(maxFound + 1)
	if err != nil && len(names) == 0 {
		return nil, nil // it is empty
	}
	if len(names) > maxFound {
		return nil, fmt.Errorf("folder of plugins %s (%s): holds more than %d entries; name the folder that the plugins themselves lie in", f.Path, f.Origin, maxFound)
	}
	slices.Sort(names)
	var out []Found
	for _, name := range names {
		if p, ok := f.look(name); ok {
			out = append(out, p)
		}
	}
	return out, nil
}

// look tells whether an entry of the folder is a plugin.
func (f Folder) look(name string) (Found, bool) {
	found := Found{Path: filepath.Join(f.Path, name), Folder: f, Entry: name}
	if name[0] == '.' {
		return found, false
	}
	real, err := filepath.EvalSymlinks(found.Path)
	if err != nil {
		return found, false // a link to nowhere
	}
	info, err := os.Stat(real)
	if err != nil {
		return found, false
	}
	found.Path = real
	switch {
	case info.IsDir():
		if _, err := os.Lstat(filepath.Join(real, ManifestFile)); err != nil {
			return found, false
		}
		found.Manifest, found.Problem = manifestOf(real)
		return found, true
	case info.Mode().IsRegular():
		return found, runnable(real, info)
	}
	return found, false
}

// runnable tells programs from other files.
func runnable(path string, info os.FileInfo) bool {
	if runtime.GOOS == "windows" {
		return filepath.Ext(path) == ".exe"
	}
	return info.Mode()&0o111 != 0
}

// manifestOf reads the manifest of the plugin in a folder; errors name the file.
func manifestOf(dir string) (*Manifest, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	m, err := ReadManifest(root.FS())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(dir, ManifestFile), err)
	}
	return m, nil
}
