package gltfio

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/qmuntal/gltf"
)

// bindings checks that a primitive has the UVs and tangents that its material's
// textures need. Where it has not, those textures are left out.
func (c *checker) bindings(where string, p *gltf.Primitive) {
	if p.Material == nil {
		return
	}
	b := c.binding(*p.Material)
	sets := 0
	for name := range p.Attributes {
		if base, _ := semantic(name); base == "TEXCOORD" {
			sets++
		}
	}
	if b.highest >= sets {
		c.note("MESH_PRIMITIVE_TOO_FEW_TEXCOORDS", "%s has %d sets of UVs, but materials[%d] wants set %d", where, sets, *p.Material, b.highest)
	}
	if _, ok := p.Attributes[gltf.TANGENT]; b.tangents && !ok {
		c.note("MESH_PRIMITIVE_NO_TANGENT_SPACE", "%s has no tangents, but materials[%d] wants them", where, *p.Material)
	}
}

// binding is what a material wants of a primitive.
type binding struct {
	// highest is the greatest set of UVs, or −1.
	highest  int
	tangents bool
}

func (c *checker) binding(i int) binding {
	if b, ok := c.bound[i]; ok {
		return b
	}
	if c.bound == nil {
		c.bound = make(map[int]binding)
	}
	m := c.doc.Materials[i]
	b := binding{highest: -1}
	add := func(set int, e gltf.Extensions) {
		var t uvTransform
		if extension(e, "KHR_texture_transform", &t) && t.TexCoord != nil {
			set = *t.TexCoord
		}
		b.highest = max(b.highest, set)
	}
	info := func(t *gltf.TextureInfo) {
		if t != nil {
			add(t.TexCoord, t.Extensions)
		}
	}
	info(m.EmissiveTexture)
	if t := m.NormalTexture; t != nil {
		add(t.TexCoord, t.Extensions)
	}
	if t := m.OcclusionTexture; t != nil {
		add(t.TexCoord, t.Extensions)
	}
	if p := m.PBRMetallicRoughness; p != nil {
		info(p.BaseColorTexture)
		info(p.MetallicRoughnessTexture)
	}
	for _, name := range slices.Sorted(maps.Keys(m.Extensions)) {
		var members map[string]json.RawMessage
		extension(m.Extensions, name, &members)
		for _, key := range slices.Sorted(maps.Keys(members)) {
			var t gltf.TextureInfo
			if strings.HasSuffix(key, "Texture") && json.Unmarshal(members[key], &t) == nil {
				info(&t)
			}
		}
		needs := name == "KHR_materials_anisotropy" || name == "KHR_materials_clearcoat" && members["clearcoatNormalTexture"] != nil
		b.tangents = b.tangents || needs && m.NormalTexture == nil
	}
	c.bound[i] = b
	return b
}

// variants checks that a variant gives a primitive one material.
func (c *checker) variants(where string, p *gltf.Primitive) {
	var ext struct{ Mappings []struct{ Variants []int } }
	if !extension(p.Extensions, "KHR_materials_variants", &ext) {
		return
	}
	seen := make(map[int]bool)
	for _, m := range ext.Mappings {
		for _, v := range m.Variants {
			if seen[v] {
				c.note("KHR_MATERIALS_VARIANTS_NON_UNIQUE_VARIANT", "%s has two materials for variant %d", where, v)
			}
			seen[v] = true
		}
	}
}
