package trimesh_test

import (
	"context"
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/importer"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/geom/trimesh"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

func box(p *trimesh.Placed) geom.Box {
	s := p.Mesh.Size()
	return geom.Box{Center: p.Center, Half: s.Mul(0.5), Yaw: p.Yaw}
}

func TestChairUnderTable(t *testing.T) {
	chair, table := starter(t, "chair"), starter(t, "dining_table")
	at := floor(table, 0, 0, 0)
	// Its seat is under the top and its back in front of the table's edge.
	under := floor(chair, 0.3, -0.5, 0)
	if d, _ := geom.Penetration(box(under), box(at)); d < 0.1 {
		t.Fatalf("the boxes are only %g deep", d)
	}
	if trimesh.Intersects(under, at) {
		t.Error("a chair under a table top intersects the table")
	}
	if s := trimesh.Separation(under, at, 1); s <= 0 || s > 0.2 {
		t.Errorf("Separation = %g", s)
	}
	// Farther in, the back goes through the edge of the top.
	through := floor(chair, 0.3, -0.1, 0)
	depth, dir := trimesh.Depth(through, at, 0)
	boxes, _ := geom.Penetration(box(through), box(at))
	if depth <= 0.02 || depth > boxes {
		t.Errorf("Depth = %g %v, the boxes' is %g", depth, dir, boxes)
	}
	if !trimesh.Deeper(through, at, 0.02) {
		t.Error("not deeper than 2 cm")
	}
	through.Center = through.Center.Add(dir.Mul(depth + 1e-6))
	if trimesh.Intersects(through, at) {
		t.Error("still in after moving out")
	}
}

// TestTouching puts furniture side to side, to walls and on each other.
func TestTouching(t *testing.T) {
	chair, table, sofa := starter(t, "chair"), starter(t, "dining_table"), starter(t, "armchair")
	lamp := starter(t, "desk_lamp")
	wall := trimesh.FromBox(scenes.Vec3{2, 0.05, 1.25})
	wall.Center = scenes.Vec3{0, -0.05, 1.25}
	slab := trimesh.FromBox(scenes.Vec3{5, 5, 0.1})
	slab.Center = scenes.Vec3{0, 0, -0.1}
	for _, yaw := range []float64{0, 90, 37, 211.3} {
		right, front := scenes.Axes(yaw)
		beside := func(m *trimesh.Mesh, d scenes.Vec2, far float64) *trimesh.Placed {
			return floor(m, 1+d[0]*far, 2+d[1]*far, yaw)
		}
		on := floor(lamp, 1, 2, yaw)
		on.Center[2] += table.Size()[2]
		back := wall
		back.Yaw = yaw
		back.Center = scenes.Vec3{1, 2, 1.25}.Sub(front.Mul(chair.Size()[1]/2 + 0.05).Vec3(0))
		for name, c := range map[string][2]*trimesh.Placed{
			"chairs side by side":  {beside(chair, right, 0), beside(chair, right, chair.Size()[0])},
			"tables end to end":    {beside(table, front, 0), beside(table, front, -table.Size()[1])},
			"armchairs":            {beside(sofa, right, 0), beside(sofa, right, sofa.Size()[0])},
			"lamp on a table":      {beside(table, right, 0), on},
			"chair to a wall":      {beside(chair, right, 0), &back},
			"chair on a floor":     {beside(chair, right, 0), &slab},
			"armchair on a floor":  {beside(sofa, right, 0), &slab},
			"table on the floor":   {beside(table, right, 0), &slab},
			"wall on the floor":    {&back, &slab},
			"chair a micron apart": {beside(chair, right, 0), beside(chair, right, chair.Size()[0]+1e-6)},
		} {
			if trimesh.Intersects(c[0], c[1]) {
				t.Errorf("%s at %g°: touching counts as intersecting", name, yaw)
			}
			if d, _ := trimesh.Depth(c[0], c[1], 0); d != 0 {
				t.Errorf("%s at %g°: Depth = %g", name, yaw, d)
			}
			if s := trimesh.Separation(c[0], c[1], 1); s > 2e-6 {
				t.Errorf("%s at %g°: Separation = %g", name, yaw, s)
			}
			// Pushed 3 mm into each other they do intersect, by no more.
			q := *c[1]
			to := c[0].Center.Sub(q.Center)
			if name == "lamp on a table" || c[1] == &slab {
				to = scenes.Vec3{0, 0, to[2]}
			} else if name == "chair to a wall" {
				to = front.Vec3(0)
			}
			q.Center = q.Center.Add(to.Normalize().Mul(0.003))
			d, _ := trimesh.Depth(c[0], &q, 0)
			if name == "chair a micron apart" {
				continue
			}
			if !trimesh.Intersects(c[0], &q) || math.Abs(d-0.003) > 1e-4 {
				t.Errorf("%s at %g°, pushed in by 3 mm: Depth = %g", name, yaw, d)
			}
			if trimesh.Deeper(c[0], &q, geom.Tolerance) {
				t.Errorf("%s at %g°, pushed in by 3 mm: deeper than the tolerance", name, yaw)
			}
		}
	}
}

// checkLibrary asks of every model what must hold for any.
func checkLibrary(t *testing.T, lib *assets.Library) {
	t.Helper()
	var last *trimesh.Placed
	for _, a := range lib.Assets() {
		model, err := lib.Model(a.ID)
		if err != nil {
			t.Fatal(err)
		}
		m, err := trimesh.New(model)
		if err != nil {
			t.Errorf("%s: %v", a.ID, err)
			continue
		}
		for k, s := range m.Size() {
			if math.Abs(s-float64(model.Size[k])) > 1e-4 {
				t.Errorf("%s: size %v, the model's is %v", a.ID, m.Size(), model.Size)
			}
		}
		p := floor(m, 0.3, 0.2, 25)
		q := *p
		if !trimesh.Intersects(p, &q) {
			t.Errorf("%s does not intersect itself: %+v", a.ID, m.Report())
		}
		boxes, _ := geom.Penetration(box(p), box(&q))
		if d, _ := trimesh.Depth(p, &q, 0); d <= 0 || d > boxes+1e-9 {
			t.Errorf("%s is %g deep in itself, its box %g", a.ID, d, boxes)
		}
		for _, s := range p.Surface(8, 1, nil) {
			if d := p.Distance(s.Point, 1); d > 1e-6 {
				t.Errorf("%s: a sample is %g off the surface", a.ID, d)
			}
			if _, _, hit := p.Raycast(s.Point.Add(s.Normal), s.Normal.Mul(-1), 1+1e-9); !hit {
				t.Errorf("%s: a ray at a sample misses", a.ID)
			}
		}
		if last != nil {
			if d, _ := trimesh.Depth(p, last, 0); trimesh.Deeper(p, last, 0.02) != (d > 0.02) || trimesh.Intersects(p, last) != (d > 0) {
				t.Errorf("%s and the one before disagree about depth %g", a.ID, d)
			}
		}
		last = p
	}
}

func TestStarterModels(t *testing.T) {
	checkLibrary(t, assets.Starter())
}

func TestPackModels(t *testing.T) {
	for _, name := range []string{"kaykit-furniture-bits", "kenney-starter-city-builder"} {
		t.Run(name, func(t *testing.T) {
			lib, _, err := importer.Import(context.Background(), []string{scenestest.Shared(t, "packs/"+name)}, importer.ImportOptions{})
			if err != nil {
				t.Fatal(err)
			}
			checkLibrary(t, lib)
			if name != "kaykit-furniture-bits" {
				return
			}
			// The pack's tables have no undersides: what stands under one is not in it.
			for _, table := range []string{"table_medium", "table_medium_long", "table_small"} {
				var placed [2]*trimesh.Placed
				for i, id := range []string{table, "chair_stool"} {
					model, err := lib.Model(name + "/" + id)
					if err != nil {
						t.Fatal(err)
					}
					m, err := trimesh.New(model)
					if err != nil {
						t.Fatal(err)
					}
					placed[i] = floor(m, 0, 0, 0)
				}
				placed[1].Scale = scenes.Vec3{0.5, 0.5, 1}
				if d, _ := geom.Penetration(box(placed[0]), box(placed[1])); d < 0.2 {
					t.Fatalf("%s: the boxes are only %g deep", table, d)
				}
				if trimesh.Intersects(placed[0], placed[1]) {
					t.Errorf("%s: the stool under it: %v", table, trimesh.Contacts(placed[0], placed[1], nil, 3))
				}
			}
		})
	}
}
