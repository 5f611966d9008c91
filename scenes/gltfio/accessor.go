package gltfio

import (
	"encoding/binary"
	"math"

	"github.com/qmuntal/gltf"
)

// loadBuffers fetches every buffer's bytes and checks that there are enough.
// glb tells whether the file is a GLB, whose first buffer may be bin.
func (r *reader) loadBuffers(glb bool, bin []byte) error {
	used := needed(r.doc)
	for i, b := range r.doc.Buffers {
		where := item("buffers", i)
		switch {
		case !used[i] && isFallback(b):
			continue
		case b.URI != "":
			data, err := r.resolve(where, b.URI, bufferTypes)
			if err != nil {
				return err
			}
			b.Data = data
		case i == 0 && bin != nil:
			b.Data = bin
		case used[i]:
			e := bad(remedyComplete, "%s has neither a uri nor a binary chunk", where)
			if e.hollow = true; glb && i == 0 {
				e.Code = "BUFFER_MISSING_GLB_DATA"
			}
			return e
		case glb && i == 0:
			return truncated("BUFFER_MISSING_GLB_DATA", "%s should be the binary chunk, but the GLB has none", where)
		default:
			// A placeholder that nothing reads.
			continue
		}
		if len(b.Data) < b.ByteLength {
			return truncated("BUFFER_BYTE_LENGTH_MISMATCH", "%s should have %d bytes but has %d", where, b.ByteLength, len(b.Data))
		}
		b.Data = b.Data[:b.ByteLength]
	}
	return r.decompress()
}

// isFallback tells a buffer that only readers without decompression need.
func isFallback(b *gltf.Buffer) bool {
	var ext struct{ Fallback bool }
	for _, name := range compressions {
		if extension(b.Extensions, name, &ext) && ext.Fallback {
			return true
		}
	}
	return false
}

func (r *reader) view(i int) []byte {
	v := r.doc.BufferViews[i]
	return r.doc.Buffers[v.Buffer].Data[v.ByteOffset : v.ByteOffset+v.ByteLength]
}

// floats returns an accessor's elements as a flat list and the number of
// components of one element. Integers are normalised where the accessor says
// so, and kept as they are (KHR_mesh_quantization) where not. Numbers that are
// not finite are refused.
func (r *reader) floats(index int) (values []float32, components int, err error) {
	values, components, err = r.raw(index)
	if err != nil {
		return nil, 0, err
	}
	for k, v := range values {
		if v-v != 0 {
			return nil, 0, broken("ACCESSOR_INVALID_FLOAT", "accessors[%d] element %d is not a finite number", index, k/components)
		}
	}
	return values, components, nil
}

// raw is floats with whatever numbers there are.
func (r *reader) raw(index int) (values []float32, components int, err error) {
	a := r.doc.Accessors[index]
	values = make([]float32, a.Count*a.Type.Components())
	l := packingOf(a)
	if a.BufferView != nil {
		src := r.view(*a.BufferView)[a.ByteOffset:]
		stride := r.doc.BufferViews[*a.BufferView].ByteStride
		if stride == 0 {
			stride = l.size
		}
		l.decode(values, src, a.Count, stride)
	}
	if s := a.Sparse; s != nil {
		indices := unsigned(r.view(s.Indices.BufferView)[s.Indices.ByteOffset:], s.Indices.ComponentType, 0, s.Count)
		src := r.view(s.Values.BufferView)[s.Values.ByteOffset:]
		for k, i := range indices {
			if int(i) >= a.Count {
				return nil, 0, broken("ACCESSOR_SPARSE_INDEX_OOB", "accessors[%d].sparse.indices[%d] is %d, but there are %d elements", index, k, i, a.Count)
			}
			l.decode(values[int(i)*l.count:][:l.count], src[k*l.size:], 1, l.size)
		}
	}
	return values, l.count, nil
}

