package gltfio

import (
	"fmt"
	"math"

	"github.com/qmuntal/gltf"
)

// checker walks a document once and keeps the first fault it meets.
type checker struct {
	doc *gltf.Document
	err error
}

// validate proves that every index is in range, every byte range lies in its
// buffer, and the nodes form trees, so that the reader need not look again.
func validate(doc *gltf.Document) error {
	c := &checker{doc: doc}
	for _, step := range []func(){
		c.noNulls, c.views, c.accessors, c.images, c.materials, c.meshes, c.nodes, c.scenes, c.trees,
	} {
		if step(); c.err != nil {
			return c.err
		}
	}
	return nil
}

func (c *checker) fail(format string, args ...any) {
	if c.err == nil {
		c.err = bad(remedyCheck, format, args...)
	}
}

// index checks that i names one of n things.
func (c *checker) index(i, n int, kind, where string, args ...any) {
	if i < 0 || i >= n {
		c.fail("%s is %d, but the file has %d %s", fmt.Sprintf(where, args...), i, n, kind)
	}
}

func (c *checker) optional(i *int, n int, kind, where string, args ...any) {
	if i != nil {
		c.index(*i, n, kind, where, args...)
	}
}

// noNulls refuses JSON nulls where objects belong.
func (c *checker) noNulls() {
	d := c.doc
	nulls(c, "accessors", d.Accessors)
	nulls(c, "buffers", d.Buffers)
	nulls(c, "bufferViews", d.BufferViews)
	nulls(c, "images", d.Images)
	nulls(c, "materials", d.Materials)
	nulls(c, "meshes", d.Meshes)
	nulls(c, "nodes", d.Nodes)
	nulls(c, "samplers", d.Samplers)
	nulls(c, "scenes", d.Scenes)
	nulls(c, "skins", d.Skins)
	nulls(c, "textures", d.Textures)
	nulls(c, "cameras", d.Cameras)
	for i, m := range d.Meshes {
		if m != nil {
			nulls(c, fmt.Sprintf("meshes[%d].primitives", i), m.Primitives)
		}
	}
}

func nulls[T any](c *checker, where string, list []*T) {
	for i, v := range list {
		if v == nil {
			c.fail("%s[%d] is null", where, i)
		}
	}
}

func (c *checker) views() {
	for i, b := range c.doc.Buffers {
		if b.ByteLength < 1 || b.ByteLength > maxFileBytes {
			c.fail("buffers[%d].byteLength is %d", i, b.ByteLength)
		}
	}
	for i, v := range c.doc.BufferViews {
		if c.index(v.Buffer, len(c.doc.Buffers), "buffers", "bufferViews[%d].buffer", i); c.err != nil {
			return
		}
		if n := c.doc.Buffers[v.Buffer].ByteLength; v.ByteOffset < 0 || v.ByteLength < 1 || v.ByteOffset > n || v.ByteLength > n-v.ByteOffset {
			c.fail("bufferViews[%d] spans bytes %d to %d of a buffer of %d bytes", i, v.ByteOffset, v.ByteOffset+v.ByteLength, n)
		}
		if s := v.ByteStride; s != 0 && (s < 4 || s > 252 || s%4 != 0) {
			c.fail("bufferViews[%d].byteStride is %d, but must be a multiple of 4 from 4 to 252", i, s)
		}
	}
}

func (c *checker) images() {
	d := c.doc
	for i, m := range d.Images {
		c.optional(m.BufferView, len(d.BufferViews), "buffer views", "images[%d].bufferView", i)
		if (m.BufferView == nil) == (m.URI == "") {
			c.fail("images[%d] must have either a uri or a bufferView", i)
		}
	}
	for i, t := range d.Textures {
		c.optional(t.Source, len(d.Images), "images", "textures[%d].source", i)
		c.optional(t.Sampler, len(d.Samplers), "samplers", "textures[%d].sampler", i)
		var webp struct{ Source *int }
		if extension(t.Extensions, "EXT_texture_webp", &webp) {
			c.optional(webp.Source, len(d.Images), "images", "textures[%d].extensions.EXT_texture_webp.source", i)
		}
	}
}

