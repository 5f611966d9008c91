package sceneeval_test

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/importer"
	"github.com/metaspatial/metaspatial/scenes/geom/trimesh"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

// A chair half under a table: the chair is 0.49 m deep, its front edge 0.25 m
// under the edge of the table top. The seat is lower than the top and the back
// (0.89 m, above the top's 0.75 m) stays outside, so that the meshes do not
// meet, though the boxes overlap by 25 cm.
func TestChairUnderTable(t *testing.T) {
	lib := assets.Starter()
	room := scenes.RectRoom(5, 4, 2.7)
	table := put{id: "dining_table", asset: "starter/dining_table", at: scenes.Vec3{2.5, 2, 0}}
	// The table's south edge is at y = 2 − 0.45. The chair looks north; its front
	// edge is at its centre + 0.245.
	chair := func(under float64) put {
		return put{id: "chair", asset: "starter/chair", at: scenes.Vec3{2.5, 1.55 - 0.245 + under, 0}, yaw: 0}
	}
	for name, c := range map[string]struct {
		under       float64
		boxes, mesh bool
	}{
		"beside":    {-0.05, false, false},
		"half":      {0.25, true, false},
		"wholly in": {0.49, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			if r := measure(t, place(t, room, lib, nil, table, chair(c.under))); r.Collision.Scene != c.boxes {
				t.Errorf("as boxes: %v", r.Collision.Scene)
			}
			r := measure(t, place(t, room, lib, kit().Mesh, table, chair(c.under)))
			if r.Collision.Scene != c.mesh {
				t.Errorf("as meshes: %v", r.Collision.Scene)
			}
			if c.mesh {
				// Only the back, 4 cm thick or less, is in the top; the way out is back.
				f := r.Findings[0]
				if f.Depth > 0.05 || !strings.HasPrefix(f.Message, "chair collides with dining_table by ") || !strings.HasSuffix(f.Message, "; move it south") {
					t.Errorf("%+v", f)
				}
			}
			for _, o := range r.Objects {
				if !o.Mesh || !*o.Supported || *o.OutOfBounds {
					t.Errorf("%+v", o)
				}
			}
		})
	}
}

// A book on the lower board of a coffee table, 0.18 m above the floor: its box
// is within the table's (the table's own books lie in its middle), its mesh meets nothing and is carried.
func TestBookOnLowerBoard(t *testing.T) {
	lib := assets.Starter()
	book, _ := lib.Find("starter/book")
	table, _ := lib.Find("starter/coffee_table")
	low := table.SupportHeights[0]
	puts := []put{{id: "coffee_table", asset: "starter/coffee_table", at: scenes.Vec3{2, 2, 0}},
		{id: "book", asset: "starter/book", at: scenes.Vec3{2.25, 2, low + book.Size[2]/2}, support: scenes.OnObject}}
	w := place(t, scenes.RectRoom(4, 4, 2.7), lib, nil, puts...)
	if r := measure(t, w); !r.Collision.Scene {
		t.Error("the boxes do not collide")
	}
	r := measure(t, place(t, scenes.RectRoom(4, 4, 2.7), lib, kit().Mesh, puts...))
	if r.Collision.Scene || !*find(t, r, "book").Supported {
		t.Errorf("%+v %+v", *r.Collision, find(t, r, "book"))
	}
	// 2 cm higher it floats.
	puts[1].at[2] += 0.02
	r = measure(t, place(t, scenes.RectRoom(4, 4, 2.7), lib, kit().Mesh, puts...))
	if *find(t, r, "book").Supported {
		t.Error("a floating book is carried")
	}
}

// Standing meshes have their feet on the floor; 3 cm up they float, and so does
// a lamp at a ceiling that is 3 cm too low for it.
func TestFloatingMeshes(t *testing.T) {
	lib := assets.Starter()
	room := scenes.RectRoom(5, 5, 2.7)
	for _, c := range []struct {
		asset   string
		support scenes.Support
	}{{"starter/floor_lamp", scenes.OnFloor}, {"starter/chair", scenes.OnFloor}, {"starter/round_table", scenes.OnFloor},
		{"starter/plant", scenes.OnFloor}, {"starter/pendant", scenes.OnCeiling}, {"starter/chandelier", scenes.OnCeiling}} {
		a, ok := lib.Find(c.asset)
		if !ok {
			t.Fatal(c.asset)
		}
		for _, off := range []float64{0, 0.004, 0.03} {
			z, sign := a.Size[2]/2, 1.0
			if c.support == scenes.OnCeiling {
				z, sign = room.Height-z, -1
			}
			p := put{id: "x", asset: c.asset, at: scenes.Vec3{2.5, 2.5, z + sign*off}, support: c.support, yaw: 30}
			r := measure(t, place(t, room, lib, kit().Mesh, p))
			if got := *r.Objects[0].Supported; got != (off < 0.005) {
				t.Errorf("%s %g m off is supported: %v", c.asset, off, got)
			}
		}
	}
}

