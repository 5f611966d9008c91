package gltfio

import (
	"slices"

	"github.com/qmuntal/gltf"
)

// shaped tells whether an accessor's elements can be those of an attribute,
// whatever numbers they are made of.
func shaped(base string, a *gltf.Accessor, morph bool) bool {
	switch base {
	case gltf.POSITION, gltf.NORMAL:
		return a.Type == gltf.AccessorVec3
	case gltf.TANGENT:
		return a.Type == gltf.AccessorVec4 || morph && a.Type == gltf.AccessorVec3
	case "TEXCOORD":
		return a.Type == gltf.AccessorVec2
	case "COLOR":
		return a.Type == gltf.AccessorVec3 || a.Type == gltf.AccessorVec4
	case "JOINTS":
		return a.Type == gltf.AccessorVec4 && !a.Normalized && a.ComponentType != gltf.ComponentFloat
	case "WEIGHTS":
		return a.Type == gltf.AccessorVec4
	}
	return true
}

// fits tells whether an accessor may hold an attribute (glTF 2.0 specification,
// 3.7.2.1, and KHR_mesh_quantization where it is declared).
func (c *checker) fits(base string, a *gltf.Accessor, morph bool) bool {
	float := a.ComponentType == gltf.ComponentFloat
	bytes := a.ComponentType == gltf.ComponentByte || a.ComponentType == gltf.ComponentUbyte
	signed := a.ComponentType == gltf.ComponentByte || a.ComponentType == gltf.ComponentShort
	quantized := slices.Contains(c.doc.ExtensionsUsed, quantization)
	switch base {
	case gltf.POSITION:
		return a.Type == gltf.AccessorVec3 && (float || quantized && (!morph || signed))
	case gltf.NORMAL:
		return a.Type == gltf.AccessorVec3 && (float || quantized && signed && a.Normalized)
	case gltf.TANGENT:
		if morph {
			return a.Type == gltf.AccessorVec3 && (float || quantized && signed && a.Normalized)
		}
		return a.Type == gltf.AccessorVec4 && (float || quantized && signed && a.Normalized)
	case "TEXCOORD":
		return a.Type == gltf.AccessorVec2 && (float || quantized || !signed && a.Normalized || morph && a.Normalized)
	case "COLOR":
		return (a.Type == gltf.AccessorVec3 || a.Type == gltf.AccessorVec4) && (float || a.Normalized && (!signed || morph))
	case "JOINTS":
		return a.Type == gltf.AccessorVec4 && !a.Normalized && (a.ComponentType == gltf.ComponentUbyte || a.ComponentType == gltf.ComponentUshort)
	case "WEIGHTS":
		return a.Type == gltf.AccessorVec4 && (float || a.Normalized && !signed && (bytes || a.ComponentType == gltf.ComponentUshort))
	}
	return true
}
