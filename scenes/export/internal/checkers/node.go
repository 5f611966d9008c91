package checkers

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// node is what the scripts print of a node: its place in the world as the
// columns of a matrix, and the box of what it shows in its own coordinates.
type node struct {
	Name   string         `json:"name"`
	Object string         `json:"object"`
	Basis  [3][3]float64  `json:"basis"`
	Origin [3]float64     `json:"origin"`
	Box    *[2][3]float64 `json:"box"`
	Mesh   string         `json:"mesh"`
}

// convention says how a program's axes lie.
type convention struct {
	// toLevel turns a point of the program's world into the level's.
	toLevel func([3]float64) scenes.Vec3
	// right, front and up are the columns of a node that point along its own
	// right, front and up, and the signs that make them so.
	right, front, up int
	flip             [3]float64
}

// The axes of glTF and Godot: y up, an asset's front along z, its right along
// −x.
var yUp = convention{
	toLevel: func(p [3]float64) scenes.Vec3 { return scenes.Vec3{p[0], -p[2], p[1]} },
	right:   0, front: 2, up: 1, flip: [3]float64{-1, 1, 1},
}

// Blender's: z up, and what was an asset's z is its −y.
var blender = convention{
	toLevel: func(p [3]float64) scenes.Vec3 { return scenes.Vec3(p) },
	right:   0, front: 1, up: 2, flip: [3]float64{-1, -1, 1},
}

// Ours, in which USD files are written: right, front, up.
var zUp = convention{
	toLevel: func(p [3]float64) scenes.Vec3 { return scenes.Vec3(p) },
	right:   0, front: 1, up: 2, flip: [3]float64{1, 1, 1},
}

// seen turns a node into what it shows; false when it shows nothing.
func (c convention) seen(n node) (Seen, bool) {
	if n.Box == nil {
		return Seen{}, false
	}
	s := Seen{Name: n.Name, Object: n.Object, Mesh: n.Mesh}
	var mid [3]float64
	for k := range 3 {
		mid[k] = n.Origin[k]
		for j := range 3 {
			mid[k] += n.Basis[j][k] * (n.Box[0][j] + n.Box[1][j]) / 2
		}
	}
	s.Centre = c.toLevel(mid)
	for k, column := range [3]int{c.right, c.front, c.up} {
		b := n.Basis[column]
		s.Size[k] = (n.Box[1][column] - n.Box[0][column]) * math.Sqrt(b[0]*b[0]+b[1]*b[1]+b[2]*b[2])
	}
	b := n.Basis[c.front]
	front := c.toLevel(b).Mul(c.flip[1])
	s.Yaw = math.Mod(math.Atan2(front[0], front[1])*180/math.Pi+360, 360)
	// A mirrored node has the right sizes and the right heading.
	right := c.toLevel(n.Basis[c.right]).Mul(c.flip[0])
	if right.Cross(front).Dot(c.toLevel(n.Basis[c.up])) <= 0 {
		s.Size = scenes.Vec3{math.NaN(), math.NaN(), math.NaN()}
	}
	return s, true
}
