package gltfio

import (
	"fmt"

	"github.com/qmuntal/gltf"
)

// buffers checks that every view lies in its buffer.
func (c *checker) buffers() {
	for i, b := range c.doc.Buffers {
		if b.ByteLength > maxFileBytes {
			c.fail("VALUE_NOT_IN_RANGE", "buffers[%d].byteLength is %d, more than is read", i, b.ByteLength)
		}
	}
	for i, v := range c.doc.BufferViews {
		n := c.doc.Buffers[v.Buffer].ByteLength
		if v.ByteOffset > n || v.ByteLength > n-v.ByteOffset {
			c.fail("BUFFER_VIEW_TOO_LONG", "bufferViews[%d] spans bytes %d to %d of a buffer of %d bytes", i, v.ByteOffset, v.ByteOffset+v.ByteLength, n)
		}
		if v.ByteStride > v.ByteLength {
			c.fail("BUFFER_VIEW_TOO_BIG_BYTE_STRIDE", "bufferViews[%d].byteStride is %d in a view of %d bytes", i, v.ByteStride, v.ByteLength)
		}
		if v.ByteStride != 0 && v.Target == gltf.TargetElementArrayBuffer {
			c.note("BUFFER_VIEW_INVALID_BYTE_STRIDE", "bufferViews[%d] holds indices, but has a byteStride", i)
		}
	}
}

// maxElements bounds the numbers that all accessors of a file claim together,
// since many may claim the same bytes.
const maxElements = 1 << 26

// accessors checks byte ranges, alignment and sparse parts.
func (c *checker) accessors() {
	total := 0
	for i, a := range c.doc.Accessors {
		c.accessor(item("accessors", i), a)
		if c.err != nil {
			return
		}
		if total += a.Count * a.Type.Components(); total > maxElements {
			c.err = bad(remedySmaller, "the accessors claim more than %d numbers together", maxElements)
			return
		}
	}
}

func (c *checker) accessor(where string, a *gltf.Accessor) {
	l := packingOf(a)
	width, size := a.ComponentType.ByteSize(), l.size
	switch n := a.Type.Components(); {
	case a.Count > maxTriangles*3:
		c.fail("VALUE_NOT_IN_RANGE", "%s.count is %d, more than is read", where, a.Count)
	case a.BufferView == nil && a.Count > maxEmpty:
		c.fail("VALUE_NOT_IN_RANGE", "%s claims %d elements but has no data", where, a.Count)
	case a.Normalized && (a.ComponentType == gltf.ComponentFloat || a.ComponentType == gltf.ComponentUint):
		c.fail("ACCESSOR_NORMALIZED_INVALID", "%s is normalised, but of type %v", where, a.ComponentType)
	case a.Min != nil && len(a.Min) != n, a.Max != nil && len(a.Max) != n:
		c.fail("ARRAY_LENGTH_NOT_IN_LIST", "%s has bounds of %d and %d numbers for elements of %d", where, len(a.Min), len(a.Max), n)
	}
	if c.err != nil {
		return
	}
	if a.BufferView != nil {
		v := c.doc.BufferViews[*a.BufferView]
		stride := size
		if v.ByteStride != 0 {
			stride = v.ByteStride
		}
		switch {
		case a.Type >= gltf.AccessorMat2 && a.ByteOffset%4 != 0:
			c.fail("ACCESSOR_MATRIX_ALIGNMENT", "%s.byteOffset is %d, but matrices begin at multiples of 4", where, a.ByteOffset)
		case a.ByteOffset%width != 0:
			c.fail("ACCESSOR_OFFSET_ALIGNMENT", "%s.byteOffset is %d, which is not a multiple of its component's %d bytes", where, a.ByteOffset, width)
		case stride < size:
			c.fail("ACCESSOR_SMALL_BYTESTRIDE", "%s has elements of %d bytes in a view with a stride of %d", where, size, stride)
		}
		c.span(where, *a.BufferView, a.ByteOffset, stride, l.end(), a.Count)
		if (a.ByteOffset+v.ByteOffset)%width != 0 {
			c.note("ACCESSOR_TOTAL_OFFSET_ALIGNMENT", "%s begins at byte %d of its buffer, which is not a multiple of its component's %d bytes", where, a.ByteOffset+v.ByteOffset, width)
		}
	}
	if s := a.Sparse; s != nil && c.err == nil {
		if s.Count > a.Count {
			c.fail("ACCESSOR_SPARSE_COUNT_OUT_OF_RANGE", "%s.sparse.count is %d of %d elements", where, s.Count, a.Count)
			return
		}
		w := s.Indices.ComponentType.ByteSize()
		c.span(where+".sparse.indices", s.Indices.BufferView, s.Indices.ByteOffset, w, w, s.Count)
		c.span(where+".sparse.values", s.Values.BufferView, s.Values.ByteOffset, size, l.end(), s.Count)
		c.use(s.Indices.BufferView, forSparse, where)
		c.use(s.Values.BufferView, forSparse, where)
	}
}

// span checks that count elements of a view fit: offset + stride·(count−1) +
// size ≤ byteLength (glTF 2.0 specification, 3.6.2.4). Counts and strides have
// been bounded, so nothing overflows.
func (c *checker) span(where string, view, offset, stride, size, count int) {
	n := c.doc.BufferViews[view].ByteLength
	if need := offset + stride*(count-1) + size; offset > n || need > n {
		c.fail("ACCESSOR_TOO_LONG", "%s needs %d bytes of bufferViews[%d], which has %d", where, need, view, n)
	}
}

// format is what an accessor's elements are.
func format(a *gltf.Accessor) string {
	if a.Normalized {
		return fmt.Sprintf("%v of normalised %v", a.Type, a.ComponentType)
	}
	return fmt.Sprintf("%v of %v", a.Type, a.ComponentType)
}
