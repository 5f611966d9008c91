package assets

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

var (
	_ gltfio.Models   = (*Library)(nil)
	_ gltfio.Licenser = (*Library)(nil)
)

// Library is a set of assets whose models are read on first use. It may be
// used by several goroutines at once.
type Library struct {
	assets  []Asset
	entries map[string]*entry
}

// entry reads one asset's model once.
type entry struct {
	index int
	once  sync.Once
	read  func() (*mesh.Model, error)
	model *mesh.Model
	err   error
}

// New returns a library of the assets, sorted by ID, each with its reader, which
// is called once by [Library.Model] and every time by [Library.Read]. Two assets
// with one ID are an error.
func New(list []Asset, reader func(Asset) func() (*mesh.Model, error)) (*Library, error) {
	slices.SortFunc(list, func(a, b Asset) int { return strings.Compare(a.ID, b.ID) })
	l := &Library{assets: list, entries: make(map[string]*entry, len(list))}
	for i, a := range list {
		if l.entries[a.ID] != nil {
			return nil, fmt.Errorf("two assets are called %q; rename one of the packs", a.ID)
		}
		l.entries[a.ID] = &entry{index: i, read: reader(a)}
	}
	return l, nil
}

// Assets returns the assets sorted by ID. The caller must not change their
// slices.
func (l *Library) Assets() []Asset { return slices.Clone(l.assets) }

// Len returns the number of assets.
func (l *Library) Len() int { return len(l.assets) }

// Find returns the asset with the given ID.
func (l *Library) Find(id string) (Asset, bool) {
	e := l.entries[id]
	if e == nil {
		return Asset{}, false
	}
	return l.assets[e.index], true
}

// Licence returns the licence of an asset, or "" when the asset is unknown.
func (l *Library) Licence(id string) string {
	a, _ := l.Find(id)
	return a.Licence
}

// Author returns the author of an asset, or "" when unknown.
func (l *Library) Author(id string) string {
	a, _ := l.Find(id)
	return a.Author
}

// Model returns the geometry of an asset at its true size, front forwards. It
// is read on the first call and shared afterwards.
func (l *Library) Model(id string) (*mesh.Model, error) {
	e, err := l.entry(id)
	if err != nil {
		return nil, err
	}
	e.once.Do(func() { e.model, e.err = e.read() })
	return e.model, e.err
}

// Read returns the geometry of an asset as [Library.Model] does, but reads it
// anew and keeps nothing: for one pass over a library of any size.
func (l *Library) Read(id string) (*mesh.Model, error) {
	e, err := l.entry(id)
	if err != nil {
		return nil, err
	}
	return e.read()
}

func (l *Library) entry(id string) (*entry, error) {
	if e := l.entries[id]; e != nil {
		return e, nil
	}
	return nil, fmt.Errorf("the library has no asset %q; list its assets for their ids", id)
}
