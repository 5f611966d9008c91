package semantics

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets/shape"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// Thresholds of the front rule, measured on the seats, beds and toilets of nine
// packs.
const (
	upperShare  = 0.35 // the upper part that tells a back
	frontOffset = 0.08 // smallest telling offset, as a share of the extent
	cornerRatio = 0.6  // two such offsets alike: backs on two sides
)

// frontOf finds the front of things with a back: the upper part's surface lies
// behind the centre. The model must have been read with front +Z.
func frontOf(m *mesh.Model, k kind) (gltfio.Axis, string) {
	if !k.upper {
		return gltfio.PlusZ, "glTF's own front, +Z"
	}
	limit := float64(m.Size[2]) * (0.5 - upperShare)
	var sum scenes.Vec3
	total := 0.0
	shape.Triangles(m, func(c, _ scenes.Vec3, area float64) {
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
