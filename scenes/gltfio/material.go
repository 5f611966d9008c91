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
// used costs a warning, not the model. What the model's materials cannot hold
// is reduced: textures of metal, roughness, emission and transmission to their
// mean, and transmission to opacity.
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
	_, m.Unlit = src.Extensions["KHR_materials_unlit"]
	if !r.glossiness(&s, src) && src.PBRMetallicRoughness != nil {
		r.metallic(&s, src.PBRMetallicRoughness)
	}
	r.emission(m, src)
	r.transmission(m, src)
	return s
}

func (r *reader) metallic(s *surface, p *gltf.PBRMetallicRoughness) {
	m := &s.material
	for k, f := range p.BaseColorFactorOrDefault() {
		m.BaseColor[k] = float32(f)
	}
	metal, rough := p.MetallicFactorOrDefault(), p.RoughnessFactorOrDefault()
	if t := p.MetallicRoughnessTexture; t != nil {
		if mean, ok := r.mean(m.Name, "metal and roughness", t.Index); ok {
			metal, rough = metal*mean.data[2], rough*mean.data[1]
		}
	}
	m.Metallic, m.Roughness = float32(metal), float32(rough)
	r.baseTexture(s, p.BaseColorTexture)
}

// emission is the emissive factor, times its strength
// (KHR_materials_emissive_strength), times the mean of its texture.
func (r *reader) emission(m *mesh.Material, src *gltf.Material) {
	ext := struct{ EmissiveStrength float64 }{1}
	extension(src.Extensions, "KHR_materials_emissive_strength", &ext)
	scale := [4]float64{1, 1, 1, 1}
	if t := src.EmissiveTexture; t != nil && src.EmissiveFactor != ([3]float64{}) {
		scale = [4]float64{}
		if mean, ok := r.mean(m.Name, "emission", t.Index); ok {
			scale = mean.color
		}
	}
	for k, e := range src.EmissiveFactor {
		m.Emissive[k] = float32(e * ext.EmissiveStrength * scale[k])
	}
}

// clearest is the opacity of a material that transmits all light: glass is seen
// through, and still seen.
const clearest = 0.2

// transmission takes KHR_materials_transmission as opacity, from 1 for none to
// clearest for all of it.
func (r *reader) transmission(m *mesh.Material, src *gltf.Material) {
	var ext struct {
		TransmissionFactor  float64
		TransmissionTexture *gltf.TextureInfo
	}
	if !extension(src.Extensions, "KHR_materials_transmission", &ext) {
		return
	}
	through := ext.TransmissionFactor
	if t := ext.TransmissionTexture; t != nil {
		if mean, ok := r.mean(m.Name, "transmission", t.Index); ok {
			through *= mean.data[0]
		}
	}
	if through <= 0 {
		return
	}
	if m.Alpha == mesh.Opaque {
		m.Alpha, m.BaseColor[3] = mesh.Blend, 1
	}
	m.BaseColor[3] *= float32(1 - (1-clearest)*min(through, 1))
}

// named returns a texture of a material, or nil with a warning that names both.
func (r *reader) named(material, what string, texture int) *picture {
	img, err := r.texture(texture)
	if err != nil {
		r.warn("material %q has no texture of %s: %v", material, what, err)
		return nil
	}
	return img
}

// mean returns the means of a texture of a material, or a warning.
func (r *reader) mean(material, what string, texture int) (means, bool) {
	m, err := r.average(texture)
	if err != nil {
		r.warn("material %q has no texture of %s: %v", material, what, err)
	}
	return m, err == nil
}

func (r *reader) baseTexture(s *surface, t *gltf.TextureInfo) {
	if t == nil {
		return
	}
	img := r.named(s.material.Name, "colour", t.Index)
	if img == nil {
		return
	}
	r.bind(s, t)
	s.material.Texture = r.keep(img.img)
}

// bind takes over where a texture lies on the surface.
func (r *reader) bind(s *surface, t *gltf.TextureInfo) {
	s.texCoord = t.TexCoord
	if extension(t.Extensions, "KHR_texture_transform", &s.uv) && s.uv.TexCoord != nil {
		s.texCoord = *s.uv.TexCoord
	}
}

// keep returns the place of an image among the model's textures.
func (r *reader) keep(img *image.NRGBA) int {
	at := slices.Index(r.textures, img)
	if at < 0 {
		at = len(r.textures)
		r.textures = append(r.textures, img)
	}
	return at
}

// maxWarnings bounds the warnings of a model.
const maxWarnings = 64

// warn records one sentence, once.
func (r *reader) warn(format string, args ...any) {
	if len(r.info.Warnings) >= maxWarnings {
		return
	}
	s := fmt.Sprintf(format, args...)
	if len(r.info.Warnings) == maxWarnings-1 {
		s = "there is more that cannot be read"
	}
	if !slices.Contains(r.info.Warnings, s) {
		r.info.Warnings = append(r.info.Warnings, s)
	}
}
