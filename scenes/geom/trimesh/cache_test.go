package trimesh_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/geom/trimesh"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/metaspatial/metaspatial/scenes/world"
)

func TestCache(t *testing.T) {
	chair := starterModel(t, "chair")
	broken := errors.New("the file is gone")
	var loads atomic.Int32
	c := trimesh.NewCache(func(asset string) (*mesh.Model, error) {
		loads.Add(1)
		switch asset {
		case "chair":
			return chair, nil
		case "broken":
			return nil, broken
		case "empty":
			return &mesh.Model{Name: "empty"}, nil
		}
		return nil, nil
	})
	var meshes world.Meshes = c.Mesh
	var wait sync.WaitGroup
	got := make([]*trimesh.Mesh, 16)
	for i := range got {
		wait.Go(func() {
			got[i] = meshes("chair")
			meshes("broken")
		})
	}
	wait.Wait()
	for _, m := range got {
		if m == nil || m != got[0] {
			t.Fatal("not every goroutine got the same mesh")
		}
	}
	if n := loads.Load(); n != 2 {
		t.Errorf("2 assets were loaded %d times", n)
	}
	if m, err := c.Get("broken"); m != nil || !errors.Is(err, broken) {
		t.Errorf("broken: %v %v", m, err)
	}
	if m, err := c.Get("empty"); m != nil || err == nil {
		t.Errorf("empty: %v %v", m, err)
	}
	if m, err := c.Get("none"); m != nil || err != nil {
		t.Errorf("none: %v %v", m, err)
	}
	first, again := c.Model(chair), c.Model(chair)
	if first != again || first == nil || c.Model(nil) != nil {
		t.Error("a model's mesh is not kept")
	}
}
