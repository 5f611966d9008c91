package importer

import (
	"archive/zip"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/semantics"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// reopen opens a pack's place again.
func reopen(place string) (fs.FS, func() error, error) {
	if outer, inner := split(place); isArchive(outer) {
		z, err := zip.OpenReader(outer)
		if err != nil {
			return nil, nil, err
		}
		sub, err := fs.Sub(archive{&z.Reader}, inner)
		if err != nil {
			z.Close()
			return nil, nil, err
		}
		return sub, z.Close, nil
	}
	root, err := os.OpenRoot(place)
	if err != nil {
		return nil, nil, err
	}
	return root.FS(), root.Close, nil
}

// packReader reads an asset's model from its pack again, which may be long
// after the import.
func packReader(s *source, a assets.Asset, cache *gltfio.TextureCache) func() (*mesh.Model, error) {
	place := s.place
	return func() (*mesh.Model, error) {
		fsys, closing, err := reopen(place)
		if err != nil {
			return nil, fmt.Errorf("asset %s: its pack %s is gone; import it again", a.ID, place)
		}
		defer closing()
		opts := options()
		opts.Scale, opts.Front, opts.Textures = a.Scale, gltfio.Axis(a.Front), cache
		f, err := gltfio.Open(fsys, a.File, opts)
		if err != nil {
			return nil, fmt.Errorf("asset %s: %w", a.ID, err)
		}
		for i, m := range f.Models() {
			if a.Node != "" && m.Name != a.Node {
				continue
			}
			m, _, err := f.Model(i)
			if err != nil {
				return nil, fmt.Errorf("asset %s: %w", a.ID, err)
			}
			m.Name = a.Name
			return m, nil
		}
		return nil, fmt.Errorf("asset %s: %s no longer holds %q; import it again", a.ID, a.File, a.Node)
	}
}

// licenceOf looks in the pack's folder, then beside it, since packs keep their
// licence above the folder of models.
func licenceOf(s *source) (name, why string) {
	name, why = semantics.Licence(s.inner())
	if name != "unknown" || !dull[strings.ToLower(filepath.Base(s.place))] {
		return name, why
	}
	root, err := os.OpenRoot(filepath.Dir(s.place))
	if err != nil {
		return name, why
	}
	defer root.Close()
	if above, aboveWhy := semantics.Licence(root.FS()); above != "unknown" {
		return above, "../" + aboveWhy
	}
	return name, why
}

// inner returns the folder where the pack's own texts lie: archives often hold
// a single folder with everything.
func (s *source) inner() fs.FS {
	fsys := s.fsys
	for range 4 {
		entries, err := fs.ReadDir(fsys, ".")
		if err != nil || len(entries) != 1 || !entries[0].IsDir() {
			break
		}
		sub, err := fs.Sub(fsys, entries[0].Name())
		if err != nil {
			break
		}
		fsys = sub
	}
	return fsys
}
