package trimesh

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

// moved shifts and turns a placement about the origin.
func moved(p *Placed, yaw float64, by scenes.Vec3) *Placed {
	right, front := scenes.Axes(yaw)
	c := p.Center
	q := *p
	q.Center = scenes.Vec3{
		c[0]*right[0] + c[1]*front[0], c[0]*right[1] + c[1]*front[1], c[2]}.Add(by)
	q.Yaw += yaw
	return &q
}

func TestSymmetryAndInvariance(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	met := 0
	for i := range 200 {
		a, b := bumpy(t, r, 5+i%5), bumpy(t, r, 4+i%7)
		if i%2 == 0 {
			b = randomSoup(t, r, 20)
		}
		pa, pb := randomPlaced(r, a, 0.35), randomPlaced(r, b, 0.35)
		hit := Intersects(pa, pb)
		if Intersects(pb, pa) != hit {
			t.Fatalf("%d: Intersects is not symmetric", i)
		}
		depth, dir := Depth(pa, pb, 0)
		back, rid := Depth(pb, pa, 0)
		if depth != back || dir != rid.Mul(-1) && depth > 0 {
			t.Fatalf("%d: Depth %g %v, the other way %g %v", i, depth, dir, back, rid)
		}
		if s, u := Separation(pa, pb, 5), Separation(pb, pa, 5); s != u {
			t.Fatalf("%d: Separation %g and %g", i, s, u)
		}
		if hit {
			met++
		}
		if hit != (depth > 0) {
			t.Fatalf("%d: Intersects = %v at depth %g", i, hit, depth)
		}
		yaw, by := 360*r.Float64(), randomVec(r, 10)
		qa, qb := moved(pa, yaw, by), moved(pb, yaw, by)
		if Intersects(qa, qb) != hit {
			t.Fatalf("%d: Intersects changes under a common move", i)
		}
		if d, _ := Depth(qa, qb, 0); math.Abs(d-depth) > 1e-5 {
			t.Fatalf("%d: Depth %g becomes %g under a common move", i, depth, d)
		}
		if s, u := Separation(pa, pb, 5), Separation(qa, qb, 5); math.Abs(s-u) > 1e-9 {
			t.Fatalf("%d: Separation %g becomes %g under a common move", i, s, u)
		}
	}
	if met < 50 || met > 180 {
		t.Fatalf("%d of 200 pairs met: too one-sided", met)
	}
}

// TestDepthIsTheFirstWayOut walks along every candidate direction in small
// steps.
func TestDepthIsTheFirstWayOut(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	checked := 0
	for i := range 120 {
		pa, pb := randomPlaced(r, bumpy(t, r, 5+i%5), 0.3), randomPlaced(r, bumpy(t, r, 4+i%7), 0.3)
		if i%3 == 0 {
			pb.Yaw = pa.Yaw
		}
		depth, dir := Depth(pa, pb, 0)
		if depth == 0 {
			continue
		}
		checked++
		at := func(d scenes.Vec3, s float64) bool {
			q := *pa
			q.Center = pa.Center.Add(d.Mul(s))
			return Intersects(&q, pb)
		}
		if at(dir, depth+2e-6) {
			t.Fatalf("%d: still in after moving %g along %v", i, depth, dir)
		}
		aRight, aFront := scenes.Axes(pa.Yaw)
		bRight, bFront := scenes.Axes(pb.Yaw)
		for _, u := range []scenes.Vec3{aRight.Vec3(0), aFront.Vec3(0), bRight.Vec3(0), bFront.Vec3(0), {0, 0, 1}} {
			for _, s := range []float64{1, -1} {
				for k := range 20 {
					if step := depth * float64(k) / 20; !at(u.Mul(s), step) {
						t.Fatalf("%d: free after %g along %v, Depth says %g", i, step, u.Mul(s), depth)
					}
				}
			}
		}
		for _, tol := range []float64{0, depth / 3, depth - 1e-6, depth + 1e-6, 2 * depth} {
			if got := Deeper(pa, pb, tol); got != (depth > tol) {
				t.Fatalf("%d: Deeper(%g) = %v at depth %g", i, tol, got, depth)
			}
		}
		if got, _ := Depth(pa, pb, depth/2); math.Abs(got-depth/2) > 1e-9 {
			t.Fatalf("%d: Depth up to %g = %g", i, depth/2, got)
		}
	}
	if checked < 60 {
		t.Fatalf("only %d pairs met", checked)
	}
}

func TestContainment(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	outer := bumpy(t, r, 12)
	for _, inner := range []*Mesh{bumpy(t, r, 6), randomSoup(t, r, 5), Cube()} {
		a := &Placed{Mesh: outer, Center: scenes.Vec3{1, 2, 3}, Scale: scenes.Vec3{4, 4, 4}}
		b := &Placed{Mesh: inner, Center: a.Center, Yaw: 30, Scale: scenes.Vec3{0.2, 0.2, 0.2}}
		if !Intersects(a, b) || !Intersects(b, a) {
			t.Fatal("a mesh inside another does not intersect it")
		}
		if got := Contacts(a, b, nil, 10); len(got) != 1 || !a.Contains(got[0]) {
			t.Fatalf("Contacts of a mesh inside another: %v", got)
		}
		if c, ok := MeanContact(a, b); !ok || !a.Contains(c) {
			t.Fatalf("MeanContact of a mesh inside another: %v", c)
		}
		depth, dir := Depth(b, a, 0)
		if depth < 0.5 || depth > 4 {
			t.Fatalf("Depth = %g %v", depth, dir)
		}
		if !Deeper(a, b, 0.02) {
			t.Fatal("not deeper than 2 cm")
		}
		b.Center = b.Center.Add(dir.Mul(depth + 1e-6))
		if Intersects(a, b) {
			t.Fatal("still in after moving out")
		}
	}
}
