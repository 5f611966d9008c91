package physics

import (
	"fmt"
	"io/fs"
	"sync"

	"github.com/metaspatial/metaspatial/scenes/geom/trimesh"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/diag"
)

// maxTriangles bounds what the term keeps prepared between calls: about 200 MB.
const maxTriangles = 1 << 20

// shelf keeps prepared meshes by the hash of their files. Those not asked for
// in the present call go first when there are too many.
type shelf struct {
	mu        sync.Mutex
	known     map[string]*prepared
	triangles int
	call      int
}

type prepared struct {
	mesh *trimesh.Mesh
	err  error
	// asked is the last call in which the mesh was wanted.
	asked int
}

// take returns the meshes of the assets. What cannot be read is warned of, and
// left out: its objects are boxes.
func (s *shelf) take(dir fs.FS, files []base.Mesh, ds *diag.Diagnostics) map[string]*trimesh.Mesh {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil {
		s.known = map[string]*prepared{}
	}
	s.call++
	out := make(map[string]*trimesh.Mesh, len(files))
	for i := range files {
		f := &files[i]
		p := s.known[f.Hash]
		if p == nil {
			p = &prepared{}
			if p.mesh, p.err = read(dir, f.File); p.err == nil {
				s.triangles += p.mesh.Triangles()
			}
			s.known[f.Hash] = p
		}
		p.asked = s.call
		if p.err != nil {
			ds.Warnf("meshes", "asset %q is taken for a box: %v", f.Asset, p.err)
			continue
		}
		out[f.Asset] = p.mesh
	}
	s.tidy()
	return out
}

func read(dir fs.FS, file string) (*trimesh.Mesh, error) {
	model, _, err := gltfio.ReadModel(dir, file, gltfio.Options{})
	if err != nil {
		return nil, err
	}
	m, err := trimesh.New(model)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return m, nil
}

// tidy drops what the present call did not want once there is too much.
func (s *shelf) tidy() {
	if s.triangles <= maxTriangles && len(s.known) <= maxTriangles/64 {
		return
	}
	for hash, p := range s.known {
		if p.asked == s.call {
			continue
		}
		if p.mesh != nil {
			s.triangles -= p.mesh.Triangles()
		}
		delete(s.known, hash)
	}
}
