package gltfio

import (
	"encoding/json"
	"slices"

	"github.com/qmuntal/gltf"
)

// supported lists the extensions whose requirement can be met: those that are
// read, and those that only add to a material in ways the model does not hold.
var supported = []string{
	"EXT_mesh_gpu_instancing", "EXT_texture_webp",
	"KHR_materials_anisotropy", "KHR_materials_clearcoat", "KHR_materials_dispersion",
	"KHR_materials_emissive_strength", "KHR_materials_ior", "KHR_materials_iridescence",
	"KHR_materials_pbrSpecularGlossiness", "KHR_materials_sheen", "KHR_materials_specular",
	"KHR_materials_transmission", "KHR_materials_unlit", "KHR_materials_variants", "KHR_materials_volume",
	"KHR_lights_punctual", "KHR_mesh_quantization", "KHR_texture_transform",
}

// remedies are the exact commands that convert a file away from a compressed
// form; gltf-transform decompresses whatever it reads.
var remedies = map[string]string{
	"KHR_draco_mesh_compression": "convert it with: npx @gltf-transform/cli copy IN.glb OUT.glb",
	"EXT_meshopt_compression":    "convert it with: npx @gltf-transform/cli copy IN.glb OUT.glb",
	"KHR_meshopt_compression":    "convert it with: npx @gltf-transform/cli copy IN.glb OUT.glb",
	"KHR_texture_basisu":         "convert it with: npx @gltf-transform/cli ktxdecompress IN.glb OUT.glb",
}

// checkExtensions refuses a file that needs what is not read.
func checkExtensions(doc *gltf.Document) error {
	for _, name := range doc.ExtensionsRequired {
		if slices.Contains(supported, name) {
			continue
		}
		remedy := remedies[name]
		if remedy == "" {
			remedy = "export it without that extension"
		}
		return bad(remedy, "needs the extension %s, which is not read", name)
	}
	return nil
}

// extension decodes the named extension into v and reports whether it was
// there and well formed.
func extension(e gltf.Extensions, name string, v any) bool {
	raw, ok := e[name]
	if !ok {
		return false
	}
	text, ok := raw.(json.RawMessage)
	return ok && json.Unmarshal(text, v) == nil
}
