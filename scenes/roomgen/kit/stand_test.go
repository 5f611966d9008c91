package kit_test

import (
	"context"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/geom/trimesh"
	"github.com/metaspatial/metaspatial/scenes/measure/sceneeval"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// Whatever stands must not tip over by its own shape.
func TestPiecesStand(t *testing.T) {
	lib := assets.Starter()
	meshes := trimesh.NewCache(lib.Model)
	for _, a := range lib.Assets() {
		if a.Mount != scenes.OnFloor && a.Mount != scenes.OnObject {
			continue
		}
		t.Run(a.ID, func(t *testing.T) {
			room := scenes.RectRoom(8, 8, 5)
			task := &scenes.Task{ID: "stand", Room: room, Objects: []scenes.Object{
				{ID: "it", Category: a.Category, Asset: a.ID, Size: a.Size, Support: scenes.OnFloor}}}
			l := &scenes.Layout{Placements: []scenes.Placement{{ID: "it", Position: scenes.Vec3{4, 4, a.Size[2] / 2}}}}
			r, err := sceneeval.Measure(context.Background(), world.New(task, l, meshes.Mesh), sceneeval.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if r.Support.Of != 1 || r.Support.Count != 1 {
				t.Errorf("it does not stand: %v", r.Findings)
			}
		})
	}
}
