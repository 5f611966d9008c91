package trimesh

import (
	"cmp"
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

// edge is one side of a triangle; the key is that of its two corners in order,
// the sign says in which order the triangle walks them.
type edge struct {
	key  uint64
	tri  int32
	sign int32
}

// newTopology finds the parts that hang together by edges and what they are.
func newTopology(verts []vec, corners [][3]int32) *topology {
	t := &topology{verts: verts, corners: corners}
	edges := make([]edge, 0, 3*len(corners))
	for i, c := range corners {
		for k := range 3 {
			u, v, s := c[k], c[(k+1)%3], int32(1)
			if u > v {
				u, v, s = v, u, -1
			}
			edges = append(edges, edge{uint64(u)<<32 | uint64(v), int32(i), s})
		}
	}
	slices.SortFunc(edges, func(a, b edge) int {
		if c := cmp.Compare(a.key, b.key); c != 0 {
			return c
		}
		return cmp.Compare(a.tri, b.tri)
	})
	t.connect(edges)
	t.sum()
	for i := 0; i < len(edges); {
		sum, j := int32(0), i
		for ; j < len(edges) && edges[j].key == edges[i].key; j++ {
			sum += edges[j].sign
		}
		p := &t.parts[t.owner[edges[i].tri]]
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
		if edges[k].key == edges[k-1].key {
			a, b := find(edges[k-1].tri), find(edges[k].tri)
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
