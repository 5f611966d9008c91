package gltfio

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/qmuntal/gltf"
)

// supported lists the extensions whose requirement can be met: those that are
// read, and those that only add to a material in ways the model does not hold.
var supported = []string{
	"EXT_mesh_gpu_instancing", "EXT_meshopt_compression", "EXT_texture_webp", "KHR_animation_pointer",
	"KHR_lights_punctual", "KHR_materials_anisotropy", "KHR_materials_clearcoat",
	"KHR_materials_diffuse_transmission", "KHR_materials_dispersion", "KHR_materials_emissive_strength",
	"KHR_materials_ior", "KHR_materials_iridescence", "KHR_materials_pbrSpecularGlossiness", "KHR_materials_sheen",
	"KHR_materials_specular", "KHR_materials_transmission", "KHR_materials_unlit", "KHR_materials_variants",
	"KHR_materials_volume", "KHR_mesh_quantization", "KHR_meshopt_compression", "KHR_node_visibility",
	"KHR_texture_transform", "KHR_xmp_json_ld",
}

// remedies are the exact commands that convert a file away from a compressed
// form; gltf-transform decompresses whatever it reads.
var remedies = map[string]string{
	draco:                "copy",
	"KHR_texture_basisu": "ktxdecompress",
}

const draco = "KHR_draco_mesh_compression"

// checkExtensions refuses a file that needs what is not read.
func checkExtensions(doc *gltf.Document, file string) error {
	for _, name := range doc.ExtensionsRequired {
		if slices.Contains(supported, name) {
			continue
		}
		remedy := "export it without that extension"
		if verb := remedies[name]; verb != "" {
			remedy = conversion(verb, file)
		}
		return bad(remedy, "needs the extension %.60s, which is not read", name)
	}
	return nil
}

// conversion is the command that rewrites a file, to be run in its folder.
func conversion(verb, file string) string {
	base := path.Base(file)
	ext := path.Ext(base)
	return fmt.Sprintf("convert it with: npx @gltf-transform/cli %s %s %s", verb, shellWord(base), shellWord(strings.TrimSuffix(base, ext)+"-plain"+ext))
}

// shellWord quotes a file name where a shell would not take it as it is.
func shellWord(s string) string {
	plain := func(c rune) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("._-+/", c)
	}
	if s != "" && s[0] != '-' && strings.IndexFunc(s, func(c rune) bool { return !plain(c) }) < 0 {
		return s
	}
	if s != "" && s[0] == '-' {
		s = "./" + s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
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
