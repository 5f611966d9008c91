// Package packtest makes small packs for tests.
package packtest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// Write puts one model into a folder as GLB.
func Write(t testing.TB, dir, name string, m *mesh.Model) {
	t.Helper()
	var buf bytes.Buffer
	if err := gltfio.ExportModel(&buf, m, gltfio.ModelExport{}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, buf.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Boxes makes a model of axis-aligned boxes given by their low and high
// corners in (right, front, up).
func Boxes(list ...[2][3]float32) *mesh.Model {
	m := &mesh.Model{Name: "boxes", Parts: make([]mesh.Part, 1), Materials: []mesh.Material{{BaseColor: [4]float32{1, 1, 1, 1}, Texture: -1}}}
	p := &m.Parts[0]
	for _, b := range list {
		for _, f := range [6][4]int{{0, 2, 3, 1}, {4, 5, 7, 6}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 4, 6, 2}, {1, 3, 7, 5}} {
			at := uint32(len(p.Positions))
			for _, k := range f {
				p.Positions = append(p.Positions, [3]float32{b[k&1][0], b[k>>1&1][1], b[k>>2&1][2]})
			}
			p.Indices = append(p.Indices, at, at+1, at+2, at, at+2, at+3)
		}
	}
	lo, hi := p.Positions[0], p.Positions[0]
	for _, v := range p.Positions {
		for k := range 3 {
			lo[k], hi[k] = min(lo[k], v[k]), max(hi[k], v[k])
		}
	}
	for k := range 3 {
		m.Size[k] = hi[k] - lo[k]
	}
	return m
}

// Chair returns a chair scaled by s whose back lies to the given side.
func Chair(s float32, back string) *mesh.Model {
	seat := [2][3]float32{{-.25 * s, -.25 * s, 0}, {.25 * s, .25 * s, .45 * s}}
	high := [2][3]float32{{-.25 * s, -.25 * s, .45 * s}, {.25 * s, -.2 * s, .9 * s}}
	switch back {
	case "front":
		high = [2][3]float32{{-.25 * s, .2 * s, .45 * s}, {.25 * s, .25 * s, .9 * s}}
	case "right":
		high = [2][3]float32{{.2 * s, -.25 * s, .45 * s}, {.25 * s, .25 * s, .9 * s}}
	case "left":
		high = [2][3]float32{{-.25 * s, -.25 * s, .45 * s}, {-.2 * s, .25 * s, .9 * s}}
	}
	return Boxes(seat, high)
}

// classes are words that files of [Many] are named by.
var classes = []string{"chair", "table", "bookshelf", "lamp", "crate", "sofa", "stool", "wardrobe"}

// Many writes n different small models into a folder, a hundred to a folder
// within it.
func Many(t testing.TB, dir string, n int) {
	t.Helper()
	for i := range n {
		s := 1 + float32(i)/float32(n)
		class := classes[i%len(classes)]
		m := Boxes([2][3]float32{{-.3 * s, -.3, 0}, {.3 * s, .3, .45}}, [2][3]float32{{-.3, -.3, .45}, {.3, -.25, .9 * s}})
		Write(t, dir, fmt.Sprintf("%s_%02d/%s_%05d.glb", class, i/100, class, i), m)
	}
}
