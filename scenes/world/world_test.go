package world_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom/trimesh"
	"github.com/metaspatial/metaspatial/scenes/world"
)

func object(id, category string) scenes.Object {
	return scenes.Object{ID: id, Category: category, Size: scenes.Vec3{1, 2, 0.5}, Support: scenes.OnFloor}
}

func at(id string, x, y, z, yaw float64) scenes.Placement {
	return scenes.Placement{ID: id, Position: scenes.Vec3{x, y, z}, Yaw: yaw}
}

// Which objects become bodies, and under which index.
func TestBodies(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	objects := []scenes.Object{object("a", "chair"), object("b", "gizmo"), object("c", ""), object("b", "sofa")}
	for name, test := range map[string]struct {
		places []scenes.Placement
		// want are the bodies' indices in the task, x where they stand.
		want []int
		x    []float64
	}{
		"nothing":               {nil, nil, nil},
		"in the task's order":   {[]scenes.Placement{at("c", 3, 0, 0, 0), at("a", 1, 0, 0, 0)}, []int{0, 2}, []float64{1, 3}},
		"strangers":             {[]scenes.Placement{at("z", 1, 0, 0, 0), at("c", 3, 0, 0, 0)}, []int{2}, []float64{3}},
		"the first of several":  {[]scenes.Placement{at("a", 1, 0, 0, 0), at("a", 2, 0, 0, 0)}, []int{0}, []float64{1}},
		"the first that is one": {[]scenes.Placement{at("a", nan, 0, 0, 0), at("a", 2, 0, 0, 0)}, []int{0}, []float64{2}},
		"an id used twice":      {[]scenes.Placement{at("b", 1, 0, 0, 0), at("b", 2, 0, 0, 0)}, []int{1}, []float64{1}},
		"no numbers":            {[]scenes.Placement{at("a", 0, inf, 0, 0), at("b", 0, 0, 0, nan), at("c", 0, 0, -inf, 0)}, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := world.New(&scenes.Task{Room: scenes.RectRoom(4, 3, 2.5), Objects: objects}, &scenes.Layout{Placements: test.places}, nil)
			var got []int
			var x []float64
			for i := range w.Bodies {
				b := &w.Bodies[i]
				got, x = append(got, b.Index), append(x, b.Box.Center[0])
				if w.Body(b.Index) != b || w.Find(b.Object.ID) != b || b.Object != &w.Task.Objects[b.Index] {
					t.Errorf("body %d is not found by its index and id", i)
				}
			}
			if d := cmp.Diff(test.want, got); d != "" {
				t.Errorf("indices (-want +got):\n%s", d)
			}
			if d := cmp.Diff(test.x, x); d != "" {
				t.Errorf("places (-want +got):\n%s", d)
			}
			for _, i := range []int{-1, 3, 4} {
				if w.Body(i) != nil {
					t.Errorf("there is a body of the object %d", i)
				}
			}
			if w.Find("z") != nil {
				t.Error("a stranger is found")
			}
		})
	}
	if w := world.New(&scenes.Task{Room: scenes.RectRoom(4, 3, 2.5), Objects: objects}, nil, nil); len(w.Bodies) != 0 || w.Find("a") != nil {
		t.Error("without a layout something is placed")
	}
}

func TestClasses(t *testing.T) {
	task := &scenes.Task{Room: scenes.RectRoom(4, 3, 2.5), Objects: []scenes.Object{object("a", "chair"), object("b", "gizmo"), object("c", "")}}
	w := world.New(task, &scenes.Layout{Placements: []scenes.Placement{at("a", 1, 1, 0, 90), at("b", 1, 1, 0, 0), at("c", 1, 1, 0, 0)}}, nil)
	if c := w.Find("a").Class; c == nil || c.Name != "chair" {
		t.Errorf("the chair's class is %v", c)
	}
	if w.Find("b").Class != nil || w.Find("c").Class != nil {
		t.Error("a category that is not known has a class")
	}
	if half := w.Find("a").Box.Half; half != (scenes.Vec3{0.5, 1, 0.25}) {
		t.Errorf("the half sizes are %v", half)
	}
}

// Meshes are asked for by asset, and scaled to the object's size.
func TestMeshes(t *testing.T) {
	cube := trimesh.Cube()
	var asked []string
	meshes := func(asset string) *trimesh.Mesh {
		asked = append(asked, asset)
		if asset == "cube" {
			return cube
		}
		return nil
	}
	task := &scenes.Task{Room: scenes.RectRoom(4, 3, 2.5), Objects: []scenes.Object{object("a", "chair"), object("b", "chair"), object("c", "chair")}}
	task.Objects[0].Asset, task.Objects[1].Asset = "cube", "lost"
	w := world.New(task, &scenes.Layout{Placements: []scenes.Placement{at("a", 1, 2, 0.25, 30), at("b", 1, 1, 0, 0), at("c", 1, 1, 0, 0)}}, meshes)
	if d := cmp.Diff([]string{"cube", "lost"}, asked); d != "" {
		t.Errorf("assets asked for (-want +got):\n%s", d)
	}
	if w.Find("b").Mesh != nil || w.Find("c").Mesh != nil {
		t.Error("an object without a model has a mesh")
	}
	m := w.Find("a").Mesh
	if m == nil || m.Mesh != cube || m.Center != (scenes.Vec3{1, 2, 0.25}) || m.Yaw != 30 {
		t.Fatalf("the mesh is placed as %+v", m)
	}
	if d := m.Scale.Sub(scenes.Vec3{1, 2, 0.5}); d.Len() > 1e-12 {
		t.Errorf("a cube of 1 m is scaled by %v to 1 by 2 by 0.5 m", m.Scale)
	}
}
