package trimesh_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/geom/trimesh"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

func starterModel(t testing.TB, name string) *mesh.Model {
	t.Helper()
	m, err := assets.Starter().Model("starter/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func starter(t testing.TB, name string) *trimesh.Mesh {
	t.Helper()
	m, err := trimesh.New(starterModel(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// floor places a mesh on the floor.
func floor(m *trimesh.Mesh, x, y, yaw float64) *trimesh.Placed {
	return &trimesh.Placed{Mesh: m, Center: scenes.Vec3{x, y, m.Size()[2] / 2}, Yaw: yaw}
}

// pairs are a chair of 488 triangles against other furniture.
func pairs(t testing.TB) []struct {
	name string
	a, b *trimesh.Placed
} {
	chair, table := starter(t, "chair"), starter(t, "dining_table")
	arm := starter(t, "armchair")
	return []struct {
		name string
		a, b *trimesh.Placed
	}{
		{"far", floor(chair, 0, 0, 0), floor(table, 3, 0, 0)},
		{"under", floor(chair, 0.3, -0.45, 0), floor(table, 0, 0, 0)},
		{"underAskew", floor(chair, 0.3, -0.5, 20), floor(table, 0, 0, 0)},
		{"touching", floor(chair, 0, 0, 0), floor(chair, chair.Size()[0], 0, 0)},
		{"deep", floor(chair, 0.3, 0.1, 0), floor(table, 0, 0, 0)},
		{"deepAskew", floor(chair, 0.3, 0.1, 33), floor(table, 0, 0, 0)},
		{"chairs", floor(chair, 0, 0, 0), floor(chair, 0.2, 0.15, 45)},
		{"armchairs", floor(arm, 0, 0, 0), floor(arm, 0.5, 0.4, 120)},
		{"same", floor(arm, 0, 0, 0), floor(arm, 0, 0, 0)},
	}
}

func BenchmarkIntersects(b *testing.B) {
	for _, p := range pairs(b) {
		b.Run(p.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				trimesh.Intersects(p.a, p.b)
			}
		})
	}
}

func BenchmarkDeeper(b *testing.B) {
	for _, p := range pairs(b) {
		b.Run(p.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				trimesh.Deeper(p.a, p.b, 0.02)
			}
		})
	}
}

func BenchmarkDepth(b *testing.B) {
	for _, p := range pairs(b) {
		b.Run(p.name, func(b *testing.B) {
			b.ReportAllocs()
			var d float64
			for b.Loop() {
				d, _ = trimesh.Depth(p.a, p.b, 0)
			}
			b.ReportMetric(d, "m")
		})
	}
}

func BenchmarkSeparation(b *testing.B) {
	for _, p := range pairs(b) {
		b.Run(p.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				trimesh.Separation(p.a, p.b, math.Inf(1))
			}
		})
	}
}

func BenchmarkPoint(b *testing.B) {
	p := floor(starter(b, "armchair"), 1, 2, 33)
	var samples []trimesh.Sample
	var extreme []scenes.Vec3
	at := scenes.Vec3{1.1, 2.1, 0.3}
	for _, q := range []struct {
		name string
		f    func()
	}{
		{"Contains", func() { p.Contains(at) }},
		{"Distance", func() { p.Distance(scenes.Vec3{0, 0, 1}, math.Inf(1)) }},
		{"DistanceNear", func() { p.Distance(scenes.Vec3{0.6, 1.5, 0.5}, 0.5) }},
		{"Raycast", func() { p.Raycast(scenes.Vec3{0, 0, 1}, scenes.Vec3{0.42, 0.84, -0.3}, 10) }},
		{"Extreme", func() { extreme = p.Extreme(scenes.Vec3{0, 0, -1}, 0.01, extreme[:0]) }},
		{"Surface256", func() { samples = p.Surface(256, 1, samples[:0]) }},
	} {
		b.Run(q.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				q.f()
			}
		})
	}
}

func BenchmarkNew(b *testing.B) {
	for _, name := range []string{"chair", "bookshelf", "crate_stack"} {
		m := starterModel(b, name)
		b.Run(fmt.Sprintf("%s%d", name, m.Triangles()), func(b *testing.B) {
			for b.Loop() {
				if _, err := trimesh.New(m); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	for _, n := range []int{50, 220} {
		list := sphere(0.5, n)
		b.Run(fmt.Sprintf("sphere%d", len(list)), func(b *testing.B) {
			for b.Loop() {
				if _, err := trimesh.FromTriangles(list); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRoom checks all pairs of 15 pieces of furniture that stand close:
// chairs pushed under tables, cupboards and armchairs side by side.
func BenchmarkRoom(b *testing.B) {
	var room []*trimesh.Placed
	chair, table, arm := starter(b, "chair"), starter(b, "dining_table"), starter(b, "armchair")
	dresser, lamp := starter(b, "dresser"), starter(b, "floor_lamp")
	for i := range 3 {
		x := 2.2 * float64(i)
		room = append(room, floor(table, x, 0, 0), floor(chair, x-0.4, -0.45, 0), floor(chair, x+0.4, 0.45, 180))
		room = append(room, floor(arm, x, 1.2, 20+10*float64(i)))
	}
	room = append(room, floor(dresser, 0, 2, 180), floor(dresser, 1.12, 2, 180), floor(lamp, 1.9, 2, 0))
	b.ReportAllocs()
	for b.Loop() {
		for i, p := range room {
			for _, q := range room[:i] {
				trimesh.Deeper(p, q, 0.02)
			}
		}
	}
}

// sphere has 2·n·(n-1) triangles.
func sphere(radius float64, n int) [][3]scenes.Vec3 {
	at := func(i, j int) scenes.Vec3 {
		i %= n
		if j == 0 || j == n {
			i = 0
		}
		u, v := 2*math.Pi*float64(i)/float64(n), math.Pi*float64(j)/float64(n)
		if j == n {
			return scenes.Vec3{0, 0, radius}
		}
		return scenes.Vec3{radius * math.Cos(u) * math.Sin(v), radius * math.Sin(u) * math.Sin(v), -radius * math.Cos(v)}
	}
	var list [][3]scenes.Vec3
	for j := range n {
		for i := range n {
			a, b, c, d := at(i, j), at(i+1, j), at(i+1, j+1), at(i, j+1)
			if j > 0 {
				list = append(list, [3]scenes.Vec3{a, b, c})
			}
			if j < n-1 {
				list = append(list, [3]scenes.Vec3{a, c, d})
			}
		}
	}
	return list
}
