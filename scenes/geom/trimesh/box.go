package trimesh

import (
	"sync"

	"github.com/metaspatial/metaspatial/scenes"
)

// Cube returns the mesh of a cube with sides of 1 m. There is only one.
var Cube = sync.OnceValue(func() *Mesh {
	var list [][3]scenes.Vec3
	// On each face, u × v points outwards.
	for axis := range 3 {
		for _, s := range [2]float64{-0.5, 0.5} {
			corner := func(u, v float64) scenes.Vec3 {
				var p scenes.Vec3
				p[axis] = s
				if s < 0 {
					u, v = v, u
				}
				p[(axis+1)%3], p[(axis+2)%3] = u, v
				return p
			}
			a, b, c, d := corner(-0.5, -0.5), corner(0.5, -0.5), corner(0.5, 0.5), corner(-0.5, 0.5)
			list = append(list, [3]scenes.Vec3{a, b, c}, [3]scenes.Vec3{a, c, d})
		}
	}
	m, err := FromTriangles(list)
	if err != nil {
		panic(err)
	}
	return m
})

// FromBox returns a box with the given half sizes along right, front and up as
// a mesh of 12 triangles, at the origin: set its Center and Yaw. An object
// without a model is compared with meshes through it.
func FromBox(half scenes.Vec3) Placed {
	s := half.Mul(2)
	for k := range s {
		if s[k] == 0 {
			s[k] = 1e-9
		}
	}
	return Placed{Mesh: Cube(), Scale: s}
}
