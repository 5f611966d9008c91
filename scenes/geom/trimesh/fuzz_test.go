package trimesh

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

// numbers reads floats: most as small multiples, so that corners coincide and
// faces touch, some as raw bits, so that nothing is left out.
func numbers(data []byte) []float64 {
	var out []float64
	for len(data) > 0 {
		if data[0] == 0xff && len(data) >= 9 {
			out = append(out, math.Float64frombits(binary.LittleEndian.Uint64(data[1:])))
			data = data[9:]
			continue
		}
		out = append(out, float64(int8(data[0]))/16)
		data = data[1:]
	}
	return out
}

func triangles(n []float64, most int) [][3]scenes.Vec3 {
	var out [][3]scenes.Vec3
	for ; len(n) >= 9 && len(out) < most; n = n[9:] {
		out = append(out, [3]scenes.Vec3{{n[0], n[1], n[2]}, {n[3], n[4], n[5]}, {n[6], n[7], n[8]}})
	}
	return out
}

func raw(bits ...uint64) []byte {
	var out []byte
	for _, b := range bits {
		out = append(out, 0xff)
		out = binary.LittleEndian.AppendUint64(out, b)
	}
	return out
}

// FuzzTriangles holds the test of two triangles to being symmetric, and to
// finding no crossing where the boxes are apart.
func FuzzTriangles(f *testing.F) {
	f.Add([]byte{0, 0, 0, 16, 0, 0, 0, 16, 0, 4, 4, 240, 4, 4, 16, 8, 20, 16})
	f.Add([]byte{0, 0, 0, 16, 0, 0, 0, 16, 0, 0, 0, 0, 16, 0, 0, 0, 16, 0})
	f.Add([]byte{0, 0, 0, 16, 0, 0, 0, 16, 0, 0, 0, 0, 16, 0, 0, 0, 0, 16})
	f.Add(append(raw(math.Float64bits(math.NaN()), math.Float64bits(math.Inf(1)), 1), make([]byte, 15)...))
	f.Fuzz(func(t *testing.T, data []byte) {
		list := triangles(numbers(data), 2)
		if len(list) < 2 {
			return
		}
		var x [2]tri
		for i := range x {
			x[i] = tri{toVec(list[i][0]), toVec(list[i][1]), toVec(list[i][2])}
		}
		p, q := &x[0], &x[1]
		np, nq := p.normal(), q.normal()
		for _, kinds := range [][2]bool{{false, false}, {true, true}, {true, false}} {
			var c, d cut
			one := crosses(p, q, np, np.len(), kinds[0], kinds[1], touch, &c)
			two := crosses(q, p, nq, nq.len(), kinds[1], kinds[0], touch, &d)
			tame := p.a.len()+p.b.len()+p.c.len()+q.a.len()+q.b.len()+q.c.len() < 100
			if one != two && tame && !marginal(p, q) {
				t.Fatalf("%v crosses %v: %v, the other way %v", p, q, one, two)
			}
			if one && tame {
				lo, hi := p.a.min(p.b).min(p.c).max(q.a.min(q.b).min(q.c)), p.a.max(p.b).max(p.c).min(q.a.max(q.b).max(q.c))
				if gap := lo.sub(hi); max(gap.x, gap.y, gap.z) > 1e-5 {
					t.Fatalf("%v crosses %v, %v away", p, q, gap)
				}
			}
		}
		for _, dir := range []vec{{x: 1}, {y: -1}, {z: 1}, {x: 0.6, y: 0.8}} {
			_ = exit(p, q, dir)
		}
		if d := apart(p, q); d < 0 {
			t.Fatalf("squared distance %g", d)
		}
	})
}

// marginal reports whether the answer hangs on a move of a few micrometres.
func marginal(p, q *tri) bool {
	np, nq := p.normal(), q.normal()
	if np.len() < 1e-3 || nq.len() < 1e-3 || np.cross(nq).len() < 1e-3*np.len()*nq.len() {
		return true
	}
	var c cut
	for _, kinds := range [][2]bool{{false, false}, {true, true}, {true, false}, {false, true}} {
		now := crosses(p, q, np, np.len(), kinds[0], kinds[1], touch, &c)
		for k := range 27 {
			by := vec{float64(k%3 - 1), float64(k/3%3 - 1), float64(k/9 - 1)}.mul(4 * touch)
			moved := tri{q.a.add(by), q.b.add(by), q.c.add(by)}
			if crosses(p, &moved, np, np.len(), kinds[0], kinds[1], touch, &c) != now {
				return true
			}
		}
	}
	return false
}

