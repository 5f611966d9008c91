package trimesh

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
)

// weldGrid is the distance, as a share of nothing but in metres, within which
// corners are one: positions in models are 32-bit floats.
const weldGrid = 1e-6

// maxPieces bounds how many parts are tested for lying inside another mesh.
const maxPieces = 64

// piece is a connected part of the surface.
type piece struct {
	// inner is a point strictly inside a closed part, or on an open one.
	inner vec
	// normal is an open part's unit normal at inner.
	normal vec
	closed bool
	weight float64
}

// welder joins equal corners and drops unusable triangles.
type welder struct {
	index   map[[3]int64]int32
	verts   []vec
	corners [][3]int32
	dropped int
}

func newWelder(n int) *welder {
	return &welder{index: make(map[[3]int64]int32, n/2+3), verts: make([]vec, 0, n/2+3), corners: make([][3]int32, 0, n)}
}

func usable(p vec) bool {
	return p.x >= -maxExtent && p.x <= maxExtent && p.y >= -maxExtent && p.y <= maxExtent && p.z >= -maxExtent && p.z <= maxExtent
}

func (w *welder) add(a, b, c vec) {
	if !usable(a) || !usable(b) || !usable(c) {
		w.dropped++
		return
	}
	t := [3]int32{w.vertex(a), w.vertex(b), w.vertex(c)}
	if t[0] == t[1] || t[1] == t[2] || t[2] == t[0] {
		w.dropped++
		return
	}
	w.corners = append(w.corners, t)
}

func (w *welder) vertex(p vec) int32 {
	key := [3]int64{int64(math.Round(p.x / weldGrid)), int64(math.Round(p.y / weldGrid)), int64(math.Round(p.z / weldGrid))}
	if i, ok := w.index[key]; ok {
		return i
	}
	i := int32(len(w.verts))
	w.index[key] = i
	w.verts = append(w.verts, p)
	return i
}

// finish finds the parts, turns inverted ones and builds the tree.
func (w *welder) finish(name string) (*Mesh, error) {
	if len(w.corners) == 0 {
		err := errors.New("no usable triangle")
		if w.dropped > 0 {
			err = fmt.Errorf("none of its %d triangles is usable: each has no area or a coordinate that is no number", w.dropped)
		}
		return nil, fmt.Errorf("trimesh: model %q: %w", name, err)
	}
	lo, hi := w.verts[0], w.verts[0]
	for _, v := range w.verts {
		lo, hi = lo.min(v), hi.max(v)
	}
	center := lo.add(hi).mul(0.5)
	for i := range w.verts {
		w.verts[i] = w.verts[i].sub(center)
	}
	m := &Mesh{verts: w.verts, size: hi.sub(lo)}
	part, parts := w.parts()
	closed, volume := w.enclosed(part, parts)

	tris := make([]tri, 0, len(w.corners))
	sheet := make([]bool, 0, len(w.corners))
	owner := make([]int32, 0, len(w.corners))
	area := make([]float64, parts)
	for i, c := range w.corners {
		t := tri{w.verts[c[0]], w.verts[c[1]], w.verts[c[2]]}
		if volume[part[i]] < 0 && closed[part[i]] {
			t.b, t.c = t.c, t.b
			m.report.Inverted = true
		}
		a := t.normal().len() / 2
		// A sliver keeps its place in the topology but has no plane.
		if longest := longestEdge(&t); a <= 1e-9*longest*longest || a == 0 {
			w.dropped++
			continue
		}
		tris, sheet, owner = append(tris, t), append(sheet, !closed[part[i]]), append(owner, part[i])
		area[part[i]] += a
		m.report.Area += a
	}
	if len(tris) == 0 {
		return nil, fmt.Errorf("trimesh: model %q: none of its %d triangles has an area", name, w.dropped)
	}
	order := build(m, tris)
	m.tris = make([]tri, len(tris))
	m.sheet = make([]bool, len(tris))
	first := make([]int32, parts)
	for i := range first {
		first[i] = -1
	}
	for k, i := range order {
		m.tris[k], m.sheet[k] = tris[i], sheet[i]
		p := owner[i]
		if f := first[p]; f < 0 || area2(&m.tris[f]) < area2(&tris[i]) {
			first[p] = int32(k)
		}
	}
	for p := range parts {
		if closed[p] {
			m.report.Volume += math.Abs(volume[p])
		} else {
			m.report.Open = true
		}
		if first[p] >= 0 {
			m.pieces = append(m.pieces, m.piece(first[p], closed[p], area[p]))
		}
	}
	slices.SortStableFunc(m.pieces, func(a, b piece) int { return cmp.Compare(b.weight, a.weight) })
	m.report.Pieces = len(m.pieces)
	if len(m.pieces) > maxPieces {
		m.pieces = slices.Clone(m.pieces[:maxPieces])
	}
	m.report.Triangles, m.report.Dropped = len(m.tris), w.dropped
	return m, nil
}

