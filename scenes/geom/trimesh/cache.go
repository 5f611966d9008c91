package trimesh

import (
	"sync"

	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// Cache prepares each asset's mesh once, on first use. It may be used by many
// goroutines; one that asks for a mesh which another is preparing waits for it.
// A cache holds what it prepared until it is dropped itself.
type Cache struct {
	load  func(asset string) (*mesh.Model, error)
	mu    sync.Mutex
	known map[any]*cached
}

type cached struct {
	once sync.Once
	mesh *Mesh
	err  error
}

// NewCache returns a cache of the models that load finds. load may return nil
// without an error for an asset that has none; it may be called by several
// goroutines, but only once for each asset. A cache only for [Cache.Model] needs
// no load.
func NewCache(load func(asset string) (*mesh.Model, error)) *Cache {
	return &Cache{load: load, known: map[any]*cached{}}
}

// Mesh returns the asset's prepared mesh, or nil where there is none or its
// model is unusable. It is a world.Meshes.
func (c *Cache) Mesh(asset string) *Mesh {
	m, _ := c.Get(asset)
	return m
}

// Get is [Cache.Mesh] with the reason why there is none: the error of loading
// or preparing, or nil when load says that the asset has no model.
func (c *Cache) Get(asset string) (*Mesh, error) {
	return c.get(asset, func() (*mesh.Model, error) { return c.load(asset) })
}

// Model returns the prepared mesh of a model itself, which load is not asked
// for, or nil when it is nil or unusable.
func (c *Cache) Model(model *mesh.Model) *Mesh {
	m, _ := c.get(model, func() (*mesh.Model, error) { return model, nil })
	return m
}

func (c *Cache) get(key any, load func() (*mesh.Model, error)) (*Mesh, error) {
	c.mu.Lock()
	e := c.known[key]
	if e == nil {
		e = &cached{}
		c.known[key] = e
	}
	c.mu.Unlock()
	e.once.Do(func() {
		m, err := load()
		if err != nil || m == nil {
			e.err = err
			return
		}
		e.mesh, e.err = New(m)
	})
	return e.mesh, e.err
}
