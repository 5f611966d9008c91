package trimesh

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

func randomVec(r *rand.Rand, s float64) scenes.Vec3 {
	return scenes.Vec3{s * (2*r.Float64() - 1), s * (2*r.Float64() - 1), s * (2*r.Float64() - 1)}
}

// randomSoup has loose triangles of mixed sizes.
func randomSoup(t *testing.T, r *rand.Rand, n int) *Mesh {
	t.Helper()
	var list [][3]scenes.Vec3
	for range n {
		c, s := randomVec(r, 0.5), 0.02+0.3*r.Float64()*r.Float64()
		list = append(list, [3]scenes.Vec3{c.Add(randomVec(r, s)), c.Add(randomVec(r, s)), c.Add(randomVec(r, s))})
	}
	m, err := FromTriangles(list)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// bumpy is a closed surface round the origin.
func bumpy(t *testing.T, r *rand.Rand, n int) *Mesh {
	t.Helper()
	at := func(i, j int) scenes.Vec3 {
		u, v := 2*math.Pi*float64(i)/float64(n), math.Pi*float64(j)/float64(n)
		return scenes.Vec3{math.Cos(u) * math.Sin(v), math.Sin(u) * math.Sin(v), -math.Cos(v)}
	}
	points := map[[2]int]scenes.Vec3{}
	point := func(i, j int) scenes.Vec3 {
		i %= n
		if j == 0 || j == n {
			i = 0
		}
		if _, ok := points[[2]int{i, j}]; !ok {
			points[[2]int{i, j}] = at(i, j).Mul(0.2 + 0.3*r.Float64())
		}
		return points[[2]int{i, j}]
	}
	var list [][3]scenes.Vec3
	for j := range n {
		for i := range n {
			a, b, c, d := point(i, j), point(i+1, j), point(i+1, j+1), point(i, j+1)
			if j > 0 {
				list = append(list, [3]scenes.Vec3{a, b, c})
			}
			if j < n-1 {
				list = append(list, [3]scenes.Vec3{a, c, d})
			}
		}
	}
	m, err := FromTriangles(list)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func randomPlaced(r *rand.Rand, m *Mesh, spread float64) *Placed {
	return &Placed{Mesh: m, Center: randomVec(r, spread), Yaw: 360 * r.Float64(),
		Scale: scenes.Vec3{0.5 + r.Float64(), 0.5 + r.Float64(), 0.5 + r.Float64()}}
}

// TestTreeAgreesWithAllPairs compares every walk of the trees with a loop over
// all triangles.
func TestTreeAgreesWithAllPairs(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var crossed, apartCount int
	for i := range 150 {
		a, b := randomSoup(t, r, 1+r.IntN(40)), randomSoup(t, r, 1+r.IntN(40))
		if i%3 == 0 {
			a = bumpy(t, r, 6)
		}
		pa, pb := randomPlaced(r, a, 0.5), randomPlaced(r, b, 0.5)
		var p pair
		if !p.join(pa, pb) {
			t.Fatal("finite placements do not join")
		}
		found, least := 0, math.Inf(1)
		var c cut
		for k := range p.a.tris {
			for l := range p.b.tris {
				x, y := p.triA(int32(k)), p.triB(int32(l), p.o)
				n := x.normal()
				if crosses(&x, &y, n, n.len(), p.a.kind[k] == sheet, p.b.kind[l] == sheet, p.slack, &c) {
					found++
				}
				least = min(least, apart(&x, &y))
			}
		}
		if got := len(Contacts(pa, pb, nil, 1<<20)); found > 0 && got != found {
			t.Fatalf("%d: %d crossings, want %d", i, got, found)
		}
		inside := false
		if found == 0 {
			_, _, inside = p.within(p.o)
		}
		if got := Intersects(pa, pb); got != (found > 0 || inside) {
			t.Fatalf("%d: Intersects = %v with %d crossings", i, got, found)
		}
		want := math.Sqrt(least)
		if found > 0 || inside {
			crossed++
			want = 0
		} else {
			apartCount++
		}
		if got := Separation(pa, pb, math.Inf(1)); math.Abs(got-want) > 1e-9 {
			t.Fatalf("%d: Separation = %g, want %g", i, got, want)
		}
	}
	if crossed < 20 || apartCount < 20 {
		t.Fatalf("%d crossed, %d apart: too one-sided", crossed, apartCount)
	}
}

func TestPointsAgreeWithAllTriangles(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	hits, inside := 0, 0
	for i := range 40 {
		p := randomPlaced(r, bumpy(t, r, 4+i%9), 1)
		f, ok := p.frame()
		if !ok {
			t.Fatal("no frame")
		}
		for range 50 {
			at, dir := p.Center.Add(randomVec(r, 0.7)), randomVec(r, 1)
			least, first, winding := math.Inf(1), math.Inf(1), 0.0
			for k := range p.Mesh.tris {
				s := &p.Mesh.tris[k]
				w := tri{f.place(s.a), f.place(s.b), f.place(s.c)}
				q := toVec(at)
				least = min(least, w.closest(q).sub(q).len())
				if s, ok := w.ray(q, toVec(dir)); ok && s >= 0 {
					first = min(first, s)
				}
				winding += solidAngle(w.a.sub(q), w.b.sub(q), w.c.sub(q))
			}
			if got := p.Distance(at, math.Inf(1)); math.Abs(got-least) > 1e-9 {
				t.Fatalf("Distance = %g, want %g", got, least)
			}
			if got := p.Distance(at, least/2); got != least/2 {
				t.Fatalf("Distance within %g = %g", least/2, got)
			}
			got, normal, hit := p.Raycast(at, dir, 100)
			if hit != (first <= 100) || hit && math.Abs(got-first) > 1e-9 {
				t.Fatalf("Raycast = %g %v, want %g", got, hit, first)
			}
			if hit {
				hits++
				if math.Abs(normal.Len()-1) > 1e-9 {
					t.Fatalf("normal %v", normal)
				}
			}
			if within := math.Abs(winding) > 2*math.Pi; within != p.Contains(at) {
				t.Fatalf("Contains = %v, winding number %g", !within, winding/4/math.Pi)
			} else if within {
				inside++
				if hit && normal.Dot(dir) <= 0 {
					t.Fatalf("from inside, the surface faces the ray: %v %v", normal, dir)
				}
			}
		}
	}
	if hits < 200 || inside < 50 {
		t.Fatalf("%d hits, %d inside: too few", hits, inside)
	}
}

// solidAngle is by Van Oosterom and Strackee (1983), "The solid angle of a
// plane triangle".
func solidAngle(a, b, c vec) float64 {
	la, lb, lc := a.len(), b.len(), c.len()
	return 2 * math.Atan2(a.dot(b.cross(c)), la*lb*lc+a.dot(b)*lc+b.dot(c)*la+c.dot(a)*lb)
}
