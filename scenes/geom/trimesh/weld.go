package trimesh

import (
	"errors"
	"fmt"
	"math"
)

// soup collects triangles before their corners are joined.
type soup struct {
	list    []tri
	dropped int
	lo, hi  vec
}

func newSoup(n int) *soup { return &soup{list: make([]tri, 0, n)} }

func usable(p vec) bool {
	return p.x >= -maxExtent && p.x <= maxExtent && p.y >= -maxExtent && p.y <= maxExtent && p.z >= -maxExtent && p.z <= maxExtent
}

func (s *soup) add(a, b, c vec) {
	t := tri{a, b, c}
	if !usable(a) || !usable(b) || !usable(c) || t.sliver() {
		s.dropped++
		return
	}
	lo, hi := a.min(b).min(c), a.max(b).max(c)
	if len(s.list) > 0 {
		lo, hi = lo.min(s.lo), hi.max(s.hi)
	}
	s.lo, s.hi = lo, hi
	s.list = append(s.list, t)
}

// sliver reports whether a triangle has no area to speak of, and so no plane.
func (t *tri) sliver() bool {
	u, v, w := t.b.sub(t.a), t.c.sub(t.b), t.a.sub(t.c)
	longest := max(u.dot(u), v.dot(v), w.dot(w))
	return !(t.normal().len() > 1e-9*longest)
}

// weld joins corners that are one up to a millionth of the mesh's size,
// because positions in models are 32-bit floats, and moves the middle of the
// bounding box to the origin.
func (s *soup) weld() (verts []vec, corners [][3]int32) {
	center, size := s.lo.add(s.hi).mul(0.5), s.hi.sub(s.lo)
	grid := 1 / (1e-6 * max(size.x, size.y, size.z))
	index := make(map[[3]int32]int32, len(s.list)/2+3)
	verts = make([]vec, 0, len(s.list)/2+3)
	corners = make([][3]int32, 0, len(s.list))
	vertex := func(p vec) int32 {
		p = p.sub(center)
		key := [3]int32{int32(math.Round(p.x * grid)), int32(math.Round(p.y * grid)), int32(math.Round(p.z * grid))}
		if i, ok := index[key]; ok {
			return i
		}
		i := int32(len(verts))
		index[key] = i
		verts = append(verts, p)
		return i
	}
	for i := range s.list {
		c := [3]int32{vertex(s.list[i].a), vertex(s.list[i].b), vertex(s.list[i].c)}
		t := tri{verts[c[0]], verts[c[1]], verts[c[2]]}
		if c[0] == c[1] || c[1] == c[2] || c[2] == c[0] || t.sliver() {
			s.dropped++
			continue
		}
		corners = append(corners, c)
	}
	return verts, corners
}

// finish joins corners, finds the parts and builds the tree.
func (s *soup) finish(name string) (*Mesh, error) {
	var verts []vec
	var corners [][3]int32
	if len(s.list) > 0 {
		verts, corners = s.weld()
	}
	if len(corners) == 0 {
		err := errors.New("it has no triangles")
		if s.dropped > 0 {
			err = fmt.Errorf("none of its %d triangles is usable: each has no area or a coordinate that is no number", s.dropped)
		}
		return nil, fmt.Errorf("trimesh: model %q: %w", name, err)
	}
	m := &Mesh{verts: verts, size: s.hi.sub(s.lo)}
	t := newTopology(verts, corners)
	tris := make([]tri, len(corners))
	for i, c := range corners {
		tris[i] = tri{verts[c[0]], verts[c[1]], verts[c[2]]}
		if t.parts[t.owner[i]].turned {
			tris[i].b, tris[i].c = tris[i].c, tris[i].b
		}
	}
	order := build(m, tris)
	m.tris = make([]tri, len(tris))
	m.kind = make([]kind, len(tris))
	for k, i := range order {
		m.tris[k], m.kind[k] = tris[i], t.parts[t.owner[i]].kind
	}
	m.report.Triangles, m.report.Dropped = len(tris), s.dropped
	m.describe(t, order)
	return m, nil
}
