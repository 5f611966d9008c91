package gltfio

import (
	"fmt"

	"github.com/go-gl/mathgl/mgl64"
	"github.com/qmuntal/gltf"
)

// part collects the triangles of one material in file coordinates.
type part struct {
	surface   int
	positions []mgl64.Vec3
	normals   []mgl64.Vec3
	uvs       [][2]float32
	colors    [][4]float32
	indices   []uint32
}

// drawMesh adds a mesh's primitives under the transform m.
func (r *reader) drawMesh(index int, m mgl64.Mat4) error {
	r.drawn[index] = true
	for k, p := range r.doc.Meshes[index].Primitives {
		where := fmt.Sprintf("meshes[%d].primitives[%d]", index, k)
		switch p.Mode {
		case gltf.PrimitiveTriangles, gltf.PrimitiveTriangleStrip, gltf.PrimitiveTriangleFan:
		default:
			r.warn("%s is made of points or lines, which are left out", where)
			continue
		}
		if len(p.Targets) > 0 {
			r.warn("%s has morph targets, which are left at rest", where)
		}
		if err := r.drawPrimitive(where, p, m); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) drawPrimitive(where string, p *gltf.Primitive, m mgl64.Mat4) error {
	at, ok := p.Attributes[gltf.POSITION]
	if !ok {
		r.warn("%s has no positions and is left out", where)
		return nil
	}
	count := r.doc.Accessors[at].Count
	if err := r.afford(p, count); err != nil {
		return err
	}
	indices, err := r.triangleList(where, p, count)
	if err != nil {
		return err
	}
	out := part{indices: indices}
	raw, _, err := r.floats(at)
	if err != nil {
		return err
	}
	out.positions = make([]mgl64.Vec3, count)
	for i := range out.positions {
		v := mgl64.Vec3{float64(raw[3*i]), float64(raw[3*i+1]), float64(raw[3*i+2])}
		out.positions[i] = mgl64.TransformCoordinate(v, m)
	}
	if r.measuring {
		r.parts = append(r.parts, out)
		return nil
	}
	out.surface = r.slot(p.Material)
	if err := r.attributes(&out, p, r.surfaces[out.surface], m); err != nil {
		return err
	}
	// A mirroring transform turns triangles inside out.
	if m.Mat3().Det() < 0 {
		for i := 0; i+2 < len(out.indices); i += 3 {
			out.indices[i+1], out.indices[i+2] = out.indices[i+2], out.indices[i+1]
		}
	}
	if out.normals == nil {
		out.flatten()
	}
	r.parts = append(r.parts, out)
	return nil
}

// attributes reads normals, UVs and colours where the primitive has them.
func (r *reader) attributes(out *part, p *gltf.Primitive, s surface, m mgl64.Mat4) error {
	if at, ok := p.Attributes[gltf.NORMAL]; ok {
		raw, _, err := r.floats(at)
		if err != nil {
			return err
		}
		turn := normalMatrix(m)
		out.normals = make([]mgl64.Vec3, len(raw)/3)
		for i := range out.normals {
			n := turn.Mul3x1(mgl64.Vec3{float64(raw[3*i]), float64(raw[3*i+1]), float64(raw[3*i+2])})
			if l := n.Len(); l > 1e-12 {
				n = n.Mul(1 / l)
			} else {
				n = mgl64.Vec3{0, 1, 0}
			}
			out.normals[i] = n
		}
	}
	if at, ok := p.Attributes[fmt.Sprintf("TEXCOORD_%d", s.texCoord)]; ok && s.material.Texture >= 0 {
		raw, c, err := r.floats(at)
		if err != nil {
			return err
		}
		if c != 2 {
			return bad(remedyCheck, "accessors[%d] holds UVs of %d components", at, c)
		}
		out.uvs = make([][2]float32, len(raw)/2)
		for i := range out.uvs {
			out.uvs[i] = s.uv.apply([2]float32{raw[2*i], raw[2*i+1]})
		}
	}
	if at, ok := p.Attributes[gltf.COLOR_0]; ok {
		raw, c, err := r.floats(at)
		if err != nil {
			return err
		}
		out.colors = make([][4]float32, len(raw)/c)
		for i := range out.colors {
			out.colors[i][3] = 1
			copy(out.colors[i][:], raw[c*i:c*i+c])
		}
	}
	return nil
}

// normalMatrix is the inverse transpose of m's linear part times its
// determinant's size, that is the cofactor matrix, which also exists for
// flattening transforms.
func normalMatrix(m mgl64.Mat4) mgl64.Mat3 {
	a, b, c := m.Col(0).Vec3(), m.Col(1).Vec3(), m.Col(2).Vec3()
	out := mgl64.Mat3FromCols(b.Cross(c), c.Cross(a), a.Cross(b))
	if m.Mat3().Det() < 0 {
		return out.Mul(-1)
	}
	return out
}

// afford counts a primitive against the limits before anything is read.
func (r *reader) afford(p *gltf.Primitive, vertices int) error {
	corners := vertices
	if p.Indices != nil {
		corners = r.doc.Accessors[*p.Indices].Count
	}
	if p.Mode == gltf.PrimitiveTriangles {
		corners /= 3
	}
	r.vertices, r.triangles = r.vertices+vertices, r.triangles+corners
	most := maxVertices
	if r.measuring {
		most = maxSplitVertices
	}
	if r.vertices > most || r.triangles > most/maxVertices*maxTriangles {
		return bad("split or simplify it", "the scene has more than %d vertices or triangles", most)
	}
	return nil
}

// triangleList returns the primitive's triangles, unrolling strips and fans.
func (r *reader) triangleList(where string, p *gltf.Primitive, count int) ([]uint32, error) {
	var list []uint32
	if p.Indices != nil {
		var err error
		if list, err = r.integers(*p.Indices); err != nil {
			return nil, err
		}
		for i, v := range list {
			if int(v) >= count {
				return nil, broken("ACCESSOR_INDEX_OOB", "%s: index %d is %d, but there are %d vertices", where, i, v, count)
			}
		}
	} else {
		list = make([]uint32, count)
		for i := range list {
			list[i] = uint32(i)
		}
	}
	switch p.Mode {
	case gltf.PrimitiveTriangleStrip:
		return unroll(list, func(i int) (int, int, int) { return i, i + 1 + i%2, i + 2 - i%2 }), nil
	case gltf.PrimitiveTriangleFan:
		return unroll(list, func(i int) (int, int, int) { return i + 1, i + 2, 0 }), nil
	}
	if len(list)%3 != 0 {
		r.warn("%s has %d indices, not a multiple of 3; the rest is left out", where, len(list))
	}
	return list[:len(list)/3*3], nil
}

// unroll lists the triangles of a strip or fan (glTF 2.0 specification, 3.7.2.1).
func unroll(list []uint32, corners func(i int) (a, b, c int)) []uint32 {
	var out []uint32
	for i := range max(0, len(list)-2) {
		a, b, c := corners(i)
		if list[a] != list[b] && list[b] != list[c] && list[a] != list[c] {
			out = append(out, list[a], list[b], list[c])
		}
	}
	return out
}

// flatten gives every triangle its own corners and face normal, which is what
// the specification asks for when a primitive has no normals.
func (p *part) flatten() {
	n := len(p.indices)
	q := part{surface: p.surface, positions: make([]mgl64.Vec3, n), normals: make([]mgl64.Vec3, n), indices: make([]uint32, n)}
	if p.uvs != nil {
		q.uvs = make([][2]float32, n)
	}
	if p.colors != nil {
		q.colors = make([][4]float32, n)
	}
	for i, v := range p.indices {
		q.indices[i], q.positions[i] = uint32(i), p.positions[v]
		if p.uvs != nil {
			q.uvs[i] = p.uvs[v]
		}
		if p.colors != nil {
			q.colors[i] = p.colors[v]
		}
	}
	for i := 0; i+2 < n; i += 3 {
		a, b, c := q.positions[i], q.positions[i+1], q.positions[i+2]
		normal := b.Sub(a).Cross(c.Sub(a))
		if l := normal.Len(); l > 0 {
			normal = normal.Mul(1 / l)
		} else {
			normal = mgl64.Vec3{0, 1, 0}
		}
		q.normals[i], q.normals[i+1], q.normals[i+2] = normal, normal, normal
	}
	*p = q
}

// slot returns the surface of a material index, reading it on first use.
func (r *reader) slot(material *int) int {
	key := -1
	if material != nil {
		key = *material
	}
	if at, ok := r.slots[key]; ok {
		return at
	}
	at := len(r.surfaces)
	r.surfaces = append(r.surfaces, r.surface(material))
	r.slots[key] = at
	return at
}
