package view

import (
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom/earcut"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/metaspatial/metaspatial/scenes/raster"
)

// curb is how high the block over a hole of the floor is, in metres: enough to
// be seen, not so much that it hides what stands behind.
const curb = 0.1

// holeProps are dark blocks over a room's holes, which may be pillars or
// stairwells; the picture of a room does not show them.
func holeProps(room *scenes.Room) []raster.Prop {
	var out []raster.Prop
	for _, h := range room.Holes {
		if p, ok := holeProp(h); ok {
			out = append(out, p)
		}
	}
	return out
}

func holeProp(hole []scenes.Vec2) (raster.Prop, bool) {
	top := earcut.Triangulate(hole, nil)
	if len(top) == 0 {
		return raster.Prop{}, false
	}
	lo, hi := hole[0], hole[0]
	turn := 0.0
	for i, p := range hole {
		q := hole[(i+1)%len(hole)]
		turn += p[0]*q[1] - q[0]*p[1]
		for k := range 2 {
			lo[k], hi[k] = min(lo[k], p[k]), max(hi[k], p[k])
		}
	}
	middle := lo.Add(hi).Mul(0.5)
	m := &mesh.Model{
		Name: "hole", Size: [3]float32{float32(hi[0] - lo[0]), float32(hi[1] - lo[1]), curb}, Parts: make([]mesh.Part, 1),
		Materials: []mesh.Material{{BaseColor: [4]float32{0.05, 0.055, 0.065, 1}, Texture: -1, Roughness: 1, DoubleSided: true}},
	}
	part := &m.Parts[0]
	add := func(p scenes.Vec2, z float32, normal [3]float32) {
		part.Indices = append(part.Indices, uint32(len(part.Positions)))
		part.Positions = append(part.Positions, [3]float32{float32(p[0] - middle[0]), float32(p[1] - middle[1]), z})
		part.Normals = append(part.Normals, normal)
	}
	for _, t := range top {
		for _, p := range t {
			add(p, curb/2, [3]float32{0, 0, 1})
		}
	}
	for i, p := range hole {
		q := hole[(i+1)%len(hole)]
		if turn < 0 {
			p, q = q, p
		}
		e := q.Sub(p)
		if e.Len() == 0 {
			continue
		}
		e = e.Normalize()
		n := [3]float32{float32(e[1]), float32(-e[0]), 0}
		add(p, -curb/2, n)
		add(q, -curb/2, n)
		add(q, curb/2, n)
		add(p, -curb/2, n)
		add(q, curb/2, n)
		add(p, curb/2, n)
	}
	return raster.Prop{Model: m, Position: scenes.Vec3{middle[0], middle[1], curb / 2}}, true
}
