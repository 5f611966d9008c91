package gltfio

import (
	"encoding/binary"
	"math"

	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/qmuntal/gltf"
)

// quantize makes g write a model's vertices in half the space, and returns the
// scale its node needs.
func (g *glb) quantize(m *mesh.Model) [3]float64 {
	reach := float32(0)
	for _, p := range m.Parts {
		for _, v := range p.Positions {
			for _, x := range v {
				reach = max(reach, x, -x)
			}
		}
	}
	if !(reach > 0) {
		return gltf.DefaultScale
	}
	g.step = reach / math.MaxInt16
	const name = "KHR_mesh_quantization"
	g.use(name)
	g.doc.ExtensionsRequired = append(g.doc.ExtensionsRequired, name)
	s := float64(g.step)
	return [3]float64{s, s, s}
}

func (g *glb) positions(list [][3]float32, to frame) int {
	flat := flat3(list, to)
	if g.step == 0 {
		return g.floats(flat, gltf.AccessorVec3, true)
	}
	a := &gltf.Accessor{ComponentType: gltf.ComponentShort, Type: gltf.AccessorVec3, Count: len(list)}
	a.Min, a.Max = []float64{math.Inf(1), math.Inf(1), math.Inf(1)}, []float64{math.Inf(-1), math.Inf(-1), math.Inf(-1)}
	data := make([]byte, 0, 8*len(list))
	for i, x := range flat {
		q := math.Round(float64(x) / float64(g.step))
		a.Min[i%3], a.Max[i%3] = min(a.Min[i%3], q), max(a.Max[i%3], q)
		data = binary.LittleEndian.AppendUint16(data, uint16(int16(q)))
		if i%3 == 2 {
			data = append(data, 0, 0)
		}
	}
	return g.pooled(a, poolPositions, data)
}

func (g *glb) normals(list [][3]float32, to frame) int {
	flat := flat3(list, func(v [3]float32) [3]float32 {
		// Validators want lengths of 1; what is near enough keeps its bits.
		if l := v[0]*v[0] + v[1]*v[1] + v[2]*v[2]; l < 0.999 || l > 1.001 {
			v = unit(v)
		}
		return to(v)
	})
	if g.step == 0 {
		return g.floats(flat, gltf.AccessorVec3, false)
	}
	a := &gltf.Accessor{ComponentType: gltf.ComponentByte, Type: gltf.AccessorVec3, Count: len(list), Normalized: true}
	data := make([]byte, 0, 4*len(list))
	for i, x := range flat {
		data = append(data, byte(int8(math.Round(float64(x)*127))))
		if i%3 == 2 {
			data = append(data, 0)
		}
	}
	return g.pooled(a, poolNormals, data)
}

// The pools of a compact file: parts share one buffer view of each kind, since
// views weigh as much as geometry in small models.
const (
	poolPositions = iota
	poolNormals
	poolIndices
)

var pools = [...]struct {
	stride int
	target gltf.Target
}{{8, gltf.TargetArrayBuffer}, {4, gltf.TargetArrayBuffer}, {0, gltf.TargetElementArrayBuffer}}

// pool is data of several accessors that will be one view.
type pool struct {
	data      []byte
	accessors []*gltf.Accessor
}

func (g *glb) pooled(a *gltf.Accessor, kind int, data []byte) int {
	p := &g.pools[kind]
	for len(p.data)%4 != 0 {
		p.data = append(p.data, 0)
	}
	a.ByteOffset = len(p.data)
	p.data = append(p.data, data...)
	p.accessors = append(p.accessors, a)
	g.doc.Accessors = append(g.doc.Accessors, a)
	return len(g.doc.Accessors) - 1
}

// flush turns the pools into views.
func (g *glb) flush() {
	for kind := range g.pools {
		p := &g.pools[kind]
		if len(p.data) == 0 {
			continue
		}
		at := g.view(p.data, pools[kind].target)
		g.doc.BufferViews[at].ByteStride = pools[kind].stride
		for _, a := range p.accessors {
			a.BufferView = gltf.Index(at)
		}
	}
}

// smallIndices writes indices in one byte each where they fit.
func (g *glb) smallIndices(list []uint32, vertices int) int {
	a := &gltf.Accessor{ComponentType: gltf.ComponentUbyte, Type: gltf.AccessorScalar, Count: len(list)}
	var data []byte
	for _, i := range list {
		switch {
		case vertices < 1<<8:
			data = append(data, byte(i))
		case vertices < 1<<16:
			a.ComponentType = gltf.ComponentUshort
			data = binary.LittleEndian.AppendUint16(data, uint16(i))
		default:
			a.ComponentType = gltf.ComponentUint
			data = binary.LittleEndian.AppendUint32(data, i)
		}
	}
	return g.pooled(a, poolIndices, data)
}
