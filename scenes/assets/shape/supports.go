package shape

import "github.com/metaspatial/metaspatial/scenes/mesh"

// Supports returns the heights above the base, as shares of the model's height
// and rising, of level surfaces that cover enough of the footprint, whatever
// stands or hangs above them.
func Supports(m *mesh.Model) []float64 {
	const bins = 50
	const facingUp = 0.9
	s := soupOf(m)
	size := s.size()
	plan := size[0] * size[1]
	if !(size[2] > 0) || !(plan > 0) {
		return nil
	}
	var area, level [bins]float64
	for i := range s.triangles {
		t := &s.triangles[i]
		if t.up() < facingUp {
			continue
		}
		h := t.centre()[2] / size[2]
		bin := min(max(int(h*bins), 0), bins-1)
		area[bin] += float64(t.area)
		level[bin] += float64(t.area) * h
	}
	var out []float64
	for i := 0; i < bins; i++ {
		if area[i] <= SupportShare*plan {
			continue
		}
		best := i
		// Neighbouring bins are one surface with a bevel.
		for i+1 < bins && area[i+1] > SupportShare*plan {
			if i++; area[i] > area[best] {
				best = i
			}
		}
		out = append(out, level[best]/area[best])
	}
	return out
}
