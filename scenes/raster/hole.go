package raster

import (
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom/earcut"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// holeHeight is how high the block over a hole of the floor is, in metres:
// enough to be seen, not so much that it hides what stands behind. A task does
// not say whether a hole is a pillar or a stairwell, so it is neither.
const holeHeight = 0.1

// holes are the dark blocks over the holes of one room's floor.
type holes struct {
	of    [][]scenes.Vec2
	props []Prop
	cache *Cache
}

// build makes the blocks, unless they are those of the same holes.
func (h *holes) build(room *scenes.Room) {
	same := func(a, b []scenes.Vec2) bool { return slices.Equal(a, b) }
	if h.cache != nil && slices.EqualFunc(h.of, room.Holes, same) {
		return
	}
	h.of, h.props, h.cache = nil, h.props[:0], new(Cache)
	for _, polygon := range room.Holes {
		h.of = append(h.of, slices.Clone(polygon))
		if p, ok := block(polygon); ok {
			h.props = append(h.props, p)
		}
	}
}

// block is the block over one hole.
func block(hole []scenes.Vec2) (Prop, bool) {
	top := earcut.Triangulate(hole, nil)
	if len(top) == 0 {
		return Prop{}, false
	}
	lo, hi := hole[0], hole[0]
	turn := 0.0
	for i, p := range hole {
		q := hole[(i+1)%len(hole)]
		turn += float64(p[0]*q[1]) - float64(q[0]*p[1])
		for k := range 2 {
			lo[k], hi[k] = min(lo[k], p[k]), max(hi[k], p[k])
		}
	}
	middle := scenes.Vec2{(lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2}
	m := &mesh.Model{
		Name: "hole", Size: [3]float32{float32(hi[0] - lo[0]), float32(hi[1] - lo[1]), holeHeight}, Parts: make([]mesh.Part, 1),
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
			add(p, holeHeight/2, [3]float32{0, 0, 1})
		}
	}
	for i, p := range hole {
		q := hole[(i+1)%len(hole)]
		if turn < 0 {
			p, q = q, p
		}
		e := vec3{float32(q[0] - p[0]), float32(q[1] - p[1]), 0}
		if e == (vec3{}) {
			continue
		}
		e = e.unit()
		n := [3]float32{e.y, -e.x, 0}
		for _, c := range [6]struct {
			at scenes.Vec2
			z  float32
		}{{p, -holeHeight / 2}, {q, -holeHeight / 2}, {q, holeHeight / 2}, {p, -holeHeight / 2}, {q, holeHeight / 2}, {p, holeHeight / 2}} {
			add(c.at, c.z, n)
		}
	}
	return Prop{Model: m, Position: scenes.Vec3{middle[0], middle[1], holeHeight / 2}}, true
}
