package trimesh

import (
	"errors"
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// MaxTriangles is the largest number of triangles that a mesh may have. One of
// that size takes about 200 MB.
const MaxTriangles = 1 << 20

// maxExtent bounds coordinates in metres, so that products of them stay finite.
const maxExtent = 1e9

// Mesh is a model prepared for questions. It does not change after [New] and
// may be read by many goroutines.
type Mesh struct {
	// tris are in the order of the tree's leaves, around the centre of the
	// bounding box.
	tris []tri
	// kind is that of the part to which each triangle belongs.
	kind  []kind
	nodes []node
	verts []vec
	// pieces are the connected parts, largest first.
	pieces []piece
	// solids and shells say that there are such parts.
	solids, shells bool
	size           vec
	report         Report
}

// Report is what was found while preparing a mesh.
type Report struct {
	// Triangles are those kept; Dropped had a coordinate that is no number or
	// is beyond 10⁹ m, an index without a position, or no area.
	Triangles, Dropped int
	// Pieces are the connected parts of the surface.
	Pieces int
	// Open says that at least one part does not enclose a volume.
	Open bool
	// Inverted says that at least one part was inside out and was turned. A
	// cavity in another part is not inverted.
	Inverted bool
	// Volume is that of the closed parts in cubic metres, unscaled and without
	// their cavities; parts that overlap count twice.
	Volume float64
	// Area is that of all triangles in square metres, unscaled.
	Area float64
}

// New prepares a model; see the asset frame of package mesh. Triangles that
// are unusable are dropped and counted in [Mesh.Report].
func New(m *mesh.Model) (*Mesh, error) {
	if m == nil {
		return nil, errors.New("trimesh: no model given")
	}
	n := m.Triangles()
	if n > MaxTriangles {
		return nil, tooLarge(m.Name, n)
	}
	w := newSoup(n)
	for i := range m.Parts {
		p := &m.Parts[i]
		last := uint32(len(p.Positions))
		for k := 0; k+2 < len(p.Indices); k += 3 {
			a, b, c := p.Indices[k], p.Indices[k+1], p.Indices[k+2]
			if a >= last || b >= last || c >= last {
				w.dropped++
				continue
			}
			w.add(fromFloat(p.Positions[a]), fromFloat(p.Positions[b]), fromFloat(p.Positions[c]))
		}
	}
	return w.finish(m.Name)
}

// FromTriangles prepares a list of triangles, counter-clockwise seen from
// outside. The mesh's frame has its origin in the middle of their bounding box.
func FromTriangles(list [][3]scenes.Vec3) (*Mesh, error) {
	if len(list) > MaxTriangles {
		return nil, tooLarge("", len(list))
	}
	w := newSoup(len(list))
	for i := range list {
		w.add(toVec(list[i][0]), toVec(list[i][1]), toVec(list[i][2]))
	}
	return w.finish("")
}

func fromFloat(p [3]float32) vec {
	return vec{float64(p[0]), float64(p[1]), float64(p[2])}
}

func tooLarge(name string, n int) error {
	return fmt.Errorf("trimesh: model %q has %d triangles, more than %d: simplify it", name, n, MaxTriangles)
}

// Report returns what was found while preparing the mesh.
func (m *Mesh) Report() Report { return m.report }

// Triangles returns the number of triangles kept.
func (m *Mesh) Triangles() int { return len(m.tris) }

// Size returns the extent of the bounding box along right, front and up.
func (m *Mesh) Size() scenes.Vec3 { return m.size.public() }

// flat is the extent, in metres, below which an axis is not scaled.
const flat = 1e-9

// ScaleTo returns the scale that makes the mesh's bounding box as large as
// size, as a renderer draws an asset at its object's size. An axis on which the
// mesh is flat keeps its scale.
func (m *Mesh) ScaleTo(size scenes.Vec3) scenes.Vec3 {
	s := scenes.Vec3{1, 1, 1}
	for k := range s {
		if e := m.size.axis(k); e > flat && size[k] > 0 {
			s[k] = size[k] / e
		}
	}
	return s
}
