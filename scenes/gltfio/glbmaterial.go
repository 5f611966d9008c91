package gltfio

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	"image/png"
	"math"

	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/qmuntal/gltf"
)

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
