package sceneeval_test

import (
	"context"
	"sync"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/geom/trimesh"
	"github.com/metaspatial/metaspatial/scenes/measure/sceneeval"
	"github.com/metaspatial/metaspatial/scenes/world"
)

var starterKit = assets.Starter()

// kit is the embedded starter kit as meshes.
var kit = sync.OnceValue(func() *trimesh.Cache { return trimesh.NewCache(assets.Starter().Model) })

// put is an object and where it stands. A z of 0 stands it on the floor.
type put struct {
	id, category, asset string
	size                scenes.Vec3
	at                  scenes.Vec3
	yaw                 float64
	support             scenes.Support
	flat                bool
}

// place makes a world. An asset of the library gives the size.
func place(t testing.TB, room scenes.Room, lib *assets.Library, meshes world.Meshes, puts ...put) *world.World {
	t.Helper()
	task := &scenes.Task{ID: "room", Room: room}
	l := &scenes.Layout{}
	for _, p := range puts {
		if p.category == "" {
			p.category = p.id
		}
		if p.asset != "" {
			a, ok := lib.Find(p.asset)
			if !ok {
				t.Fatalf("no asset %s", p.asset)
			}
			p.size = a.Size
		}
		if p.support == "" {
			p.support = scenes.OnFloor
		}
		if p.at[2] == 0 {
			p.at[2] = p.size[2] / 2
		}
		task.Objects = append(task.Objects, scenes.Object{ID: p.id, Category: p.category, Asset: p.asset, Size: p.size,
			Support: p.support, Flat: p.flat})
		l.Placements = append(l.Placements, scenes.Placement{ID: p.id, Position: p.at, Yaw: p.yaw})
	}
	return world.New(task, l, meshes)
}

func boxes(t testing.TB, room scenes.Room, puts ...put) sceneeval.Report {
	t.Helper()
	return measure(t, place(t, room, nil, nil, puts...))
}

func measure(t testing.TB, w *world.World) sceneeval.Report {
	t.Helper()
	r, err := sceneeval.Measure(context.Background(), w, sceneeval.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// find returns what the report says of an object.
func find(t testing.TB, r sceneeval.Report, id string) sceneeval.Object {
	t.Helper()
	for _, o := range r.Objects {
		if o.ID == id {
			return o
		}
	}
	t.Fatalf("the report has no %s", id)
	return sceneeval.Object{}
}
