package gltfio

import (
	"fmt"
	"image"
	"io/fs"
	"math"
	"strings"

	"github.com/go-gl/mathgl/mgl64"
	"github.com/qmuntal/gltf"
)

// reader holds one file while it becomes a model.
type reader struct {
	fsys     fs.FS
	name     string
	dir      string
	images   *images
	doc      *gltf.Document
	opts     Options
	info     *Info
	textures []*image.NRGBA
	surfaces []surface
	// slots maps a material index (−1: none) to its surface.
	slots map[int]int
	parts []part
	// visited and drawn are the indices of the nodes walked and meshes drawn.
	visited, drawn map[int]bool
	// placements are the meshes drawn, in order.
	placements []placement
	// skins and parents are known joints and nodes above, by index.
	skins   map[int][]mgl64.Mat4
	parents map[int]int
	// drawing remembers which nodes draw.
	drawing map[int]bool
	// measuring leaves everything but positions out.
	measuring bool
	// vertices and triangles count what instances have produced so far, work
	// the elements that were read for it, and primitives how often.
	vertices, triangles, work, primitives int
}

// visit draws node i and what is below it under the transform of the node
// above, whose name is parent.
func (r *reader) visit(i int, parent string, above mgl64.Mat4) error {
	n := r.doc.Nodes[i]
	m := above.Mul4(local(n))
	if !finite(m) {
		return bad(remedyCheck, "nodes[%d] has a transform that is not finite", i)
	}
	if hidden(n) {
		return nil
	}
	r.visited[i] = true
	if n.Name != "" {
		r.info.Nodes = append(r.info.Nodes, n.Name)
	}
	if n.Mesh != nil {
		first := len(r.parts)
		if err := r.instances(i, n, m); err != nil {
			return err
		}
		r.placements = append(r.placements, placement{*n.Mesh, len(r.parts) - first, n.Weights, m})
		if lo, hi, ok := bounds(r.parts[first:]); ok {
			r.info.Parts = append(r.info.Parts, NodePart{
				Name: r.nodeName(i), Min: lo, Max: hi, Pivot: m.Col(3).Vec3(), Parent: parent,
			})
		}
	}
	for _, c := range n.Children {
		if err := r.visit(c, r.nodeName(i), m); err != nil {
			return err
		}
	}
	return nil
}

func finite(m mgl64.Mat4) bool {
	for _, v := range m {
		if v-v != 0 {
			return false
		}
	}
	return true
}

// nodeName is the node's name, else its mesh's, else its place in the file.
func (r *reader) nodeName(i int) string {
	n := r.doc.Nodes[i]
	if n.Name != "" {
		return n.Name
	}
	if n.Mesh != nil && r.doc.Meshes[*n.Mesh].Name != "" {
		return r.doc.Meshes[*n.Mesh].Name
	}
	return fmt.Sprintf("nodes[%d]", i)
}

// hidden tells nodes that are not to be seen: invisible ones
// (KHR_node_visibility), and shapes that are only collided with, which Godot
// marks by a suffix and Unreal by a prefix.
func hidden(n *gltf.Node) bool {
	visibility := struct{ Visible bool }{true}
	if extension(n.Extensions, "KHR_node_visibility", &visibility) && !visibility.Visible {
		return true
	}
	for _, s := range []string{"-colonly", "-convcolonly"} {
		if strings.HasSuffix(n.Name, s) {
			return true
		}
	}
	for _, p := range []string{"UCX_", "UBX_", "USP_", "UCP_"} {
		if strings.HasPrefix(n.Name, p) {
			return true
		}
	}
	return false
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
	p, err := r.pose(i, m)
	if err != nil {
		return err
	}
	if !extension(n.Extensions, "EXT_mesh_gpu_instancing", &ext) || len(ext.Attributes) == 0 {
		return r.drawPosed(*n.Mesh, p)
	}
	read := func(name string, want int) ([]float32, error) {
		at, ok := ext.Attributes[name]
		if !ok {
			return nil, nil
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
		p.at = m.Mul4(compose(tk, qk, sk))
		if err := r.drawPosed(*n.Mesh, p); err != nil {
			return err
		}
	}
	return nil
}

// bounds returns the box of the triangles of parts.
func bounds(parts []part) (lo, hi mgl64.Vec3, ok bool) {
	lo = mgl64.Vec3{math.Inf(1), math.Inf(1), math.Inf(1)}
	hi = lo.Mul(-1)
	for _, p := range parts {
		for _, i := range p.indices {
			ok = true
			for k, x := range p.positions[i] {
				lo[k], hi[k] = min(lo[k], x), max(hi[k], x)
			}
		}
	}
	return lo, hi, ok
}
