package importer

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/assets/semantics"
)

// pack is one folder being imported.
type pack struct {
	name string
	// dir is the folder as the caller named it, for messages.
	dir   string
	fsys  fs.FS
	paths []string
	close func() error
}

// openPack finds the models below dir, or takes the one file dir names.
// Reading goes through an os.Root, so that neither a symbolic link nor a URI
// leads out of the folder.
func openPack(dir string) (*pack, error) {
	st, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no folder %s; check the path", dir)
	case err != nil:
		return nil, fmt.Errorf("cannot look at %s: %w; check its permissions", dir, errors.Unwrap(err))
	}
	only := ""
	if !st.IsDir() {
		if !isModel(dir) {
			return nil, fmt.Errorf("%s is neither a folder nor a .gltf or .glb file", dir)
		}
		dir, only = filepath.Dir(dir), filepath.Base(dir)
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("cannot resolve %s: %w", dir, err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("cannot open %s: %w; check its permissions", dir, errors.Unwrap(err))
	}
	p := &pack{name: packName(abs), dir: dir, fsys: root.FS(), close: root.Close}
	if only != "" {
		p.paths = []string{only}
		return p, nil
	}
	err = fs.WalkDir(p.fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			if d != nil && d.IsDir() && name != "." {
				// The folder is reported as a file that cannot be read.
				p.paths = append(p.paths, name)
				return fs.SkipDir
			}
			return err
		}
		if !d.IsDir() && isModel(name) {
			p.paths = append(p.paths, name)
		}
		return nil
	})
	if err != nil {
		root.Close()
		return nil, fmt.Errorf("cannot list %s: %w; check its permissions", dir, err)
	}
	if len(p.paths) == 0 {
		root.Close()
		return nil, fmt.Errorf("%s holds no .gltf or .glb files; name the folder of an unpacked asset pack", dir)
	}
	return p, nil
}

func isModel(name string) bool {
	ext := strings.ToLower(path.Ext(filepath.ToSlash(name)))
	return ext == ".gltf" || ext == ".glb"
}

// dull are folder names that say how files are kept, not what they are.
var dull = map[string]bool{"gltf": true, "glb": true, "models": true, "assets": true, "mesh": true, "meshes": true}

// packName is the folder's name, or its parent's when it only says "gltf".
func packName(abs string) string {
	for {
		base := filepath.Base(abs)
		parent := filepath.Dir(abs)
		if !dull[strings.ToLower(base)] || parent == abs {
			return strings.Map(func(r rune) rune {
				if r == '/' || r == '\\' || r <= ' ' {
					return '_'
				}
				return r
			}, base)
		}
		abs = parent
	}
}

// ids gives every path of the pack its asset name: the bare file name where
// that is unique, else the path.
func (p *pack) ids() []string {
	count := make(map[string]int)
	for _, f := range p.paths {
		count[assetName(f)]++
		count[strings.TrimSuffix(f, path.Ext(f))+"\x00"]++
	}
	out := make([]string, len(p.paths))
	for i, f := range p.paths {
		switch long := strings.TrimSuffix(f, path.Ext(f)); {
		case count[assetName(f)] == 1:
			out[i] = assetName(f)
		case count[long+"\x00"] == 1:
			out[i] = long
		default:
			out[i] = f
		}
		out[i] = p.name + "/" + out[i]
	}
	return out
}

func lowerBase(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	return strings.ToLower(filepath.Base(abs))
}

// assetName is the file's name without folder and extension.
func assetName(file string) string {
	base := path.Base(file)
	return strings.TrimSuffix(base, path.Ext(base))
}

// licenceOf looks in the pack's folder, then beside it, since packs keep their
// licence above the folder of models.
func licenceOf(p *pack) (name, why string) {
	name, why = semantics.Licence(p.fsys)
	if name != "unknown" || !dull[lowerBase(p.dir)] {
		return name, why
	}
	root, err := os.OpenRoot(filepath.Join(p.dir, ".."))
	if err != nil {
		return name, why
	}
	defer root.Close()
	if above, aboveWhy := semantics.Licence(root.FS()); above != "unknown" {
		return above, "../" + aboveWhy
	}
	return name, why
}
