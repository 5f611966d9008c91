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

// drawMesh adds a mesh's primitives under the transform m, without a skin.
func (r *reader) drawMesh(index int, m mgl64.Mat4) error {
	return r.drawPosed(index, pose{at: m, weights: r.doc.Meshes[index].Weights})
}

// drawPosed adds a mesh's primitives in a pose.
func (r *reader) drawPosed(index int, ps pose) error {
	r.drawn[index] = true
	for k, p := range r.doc.Meshes[index].Primitives {
		where := fmt.Sprintf("meshes[%d].primitives[%d]", index, k)
		switch p.Mode {
		case gltf.PrimitiveTriangles, gltf.PrimitiveTriangleStrip, gltf.PrimitiveTriangleFan:
		default:
			r.warn("%s is made of points or lines, which are left out", where)
			continue
		}
		if err := r.drawPrimitive(where, p, ps); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) drawPrimitive(where string, p *gltf.Primitive, ps pose) error {
	at, ok := p.Attributes[gltf.POSITION]
	if !ok {
		r.warn("%s has no positions and is left out", where)
		return nil
	}
	if _, packed := p.Extensions[draco]; packed && r.doc.Accessors[at].BufferView == nil {
		return bad(conversion("copy", r.name), "%s is compressed with %s, which is not read", where, draco)
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
	if err := r.geometry(&out, where, p, ps); err != nil {
		return err
	}
	if r.measuring {
		r.parts = append(r.parts, out)
		return nil
	}
	out.surface = r.slot(p.Material)
	if err := r.attributes(&out, p, r.surfaces[out.surface]); err != nil {
		return err
	}
	if out.normals == nil {
		out.flatten()
	}
	r.parts = append(r.parts, out)
	return nil
}

// geometry reads positions and normals into the upright file's frame.
func (r *reader) geometry(out *part, where string, p *gltf.Primitive, ps pose) error {
	positions, _, err := r.floats(p.Attributes[gltf.POSITION])
	if err != nil {
		return err
	}
	if err := r.morph(p, gltf.POSITION, ps.weights, positions); err != nil {
		return err
	}
	var normals []float32
	if at, ok := p.Attributes[gltf.NORMAL]; ok && !r.measuring {
		if normals, _, err = r.floats(at); err != nil {
			return err
		}
		if err := r.morph(p, gltf.NORMAL, ps.weights, normals); err != nil {
			return err
		}
		out.normals = make([]mgl64.Vec3, len(normals)/3)
	}
	m, turn := ps.at, normalMatrix(ps.at)
	var bone func(int) mgl64.Mat4
	if ps.joints != nil {
		if bone, err = r.bones(where, p, ps.joints); err != nil {
			return err
		}
		m = bone(0)
	}
	// A mirroring transform turns triangles inside out.
	if m.Mat3().Det() < 0 {
		for i := 0; i+2 < len(out.indices); i += 3 {
			out.indices[i+1], out.indices[i+2] = out.indices[i+2], out.indices[i+1]
		}
	}
	out.positions = make([]mgl64.Vec3, len(positions)/3)
	for i := range out.positions {
		if bone != nil {
			m = bone(i)
			if normals != nil {
				turn = normalMatrix(m)
			}
		}
		x, y, z := float64(positions[3*i]), float64(positions[3*i+1]), float64(positions[3*i+2])
		v := mgl64.Vec3{
			m[0]*x + m[4]*y + m[8]*z + m[12],
			m[1]*x + m[5]*y + m[9]*z + m[13],
			m[2]*x + m[6]*y + m[10]*z + m[14],
		}
		if s := v[0] + v[1] + v[2]; s-s != 0 {
			return bad(remedyCheck, "%s: vertex %d is moved beyond all bounds", where, i)
		}
		out.positions[i] = v
		if normals != nil {
			n := mgl64.Vec3{float64(normals[3*i]), float64(normals[3*i+1]), float64(normals[3*i+2])}
			out.normals[i] = upward(turn.Mul3x1(n))
		}
	}
	return nil
}

// upward scales a direction to length 1; one without length points up.
func upward(v mgl64.Vec3) mgl64.Vec3 {
	if l := v.Len(); l > 1e-30 {
		return v.Mul(1 / l)
	}
	return mgl64.Vec3{0, 1, 0}
}

// attributes reads UVs and colours where the primitive has them.
func (r *reader) attributes(out *part, p *gltf.Primitive, s surface) error {
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
			for k, v := range raw[c*i : c*i+c] {
				out.colors[i][k] = min(max(v, 0), 1)
			}
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
	r.work += vertices * (len(p.Attributes) + len(p.Targets))
	if r.primitives++; r.primitives > maxDraws {
		return bad(remedySmaller, "the scene draws more than %d primitives", maxDraws)
	}
	most := maxVertices
	if r.measuring {
		most = maxSplitVertices
	}
	if r.vertices > most || r.triangles > most/maxVertices*maxTriangles || r.work > 32*most {
		return bad(remedySmaller, "the scene has more than %d vertices, triangles or their like in morph targets", most)
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
		normal := upward(b.Sub(a).Cross(c.Sub(a)))
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