// packing is how one element lies in its bytes.
type packing struct {
	kind gltf.ComponentType
	// count is the number of components, offsets where each begins; columns of
	// matrices begin at multiples of 4 (glTF 2.0 specification, 3.6.2.4).
	count   int
	offsets [16]int
	size    int
	// scale is what normalised integers are multiplied by, or 1.
	scale float32
}

func packingOf(a *gltf.Accessor) packing {
	l := packing{kind: a.ComponentType, count: a.Type.Components(), size: gltf.SizeOfElement(a.ComponentType, a.Type), scale: 1}
	width, rows := a.ComponentType.ByteSize(), l.count
	switch a.Type {
	case gltf.AccessorMat2:
		rows = 2
	case gltf.AccessorMat3:
		rows = 3
	case gltf.AccessorMat4:
		rows = 4
	}
	column := rows * width
	if rows < l.count {
		column = (column + 3) / 4 * 4
	}
	for k := range l.count {
		l.offsets[k] = k/rows*column + k%rows*width
	}
	if a.Normalized {
		switch a.ComponentType {
		case gltf.ComponentByte:
			l.scale = 127
		case gltf.ComponentUbyte:
			l.scale = 255
		case gltf.ComponentShort:
			l.scale = 32767
		case gltf.ComponentUshort:
			l.scale = 65535
		}
	}
	return l
}

// end is how many bytes of an element count: the last column needs no padding.
func (l *packing) end() int { return l.offsets[l.count-1] + l.kind.ByteSize() }

// decode reads n elements that lie stride bytes apart.
func (l *packing) decode(dst []float32, src []byte, n, stride int) {
	le := binary.LittleEndian
	for i := range n {
		out, in := dst[i*l.count:][:l.count], src[i*stride:]
		switch l.kind {
		case gltf.ComponentFloat:
			for k := range out {
				out[k] = math.Float32frombits(le.Uint32(in[l.offsets[k]:]))
			}
		case gltf.ComponentByte:
			for k := range out {
				out[k] = float32(int8(in[l.offsets[k]])) / l.scale
			}
		case gltf.ComponentUbyte:
			for k := range out {
				out[k] = float32(in[l.offsets[k]]) / l.scale
			}
		case gltf.ComponentShort:
			for k := range out {
				out[k] = float32(int16(le.Uint16(in[l.offsets[k]:]))) / l.scale
			}
		case gltf.ComponentUshort:
			for k := range out {
				out[k] = float32(le.Uint16(in[l.offsets[k]:])) / l.scale
			}
		case gltf.ComponentUint:
			for k := range out {
				out[k] = float32(le.Uint32(in[l.offsets[k]:]))
			}
		}
	}
	// The lowest normalised integer is −1 too (3.11).
	if l.scale == 127 || l.scale == 32767 {
		for k, v := range dst[:n*l.count] {
			dst[k] = max(v, -1)
		}
	}
}

// integers returns an index accessor's values.
func (r *reader) integers(index int) ([]uint32, error) {
	a := r.doc.Accessors[index]
	if a.BufferView == nil || a.Sparse != nil {
		e := bad(remedyCheck, "accessors[%d] holds indices but is sparse or has no data", index)
		e.hollow = true
		return nil, e
	}
	return unsigned(r.view(*a.BufferView)[a.ByteOffset:], a.ComponentType, r.doc.BufferViews[*a.BufferView].ByteStride, a.Count), nil
}

// unsigned reads n unsigned integers; a stride of 0 means that they lie
// together.
func unsigned(src []byte, kind gltf.ComponentType, stride, n int) []uint32 {
	if stride == 0 {
		stride = kind.ByteSize()
	}
	out := make([]uint32, n)
	for i := range out {
		switch e := src[i*stride:]; kind {
		case gltf.ComponentUbyte:
			out[i] = uint32(e[0])
		case gltf.ComponentUshort:
			out[i] = uint32(binary.LittleEndian.Uint16(e))
		default:
			out[i] = binary.LittleEndian.Uint32(e)
		}
	}
	return out
}
