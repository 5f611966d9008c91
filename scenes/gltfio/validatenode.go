package gltfio

import (
	"math"
	"slices"

	"github.com/go-gl/mathgl/mgl64"
	"github.com/qmuntal/gltf"
)

// trees refuses nodes with two parents and cycles: every node is reached from
// at most one parent, and no chain of parents is longer than maxNodeDepth.
func (c *checker) trees() {
	d := c.doc
	parent := c.parents()
	if c.err != nil {
		return
	}
	for i := range d.Nodes {
		for steps, at := 0, i; at >= 0; at = parent[at] {
			if steps++; steps > maxNodeDepth {
				c.fail("NODE_LOOP", "nodes[%d] is its own ancestor or lies more than %d levels deep", i, maxNodeDepth)
				return
			}
		}
	}
	for i, s := range d.Scenes {
		for _, n := range s.Nodes {
			if parent[n] >= 0 {
				c.fail("SCENE_NON_ROOT_NODE", "scenes[%d] lists nodes[%d], which is not a root", i, n)
				return
			}
		}
	}
}

// parents returns every node's parent, or −1.
func (c *checker) parents() []int {
	parent := make([]int, len(c.doc.Nodes))
	for i := range parent {
		parent[i] = -1
	}
	for i, n := range c.doc.Nodes {
		for _, ch := range n.Children {
			if parent[ch] >= 0 {
				c.fail("NODE_PARENT_OVERRIDE", "nodes[%d] is a child of nodes[%d] and of nodes[%d], but may have one parent", ch, parent[ch], i)
				return parent
			}
			parent[ch] = i
		}
	}
	return parent
}

// nodes checks transforms, and meshes against skins and weights.
func (c *checker) nodes() {
	bare := make([]int, len(c.doc.Meshes))
	for i, m := range c.doc.Meshes {
		bare[i] = slices.IndexFunc(m.Primitives, func(p *gltf.Primitive) bool { _, ok := p.Attributes[gltf.JOINTS_0]; return !ok })
	}
	for i, n := range c.doc.Nodes {
		q := n.Rotation
		if l := math.Sqrt(q[0]*q[0] + q[1]*q[1] + q[2]*q[2] + q[3]*q[3]); math.Abs(l-1) > 1e-2 {
			c.fail("ROTATION_NON_UNIT", "nodes[%d].rotation has length %.3g, but must be a unit quaternion", i, l)
		}
		if n.Matrix != gltf.DefaultMatrix {
			c.matrix(i, n.Matrix)
		}
		if n.Mesh == nil {
			continue
		}
		m := c.doc.Meshes[*n.Mesh]
		if n.Weights != nil && len(n.Weights) != len(m.Primitives[0].Targets) {
			c.fail("NODE_WEIGHTS_INVALID", "nodes[%d] has %d weights for %d morph targets", i, len(n.Weights), len(m.Primitives[0].Targets))
		}
		if k := bare[*n.Mesh]; n.Skin != nil && k >= 0 {
			c.fail("NODE_SKIN_WITH_NON_SKINNED_MESH", "nodes[%d] has a skin, but meshes[%d].primitives[%d] has no joints", i, *n.Mesh, k)
		}
	}
}

// matrix checks that a matrix is an affine transform. One that shears, which
// translation, rotation and scale cannot, is drawn as it is.
func (c *checker) matrix(i int, m [16]float64) {
	if m[3] != 0 || m[7] != 0 || m[11] != 0 || m[15] != 1 {
		c.fail("NODE_MATRIX_NON_TRS", "nodes[%d].matrix has the last row %v %v %v %v, but must have 0 0 0 1", i, m[3], m[7], m[11], m[15])
		return
	}
	col := func(k int) mgl64.Vec3 {
		v := mgl64.Mat4(m).Col(k).Vec3()
		if l := v.Len(); l > 0 {
			return v.Mul(1 / l)
		}
		return v
	}
	x, y, z := col(0), col(1), col(2)
	if max(math.Abs(x.Dot(y)), math.Abs(y.Dot(z)), math.Abs(z.Dot(x))) > 1e-2 {
		c.note("NODE_MATRIX_NON_TRS", "nodes[%d].matrix shears", i)
	}
}

// skins checks joints and the accessors of their inverse bind matrices.
func (c *checker) skins() {
	if len(c.doc.Skins) == 0 {
		return
	}
	parent := c.parents()
	for i, s := range c.doc.Skins {
		if s.InverseBindMatrices != nil {
			a := c.doc.Accessors[*s.InverseBindMatrices]
			switch {
			case a.Type != gltf.AccessorMat4 || a.ComponentType != gltf.ComponentFloat:
				c.fail("SKIN_IBM_INVALID_FORMAT", "skins[%d].inverseBindMatrices are %s, but must be MAT4 of FLOAT", i, format(a))
			case a.Count < len(s.Joints):
				c.fail("INVALID_IBM_ACCESSOR_COUNT", "skins[%d] has %d joints but %d inverse bind matrices", i, len(s.Joints), a.Count)
			case a.BufferView != nil:
				c.use(*a.BufferView, forMatrices, item("skins", i))
			}
		}
		root := func(n int) int {
			for parent[n] >= 0 {
				n = parent[n]
			}
			return n
		}
		for _, j := range s.Joints {
			if root(j) != root(s.Joints[0]) {
				c.note("SKIN_NO_COMMON_ROOT", "skins[%d] has joints without a common root", i)
				break
			}
		}
		if s.Skeleton != nil && !ancestor(parent, *s.Skeleton, s.Joints[0]) {
			c.note("SKIN_SKELETON_INVALID", "skins[%d].skeleton is nodes[%d], which is not above its joints", i, *s.Skeleton)
		}
	}
	c.joints(parent)
}

// joints notes skinned nodes whose joints are not in the scene that is shown.
func (c *checker) joints(parent []int) {
	if len(c.doc.Scenes) == 0 {
		return
	}
	shown := 0
	if c.doc.Scene != nil {
		shown = *c.doc.Scene
	}
	in := make(map[int]bool)
	for _, n := range c.doc.Scenes[shown].Nodes {
		in[n] = true
	}
	root := func(n int) int {
		for parent[n] >= 0 {
			n = parent[n]
		}
		return n
	}
	for i, n := range c.doc.Nodes {
		if n.Skin != nil && in[root(i)] && !in[root(c.doc.Skins[*n.Skin].Joints[0])] {
			c.note("NODE_SKIN_NO_SCENE", "nodes[%d] is skinned, but its joints are not in scenes[%d]", i, shown)
		}
	}
}

func ancestor(parent []int, above, n int) bool {
	for ; n >= 0; n = parent[n] {
		if n == above {
			return true
		}
	}
	return false
}
