package usd

import (
	"strings"

	"github.com/metaspatial/metaspatial/scenes/export/internal/plan"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// plainMaterial is that of a part without one.
var plainMaterial = mesh.Material{BaseColor: [4]float32{1, 1, 1, 1}, Texture: -1, Roughness: 1}

func indent(depth int) string { return strings.Repeat("    ", depth) }

// looks writes a model's materials into a scope below the prim at path and
// returns their paths.
func (w *writer) looks(path, scope string, m *mesh.Model) []string {
	out := make([]string, len(m.Materials))
	if len(out) == 0 {
		return out
	}
	colored := make([]bool, len(out))
	for _, p := range m.Parts {
		if len(p.Colors) > 0 && p.Material >= 0 && p.Material < len(colored) {
			colored[p.Material] = true
		}
	}
	w.prim("def Scope "+plan.Quote(scope), nil, func() {
		named := names{}
		for i, material := range m.Materials {
			name := named.name(material.Name)
			out[i] = path + "/" + scope + "/" + name
			texture := ""
			if t := material.Texture; t >= 0 && t < len(m.Textures) {
				var err error
				if texture, err = w.opts.Texture(m.Textures[t]); err != nil {
					w.fail(err)
				}
			}
			w.prim("def Material "+plan.Quote(name), nil, func() { w.material(out[i], material, texture, colored[i]) })
		}
	})
	return out
}

// material writes a material's shaders. A texture outranks vertex colours.
func (w *writer) material(path string, m mesh.Material, texture string, colored bool) {
	w.line("token outputs:surface.connect = <%s/surface.outputs:surface>", path)
	w.prim(`def Shader "surface"`, nil, func() {
		w.line(`uniform token info:id = "UsdPreviewSurface"`)
		switch {
		case texture != "":
			w.line("color3f inputs:diffuseColor.connect = <%s/texture.outputs:rgb>", path)
		case colored:
			w.line("color3f inputs:diffuseColor.connect = <%s/colors.outputs:result>", path)
		default:
			w.line("color3f inputs:diffuseColor = %s", tuple(m.BaseColor[:3]...))
		}
		w.line("color3f inputs:emissiveColor = %s", tuple(m.Emissive[:]...))
		w.line("float inputs:metallic = %s", single(m.Metallic))
		w.line("float inputs:roughness = %s", single(m.Roughness))
		if m.Alpha != mesh.Opaque {
			if texture != "" {
				w.line("float inputs:opacity.connect = <%s/texture.outputs:a>", path)
			} else {
				w.line("float inputs:opacity = %s", single(m.BaseColor[3]))
			}
		}
		if m.Alpha == mesh.Mask {
			w.line("float inputs:opacityThreshold = %s", single(m.AlphaCutoff))
		}
		w.line("token outputs:surface")
	})
	switch {
	case texture != "":
		w.prim(`def Shader "texture"`, nil, func() {
			w.line(`uniform token info:id = "UsdUVTexture"`)
			w.line("asset inputs:file = @./%s@", texture)
			w.line(`token inputs:sourceColorSpace = "sRGB"`)
			w.line(`token inputs:wrapS = "repeat"`)
			w.line(`token inputs:wrapT = "repeat"`)
			w.line("float4 inputs:scale = %s", tuple(m.BaseColor[:]...))
			w.line("float2 inputs:st.connect = <%s/st.outputs:result>", path)
			w.line("float3 outputs:rgb")
			w.line("float outputs:a")
		})
		w.reader("st", "UsdPrimvarReader_float2", "st", "float2")
	case colored:
		w.reader("colors", "UsdPrimvarReader_float3", "displayColor", "float3")
	}
}

// reader writes a shader that reads a primvar.
func (w *writer) reader(name, id, primvar, kind string) {
	w.prim("def Shader "+plan.Quote(name), nil, func() {
		w.line("uniform token info:id = %s", plan.Quote(id))
		w.line("string inputs:varname = %s", plan.Quote(primvar))
		w.line("%s outputs:result", kind)
	})
}
