package gltfio

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"io"
	"math"

	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/qmuntal/gltf"
)

// generator is what the program's files say made them.
const generator = "MetaSpatial"

// frame maps a point or direction into glTF's axes.
type frame func([3]float32) [3]float32

// assetFrame maps a model's (right, front, up) so that its front is +Z.
func assetFrame(v [3]float32) [3]float32 { return [3]float32{neg(v[0]), v[2], v[1]} }

// layoutFrame maps layout space (x, y, z up).
func layoutFrame(v [3]float32) [3]float32 { return [3]float32{v[0], v[2], neg(v[1])} }

// neg avoids negative zeros, which would make equal files differ.
func neg(x float32) float32 {
	if x == 0 {
		return 0
	}
	return -x
}

// glb builds one glTF file, binary or with files beside it.
type glb struct {
	doc       *gltf.Document
	data      []byte
	images    map[*image.NRGBA]int
	hashes    map[[32]byte]int
	materials map[mesh.Material]int
	// external, if set, keeps an image outside the file and returns its URI.
	external func(*image.NRGBA) (string, error)
	// atlas says which images became part of another one.
	atlas map[*image.NRGBA]tile
	// beside, if set, makes the file a .gltf with its data beside it.
	beside *besides
	// step, if positive, writes positions as whole multiples of it and normals
	// as bytes (KHR_mesh_quantization).
	step  float32
	pools [3]pool
}

func newGLB() *glb {
	return &glb{
		doc: &gltf.Document{
			Asset: gltf.Asset{Version: "2.0", Generator: generator},
			Scene: gltf.Index(0), Scenes: []*gltf.Scene{{}},
		},
		images: make(map[*image.NRGBA]int), hashes: make(map[[32]byte]int), materials: make(map[mesh.Material]int),
	}
}

// maxBuffer leaves room for the JSON in what a GLB can count: 4 GiB.
const maxBuffer = 4<<30 - 256<<20

// write ends the file.
func (g *glb) write(w io.Writer) error {
	g.flush()
	if uint64(len(g.data)) > maxBuffer {
		return fmt.Errorf("the file would hold %d MiB, and glTF takes no more than %d; split the level", len(g.data)>>20, maxBuffer>>20)
	}
	g.doc.Buffers = []*gltf.Buffer{{ByteLength: len(g.data), Data: g.data}}
	// The encoder drops errors of its later writes, so it writes to memory.
	var buf bytes.Buffer
	enc := gltf.NewEncoder(&buf)
	if g.beside != nil {
		uri, err := g.beside.write(".bin", g.data)
		if err != nil {
			return err
		}
		g.doc.Buffers[0].URI, enc.AsBinary = uri, false
		enc.SetJSONIndent("", "\t")
	}
	if err := enc.Encode(g.doc); err != nil {
		return fmt.Errorf("encoding glTF: %w", err)
	}
	if _, err := w.Write(buf.Bytes()); err != nil {
		return fmt.Errorf("writing glTF: %w", err)
	}
	return nil
}

// view appends bytes as a buffer view at a multiple of 4.
func (g *glb) view(data []byte, target gltf.Target) int {
	for len(g.data)%4 != 0 {
		g.data = append(g.data, 0)
	}
	g.doc.BufferViews = append(g.doc.BufferViews, &gltf.BufferView{
		ByteOffset: len(g.data), ByteLength: len(data), Target: target,
	})
	g.data = append(g.data, data...)
	return len(g.doc.BufferViews) - 1
}

func (g *glb) accessor(a *gltf.Accessor, data []byte, target gltf.Target) int {
	a.BufferView = gltf.Index(g.view(data, target))
	g.doc.Accessors = append(g.doc.Accessors, a)
	return len(g.doc.Accessors) - 1
}

