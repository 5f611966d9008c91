package gltfio

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"image"
	"image/png"
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

// write ends the file.
func (g *glb) write(w io.Writer) error {
	g.flush()
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

// material returns the index of a material, written once however many models
// use it.
func (g *glb) material(m *mesh.Model, src mesh.Material) (int, error) {
	if src.Texture >= 0 && src.Texture < len(m.Textures) {
		tex, err := g.texture(m.Textures[src.Texture])
		if err != nil {
			return 0, err
		}
		src.Texture = tex
	} else {
		src.Texture = -1
	}
	if at, ok := g.materials[src]; ok {
		return at, nil
	}
	base := [4]float64{}
	for k, v := range src.BaseColor {
		base[k] = share(v)
	}
	out := &gltf.Material{
		Name: asciiName(src.Name), DoubleSided: src.DoubleSided,
		PBRMetallicRoughness: &gltf.PBRMetallicRoughness{
			BaseColorFactor: &base, MetallicFactor: gltf.Float(share(src.Metallic)), RoughnessFactor: gltf.Float(share(src.Roughness)),
		},
	}
	for k, v := range src.Emissive {
		out.EmissiveFactor[k] = share(v)
	}
	if src.Texture >= 0 {
		out.PBRMetallicRoughness.BaseColorTexture = &gltf.TextureInfo{Index: src.Texture}
	}
	switch src.Alpha {
	case mesh.Mask:
		out.AlphaMode, out.AlphaCutoff = gltf.AlphaMask, gltf.Float(max(round(src.AlphaCutoff), 0))
	case mesh.Blend:
		out.AlphaMode = gltf.AlphaBlend
	}
	if src.Unlit {
		out.Extensions = gltf.Extensions{"KHR_materials_unlit": struct{}{}}
		g.use("KHR_materials_unlit")
	}
	g.doc.Materials = append(g.doc.Materials, out)
	at := len(g.doc.Materials) - 1
	g.materials[src] = at
	return at, nil
}

// round gives a factor at most six decimals, so that 0.8 stays 0.8.
func round(v float32) float64 { return math.Round(float64(v)*1e6) / 1e6 }

// share is a factor that glTF wants between 0 and 1.
func share(v float32) float64 { return min(max(round(v), 0), 1) }

func (g *glb) use(extension string) {
	for _, e := range g.doc.ExtensionsUsed {
		if e == extension {
			return
		}
	}
	g.doc.ExtensionsUsed = append(g.doc.ExtensionsUsed, extension)
}

// texture returns the index of an image's texture, or of the atlas it lies in;
// equal images are written once.
func (g *glb) texture(img *image.NRGBA) (int, error) {
	if t, ok := g.atlas[img]; ok {
		img = t.sheet
	}
	if at, ok := g.images[img]; ok {
		return at, nil
	}
	if g.external != nil {
		uri, err := g.external(img)
		if err != nil {
			return 0, fmt.Errorf("storing a texture: %w", err)
		}
		g.images[img] = g.addImage(&gltf.Image{URI: uri})
		return g.images[img], nil
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		return 0, fmt.Errorf("encoding a texture: %w", err)
	}
	key := sha256.Sum256(buf.Bytes())
	at, ok := g.hashes[key]
	if !ok {
		var err error
		if at, err = g.keep(buf.Bytes()); err != nil {
			return 0, err
		}
		g.hashes[key] = at
	}
	g.images[img] = at
	return at, nil
}

// keep puts the PNG of an image into the file or beside it.
func (g *glb) keep(data []byte) (int, error) {
	if g.beside == nil {
		return g.addImage(&gltf.Image{BufferView: gltf.Index(g.view(data, gltf.TargetNone))}), nil
	}
	uri, err := g.beside.write(fmt.Sprintf("_texture_%d.png", len(g.doc.Textures)), data)
	if err != nil {
		return 0, err
	}
	return g.addImage(&gltf.Image{URI: uri}), nil
}

// addImage appends a PNG image with its texture and returns their index.
func (g *glb) addImage(img *gltf.Image) int {
	at := len(g.doc.Textures)
	img.Name, img.MimeType = fmt.Sprintf("texture_%d", at), "image/png"
	g.doc.Images = append(g.doc.Images, img)
	g.doc.Textures = append(g.doc.Textures, &gltf.Texture{Source: gltf.Index(at)})
	return at
}
