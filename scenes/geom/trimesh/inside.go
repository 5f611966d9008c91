package trimesh

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// Contains reports whether p lies inside the mesh. On the surface it may say
// either.
//
// Inside a closed part is where a vertical ray crosses its surface an odd
// number of times. Crossings are counted so that neighbouring triangles agree
// about the edge between them, whence no edge is hit twice or missed.
//
// A part that is open but bends round a volume, as a sofa without an underside
// does, holds p when at least five of the six rays along the mesh's own axes
// first meet the back of a triangle. Other open parts, such as leaves and
// curtains, hold nothing.
func (p *Placed) Contains(q scenes.Vec3) bool {
	f, ok := p.frame()
	if !ok || !toVec(q).finite() {
		return false
	}
	return f.m.contains(f.unplace(toVec(q)))
}

func (m *Mesh) contains(p vec) bool {
	if h := m.size.mul(0.5); !(math.Abs(p.x) <= h.x && math.Abs(p.y) <= h.y && math.Abs(p.z) <= h.z) {
		return false
	}
	return m.solids && m.odd(p) || m.shells && m.surrounds(p)
}

// surrounds is the vote of six rays.
func (m *Mesh) surrounds(p vec) bool {
	missed, reach := 0, 2*m.size.len()
	for _, d := range [6]vec{{x: 1}, {x: -1}, {y: 1}, {y: -1}, {z: 1}, {z: -1}} {
		if _, k, ok := m.cast(p, d, 0, reach, shell); !ok || m.tris[k].normal().dot(d) <= 0 {
			if missed++; missed > 1 {
				return false
			}
		}
	}
	return true
}

// odd counts the solids' triangles above p.
func (m *Mesh) odd(p vec) bool {
	var stack [stackSize]int32
	odd := false
	for n := 1; n > 0; {
		n--
		nd := &m.nodes[stack[n]]
		if p.x < nd.c.x-nd.h.x-1e-12 || p.x > nd.c.x+nd.h.x+1e-12 ||
			p.y < nd.c.y-nd.h.y-1e-12 || p.y > nd.c.y+nd.h.y+1e-12 || p.z > nd.c.z+nd.h.z {
			continue
		}
		if nd.count == 0 {
			stack[n], stack[n+1] = nd.first, nd.first+1
			n += 2
			continue
		}
		for i := nd.first; i < nd.first+nd.count; i++ {
			if m.kind[i] == solid && m.tris[i].above(p) {
				odd = !odd
			}
		}
	}
	return odd
}

// above reports whether the vertical ray up from p meets the triangle.
func (t *tri) above(p vec) bool {
	// The shadow holds p when an odd number of its edges lies beyond p.
	if odd := (beyond(t.a, t.b, p) != beyond(t.b, t.c, p)) != beyond(t.c, t.a, p); !odd {
		return false
	}
	n := t.normal()
	d := n.dot(t.a.sub(p))
	if n.z < 0 {
		d = -d
	}
	return d > 0
}

// beyond reports whether the edge's shadow crosses the half line from p towards
// +x. Both triangles of an edge get the same answer: it does not depend on the
// edge's direction, and corners level with p count as above it.
func beyond(a, b, p vec) bool {
	if (a.y >= p.y) == (b.y >= p.y) {
		return false
	}
	if a.y > b.y || a.y == b.y && a.x > b.x {
		a, b = b, a
	}
	// The conversions forbid fused operations, which could differ by caller.
	return float64((b.x-a.x)*(p.y-a.y)) > float64((p.x-a.x)*(b.y-a.y))
}
