package gltfio

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/qmuntal/gltf"
)

// File is an opened glTF file: proven sound, its buffers in memory, its images
// not yet. It serves one goroutine at a time.
type File struct {
	fsys   fs.FS
	name   string
	opts   Options
	doc    *gltf.Document
	open   Info
	images images
	models []group
	// minor are the faults that do not keep the file from being read.
	minor []*Error
}

// ModelInfo names one model of a file.
type ModelInfo struct {
	// Name is unique within the file: the file's own name when the file is one
	// model, else the name of its scene or node.
	Name string
	// Node is the name of the node that the model was split off at, or empty
	// when it is a whole scene.
	Node string
}

// Open reads and checks a .gltf or .glb file and finds the models in it.
// Everything the file refers to must lie in fsys. A returned error is an
// [*Error] when the file is at fault.
//
// Memory: the bytes of the file and of what lies beside it, about 100 bytes for
// every value of its JSON, and for the model being read about 130 bytes a
// vertex (a triangle's corner, where there are no normals) and 4 bytes a texel,
// 12 while an image is decoded. A file may have 512 MiB, 2 Mi JSON values and
// 1 GiB beside it, a model 4 Mi vertices and 4 Mi triangles, and a file's images
// 64 Mi texels together. Every limit is judged before what it bounds is
// allocated.
func Open(fsys fs.FS, name string, opts Options) (*File, error) {
	f := &File{fsys: fsys, name: name, opts: opts}
	if err := f.load(); err != nil {
		return nil, f.blame(err)
	}
	return f, nil
}

// Models lists the file's models; there is at least one.
func (f *File) Models() []ModelInfo {
	out := make([]ModelInfo, len(f.models))
	for i, g := range f.models {
		out[i] = g.ModelInfo
	}
	return out
}

// Model reads model i of Models in its own frame, with the centre of its box at
// the origin.
func (f *File) Model(i int) (*mesh.Model, *Info, error) {
	if i < 0 || i >= len(f.models) {
		return nil, nil, fmt.Errorf("%s has %d models, so there is no model %d", f.name, len(f.models), i)
	}
	r := f.reader()
	m, err := r.build(f.models[i])
	if err != nil {
		return nil, nil, f.blame(err)
	}
	return m, r.info, nil
}

func (f *File) load() error {
	if f.opts.Scale == 0 {
		f.opts.Scale = 1
	}
	if !(f.opts.Scale > 0) || f.opts.Scale > 1e6 {
		return fmt.Errorf("scale %v is not a positive number of metres per unit", f.opts.Scale)
	}
	if f.opts.Textures == nil {
		f.opts.Textures = new(TextureCache)
	}
	data, err := readFile(f.fsys, f.name)
	if err != nil {
		return err
	}
	text, bin, packing, err := container(f.name, data)
	if err != nil {
		return err
	}
	if f.doc, f.minor, err = parse(string(text)); err != nil {
		return err
	}
	f.minor = append(packing, f.minor...)
	if err := checkExtensions(f.doc, f.name); err != nil {
		return err
	}
	c, err := validate(f.doc)
	f.minor = append(f.minor, c.minor...)
	if err != nil {
		return err
	}
	r := f.reader()
	if err := r.loadBuffers(len(text) < len(data), bin); err != nil {
		return err
	}
	c.minor = nil
	c.contents(r)
	f.minor = append(f.minor, c.minor...)
	if f.models, err = r.split(modelName(f.name)); err != nil {
		return err
	}
	f.open = r.about()
	f.open.Warnings = append(f.open.Warnings, warnings(f.minor)...)
	return nil
}

// warnings lists minor faults, the first of each kind.
func warnings(minor []*Error) []string {
	var out []string
	seen := make(map[string]bool)
	for _, e := range minor {
		if !seen[e.Code] {
			seen[e.Code] = true
			out = append(out, e.Reason)
		}
	}
	return out
}

// reader returns a fresh reading of the file, which starts from what is known
// of every model.
func (f *File) reader() *reader {
	info := f.open
	info.Dependencies = slices.Clone(info.Dependencies)
	info.Warnings = slices.Clone(info.Warnings)
	return &reader{
		fsys: f.fsys, name: f.name, dir: path.Dir(f.name), images: &f.images, doc: f.doc, opts: f.opts, info: &info,
		slots: make(map[int]int), visited: make(map[int]bool), drawn: make(map[int]bool),
	}
}

// excuse adds what else is broken to the reason why a file shows nothing.
func (f *File) excuse(hollow *Error) *Error {
	minor := f.minor
	for i := 0; i < len(f.doc.Images) && len(minor) == 0; i++ {
		if err := f.reader().imageFault(i); err != nil {
			minor = append(minor, err)
		}
	}
	if len(minor) == 0 {
		return hollow
	}
	return &Error{Reason: hollow.Reason + "; besides, " + minor[0].Reason, Remedy: hollow.Remedy, Code: minor[0].Code}
}

// blame names the file in an error.
func (f *File) blame(err error) error {
	var fault *Error
	if errors.As(err, &fault) {
		if fault.hollow {
			fault = f.excuse(fault)
		}
		fault.File = f.name
		return fault
	}
	return fmt.Errorf("%s: %w", f.name, err)
}
