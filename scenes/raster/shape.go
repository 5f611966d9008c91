package raster

// frame is a place to build in: an origin and three right-handed unit axes. At
// length, when it is positive, the s axis reaches end exactly, so that what is
// built in two frames can share a corner.
type frame struct {
	o, s, n, z vec3
	length     float32
	end        vec3
}

var identity = frame{s: vec3{1, 0, 0}, n: vec3{0, 1, 0}, z: vec3{0, 0, 1}}

func (f *frame) at(s, n, z float32) vec3 {
	o := f.o.add(f.s.scale(s))
	if f.length > 0 && s == f.length {
		o = f.end
	}
	return o.add(f.n.scale(n)).add(f.z.scale(z))
}

// quad adds a rectangle, its corners counter-clockwise seen from outside.
func (p *part) quad(a, b, c, d vec3, col rgb) {
	n := b.sub(a).cross(d.sub(a)).unit()
	k := uint32(len(p.verts))
	for _, q := range [4]vec3{a, b, c, d} {
		p.verts = append(p.verts, vertex{p: q, n: n, c: [4]float32{col[0], col[1], col[2], 1}})
	}
	p.idx = append(p.idx, k, k+1, k+2, k, k+2, k+3)
}

// sheet adds an upright rectangle from a to b, at distance n from the frame's
// plane, with a corner at every height of left and of right, which rise and
// begin and end alike. Its face looks along the n axis, or against it when out
// is true.
func (p *part) sheet(f *frame, n, a, b float32, left, right []float32, col rgb, out bool) {
	normal := f.n
	if out {
		normal = normal.scale(-1)
	}
	l := uint32(len(p.verts))
	r := l + uint32(len(left))
	for _, z := range left {
		p.verts = append(p.verts, vertex{p: f.at(a, n, z), n: normal, c: [4]float32{col[0], col[1], col[2], 1}})
	}
	for _, z := range right {
		p.verts = append(p.verts, vertex{p: f.at(b, n, z), n: normal, c: [4]float32{col[0], col[1], col[2], 1}})
	}
	for i, j := 0, 0; i+1 < len(left) || j+1 < len(right); {
		t := [3]uint32{l + uint32(i), 0, r + uint32(j)}
		if j+1 == len(right) || i+1 < len(left) && left[i+1] <= right[j+1] {
			i++
			t[1] = l + uint32(i)
		} else {
			j++
			t[1] = r + uint32(j)
		}
		if out {
			t[1], t[2] = t[2], t[1]
		}
		p.idx = append(p.idx, t[0], t[1], t[2])
	}
}

// Faces of a box, to leave out those that can never be seen.
const (
	faceS0 = 1 << iota
	faceS1
	faceN0
	faceN1
	faceZ0
	faceZ1
	allFaces = 1<<6 - 1
)

// box adds the named faces of the box between two corners of a frame.
func (p *part) box(f *frame, s0, n0, z0, s1, n1, z1 float32, col rgb, faces int) {
	if s1 <= s0 || n1 <= n0 || z1 <= z0 {
		return
	}
	c := func(i int) vec3 {
		s, n, z := s0, n0, z0
		if i&1 != 0 {
			s = s1
		}
		if i&2 != 0 {
			n = n1
		}
		if i&4 != 0 {
			z = z1
		}
		return f.at(s, n, z)
	}
	for k, q := range [6][4]int{{0, 4, 6, 2}, {1, 3, 7, 5}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 2, 3, 1}, {4, 5, 7, 6}} {
		if faces&(1<<k) != 0 {
			p.quad(c(q[0]), c(q[1]), c(q[2]), c(q[3]), col)
		}
	}
}

// start empties a part for building anew.
func (p *part) start(m material) {
	p.verts, p.idx, p.mat = p.verts[:0], p.idx[:0], m
	if p.mat.repeat == 0 {
		p.mat.repeat = 1
	}
	if p.mat.factor == (rgb{}) {
		p.mat.factor = rgb{1, 1, 1}
	}
	p.mat.alpha = 1
}
