// Package mesh holds triangle models as every other package shares them: the
// importer fills them, the library stores them, the rasteriser draws them, the
// exporter writes them.
package mesh

import "image"

// Model is one asset's geometry in the asset frame: x is the asset's right, y
// its front, z up, in metres, with the centre of its bounding box at the
// origin. Models are read only once built.
type Model struct {
	Name      string
	Parts     []Part
	Materials []Material
	// Textures are in sRGB with straight alpha.
	Textures []*image.NRGBA
	// Size is the extent of the bounding box.
	Size [3]float32
}

// Part is a list of triangles with one material. Normals, UVs and Colors are
// empty or have one entry per position.
type Part struct {
	Positions [][3]float32
	Normals   [][3]float32
	// UVs have their origin at the top left of the texture, as in glTF.
	UVs [][2]float32
	// Colors are linear RGBA factors.
	Colors [][4]float32
	// Indices are triples, counter-clockwise seen from outside.
	Indices []uint32
	// Material indexes Model.Materials.
	Material int
}

// AlphaMode says how a material's alpha is used, as in glTF.
type AlphaMode uint8

// The alpha modes.
const (
	Opaque AlphaMode = iota
	Mask
	Blend
)

// Material is glTF's metallic-roughness material, reduced to what is drawn.
type Material struct {
	Name string
	// BaseColor is a linear RGBA factor.
	BaseColor [4]float32
	// Texture indexes Model.Textures, or is -1.
	Texture     int
	Emissive    [3]float32
	Metallic    float32
	Roughness   float32
	Alpha       AlphaMode
	AlphaCutoff float32
	DoubleSided bool
	Unlit       bool
}

// Triangles returns the number of triangles.
func (m *Model) Triangles() int {
	n := 0
	for _, p := range m.Parts {
		n += len(p.Indices) / 3
	}
	return n
}
