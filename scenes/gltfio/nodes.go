package gltfio

import (
	"image"
	"io/fs"
	"math"

	"github.com/go-gl/mathgl/mgl64"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/qmuntal/gltf"
)

// reader holds one file while it becomes a model.
type reader struct {
	fsys     fs.FS
	dir      string
	doc      *gltf.Document
	opts     Options
	info     *Info
	textures []*image.NRGBA
	surfaces []surface
	// slots maps a material index (−1: none) to its surface.
	slots map[int]int
	parts []part
	// vertices counts what instances have produced so far.
	vertices int
}

// roots returns the nodes of the default scene, or of the first one, or all
// nodes without a parent when the file has no scene.
func (r *reader) roots() []int {
	d := r.doc
	if len(d.Scenes) > 0 {
		i := 0
		if d.Scene != nil {
			i = *d.Scene
		}
		if len(d.Scenes) > 1 {
			r.warn("only scene %d of %d is read", i, len(d.Scenes))
		}
		return d.Scenes[i].Nodes
	}
	child := make([]bool, len(d.Nodes))
	for _, n := range d.Nodes {
		for _, c := range n.Children {
			child[c] = true
		}
	}
	var out []int
	for i := range d.Nodes {
		if !child[i] {
			out = append(out, i)
		}
	}
	return out
}

// visit draws node i and what is below it under the given transform.
func (r *reader) visit(i int, above mgl64.Mat4) error {
	n := r.doc.Nodes[i]
	m := above.Mul4(local(n))
	for _, v := range m {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return bad(remedyCheck, "nodes[%d] has a transform that is not finite", i)
		}
	}
	if n.Name != "" {
		r.info.Nodes = append(r.info.Nodes, n.Name)
	}
	if n.Mesh != nil {
		if n.Skin != nil {
			r.warn("node %q is skinned: its mesh is taken unposed", n.Name)
		}
		if err := r.instances(i, n, m); err != nil {
			return err
		}
	}
	for _, c := range n.Children {
		if err := r.visit(c, m); err != nil {
			return err
		}
	}
	return nil
}

// local is the node's own transform: its matrix, or T·R·S.
func local(n *gltf.Node) mgl64.Mat4 {
	if m := n.MatrixOrDefault(); m != gltf.DefaultMatrix {
		return mgl64.Mat4(m)
	}
	return compose(n.TranslationOrDefault(), n.RotationOrDefault(), n.Scale)
}

func compose(t [3]float64, q [4]float64, s [3]float64) mgl64.Mat4 {
	rot := mgl64.Quat{W: q[3], V: mgl64.Vec3{q[0], q[1], q[2]}}.Normalize()
	return mgl64.Translate3D(t[0], t[1], t[2]).Mul4(rot.Mat4()).Mul4(mgl64.Scale3D(s[0], s[1], s[2]))
}

// instances draws a node's mesh once, or once per entry of
// EXT_mesh_gpu_instancing.
func (r *reader) instances(i int, n *gltf.Node, m mgl64.Mat4) error {
	var ext struct {
		Attributes map[string]int `json:"attributes"`
	}
	if !extension(n.Extensions, "EXT_mesh_gpu_instancing", &ext) || len(ext.Attributes) == 0 {
		return r.drawMesh(*n.Mesh, m)
	}
	read := func(name string, want int) ([]float32, error) {
		at, ok := ext.Attributes[name]
		if !ok {
			return nil, nil
		}
		if at < 0 || at >= len(r.doc.Accessors) {
			return nil, bad(remedyCheck, "nodes[%d]: instancing attribute %s names accessor %d of %d", i, name, at, len(r.doc.Accessors))
		}
		v, c, err := r.floats(at)
		if err == nil && c != want {
			err = bad(remedyCheck, "nodes[%d]: instancing attribute %s has %d components", i, name, c)
		}
		return v, err
	}
	t, err := read("TRANSLATION", 3)
	if err != nil {
		return err
	}
	q, err := read("ROTATION", 4)
	if err != nil {
		return err
	}
	s, err := read("SCALE", 3)
	if err != nil {
		return err
	}
	count := max(len(t)/3, len(q)/4, len(s)/3)
	if (t != nil && len(t) != 3*count) || (q != nil && len(q) != 4*count) || (s != nil && len(s) != 3*count) {
		return bad(remedyCheck, "nodes[%d]: instancing attributes differ in length", i)
	}
	for k := range count {
		tk, qk, sk := [3]float64{}, gltf.DefaultRotation, gltf.DefaultScale
		for c := range 3 {
			if t != nil {
				tk[c] = float64(t[3*k+c])
			}
			if s != nil {
				sk[c] = float64(s[3*k+c])
			}
		}
		if q != nil {
			for c := range 4 {
				qk[c] = float64(q[4*k+c])
			}
		}
		if err := r.drawMesh(*n.Mesh, m.Mul4(compose(tk, qk, sk))); err != nil {
			return err
		}
	}
	return nil
}

// build walks the scene and assembles the model.
func (r *reader) build(name string) (*mesh.Model, *Info, error) {
	r.slots = make(map[int]int)
	for _, m := range r.doc.Meshes {
		if m.Name != "" {
			r.info.Meshes = append(r.info.Meshes, m.Name)
		}
	}
	for _, m := range r.doc.Materials {
		if m.Name != "" {
			r.info.Materials = append(r.info.Materials, m.Name)
		}
	}
	for _, i := range r.roots() {
		if err := r.visit(i, mgl64.Ident4()); err != nil {
			return nil, nil, err
		}
	}
	m, err := r.assemble(name)
	if err != nil {
		return nil, nil, err
	}
	return m, r.info, nil
}
