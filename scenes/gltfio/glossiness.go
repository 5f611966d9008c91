package gltfio

import (
	"image"
	"math"

	"github.com/qmuntal/gltf"
)

// glossiness converts a material of the older KHR_materials_pbrSpecularGlossiness
// and reports whether it is one. Its textures become one image of base colours;
// metal and roughness become their means.
func (r *reader) glossiness(s *surface, src *gltf.Material) bool {
	ext := struct {
		DiffuseFactor             [4]float64
		DiffuseTexture            *gltf.TextureInfo
		SpecularFactor            [3]float64
		GlossinessFactor          float64
		SpecularGlossinessTexture *gltf.TextureInfo
	}{DiffuseFactor: [4]float64{1, 1, 1, 1}, SpecularFactor: [3]float64{1, 1, 1}, GlossinessFactor: 1}
	if !extension(src.Extensions, "KHR_materials_pbrSpecularGlossiness", &ext) {
		return false
	}
	var diffuse, specular *picture
	if t := ext.DiffuseTexture; t != nil {
		if diffuse = r.named(src.Name, "diffuse colour", t.Index); diffuse != nil {
			r.bind(s, t)
		}
	}
	if t := ext.SpecularGlossinessTexture; t != nil {
		if specular = r.named(src.Name, "specular colour", t.Index); specular != nil && diffuse == nil {
			r.bind(s, t)
		}
	}
	meanDiffuse, meanSpecular, gloss := ext.DiffuseFactor, ext.SpecularFactor, ext.GlossinessFactor
	if diffuse != nil {
		for k, v := range diffuse.mean().color {
			meanDiffuse[k] *= v
		}
	}
	if specular != nil {
		c := specular.mean().color
		gloss *= c[3]
		for k := range meanSpecular {
			meanSpecular[k] *= c[k]
		}
	}
	color, metal := toMetal([3]float64(meanDiffuse[:3]), meanSpecular)
	m := &s.material
	m.Metallic, m.Roughness = float32(metal), float32(1-gloss)
	switch {
	case diffuse == nil && specular == nil:
		for k, v := range color {
			m.BaseColor[k] = float32(v)
		}
		m.BaseColor[3] = float32(ext.DiffuseFactor[3])
	case specular == nil && metal == 0:
		// Without metal every texel changes by the same factor.
		for k, v := range ext.DiffuseFactor {
			m.BaseColor[k] = float32(v)
			if k < 3 {
				m.BaseColor[k] = float32(min(v*(1-max(meanSpecular[0], meanSpecular[1], meanSpecular[2]))/(1-dielectric), 1))
			}
		}
		m.Texture = r.keep(diffuse.img)
	default:
		img, ok := r.images.baked[src]
		if !ok {
			img = r.bake(diffuse, specular, ext.DiffuseFactor, ext.SpecularFactor)
			if r.images.baked == nil {
				r.images.baked = make(map[*gltf.Material]*image.NRGBA)
			}
			r.images.baked[src] = img
		}
		if img == nil {
			r.warn("material %q has textures too large to convert", src.Name)
			return true
		}
		m.Texture = r.keep(img)
	}
	return true
}

// bake converts texel by texel, at the size of the larger image; nil where the
// file's images would become too large. Both lie on the surface alike.
func (r *reader) bake(diffuse, specular *picture, df [4]float64, sf [3]float64) *image.NRGBA {
	w, h := 1, 1
	for _, p := range []*picture{diffuse, specular} {
		if p != nil {
			w, h = max(w, p.img.Rect.Dx()), max(h, p.img.Rect.Dy())
		}
	}
	if !r.images.afford(w, h) {
		return nil
	}
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	texel := func(p *picture, x, y int) (c [4]float64) {
		if p == nil {
			return [4]float64{1, 1, 1, 1}
		}
		at := p.img.PixOffset(x*p.img.Rect.Dx()/w, y*p.img.Rect.Dy()/h)
		for k := range 3 {
			c[k] = linear[p.img.Pix[at+k]]
		}
		c[3] = float64(p.img.Pix[at+3]) / 255
		return c
	}
	for y := range h {
		for x := range w {
			d, s := texel(diffuse, x, y), texel(specular, x, y)
			color, _ := toMetal([3]float64{d[0] * df[0], d[1] * df[1], d[2] * df[2]}, [3]float64{s[0] * sf[0], s[1] * sf[1], s[2] * sf[2]})
			at := out.PixOffset(x, y)
			for k, v := range color {
				out.Pix[at+k] = encoded(v)
			}
			out.Pix[at+3] = uint8(min(max(d[3]*df[3], 0), 1)*255 + 0.5)
		}
	}
	return out
}

// dielectric is the share of light that non-metals reflect at right angles.
const dielectric = 0.04

// toMetal returns the base colour and metalness that look like a diffuse and a
// specular colour (linear). It inverts the definitions in appendix B of the glTF
// 2.0 specification,
//
//	specular = lerp(0.04, base, metal)
//	diffuse · (1 − max specular) = base · (1 − 0.04) · (1 − metal),
//
// which, taking brightness for colour, is a quadratic equation for metal; this
// is the conversion that the extension's authors recommend. The base colour is
// what diffuse says for non-metals and what specular says for metals.
func toMetal(diffuse, specular [3]float64) (base [3]float64, metal float64) {
	left := 1 - max(specular[0], specular[1], specular[2])
	d, s := brightness(diffuse), brightness(specular)
	if s > dielectric {
		b := d*left/(1-dielectric) + s - 2*dielectric
		root := math.Sqrt(max(b*b-4*dielectric*(dielectric-s), 0))
		metal = min(max((root-b)/(2*dielectric), 0), 1)
	}
	for k := range base {
		dull := diffuse[k] * left / (1 - dielectric) / max(1-metal, 1e-6)
		shiny := (specular[k] - dielectric*(1-metal)) / max(metal, 1e-6)
		base[k] = min(max(dull+(shiny-dull)*metal*metal, 0), 1)
	}
	return base, metal
}

// brightness is how bright a colour is perceived to be.
func brightness(c [3]float64) float64 {
	return math.Sqrt(0.299*c[0]*c[0] + 0.587*c[1]*c[1] + 0.114*c[2]*c[2])
}
