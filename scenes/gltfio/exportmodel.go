package gltfio

import (
	"fmt"
	"image"
	"io"

	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/qmuntal/gltf"
)

// ModelExport says what a model's file holds beside its geometry.
type ModelExport struct {
	// Copyright becomes asset.copyright.
	Copyright string
	// Extras go on the asset and, unless Compact, on the node.
	Extras map[string]any
	// Images, if set, keeps an image as PNG outside the file and returns the
	// URI to refer to it by, relative to the file. Otherwise images lie in the
	// file.
	Images func(*image.NRGBA) (uri string, err error)
	// Compact halves the size of the geometry: positions keep one part in
	// 65,000 of the extent and normals half a degree (KHR_mesh_quantization).
	Compact bool
}

// ExportModel writes one model as GLB: front +Z, standing on the origin with
// its base centred. Reading the file with the zero [Options] gives the model
// back.
func ExportModel(w io.Writer, m *mesh.Model, opts ModelExport) error {
	g := newGLB()
	g.external = opts.Images
	scale := gltf.DefaultScale
	if opts.Compact {
		scale = g.quantize(m)
	}
	g.doc.Asset.Copyright = opts.Copyright
	name := asciiName(m.Name)
	at, err := g.mesh(m, name, assetFrame, nil)
	if err != nil {
		return fmt.Errorf("exporting a model: %w", err)
	}
	node := &gltf.Node{Name: name, Mesh: gltf.Index(at), Translation: [3]float64{0, round(m.Size[2] / 2), 0}, Scale: scale}
	if len(opts.Extras) > 0 {
		g.doc.Asset.Extras = opts.Extras
		if !opts.Compact {
			node.Extras = opts.Extras
		}
	}
	g.doc.Nodes = []*gltf.Node{node}
	g.doc.Scenes[0].Name, g.doc.Scenes[0].Nodes = name, []int{0}
	return g.write(w)
}
