package raster

// lod is a copy of a part whose corners are off by no more than about cell.
type lod struct {
	cell  float32
	verts []vertex
	idx   []uint32
}

// bound sets the part's bounding sphere.
func (p *part) bound() {
	lo, hi := p.verts[0].p, p.verts[0].p
	for i := range p.verts {
		q := p.verts[i].p
		lo = vec3{min(lo.x, q.x), min(lo.y, q.y), min(lo.z, q.z)}
		hi = vec3{max(hi.x, q.x), max(hi.y, q.y), max(hi.z, q.z)}
	}
	p.lo, p.hi = lo, hi
	p.centre = lo.scale(0.5).add(hi.scale(0.5))
	p.radius = hi.scale(0.5).sub(lo.scale(0.5)).length()
	if !(p.radius < 1e6) {
		// Too large to reason about: always drawn in full.
		p.radius = 0
	}
}

// detail chooses the copy of a part to draw by its size in the picture. It
// reports also whether the part may be seen at all, and whether the camera may
// be inside of it.
func (p *part) detail(v *view, ax, ay, az, o vec3, coarse float32) (l lod, seen, inside bool) {
	l = lod{verts: p.verts, idx: p.idx}
	c := o.add(ax.scale(p.centre.x)).add(ay.scale(p.centre.y)).add(az.scale(p.centre.z))
	scale := max(ax.length(), ay.length(), az.length())
	rad := float32(p.radius*scale) + 1e-6
	if !(rad < 1e6) {
		return l, true, true
	}
	x, y := max(c.x, -c.x), max(c.y, -c.y)
	density := v.focal
	if v.ortho {
		if x > v.kx+rad || y > v.ky+rad || c.z+rad < nearPlane {
			return l, false, false
		}
		inside = c.z-rad < nearPlane
	} else {
		if c.z+rad < nearPlane || x > float32(v.kx*c.z)+float32(rad*v.slantX) || y > float32(v.ky*c.z)+float32(rad*v.slantY) {
			return l, false, false
		}
		inside = c.length() < rad+2*nearPlane
		density = v.focal / max(c.z-rad, nearPlane)
	}
	if float32(2*rad*density) < 0.5 {
		return l, false, false
	}
	most := coarse / float32(density*scale)
	for i := range p.levels {
		if p.levels[i].cell > most {
			break
		}
		l = p.levels[i]
	}
	return l, true, inside
}

// The coarser copies have this many cells along the part's greatest extent.
var lodCells = [...]float32{256, 192, 128, 96, 64, 48, 32, 24, 16}

// lodLeast is the number of triangles below which nothing is gained, and
// lodGain the share of its finer neighbour that a copy may have.
const (
	lodLeast = 100
	lodGain  = 0.85
)

// simplify returns ever coarser copies of a list of triangles by vertex
// clustering (Rossignac and Borrel 1993): corners in the same cell of a grid
// become one, and triangles without three cells are dropped. Corners that look
// different ways or have different colours stay apart, at the same place.
func simplify(verts []vertex, idx []uint32, radius float32) []lod {
	var out []lod
	if len(idx) < 3*lodLeast || !(radius > 0) {
		return nil
	}
	last := len(idx)
	for _, cells := range lodCells {
		cell := 2 * radius / cells
		l := cluster(verts, idx, cell)
		if len(l.idx) == 0 {
			break
		}
		if float32(len(l.idx)) < float32(float32(last)*lodGain) {
			if n := len(out); n > 0 {
				l.cell += float32(out[n-1].cell * 0.5)
			}
			out = append(out, l)
			last = len(l.idx)
			// The next is made from this one, so that errors add up.
			verts, idx = l.verts, l.idx
		}
		if last < 3*lodLeast {
			break
		}
	}
	return out
}

// clamp keeps v within ±limit.
func clamp(v, limit float32) float32 { return min(max(v, -limit), limit) }

// place3 is a cell of the grid.
type place3 [3]int32

// look tells corners of one cell apart.
type look struct {
	cell   place3
	facing uint8
	color  uint32
	u, v   int32
}

func cluster(verts []vertex, idx []uint32, cell float32) lod {
	inv := 1 / cell
	l := lod{cell: cell}
	lo := verts[0].p
	for i := range verts {
		q := verts[i].p
		lo = vec3{min(lo.x, q.x), min(lo.y, q.y), min(lo.z, q.z)}
	}
	at := make([]place3, len(verts))
	// Where the corners of a cell come to be: at their mean.
	type mean struct {
		sum vec3
		n   float32
	}
	means := make(map[place3]mean)
	for i := range verts {
		p := verts[i].p.sub(lo).scale(inv)
		at[i] = place3{int32(p.x), int32(p.y), int32(p.z)}
		m := means[at[i]]
		means[at[i]] = mean{m.sum.add(verts[i].p), m.n + 1}
	}
	shared := make(map[look]uint32)
	numbers := make([]uint32, len(verts)) // 1 + the new corner of each old one
	number := func(i uint32) uint32 {
		if n := numbers[i]; n != 0 {
			return n - 1
		}
		v := &verts[i]
		k := look{cell: at[i], facing: facing(v.n), u: int32(clamp(v.u*32, 1e9)), v: int32(clamp(v.v*32, 1e9))}
		for _, c := range v.c {
			k.color = k.color<<8 | uint32(min(max(float32(c*63), 0), 255))
		}
		n, ok := shared[k]
		if !ok {
			n = uint32(len(l.verts))
			shared[k] = n
			q := *v
			m := means[at[i]]
			q.p = m.sum.scale(1 / m.n)
			l.verts = append(l.verts, q)
		} else if q := &l.verts[n]; straight(v.n) > straight(q.n) {
			// A bevel gives way to the face beside it.
			q.n = v.n
		}
		numbers[i] = n + 1
		return n
	}
	for i := 0; i+2 < len(idx); i += 3 {
		a, b, c := idx[i], idx[i+1], idx[i+2]
		if at[a] == at[b] || at[b] == at[c] || at[c] == at[a] {
			continue
		}
		l.idx = append(l.idx, number(a), number(b), number(c))
	}
	return l
}

// straight is how much a direction is along one axis.
func straight(n vec3) float32 { return max(n.x, -n.x, n.y, -n.y, n.z, -n.z) }

// facing is a coarse direction: the greatest axis and the signs of the others.
func facing(n vec3) uint8 {
	ax, ay, az := max(n.x, -n.x), max(n.y, -n.y), max(n.z, -n.z)
	k := uint8(0)
	switch {
	case az >= ax && az >= ay:
		k = 2
		if n.z < 0 {
			k = 5
		}
	case ay >= ax:
		k = 1
		if n.y < 0 {
			k = 4
		}
	case n.x < 0:
		k = 3
	}
	return k
}
