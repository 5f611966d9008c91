package assets

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// Thresholds of the shape rules (notes: front direction, support surfaces,
// mounting), measured on the seats, beds, tables and wall pieces of nine packs.
const (
	upperShare   = 0.35 // the upper part that tells a back
	frontOffset  = 0.08 // smallest telling offset, as a share of the extent
	cornerRatio  = 0.6  // two such offsets alike: backs on two sides
	supportBins  = 50   // bins of 2 % of the height
	supportShare = 0.25 // of the footprint
	facingUp     = 0.9  // cosine of the steepest surface that carries
)

// triangle calls f with the centroid, normal direction and area of every
// triangle.
func triangles(m *mesh.Model, f func(centre, normal scenes.Vec3, area float64)) {
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

// frontOf finds the front of things with a back: the upper part's surface lies
// behind the centre. The model must have been read with front +Z.
func frontOf(m *mesh.Model, k kind) (gltfio.Axis, string) {
	if !k.upper {
		return gltfio.PlusZ, "glTF's own front, +Z"
	}
	limit := float64(m.Size[2]) * (0.5 - upperShare)
	var sum scenes.Vec3
	total := 0.0
	triangles(m, func(c, _ scenes.Vec3, area float64) {
		if c[2] > limit {
			sum, total = sum.Add(c.Mul(area)), total+area
		}
	})
	if total == 0 {
		return gltfio.PlusZ, "nothing in the upper part tells; glTF's own front, +Z"
	}
	right := sum[0] / total / float64(m.Size[0])
	ahead := sum[1] / total / float64(m.Size[1])
	high, low := math.Abs(ahead), math.Abs(right)
	if low > high {
		high, low = low, high
	}
	switch {
	case high < frontOffset:
		return gltfio.PlusZ, fmt.Sprintf("the upper part is centred (%.2f of the extent); glTF's own front, +Z", high)
	case low > cornerRatio*high:
		return gltfio.PlusZ, "the upper part lies to two sides; glTF's own front, +Z"
	}
	axis := gltfio.PlusZ
	switch {
	case math.Abs(ahead) >= math.Abs(right) && ahead > 0:
		axis = gltfio.MinusZ
	case math.Abs(ahead) < math.Abs(right) && right > 0:
		// The model's right is the file's −X: a back there looks along +X.
		axis = gltfio.PlusX
	case math.Abs(ahead) < math.Abs(right):
		axis = gltfio.MinusX
	}
	return axis, fmt.Sprintf("the upper part lies behind the centre by %.2f of the extent, so the front is %s", high, axis)
}

// supports returns the heights above the base, as shares of the model's height
// and rising, of level surfaces that cover enough of the footprint.
func supports(m *mesh.Model) []float64 {
	height, foot := float64(m.Size[2]), float64(m.Size[0])*float64(m.Size[1])
	if height <= 0 || foot <= 0 {
		return nil
	}
	var area, level [supportBins]float64
	triangles(m, func(c, n scenes.Vec3, a float64) {
		if n[2] < facingUp {
			return
		}
		h := c[2]/height + 0.5
		bin := min(max(int(h*supportBins), 0), supportBins-1)
		area[bin] += a
		level[bin] += a * h
	})
	var out []float64
	for i := 0; i < supportBins; i++ {
		if area[i] <= supportShare*foot {
			continue
		}
		best := i
		// Neighbouring bins are one surface with a bevel.
		for i+1 < supportBins && area[i+1] > supportShare*foot {
			if i++; area[i] > area[best] {
				best = i
			}
		}
		out = append(out, level[best]/area[best])
	}
	return out
}

// mountOf corrects what the name says by where the file puts its origin: wall
// pieces have their back plane at z = 0 and their origin at mid height.
func mountOf(k kind, info *gltfio.Info) (scenes.Support, string) {
	e := info.Extent()
	back := math.Abs(info.Min[2]) < 0.02*e[2]
	hung := info.Min[1] < -0.02*e[1] && info.Max[1] > 0.02*e[1]
	switch {
	case k.mount == scenes.OnWall && back && hung:
		return scenes.OnWall, fmt.Sprintf("a %s hangs on a wall, and its back plane lies at z = 0", k.name)
	case k.known && k.mount == scenes.OnFloor && back && hung:
		return scenes.OnWall, "its back plane lies at z = 0 with the origin at mid height, as wall pieces have it"
	case k.known:
		return k.mount, fmt.Sprintf("usual for a %s", k.name)
	case back && hung:
		return scenes.OnWall, "its back plane lies at z = 0 with the origin at mid height, as wall pieces have it"
	case math.Abs(info.Max[1]) < 0.02*e[1] && e[1] > 0:
		return scenes.OnCeiling, "it hangs down from y = 0"
	}
	return scenes.OnFloor, "nothing speaks against the floor"
}
