package raster

import (
	"image"
	"math"

	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// blob is an ellipsoid in a unit box with a chequered texture.
func blob(rings, segments int) *mesh.Model {
	img := image.NewNRGBA(image.Rect(0, 0, 64, 64))
	for i := range 64 * 64 {
		c := uint8(90 + 120*((i/8+i/512)%2))
		copy(img.Pix[4*i:], []uint8{c, c - 30, 200, 255})
	}
	p := mesh.Part{}
	for r := range rings + 1 {
		st, ct := sincos(180 * float64(r) / float64(rings))
		for s := range segments + 1 {
			sp, cp := sincos(360 * float64(s) / float64(segments))
			q := [3]float32{float32(st * cp / 2), float32(st * sp / 2), float32(ct / 2)}
			p.Positions = append(p.Positions, q)
			p.Normals = append(p.Normals, [3]float32{2 * q[0], 2 * q[1], 2 * q[2]})
			p.UVs = append(p.UVs, [2]float32{float32(s) / float32(segments), float32(r) / float32(rings)})
		}
	}
	w := uint32(segments + 1)
	for r := range uint32(rings) {
		for s := range uint32(segments) {
			a, b := r*w+s, (r+1)*w+s
			p.Indices = append(p.Indices, a, b, b+1, a, b+1, a+1)
		}
	}
	return &mesh.Model{
		Name: "blob", Parts: []mesh.Part{p}, Size: [3]float32{1, 1, 1}, Textures: []*image.NRGBA{img},
		Materials: []mesh.Material{{BaseColor: [4]float32{1, 1, 1, 1}, Texture: 0}},
	}
}

// wedge is a model whose front face (the y+ side of a unit cube) is red, its
// right face green, its top blue and the rest grey.
func wedge() *mesh.Model {
	m := &mesh.Model{Name: "wedge", Size: [3]float32{1, 1, 1}, Materials: []mesh.Material{{BaseColor: [4]float32{1, 1, 1, 1}, Texture: -1, Unlit: true}}}
	var p part
	f := identity
	grey := rgb{0.3, 0.3, 0.3}
	for k, c := range [6]rgb{grey, {0, 1, 0}, grey, {1, 0, 0}, grey, {0, 0, 1}} {
		p.box(&f, -0.5, -0.5, -0.5, 0.5, 0.5, 0.5, c, 1<<k)
	}
	q := mesh.Part{Indices: p.idx}
	for _, v := range p.verts {
		q.Positions = append(q.Positions, [3]float32{v.p.x, v.p.y, v.p.z})
		q.Colors = append(q.Colors, v.c)
	}
	m.Parts = []mesh.Part{q}
	return m
}

var nan = float32(math.NaN())

// seeThrough is a half-clear pane before a masked one with holes, before a
// solid pane.
func seeThrough() *mesh.Model {
	img := image.NewNRGBA(image.Rect(0, 0, 8, 8))
	for i := range 64 {
		a := uint8(255 * ((i + i/8) % 2))
		copy(img.Pix[4*i:], []uint8{250, 220, 40, a})
	}
	m := &mesh.Model{Name: "panes", Size: [3]float32{1, 1, 1}, Textures: []*image.NRGBA{img}, Materials: []mesh.Material{
		{BaseColor: [4]float32{1, 0, 0, 1}, Texture: -1, DoubleSided: true},
		{BaseColor: [4]float32{1, 1, 1, 1}, Texture: 0, Alpha: mesh.Mask, AlphaCutoff: 0.5, DoubleSided: true},
		{BaseColor: [4]float32{0.1, 0.2, 1, 0.4}, Texture: -1, Alpha: mesh.Blend, DoubleSided: true},
	}}
	for k, y := range []float32{-0.5, 0, 0.5} {
		m.Parts = append(m.Parts, mesh.Part{
			Positions: [][3]float32{{-0.5, y, -0.5}, {0.5, y, -0.5}, {0.5, y, 0.5}, {-0.5, y, 0.5}},
			UVs:       [][2]float32{{0, 1}, {1, 1}, {1, 0}, {0, 0}},
			Indices:   []uint32{0, 2, 1, 0, 3, 2}, Material: k,
		})
	}
	return m
}
