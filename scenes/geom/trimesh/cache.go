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
	known map[string]*cached
}

type cached struct {
	once sync.Once
	mesh *Mesh
	err  error
}

// NewCache returns a cache of the models that load finds. load may return nil
// without an error for an asset that has none; it may be called by several
// goroutines, but only once for each asset.
func NewCache(load func(asset string) (*mesh.Model, error)) *Cache {
	return &Cache{load: load, known: map[string]*cached{}}
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
	c.mu.Lock()
	e := c.known[asset]
	if e == nil {
		e = &cached{}
		c.known[asset] = e
	}
	c.mu.Unlock()
	e.once.Do(func() {
		m, err := c.load(asset)
		if err != nil || m == nil {
			e.err = err
			return
		}
		e.mesh, e.err = New(m)
	})
	return e.mesh, e.err
}
