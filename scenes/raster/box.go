package raster

import (
	"hash/fnv"

	"github.com/metaspatial/metaspatial/scenes"
)

// palette are the calm colours of objects without a model.
var palette = [...]rgb{
	hex(0x6F8FAF), hex(0xC58F6A), hex(0x86A97C), hex(0xB98BA3), hex(0xCDB36B), hex(0x7FB0AE),
	hex(0xA98F78), hex(0x8E8CC0), hex(0xC77F78), hex(0x94A3AD),
}

// placeholder rebuilds p as a box with rounded edges for an object without a
// model: coloured by category, with a paler front and an arrow on top that
// points to the front.
func placeholder(p *part, o *scenes.Object) {
	name := o.Category
	if name == "" {
		name = o.ID
	}
	h := fnv.New32a()
	h.Write([]byte(name))
	col := palette[h.Sum32()%uint32(len(palette))]
	p.start(material{})
	half := vec3{float32(o.Size[0] / 2), float32(o.Size[1] / 2), float32(o.Size[2] / 2)}
	least := min(half.x, half.y, half.z)
	p.rounded(half, min(0.04, float32(least*0.45)), col)
	const proud = 0.003
	if o.Flat || half.z < 0.03 {
		return
	}
	// The front: a raised panel, then the arrow.
	if b := min(0.07, float32(min(half.x, half.z)*0.3)); half.x-b > 0.01 && half.z-b > 0.01 {
		x, z, y := half.x-b, half.z-b, half.y+proud
		p.quad(vec3{x, y, -z}, vec3{-x, y, -z}, vec3{-x, y, z}, vec3{x, y, z}, mix(col, rgb{1, 1, 1}, 0.3))
	}
	r := min(0.16, float32(min(half.x, half.y)*0.5))
	tip, z := half.y-float32(r*0.45), half.z+proud
	at := uint32(len(p.verts))
	mark := mix(col, rgb{1, 1, 1}, 0.75)
	for _, q := range [3]vec3{{-r, tip - r, z}, {r, tip - r, z}, {0, tip, z}} {
		p.verts = append(p.verts, vertex{p: q, n: vec3{0, 0, 1}, c: [4]float32{mark[0], mark[1], mark[2], 1}})
	}
	p.idx = append(p.idx, at, at+1, at+2)
}

func mix(a, b rgb, k float32) rgb {
	for i := range a {
		a[i] += float32((b[i] - a[i]) * k)
	}
	return a
}

// rounded adds a box whose edges are cut at bevel b and whose normals bend
// round them.
func (p *part) rounded(h vec3, b float32, col rgb) {
	base := uint32(len(p.verts))
	ext := [3]float32{h.x, h.y, h.z}
	// Eight corners of three vertices each: the one on the face of axis k has
	// the full extent along k and is inset along the others.
	for c := range 8 {
		for k := range 3 {
			var v, n [3]float32
			for a := range 3 {
				s := float32(1)
				if c>>a&1 == 0 {
					s = -1
				}
				v[a], n[a] = float32(s*(ext[a]-b)), float32(s*0.12)
				if a == k {
					v[a], n[a] = float32(s*ext[a]), s
				}
			}
			p.verts = append(p.verts, vertex{
				p: vec3{v[0], v[1], v[2]}, n: vec3{n[0], n[1], n[2]}.unit(), c: [4]float32{col[0], col[1], col[2], 1},
			})
		}
	}
	at := func(c, k int) uint32 { return base + uint32(c*3+k) }
	face := func(q ...uint32) {
		// Turn it outwards: a convex box's faces look away from its centre.
		a, b, c := p.verts[q[0]].p, p.verts[q[1]].p, p.verts[q[2]].p
		if b.sub(a).cross(c.sub(a)).dot(a.add(b).add(c)) < 0 {
			for i, j := 0, len(q)-1; i < j; i, j = i+1, j-1 {
				q[i], q[j] = q[j], q[i]
			}
		}
		for i := 2; i < len(q); i++ {
			p.idx = append(p.idx, q[0], q[i-1], q[i])
		}
	}
	for k := range 3 {
		i, j := 1<<((k+1)%3), 1<<((k+2)%3)
		for s := range 2 {
			c := s << k
			face(at(c, k), at(c|i, k), at(c|i|j, k), at(c|j, k))
		}
		// The four edges along axis k lie between the faces of the other two.
		for e := range 4 {
			c := e&1*i + e>>1*j
			face(at(c, (k+1)%3), at(c|1<<k, (k+1)%3), at(c|1<<k, (k+2)%3), at(c, (k+2)%3))
		}
	}
	for c := range 8 {
		face(at(c, 0), at(c, 1), at(c, 2))
	}
}
