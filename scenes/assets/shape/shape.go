// Package shape measures models: what their surfaces tell about use.
package shape

import (
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// Thresholds of the support rule, measured on the tables, desks and bookcases
// of nine packs of game models.
const (
	bins     = 50  // bins of 2 % of the height
	facingUp = 0.9 // cosine of the steepest surface that carries

	// SupportShare is the part of the footprint that a surface must cover.
	SupportShare = 0.25
)

// Triangles calls f with the centroid, normal direction and area of every
// triangle.
func Triangles(m *mesh.Model, f func(centre, normal scenes.Vec3, area float64)) {
	for _, p := range m.Parts {
		at := func(i uint32) scenes.Vec3 {
			v := p.Positions[i]
			return scenes.Vec3{float64(v[0]), float64(v[1]), float64(v[2])}
		}
		for i := 0; i+2 < len(p.Indices); i += 3 {
			a, b, c := at(p.Indices[i]), at(p.Indices[i+1]), at(p.Indices[i+2])
			n := b.Sub(a).Cross(c.Sub(a))
			if l := n.Len(); l > 0 {
				f(a.Add(b).Add(c).Mul(1.0/3), n.Mul(1/l), l/2)
			}
		}
	}
}

// Supports returns the heights above the base, as shares of the model's height
// and rising, of level surfaces that cover enough of the footprint.
func Supports(m *mesh.Model) []float64 {
	height, foot := float64(m.Size[2]), float64(m.Size[0])*float64(m.Size[1])
	if height <= 0 || foot <= 0 {
		return nil
	}
	var area, level [bins]float64
	Triangles(m, func(c, n scenes.Vec3, a float64) {
		if n[2] < facingUp {
			return
		}
		h := c[2]/height + 0.5
		bin := min(max(int(h*bins), 0), bins-1)
		area[bin] += a
		level[bin] += a * h
	})
	var out []float64
	for i := 0; i < bins; i++ {
		if area[i] <= SupportShare*foot {
			continue
		}
		best := i
		// Neighbouring bins are one surface with a bevel.
		for i+1 < bins && area[i+1] > SupportShare*foot {
			if i++; area[i] > area[best] {
				best = i
			}
		}
		out = append(out, level[best]/area[best])
	}
	return out
}
