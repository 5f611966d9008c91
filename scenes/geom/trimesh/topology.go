package trimesh

import (
	"math"
	"slices"
)

// kind says what a connected part of the surface bounds.
type kind uint8

const (
	// solid: every edge is walked as often in one direction as in the other,
	// so that the part encloses a volume.
	solid kind = iota
	// shell: like a solid with some faces left out, such as a sofa without an
	// underside. It has an outside and an inside.
	shell
	// sheet: everything else, such as a leaf, a curtain, or faces that are there
	// twice. It has two sides and no inside.
	sheet
)

// part is a connected part while the mesh is prepared.
type part struct {
	kind   kind
	turned bool
	// volume is signed, area is a sum, middle and normal are weighted by area.
	volume, area   float64
	middle, normal vec
	balanced, once bool
	first          int32
}

type topology struct {
	verts   []vec
	corners [][3]int32
	owner   []int32
	parts   []part
}

// edge is one side of a triangle: its two corners in order and the triangle,
// packed so that sorting is fast. MaxTriangles leaves room for all three.
type edge uint64

func newEdge(u, v int32, t int) edge {
	return edge(uint64(min(u, v))<<42 | uint64(max(u, v))<<20 | uint64(t))
}

func (e edge) sides() edge { return e >> 20 }

func (e edge) tri() int32 { return int32(e & (1<<20 - 1)) }

// sign says in which direction the triangle walks the edge.
func (t *topology) sign(e edge) int {
	u, v := int32(e>>42), int32(e>>20&(1<<22-1))
	c := t.corners[e.tri()]
	for k := range c {
		if c[k] == u && c[(k+1)%3] == v {
			return 1
		}
	}
	return -1
}

// newTopology finds the parts that hang together by edges and what they are.
func newTopology(verts []vec, corners [][3]int32) *topology {
	t := &topology{verts: verts, corners: corners}
	edges := make([]edge, 0, 3*len(corners))
	for i, c := range corners {
		edges = append(edges, newEdge(c[0], c[1], i), newEdge(c[1], c[2], i), newEdge(c[2], c[0], i))
	}
	slices.Sort(edges)
	t.connect(edges)
	t.sum()
	for i := 0; i < len(edges); {
		sum, j := 0, i
		for ; j < len(edges) && edges[j].sides() == edges[i].sides(); j++ {
			sum += t.sign(edges[j])
		}
		p := &t.parts[t.owner[edges[i].tri()]]
		p.balanced = p.balanced && sum == 0
		p.once = p.once && sum >= -1 && sum <= 1
		i = j
	}
	for i := range t.parts {
		t.parts[i].classify()
	}
	t.turn()
	return t
}

func (t *topology) connect(edges []edge) {
	root := make([]int32, len(t.corners))
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
	for k := 1; k < len(edges); k++ {
		if edges[k].sides() == edges[k-1].sides() {
			a, b := find(edges[k-1].tri()), find(edges[k].tri())
			root[max(a, b)] = min(a, b)
		}
	}
	t.owner = make([]int32, len(t.corners))
	for i := range t.owner {
		if r := find(int32(i)); r == int32(i) {
			t.owner[i] = int32(len(t.parts))
			t.parts = append(t.parts, part{balanced: true, once: true, first: int32(i)})
		} else {
			t.owner[i] = t.owner[r]
		}
	}
}

func (t *topology) tri(i int) tri {
	c := t.corners[i]
	return tri{t.verts[c[0]], t.verts[c[1]], t.verts[c[2]]}
}

// sum adds up areas, and volumes as signed pyramids from each part's middle.
func (t *topology) sum() {
	for i := range t.corners {
		x, p := t.tri(i), &t.parts[t.owner[i]]
		n := x.normal()
		a := n.len() / 2
		p.area += a
		p.normal = p.normal.add(n.mul(0.5))
		p.middle = p.middle.add(x.centroid().mul(a))
	}
	for i := range t.parts {
		t.parts[i].middle = t.parts[i].middle.mul(1 / t.parts[i].area)
	}
	for i := range t.corners {
		x, p := t.tri(i), &t.parts[t.owner[i]]
		p.volume += x.a.sub(p.middle).dot(x.normal()) / 6
	}
}

// classify needs the edges' balance and the sums. Among open parts a shell is
// told from a sheet by bending round a volume: its normals nearly cancel.
func (p *part) classify() {
	bulk := math.Abs(p.volume) / (p.area * math.Sqrt(p.area))
	switch {
	case p.balanced && bulk > 1e-6:
		p.kind = solid
	case p.once && bulk > 1e-4 && p.normal.len() < 0.6*p.area:
		p.kind = shell
	default:
		p.kind = sheet
	}
}

// maxCavities bounds the work of telling cavities from inverted parts.
const maxCavities = 64

// turn marks the parts that are inside out. One that lies in a solid which is
// not, is a cavity of it and stays as it is.
func (t *topology) turn() {
	cavities := 0
	for i := range t.parts {
		p := &t.parts[i]
		if p.kind == sheet || p.volume >= 0 {
			continue
		}
		if cavities++; p.kind == solid && cavities <= maxCavities && t.inside(t.verts[t.corners[p.first][0]], int32(i)) {
			continue
		}
		p.turned = true
	}
}

// inside counts how often a ray up from p leaves the solids that are not
// inverted, other than the given part.
func (t *topology) inside(p vec, except int32) bool {
	odd := false
	for i := range t.corners {
		o := t.owner[i]
		if q := &t.parts[o]; o != except && q.kind == solid && q.volume > 0 {
			if x := t.tri(i); x.above(p) {
				odd = !odd
			}
		}
	}
	return odd
}