// FuzzMesh makes two placed meshes of any numbers and asks everything.
func FuzzMesh(f *testing.F) {
	cube := make([]byte, 0, 120)
	for i := range Cube().tris {
		for _, v := range [3]vec{Cube().tris[i].a, Cube().tris[i].b, Cube().tris[i].c} {
			cube = append(cube, byte(int8(v.x*16)), byte(int8(v.y*16)), byte(int8(v.z*16)))
		}
	}
	f.Add(cube, []byte{4, 4, 4, 16, 16, 16, 0, 0, 8})
	f.Add(cube, []byte{16, 0, 0, 16, 16, 16, 90, 0, 0})
	f.Add(append(raw(math.Float64bits(math.NaN())), cube...), []byte{1, 2, 3, 4, 5, 6, 7, 8, 9})
	f.Add(append(cube[:108:108], cube[9:]...), append(raw(math.Float64bits(1e300)), 1, 2, 3))
	f.Add(append(raw(math.Float64bits(1e9), math.Float64bits(-1e9), 1, 2, 3), cube...), []byte{0, 0, 0, 1, 1, 1})
	f.Fuzz(func(t *testing.T, shape, place []byte) {
		list := triangles(numbers(shape), 60)
		m, err := FromTriangles(list)
		if err != nil {
			return
		}
		if r := m.Report(); r.Triangles+r.Dropped != len(list) || r.Triangles != len(m.tris) || r.Triangles == 0 {
			t.Fatalf("%d triangles: %+v", len(list), r)
		}
		n := append(numbers(place), make([]float64, 9)...)
		a := &Placed{Mesh: m}
		b := &Placed{Mesh: m, Center: scenes.Vec3{n[0], n[1], n[2]}, Scale: scenes.Vec3{n[3], n[4], n[5]}, Yaw: 45 * n[6]}
		c := FromBox(scenes.Vec3{n[6], n[7], n[8]})
		for _, pair := range [][2]*Placed{{a, b}, {b, a}, {a, &c}, {&c, b}} {
			ask(t, pair[0], pair[1])
		}
	})
}

func ask(t *testing.T, a, b *Placed) {
	t.Helper()
	hit := Intersects(a, b)
	depth, dir := Depth(a, b, 0)
	if hit != (depth > 0) || math.IsNaN(depth) || math.IsInf(depth, 0) {
		t.Fatalf("Intersects = %v at depth %g: %+v %+v", hit, depth, a, b)
	}
	if hit && math.Abs(dir.Len()-1) > 1e-9 {
		t.Fatalf("direction %v", dir)
	}
	if Deeper(a, b, 0.02) != (depth > 0.02) {
		t.Fatalf("Deeper(0.02) disagrees with depth %g", depth)
	}
	if s := Separation(a, b, 10); !(s >= 0 && s <= 10) || hit && s != 0 {
		t.Fatalf("Separation = %g", s)
	}
	if got := Contacts(a, b, nil, 5); len(got) > 5 || (len(got) > 0) != hit && !coincident(a, b) {
		t.Fatalf("%d contacts, Intersects = %v", len(got), hit)
	}
	for _, s := range a.Surface(3, 1, nil) {
		if !toVec(s.Point).finite() || !toVec(s.Normal).finite() {
			t.Fatalf("sample %v", s)
		}
		a.Contains(s.Point)
		b.Contains(s.Point)
		if d := b.Distance(s.Point, 5); !(d >= 0 && d <= 5) {
			t.Fatalf("Distance = %g", d)
		}
		if at, normal, ok := b.Raycast(s.Point, s.Normal, 5); ok && (!(at >= 0 && at <= 5) || !toVec(normal).finite()) {
			t.Fatalf("Raycast = %g %v", at, normal)
		}
	}
	lo, hi := a.Bounds()
	if !toVec(lo).finite() || !toVec(hi).finite() {
		t.Fatalf("Bounds = %v %v", lo, hi)
	}
	b.Extreme(scenes.Vec3{0, 0, 1}, 0.01, nil)
}

func coincident(a, b *Placed) bool {
	var r pair
	return r.join(a, b) && r.same
}