// trestle is a table of 1.0 × 0.6 × 0.75 m: a top 5 cm thick on four legs of
// 10 × 10 cm at its corners.
func trestle(t testing.TB) *trimesh.Mesh {
	var list [][3]scenes.Vec3
	block := func(lo, hi scenes.Vec3) {
		p := trimesh.FromBox(hi.Sub(lo).Mul(0.5))
		p.Center = lo.Add(hi).Mul(0.5)
		p.Each(func(a, b, c scenes.Vec3) bool {
			list = append(list, [3]scenes.Vec3{a, b, c})
			return true
		})
	}
	block(scenes.Vec3{-.5, -.3, .7}, scenes.Vec3{.5, .3, .75})
	for _, x := range []float64{-.5, .4} {
		for _, y := range []float64{-.3, .2} {
			block(scenes.Vec3{x, y, 0}, scenes.Vec3{x + .1, y + .1, .7})
		}
	}
	m, err := trimesh.FromTriangles(list)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// The trestle before a door of 1 × 2 m: of 100 × 200 pixels the top covers 100 ×
// 5 and the legs, two behind two, 2 · 10 × 70: 1900 of 20 000, where the box
// covers 100 × 75.
func TestMeshBeforeDoor(t *testing.T) {
	room := scenes.RectRoom(5, 4, 2.7)
	room.Openings = []scenes.Opening{{ID: "door_1", Kind: scenes.Door, Wall: 0, Offset: 2, Width: 1, Height: 2}}
	puts := put{id: "table", category: "dining_table", size: scenes.Vec3{1, .6, .75}, at: scenes.Vec3{2, .4, 0}}
	w := place(t, room, nil, nil, puts)
	if got := measure(t, w).Openings.Area; math.Abs(got-0.375) > 1e-9 {
		t.Errorf("the box covers %g", got)
	}
	w.Bodies[0].Mesh = &trimesh.Placed{Mesh: trestle(t), Center: w.Bodies[0].Box.Center}
	if got := measure(t, w).Openings.Area; math.Abs(got-0.095) > 1e-9 {
		t.Errorf("the mesh covers %g", got)
	}
}

// A cube as a mesh has the same share over the floor as the box, to within the
// error of its samples: at most 1/√5000·½ for one standard deviation.
func TestMeshOverFloor(t *testing.T) {
	w := place(t, scenes.RectRoom(4, 4, 3), nil, nil, put{id: "a", size: cube, at: scenes.Vec3{.3, 2, 0}, yaw: 20})
	box := *measure(t, w).Objects[0].OverFloor
	p := trimesh.FromBox(scenes.Vec3{.5, .5, .5})
	p.Center, p.Yaw = w.Bodies[0].Box.Center, 20
	w.Bodies[0].Mesh = &p
	if mesh := *measure(t, w).Objects[0].OverFloor; math.Abs(mesh-box) > 0.01 {
		t.Errorf("mesh %g, box %g", mesh, box)
	}
}

// Pack models that were measured on their own: chairs of KayKit's pack pushed
// 10 cm under its table do not collide by their meshes.
func TestPack(t *testing.T) {
	lib, _, err := importer.Import(context.Background(), []string{scenestest.Shared(t, "packs/kaykit-furniture-bits")}, importer.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	meshes := trimesh.NewCache(lib.Model)
	const tableID, chairID = "kaykit-furniture-bits/table_medium", "kaykit-furniture-bits/chair_A"
	table, ok := lib.Find(tableID)
	if !ok {
		for _, a := range lib.Assets() {
			t.Log(a.ID, a.Size)
		}
		t.Fatal("no " + tableID)
	}
	chair, _ := lib.Find(chairID)
	puts := []put{{id: "table", asset: tableID, at: scenes.Vec3{2.5, 2.5, 0}},
		{id: "chair", asset: chairID, at: scenes.Vec3{2.5, 2.5 - table.Size[1]/2 - chair.Size[1]/2 + 0.1, 0}}}
	room := scenes.RectRoom(5, 5, 2.7)
	if r := measure(t, place(t, room, lib, nil, puts...)); !r.Collision.Scene {
		t.Error("the boxes do not collide")
	}
	r := measure(t, place(t, room, lib, meshes.Mesh, puts...))
	if r.Collision.Scene || r.Support.Share != 1 {
		t.Errorf("%+v %+v", *r.Collision, *r.Support)
	}
}
