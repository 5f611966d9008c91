package gltfio

import (
	"bytes"
	"errors"
	"io"
	"io/fs"

	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// Limits on what one file may hold, far above any game asset: they keep a
// hostile file from exhausting memory.
const (
	maxFileBytes = 512 << 20
	// maxReadBytes bounds what is read beside a file; one thing may be named
	// many times.
	maxReadBytes = 1 << 30
	maxVertices  = 1 << 22
	maxTriangles = 1 << 22
	maxPixels    = 1 << 26
	maxDraws     = 1 << 17
	// maxSplitVertices bounds what is looked at to find a file's models.
	maxSplitVertices = 4 * maxVertices
	maxNodeDepth     = 256
	// maxEmpty bounds accessors that name no bytes and so cost a file nothing.
	maxEmpty = 1 << 21
)

// Axis is an axis of a glTF file.
type Axis string

// The axes a front or an up may point along.
const (
	PlusZ  Axis = "+Z"
	PlusX  Axis = "+X"
	PlusY  Axis = "+Y"
	MinusZ Axis = "-Z"
	MinusX Axis = "-X"
)

// Options say how a file becomes a model. The zero value reads it as the glTF
// specification says: metres, front +Z, up +Y, several models where the file
// evidently is a collection.
type Options struct {
	// Scale is metres per file unit; 0 means 1.
	Scale float64
	// Up is the axis of the file that points up: +Y, which empty means too, or
	// +Z for files whose exporter kept a Z-up tool's axes. Such a file is turned
	// a quarter about X first, so that its −Y becomes +Z; Front and everything
	// in Info speak of the turned file.
	Up Axis
	// Front is the axis of the file that the asset's front points along: +Z,
	// which empty means too, −Z, +X or −X.
	Front Axis
	// Split says whether Open looks for several models in a file.
	Split SplitMode
	// Textures shares decoded images between files; nil shares none.
	Textures *TextureCache
}

// ReadModel reads one .gltf or .glb file as one model, whatever Options.Split
// says: its default scene, or its first. Everything the file refers to must
// lie in fsys. A returned error is an [*Error] when the file is at fault.
func ReadModel(fsys fs.FS, name string, opts Options) (*mesh.Model, *Info, error) {
	opts.Split = SplitNever
	f, err := Open(fsys, name, opts)
	if err != nil {
		return nil, nil, err
	}
	return f.Model(0)
}

// readFile reads a whole file of a pack, refusing what is too large and what is
// no plain file: a pipe would be waited for without end.
func readFile(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	if err == nil && !info.Mode().IsRegular() {
		return nil, bad("leave it out of the pack", "%s is not a plain file", name)
	}
	var f fs.File
	if err == nil {
		f, err = fsys.Open(name)
	}
	if err != nil {
		var pe *fs.PathError
		if errors.As(err, &pe) {
			err = pe.Err
		}
		return nil, bad("check that the file exists and may be read", "cannot open %s: %v", name, err)
	}
	defer f.Close()
	var buf bytes.Buffer
	if info.Size() < maxFileBytes {
		buf.Grow(int(info.Size()) + bytes.MinRead)
	}
	if _, err := buf.ReadFrom(io.LimitReader(f, maxFileBytes+1)); err != nil {
		return nil, bad("check that the file may be read", "cannot read %s: %v", name, err)
	}
	if buf.Len() > maxFileBytes {
		return nil, bad(remedySmaller, "%s is larger than %d MiB", name, maxFileBytes>>20)
	}
	return buf.Bytes(), nil
}
