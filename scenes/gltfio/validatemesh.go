package gltfio

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/qmuntal/gltf"
)

// meshes checks primitives against accessors and materials.
func (c *checker) meshes() {
	for i, m := range c.doc.Meshes {
		targets := len(m.Primitives[0].Targets)
		for k, p := range m.Primitives {
			where := fmt.Sprintf("meshes[%d].primitives[%d]", i, k)
			c.indices(where, p)
			count := c.attributes(where, p.Attributes, false)
			c.continuity(where, p.Attributes)
			for t, target := range p.Targets {
				c.target(fmt.Sprintf("%s.targets[%d]", where, t), p.Attributes, target, count)
			}
			if len(p.Targets) != targets {
				c.fail("MESH_PRIMITIVES_UNEQUAL_TARGETS_COUNT", "%s has %d morph targets where others have %d", where, len(p.Targets), targets)
			}
			c.bindings(where, p)
			c.variants(where, p)
			if c.err != nil {
				return
			}
		}
		if m.Weights != nil && len(m.Weights) != targets {
			c.fail("MESH_INVALID_WEIGHTS_COUNT", "meshes[%d] has %d weights for %d morph targets", i, len(m.Weights), targets)
		}
	}
}

func (c *checker) indices(where string, p *gltf.Primitive) {
	if p.Indices == nil {
		return
	}
	a := c.doc.Accessors[*p.Indices]
	switch a.ComponentType {
	case gltf.ComponentUbyte, gltf.ComponentUshort, gltf.ComponentUint:
		if a.Type == gltf.AccessorScalar && !a.Normalized {
			break
		}
		fallthrough
	default:
		c.fail("MESH_PRIMITIVE_INDICES_ACCESSOR_INVALID_FORMAT", "%s.indices are %s, but must be plain SCALAR of unsigned integers", where, format(a))
		return
	}
	if a.BufferView != nil {
		c.use(*a.BufferView, forIndices, where+".indices")
	}
}

// attributes checks the accessors of a primitive or morph target and returns
// how many vertices they have.
func (c *checker) attributes(where string, attrs map[string]int, morph bool) int {
	count := -1
	for _, name := range slices.Sorted(maps.Keys(attrs)) {
		a := c.doc.Accessors[attrs[name]]
		switch base, _ := semantic(name); {
		case !knownSemantic(name):
			c.note("MESH_PRIMITIVE_INVALID_ATTRIBUTE", "%s has the attribute %.60q, which is none", where, name)
		case a.ComponentType == gltf.ComponentUint:
			c.fail("MESH_PRIMITIVE_ATTRIBUTES_ACCESSOR_UNSIGNED_INT", "%s.%.60s has unsigned integers of 32 bits", where, name)
		case !shaped(base, a, morph):
			c.fail("MESH_PRIMITIVE_ATTRIBUTES_ACCESSOR_INVALID_FORMAT", "%s.%.60s is %s", where, name, format(a))
		case !c.fits(base, a, morph):
			c.note("MESH_PRIMITIVE_ATTRIBUTES_ACCESSOR_INVALID_FORMAT", "%s.%.60s is %s, which no extension allows", where, name, format(a))
		case name == gltf.POSITION && (a.Min == nil || a.Max == nil):
			c.note("MESH_PRIMITIVE_POSITION_ACCESSOR_WITHOUT_BOUNDS", "%s.POSITION has no min and max", where)
		}
		if count >= 0 && a.Count != count {
			c.fail("MESH_PRIMITIVE_UNEQUAL_ACCESSOR_COUNT", "%s: attribute %.60s has %d entries where others have %d", where, name, a.Count, count)
		}
		count = a.Count
		if a.BufferView != nil {
			c.placed(where+"."+name, attrs[name], a)
		}
	}
	return count
}

// placed checks how a vertex attribute lies in its buffer view.
func (c *checker) placed(where string, index int, a *gltf.Accessor) {
	view := *a.BufferView
	c.use(view, forVertices, where)
	if a.ByteOffset%4 != 0 || gltf.SizeOfElement(a.ComponentType, a.Type)%4 != 0 && c.doc.BufferViews[view].ByteStride == 0 {
		c.note("MESH_PRIMITIVE_ACCESSOR_UNALIGNED", "%s is not aligned to 4 bytes", where)
	}
	if c.doc.BufferViews[view].ByteStride == 0 {
		if c.first == nil {
			c.first = make(map[int]int)
		}
		if other, ok := c.first[view]; ok && other != index {
			c.note("MESH_PRIMITIVE_ACCESSOR_WITHOUT_BYTESTRIDE", "%s shares bufferViews[%d], which has no byteStride", where, view)
		}
		c.first[view] = index
	}
}

func (c *checker) target(where string, base, target map[string]int, count int) {
	n := c.attributes(where, target, true)
	for _, name := range slices.Sorted(maps.Keys(target)) {
		if _, ok := base[name]; !ok {
			c.note("MESH_PRIMITIVE_MORPH_TARGET_NO_BASE_ACCESSOR", "%s moves %.60s, which the primitive has not", where, name)
		} else if n != count {
			c.fail("MESH_PRIMITIVE_MORPH_TARGET_INVALID_ATTRIBUTE_COUNT", "%s has %d entries where the primitive has %d", where, n, count)
		}
	}
}

// semantic splits TEXCOORD_1 into its base and number; names without a number
// have −1.
func semantic(name string) (base string, n int) {
	head, tail, ok := strings.Cut(name, "_")
	if !ok || head == "" {
		return name, -1
	}
	n, err := strconv.Atoi(tail)
	if err != nil || strconv.Itoa(n) != tail {
		return name, -1
	}
	return head, n
}

func knownSemantic(name string) bool {
	base, n := semantic(name)
	switch base {
	case gltf.POSITION, gltf.NORMAL, gltf.TANGENT:
		return n < 0
	case "TEXCOORD", "COLOR", "JOINTS", "WEIGHTS":
		return n >= 0
	}
	return strings.HasPrefix(name, "_")
}

// continuity checks that TEXCOORD_0, TEXCOORD_1 and so on have no holes and
// that joints and weights come in pairs.
func (c *checker) continuity(where string, attrs map[string]int) {
	sets := make(map[string]int)
	for name := range attrs {
		if base, n := semantic(name); n >= 0 {
			sets[base]++
		}
	}
	for _, base := range []string{"TEXCOORD", "COLOR", "JOINTS", "WEIGHTS"} {
		for n := range sets[base] {
			if _, ok := attrs[fmt.Sprintf("%s_%d", base, n)]; !ok {
				c.note("MESH_PRIMITIVE_INDEXED_SEMANTIC_CONTINUITY", "%s has %d sets of %s, but no %s_%d", where, sets[base], base, base, n)
				break
			}
		}
	}
	if sets["JOINTS"] != sets["WEIGHTS"] {
		c.fail("MESH_PRIMITIVE_JOINTS_WEIGHTS_MISMATCH", "%s has %d sets of joints but %d of weights", where, sets["JOINTS"], sets["WEIGHTS"])
	}
}
