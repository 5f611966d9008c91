package run

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"sync"

	"github.com/metaspatial/metaspatial/host/internal/durable"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/metaspatial/metaspatial/sdk/base"
)

// meshDir is the folder of the models below the cache directory.
const meshDir = "meshes"

// Meshes puts models of a library into the cache directory, each once, under
// the hash of its file. It may be used by several goroutines.
type Meshes struct {
	library *assets.Library
	dir     string
	mu      sync.Mutex
	written map[string]base.Mesh
}

// NewMeshes serves the library's models from the cache directory.
func NewMeshes(library *assets.Library, cacheDir string) *Meshes {
	return &Meshes{library: library, dir: cacheDir, written: map[string]base.Mesh{}}
}

// Of returns the models of the task's assets, each once, in the order of the
// objects. Assets that the library does not have are left out: their objects
// are boxes for everybody.
func (s *Meshes) Of(task *scenes.Task) ([]base.Mesh, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []base.Mesh
	seen := map[string]bool{}
	for i := range task.Objects {
		asset := task.Objects[i].Asset
		if asset == "" || seen[asset] {
			continue
		}
		seen[asset] = true
		m, ok := s.written[asset]
		if !ok {
			if _, known := s.library.Find(asset); !known {
				continue
			}
			var err error
			if m, err = s.write(asset); err != nil {
				return nil, err
			}
			s.written[asset] = m
		}
		out = append(out, m)
	}
	return out, nil
}

func (s *Meshes) write(asset string) (base.Mesh, error) {
	model, err := s.library.Model(asset)
	if err != nil {
		return base.Mesh{}, err
	}
	var glb bytes.Buffer
	if err := gltfio.ExportModel(&glb, shape(model), gltfio.ModelExport{Copyright: s.library.Licence(asset)}); err != nil {
		return base.Mesh{}, fmt.Errorf("asset %s: %w", asset, err)
	}
	sum := sha256.Sum256(glb.Bytes())
	hash := hex.EncodeToString(sum[:])
	m := base.Mesh{Asset: asset, Hash: hash, File: path.Join(meshDir, hash+".glb")}
	file := filepath.Join(s.dir, filepath.FromSlash(m.File))
	if st, err := os.Stat(file); err == nil && st.Size() == int64(glb.Len()) {
		return m, nil
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return base.Mesh{}, fmt.Errorf("make the folder of the models: %w", err)
	}
	return m, durable.WriteFile(file, glb.Bytes(), 0o644)
}

// shape is the model without its textures, which are large and which no
// measurement of shapes reads.
func shape(m *mesh.Model) *mesh.Model {
	c := *m
	c.Textures, c.Materials = nil, make([]mesh.Material, len(m.Materials))
	for i, material := range m.Materials {
		material.Texture = -1
		c.Materials[i] = material
	}
	return &c
}
