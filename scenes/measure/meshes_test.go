package measure_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom/trimesh"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

// slab is the box between two corners as triangles.
func slab(lo, hi scenes.Vec3) [][3]scenes.Vec3 {
	var c [8]scenes.Vec3
	for k := range c {
		c[k] = lo
		for axis := range 3 {
			if k>>axis&1 == 1 {
				c[k][axis] = hi[axis]
			}
		}
	}
	var out [][3]scenes.Vec3
	for _, q := range [6][4]int{{0, 2, 3, 1}, {4, 5, 7, 6}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 4, 6, 2}, {1, 3, 7, 5}} {
		out = append(out, [3]scenes.Vec3{c[q[0]], c[q[1]], c[q[2]]}, [3]scenes.Vec3{c[q[0]], c[q[2]], c[q[3]]})
	}
	return out
}

func prepared(tb testing.TB, parts ...[][3]scenes.Vec3) *trimesh.Mesh {
	tb.Helper()
	var all [][3]scenes.Vec3
	for _, p := range parts {
		all = append(all, p...)
	}
	m, err := trimesh.FromTriangles(all)
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// models are a table, 1.6 × 0.8 × 0.75 m, of which the top is 5 cm thick, and a
// shelf, 1 × 0.4 × 2 m, with boards at 0, 1 and 2 m, open at the front and in
// its left half between the upper boards.
func models(tb testing.TB) measure.Options {
	table := prepared(tb, slab(scenes.Vec3{-0.8, -0.4, 0.7}, scenes.Vec3{0.8, 0.4, 0.75}),
		slab(scenes.Vec3{-0.8, -0.4, 0}, scenes.Vec3{-0.74, -0.34, 0.7}), slab(scenes.Vec3{0.74, -0.4, 0}, scenes.Vec3{0.8, -0.34, 0.7}),
		slab(scenes.Vec3{-0.8, 0.34, 0}, scenes.Vec3{-0.74, 0.4, 0.7}), slab(scenes.Vec3{0.74, 0.34, 0}, scenes.Vec3{0.8, 0.4, 0.7}))
	shelf := prepared(tb, slab(scenes.Vec3{-0.5, -0.2, 0}, scenes.Vec3{-0.48, 0.2, 2}), slab(scenes.Vec3{0.48, -0.2, 0}, scenes.Vec3{0.5, 0.2, 2}),
		slab(scenes.Vec3{-0.48, -0.2, 0}, scenes.Vec3{0.48, 0.2, 0.02}), slab(scenes.Vec3{-0.48, -0.2, 0.98}, scenes.Vec3{0, 0.2, 1}),
		slab(scenes.Vec3{-0.48, -0.2, 1.98}, scenes.Vec3{0.48, 0.2, 2}))
	known := map[string]*trimesh.Mesh{"table": table, "shelf": shelf}
	return measure.Options{Meshes: func(asset string) *trimesh.Mesh { return known[asset] }}
}

func TestMeshes(t *testing.T) {
	opts := models(t)
	table := with(box("table_1", 1.6, 0.8, 0.75, scenes.OnFloor), func(o *scenes.Object) { o.Asset = "table" })
	stool := box("stool_1", 0.4, 0.4, 0.45, scenes.OnFloor)
	shelf := with(box("shelf_1", 1, 0.4, 2, scenes.OnFloor), func(o *scenes.Object) { o.Asset = "shelf" })
	vase := carried(box("vase_1", 0.2, 0.2, 0.3, ""), "shelf_1")
	tests := map[string]struct {
		objects []scenes.Object
		places  []scenes.Placement
		// boxes and meshes are the sentences without and with meshes.
		boxes, meshes []string
	}{
		"under the table": {[]scenes.Object{table, stool}, []scenes.Placement{at("table_1", 3, 2, 0.375, 0), at("stool_1", 3, 1.7, 0.225, 0)},
			[]string{"stool_1 overlaps table_1 by 30 cm to the north; move it 30 cm south"}, nil},
		"in a leg": {[]scenes.Object{table, stool}, []scenes.Placement{at("table_1", 3, 2, 0.375, 0), at("stool_1", 2.2, 1.6, 0.225, 0)},
			[]string{"stool_1 overlaps table_1 by 20 cm to the east; move it 20 cm west"},
			[]string{"stool_1 overlaps table_1 by 20 cm to the east; move it 20 cm west"}},
		"tall under a turned table": {[]scenes.Object{table, with(stool, func(o *scenes.Object) { o.Size[2] = 0.74 })}, []scenes.Placement{at("table_1", 3, 2, 0.375, 90), at("stool_1", 3, 2, 0.37, 0)},
			[]string{"stool_1 overlaps table_1 by 60 cm to the west; move it 60 cm east"}, []string{"stool_1 overlaps table_1 by 4 cm in height; move it 60 cm east"}},
		"on a board": {[]scenes.Object{shelf, vase}, []scenes.Placement{at("shelf_1", 3, 2, 1, 0), at("vase_1", 2.75, 2, 1.15, 0)},
			[]string{"vase_1 is sunk 1.00 m into shelf_1; raise its centre to 2.15 m"}, nil},
		"above a board": {[]scenes.Object{shelf, vase}, []scenes.Placement{at("shelf_1", 3, 2, 1, 0), at("vase_1", 2.75, 2, 1.25, 0)},
			[]string{"vase_1 is sunk 90 cm into shelf_1; raise its centre to 2.15 m"},
			[]string{"vase_1 floats 10 cm above shelf_1; lower its centre to 1.15 m"}},
		"where there is no board": {[]scenes.Object{shelf, vase}, []scenes.Placement{at("shelf_1", 3, 2, 1, 0), at("vase_1", 3.25, 2, 1.15, 0)},
			[]string{"vase_1 is sunk 1.00 m into shelf_1; raise its centre to 2.15 m"},
			[]string{"vase_1 floats 98 cm above shelf_1; lower its centre to 0.17 m"}},
		"on top": {[]scenes.Object{shelf, vase}, []scenes.Placement{at("shelf_1", 3, 2, 1, 0), at("vase_1", 3.25, 2, 2.15, 0)}, nil, nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			task := &scenes.Task{ID: name, Room: scenes.RectRoom(6, 5, 3), Objects: tc.objects}
			l := &scenes.Layout{Placements: tc.places}
			for _, way := range []struct {
				what string
				opts measure.Options
				want []string
			}{{"boxes", measure.Options{}, tc.boxes}, {"meshes", opts, tc.meshes}} {
				var got []string
				for _, f := range sound(t, task, measure.NewCheckerWith(task, way.opts), l).Findings {
					got = append(got, f.Message)
				}
				if d := cmp.Diff(way.want, got); d != "" {
					t.Errorf("%s (-want +got):\n%s", way.what, d)
				}
			}
		})
	}
}