func (c *checker) materials() {
	for i, m := range c.doc.Materials {
		texture := func(t *gltf.TextureInfo, name string) {
			if t != nil {
				c.index(t.Index, len(c.doc.Textures), "textures", "materials[%d].%s.index", i, name)
				if t.TexCoord < 0 || t.TexCoord > 63 {
					c.fail("materials[%d].%s.texCoord is %d", i, name, t.TexCoord)
				}
			}
		}
		texture(m.EmissiveTexture, "emissiveTexture")
		if m.NormalTexture != nil {
			c.optional(m.NormalTexture.Index, len(c.doc.Textures), "textures", "materials[%d].normalTexture.index", i)
		}
		if m.OcclusionTexture != nil {
			c.optional(m.OcclusionTexture.Index, len(c.doc.Textures), "textures", "materials[%d].occlusionTexture.index", i)
		}
		for k, e := range m.EmissiveFactor {
			c.unit(e, "materials[%d].emissiveFactor[%d]", i, k)
		}
		if p := m.PBRMetallicRoughness; p != nil {
			texture(p.BaseColorTexture, "baseColorTexture")
			texture(p.MetallicRoughnessTexture, "metallicRoughnessTexture")
			for k, f := range p.BaseColorFactorOrDefault() {
				c.unit(f, "materials[%d].baseColorFactor[%d]", i, k)
			}
			c.unit(p.MetallicFactorOrDefault(), "materials[%d].metallicFactor", i)
			c.unit(p.RoughnessFactorOrDefault(), "materials[%d].roughnessFactor", i)
		}
		if a := m.AlphaCutoffOrDefault(); !(a >= 0) {
			c.fail("materials[%d].alphaCutoff is %v, but must not be negative", i, a)
		}
	}
}

func (c *checker) unit(v float64, where string, args ...any) {
	if !(v >= 0 && v <= 1) {
		c.fail("%s is %v, but must lie between 0 and 1", fmt.Sprintf(where, args...), v)
	}
}

func (c *checker) nodes() {
	d := c.doc
	for i, s := range d.Skins {
		c.optional(s.InverseBindMatrices, len(d.Accessors), "accessors", "skins[%d].inverseBindMatrices", i)
		c.optional(s.Skeleton, len(d.Nodes), "nodes", "skins[%d].skeleton", i)
		for k, j := range s.Joints {
			c.index(j, len(d.Nodes), "nodes", "skins[%d].joints[%d]", i, k)
		}
	}
	for i, n := range d.Nodes {
		c.optional(n.Mesh, len(d.Meshes), "meshes", "nodes[%d].mesh", i)
		c.optional(n.Camera, len(d.Cameras), "cameras", "nodes[%d].camera", i)
		c.optional(n.Skin, len(d.Skins), "skins", "nodes[%d].skin", i)
		for k, ch := range n.Children {
			c.index(ch, len(d.Nodes), "nodes", "nodes[%d].children[%d]", i, k)
		}
		q := n.Rotation
		if l := math.Sqrt(q[0]*q[0] + q[1]*q[1] + q[2]*q[2] + q[3]*q[3]); math.Abs(l-1) > 1e-2 {
			c.fail("nodes[%d].rotation has length %.3g, but must be a unit quaternion", i, l)
		}
	}
}

func (c *checker) scenes() {
	d := c.doc
	c.optional(d.Scene, len(d.Scenes), "scenes", "scene")
	for i, s := range d.Scenes {
		for k, n := range s.Nodes {
			c.index(n, len(d.Nodes), "nodes", "scenes[%d].nodes[%d]", i, k)
		}
	}
}

// trees refuses nodes with two parents and cycles: every node is reached from
// at most one parent, and no chain of parents is longer than the node count.
func (c *checker) trees() {
	d := c.doc
	parent := make([]int, len(d.Nodes))
	for i := range parent {
		parent[i] = -1
	}
	for i, n := range d.Nodes {
		for _, ch := range n.Children {
			if parent[ch] >= 0 {
				c.fail("nodes[%d] is a child of nodes[%d] and of nodes[%d], but may have one parent", ch, parent[ch], i)
				return
			}
			parent[ch] = i
		}
	}
	for i := range d.Nodes {
		for steps, at := 0, i; at >= 0; at = parent[at] {
			if steps++; steps > maxNodeDepth {
				c.fail("nodes[%d] is its own ancestor or lies more than %d levels deep", i, maxNodeDepth)
				return
			}
		}
	}
	for i, s := range d.Scenes {
		for _, n := range s.Nodes {
			if parent[n] >= 0 {
				c.fail("scenes[%d] lists nodes[%d], which is not a root", i, n)
				return
			}
		}
	}
}
