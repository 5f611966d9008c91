package plan

import (
	"bytes"
	"io/fs"
	"strings"
	"time"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// Piece is a part of an exported file that is no object: a wall, a floor, the
// rim of a hole, a ceiling, a navigation mesh. The model's frame is (right,
// front, up) round the middle of its box, which lies at Centre; since a piece
// lies in a file as the level does, whose front is not +z, it stands there with
// the heading 180.
type Piece struct {
	Name   string
	Model  *mesh.Model
	Centre scenes.Vec3
}

// At returns where a point of the model lies.
func (p *Piece) At(v [3]float32) scenes.Vec3 {
	return scenes.Vec3{p.Centre[0] - float64(v[0]), p.Centre[1] - float64(v[1]), p.Centre[2] + float64(v[2])}
}

// Shell returns a room's shell in the room's own frame, as it is in every other
// format: what it is made of, cut and called is gltfio's to say.
func Shell(room *Room, ceiling bool) ([]Piece, error) {
	return pieces(bare(room), gltfio.LevelExport{Ceiling: ceiling}, "")
}

// ShellFile returns a room's shell alone as GLB.
func ShellFile(room *Room, opts gltfio.LevelExport) ([]byte, error) {
	var buf bytes.Buffer
	err := gltfio.ExportLevel(&buf, bare(room), nil, opts)
	return buf.Bytes(), err
}

// Navmeshes returns the navigation meshes of a level, in the level's frame; note
// is told where there is none.
func Navmeshes(level *scenes.Level, note func(string)) ([]Piece, error) {
	return pieces(level, gltfio.LevelExport{Navmesh: true, Note: note}, "-navmesh")
}

// bare is a level of the room alone, in its own frame and without its objects.
func bare(room *Room) *scenes.Level {
	return scenes.Single(room.Task, &scenes.Layout{})
}

// pieces exports a level and takes the file apart again. Only pieces whose name
// has the ending are returned.
func pieces(level *scenes.Level, opts gltfio.LevelExport, ending string) ([]Piece, error) {
	var buf bytes.Buffer
	if err := gltfio.ExportLevel(&buf, level, nil, opts); err != nil {
		return nil, err
	}
	f, err := gltfio.Open(oneFile(buf.Bytes()), "level.glb", gltfio.Options{Split: gltfio.SplitAlways})
	if err != nil {
		return nil, err
	}
	var out []Piece
	for i, info := range f.Models() {
		if !strings.HasSuffix(info.Node, ending) {
			continue
		}
		m, of, err := f.Model(i)
		if err != nil {
			return nil, err
		}
		mid := func(k int) float64 { return (of.Min[k] + of.Max[k]) / 2 }
		out = append(out, Piece{Name: strings.TrimSuffix(info.Name, ending), Model: m, Centre: scenes.Vec3{mid(0), -mid(2), mid(1)}})
	}
	return out, nil
}

// oneFile is a file system of one file, which has any name.
type oneFile []byte

func (f oneFile) Open(name string) (fs.File, error) {
	return &openFile{bytes.NewReader(f), fileInfo{name, int64(len(f))}}, nil
}

type openFile struct {
	*bytes.Reader
	info fileInfo
}

func (f *openFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFile) Close() error               { return nil }

type fileInfo struct {
	name string
	size int64
}

func (i fileInfo) Name() string       { return i.name }
func (i fileInfo) Size() int64        { return i.size }
func (i fileInfo) Mode() fs.FileMode  { return 0o444 }
func (i fileInfo) ModTime() time.Time { return time.Time{} }
func (i fileInfo) IsDir() bool        { return false }
func (i fileInfo) Sys() any           { return nil }
