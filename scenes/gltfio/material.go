package gltfio

import (
	"fmt"
	"image"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/qmuntal/gltf"
)

// surface is a material with what its primitives need to know about UVs.
type surface struct {
	material mesh.Material
	texCoord int
	uv       uvTransform
}

// uvTransform is KHR_texture_transform.
type uvTransform struct {
	Offset   [2]float64  `json:"offset"`
	Rotation float64     `json:"rotation"`
	Scale    *[2]float64 `json:"scale"`
	TexCoord *int        `json:"texCoord"`
}

// apply maps a UV: translation · rotation · scale (KHR_texture_transform,
// "Overview").
func (t uvTransform) apply(uv [2]float32) [2]float32 {
	if t.Scale == nil && t.Rotation == 0 && t.Offset == ([2]float64{}) {
		return uv
	}
	u, v := float64(uv[0]), float64(uv[1])
	if t.Scale != nil {
		u, v = u*t.Scale[0], v*t.Scale[1]
	}
	s, c := math.Sincos(t.Rotation)
	return [2]float32{float32(c*u + s*v + t.Offset[0]), float32(-s*u + c*v + t.Offset[1])}
}

func defaultSurface() surface {
	return surface{material: mesh.Material{
		BaseColor: [4]float32{1, 1, 1, 1}, Texture: -1, Metallic: 1, Roughness: 1, AlphaCutoff: 0.5,
	}}
}

// surface reads material i, or the default for nil. An image that cannot be
// used costs a warning, not the model.
func (r *reader) surface(i *int) surface {
	s := defaultSurface()
	if i == nil {
		return s
	}
	src := r.doc.Materials[*i]
	m := &s.material
	m.Name, m.DoubleSided = src.Name, src.DoubleSided
	m.AlphaCutoff = float32(src.AlphaCutoffOrDefault())
	switch src.AlphaMode {
	case gltf.AlphaMask:
		m.Alpha = mesh.Mask
	case gltf.AlphaBlend:
		m.Alpha = mesh.Blend
	}
	for k, e := range src.EmissiveFactor {
		m.Emissive[k] = float32(e)
	}
	_, m.Unlit = src.Extensions["KHR_materials_unlit"]
	if p := src.PBRMetallicRoughness; p != nil {
		for k, f := range p.BaseColorFactorOrDefault() {
			m.BaseColor[k] = float32(f)
		}
		m.Metallic, m.Roughness = float32(p.MetallicFactorOrDefault()), float32(p.RoughnessFactorOrDefault())
		r.baseTexture(&s, p.BaseColorTexture)
	}
	r.glossiness(&s, src)
	return s
}

// glossiness takes diffuse colour and texture of the older
// KHR_materials_pbrSpecularGlossiness as the base colour of a non-metal.
func (r *reader) glossiness(s *surface, src *gltf.Material) {
	ext := struct {
		DiffuseFactor    [4]float64        `json:"diffuseFactor"`
		DiffuseTexture   *gltf.TextureInfo `json:"diffuseTexture"`
		GlossinessFactor float64           `json:"glossinessFactor"`
	}{DiffuseFactor: [4]float64{1, 1, 1, 1}, GlossinessFactor: 1}
	if !extension(src.Extensions, "KHR_materials_pbrSpecularGlossiness", &ext) {
		return
	}
	for k, f := range ext.DiffuseFactor {
		s.material.BaseColor[k] = float32(min(max(f, 0), 1))
	}
	s.material.Metallic, s.material.Roughness = 0, float32(1-min(max(ext.GlossinessFactor, 0), 1))
	if t := ext.DiffuseTexture; t != nil && t.Index >= 0 && t.Index < len(r.doc.Textures) {
		r.baseTexture(s, t)
	}
}

func (r *reader) baseTexture(s *surface, t *gltf.TextureInfo) {
	if t == nil {
		return
	}
	img, err := r.texture(t.Index)
	if err != nil {
		r.warn("material %q has no texture: %v", s.material.Name, err)
		return
	}
	s.texCoord = t.TexCoord
	if extension(t.Extensions, "KHR_texture_transform", &s.uv) && s.uv.TexCoord != nil {
		s.texCoord = *s.uv.TexCoord
	}
	at := slices.Index(r.textures, img)
	if at < 0 {
		at = len(r.textures)
		r.textures = append(r.textures, img)
	}
	s.material.Texture = at
}

// texture decodes the image of texture i, preferring its WebP form.
func (r *reader) texture(i int) (*image.NRGBA, error) {
	t := r.doc.Textures[i]
	source := t.Source
	var webp struct{ Source *int }
	if extension(t.Extensions, "EXT_texture_webp", &webp) && webp.Source != nil {
		source = webp.Source
	}
	if source == nil {
		return nil, fmt.Errorf("textures[%d] names no PNG, JPEG or WebP image", i)
	}
	data, err := r.imageData(*source)
	if err != nil {
		return nil, err
	}
	img, err := r.cache().decode(data)
	if err != nil {
		return nil, fmt.Errorf("images[%d] %w", *source, err)
	}
	return img, nil
}

func (r *reader) cache() *TextureCache {
	if r.opts.Textures == nil {
		r.opts.Textures = new(TextureCache)
	}
	return r.opts.Textures
}

// warn records one sentence, once.
func (r *reader) warn(format string, args ...any) {
	if s := fmt.Sprintf(format, args...); !slices.Contains(r.info.Warnings, s) {
		r.info.Warnings = append(r.info.Warnings, s)
	}
}
