package gltfio

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"github.com/qmuntal/gltf"
)

// loadBuffers fetches every buffer's bytes and checks that there are enough.
func (r *reader) loadBuffers(bin []byte) error {
	for i, b := range r.doc.Buffers {
		where := fmt.Sprintf("buffers[%d]", i)
		switch {
		case b.URI != "":
			data, err := r.resolve(where, b.URI)
			if err != nil {
				return err
			}
			b.Data = data
		case i == 0 && bin != nil:
			b.Data = bin
		case slices.ContainsFunc(r.doc.BufferViews, func(v *gltf.BufferView) bool { return v.Buffer == i }):
			return bad(remedyComplete, "%s has neither a uri nor a binary chunk", where)
		default:
			// A placeholder that nothing reads.
			continue
		}
		if len(b.Data) < b.ByteLength {
			return bad("copy or export it again", "%s should have %d bytes but has %d", where, b.ByteLength, len(b.Data))
		}
		b.Data = b.Data[:b.ByteLength]
	}
	return nil
}

func (r *reader) view(i int) []byte {
	v := r.doc.BufferViews[i]
	return r.doc.Buffers[v.Buffer].Data[v.ByteOffset : v.ByteOffset+v.ByteLength]
}

// floats returns an accessor's elements as a flat list and the number of
// components of one element. Integers are normalised where the accessor says
// so, and kept as they are (KHR_mesh_quantization) where not.
func (r *reader) floats(index int) (values []float32, components int, err error) {
	a := r.doc.Accessors[index]
	components = a.Type.Components()
	values = make([]float32, a.Count*components)
	get := component(a.ComponentType, a.Normalized)
	width := a.ComponentType.ByteSize()
	fill := func(dst []float32, src []byte) {
		for k := range dst {
			dst[k] = get(src[k*width:])
		}
	}
	if a.BufferView != nil {
		src := r.view(*a.BufferView)[a.ByteOffset:]
		stride := r.doc.BufferViews[*a.BufferView].ByteStride
		if stride == 0 {
			stride = gltf.SizeOfElement(a.ComponentType, a.Type)
		}
		for i := range a.Count {
			fill(values[i*components:(i+1)*components], src[i*stride:])
		}
	}
	if s := a.Sparse; s != nil {
		at := component(s.Indices.ComponentType, false)
		indices := r.view(s.Indices.BufferView)[s.Indices.ByteOffset:]
		src := r.view(s.Values.BufferView)[s.Values.ByteOffset:]
		step := s.Indices.ComponentType.ByteSize()
		for k := range s.Count {
			i := int(at(indices[k*step:]))
			if i >= a.Count {
				return nil, 0, bad(remedyCheck, "accessors[%d].sparse.indices[%d] is %d, but there are %d elements", index, k, i, a.Count)
			}
			fill(values[i*components:(i+1)*components], src[k*components*width:])
		}
	}
	for k, v := range values {
		if v-v != 0 {
			return nil, 0, bad(remedyCheck, "accessors[%d] element %d is not a finite number", index, k/components)
		}
	}
	return values, components, nil
}

// integers returns an index accessor's values.
func (r *reader) integers(index int) ([]uint32, error) {
	a := r.doc.Accessors[index]
	out := make([]uint32, a.Count)
	if a.BufferView == nil || a.Sparse != nil {
		return nil, bad(remedyCheck, "accessors[%d] holds indices but is sparse or has no data", index)
	}
	src := r.view(*a.BufferView)[a.ByteOffset:]
	stride := r.doc.BufferViews[*a.BufferView].ByteStride
	if stride == 0 {
		stride = a.ComponentType.ByteSize()
	}
	for i := range out {
		switch e := src[i*stride:]; a.ComponentType {
		case gltf.ComponentUbyte:
			out[i] = uint32(e[0])
		case gltf.ComponentUshort:
			out[i] = uint32(binary.LittleEndian.Uint16(e))
		default:
			out[i] = binary.LittleEndian.Uint32(e)
		}
	}
	return out, nil
}

// component returns the decoder of one component (glTF 2.0 specification,
// 3.6.2.2 for the types and 3.11 for normalised integers).
func component(t gltf.ComponentType, normalized bool) func([]byte) float32 {
	le := binary.LittleEndian
	scale := func(v, top float32) float32 {
		if normalized {
			return max(v/top, -1)
		}
		return v
	}
	switch t {
	case gltf.ComponentByte:
		return func(b []byte) float32 { return scale(float32(int8(b[0])), 127) }
	case gltf.ComponentUbyte:
		return func(b []byte) float32 { return scale(float32(b[0]), 255) }
	case gltf.ComponentShort:
		return func(b []byte) float32 { return scale(float32(int16(le.Uint16(b))), 32767) }
	case gltf.ComponentUshort:
		return func(b []byte) float32 { return scale(float32(le.Uint16(b)), 65535) }
	case gltf.ComponentUint:
		return func(b []byte) float32 { return float32(le.Uint32(b)) }
	}
	return func(b []byte) float32 { return math.Float32frombits(le.Uint32(b)) }
}
