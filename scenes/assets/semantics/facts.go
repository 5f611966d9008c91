// Package semantics finds what is known of a model: what it is, how large, which
// way it faces, what carries it and what it carries, whose it is.
//
// [Measure] looks at one model and what its file says, in file units. [Conclude]
// looks at all models of a pack, which share a unit and a licence, and makes
// assets of them; it needs no geometry, so that it can be done again when a
// person overrides something.
package semantics

import (
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets/shape"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// Facts are what one model shows by itself, in file units.
type Facts struct {
	// ID, Name, File and Node are as in assets.Asset.
	ID, Name, File, Node string

	kind      kind
	front     gltfio.Axis
	frontWhy  string
	mount     scenes.Support
	mountWhy  string
	measured  scenes.Vec3 // right, front, up in file units
	supports  []float64   // shares of the height
	triangles int
	copyright string
	warnings  []string
}

// Measure finds what does not depend on the pack. The model must have been read
// in file units with its front at +Z.
func Measure(f Facts, m *mesh.Model, info *gltfio.Info) *Facts {
	f.kind = classify(f.Name, info)
	f.front, f.frontWhy = frontOf(m, f.kind)
	f.mount, f.mountWhy = mountOf(f.kind, info)
	e := info.Extent()
	f.measured = scenes.Vec3{e[0], e[2], e[1]}
	if f.front == gltfio.PlusX || f.front == gltfio.MinusX {
		f.measured[0], f.measured[1] = f.measured[1], f.measured[0]
	}
	f.supports, f.triangles = shape.Supports(m), m.Triangles()
	f.copyright, f.warnings = info.Copyright, info.Warnings
	return &f
}
