package importer

import (
	"archive/zip"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/assets"
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
	return openRoot(place)
}

// readable is an asset with what reads its model.
type readable struct {
	assets.Asset
	read func() (*mesh.Model, error)
}

// readers adds to assets what reads their models from the pack.
func (r *reader) readers(list []assets.Asset) []readable {
	out := make([]readable, len(list))
	cache := new(gltfio.TextureCache)
	for i, a := range list {
		out[i] = readable{a, packReader(r.src, a, r.split(a.File), cache)}
	}
	return out
}

// packReader reads an asset's model from its pack again, which may be long
// after the import.
func packReader(s *source, a assets.Asset, splitting gltfio.SplitMode, cache *gltfio.TextureCache) func() (*mesh.Model, error) {
	place := s.place
	return func() (*mesh.Model, error) {
		fsys, closing, err := reopen(place)
		if err != nil {
			return nil, fmt.Errorf("asset %s: its pack %s is gone; import it again", a.ID, place)
		}
		defer closing()
		opts := gltfio.Options{
			Scale: a.Scale, Front: gltfio.Axis(a.Front), Up: gltfio.Axis(a.Up), Textures: cache, Split: gltfio.SplitNever,
		}
		if a.Node != "" {
			opts.Split = splitting
		}
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

// known asks the pack's own texts, then those beside its folder, since packs
// keep them above the folder of models.
func (s *source) known(inner fs.FS, ask func(fs.FS) (what, why string), none string) (what, why string) {
	what, why = ask(inner)
	if what != none || !dull[strings.ToLower(filepath.Base(s.place))] {
		return what, why
	}
	up, closing, err := openRoot(filepath.Dir(s.place))
	if err != nil {
		return what, why
	}
	defer closing()
	if above, aboveWhy := ask(up); above != none {
		return above, "../" + aboveWhy
	}
	return what, why
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
