package trimesh

import (
	"math"
	"slices"
)

// node is a box of the tree. Its children are nodes[first] and nodes[first+1],
// or, when count is not zero, it is a leaf with tris[first:first+count].
type node struct {
	c, h         vec
	first, count int32
}

const (
	leafSize = 2
	bins     = 8
	// balanced is the depth from which on splits halve the triangles, so that
	// the tree is never deeper than balanced+20 and a fixed stack suffices.
	balanced  = 24
	stackSize = 128
)

type builder struct {
	lo, hi, mid []vec
	order       []int32
	nodes       []node
}

// build makes the tree over the triangles by the surface area heuristic on
// binned centroids (Wald 2007, "On fast construction of SAH-based bounding
// volume hierarchies") and returns the triangles' order in its leaves.
func build(m *Mesh, tris []tri) []int32 {
	n := len(tris)
	b := &builder{lo: make([]vec, n), hi: make([]vec, n), mid: make([]vec, n), order: make([]int32, n), nodes: make([]node, 1, 2*n)}
	for i := range tris {
		t := &tris[i]
		b.lo[i] = t.a.min(t.b).min(t.c)
		b.hi[i] = t.a.max(t.b).max(t.c)
		b.mid[i] = b.lo[i].add(b.hi[i])
		b.order[i] = int32(i)
	}
	b.split(0, 0, n, 0)
	m.nodes = slices.Clip(b.nodes)
	return b.order
}

func (b *builder) split(at, from, to, depth int) {
	first := b.order[from]
	lo, hi, mlo, mhi := b.lo[first], b.hi[first], b.mid[first], b.mid[first]
	for _, i := range b.order[from+1 : to] {
		lo, hi = lo.min(b.lo[i]), hi.max(b.hi[i])
		mlo, mhi = mlo.min(b.mid[i]), mhi.max(b.mid[i])
	}
	nd := node{c: lo.add(hi).mul(0.5), h: hi.sub(lo).mul(0.5), first: int32(from), count: int32(to - from)}
	// Rounding of later sums must not lose what lies on the box.
	nd.h = nd.h.mul(1 + 1e-12).add(vec{math.Abs(nd.c.x), math.Abs(nd.c.y), math.Abs(nd.c.z)}.mul(1e-12))
	if to-from <= leafSize {
		b.nodes[at] = nd
		return
	}
	half := b.divide(from, to, mlo, mhi, depth)
	kids := len(b.nodes)
	nd.first, nd.count = int32(kids), 0
	b.nodes[at] = nd
	b.nodes = append(b.nodes, node{}, node{})
	b.split(kids, from, half, depth+1)
	b.split(kids+1, half, to, depth+1)
}

type bin struct {
	lo, hi vec
	n      int
}

func (b *bin) grow(lo, hi vec, n int) {
	if n == 0 {
		return
	}
	if b.n == 0 {
		b.lo, b.hi = lo, hi
	} else {
		b.lo, b.hi = b.lo.min(lo), b.hi.max(hi)
	}
	b.n += n
}

func (b *bin) cost() float64 {
	if b.n == 0 {
		return 0
	}
	s := b.hi.sub(b.lo)
	return float64(b.n) * (s.x*s.y + s.y*s.z + s.z*s.x)
}

// divide orders a range so that its two halves are the children.
func (b *builder) divide(from, to int, lo, hi vec, depth int) int {
	ext := hi.sub(lo)
	axis := 0
	if ext.y > ext.x {
		axis = 1
	}
	if ext.z > ext.axis(axis) {
		axis = 2
	}
	wide := ext.axis(axis)
	if depth < balanced && wide > 0 && to-from > 4 {
		if half, ok := b.bestBin(from, to, axis, lo.axis(axis), float64(bins)/wide); ok {
			return half
		}
	}
	slices.SortStableFunc(b.order[from:to], func(i, j int32) int {
		switch p, q := b.mid[i].axis(axis), b.mid[j].axis(axis); {
		case p < q:
			return -1
		case p > q:
			return 1
		}
		return int(i - j)
	})
	return (from + to) / 2
}

func (b *builder) bestBin(from, to, axis int, lo, scale float64) (int, bool) {
	place := func(i int32) int {
		return min(bins-1, max(0, int((b.mid[i].axis(axis)-lo)*scale)))
	}
	var all [bins]bin
	for _, i := range b.order[from:to] {
		all[place(i)].grow(b.lo[i], b.hi[i], 1)
	}
	var right [bins]float64
	var acc bin
	for k := bins - 1; k > 0; k-- {
		acc.grow(all[k].lo, all[k].hi, all[k].n)
		right[k] = acc.cost()
	}
	best, bestCost := -1, 0.0
	acc = bin{}
	for k := 1; k < bins; k++ {
		acc.grow(all[k-1].lo, all[k-1].hi, all[k-1].n)
		if acc.n == 0 || acc.n == to-from {
			continue
		}
		if c := acc.cost() + right[k]; best < 0 || c < bestCost {
			best, bestCost = k, c
		}
	}
	if best < 0 {
		return 0, false
	}
	half := from
	for i := from; i < to; i++ {
		if place(b.order[i]) < best {
			b.order[i], b.order[half] = b.order[half], b.order[i]
			half++
		}
	}
	return half, true
}
