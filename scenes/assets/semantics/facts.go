// Package semantics finds what is known of a model: what it is, how large, which
// way it faces, what carries it and what it carries, whose it is.
//
// [Measure] looks at one model and what its file says, in file units. [Conclude]
// looks at the facts of all models of a pack, which share a unit and a licence,
// and makes assets of them; it needs no geometry, so that it is done again
// whenever the pack grows or a person says otherwise in [Overrides].
package semantics

import (
	"strings"
	"unicode/utf8"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets/shape"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// FactsVersion is raised when Measure finds something new or otherwise: facts
// of another version are to be measured again.
const FactsVersion = 1

// Facts are what one model shows by itself, in file units. They are kept as
// JSON.
type Facts struct {
	Version int `json:"version"`
	// ID, Name, File and Node are as in assets.Asset.
	ID   string `json:"id"`
	Name string `json:"name"`
	File string `json:"file"`
	Node string `json:"node,omitempty"`
	// Nodes, Meshes and Materials are the names in the file, of each the first
	// few dozen.
	Nodes     []string `json:"nodes,omitempty"`
	Meshes    []string `json:"meshes,omitempty"`
	Materials []string `json:"materials,omitempty"`
	// Min and Max bound the geometry along glTF's X, Y and Z.
	Min [3]float64 `json:"min"`
	Max [3]float64 `json:"max"`
	// Shape is the model as it stands with front +Z and up +Y, Lying the same
	// with up +Z.
	Shape shape.Shape `json:"shape"`
	Lying shape.Shape `json:"lying"`
	// Colours are what the surface is painted with, the largest share first.
	Colours []shape.Colour `json:"colours,omitempty"`
	// Metallic and Transparent are the shares of the surface that are metal and
	// seen through, by the materials' settings.
	Metallic    float64 `json:"metallic,omitempty"`
	Transparent float64 `json:"transparent,omitempty"`
	// Parts are the nodes that look as if they move.
	Parts     []Part `json:"parts,omitempty"`
	Triangles int    `json:"triangles"`
	// Copyright, Author and Licence are as the file states them.
	Copyright string   `json:"copyright,omitempty"`
	Author    string   `json:"author,omitempty"`
	Licence   string   `json:"licence,omitempty"`
	Warnings  []string `json:"warnings,omitempty"`
}

// Bounds on what is kept of a file's names.
const (
	mostNames  = 48
	mostLetter = 80
)

// Measure finds what does not depend on the pack. ID, Name, File and Node are
// those of the given facts. The model must have been read in file units with
// its front at +Z and up +Y. It costs about 0.7 ms for a model of 300 triangles.
func Measure(f Facts, m *mesh.Model, info *gltfio.Info) *Facts {
	f.Version = FactsVersion
	f.Nodes, f.Meshes, f.Materials = names(info.Nodes), names(info.Meshes), names(info.Materials)
	f.Min, f.Max = info.Min, info.Max
	f.Shape, f.Lying = shape.Of(m)
	f.Colours = shape.Colours(m)
	f.Metallic, f.Transparent = shape.Finish(m)
	f.Parts = moving(info)
	f.Triangles = m.Triangles()
	f.Copyright, f.Author, f.Licence = oneLine(info.Copyright), oneLine(info.Author), oneLine(info.Licence)
	f.Warnings = info.Warnings
	return &f
}

// names keeps the first few names, shortened.
func names(list []string) []string {
	var out []string
	for _, n := range list[:min(len(list), mostNames)] {
		out = append(out, clip(n, mostLetter))
	}
	return out
}

// oneLine makes one short line of a text.
func oneLine(s string) string { return clip(strings.Join(strings.Fields(s), " "), 4*mostLetter) }

// clip cuts a text to a number of bytes, between letters, and replaces what is
// not UTF-8, which JSON would.
func clip(s string, n int) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// frame returns the shape for an up axis.
func (f *Facts) frame(up gltfio.Axis) shape.Shape {
	if up == gltfio.PlusZ {
		return f.Lying
	}
	return f.Shape
}

// origin returns where the file's origin lies from the centre of the base, in
// right, front and up with the front at +Z.
func (f *Facts) origin(up gltfio.Axis) scenes.Vec3 {
	lo, hi := f.Min, f.Max
	if up == gltfio.PlusZ {
		// The turned file's axes are (x, z, −y).
		lo, hi = [3]float64{lo[0], lo[2], -hi[1]}, [3]float64{hi[0], hi[2], -lo[1]}
	}
	return scenes.Vec3{(lo[0] + hi[0]) / 2, -(lo[2] + hi[2]) / 2, -lo[1]}
}
