package gltfio

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"

	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// Limits on what one file may hold, far above any game asset: they keep a
// hostile file from exhausting memory.
const (
	maxFileBytes = 512 << 20
	maxVertices  = 1 << 24
	maxPixels    = 1 << 26
	maxNodeDepth = 256
	// maxEmpty bounds accessors that name no bytes and so cost a file nothing.
	maxEmpty = 1 << 21
)

// Axis is a horizontal axis of a glTF file.
type Axis string

// The axes a front may point along. The zero Axis is glTF's own, +Z.
const (
	PlusZ  Axis = "+Z"
	PlusX  Axis = "+X"
	MinusZ Axis = "-Z"
	MinusX Axis = "-X"
)

// Options say how a file becomes a model. The zero value reads it as the glTF
// specification says: metres, front +Z.
type Options struct {
	// Scale is metres per file unit; 0 means 1.
	Scale float64
	// Front is the axis of the file that the asset's front points along; empty
	// means +Z.
	Front Axis
	// Textures shares decoded images between files; nil shares none.
	Textures *TextureCache
}

// Info is what a file says beside its geometry.
type Info struct {
	// Nodes, Meshes and Materials are the names in file order, without the
	// empty ones.
	Nodes, Meshes, Materials []string
	// Min and Max bound the geometry in file units along glTF's X, Y and Z.
	Min, Max [3]float64
	// Copyright is asset.copyright.
	Copyright string
	// Generator is asset.generator.
	Generator string
	// Extras are asset.extras when they are a JSON object.
	Extras map[string]any
	// Warnings name what was left out, one sentence each.
	Warnings []string
}

// Extent returns the size of the geometry in file units along X, Y and Z.
func (i *Info) Extent() [3]float64 {
	return [3]float64{i.Max[0] - i.Min[0], i.Max[1] - i.Min[1], i.Max[2] - i.Min[2]}
}

// ReadModel reads one .gltf or .glb file. Everything the file refers to must
// lie in fsys. A returned error is an [*Error] when the file is at fault.
func ReadModel(fsys fs.FS, name string, opts Options) (*mesh.Model, *Info, error) {
	m, info, err := readModel(fsys, name, opts)
	if err == nil {
		return m, info, nil
	}
	var fault *Error
	if errors.As(err, &fault) {
		fault.File = name
		return nil, nil, fault
	}
	return nil, nil, fmt.Errorf("%s: %w", name, err)
}

func readModel(fsys fs.FS, name string, opts Options) (*mesh.Model, *Info, error) {
	if opts.Scale == 0 {
		opts.Scale = 1
	}
	if !(opts.Scale > 0) || opts.Scale > 1e6 {
		return nil, nil, fmt.Errorf("scale %v is not a positive number of metres per unit", opts.Scale)
	}
	data, err := readFile(fsys, name)
	if err != nil {
		return nil, nil, err
	}
	doc, bin, err := parse(data)
	if err != nil {
		return nil, nil, err
	}
	if err := checkExtensions(doc); err != nil {
		return nil, nil, err
	}
	if err := validate(doc); err != nil {
		return nil, nil, err
	}
	r := &reader{fsys: fsys, dir: path.Dir(name), doc: doc, opts: opts, info: &Info{
		Copyright: doc.Asset.Copyright, Generator: doc.Asset.Generator,
	}}
	r.info.Extras, _ = doc.Asset.Extras.(map[string]any)
	if err := r.loadBuffers(bin); err != nil {
		return nil, nil, err
	}
	return r.build(modelName(name))
}

// readFile reads a whole file of a pack, refusing what is too large.
func readFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		var pe *fs.PathError
		if errors.As(err, &pe) {
			err = pe.Err
		}
		return nil, bad("check that the file exists and may be read", "cannot open %s: %v", name, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFileBytes+1))
	if err != nil {
		return nil, bad("check that the file may be read", "cannot read %s: %v", name, err)
	}
	if len(data) > maxFileBytes {
		return nil, bad("split or simplify it", "%s is larger than %d MiB", name, maxFileBytes>>20)
	}
	return data, nil
}