func area2(t *tri) float64 {
	n := t.normal()
	return n.dot(n)
}

func longestEdge(t *tri) float64 {
	a, b, c := t.b.sub(t.a), t.c.sub(t.b), t.a.sub(t.c)
	return math.Sqrt(max(a.dot(a), b.dot(b), c.dot(c)))
}

// parts numbers the connected parts; triangles are connected by sharing a
// corner.
func (w *welder) parts() (part []int32, n int) {
	root := make([]int32, len(w.verts))
	for i := range root {
		root[i] = int32(i)
	}
	find := func(i int32) int32 {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	for _, c := range w.corners {
		a := find(c[0])
		for _, v := range c[1:] {
			if b := find(v); a < b {
				root[b] = a
			} else {
				root[a], a = b, b
			}
		}
	}
	number := make([]int32, len(w.verts))
	part = make([]int32, len(w.corners))
	for i, c := range w.corners {
		r := find(c[0])
		if number[r] == 0 {
			n++
			number[r] = int32(n)
		}
		part[i] = number[r] - 1
	}
	return part, n
}

// enclosed says of each part whether it encloses a volume, which it does when
// each of its edges is walked as often in one direction as in the other, and
// which volume, negative when it is inside out (sum of signed tetrahedra).
func (w *welder) enclosed(part []int32, parts int) (closed []bool, volume []float64) {
	closed, volume = make([]bool, parts), make([]float64, parts)
	type edge struct {
		key        uint64
		sign, part int32
	}
	edges := make([]edge, 0, 3*len(w.corners))
	area := make([]float64, parts)
	for i, c := range w.corners {
		for k := range 3 {
			u, v, s := c[k], c[(k+1)%3], int32(1)
			if u > v {
				u, v, s = v, u, -1
			}
			edges = append(edges, edge{uint64(u)<<32 | uint64(v), s, part[i]})
		}
		t := tri{w.verts[c[0]], w.verts[c[1]], w.verts[c[2]]}
		volume[part[i]] += t.a.dot(t.b.cross(t.c)) / 6
		area[part[i]] += t.normal().len() / 2
	}
	slices.SortFunc(edges, func(a, b edge) int { return cmp.Compare(a.key, b.key) })
	for p := range closed {
		// A doubled sheet is balanced but encloses nothing.
		closed[p] = math.Abs(volume[p]) > 1e-6*area[p]*math.Sqrt(area[p])
	}
	for i := 0; i < len(edges); {
		sum, j := int32(0), i
		for ; j < len(edges) && edges[j].key == edges[i].key; j++ {
			sum += edges[j].sign
		}
		if sum != 0 {
			closed[edges[i].part] = false
		}
		i = j
	}
	return closed, volume
}

// piece finds a point inside the part that the given triangle belongs to.
func (m *Mesh) piece(k int32, closed bool, weight float64) piece {
	t := &m.tris[k]
	n := t.normal()
	n = n.mul(1 / n.len())
	c := t.centroid()
	if !closed {
		return piece{inner: c, normal: n, weight: weight}
	}
	// Half way to the first surface behind the largest triangle.
	in := n.mul(-1)
	depth := m.size.len()
	if d, _, ok := m.cast(c, in, 1e-7, depth); ok {
		depth = d
	} else {
		depth = 0
	}
	return piece{inner: c.add(in.mul(depth / 2)), closed: true, weight: weight}
}
