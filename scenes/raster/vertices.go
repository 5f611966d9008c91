package raster

// corner is a vertex in the camera's frame: x right, y up, z depth.
type corner struct {
	x, y, z float32
	iw      float32
	px, py  int32 // pixel coordinates in 1/256, when z is beyond the near plane
	out     uint8
}

// Sides of the view that a corner lies beyond.
const (
	outLeft = 1 << iota
	outRight
	outTop
	outBottom
	outNear // or beyond farthest
	outGuard
)

const subpixel = 256

// farthest is the greatest depth drawn, so that products of it stay numbers.
const farthest = 1e30

// call is a part of an instance as it was queued. Its corners are those of the
// renderer from base on, in the order of verts.
type call struct {
	verts []vertex
	in    int32
	mat   int32
	base  uint32
}

// cutCorner marks the number of a corner that clipping made.
const cutCorner = 1 << 31

// project fills in the outcode and, in front of the near plane, the pixel
// coordinates. Sums and cuts of the largest coordinates are no numbers; the
// comparisons are such that those lie outside of everything, for as pixels they
// would be any integer.
func (v *view) project(c *corner) {
	kx, ky := v.kx, v.ky
	if !v.ortho {
		kx, ky = float32(kx*c.z), float32(ky*c.z)
	}
	out := uint8(0)
	if !(c.z >= nearPlane && c.z <= farthest) {
		out = outNear
	}
	if !(c.x >= -kx) {
		out |= outLeft
	}
	if !(c.x <= kx) {
		out |= outRight
	}
	if !(c.y <= ky) {
		out |= outTop
	}
	if !(c.y >= -ky) {
		out |= outBottom
	}
	c.out = out
	if out != 0 {
		if out&outNear != 0 {
			return
		}
		gx, gy := v.gx, v.gy
		if !v.ortho {
			gx, gy = float32(gx*c.z), float32(gy*c.z)
		}
		if !(c.x >= -gx && c.x <= gx && c.y <= gy && c.y >= -gy) {
			c.out |= outGuard
			return
		}
	}
	c.iw = 1
	f := v.focal
	if !v.ortho {
		c.iw = 1 / c.z
		f = float32(f * c.iw)
	}
	c.px = round256(v.cx + float32(c.x*f))
	c.py = round256(v.cy - float32(c.y*f))
}

// round256 rounds a pixel coordinate to the subpixel grid.
func round256(p float32) int32 {
	q := float32(p * subpixel)
	if q < 0 {
		return -int32(0.5 - q)
	}
	return int32(q + 0.5)
}

// draw queues a part of an instance: it transforms and projects the vertices and sets up the
// triangles that may be seen.
func (r *Renderer) draw(p *part, number int32) {
	v, in := &r.view, &r.instances[number]
	to := func(d vec3) vec3 { return vec3{d.dot(v.right), d.dot(v.up), d.dot(v.fw)} }
	ax, ay, az, o := to(in.ax), to(in.ay), to(in.az), to(in.origin.sub(v.eye))
	verts, idx := p.verts, p.idx
	solid := false
	if p.radius > 0 {
		l, seen, inside := p.detail(v, ax, ay, az, o, r.coarse)
		if !seen {
			return
		}
		verts, idx = l.verts, l.idx
		solid = p.solid && !inside
	}
	mi := r.material(&p.mat, in)
	mat := &r.materials[mi]
	double := mat.double && !solid
	base := uint32(len(r.corners))
	r.calls = append(r.calls, call{verts: verts, in: number, mat: mi, base: base})
	ci := int32(len(r.calls) - 1)
	r.corners = extend(r.corners, len(verts))
	corners := r.corners[base:]
	for i := range verts {
		q, c := &verts[i], &corners[i]
		c.x = o.x + float32(ax.x*q.p.x) + float32(ay.x*q.p.y) + float32(az.x*q.p.z)
		c.y = o.y + float32(ax.y*q.p.x) + float32(ay.y*q.p.y) + float32(az.y*q.p.z)
		c.z = o.z + float32(ax.z*q.p.x) + float32(ay.z*q.p.y) + float32(az.z*q.p.z)
		v.project(c)
	}
	for i := 0; i+2 < len(idx); i += 3 {
		i0, i1, i2 := idx[i], idx[i+1], idx[i+2]
		a, b, c := &corners[i0], &corners[i1], &corners[i2]
		if a.out|b.out|c.out != 0 {
			if a.out&b.out&c.out&^outGuard != 0 {
				continue
			}
			if (a.out|b.out|c.out)&(outNear|outGuard) != 0 {
				r.clip([3]uint32{i0, i1, i2}, ci, double)
				corners = r.corners[base:]
				continue
			}
		}
		area := doubleArea(a, b, c)
		if area < 0 {
			r.setup(a, b, c, area, [3]uint32{base + i0, base + i1, base + i2}, ci, false)
		} else if double && area > 0 {
			// Seen from behind: turned round.
			r.setup(a, c, b, -area, [3]uint32{base + i0, base + i2, base + i1}, ci, true)
		}
	}
}

// extend lengthens s by n, keeping what it holds.
func extend[T any](s []T, n int) []T {
	if len(s)+n <= cap(s) {
		return s[:len(s)+n]
	}
	out := make([]T, len(s)+n, max(len(s)+n, 2*cap(s)))
	copy(out, s)
	return out
}

// doubleArea is twice the signed area on the screen, whose y points down:
// negative for triangles seen from outside.
func doubleArea(a, b, c *corner) int64 {
	return int64(b.px-a.px)*int64(c.py-a.py) - int64(c.px-a.px)*int64(b.py-a.py)
}
