package gltfio

import (
	"fmt"
	"slices"

	"github.com/qmuntal/gltf"
)

// accessors checks byte ranges, alignment and sparse parts.
func (c *checker) accessors() {
	d := c.doc
	for i, a := range d.Accessors {
		if a.Count < 1 || a.Count > maxTriangles*3 {
			c.fail("accessors[%d].count is %d", i, a.Count)
			return
		}
		size := gltf.SizeOfElement(a.ComponentType, a.Type)
		if a.BufferView != nil {
			stride := size
			c.optional(a.BufferView, len(d.BufferViews), "buffer views", "accessors[%d].bufferView", i)
			if c.err != nil {
				return
			}
			if s := d.BufferViews[*a.BufferView].ByteStride; s != 0 {
				stride = s
			}
			c.span(fmt.Sprintf("accessors[%d]", i), *a.BufferView, a.ByteOffset, stride, size, a.Count)
		} else if a.Count > maxEmpty {
			c.fail("accessors[%d] claims %d elements but has no data", i, a.Count)
		}
		if a.BufferView != nil && a.ComponentType.ByteSize() > 0 && a.ByteOffset%a.ComponentType.ByteSize() != 0 {
			c.fail("accessors[%d].byteOffset is %d, which is not a multiple of its component's %d bytes", i, a.ByteOffset, a.ComponentType.ByteSize())
		}
		if s := a.Sparse; s != nil {
			c.sparse(i, a, s, size)
		}
		if c.err != nil {
			return
		}
	}
}

func (c *checker) sparse(i int, a *gltf.Accessor, s *gltf.Sparse, size int) {
	d := c.doc
	if s.Count < 1 || s.Count > a.Count {
		c.fail("accessors[%d].sparse.count is %d of %d elements", i, s.Count, a.Count)
	}
	c.index(s.Indices.BufferView, len(d.BufferViews), "buffer views", "accessors[%d].sparse.indices.bufferView", i)
	c.index(s.Values.BufferView, len(d.BufferViews), "buffer views", "accessors[%d].sparse.values.bufferView", i)
	switch s.Indices.ComponentType {
	case gltf.ComponentUbyte, gltf.ComponentUshort, gltf.ComponentUint:
	default:
		c.fail("accessors[%d].sparse.indices.componentType is %v, but must be an unsigned integer", i, s.Indices.ComponentType)
	}
	if c.err != nil {
		return
	}
	w := s.Indices.ComponentType.ByteSize()
	c.span(fmt.Sprintf("accessors[%d].sparse.indices", i), s.Indices.BufferView, s.Indices.ByteOffset, w, w, s.Count)
	c.span(fmt.Sprintf("accessors[%d].sparse.values", i), s.Values.BufferView, s.Values.ByteOffset, size, size, s.Count)
}

// span checks that count elements of a view fit: offset + stride·(count−1) +
// size ≤ byteLength (glTF 2.0 specification, 3.6.2.4).
func (c *checker) span(where string, view, offset, stride, size, count int) {
	n := c.doc.BufferViews[view].ByteLength
	if offset < 0 || offset > n || stride < size {
		c.fail("%s starts at byte %d with a stride of %d in a view of %d bytes", where, offset, stride, n)
		return
	}
	if need := offset + stride*(count-1) + size; need > n {
		c.fail("%s needs %d bytes of bufferViews[%d], which has %d", where, need, view, n)
	}
}

// Shapes that attributes may have.
var attributeTypes = map[string][]gltf.AccessorType{
	gltf.POSITION:   {gltf.AccessorVec3},
	gltf.NORMAL:     {gltf.AccessorVec3},
	gltf.TEXCOORD_0: {gltf.AccessorVec2},
	gltf.TEXCOORD_1: {gltf.AccessorVec2},
	gltf.COLOR_0:    {gltf.AccessorVec3, gltf.AccessorVec4},
}

func (c *checker) meshes() {
	d := c.doc
	for i, m := range d.Meshes {
		for k, p := range m.Primitives {
			where := fmt.Sprintf("meshes[%d].primitives[%d]", i, k)
			c.optional(p.Material, len(d.Materials), "materials", "%s.material", where)
			c.optional(p.Indices, len(d.Accessors), "accessors", "%s.indices", where)
			if c.err == nil && p.Indices != nil {
				c.indices(where, d.Accessors[*p.Indices])
			}
			c.attributes(where, p.Attributes)
			for t, target := range p.Targets {
				c.attributes(fmt.Sprintf("%s.targets[%d]", where, t), target)
			}
			if c.err != nil {
				return
			}
		}
	}
}

func (c *checker) indices(where string, a *gltf.Accessor) {
	switch a.ComponentType {
	case gltf.ComponentUbyte, gltf.ComponentUshort, gltf.ComponentUint:
	default:
		c.fail("%s.indices are of type %v, but must be unsigned integers", where, a.ComponentType)
	}
	if a.Type != gltf.AccessorScalar || a.Normalized {
		c.fail("%s.indices must be plain scalars", where)
	}
}

func (c *checker) attributes(where string, attrs map[string]int) {
	names := make([]string, 0, len(attrs))
	for name := range attrs {
		names = append(names, name)
	}
	slices.Sort(names)
	count := -1
	for _, name := range names {
		c.index(attrs[name], len(c.doc.Accessors), "accessors", "%s.attributes.%s", where, name)
		if c.err != nil {
			return
		}
		a := c.doc.Accessors[attrs[name]]
		if want, ok := attributeTypes[name]; ok && !slices.Contains(want, a.Type) {
			c.fail("%s.attributes.%s is a %v", where, name, a.Type)
		}
		if name == gltf.POSITION && a.ComponentType == gltf.ComponentUint {
			c.fail("%s.attributes.POSITION has unsigned integers of 32 bits", where)
		}
		if count >= 0 && a.Count != count {
			c.fail("%s: attribute %s has %d entries where others have %d", where, name, a.Count, count)
		}
		count = a.Count
	}
}
