package trimesh

import (
	"cmp"
	"slices"
)

// maxPieces bounds how many parts of a mesh are tested for lying wholly inside
// another mesh: the largest.
const maxPieces = 64

// piece is a connected part of a prepared mesh.
type piece struct {
	// inner is a point strictly inside a solid, or on the surface of another
	// part, whose unit normal there is normal.
	inner, normal vec
	kind          kind
	area          float64
}

// describe fills the report and the pieces.
func (m *Mesh) describe(t *topology, order []int32) {
	// The largest triangle of each part.
	largest := make([]int32, len(t.parts))
	for i := range largest {
		largest[i] = -1
	}
	size := func(k int32) float64 { n := m.tris[k].normal(); return n.dot(n) }
	for k, i := range order {
		if l := &largest[t.owner[i]]; *l < 0 || size(*l) < size(int32(k)) {
			*l = int32(k)
		}
	}
	r := &m.report
	r.Pieces = len(t.parts)
	for i := range t.parts {
		p := &t.parts[i]
		r.Area += p.area
		r.Inverted = r.Inverted || p.turned
		r.Open = r.Open || p.kind != solid
		m.shells = m.shells || p.kind == shell
		m.solids = m.solids || p.kind == solid
		if p.kind == solid {
			if p.turned {
				r.Volume -= p.volume
			} else {
				r.Volume += p.volume
			}
		}
		m.pieces = append(m.pieces, piece{inner: vec{x: float64(largest[i])}, kind: p.kind, area: p.area})
	}
	slices.SortStableFunc(m.pieces, func(a, b piece) int { return cmp.Compare(b.area, a.area) })
	if len(m.pieces) > maxPieces {
		m.pieces = slices.Clone(m.pieces[:maxPieces])
	}
	for i := range m.pieces {
		m.settle(&m.pieces[i], int32(m.pieces[i].inner.x))
	}
}

// settle finds the inner point of a piece from its largest triangle: half way
// from there to the next surface behind it.
func (m *Mesh) settle(p *piece, largest int32) {
	t := &m.tris[largest]
	n := t.normal()
	p.normal, p.inner = n.mul(1/n.len()), t.centroid()
	if p.kind != solid {
		return
	}
	back, size := p.normal.mul(-1), m.size.len()
	if d, _, ok := m.cast(p.inner, back, 1e-7*size, size, solid); ok {
		p.inner = p.inner.add(back.mul(d / 2))
	}
}