// TestNothingBelow checks a table top of which the middle is cut out.
func TestNothingBelow(t *testing.T) {
	ring := prepared(t, slab(scenes.Vec3{-0.8, -0.4, 0}, scenes.Vec3{-0.3, 0.4, 0.7}), slab(scenes.Vec3{0.3, -0.4, 0}, scenes.Vec3{0.8, 0.4, 0.7}))
	task := &scenes.Task{Room: scenes.RectRoom(6, 5, 3), Objects: []scenes.Object{
		with(box("desk_1", 1.6, 0.8, 0.7, scenes.OnFloor), func(o *scenes.Object) { o.Asset = "desk" }), carried(box("lamp_1", 0.2, 0.2, 0.3, ""), "desk_1")}}
	l := &scenes.Layout{Placements: []scenes.Placement{at("desk_1", 3, 2, 0.35, 0), at("lamp_1", 3.1, 2, 0.85, 0)}}
	c := measure.NewCheckerWith(task, measure.Options{Meshes: func(string) *trimesh.Mesh { return ring }})
	r := sound(t, task, c, l)
	if !r.Objects[1].Unsupported || !r.Objects[1].Tips || len(r.Findings) != 1 || r.FullyValid() {
		t.Errorf("a lamp over nothing: %+v", r)
	}
	l.Placements[1].Position[0] = 3.5
	if r := sound(t, task, c, l); !r.FullyValid() {
		t.Errorf("a lamp on the desk: %+v", r.Findings)
	}
}

// ball is a sphere of 1 m across, of about 500 triangles.
func ball(tb testing.TB) *trimesh.Mesh {
	const rings, segments = 13, 20
	point := func(i, k int) scenes.Vec3 {
		s, c := math.Sincos(math.Pi * float64(i) / rings)
		y, x := math.Sincos(2 * math.Pi * float64(k) / segments)
		return scenes.Vec3{s * x / 2, s * y / 2, c / 2}
	}
	var out [][3]scenes.Vec3
	for i := range rings {
		for k := range segments {
			a, b, c, d := point(i, k), point(i+1, k), point(i+1, k+1), point(i, k+1)
			out = append(out, [3]scenes.Vec3{a, b, c}, [3]scenes.Vec3{a, c, d})
		}
	}
	return prepared(tb, out)
}

// BenchmarkMeshes15 is 15 objects of 500 triangles each: strewn over the room,
// and so close that every other pair of boxes meets.
func BenchmarkMeshes15(b *testing.B) {
	m := ball(b)
	for name, shrink := range map[string]float64{"strewn": 1, "close": 0.3} {
		b.Run(name, func(b *testing.B) {
			t, l := crowd(15)
			for i := range t.Objects {
				t.Objects[i].Asset = "ball"
				p := &l.Placements[i]
				p.Position[0], p.Position[1] = 3+shrink*(p.Position[0]-3), 3+shrink*(p.Position[1]-3)
				p.Yaw += 20
			}
			boxes := measure.Check(t, l).Pairs
			c := measure.NewCheckerWith(t, measure.Options{Meshes: func(string) *trimesh.Mesh { return m }})
			b.ReportAllocs()
			for b.Loop() {
				c.Check(l)
			}
			b.ReportMetric(float64(boxes), "boxpairs")
			b.ReportMetric(float64(c.Check(l).Pairs), "pairs")
			b.ReportMetric(float64(m.Triangles()), "triangles")
		})
	}
}
