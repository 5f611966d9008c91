package trimesh

import (
	"math"
	"math/rand/v2"

	"github.com/metaspatial/metaspatial/scenes"
)

// Sample is a point of the surface with the unit normal there.
type Sample struct {
	Point, Normal scenes.Vec3
}

// Surface appends n points spread over the surface in proportion to its area,
// the same for the same seed. They are stratified: the surface is cut into n
// parts of equal area, each of which gets one.
func (p *Placed) Surface(n int, seed uint64, dst []Sample) []Sample {
	f, ok := p.frame()
	if !ok || n <= 0 {
		return dst
	}
	total := 0.0
	for i := range f.m.tris {
		total += f.area(&f.m.tris[i])
	}
	var random rand.PCG
	random.Seed(seed, 0x7472696d657368)
	unit := func() float64 { return float64(random.Uint64()>>11) / (1 << 53) }
	var t *tri
	sum, k := 0.0, 0
	for i := range n {
		at := (float64(i) + unit()) / float64(n) * total
		for t == nil || sum < at && k < len(f.m.tris) {
			t = &f.m.tris[k]
			sum += f.area(t)
			k++
		}
		// Turk (1990), "Generating random points in triangles".
		s, u := math.Sqrt(unit()), unit()
		v := t.a.mul(1 - s).add(t.b.mul(s * (1 - u))).add(t.c.mul(s * u))
		m := f.normal(t)
		dst = append(dst, Sample{f.place(v).public(), f.world(m.mul(1 / m.len())).public()})
	}
	return dst
}

// normal is perpendicular to the scaled triangle, twice its area long.
func (f *frame) normal(t *tri) vec {
	n, s := t.normal(), f.scale
	return vec{n.x * s.y * s.z, n.y * s.z * s.x, n.z * s.x * s.y}
}

func (f *frame) area(t *tri) float64 { return f.normal(t).len() / 2 }