// floats appends vertex attributes of n components each.
func (g *glb) floats(values []float32, kind gltf.AccessorType, bounds bool) int {
	n := kind.Components()
	a := &gltf.Accessor{ComponentType: gltf.ComponentFloat, Type: kind, Count: len(values) / n}
	data := make([]byte, 0, 4*len(values))
	for _, v := range values {
		data = binary.LittleEndian.AppendUint32(data, math.Float32bits(v))
	}
	if bounds {
		a.Min, a.Max = make([]float64, n), make([]float64, n)
		for k := range n {
			a.Min[k], a.Max[k] = math.Inf(1), math.Inf(-1)
		}
		for i, v := range values {
			a.Min[i%n], a.Max[i%n] = min(a.Min[i%n], float64(v)), max(a.Max[i%n], float64(v))
		}
	}
	return g.accessor(a, data, gltf.TargetArrayBuffer)
}

func (g *glb) indices(list []uint32, vertices int) int {
	if g.step > 0 {
		return g.smallIndices(list, vertices)
	}
	a := &gltf.Accessor{ComponentType: gltf.ComponentUshort, Type: gltf.AccessorScalar, Count: len(list)}
	data := make([]byte, 0, 4*len(list))
	if vertices < 1<<16 {
		for _, i := range list {
			data = binary.LittleEndian.AppendUint16(data, uint16(i))
		}
	} else {
		a.ComponentType = gltf.ComponentUint
		for _, i := range list {
			data = binary.LittleEndian.AppendUint32(data, i)
		}
	}
	return g.accessor(a, data, gltf.TargetElementArrayBuffer)
}

// mesh appends a model's geometry and returns the index of the mesh.
func (g *glb) mesh(m *mesh.Model, name string, to frame, extras map[string]any) (int, error) {
	out := &gltf.Mesh{Name: name}
	if len(extras) > 0 {
		out.Extras = extras
	}
	for _, p := range m.Parts {
		if len(p.Indices) == 0 || len(p.Positions) == 0 {
			continue
		}
		attrs := gltf.PrimitiveAttributes{gltf.POSITION: g.positions(p.Positions, to)}
		if len(p.Normals) > 0 {
			attrs[gltf.NORMAL] = g.normals(p.Normals, to)
		}
		if len(p.UVs) > 0 {
			flat, place := make([]float32, 0, 2*len(p.UVs)), g.place(m, p.Material)
			for _, v := range p.UVs {
				v = place.uv(v)
				flat = append(flat, v[:]...)
			}
			attrs[gltf.TEXCOORD_0] = g.floats(flat, gltf.AccessorVec2, false)
		}
		if len(p.Colors) > 0 {
			flat := make([]float32, 0, 4*len(p.Colors))
			for _, v := range p.Colors {
				for _, c := range v {
					flat = append(flat, min(max(c, 0), 1))
				}
			}
			attrs[gltf.COLOR_0] = g.floats(flat, gltf.AccessorVec4, false)
		}
		prim := &gltf.Primitive{Attributes: attrs, Indices: gltf.Index(g.indices(p.Indices, len(p.Positions)))}
		if p.Material >= 0 && p.Material < len(m.Materials) {
			src := m.Materials[p.Material]
			if len(p.UVs) == 0 {
				src.Texture = -1
			}
			mat, err := g.material(m, src)
			if err != nil {
				return 0, fmt.Errorf("model %q: %w", name, err)
			}
			prim.Material = gltf.Index(mat)
		}
		out.Primitives = append(out.Primitives, prim)
	}
	if len(out.Primitives) == 0 {
		return 0, fmt.Errorf("model %q has no triangles to write", name)
	}
	g.doc.Meshes = append(g.doc.Meshes, out)
	return len(g.doc.Meshes) - 1, nil
}

func flat3(list [][3]float32, to frame) []float32 {
	out := make([]float32, 0, 3*len(list))
	for _, v := range list {
		v = to(v)
		out = append(out, v[:]...)
	}
	return out
}

func (g *glb) use(extension string) {
	for _, e := range g.doc.ExtensionsUsed {
		if e == extension {
			return
		}
	}
	g.doc.ExtensionsUsed = append(g.doc.ExtensionsUsed, extension)
}
