package gltfio

import (
	"hash/fnv"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// builder grows a model of one plain material.
type builder struct{ mesh.Model }

func plain(name string, color [3]float32, roughness float32) *builder {
	return &builder{mesh.Model{
		Name: name, Parts: make([]mesh.Part, 1),
		Materials: []mesh.Material{{
			Name: name, BaseColor: [4]float32{color[0], color[1], color[2], 1}, Texture: -1, Roughness: roughness, AlphaCutoff: 0.5,
		}},
	}}
}

// A hole's rim shows that something is there, be it a pillar or a stairwell:
// from rimDepth below the floor to rimHeight above it.
const (
	rimDepth  = 0.2
	rimHeight = 0.1
)

// rim is the upright sides of a hole, seen from within and without.
func rim(hole []scenes.Vec2) *builder {
	b := plain("hole", [3]float32{0.35, 0.35, 0.37}, 0.9)
	b.Materials[0].DoubleSided = true
	for i, p := range hole {
		q := hole[(i+1)%len(hole)]
		at := func(v scenes.Vec2, z float32) [3]float32 { return [3]float32{float32(v[0]), float32(v[1]), z} }
		if at(p, 0) == at(q, 0) {
			continue
		}
		b.triangle([3][3]float32{at(p, -rimDepth), at(q, -rimDepth), at(q, rimHeight)})
		b.triangle([3][3]float32{at(p, -rimDepth), at(q, rimHeight), at(p, rimHeight)})
	}
	return b
}

// triangle adds one flat triangle.
func (b *builder) triangle(c [3][3]float32) {
	p := &b.Parts[0]
	u := [3]float32{c[1][0] - c[0][0], c[1][1] - c[0][1], c[1][2] - c[0][2]}
	v := [3]float32{c[2][0] - c[0][0], c[2][1] - c[0][1], c[2][2] - c[0][2]}
	n := unit([3]float32{u[1]*v[2] - u[2]*v[1], u[2]*v[0] - u[0]*v[2], u[0]*v[1] - u[1]*v[0]})
	for _, x := range c {
		p.Indices = append(p.Indices, uint32(len(p.Positions)))
		p.Positions = append(p.Positions, x)
		p.Normals = append(p.Normals, n)
	}
}

// level adds a triangle at a height.
func (b *builder) level(t [3]scenes.Vec2, z float64) {
	var c [3][3]float32
	for k, p := range t {
		c[k] = [3]float32{float32(p[0]), float32(p[1]), float32(z)}
	}
	b.triangle(c)
}

// corners are a slab's as [builder.box] wants them: the slab is a box behind the
// wall's inner face.
func (s slab) corners() [8][3]float32 {
	at := func(u, w, z float64) [3]float32 {
		q := s.from.Add(s.along.Mul(u)).Add(s.out.Mul(w))
		return [3]float32{float32(q[0]), float32(q[1]), float32(z)}
	}
	var c [8][3]float32
	for k := range c {
		u, w, z := s.u0, 0.0, s.z0
		if k&1 != 0 {
			u = s.u1
		}
		if k&2 != 0 {
			w = wallThickness
		}
		if k&4 != 0 {
			z = s.z1
		}
		// The slab's axes (along, out, up) are left-handed; box expects
		// right-handed ones, so the second axis runs inwards.
		c[k] = at(u, wallThickness-w, z)
	}
	return c
}

// boxFaces are the faces of a box, counter-clockwise from outside; corner k lies
// at the high end of axis x, y, z where bits 0, 1, 2 of k are set.
var boxFaces = [6][4]uint32{{0, 2, 3, 1}, {4, 5, 7, 6}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 4, 6, 2}, {1, 3, 7, 5}}

// box adds the six faces of a box, its corners in the order of boxFaces.
func (b *builder) box(c [8][3]float32) {
	for _, f := range boxFaces {
		b.triangle([3][3]float32{c[f[0]], c[f[1]], c[f[2]]})
		b.triangle([3][3]float32{c[f[0]], c[f[2]], c[f[3]]})
	}
}

// BoxModel stands for an object without a model; its colour follows from the
// category, so that equal things look equal.
func BoxModel(category string, size scenes.Vec3) *mesh.Model {
	h := fnv.New32a()
	h.Write([]byte(category))
	v := h.Sum32()
	channel := func(shift uint) float32 { return 0.25 + 0.5*float32(v>>shift&255)/255 }
	b := plain("box_"+category, [3]float32{channel(0), channel(8), channel(16)}, 0.8)
	var c [8][3]float32
	for k := range c {
		for axis := range 3 {
			c[k][axis] = float32((float64(k>>axis&1) - 0.5) * size[axis])
		}
	}
	b.box(c)
	for axis := range 3 {
		b.Size[axis] = float32(size[axis])
	}
	return &b.Model
}

func unit(v [3]float32) [3]float32 {
	l := float32(math.Sqrt(float64(v[0]*v[0] + v[1]*v[1] + v[2]*v[2])))
	if l == 0 {
		return [3]float32{0, 0, 1}
	}
	return [3]float32{v[0] / l, v[1] / l, v[2] / l}
}
