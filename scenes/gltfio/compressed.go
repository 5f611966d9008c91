package gltfio

import (
	"github.com/metaspatial/metaspatial/scenes/gltfio/meshopt"
	"github.com/qmuntal/gltf"
)

// compressions are the extensions of buffer views that are decoded.
var compressions = []string{"EXT_meshopt_compression", "KHR_meshopt_compression"}

// maxDecompressed bounds what a file's compressed buffer views become together.
const maxDecompressed = 256 << 20

// compressed is what EXT_meshopt_compression and KHR_meshopt_compression say of
// a buffer view: where its bytes really are.
type compressed struct {
	Buffer     int
	ByteOffset int
	ByteLength int
	ByteStride int
	Count      int
	Mode       meshopt.Mode
	Filter     meshopt.Filter
}

// compression returns how a view is compressed.
func compression(v *gltf.BufferView) (c compressed, ok bool) {
	for _, name := range compressions {
		if extension(v.Extensions, name, &c) {
			return c, true
		}
	}
	return c, false
}

// compressedViews checks that compressed bytes lie in their buffers and that a
// view has room for what comes out.
func (c *checker) compressedViews() {
	total := 0
	for i, v := range c.doc.BufferViews {
		e, ok := compression(v)
		if !ok {
			continue
		}
		n := c.doc.Buffers[e.Buffer].ByteLength
		if e.ByteOffset > n || e.ByteLength > n-e.ByteOffset {
			c.fail("BUFFER_VIEW_TOO_LONG", "bufferViews[%d] is compressed in bytes %d to %d of a buffer of %d bytes", i, e.ByteOffset, e.ByteOffset+e.ByteLength, n)
			return
		}
		if e.Count > maxDecompressed || e.Count*e.ByteStride != v.ByteLength {
			c.err = bad(remedyCheck, "bufferViews[%d] has %d bytes, but decompresses to %d elements of %d", i, v.ByteLength, e.Count, e.ByteStride)
			return
		}
		if total += v.ByteLength; total > maxDecompressed {
			c.err = bad(remedySmaller, "the file's buffer views decompress to more than %d MiB", maxDecompressed>>20)
			return
		}
	}
}

// decompress puts a buffer with the decoded bytes behind every compressed view.
func (r *reader) decompress() error {
	for i, v := range r.doc.BufferViews {
		e, ok := compression(v)
		if !ok {
			continue
		}
		data, err := meshopt.Decode(meshopt.Stream{
			Data: r.doc.Buffers[e.Buffer].Data[e.ByteOffset:][:e.ByteLength],
			Mode: e.Mode, Filter: e.Filter, Count: e.Count, Stride: e.ByteStride,
		})
		if err != nil {
			return bad(conversion("copy", r.name), "bufferViews[%d] cannot be decompressed: %v", i, err)
		}
		v.Buffer, v.ByteOffset = len(r.doc.Buffers), 0
		r.doc.Buffers = append(r.doc.Buffers, &gltf.Buffer{ByteLength: len(data), Data: data})
	}
	return nil
}

// needed tells which buffers are read: not those that only stand in for
// compressed views.
func needed(doc *gltf.Document) []bool {
	out := make([]bool, len(doc.Buffers))
	for _, v := range doc.BufferViews {
		if e, ok := compression(v); ok {
			out[e.Buffer] = true
		} else {
			out[v.Buffer] = true
		}
	}
	return out
}
